package loop

import (
	"referd/core/chart"
	"referd/core/party"
	"referd/core/referral"
	"referd/desk"
	"referd/desk/turn"
)

// CloseAdmin closes without proof. Who may: two of a team lead and an
// administrator; the first proposes, the second closes. It needs a reason,
// three logged chases, and names every report and line it leaves open; one not
// named opens it again. It never counts as closed. What either writes is kept:
// the first's words with their reason, as "reason: words".
func CloseAdmin(w *desk.Writing, f Form, reason, words string) (Done, error) {
	return turn.Do(w, f, func(t *turn.Turn) error {
		for _, p := range t.State.Proposals {
			if p.Act == referral.ActCloseAdmin {
				return confirm(t, p, Identity{}, reason, words)
			}
		}
		if reason == "" {
			return turn.Invalid("words", "Give a reason.")
		}
		why := reason
		if words != "" {
			why += ": " + words
		}
		n, err := t.Note(why, chart.Comment)
		if err != nil {
			return err
		}
		return propose(t, referral.ActCloseAdmin, n)
	})
}

// ending is a closing without proof, with the chases logged so far and what it
// leaves unread and undone by name.
func ending(t *turn.Turn, reason string, second party.UserID) referral.ClosedAdmin {
	ev := referral.ClosedAdmin{Reason: reason, Second: second}
	if reason == "" {
		ev.Reason = "no-proof"
	}
	for _, e := range t.State.Entries() {
		switch e.What.(type) {
		case referral.Contacted, referral.Messaged, referral.Escalated:
			ev.Chases = append(ev.Chases, e.Key)
		}
	}
	ev.Leaves = t.State.Leaving()
	return ev
}
