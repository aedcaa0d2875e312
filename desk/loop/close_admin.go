package loop

import (
	"referd/core/referral"
	"referd/desk"
)

// CloseAdmin closes without proof: two people, a reason, three logged chases,
// every report it leaves unread and every open line of the plan named. It never counts as closed.
func CloseAdmin(w *desk.Writing, f Form, reason string) (Done, error) {
	return do(w, f, func(t *turn) error {
		ev := referral.ClosedAdmin{Reason: reason}
		for _, p := range t.state.Proposals {
			if p.Act == referral.ActCloseAdmin {
				ev.Second = p.By.User
			}
		}
		for _, e := range t.state.Entries() {
			switch e.What.(type) {
			case referral.Contacted, referral.Messaged, referral.Escalated:
				ev.Chases = append(ev.Chases, e.Key)
			}
		}
		ev.Leaves = t.state.Leaving()
		return t.second(referral.ActCloseAdmin, "", ev)
	})
}
