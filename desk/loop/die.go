package loop

import (
	"slices"
	"strings"
	"time"

	"referd/base/code"
	"referd/core/chart"
	"referd/core/party"
	"referd/core/referral"
	"referd/desk"
)

// Death is what somebody was told, and, to confirm it, the patient named by
// two identifiers.
type Death struct {
	Source string // who said so, in words; kept beside the proposal
	Identity
}

// Identity is a patient named twice over, so that it is surely them: the birth
// date and a number of the record.
type Identity struct {
	Born   party.Date
	Number string
}

// Die records a death with its source. Who may: anybody who works on the
// referral, with a source; another person confirms it against two identifiers.
// Visits are then released; a report still wants its acknowledgement. Reopening
// reverses it.
func Die(w *desk.Writing, f Form, x Death) (Done, error) {
	return do(w, f, func(t *turn) error {
		for _, p := range t.state.Proposals {
			if p.Act == referral.ActDeceased {
				return t.confirm(p, x.Identity, "")
			}
		}
		if strings.TrimSpace(x.Source) == "" {
			return invalid("words", "Say who told you.")
		}
		n, err := t.note(x.Source, chart.Comment)
		if err != nil {
			return err
		}
		return t.propose(referral.ActDeceased, n)
	})
}

// die confirms a death and releases every visit that stands.
func (t *turn) die(p referral.Proposal, by Identity) error {
	patient, err := t.patient()
	if err != nil {
		return err
	}
	plain := func(s string) string { return strings.ReplaceAll(s, " ", "") }
	known := by.Number != "" && slices.ContainsFunc(patient.Identifiers, func(i code.Identifier) bool { return plain(i.Value) == plain(by.Number) })
	if by.Born == "" || by.Born != patient.Born || !known {
		return invalid("born", "Type the patient's birth date and record number as they stand in the record: both must agree.")
	}
	if err := t.ask(referral.Deceased{Source: string(p.Evidence)}); err != nil {
		return err
	}
	for _, a := range t.state.Appointments {
		if a.Booked.After(later(a.Unbooked, a.Missed)) && a.Seen.IsZero() {
			t.add(referral.Unbooked{Leg: a.Leg, Appointment: a.ID, Reason: "deceased"}, "deceased")
		}
	}
	return nil
}

func later(a, b time.Time) time.Time {
	if a.After(b) {
		return a
	}
	return b
}
