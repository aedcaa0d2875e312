package loop

import (
	"referd/core/party"
	"referd/core/referral"
	"referd/desk"
	"referd/desk/turn"
)

// Release gives the ball back to the team. Who may: whoever has it, or the
// team's lead. No clock moves; it can be undone for ten seconds.
func Release(w *desk.Writing, f Form) (Done, error) {
	return turn.Do(w, f, func(t *turn.Turn) error {
		ball := t.State.Ball()
		if err := t.Member(ball.Team); err != nil {
			return err
		}
		if ball.Person == "" {
			return turn.Refused("Nobody has claimed it.")
		}
		if ball.Person != w.Who().User && !w.Who().Has(party.TeamLead) {
			return desk.Denied("loop.Release", w.Directory().PersonName(ball.Person)+" has it. They, or a team lead, release it.")
		}
		t.Undo = w.Desk().QuickFor
		return t.Ask(referral.Released{})
	})
}
