package referral

import (
	"slices"
	"time"

	"referd/core/party"
)

// administrative are the reasons for which intake may decline without a
// clinician: they say nothing about the patient's illness.
var administrative = []string{"no-capacity", "capacity", "wrong-service", "in-care", "plan", "patient-declines", "duplicate"}

// missingToAnswer: what the review and its answers need.
func (s *State) missingToAnswer(who Standing, ev Event, at time.Time) string {
	switch e := ev.(type) {
	case Asked:
		if e.Ask == "" || len(e.Items) == 0 && e.Note == "" {
			return "Say what you need."
		}
	case Answered:
		return s.missingReply(e)
	case Prioritised:
		if !oneOf(string(e.Urgency), string(party.Routine), string(party.Urgent), string(party.Emergency)) || e.Note == "" {
			return "Say how soon, and why."
		}
	case SeenBySet:
		if e.By.IsZero() || e.Note == "" {
			return "Say by when the patient should be seen, and why the date moves."
		}
	case Declined:
		if e.Reason == "" {
			return "Choose a reason for declining."
		}
		if !oneOf(e.Tells, "receiver", "sender") {
			return "Say who tells the patient."
		}
		if !who.decides() && !slices.Contains(administrative, e.Reason) {
			return "Intake declines for administrative reasons. A triage nurse or a specialist decides on clinical ones."
		}
	case Advised:
		if e.Advice == "" {
			return "Write the advice."
		}
		if e.BackIf == "" {
			return "Write when to refer back."
		}
	case AdviceAnswered:
		if !oneOf(e.How, "accept", "back", "disagree") {
			return "Accept the advice, refer back, or disagree."
		}
		if e.How == "accept" && s.EndingTold.Before(s.is.answered) {
			return "Tell the patient first; then the advice can be accepted."
		}
	case NextStep:
		if !oneOf(e.How, "elsewhere", "back", "end") {
			return "Elsewhere, back with new facts, or end it."
		}
		if e.How == "end" && s.EndingTold.Before(s.is.answered) {
			return "Tell the patient first; then it can end."
		}
	case Forwarded:
		if e.To.Org == "" {
			return "Say where it goes."
		}
		if e.Reason == "" && e.Note == "" {
			return "Say why it goes there."
		}
		if e.Leg != s.Leg()+1 {
			return "It has gone elsewhere meanwhile. Look at where it is now."
		}
	case Waitlisted:
		if s.late(at) && e.Note == "" {
			return "The date the patient should be seen by has passed. Write triage's reason for waiting longer; the referrer is told."
		}
	case Held:
		return s.missingToHold(e, at)
	}
	return ""
}

// missingReply: an answer names a question that was asked, and says something.
func (s *State) missingReply(e Answered) string {
	if e.Note == "" && len(e.Documents) == 0 {
		return "Write the answer, or attach what was asked for."
	}
	known := func(a Ask) bool { return a.ID == e.Ask }
	if e.Ask != "" && !slices.ContainsFunc(s.Asks, known) {
		return "There is no such question."
	}
	return ""
}

// late reports whether a moment is after the seen-by date's day.
func (s *State) late(at time.Time) bool {
	return !s.SeenBy.IsZero() && at.After(s.SeenBy.Add(24*time.Hour))
}

// missingToHold: until a day ahead, at most ninety days, seven for the urgent and
// then with triage's word; past seen-by with triage's reason (loop.md, Phases, held).
func (s *State) missingToHold(e Held, at time.Time) string {
	const day = 24 * time.Hour
	switch {
	case !e.Until.After(at):
		return "Say until when; the day must be ahead."
	case e.Until.Sub(at) > 90*day:
		return "Ninety days at most."
	case s.Urgency == party.Urgent && e.Until.Sub(at) > 7*day:
		return "An urgent referral is held seven days at most."
	case s.Urgency == party.Urgent && e.Note == "":
		return "Write triage's word: an urgent referral is held only with it."
	case s.late(e.Until) && e.Note == "":
		return "This is past the date the patient should be seen by. Write triage's reason; the referrer is told."
	case e.Reason == "":
		return "Give a reason."
	}
	return ""
}
