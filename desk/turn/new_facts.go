package turn

import (
	"referd/core/referral"
	"referd/desk"
)

// tellLoops makes every other open loop of the patient read a new report; with none,
// that the patient has died.
func (t *Turn) tellLoops(report referral.ReportID) error {
	w := t.W.As(desk.System("new-facts"))
	same, err := w.SamePerson(t.State.Patient)
	if err != nil {
		return err
	}
	rows, err := w.LoopsOf(same, true)
	if err != nil {
		return err
	}
	for _, r := range rows {
		if r.ID == t.Form.Referral || r.Sent.IsZero() {
			continue
		}
		for _, side := range []referral.Side{referral.Receiver, referral.Sender} {
			if _, err := Do(w, Form{Referral: r.ID}, func(other *Turn) error {
				other.Add(referral.NewFacts{From: t.Form.Referral, Report: report, Side: string(side)}, "")
				return nil
			}); err != nil {
				return err
			}
		}
	}
	return nil
}
