package loop

import (
	"referd/core/chart"
	"referd/core/party"
	"referd/core/referral"
	"referd/desk"
)

// CloseAdmin closes without proof. Who may: two of a team lead and an
// administrator; the first proposes, the second closes. It needs a reason,
// three logged chases, and names every report and line it leaves open; one not
// named opens it again. It never counts as closed.
func CloseAdmin(w *desk.Writing, f Form, reason string) (Done, error) {
	return do(w, f, func(t *turn) error {
		for _, p := range t.state.Proposals {
			if p.Act == referral.ActCloseAdmin {
				return t.confirm(p, Identity{}, reason)
			}
		}
		if reason == "" {
			return invalid("words", "Give a reason.")
		}
		n, err := t.note(reason, chart.Comment)
		if err != nil {
			return err
		}
		return t.propose(referral.ActCloseAdmin, n)
	})
}

// ending is a closing without proof, with the chases logged so far and what it
// leaves unread and undone by name.
func (t *turn) ending(reason string, second party.UserID) referral.ClosedAdmin {
	ev := referral.ClosedAdmin{Reason: reason, Second: second}
	if reason == "" {
		ev.Reason = "no-proof"
	}
	for _, e := range t.state.Entries() {
		switch e.What.(type) {
		case referral.Contacted, referral.Messaged, referral.Escalated:
			ev.Chases = append(ev.Chases, e.Key)
		}
	}
	ev.Leaves = t.state.Leaving()
	return ev
}
