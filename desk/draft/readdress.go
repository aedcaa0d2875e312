package draft

import (
	"referd/core/party"
	"referd/core/referral"
	"referd/desk"
	"referd/desk/turn"
)

// Readdress changes who answers for the referral on the referring side: the
// accountable clinician, the team, or both. Who may: the referring clinician or
// a team lead. The ball moves with it and keeps its age.
func Readdress(w *desk.Writing, f turn.Form, to party.PractitionerID, team party.TeamID) (turn.Done, error) {
	return turn.Do(w, f, func(t *turn.Turn) error {
		dir := w.Directory()
		u, ok := dir.Users[dir.UserOf(to, t.State.Org)]
		switch {
		case to == "" && team == "":
			return turn.Invalid("clinician", "Say who answers for it from now on.")
		case to != "" && (!ok || u.Org != t.State.Org):
			return turn.Invalid("clinician", "Choose a clinician of the referring practice.")
		case team != "" && dir.Teams[team].Org != t.State.Org:
			return turn.Invalid("team", "Choose a team of the referring practice.")
		}
		if err := t.Ask(referral.Readdressed{Clinician: to, Team: team}); err != nil || to == "" {
			return err
		}
		return Rename(t, to)
	})
}

// Rename puts the accountable clinician into what is written and not sent, so
// that sending it does not undo who answers.
func Rename(t *turn.Turn, to party.PractitionerID) error {
	if !t.State.Sent.IsZero() {
		return nil
	}
	d, err := Of(t.W.Reading, t.Form.Referral, t.State)
	if err != nil {
		return err
	}
	d.Clinician = to
	return saveDraft(t.W, t.Form.Referral, d)
}
