package loop

import (
	"time"

	"referd/core/chart"
	"referd/core/party"
	"referd/core/referral"
	"referd/desk"
)

// Call is a conversation: who was spoken to, and when.
type Call struct {
	With, Number, Note string
	At                 time.Time
	Took               party.UserID
}

// words are kept as a document that both sides read: the moment is the
// speaker's, with its zone named.
func (c *Call) words(z *time.Location) string {
	if z == nil {
		z = time.UTC
	}
	return "Spoke to " + c.With + " at " + c.At.In(z).Format("15:04 MST, Mon 02-Jan-2006") + map[bool]string{true: ", " + c.Number}[c.Number != ""] + map[bool]string{true: ". " + c.Note}[c.Note != ""]
}

// Speak records a call: of an emergency before it is sent, or of an actionable
// report. Who may: anybody who works on the referral. No clock stops; it lets
// an emergency be sent, and moves an actionable report's ball to the asker.
func Speak(w *desk.Writing, f Form, c Call, report referral.ReportID) (Done, error) {
	return do(w, f, func(t *turn) error { return t.speak(c, report) })
}

func (t *turn) speak(c Call, report referral.ReportID) error {
	if c.With == "" || c.At.IsZero() {
		return invalid("spoke", "Say whom you spoke to, and when.")
	}
	n, err := t.note(c.words(t.w.Who().Zone), chart.Comment)
	if err != nil {
		return err
	}
	return t.ask(referral.Spoke{Note: n, Report: report, Took: c.Took})
}
