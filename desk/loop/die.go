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
	"referd/desk/turn"
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
	return turn.Do(w, f, func(t *turn.Turn) error {
		for _, p := range t.State.Proposals {
			if p.Act == referral.ActDeceased {
				return confirm(t, p, x.Identity, "", "")
			}
		}
		if strings.TrimSpace(x.Source) == "" {
			return turn.Invalid("words", "Say who told you.")
		}
		n, err := t.Note(x.Source, chart.Comment)
		if err != nil {
			return err
		}
		return propose(t, referral.ActDeceased, n)
	})
}

// die confirms a death and releases every visit that stands.
func die(t *turn.Turn, p referral.Proposal, by Identity) error {
	patient, err := t.Record()
	if err != nil {
		return err
	}
	plain := func(s string) string { return strings.ReplaceAll(s, " ", "") }
	known := by.Number != "" && slices.ContainsFunc(patient.Identifiers, func(i code.Identifier) bool { return strings.EqualFold(plain(i.Value), plain(by.Number)) })
	if by.Born == "" || by.Born != patient.Born || !known {
		return turn.Invalid("born", "Type the patient's birth date and record number as they stand in the record: both must agree.")
	}
	if err := t.Ask(referral.Deceased{Source: string(p.Evidence)}); err != nil {
		return err
	}
	for _, a := range t.State.Appointments {
		if a.Booked.After(later(a.Unbooked, a.Missed)) && a.Seen.IsZero() {
			t.Add(referral.Unbooked{Leg: a.Leg, Appointment: a.ID, Reason: "deceased"}, "deceased")
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
