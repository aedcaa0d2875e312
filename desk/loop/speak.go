package loop

import (
	"time"

	"referd/core/chart"
	"referd/core/party"
	"referd/core/referral"
	"referd/desk"
	"referd/desk/turn"
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
	return turn.Do(w, f, func(t *turn.Turn) error { return speak(t, c, report) })
}

func speak(t *turn.Turn, c Call, report referral.ReportID) error {
	if c.With == "" || c.At.IsZero() {
		return turn.Invalid("spoke", "Say whom you spoke to, and when.")
	}
	n, err := t.Note(c.words(t.W.Who().Zone), chart.Comment)
	if err != nil {
		return err
	}
	return t.Ask(referral.Spoke{Note: n, Report: report, Took: c.Took})
}
