package referral

import (
	"slices"

	"referd/core/party"
)

// rule says who may do an act and when, in loop.md's words.
type rule struct {
	jobs []party.Job
	side Side // where they must stand; empty is either
	// can gives why it is not possible now, empty when it is.
	can func(s *State, d *reading, p Phase) string
}

const (
	over        = "This referral is over. Reopen it first."
	seenAlready = "The patient has been seen already."
	notSent     = "This referral has not been sent."
)

var (
	rc      = []party.Job{party.ReferringClinician}
	rcrs    = []party.Job{party.ReferringClinician, party.ReferringStaff}
	clinic  = []party.Job{party.Intake, party.TriageNurse, party.Specialist}
	triage  = []party.Job{party.TriageNurse, party.Specialist, party.Intake}
	booking = []party.Job{party.Scheduler, party.Intake}
	seeing  = []party.Job{party.Specialist, party.Imaging, party.Scheduler}
	writers = []party.Job{party.Specialist, party.Imaging}
	leads   = []party.Job{party.TeamLead, party.Admin}
	anybody = []party.Job{party.ReferringClinician, party.ReferringStaff, party.Intake, party.TriageNurse, party.Specialist, party.Scheduler, party.Imaging, party.TeamLead}
)

// before: the loop is open, sent, and there is no evidence of care yet.
func before(s *State, d *reading, p Phase) string {
	switch {
	case !p.Open():
		return over
	case d.evidence:
		return seenAlready
	case s.Sent.IsZero() && s.Heard.IsZero():
		return notSent
	}
	return ""
}

func free(s *State, d *reading, p Phase) string {
	if why := before(s, d, p); why != "" {
		return why
	}
	if d.live != nil {
		return "A visit is booked. Cancel the booking first."
	}
	return ""
}

func open(_ *State, _ *reading, p Phase) string {
	if !p.Open() {
		return over
	}
	return ""
}

func sent(s *State, _ *reading, p Phase) string {
	if s.Sent.IsZero() && s.Heard.IsZero() {
		return notSent
	}
	if p == InError {
		return "This referral was entered in error."
	}
	return ""
}

func unsent(s *State, _ *reading, p Phase) string {
	if !s.Sent.IsZero() || !p.Open() {
		return "This referral has been sent already."
	}
	return ""
}

func booked(s *State, d *reading, p Phase) string {
	if d.live == nil {
		return "No visit is booked."
	}
	return ""
}

func takenOn(s *State, d *reading, p Phase) string {
	if why := before(s, d, p); why != "" {
		return why
	}
	if d.answer != accepted {
		return "Accept the referral first."
	}
	return ""
}

func inPhase(why string, in ...Phase) func(*State, *reading, Phase) string {
	return func(_ *State, _ *reading, p Phase) string {
		if slices.Contains(in, p) {
			return ""
		}
		return why
	}
}

func hasHead(why string) func(*State, *reading, Phase) string {
	return func(_ *State, d *reading, _ Phase) string {
		if len(d.heads) == 0 {
			return why
		}
		return ""
	}
}

// calm: an emergency is never questioned, waitlisted, held or advised.
func calm(next func(*State, *reading, Phase) string) func(*State, *reading, Phase) string {
	return func(s *State, d *reading, p Phase) string {
		if s.Urgency == party.Emergency {
			return "An emergency is not questioned, held, put on a list or advised. Accept it, or call the sender and decline."
		}
		return next(s, d, p)
	}
}

func owedItem(s *State, _ *reading, _ Phase) string {
	if slices.ContainsFunc(s.Items, Item.Owed) {
		return ""
	}
	return "No line of the plan is open."
}
