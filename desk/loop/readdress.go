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
		return t.ask(referral.Readdressed{Clinician: to, Team: team})
	})
}
