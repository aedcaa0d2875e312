package loop

import (
	"slices"

	"referd/core/referral"
	"referd/desk"
	"referd/desk/turn"
)

// Strike takes back an entry made in error, with a reason; both are kept. Who
// may: the author's team lead or an administrator. The start of the clock never
// moves.
func Strike(w *desk.Writing, f Form, fact referral.Key, reason string) (Done, error) {
	return turn.Do(w, f, func(t *turn.Turn) error {
		e, ok := t.Entry(fact)
		if fact == "" {
			return turn.Invalid("fact", "Choose the entry that is struck.")
		}
		if !ok {
			return turn.Invalid("fact", "There is no such entry.")
		}
		if !turn.Strikes(w.Reading, e) && !w.Who().System {
			return desk.Denied("loop.Strike", "A team lead or an administrator of the side that wrote it strikes an entry.")
		}
		if w.Who().User != "" && !slices.ContainsFunc(t.State.Happened(), func(h *referral.Entry) bool { return h.Key == fact }) {
			return turn.Refused("It is struck already.")
		}
		return t.Ask(referral.Struck{Fact: fact, Reason: reason})
	})
}
