package row

import (
	"slices"
	"strings"

	"referd/base/code"
	"referd/base/id"
	"referd/core/party"
	"referd/desk/bring/said"
	"referd/store"
)

// What the directory calls things: a list names them in words.

// index gives the ids a name has among things of a kind, made once a slice.
func (f *Frame) index(what string) map[string][]string {
	if have := f.names[what]; have != nil {
		return have
	}
	out := map[string][]string{}
	add := func(name string, id string) {
		if n := store.Fold(name); n != "" && !slices.Contains(out[n], id) {
			out[n] = append(out[n], id)
		}
	}
	d := f.dir
	switch what {
	case "service":
		for id, s := range d.ServicesByID {
			if s.Active {
				add(s.Name, string(id))
				add(d.Orgs[s.Org].Name+" "+s.Name, string(id))
			}
		}
	case "specialty":
		for id, s := range d.ServicesByID {
			if s.Active {
				add(s.Specialty.Display, string(id))
				add(s.Specialty.Code, string(id))
			}
		}
	case "org":
		for id, o := range d.Orgs {
			add(o.Name, string(id))
		}
	case "practitioner":
		for id, p := range d.Practitioners {
			add(p.Name.Family+" "+strings.Join(p.Name.Given, " "), string(id))
			add(strings.Join(p.Name.Given, " ")+" "+p.Name.Family, string(id))
		}
	case "location":
		for id, x := range d.Locations {
			if x.Active {
				add(string(x.Org)+" "+x.Name, string(id))
			}
		}
	case "team":
		for id, t := range d.Teams {
			if t.Active {
				add(string(t.Org)+" "+t.Name, string(id))
			}
		}
	case "user":
		for id, u := range d.Users {
			if u.Active {
				add(string(u.Org)+" "+u.Name.Family+" "+strings.Join(u.Name.Given, " "), string(id))
				add(string(u.Org)+" "+strings.Join(u.Name.Given, " ")+" "+u.Name.Family, string(id))
			}
		}
	}
	f.names[what] = out
	return out
}

// plain is what a field says, without the reference behind it.
func (r *Row) plain(key string) string {
	words, kind, id := said.Referred(r.text(key))
	if words == "" && id != "" {
		return kind + "/" + id
	}
	return words
}

// referred is what a field refers to, as FHIR does: what was brought under that
// id, else what has it here. What somebody said of the words comes before.
func (r *Row) referred(key string) string {
	_, kind, id := said.Referred(r.text(key))
	if v, ok := r.meant(key, r.plain(key)); id == "" || ok {
		return v
	}
	of := map[string]said.Kind{"Organization": said.Organizations, "HealthcareService": said.Services, "Practitioner": said.Clinicians, "Location": said.Locations}[kind]
	if k, found, err := r.w.Brought(r.i.Org, string(of), "id "+id); err == nil && found {
		id = k.Thing
	}
	d, ok := r.frame.dir, false
	switch of {
	case said.Organizations:
		_, ok = d.Orgs[party.OrgID(id)]
	case said.Services:
		ok = d.ServicesByID[party.ServiceID(id)].Active
	case said.Clinicians:
		_, ok = d.Practitioners[party.PractitionerID(id)]
	case said.Locations:
		ok = d.Locations[party.LocationID(id)].Active
	}
	if !ok {
		return ""
	}
	return id
}

// thing is what a field names: as somebody said, by its own id, else the one of
// that name. Of several none is chosen.
func (r *Row) thing(key, what, name string, choose func(id string) bool) string {
	s := r.plain(key)
	if v, ok := r.meant(key, s); ok {
		return v
	}
	list := r.frame.index(what)[store.Fold(name)]
	if choose != nil {
		list = slices.DeleteFunc(slices.Clone(list), func(id string) bool { return !choose(id) })
	}
	switch len(list) {
	case 1:
		return list[0]
	case 0:
		r.stranger(key, s, "“"+short(s)+"” is not in the directory. Say what it means, once for all rows, or add it to the directory first.")
	default:
		r.stranger(key, s, "“"+short(s)+"” is the name of "+itoa(len(list))+" in the directory. Say which it is, once for all rows.")
	}
	return ""
}

// org reads an organization, by NPI or name; empty is the bringer's own.
func (r *Row) org(key string) party.OrgID {
	s := r.plain(key)
	if s == "" {
		return r.i.Org
	}
	if v := r.referred(key); v != "" {
		return party.OrgID(v)
	}
	if o, ok := strings.CutPrefix(r.frame.dir.ByNPI(s), "org/"); ok {
		return party.OrgID(o)
	}
	return party.OrgID(r.thing(key, "org", s, nil))
}

// clinician reads a clinician, by NPI or name, preferring those of an organization.
func (r *Row) clinician(key string, of party.OrgID) party.PractitionerID {
	s := r.plain(key)
	if v := r.referred(key); v != "" {
		return party.PractitionerID(v)
	}
	for _, part := range strings.FieldsFunc(s, func(c rune) bool { return c < '0' || c > '9' }) { // "Rivera, Ana [1234567893]"
		if id.NPI(part) {
			if p, ok := strings.CutPrefix(r.frame.dir.ByNPI(part), "practitioner/"); ok {
				return party.PractitionerID(p)
			}
		}
	}
	n := said.Named(strings.TrimSpace(strings.Split(strings.Split(s, "[")[0], "(")[0]))
	name := n.Family + " " + strings.Join(n.Given, " ")
	list := r.frame.index("practitioner")[store.Fold(name)]
	var here []string
	for _, role := range r.frame.dir.Roles {
		if role.Org == of && role.Active && slices.Contains(list, string(role.Practitioner)) && !slices.Contains(here, string(role.Practitioner)) {
			here = append(here, string(role.Practitioner))
		}
	}
	if len(here) == 1 {
		return party.PractitionerID(here[0])
	}
	return party.PractitionerID(r.thing(key, "practitioner", name, nil))
}

// service reads a service by its name, or by a specialty only one service has;
// of several with one name the bringer's own, or that of the organization said.
func (r *Row) service() party.ServiceID {
	s, at := r.plain("service"), party.OrgID("")
	if v := r.referred("service"); v != "" {
		return party.ServiceID(v)
	}
	if r.text("receiver") != "" {
		at = r.org("receiver")
	}
	if list := r.frame.of(at); s == "" && len(list) == 1 {
		return list[0]
	}
	if s == "" {
		r.wrong("service", "Say which service it is for.")
		return ""
	}
	fits := func(id string) bool { return at == "" || r.frame.dir.ServicesByID[party.ServiceID(id)].Org == at }
	what := "service"
	if len(r.frame.index(what)[store.Fold(s)]) == 0 {
		what = "specialty"
	}
	return party.ServiceID(r.thing("service", what, s, fits))
}

// of are the services of an organization that take referrals.
func (f *Frame) of(org party.OrgID) (out []party.ServiceID) {
	for id, s := range f.dir.ServicesByID {
		if org != "" && s.Org == org && s.Active {
			out = append(out, id)
		}
	}
	return out
}

// team reads a team of an organization.
func (r *Row) team(key string, of party.OrgID) party.TeamID {
	s := r.text(key)
	if s == "" {
		return ""
	}
	return party.TeamID(r.thing(key, "team", string(of)+" "+s, nil))
}

// user reads somebody who signs in, by address or name; one who is only referred
// to, as a clinician elsewhere is, may be nobody here.
func (r *Row) user(key string, of party.OrgID) party.UserID {
	s := r.plain(key)
	if s == "" {
		return ""
	}
	if u, ok := r.frame.dir.At(of, s); ok {
		return u.ID
	}
	_, _, id := said.Referred(r.text(key))
	for _, u := range r.frame.dir.Users {
		if is := r.referred(key); id != "" && is != "" && u.Org == of && u.Active && string(u.Practitioner) == is {
			return u.ID
		}
	}
	n := said.Named(s)
	name := string(of) + " " + n.Family + " " + strings.Join(n.Given, " ")
	if id != "" && len(r.frame.index("user")[store.Fold(name)]) != 1 {
		return ""
	}
	return party.UserID(r.thing(key, "user", name, nil))
}

// diagnoses reads ICD-10-CM codes out of a cell that may say them in words too.
func (r *Row) diagnoses(key string) (out []code.Concept) {
	for _, part := range said.Listed(r.text(key)) {
		for _, w := range strings.Fields(part) {
			w = strings.Trim(w, "()[]:")
			if code.Diagnosis(w) {
				out = append(out, code.Concept{System: code.ICD10, Code: strings.ToUpper(w)})
				break
			}
		}
	}
	return out
}
