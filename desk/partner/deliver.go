package partner

import (
	"strings"
	"time"

	"referd/base/fault"
	"referd/core/chart"
	"referd/core/referral"
	"referd/desk"
	"referd/desk/turn"
)

// Handing is how a packet left for a receiver who is not here, and what shows it.
type Handing struct {
	How   string    // a code of Ways
	Words string    // what shows it: the confirmation's time and pages, a tracking number, who took it
	At    time.Time // zero is now
}

// Way is how a packet goes. One of which the sender has a receipt is delivered
// by it; of the others somebody sees to it that they have it.
type Way struct {
	Code, Words string
	Receipt     bool
}

// Ways in the order a page offers them.
var Ways = []Way{{"fax-confirmed", "By fax, confirmed", true}, {"hand", "By hand, and they took it", true}, {"fax", "By fax, not confirmed", false}, {"post", "By post or courier", false}}

// Deliver records that the packet left: who, when, how and what shows it. Who
// may: the referring clinician or staff, while nobody there has it. With a
// receipt it is delivered and the receiver's clock starts; without, the sender
// still owes that they have it, from then on.
func Deliver(w *desk.Writing, f Form, h Handing) (Done, error) {
	f.At = h.At
	return turn.Do(w, f, func(t *turn.Turn) error {
		if err := away(t, referral.ActDeliver); err != nil {
			return err
		}
		words := strings.TrimSpace(h.Words)
		for _, way := range Ways {
			if way.Code != h.How {
				continue
			}
			if err := fault.All(turn.If(words == "", "words", "Write what shows it: the time and pages of the confirmation, the tracking number, who took it."), inTime(t, h.At, "at")); err != nil {
				return err
			}
			n, err := t.Note(way.Words+". "+words, chart.Comment)
			if err != nil {
				return err
			}
			if way.Receipt {
				return t.Ask(referral.Delivered{Leg: t.State.Leg(), Receipt: n})
			}
			return t.Ask(referral.Transmitted{Leg: t.State.Leg(), How: way.Code, Receipt: n})
		}
		return turn.Invalid("how", "Say how it went.")
	})
}

// inTime refuses a moment before the referral went to this receiver, or to come.
func inTime(t *turn.Turn, at time.Time, field string) error {
	switch {
	case at.After(t.W.Now()):
		return turn.Invalid(field, "That is still to come. Write when it happened.")
	case !at.IsZero() && at.Before(t.State.Legs[t.State.Leg()].Begun.Truncate(24*time.Hour)):
		return turn.Invalid(field, "That is before the referral was sent to them.")
	}
	return nil
}
