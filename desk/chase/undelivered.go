package chase

import (
	"context"
	"slices"
	"strings"

	"referd/core/party"
	"referd/core/referral"
	"referd/desk"
	"referd/desk/turn"
)

// Undelivered makes work for a person of a delivery that was given up.
func Undelivered(ctx context.Context, d *desk.Desk, id referral.ID, why string) error {
	return d.Write(ctx, desk.System("delivery"), "undelivered", func(w *desk.Writing) error {
		_, err := turn.Do(w, turn.Form{Referral: id}, func(t *turn.Turn) error {
			t.Add(referral.DeliveryFailed{Leg: t.State.Leg(), Why: why, Final: true}, "delivery")
			return nil
		})
		return err
	})
}

// Untold makes work of a notice that was given up, for the team of whoever
// never got it: its lead, or somebody there, tells them another way and settles
// it. about is as NoticeOf takes it; to is nobody in particular when empty. A
// person who could not be told is named once until it is settled; and of a
// notice about such work nothing more is made: the operations page counts it; nor
// of a day to look again, which both sides would read of in the ledger.
func Untold(ctx context.Context, d *desk.Desk, of referral.ID, about string, to []party.UserID) error {
	n, err := NoticeOf(ctx, d, of, about)
	if err != nil || strings.HasPrefix(n.Owed.Duty, "delivery/") || n.Act == referral.ActLook {
		return err
	}
	return d.Write(ctx, desk.System("delivery"), "untold", func(w *desk.Writing) error {
		_, err := turn.Do(w, turn.Form{Referral: of}, func(t *turn.Turn) error {
			for _, u := range n.To {
				if len(to) == 0 || slices.Contains(to, u.ID) {
					untold(t, u, n.Owed.Team)
				}
			}
			return nil
		})
		return err
	})
}

func untold(t *turn.Turn, u party.User, team party.TeamID) {
	for _, d := range t.State.Duties() {
		if d.Kind == "delivery" && slices.ContainsFunc(t.State.Untold, func(x referral.Untold) bool { return x.To == u.ID && d.Facts[0] == x.Key }) {
			return
		}
	}
	dir := t.W.Directory()
	if dir.Teams[team].Org != u.Org {
		team = dir.TeamOf(u.Org)
	}
	lead := dir.Teams[team].Lead
	if lead == u.ID {
		lead = ""
	}
	t.Add(referral.DeliveryFailed{Leg: t.State.Leg(), Why: "given up after several tries", Final: true, To: u.ID, Team: team, Person: lead}, "delivery")
}
