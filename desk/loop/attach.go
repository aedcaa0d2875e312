package loop

import (
	"referd/core/chart"
	"referd/core/referral"
	"referd/desk"
	"referd/desk/turn"
)

// Attach adds a document of this patient; meets names the need it answers. Who
// may: anybody who works on the referral, at either side. A need it meets is no
// longer owed; it can be undone for ten seconds.
func Attach(w *desk.Writing, f Form, doc chart.DocumentID, meets string) (Done, error) {
	return turn.Do(w, f, func(t *turn.Turn) error {
		if err := t.Fits(doc); err != nil {
			return err
		}
		t.Undo = w.Desk().QuickFor
		return t.Ask(referral.Attached{Document: doc, Meets: meets, Side: string(t.Who.Side)})
	})
}
