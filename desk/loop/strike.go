package loop

import (
	"slices"

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
		if !strikes(w.Reading, e) && !w.Who().System {
			return desk.Denied("loop.Strike", "A team lead or an administrator of the side that wrote it strikes an entry.")
		}
		return t.ask(referral.Struck{Fact: fact, Reason: reason})
	})
}

// strikes reports whether an entry is of somebody's own organization: one of its
// people or its system wrote it. What the house noted by itself is of both sides.
func strikes(r *desk.Reading, e referral.Entry) bool {
	who := r.Who()
	own := e.By.Org == who.Org || e.By.Org == "" && e.By.Client == ""
	if e.By.Org == "" && e.By.Client != "" {
		own = slices.Contains(r.Directory().Clients[e.By.Client].Orgs, who.Org)
	}
	return own && who.Has(party.TeamLead, party.Admin)
}
