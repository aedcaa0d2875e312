package loop

import (
	"referd/core/party"
	"referd/core/referral"
	"referd/desk"
)

// Strike takes back an entry made in error, with a reason; both are kept. Who
// may: the author's team lead or an administrator. The start of the clock never
// moves.
func Strike(w *desk.Writing, f Form, fact referral.Key, reason string) (Done, error) {
	return do(w, f, func(t *turn) error {
		e, ok := t.entry(fact)
		if !ok {
			return invalid("fact", "There is no such entry.")
		}
		if !strikes(w.Who(), e) && !w.Who().System {
			return desk.Denied("loop.Strike", "A team lead or an administrator of the side that wrote it strikes an entry.")
		}
		return t.ask(referral.Struck{Fact: fact, Reason: reason})
	})
}

func strikes(who desk.Who, e referral.Entry) bool {
	return who.Has(party.TeamLead, party.Admin) && (e.By.Org == "" || e.By.Org == who.Org)
}
