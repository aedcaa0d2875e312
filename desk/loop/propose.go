package loop

import (
	"slices"
	"time"

	"referd/base/id"
	"referd/core/chart"
	"referd/core/referral"
	"referd/desk"
	"referd/desk/turn"
)

// Evidence is what shows that a silent partner acted: a faxed note, a message
// of an appointment or an encounter, with the date it bears.
type Evidence struct {
	Act      referral.Act // visit, review, report
	Document chart.DocumentID
	When     time.Time
}

// catchUp are the acts evidence can show.
var catchUp = []referral.Act{referral.ActSee, referral.ActDeskReview, referral.ActReport}

// Propose lays evidence before a person, who confirms it or not. Who may: a
// system, or whoever on either side brings the document. Nothing moves until
// it is confirmed; then the fact has the evidence's own date, and what was
// skipped before it is inferred.
func Propose(w *desk.Writing, f Form, e Evidence) (Done, error) {
	return turn.Do(w, f, func(t *turn.Turn) error {
		switch {
		case !slices.Contains(catchUp, e.Act):
			return turn.Invalid("act", "A document can show a visit, a desk review or a report.")
		case e.When.IsZero() || e.When.After(w.Now()):
			return turn.Invalid("when", "Give the date the document bears.")
		case t.State.Sent.IsZero() && t.State.Heard.IsZero():
			return turn.Refused("This referral has not been sent.")
		case slices.ContainsFunc(t.State.Proposals, func(p referral.Proposal) bool { return p.Act == e.Act && p.Evidence == e.Document }):
			return turn.Refused("It is proposed already; a person confirms it.")
		}
		if err := t.Fits(e.Document); err != nil {
			return err
		}
		t.Add(referral.Proposed{Proposal: referral.PropID(id.New(w.Now())), Act: e.Act, Evidence: e.Document, When: e.When}, "")
		return nil
	})
}
