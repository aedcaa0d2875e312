package referral

import (
	"slices"
	"time"

	"referd/core/party"
)

// missing says what an event lacks, in words for whoever asked; empty is nothing.
func (s *State) missing(who Standing, ev Event, at time.Time) string {
	switch e := ev.(type) {
	case Sent:
		return s.missingToSend(e, who)
	case Readied:
		if e.Clinician == "" {
			return "Name the accountable clinician."
		}
	case Delivered, Transmitted:
		return missingToDeliver(who, ev)
	case Spoke:
		return s.missingToSpeak(e)
	case CallbackSet:
		if e.Note == "" {
			return "Write the number, and whom it reaches."
		}
	case Asked, Answered, Prioritised, SeenBySet, Declined, Advised, AdviceAnswered, NextStep, Forwarded, Waitlisted, Held:
		return s.missingToAnswer(who, ev, at)
	case Booked, Confirmed, Arrived, Missed, Unbooked, Seen, DeskReviewed:
		return s.missingToVisit(ev, at)
	case Reported, Acknowledged, PatientInformed, Planned, HandedOn, ItemAccepted, PlanDone, PlanRefused:
		return s.missingToReturn(who, ev)
	case Detached, EnteredInError, Cancelled, Struck, Reopened, Settled, Reassigned:
		return s.missingReason(ev)
	case Closed, Withdrawn, Unreachable, Deceased, ClosedAdmin, Proposed:
		return s.missingToEnd(who, ev, at)
	}
	return ""
}

// oneOf lists the codes a field takes.
func oneOf(v string, codes ...string) bool { return slices.Contains(codes, v) }

func (s *State) missingToSend(e Sent, who Standing) string {
	switch {
	case e.Patient == "":
		return "Choose the patient."
	case e.To.Org == "":
		return "Choose the service."
	case e.Question == "":
		return "Write your question."
	case e.Urgency == "":
		return "Say how soon."
	case e.Clinician == "":
		return "Name the accountable clinician."
	case e.Urgency == party.Emergency && s.Spoke.IsZero():
		return "An emergency is spoken first: call, then record whom you spoke to and when."
	case s.Signed.IsZero() && !who.Accountable && !who.Behalf:
		return "The clinician signs first. Make it ready for the signature."
	case len(e.Missing) > 0 && e.Override == "" && e.Urgency == party.Routine:
		return "Something the service needs is missing. Add it, or say why it goes without."
	}
	return ""
}

// missingToDeliver: a person who says that it was delivered, or is on its way,
// says what shows it; a link shows it itself.
func missingToDeliver(who Standing, ev Event) string {
	switch e := ev.(type) {
	case Delivered:
		if e.Receipt == "" && !slices.Contains(who.Jobs, party.System) {
			return "Write how they got it, and what shows it."
		}
	case Transmitted:
		switch {
		case !oneOf(e.How, "link", "fax", "post"):
			return "Say how it went: by a link, by fax or by post."
		case e.Receipt == "" && e.How != "link":
			return "Write what shows that it went."
		}
	}
	return ""
}

// missingToSpeak: a call is recorded with whom, when and what was read back; it
// is about the emergency, or about a report there is.
func (s *State) missingToSpeak(e Spoke) string {
	switch {
	case e.Note == "":
		return "Write whom you spoke to and when."
	case e.Report != "" && s.written(e.Report) == nil:
		return "There is no such report."
	}
	return ""
}

// missingReason: what is taken back, undone or settled says why and what.
func (s *State) missingReason(ev Event) string {
	reason := ""
	switch e := ev.(type) {
	case Detached:
		reason = e.Reason
	case EnteredInError:
		reason = e.Reason
	case Cancelled:
		reason = e.Reason
	case Reopened:
		reason = e.Reason
	case Struck:
		if reason = e.Reason; reason != "" {
			return s.notStrikable(e.Fact)
		}
	case Settled:
		if len(e.Facts) == 0 {
			return "Say what is settled."
		}
		if e.Note == "" && slices.ContainsFunc(s.Incidents, func(i Incident) bool { return slices.Contains(e.Facts, i.Key) }) {
			return "Say what was found and what was done."
		}
		return s.unsettled(e.Facts)
	case Reassigned:
		if e.Team == "" {
			return "Say to which team."
		}
		return ""
	}
	if reason == "" {
		return "Give a reason."
	}
	return ""
}

func (s *State) notStrikable(k Key) string {
	for _, e := range s.entries {
		if e.Key != k {
			continue
		}
		if _, ok := e.What.(IncidentOpened); ok {
			return "A privacy incident is not struck. Its officer settles it, also when it was none."
		}
		if !Strikable(e.What) {
			return "The beginning of a referral is not struck. Mark the referral as entered in error."
		}
		return ""
	}
	return "There is no such entry."
}
