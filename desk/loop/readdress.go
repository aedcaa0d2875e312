package loop

import (
	"referd/core/party"
	"referd/core/referral"
	"referd/desk"
)

// Readdress changes who answers for the referral on the referring side: the
// accountable clinician, the team, or both. Who may: the referring clinician or
// a team lead. The ball moves with it and keeps its age.
func Readdress(w *desk.Writing, f Form, to party.PractitionerID, team party.TeamID) (Done, error) {
	return do(w, f, func(t *turn) error {
		dir := w.Directory()
		u, ok := dir.Users[dir.UserOf(to)]
		switch {
		case to == "" && team == "":
			return invalid("clinician", "Say who answers for it from now on.")
		case to != "" && (!ok || u.Org != t.state.Org):
			return invalid("clinician", "Choose a clinician of the referring practice.")
		case team != "" && dir.Teams[team].Org != t.state.Org:
			return invalid("team", "Choose a team of the referring practice.")
		}
		if err := t.ask(referral.Readdressed{Clinician: to, Team: team}); err != nil || to == "" {
			return err
		}
		return t.rename(to)
	})
}

// rename puts the accountable clinician into what is written and not sent, so
// that sending it does not undo who answers.
func (t *turn) rename(to party.PractitionerID) error {
	if !t.state.Sent.IsZero() {
		return nil
	}
	d, err := DraftOf(t.w.Reading, t.f.Referral, t.state)
	if err != nil {
		return err
	}
	d.Clinician = to
	return saveDraft(t.w, t.f.Referral, d)
}
