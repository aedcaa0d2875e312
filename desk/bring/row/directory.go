package row

import (
	"slices"
	"strings"

	"referd/base/code"
	"referd/base/id"
	"referd/core/party"
	"referd/desk"
	"referd/desk/bring/said"
	"referd/desk/house"
	"referd/desk/people"
	"referd/store"
)

// keyed is what a list calls a row by: its own number, else what it says.
func (r *Row) keyed(rest string) string {
	if k := r.text("id"); k != "" {
		return "id " + k
	}
	return "said " + said.Digest(store.Fold(rest))
}

// before is what the row of this number became, of this list or an earlier one.
func (r *Row) before(key string) string {
	k, found, err := r.w.Brought(r.i.Org, string(r.i.Kind), key)
	if err != nil || !found || !strings.HasPrefix(key, "id ") {
		return ""
	}
	return k.Thing
}

// npi reads an NPI; a wrong one is said.
func (r *Row) npi() string {
	n := strings.ReplaceAll(r.text("npi"), " ", "")
	if n != "" && !id.NPI(n) {
		r.wrong("npi", "“"+short(n)+"” is no NPI: ten digits, the last of which checks the others. Look at it again, or leave it empty.")
	}
	return n
}

// gets puts what a row says in the place of what is there, where it says anything.
func (x *listed) gets(name string, into *string, from string) {
	if from != "" && *into != from {
		*into = from
		x.other = append(x.other, name)
	}
}

func (x *listed) lives(into *party.Address, a party.Address) {
	if len(a.Lines)+len(a.City)+len(a.PostalCode) > 0 && house.Address(*into) != house.Address(a) {
		*into = a
		x.other = append(x.other, "the address")
	}
}

// organization is a row of a list of the organizations that are not here: those
// that are see to themselves.
func (r *Row) organization() *listed {
	name, npi := r.text("name"), r.npi()
	x := &listed{name: r.keyed(name + "|" + npi), new: "New organization, reached by telephone and fax"}
	x.marks = []string{"name org " + store.Fold(name)}
	if npi != "" {
		x.marks = append(x.marks, "npi npi "+npi)
	}
	dir := r.frame.dir
	o := party.Org{ID: party.OrgID(r.before(x.name)), Channel: party.Phone, Zone: dir.Orgs[r.i.Org].Zone, Active: true}
	if kind, of, _ := strings.Cut(dir.ByNPI(npi), "/"); o.ID == "" && npi != "" && kind == "org" {
		o.ID = party.OrgID(of)
	}
	if list := r.frame.index("org")[store.Fold(name)]; o.ID == "" && len(list) == 1 {
		o.ID = party.OrgID(list[0])
	} else if o.ID == "" && len(list) > 1 {
		r.wrong("name", "“"+short(name)+"” is the name of "+itoa(len(list))+" organizations here. Give the NPI.")
	}
	if have, ok := dir.Orgs[o.ID]; ok {
		o, x.have = have, string(have.ID)
		if dir.Here(o.ID) { // it is noted all the same: what refers to it finds it by its id there
			x.stays = "It works here, and sees to its own"
			return x
		}
	} else {
		o.ID = party.OrgID(id.New(r.w.Now()))
	}
	if r.word("active", said.Yeses) == "no" {
		x.left = "No longer there, where it comes from"
		return x
	}
	if !o.Active {
		o.Active = true
		x.other = append(x.other, "it is in the directory again")
	}
	x.gets("the name", &o.Name, name)
	x.gets("the telephone", &o.Phone, r.text("phone"))
	x.gets("the fax", &o.Fax, r.text("fax"))
	x.gets("the e-mail", &o.Email, r.text("email"))
	x.gets("the time zone", &o.Zone, r.text("zone"))
	x.lives(&o.Address, r.address())
	if npi != "" && house.NPI(o.Identifiers) != npi {
		o.Identifiers = house.WithNPI(o.Identifiers, npi)
		x.other = append(x.other, "the NPI")
	}
	if x.have == "" || len(x.other) > 0 {
		x.write(desk.KindOrg, string(o.ID), o.ID, o, true)
	}
	return x
}

// sees reports whether an organization's lines are the bringer's to set up.
func (r *Row) sees(org party.OrgID) bool {
	dir := r.frame.dir
	if org == r.i.Org || dir.Keeps(r.i.Org) && !dir.Here(org) {
		return true
	}
	if org != "" {
		r.wrong("organization", "That organization sees to its own directory.")
	}
	return false
}

// place is a row of a list of the places of an organization.
func (r *Row) place() *listed {
	name, org := r.text("name"), r.org("organization")
	x := &listed{name: r.keyed(string(org) + "|" + name), new: "New place"}
	x.marks = []string{"name place " + string(org) + " " + store.Fold(name)}
	if !r.sees(org) {
		return x
	}
	dir := r.frame.dir
	l := party.Location{ID: party.LocationID(r.before(x.name)), Org: org, Active: true}
	if list := r.frame.index("location")[store.Fold(string(org)+" "+name)]; l.ID == "" && len(list) == 1 {
		l.ID = party.LocationID(list[0])
	}
	if have, ok := dir.Locations[l.ID]; ok && have.Org == org {
		l, x.have = have, string(have.ID)
	} else {
		l.ID = party.LocationID(id.New(r.w.Now()))
	}
	if r.word("active", said.Yeses) == "no" {
		x.left = "No longer there, where it comes from"
		return x
	}
	if !l.Active {
		l.Active = true
		x.other = append(x.other, "it is in use again")
	}
	x.gets("the name", &l.Name, name)
	x.gets("the telephone", &l.Phone, r.text("phone"))
	x.lives(&l.Address, r.address())
	if x.have == "" || len(x.other) > 0 {
		x.write(desk.KindLocation, string(l.ID), org, l, true)
	}
	return x
}

// offered is a row of a list of services.
func (r *Row) offered() *listed {
	name, org := r.text("name"), r.org("organization")
	x := &listed{name: r.keyed(string(org) + "|" + name), new: "New service"}
	x.marks = []string{"name service " + string(org) + " " + store.Fold(name)}
	if !r.sees(org) {
		return x
	}
	dir := r.frame.dir
	s := party.Service{ID: party.ServiceID(r.before(x.name)), Org: org, Active: true}
	for _, at := range r.frame.index("service")[store.Fold(name)] {
		if s.ID == "" && dir.ServicesByID[party.ServiceID(at)].Org == org {
			s.ID = party.ServiceID(at)
		}
	}
	if have, ok := dir.ServicesByID[s.ID]; ok && have.Org == org {
		s, x.have = have, string(have.ID)
	} else {
		s.ID, s.Phone = party.ServiceID(id.New(r.w.Now())), dir.Orgs[org].Phone
	}
	if r.word("active", said.Yeses) == "no" {
		x.left = "No longer there, where it comes from"
		return x
	}
	if !s.Active {
		s.Active = true
		x.other = append(x.other, "it takes referrals again")
	}
	x.gets("the name", &s.Name, name)
	x.gets("the telephone", &s.Phone, r.text("phone"))
	if c := party.Specialty(r.text("specialty")); r.text("specialty") != "" && c.Code != s.Specialty.Code {
		s.Specialty = c
		x.other = append(x.other, "the specialty")
	}
	if t := r.plain("location"); t != "" {
		at := party.LocationID(r.referred("location"))
		if at == "" {
			at = party.LocationID(r.thing("location", "location", string(org)+" "+t, nil))
		}
		if at != "" && at != s.Location {
			s.Location = at
			x.other = append(x.other, "the place")
		}
	}
	for i, into := range house.Posts(&s) {
		if t := r.team(posts[i], org); t != "" && t != *into {
			*into = t
			x.other = append(x.other, "a team")
		}
	}
	if x.have == "" || len(x.other) > 0 {
		x.write(desk.KindService, string(s.ID), org, s, true)
	}
	return x
}

// posts are the fields of who does a service's work, in the order of house.Posts.
var posts = []string{"intake", "triage", "scheduling", "clinic"}

// practitioner is a row of a list of clinicians: somebody listed at work, without
// an account.
func (r *Row) practitioner() *listed {
	name, npi, org := r.name(), r.npi(), r.org("organization")
	who := name.Family + "|" + strings.Join(name.Given, " ")
	x := &listed{name: r.keyed(string(org) + "|" + who + "|" + npi), new: "New clinician"}
	if npi != "" {
		x.marks = []string{"npi npi " + npi + " " + string(org)}
		x.one, x.who = "who "+npi, store.Fold(name.Family)
	} else {
		x.marks = []string{"family clinician " + string(org) + " " + store.Fold(who)}
	}
	if !r.sees(org) {
		return x
	}
	dir := r.frame.dir
	p := party.Practitioner{ID: party.PractitionerID(r.before(x.name)), Name: name, Active: true}
	switch kind, of, _ := strings.Cut(dir.ByNPI(npi), "/"); {
	case npi == "" || p.ID != "":
	case kind == "practitioner":
		p.ID = party.PractitionerID(of)
	case kind == "org":
		r.wrong("npi", "This NPI is an organization's here.")
	default:
		p.ID = r.frame.made[npi]
	}
	if p.ID == "" {
		p.ID = r.namesake(name, npi, org)
	}
	have, known := dir.Practitioners[p.ID]
	switch {
	case known:
		p, x.have = have, string(have.ID)
	case p.ID != "": // an earlier row of this list makes them: here they work too
		x.is = string(p.ID)
	default:
		p.ID = party.PractitionerID(id.New(r.w.Now()))
	}
	if f, words := name.Wrong(); words != "" {
		r.wrong(f, words)
	}
	if r.word("active", said.Yeses) == "no" {
		x.left = "No longer there, where it comes from"
		return x
	}
	if known && store.Fold(have.Name.Family) != store.Fold(name.Family) {
		r.wrong("family", "The NPI is that of somebody of another family name here. Correct the one or the other.")
		return x
	}
	if npi != "" && house.NPI(p.Identifiers) == "" {
		p.Identifiers = append(slices.Clone(p.Identifiers), code.Identifier{System: code.NPI, Value: npi, Type: "NPI"})
		x.other = append(x.other, "the NPI")
	} else if was := house.NPI(p.Identifiers); npi != "" && was != npi {
		r.wrong("npi", "They have another NPI here. Change it on their page, if this one is right.")
	}
	if !known && x.is == "" || len(x.other) > 0 && known {
		x.write(desk.KindPractitioner, string(p.ID), org, p, false)
	}
	x.works(r, p.ID, org)
	return x
}

// namesake is the one clinician of an organization of a name, where no NPI says
// otherwise.
func (r *Row) namesake(name party.Name, npi string, org party.OrgID) (is party.PractitionerID) {
	dir, n := r.frame.dir, 0
	for _, x := range dir.Roles {
		p := dir.Practitioners[x.Practitioner]
		was := house.NPI(p.Identifiers)
		if x.Org == org && x.Active && p.ID != is && store.Fold(p.Name.Family) == store.Fold(name.Family) && store.Fold(strings.Join(p.Name.Given, " ")) == store.Fold(strings.Join(name.Given, " ")) && (npi == "" || was == "" || was == npi) {
			is, n = p.ID, n+1
		}
	}
	if n > 1 {
		r.wrong("family", "Two clinicians there are called so. Give the NPI.")
		return ""
	}
	return is
}

// works lists a clinician at an organization, with their specialty.
func (x *listed) works(r *Row, of party.PractitionerID, org party.OrgID) {
	role := party.Role{Practitioner: of, Org: org, Active: true}
	for _, at := range r.frame.dir.Roles {
		if at.Practitioner == of && at.Org == org && (role.ID == "" || at.Active) {
			role = at
		}
	}
	c, there := party.Specialty(r.text("specialty")), role.ID != "" && role.Active
	if r.text("specialty") != "" && c.Code == "" {
		r.wrong("specialty", "“"+short(r.text("specialty"))+"” is no specialty of the list. Write its name as offered, or its NUCC code: ten letters that end in X.")
	}
	switch {
	case !there:
		x.other = append(x.other, "where they work")
	case c.Code != "" && c.Code != role.Specialty.Code:
		x.other = append(x.other, "the specialty")
	default:
		return
	}
	if role.ID == "" {
		role.ID = party.RoleID(id.New(r.w.Now()))
	}
	if role.Active = true; c.Code != "" {
		role.Specialty = c
	}
	x.write(desk.KindRole, string(role.ID), org, role, true)
}

// colleague is a row of a list of the people who work here: an account and what
// they do in a team. No letter goes out: they are invited when their administrator
// says so.
func (r *Row) colleague() *listed {
	name, npi := r.name(), r.npi()
	email, err := people.Mailbox(r.text("email"))
	if err != nil {
		r.wrong("email", "“"+short(r.text("email"))+"” is not an e-mail address.")
	}
	team, jobs := r.team("team", r.i.Org), r.jobs()
	x := &listed{name: "mail " + strings.ToLower(email), new: "New account; no letter goes out yet"}
	x.marks = []string{"email mail " + strings.ToLower(email) + " " + string(team)}
	if team == "" {
		r.wrong("team", "Say in which of your teams they work.")
	}
	if r.word("active", said.Yeses) == "no" {
		x.left = "No longer there, where it comes from"
		return x
	}
	dir := r.frame.dir
	u, here := dir.At(r.i.Org, email)
	if !here {
		for _, y := range dir.Users {
			if y.Org == r.i.Org && strings.EqualFold(y.Email, email) {
				r.wrong("email", "This address had an account here that is closed. Give another, or ask whoever keeps the house.")
			}
		}
		x.marks = append(x.marks, "email account "+strings.ToLower(email))
		if store.Fold(name.Family) == "" || len(r.Faults) > 0 {
			return x
		}
		a := people.Account{Org: r.i.Org, Email: email, Name: name, NPI: npi, Specialty: party.Specialty(r.text("specialty")), Team: team, Jobs: jobs, Quiet: true}
		x.last = func() (string, []put, error) { return r.joins(a) }
		return x
	}
	x.have = string(u.ID)
	m := dir.Memberships[string(u.ID)+"@"+string(team)]
	if in := m.User != "" && m.In(r.w.Now()); team != "" && len(jobs) > 0 && (!in || !sameJobs(m.Roles, jobs)) {
		x.other = append(x.other, "what they do in "+dir.TeamName(team))
		x.write(desk.KindMembership, string(u.ID)+"@"+string(team), r.i.Org, party.Membership{User: u.ID, Team: team, Roles: jobs}, true)
		x.puts[len(x.puts)-1].fields = map[string]string{"team-" + string(team): "jobs"}
	}
	return x
}

func sameJobs(a, b []party.Job) bool {
	a, b = slices.Sorted(slices.Values(a)), slices.Sorted(slices.Values(b))
	return slices.Equal(slices.Compact(a), slices.Compact(b))
}

// jobs reads what somebody does, commas, semicolons or lines between.
func (r *Row) jobs() (out []party.Job) {
	for _, s := range strings.FieldsFunc(r.lines("jobs"), func(c rune) bool { return c == ',' || c == ';' || c == '\n' }) {
		if s = strings.TrimSpace(s); s == "" {
			continue
		}
		v, ok := r.meant("jobs", s)
		if !ok {
			v, ok = said.Jobs[said.Bare(s)]
		}
		switch {
		case !ok:
			r.stranger("jobs", s, "“"+short(s)+"” is no job known here. Say what it means, once for all rows.")
		case v != "" && !slices.Contains(out, party.Job(v)):
			out = append(out, party.Job(v))
		}
	}
	if len(out) == 0 && len(r.Faults) == 0 {
		r.wrong("jobs", "Say what they do there.")
	}
	return out
}

// joins opens an account, and gives the lines that made.
func (r *Row) joins(a people.Account) (string, []put, error) {
	admin, was := r.admin(), r.frame.dir
	u, err := people.Open(admin, a)
	if err != nil {
		return "", nil, err
	}
	dir, err := admin.Current()
	if err != nil {
		return "", nil, err
	}
	var puts []put
	add := func(kind, id string) {
		p := put{Kind: kind, ID: id, Org: r.i.Org}
		if _, e := r.w.Thing(kind, id, &p.Body); err == nil {
			err = e
		}
		puts = append(puts, p)
	}
	if p := dir.Users[u].Practitioner; p != "" && was.Practitioners[p].ID == "" {
		add(desk.KindPractitioner, string(p))
		for id, x := range dir.Roles {
			if x.Practitioner == p && x.Org == r.i.Org {
				add(desk.KindRole, string(id))
			}
		}
	}
	add(desk.KindUser, string(u))
	add(desk.KindMembership, string(u)+"@"+string(a.Team))
	return string(u), puts, err
}
