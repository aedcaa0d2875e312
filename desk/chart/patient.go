package chart

import (
	"errors"
	"strings"
	"time"

	"referd/base/fault"
	"referd/base/id"
	"referd/core/party"
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
// same name and birth date, or the same number, is shown first; sure says that
// a person looked.
func Add(w *desk.Writing, p party.Patient, sure bool) (party.PatientID, error) {
	const op = "chart.Add"
	who := w.Who()
	if !who.Has(party.ReferringClinician, party.ReferringStaff, party.Intake) {
		return "", desk.Denied(op, "Referring staff and intake add patients.")
	}
	about := func(field, words string) error { return fault.About(op, field, fault.Invalid, words) }
	born, err := time.Parse("2006-01-02", string(p.Born))
	switch {
	case strings.TrimSpace(p.Name.Family) == "":
		return "", about("family", "The family name is needed.")
	case len(p.Name.Given) == 0 || strings.TrimSpace(p.Name.Given[0]) == "":
		return "", about("given", "The given name is needed.")
	case err != nil:
		return "", about("born", "The birth date is needed, as 1961-11-12.")
	case born.After(w.Now()) || born.Before(w.Now().AddDate(-130, 0, 0)):
		return "", about("born", "That birth date cannot be right.")
	}
	if !sure {
		found, err := w.FindPatients(store.Find{Family: p.Name.Family, Born: p.Born, Org: who.Org, Exact: true})
		if err != nil {
			return "", err
		}
		if len(found) > 0 {
			w.Saw(found[0].ID)
			return "", fault.E(op, fault.Conflict, "This may be somebody you have on record.", &Matches{found})
		}
	}
	p.ID, p.Org, p.Active = party.PatientID(id.New(w.Now())), who.Org, true
	w.Saw(p.ID)
	return p.ID, w.Tx.PutPatient(p)
}
