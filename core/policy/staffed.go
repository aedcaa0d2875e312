package policy

import (
	"time"

	"referd/core/party"
	"referd/core/referral"
)

// Hears is the team that answers a patient who feels worse now, and whether it
// is there: outside its hours the patient is told of the nurse line and 911
// instead (loop.md, Time, The bell), because nobody would read it.
func Hears(s referral.State, f Facts, now time.Time) (team party.Team, there bool) {
	s = referral.Evolve(s, referral.Entry{Seq: s.Seq + 1, At: now, Noted: now, Key: "what if", What: referral.Rang{Bell: referral.BellWorse}})
	for _, d := range s.Duties() {
		if d.Kind == "bell-worse" && d.Facts[0] == "what if" {
			team, _ = f.Team(OweDuty(&s, d, f, now).Team)
		}
	}
	return team, Open(team.Hours, now)
}

// Answers is by when a bell of a patient is answered when it is rung now.
func Answers(s referral.State, f Facts, bell string, now time.Time) time.Time {
	s = referral.Evolve(s, referral.Entry{Seq: s.Seq + 1, At: now, Noted: now, Key: "what if", What: referral.Rang{Bell: bell}})
	for _, d := range s.Duties() {
		if len(d.Facts) > 0 && d.Facts[0] == "what if" {
			return OweDuty(&s, d, f, now).Due
		}
	}
	return time.Time{}
}
