package loop

import (
	"referd/core/party"
	"referd/desk"
	"referd/store"
)

// Leave moves everything a person has to their teams in one commit, and
// closes their account: whoever leaves takes nothing along.
func Leave(w *desk.Writing, user party.UserID) (moved int, err error) {
	if !w.Who().Has(party.Admin) {
		return 0, desk.Denied("loop.Leave", "An administrator closes accounts.")
	}
	u, ok := w.Directory().Users[user]
	if !ok || u.Org != w.Who().Org {
		return 0, invalid("user", "There is no such account here.")
	}
	sys := w.As(desk.System("off-boarding"))
	list, err := sys.Queue(store.Queue{OnlyMine: true, Person: user, Limit: 10_000}, w.Now())
	if err != nil {
		return 0, err
	}
	for _, x := range list {
		if _, err := Give(sys, Form{Referral: x.ID}, Assign{Duty: x.Owed.Duty, Team: x.Owed.Team, Why: "left"}); err != nil {
			return moved, err
		}
		moved++
	}
	u.Active = false
	if err := w.Tx.PutThing(desk.KindUser, string(u.ID), u.Org, u); err != nil {
		return moved, err
	}
	return moved, w.Tx.EndSessions(string(user))
}
