package turn

import (
	"strings"
	"time"

	"referd/base/fault"
	"referd/core/chart"
	"referd/core/party"
	"referd/core/referral"
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

// Speak keeps a call as it was: with whom, when, and what was said. One that is
// still to come is no call: an emergency would go on a promise.
func (t *Turn) Speak(c Call, report referral.ReportID) error {
	c.With = strings.TrimSpace(c.With)
	if err := fault.All(If(c.With == "", "spoke-with", "Say whom you spoke to."), If(c.At.IsZero(), "spoke-at", "Say when you spoke."),
		If(c.At.After(t.W.Now()), "spoke-at", "That call is still to come. Write when you spoke.")); err != nil {
		return err
	}
	n, err := t.Note(c.words(t.W.Who().Zone), chart.Comment)
	if err != nil {
		return err
	}
	return t.Ask(referral.Spoke{Note: n, Report: report, Took: c.Took})
}
