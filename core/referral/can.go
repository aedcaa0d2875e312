package referral

import (
	"slices"

	"referd/core/party"
)

// When an act is possible: each gives why it is not, empty when it is.

const (
	over        = "This referral is over. Reopen it first."
	seenAlready = "The patient has been seen already."
	notSent     = "This referral has not been sent."
	isBooked    = "A visit is booked. Cancel the booking first."
	noneBooked  = "No visit is booked."
)

// firstOf gives the first reason of several.
func firstOf(s *State, cans ...func(*State) string) string {
	for _, can := range cans {
		if why := can(s); why != "" {
			return why
		}
	}
	return ""
}

func open(s *State) string {
	if !s.is.phase.Open() {
		return over
	}
	return ""
}

// genuine: a patient may ring, and be called, about anything but an error.
func genuine(s *State) string {
	if s.is.phase == InError {
		return "This referral was entered in error."
	}
	return ""
}

func sent(s *State) string {
	if s.Sent.IsZero() && s.Heard.IsZero() {
		return notSent
	}
	return genuine(s)
}

func unsent(s *State) string {
	if !s.Sent.IsZero() || !s.is.phase.Open() {
		return "This referral has been sent already."
	}
	return ""
}

func unsigned(s *State) string {
	if !s.Signed.IsZero() {
		return "It is signed already."
	}
	return open(s)
}

func sentAndOpen(s *State) string { return firstOf(s, sent, open) }

// uncared: the loop is open and there is no evidence of care yet.
func uncared(s *State) string {
	if why := open(s); why != "" || !s.is.evidence {
		return why
	}
	return seenAlready
}

// before: uncared, and sent.
func before(s *State) string {
	if why := uncared(s); why != "" {
		return why
	}
	if s.Sent.IsZero() && s.Heard.IsZero() {
		return notSent
	}
	return ""
}

func undelivered(s *State) string {
	return firstOf(s, before, inPhase("They have it already.", PhaseSent))
}

// free: before, and no visit is booked.
func free(s *State) string {
	if why := before(s); why != "" || s.is.live == nil {
		return why
	}
	return isBooked
}

func acceptable(s *State) string {
	if s.is.answer == accepted {
		return "It is accepted already."
	}
	return free(s)
}

func bookable(s *State) string {
	if why := free(s); why != "" {
		return why
	}
	if s.is.answer != accepted {
		return "Accept the referral first."
	}
	return ""
}

func booked(s *State) string {
	if s.is.live == nil {
		return noneBooked
	}
	return ""
}

func unbookable(s *State) string {
	for i := range s.Appointments {
		if s.releasable(&s.Appointments[i]) {
			return ""
		}
	}
	return noneBooked
}

func missable(s *State) string {
	if s.is.evidence {
		return seenAlready
	}
	return booked(s)
}

// forwardable: what was declined goes elsewhere as the asker's next step.
func forwardable(s *State) string {
	if s.is.answer == declined {
		return "It is declined. The referring clinician chooses the next step."
	}
	return free(s)
}

func holdable(s *State) string {
	if s.is.answer == declined {
		return "It is declined. Choose the next step."
	}
	return free(s)
}

func seeable(s *State) string {
	if !s.Seen.IsZero() {
		return "The visit is recorded already."
	}
	return sentAndOpen(s)
}

// calm: an emergency is never questioned, waitlisted, held or advised.
func calm(can func(*State) string) func(*State) string {
	return func(s *State) string {
		if s.Urgency == party.Emergency {
			return "An emergency is not questioned, held, put on a list or advised. Accept it, or call the sender and decline."
		}
		return can(s)
	}
}

func inPhase(why string, in ...Phase) func(*State) string {
	return func(s *State) string {
		if slices.Contains(in, s.is.phase) {
			return ""
		}
		return why
	}
}

func asked(s *State) string {
	if slices.ContainsFunc(s.Asks, func(a Ask) bool { return a.Answered.Before(a.Asked) }) {
		return open(s)
	}
	return "No question waits for an answer."
}
