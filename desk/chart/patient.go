package chart

import (
	"errors"
	"slices"
	"strings"
	"time"

	"referd/base/code"
	"referd/base/fault"
	"referd/base/id"
	"referd/core/party"
	"referd/core/search"
	"referd/desk"
	"referd/store"
)

// Matches is the answer to a patient who may be on record already: a person decides.
type Matches struct{ Found []party.Patient }

func (m *Matches) Error() string { return "chart: on record already, perhaps" }

// MatchesOf finds the matches in an error.
func MatchesOf(err error) ([]party.Patient, bool) {
	m, ok := errors.AsType[*Matches](err)
	if !ok {
		return nil, false
	}
	return m.Found, true
}

// Add registers a patient with the organization of who adds. Somebody of the
// same name and birth date, of one name and the birth date, with the same number,
// or with the birth date and a telephone, is shown first; sure says that a person looked. Two records never
// have one number: that is a Conflict however sure somebody is.
func Add(w *desk.Writing, p party.Patient, sure bool) (party.PatientID, error) {
	const op = "chart.Add"
	who := w.Who()
	if !who.Has(party.ReferringClinician, party.ReferringStaff, party.Intake) {
		return "", desk.Denied(op, "Referring staff and intake add patients.")
	}
	if err := complete(p, w.Now()); err != nil {
		return "", err
	}
	found, taken, err := alike(w, p, who.Org)
	if err != nil {
		return "", err
	}
	if taken && sure {
		return "", fault.About(op, "number", fault.Conflict, "Somebody else here has that number. Look them up, or correct the number.")
	}
	if len(found) > 0 && !sure {
		for _, x := range found {
			w.Saw(x.ID)
		}
		return "", fault.E(op, fault.Conflict, "This may be somebody you have on record.", &Matches{found})
	}
	p.ID, p.Org, p.Active = party.PatientID(id.New(w.Now())), who.Org, true
	w.Saw(p.ID)
	return p.ID, w.Tx.PutPatient(p)
}

func complete(p party.Patient, now time.Time) error {
	about := func(wrong bool, field, words string) error { return fault.If(wrong, "chart.Add", field, words) }
	born, err := time.Parse("2006-01-02", string(p.Born))
	field, wrong := p.Wrong()
	return fault.All(about(wrong != "", field, wrong),
		about(strings.TrimSpace(p.Name.Family) == "", "family", "The family name is needed."),
		about(len(p.Name.Given) == 0 || strings.TrimSpace(p.Name.Given[0]) == "", "given", "The given name is needed."),
		about(err != nil, "born", "The birth date is needed, as 1961-11-12."),
		about(err == nil && (born.After(now) || born.Before(now.AddDate(-130, 0, 0))), "born", "That birth date cannot be right."))
}

// fewDigits are as few as a telephone number has that tells somebody.
const fewDigits = 7

// alike lists the organization's records that may be the same person, and
// whether one has the same number. A number is looked for whoever gave it and
// with or without its spaces: one that is typed here may be the one that another
// system of the practice brought. Only from the same giver is it certainly taken.
func alike(w *desk.Writing, p party.Patient, org party.OrgID) (found []party.Patient, taken bool, err error) {
	asked := []store.Find{
		{Family: p.Name.Family, Born: p.Born, Org: org, Exact: true},
		{Given: strings.Join(p.Name.Given, " "), Born: p.Born, Org: org, Exact: true},
	}
	for _, i := range p.Identifiers {
		if i.Value != "" {
			asked = append(asked, store.Find{Value: i.Value, Org: org})
		}
	}
	for _, t := range p.Phones { // somebody who took another name
		if len(t.Number) >= fewDigits {
			asked = append(asked, store.Find{Phone: t.Number, Born: p.Born, Org: org})
		}
	}
	for _, f := range asked {
		list, err := w.FindPatients(f)
		if err != nil {
			return nil, false, err
		}
		for _, x := range list {
			taken = taken || numbered(x, p.Identifiers)
			if !slices.ContainsFunc(found, func(y party.Patient) bool { return y.ID == x.ID }) {
				found = append(found, x)
			}
		}
	}
	return found, taken, nil
}

// numbered reports whether a record has one of these numbers from the same giver.
func numbered(p party.Patient, given []code.Identifier) bool {
	return slices.ContainsFunc(given, func(g code.Identifier) bool {
		return g.Value != "" && slices.ContainsFunc(p.Identifiers, func(i code.Identifier) bool {
			return i.System == g.System && search.Bare(i.Value) == search.Bare(g.Value)
		})
	})
}

// Same says that two records are one person, with why. Who says it sees both
// records; nobody learns of a record elsewhere by it. Records that say
// different birth dates are a Conflict until somebody is sure.
func Same(w *desk.Writing, a, b party.PatientID, why string, sure bool) error {
	const op = "chart.Same"
	x, y, err := both(w, op, a, b, why)
	if err != nil {
		return err
	}
	if x.Born != y.Born && !sure {
		return fault.E(op, fault.Conflict, "The two records have different birth dates. Look again; say so if it is one person all the same.", nil)
	}
	if err := w.Tx.LinkPersons(a, b, w.Who().User); err != nil {
		return err
	}
	return say(w, a, "Same person", why)
}

// Apart takes that back: the two are as they were before.
func Apart(w *desk.Writing, a, b party.PatientID, why string) error {
	if _, _, err := both(w, "chart.Apart", a, b, why); err != nil {
		return err
	}
	if err := w.Tx.UnlinkPersons(a, b); err != nil {
		return err
	}
	return say(w, a, "Not the same person", why)
}

func both(w *desk.Writing, op string, a, b party.PatientID, why string) (x, y party.Patient, err error) {
	if w.Who().User == "" || !w.Who().Has(party.ReferringClinician, party.ReferringStaff, party.Intake, party.Admin) {
		return x, y, desk.Denied(op, "Referring staff and intake say who is whom.")
	}
	if x, err = w.Patient(a); err != nil {
		return x, y, err
	}
	if y, err = w.Patient(b); err != nil {
		return x, y, err
	}
	w.Saw(a, b)
	switch {
	case a == b:
		return x, y, fault.About(op, "patient", fault.Invalid, "This is one record. Choose two.")
	case strings.TrimSpace(why) == "":
		return x, y, fault.About(op, "why", fault.Invalid, "Say how you know.")
	}
	return x, y, nil
}
