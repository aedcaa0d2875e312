package loop

import (
	"referd/core/party"
	"referd/core/referral"
	"referd/desk"
)

// Strike takes back an entry made in error, with a reason; the original dates stay.
func Strike(w *desk.Writing, f Form, fact referral.Key, reason string) (Done, error) {
	return do(w, f, func(t *turn) error {
		for _, e := range t.state.Entries() {
			if e.Key == fact {
				if e.By.User != w.Who().User && !w.Who().Has(party.TeamLead, party.Admin) {
					return desk.Denied("loop.Strike", "Its author, a team lead or an administrator strikes an entry.")
				}
				return t.ask(referral.Struck{Fact: fact, Reason: reason})
			}
		}
		return invalid("fact", "There is no such entry.")
	})
}
