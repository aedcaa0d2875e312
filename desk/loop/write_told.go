package loop

import (
	"referd/base/id"
	"referd/core/chart"
	"referd/core/referral"
	"referd/desk"
)

// WriteTold takes a report another system sent: it is never refused, whether
// or not anybody said that the patient was seen.
func WriteTold(w *desk.Writing, f Form, x Report) (Done, error) {
	return do(w, f, func(t *turn) error {
		t.told = true
		ev := referral.Reported{Leg: t.state.Leg(), Report: referral.ReportID(id.New(w.Now())), Kind: x.Kind, Replaces: x.Replaces, Actionable: x.Actionable, Claim: x.Claim, Author: x.Author}
		var err error
		if ev.Document, err = t.note(x.Answer+answerMark+x.Findings, chart.Report); err != nil {
			return err
		}
		return t.ask(ev)
	})
}
