package loop

import (
	"referd/core/party"
	"referd/core/referral"
	"referd/desk"
)

// Strike takes back an entry made in error, with a reason; both are kept. Who
// may: its author, a team lead or an administrator. The start of the clock
// never moves.
func Strike(w *desk.Writing, f Form, fact referral.Key, reason string) (Done, error) {
	return do(w, f, func(t *turn) error {
		e, ok := t.entry(fact)
		if !ok {
			return invalid("fact", "There is no such entry.")
		}
		if !strikes(w.Who(), e) {
			return desk.Denied("loop.Strike", "Its author, a team lead or an administrator strikes an entry.")
		}
		return t.ask(referral.Struck{Fact: fact, Reason: reason})
	})
}

func strikes(who desk.Who, e referral.Entry) bool {
	return e.By.User == who.User && who.User != "" || who.Has(party.TeamLead, party.Admin)
}
