package loop

import (
	"referd/core/referral"
	"referd/desk"
)

// tellLoops makes every other open loop of the patient read a new report.
func (t *turn) tellLoops(report referral.ReportID) error {
	w := t.w.As(desk.System("new-facts"))
	same, err := w.SamePerson(t.state.Patient)
	if err != nil {
		return err
	}
	rows, err := w.LoopsOf(same, true)
	if err != nil {
		return err
	}
	for _, r := range rows {
		if r.ID == t.f.Referral || r.Sent.IsZero() {
			continue
		}
		for _, side := range []referral.Side{referral.Receiver, referral.Sender} {
			if _, err := Tell(w, Form{Referral: r.ID}, referral.NewFacts{From: t.f.Referral, Report: report, Side: string(side)}); err != nil {
				return err
			}
		}
	}
	return nil
}
