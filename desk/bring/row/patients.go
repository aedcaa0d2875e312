package row

import (
	"cmp"
	"encoding/json"
	"slices"
	"strings"
	"time"

	"referd/base/code"
	"referd/base/fault"
	"referd/base/id"
	"referd/core/party"
	"referd/desk/bring/said"
	"referd/store"
)

// system is who gave the numbers an organization's lists call its patients by.
func system(org party.OrgID) string { return "urn:referd:" + string(org) }

// patient reads a patient out of a row. How it is safe to reach them is not
// among it: that is what a patient said to somebody who asked (hazard H5), and
// another system's column does not say who asked, nor when.
func (r *Row) patient() party.Patient {
	p := party.Patient{Org: r.i.Org, Name: r.name(), Born: r.birth("born"), Sex: r.word("sex", said.Sexes), Email: r.text("email"), Address: r.address(), Active: true,
		Access: r.text("access"), Allergies: r.text("allergies"), Interpreter: r.word("interpreter", said.Yeses) == "yes"}
	if len(p.Name.Given) == 0 && p.Name.Family != "" {
		r.wrong("given", "The given name is needed.")
	}
	if n := r.text("number"); n != "" {
		p.Identifiers = []code.Identifier{{System: cmp.Or(r.text("numbersystem"), system(r.i.Org)), Value: n, Type: "MR"}}
	}
	for line := range strings.Lines(r.lines("numbers")) {
		if s, n, both := strings.Cut(strings.TrimSpace(line), "|"); both && n != "" {
			p.Identifiers = append(p.Identifiers, code.Identifier{System: s, Value: n})
		} else if s != "" {
			r.wrong("numbers", "“"+short(s)+"” is no number of a system. Write it as system|value.")
		}
	}
	for _, x := range [][2]string{{"mobile", "mobile"}, {"phone", "home"}} {
		if s := r.text(x[0]); s != "" && !slices.ContainsFunc(p.Phones, func(t party.Phoned) bool { return number(t.Number) == number(s) }) {
			if len(number(s)) < 5 {
				r.wrong(x[0], "“"+short(s)+"” is no telephone number.")
				continue
			}
			p.Phones = append(p.Phones, party.Phoned{Number: s, Use: x[1]})
		}
	}
	if s := r.text("language"); s != "" {
		if v, ok := r.meant("language", s); ok {
			p.Language = v
		} else if p.Language, ok = said.Tongue(s); !ok {
			r.stranger("language", s, "“"+short(s)+"” is no language we know. Write its code, such as es, or say what it means, once for all rows.")
		}
	}
	if p.Email != "" && !strings.Contains(p.Email, "@") {
		r.wrong("email", "“"+short(p.Email)+"” is no e-mail address.")
	}
	if f, words := p.Wrong(); words != "" && !slices.ContainsFunc(r.Faults, func(x Fault) bool { return x.Words == words }) {
		r.wrong(map[string]string{"address": "line"}[f]+strings.TrimPrefix(f, "address"), words)
	}
	return p
}

// died reports whether a row says that its patient has died. They are left out, as
// FHIR's are: nobody writes to them, and nobody is to see them.
func (r *Row) died() bool {
	if _, _, day := said.Day(r.text("deceased"), false, time.UTC); day {
		return true
	}
	return r.word("deceased", said.Dead) == "yes"
}

// number is a telephone number's digits.
func number(s string) string {
	return strings.Map(func(c rune) rune {
		if c < '0' || c > '9' {
			return -1
		}
		return c
	}, s)
}

// mr is a patient's record number here; empty when a row has none.
func mr(p party.Patient) string {
	for _, i := range p.Identifiers {
		if i.Type == "MR" {
			return i.Value
		}
	}
	return ""
}

// who is a patient by name and birth date, as rows of one file are compared.
func who(p party.Patient) string {
	return store.Fold(p.Name.Family) + "|" + store.Fold(strings.Join(p.Name.Given, " ")) + "|" + string(p.Born)
}

// called reports whether two records have one name and birth date.
func called(a, b party.Patient) bool { return who(a) == who(b) }

// person is who a row's patient is: a record here, the patient of an earlier row
// of the file, several it may be, or somebody new.
type person struct {
	have  party.Patient // on record
	row   int           // of an earlier row
	alike []party.Patient
}

// find looks for the patient of a row: by the key it was brought under, by the
// record number, and by name and birth date. A number is enough where the name
// or the birth date agrees; a name and birth date only where a number, a phone
// or an address of mail agrees. What is less is a person's to decide.
func (r *Row) find(p party.Patient) (x person, err error) {
	if key := r.text("patient"); key != "" {
		k, found, err := r.w.Brought(r.i.Org, string(said.Patients), key)
		if err == nil && found {
			x.have, err = r.frame.own.Patient(party.PatientID(k.Thing))
		}
		if err != nil || found {
			return x, err
		}
		if p.Born == "" {
			return r.pointed(key)
		}
	}
	if n := mr(p); n != "" {
		list, err := r.frame.own.FindPatients(store.Find{Value: n, Org: r.i.Org, Limit: 5})
		if err != nil || len(list) > 0 {
			return r.numbered(p, list), err
		}
	}
	list, err := r.frame.own.FindPatients(store.Find{Family: p.Name.Family, Given: strings.Join(p.Name.Given, " "), Born: p.Born, Org: r.i.Org, Exact: true, Limit: 5})
	if err != nil || len(list) == 0 {
		return x, err
	}
	if len(list) == 1 && agrees(p, list[0]) {
		x.have = list[0]
		return x, nil
	}
	x.alike = list
	return x, nil
}

// pointed is who a key means that nothing else is said of: an identifier with its
// system, as FHIR refers by one, or the id of a record here.
func (r *Row) pointed(key string) (x person, err error) {
	system, value, both := strings.Cut(key, "|")
	if !both {
		have, err := r.frame.own.Patient(party.PatientID(key))
		if err == nil && have.Org == r.i.Org {
			x.have = have
		} else if fault.Of(err) == fault.Missing {
			err = nil
		}
		return x, err
	}
	list, err := r.frame.own.FindPatients(store.Find{Value: value, Org: r.i.Org, Limit: 5})
	list = slices.DeleteFunc(list, func(h party.Patient) bool {
		return !slices.ContainsFunc(h.Identifiers, func(i code.Identifier) bool { return i.Value == value && (system == "" || i.System == system) })
	})
	if len(list) == 1 {
		x.have = list[0]
	} else {
		x.alike = list
	}
	return x, err
}

// numbered are records that have the number of a row.
func (r *Row) numbered(p party.Patient, list []party.Patient) (x person) {
	have := list[0]
	same := store.Fold(have.Name.Family) == store.Fold(p.Name.Family) || store.Fold(strings.Join(have.Name.Given, " ")) == store.Fold(strings.Join(p.Name.Given, " "))
	switch {
	case len(list) > 1:
		x.alike = list
	case called(have, p):
		x.have = have
	case same || have.Born == p.Born:
		x.alike = list
	default:
		r.wrong("number", "The number "+short(mr(p))+" is that of somebody else here, of another name and birth date. Correct the number.")
	}
	return x
}

// agrees reports whether more than the name and the birth date is the same, and
// no number speaks against it.
func agrees(p, have party.Patient) bool {
	if a, b := mr(p), mr(have); a != "" && b != "" {
		return a == b
	}
	if p.Email != "" && strings.EqualFold(p.Email, have.Email) {
		return true
	}
	for _, x := range p.Phones {
		if slices.ContainsFunc(have.Phones, func(y party.Phoned) bool { return number(x.Number) == number(y.Number) }) {
			return true
		}
	}
	return false
}

// patientItem is a row of a list of patients.
type patientItem struct {
	party.Patient
	died bool
}

func (x *patientItem) key(r *Row) string { return r.patientKey(x.Patient) }

// patientKey is what the lists of an organization call a patient by.
func (r *Row) patientKey(p party.Patient) string {
	if k := r.text("patient"); k != "" {
		return k
	}
	if n := mr(p); n != "" {
		return "number " + n
	}
	return "who " + said.Digest(who(p)+"|"+r.text("phone")+"|"+r.text("mobile"))
}

func (x *patientItem) check(r *Row) (Verdict, error) {
	if r.word("active", said.Yeses) == "no" {
		return Verdict{State: Left, Does: "No longer on record where it comes from"}, nil
	}
	if x.died {
		return Verdict{State: Left, Does: "The patient has died"}, nil
	}
	if v, done, err := r.again(x.Patient); done || err != nil {
		return v, err
	}
	p, err := r.find(x.Patient)
	if err != nil {
		return Verdict{}, err
	}
	switch {
	case len(r.Faults) > 0:
		return Verdict{State: Wrong}, nil
	case len(p.alike) > 0:
		return r.decided(p.alike, x.Patient)
	case p.have.ID == "":
		return Verdict{State: Make, Does: "New patient, " + born(x.Patient)}, nil
	}
	return r.changes(p.have, x.Patient), nil
}

// again looks for the row's patient among the rows before it.
func (r *Row) again(p party.Patient) (v Verdict, done bool, err error) {
	mark, said, field := "who "+said.Digest(who(p)), "the same name and birth date", "born"
	if n := mr(p); n != "" {
		mark, said, field = "number "+n, "the same number", "number"
	}
	first, same, err := r.w.Tx.Mark(string(r.i.ID), mark, r.Digest(), r.n)
	if err != nil || first == r.n {
		return v, false, err
	}
	if same {
		return Verdict{State: Left, Does: "The same as row " + itoa(first)}, true, nil
	}
	r.wrong(field, "Row "+itoa(first)+" has "+said+" and says something else. Leave one out, or correct the number.")
	return Verdict{State: Wrong}, true, err
}

// decided is the Verdict where a person decides, once they have.
func (r *Row) decided(alike []party.Patient, p party.Patient) (Verdict, error) {
	r.Alike = nil
	for _, a := range alike {
		r.Alike = append(r.Alike, string(a.ID))
		if r.Choice == string(a.ID) {
			return r.changes(a, p), nil
		}
	}
	if r.Choice == New {
		if n := mr(p); n != "" && slices.ContainsFunc(alike, func(a party.Patient) bool { return mr(a) == n }) {
			r.wrong("number", "Somebody here has the number "+short(n)+". Correct it, or say that it is them.")
			return Verdict{State: Wrong}, nil
		}
		return Verdict{State: Make, Does: "New patient, " + born(p)}, nil
	}
	return Verdict{State: Ask, Does: "May be somebody on record"}, nil
}

// born says a birth date as it was read, the month in letters: of 03/04/1971 whoever
// looks at the report sees before anything is made which was taken for the month.
func born(p party.Patient) string {
	t, err := time.Parse(time.DateOnly, string(p.Born))
	if err != nil {
		return "born " + string(p.Born)
	}
	return "born " + t.Format("02-Jan-2006")
}

// changes says what a row changes of a record.
func (r *Row) changes(have, p party.Patient) Verdict {
	_, what := merged(have, p)
	v := Verdict{State: Same, Thing: string(have.ID), Does: "On record already"}
	if len(what) > 0 {
		v.State, v.Does = Change, "Changes "+strings.Join(what, ", ")
	}
	return v
}

// merged is a record with what a row knows better: what the row does not say
// stays, and the name and the birth date are those a person looked at.
func merged(have, p party.Patient) (party.Patient, []string) {
	out := have
	var what []string
	set := func(name string, into *string, from string) {
		if from != "" && *into != from {
			*into = from
			what = append(what, name)
		}
	}
	if !have.Active {
		out.Active = true
		what = append(what, "it is active again")
	}
	if !called(have, p) {
		out.Name, out.Born = p.Name, p.Born
		what = append(what, "name or birth date")
	}
	set("title", &out.Name.Prefix, p.Name.Prefix)
	set("sex", &out.Sex, p.Sex)
	set("e-mail", &out.Email, p.Email)
	set("language", &out.Language, p.Language)
	set("access needs", &out.Access, p.Access)
	set("allergies", &out.Allergies, p.Allergies)
	if p.Interpreter && !have.Interpreter {
		out.Interpreter = true
		what = append(what, "interpreter")
	}
	if len(p.Address.Lines) > 0 && !slices.Equal(p.Address.Lines, have.Address.Lines) || p.Address.City != "" && p.Address.City != have.Address.City || p.Address.PostalCode != "" && p.Address.PostalCode != have.Address.PostalCode {
		out.Address = p.Address
		what = append(what, "address")
	}
	var more []party.Phoned
	for _, t := range p.Phones {
		if !slices.ContainsFunc(have.Phones, func(h party.Phoned) bool { return number(h.Number) == number(t.Number) }) {
			more = append(more, t)
		}
	}
	if len(more) > 0 {
		out.Phones = append(more, slices.DeleteFunc(slices.Clone(have.Phones), func(h party.Phoned) bool {
			return slices.ContainsFunc(more, func(t party.Phoned) bool { return t.Use == h.Use })
		})...)
		what = append(what, "phone")
	}
	if numbers := slices.DeleteFunc(slices.Clone(p.Identifiers), func(n code.Identifier) bool {
		return slices.ContainsFunc(have.Identifiers, func(i code.Identifier) bool {
			return strings.ReplaceAll(i.Value, " ", "") == strings.ReplaceAll(n.Value, " ", "")
		})
	}); len(numbers) > 0 {
		out.Identifiers = append(slices.Clone(have.Identifiers), numbers...)
		what = append(what, "record number")
	}
	return out, what
}

func (x *patientItem) make(r *Row) (string, error) {
	x.ID = party.PatientID(id.New(r.w.Now()))
	r.w.Saw(x.ID)
	return string(x.ID), r.w.Tx.PutPatient(x.Patient)
}

func (x *patientItem) change(r *Row, thing string) error {
	have, err := r.w.Patient(party.PatientID(thing))
	if err != nil {
		return err
	}
	out, _ := merged(have, x.Patient)
	if r.Before, err = json.Marshal(plain(have)); err == nil {
		r.After, err = json.Marshal(plain(out))
	}
	if err != nil {
		return err
	}
	r.w.Saw(have.ID)
	return r.w.Tx.PutPatient(out)
}

// asItWas is a record as an undo needs it: party.Patient itself refuses to be JSON.
type asItWas struct {
	Identifiers []code.Identifier
	Name        party.Name
	Born        party.Date
	Sex         string
	Phones      []party.Phoned
	Email       string
	Address     party.Address
	Language    string
	Interpreter bool
	Access      string
	Allergies   string
	Safe        party.SafeContact
	Deceased    time.Time
	Active      bool
}

func plain(p party.Patient) asItWas {
	return asItWas{p.Identifiers, p.Name, p.Born, p.Sex, p.Phones, p.Email, p.Address, p.Language, p.Interpreter, p.Access, p.Allergies, p.Safe, p.Deceased, p.Active}
}

func (a asItWas) patient(of party.PatientID, org party.OrgID) party.Patient {
	return party.Patient{ID: of, Org: org, Identifiers: a.Identifiers, Name: a.Name, Born: a.Born, Sex: a.Sex, Phones: a.Phones, Email: a.Email, Address: a.Address, Language: a.Language,
		Interpreter: a.Interpreter, Access: a.Access, Allergies: a.Allergies, Safe: a.Safe, Deceased: a.Deceased, Active: a.Active}
}
