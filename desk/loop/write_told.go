package loop

import (
	"referd/base/id"
	"referd/core/chart"
	"referd/core/referral"
	"referd/desk"
	"referd/desk/turn"
)

// WriteTold takes a report another system sent. Who may: a system, for an
// organization of the loop. It is never refused, whether or not anybody said
// that the patient was seen; the report's clock stops.
func WriteTold(w *desk.Writing, f Form, x Report) (Done, error) {
	return turn.Do(w, f, func(t *turn.Turn) error {
		if err := tells(t); err != nil {
			return err
		}
		ev := referral.Reported{Leg: t.Leg(), Report: referral.ReportID(id.New(w.Now())), Kind: x.Kind, Replaces: x.Replaces, Actionable: x.Actionable, Claim: x.Claim, Author: x.Author}
		var err error
		if ev.Document, err = t.Note(Text(x.Answer, x.Findings), chart.Report); err != nil {
			return err
		}
		return t.Ask(ev)
	})
}
