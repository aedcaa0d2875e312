package referral

import (
	"slices"
	"strconv"
	"time"

	"referd/core/party"
)

// dutiesDispute: contradictions, reopenings, new facts, notices nobody got,
// proposals.
func (s *State) dutiesDispute(out []Duty, ball Next) []Duty {
	for _, c := range s.contradictions() {
		if !c.Settled && !slices.Equal(c.Facts, ball.about) {
			out = append(out, s.dispute(c, ball))
		}
	}
	if s.unsettledReopening() && !slices.Equal(ball.about, []Key{s.reopen}) {
		n := s.reopening()
		out = append(out, Duty{Key: "reopening", Kind: "reopening", Post: n.Post, Team: n.Team, Act: ActSettle, From: n.From, Facts: n.about, Leg: n.Leg})
	}
	for _, n := range s.News {
		if s.settledSince(n.Key, n.At) {
			continue
		}
		duty := Duty{Key: "new-facts/" + string(n.Key), Kind: "new-facts", Post: ReceivingTriage, Act: ActReadFacts, From: n.At, Facts: []Key{n.Key}, Leg: s.Leg()}
		if n.Side == string(Sender) {
			duty.Post = ReferringClinician
		}
		out = append(out, duty)
	}
	for _, u := range s.Untold {
		if !s.settledSince(u.Key, u.At) {
			out = append(out, Duty{Key: "delivery/" + string(u.Key), Kind: "delivery", Post: Named, Team: u.Team, Person: u.Person, Act: ActSettle, From: u.At, Facts: []Key{u.Key}, Leg: s.Leg()})
		}
	}
	for _, pr := range s.Proposals {
		out = append(out, Duty{Key: "proposal/" + string(pr.ID), Kind: "proposal", Post: proposee(pr.Act), Act: pr.Act, From: pr.At, Facts: []Key{pr.Key}, Leg: s.Leg()})
	}
	return out
}

// proposee is who confirms a proposal: of an ending the referring side, of what
// the receiving side did that side, which is chased where it is a silent partner.
func proposee(a Act) Post {
	switch a {
	case ActSee:
		return ReceivingScheduling
	case ActReport, ActDeskReview:
		return SeeingClinic
	}
	return ReferringTeam
}

// Proposer is who made the proposal a duty is about; empty where a system did.
func (s *State) Proposer(duty string) (of party.UserID) {
	for _, p := range s.Proposals {
		if duty == "proposal/"+string(p.ID) {
			of = p.By.User
		}
	}
	return of
}

// recalls: a referral about the wrong patient is called back from every
// recipient that had it, until each confirms; care given under it is disputed.
func (s *State) recalls() (out []Duty) {
	at := s.Ended[InError]
	if !s.Sent.IsZero() || !s.Heard.IsZero() {
		for n := range s.Legs {
			duty := Duty{Key: "recall", Kind: "recall", Post: ReceivingIntake, Act: ActSettle, From: at, Facts: []Key{s.EndKeys[InError]}, Leg: n}
			if n < s.Leg() {
				duty.Key = "recall/" + strconv.Itoa(n)
				duty.Facts = []Key{Key(duty.Key)} // each recipient confirms for itself
			}
			if !s.settledSince(duty.Facts[0], at) {
				out = append(out, duty)
			}
		}
	}
	for _, c := range s.contradictions() {
		if c.Kind == "care-in-error" && !c.Settled {
			out = append(out, s.dispute(c, Next{}))
		}
	}
	return out
}

// dutiesPrivacy: a privacy incident, until its officer says what was found and
// done. It stays when the referral is over, and when the recall is taken back.
func (s *State) dutiesPrivacy(out []Duty) []Duty {
	for _, i := range s.Incidents {
		if !s.settledSince(i.Key, i.At) {
			out = append(out, Duty{Key: "incident/" + string(i.Key), Kind: "incident", Post: PrivacyOfficer, Act: ActIncident, From: i.At, Facts: []Key{i.Key}, Leg: s.Leg()})
		}
	}
	return out
}

// dispute is the settling of a contradiction, by the team that holds the ball;
// when it is over, by the referring team, which has it last.
func (s *State) dispute(c Contradiction, ball Next) Duty {
	d := Duty{Key: "contradiction/" + c.Kind + "/" + string(c.Facts[0]), Kind: "contradiction", Post: ball.Post, Team: ball.Team, Act: ActSettle, From: c.At, Facts: c.Facts, Leg: ball.Leg}
	switch ball.Post {
	case "":
		d.Post, d.Leg = ReferringTeam, s.Leg()
	case ReferringClinician:
		d.Post = ReferringTeam
	case SeeingClinician:
		d.Post = SeeingClinic
	}
	return d
}

// ClockOf is the raw clock's start and, when the loop is over, its end.
func (s State) ClockOf() (started, stopped time.Time) {
	c := s.Clocks(time.Time{})
	return c.Started, c.Stopped
}
