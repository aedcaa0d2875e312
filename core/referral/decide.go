package referral

import (
	"slices"
	"strconv"
	"time"

	"referd/base/fault"
	"referd/core/party"
)

// Decide answers somebody here who asks for something to be true. It gives the
// events to append, or a fault that says why not: Denied when they may not,
// Refused when it is not possible now, Invalid when something is missing.
func Decide(s State, who Standing, ev Event, at time.Time) ([]Event, error) {
	const op = "referral.Decide"
	act := actOf(ev, &s)
	if act == "" {
		return nil, fault.E(op, fault.Denied, "Only the system records this.", nil)
	}
	d := s.read()
	p := s.phase(&d)
	if why, denied := s.allowed(&d, p, who, act); why != "" {
		kind := fault.Refused
		if denied {
			kind = fault.Denied
		}
		return nil, fault.E(op, kind, why, nil)
	}
	if why := s.missing(&d, p, who, ev, at); why != "" {
		return nil, fault.E(op, fault.Refused, why, nil)
	}
	return []Event{ev}, nil
}

// Observe takes what a partner tells us. It is never refused.
func Observe(_ State, ev Event) []Event { return []Event{ev} }

// actOf names the act an event is; empty when nobody asks for it.
func actOf(ev Event, s *State) Act {
	switch e := ev.(type) {
	case Readied:
		return ActReady
	case Signed:
		return ActSign
	case Spoke, CallbackSet:
		return ActSpeak
	case Sent:
		return ActSend
	case SeenBySet:
		return ActSeenBy
	case Opened:
		return ActOpen
	case Asked:
		return ActAsk
	case Answered:
		return ActAnswer
	case Prioritised:
		return ActPrioritise
	case Accepted:
		return ActAccept
	case Declined:
		return ActDecline
	case Advised:
		return ActAdvise
	case AdviceAnswered:
		return ActAnswerAdvice
	case NextStep:
		return ActNextStep
	case Forwarded:
		if s.Legs[s.Leg()].Declined.IsZero() {
			return ActForward
		}
		return ActNextStep
	case SentBack:
		return ActNextStep
	case Waitlisted:
		return ActWaitlist
	case Booked:
		return ActBook
	case Confirmed:
		return ActConfirm
	case Unbooked:
		return ActUnbook
	case Missed:
		return ActMiss
	case Arrived:
		return ActArrive
	case Seen:
		return ActSee
	case DeskReviewed:
		return ActDeskReview
	case Held:
		return ActHold
	case Resumed:
		return ActResume
	case Reported:
		return ActReport
	case ReportOpened:
		return ActOpenReport
	case Acknowledged:
		return ActAcknowledge
	case PatientInformed:
		return ActInform
	case Planned:
		return ActPlan
	case Contacted:
		return ActContact
	case Closed:
		if e.How != "proof" && e.How != "" {
			return map[string]Act{"advice": ActAnswerAdvice, "decline": ActNextStep}[e.How]
		}
		return ActClose
	}
	return actOfRest(ev)
}

func actOfRest(ev Event) Act {
	switch ev.(type) {
	case HandedOn:
		return ActHandOn
	case ItemAccepted:
		return ActAcceptItem
	case PlanDone:
		return ActDoItem
	case PlanRefused:
		return ActRefuseItem
	case Authorization:
		return ActAuthorize
	case Claimed:
		return ActClaim
	case Released:
		return ActRelease
	case Reassigned:
		return ActAssign
	case Attached:
		return ActAttach
	case Detached:
		return ActDetach
	case Messaged:
		return ActMessage
	case Readdressed:
		return ActReaddress
	case Cancelled:
		return ActCancel
	case Withdrawn:
		return ActWithdraw
	case Unreachable:
		return ActUnreachable
	case Deceased:
		return ActDeceased
	case ClosedAdmin:
		return ActCloseAdmin
	case EnteredInError:
		return ActInError
	case Reopened:
		return ActReopen
	case Settled:
		return ActSettle
	case Struck:
		return ActStrike
	case ProposalRefused:
		return ActRefuseProposal
	}
	return ""
}

// missing says what an event lacks, in words for whoever asked.
func (s *State) missing(d *reading, p Phase, who Standing, ev Event, at time.Time) string {
	switch e := ev.(type) {
	case Sent:
		return s.missingToSend(e, who)
	case Declined:
		if e.Reason == "" {
			return "Choose a reason for declining."
		}
	case Forwarded:
		if e.To.Org == "" {
			return "Say where it goes."
		}
	case NextStep:
		if e.How == "end" && s.EndingTold.Before(d.answered) {
			return "Tell the patient first; then it can end."
		}
	case AdviceAnswered:
		if e.How == "accept" && s.EndingTold.Before(d.answered) {
			return "Tell the patient first; then the advice can be accepted."
		}
	case Booked:
		return s.missingToBook(e, at)
	case Missed:
		if a := s.find(string(e.Appointment)); a != nil && a.Start.After(at) {
			return "The appointment has not come yet."
		}
	case Seen:
		if d.live != nil && d.live.Start.Sub(at) > 12*time.Hour {
			return "The appointment has not come yet. Change the booking if the patient was seen earlier."
		}
	case Unbooked, Detached, EnteredInError, Cancelled, Struck, Held:
		return s.missingReason(e, d, at)
	case Reported:
		return s.missingToReport(e)
	case Acknowledged:
		return s.missingToAcknowledge(e, who)
	case Withdrawn:
		if e.Words == "" {
			return "Write down the patient's own words: what was said, or the letter. Silence is never a no."
		}
	case Unreachable:
		return s.missingAttempts()
	case ClosedAdmin:
		return s.missingToCloseAdmin(e, who, d)
	case PlanDone:
		if e.Evidence == "" {
			return "Say what shows that it is done."
		}
	case PlanRefused:
		if e.Note == "" {
			return "Say why it is not done."
		}
	}
	return ""
}

func (s *State) missingToSend(e Sent, who Standing) string {
	system := slices.Contains(who.Jobs, party.System)
	switch {
	case e.Patient == "":
		return "Choose the patient."
	case e.To.Org == "":
		return "Choose the service."
	case e.Question == "" && !system:
		return "Write your question."
	case e.Urgency == "":
		return "Say how soon."
	case e.Clinician == "" && !system:
		return "Name the accountable clinician."
	case e.Urgency == party.Emergency && s.Spoke.IsZero():
		return "An emergency is spoken first: call, then record whom you spoke to and when."
	case s.Signed.IsZero() && !who.Accountable && !who.Behalf && !system:
		return "The clinician signs first. Make it ready for the signature."
	case len(e.Missing) > 0 && e.Override == "" && e.Urgency == party.Routine && !system:
		return "Something the service needs is missing. Add it, or say why it goes without."
	}
	return ""
}

func (s *State) missingToBook(e Booked, at time.Time) string {
	switch {
	case e.Start.IsZero():
		return "Choose a time."
	case !e.End.IsZero() && e.End.Before(e.Start):
		return "The visit ends before it begins."
	case e.Start.Before(at.Add(-24 * time.Hour)):
		return "That time has passed."
	case !s.SeenBy.IsZero() && e.Start.After(s.SeenBy.Add(24*time.Hour)) && e.Note == "":
		return "This is after the date the patient should be seen by. Write why; the referrer is told."
	}
	return ""
}

func (s *State) missingReason(ev Event, d *reading, at time.Time) string {
	reason := ""
	switch e := ev.(type) {
	case Unbooked:
		reason = e.Reason
	case Detached:
		reason = e.Reason
	case EnteredInError:
		reason = e.Reason
	case Cancelled:
		reason = e.Reason
	case Struck:
		if reason = e.Reason; reason != "" {
			return s.notStrikable(e.Fact)
		}
	case Held:
		if !e.Until.After(at) {
			return "Say until when; the day must be ahead."
		}
		if e.Until.Sub(at) > 90*24*time.Hour {
			return "Ninety days at most."
		}
		reason = e.Reason
	}
	if reason == "" {
		return "Give a reason."
	}
	return ""
}

func (s *State) notStrikable(k Key) string {
	for _, e := range s.entries {
		if e.Key == k && !strikable(e.What) {
			return "The beginning of a referral is not struck. Mark the referral as entered in error."
		}
	}
	return ""
}

func (s *State) missingToReport(e Reported) string {
	switch {
	case e.Document == "":
		return "Write the report."
	case e.Kind == Amended && e.Replaces == "":
		return "Say which report this one replaces."
	}
	return ""
}

// missingToAcknowledge: only that document, only by the accountable clinician
// or a named cover, with the password typed again when it is actionable, and
// every line of it decided.
func (s *State) missingToAcknowledge(e Acknowledged, who Standing) string {
	i := slices.IndexFunc(s.Reports, func(r Report) bool { return r.ID == e.Report && !r.Written.IsZero() })
	switch {
	case i < 0:
		return "There is no such report."
	case !s.Reports[i].Acknowledged.IsZero():
		return "It has been acknowledged."
	case !who.Accountable:
		return "Only the clinician who asked, or the named cover, acknowledges."
	case e.Answered != "yes" && e.Answered != "partly" && e.Answered != "no":
		return "Say whether it answered your question."
	case e.Answered != "yes" && e.Note == "":
		return "Say what is still open."
	case s.Reports[i].Actionable != "" && !who.Confirmed:
		return "This report asks somebody to act. Type your password to acknowledge it."
	}
	return ""
}

// missingAttempts checks the contact protocol (loop.md, Time, Unreachable):
// routine three attempts on three days at three times of day, one after 17:00,
// by two channels, and a letter; urgent four and the alternate contact.
// Calls without a needed interpreter are not entered as attempts that count.
func (s *State) missingAttempts() string {
	days, channels, n, letter, alternate := map[string]bool{}, map[string]bool{}, 0, false, false
	for _, c := range s.Contacts {
		if c.Outcome == "reached" || c.ByPatient {
			continue
		}
		if c.Channel == "letter" {
			letter = true
			continue
		}
		n++
		days[c.At.Format("2006-01-02")], channels[c.Channel] = true, true
		alternate = alternate || c.Alternate
	}
	if s.Urgency == party.Urgent {
		if n < 4 || !alternate {
			return "Four attempts and the alternate contact come first; " + strconv.Itoa(n) + " are recorded. Then phone the referrer."
		}
		return ""
	}
	if n < 3 || len(days) < 3 || len(channels) < 2 || !letter {
		return "Three attempts on three days by two channels, and a letter, come first; " + strconv.Itoa(n) + " attempts are recorded."
	}
	return ""
}

// missingToCloseAdmin: two people, a coded reason, three chases, and every
// report it leaves open named.
func (s *State) missingToCloseAdmin(e ClosedAdmin, who Standing, d *reading) string {
	switch {
	case e.Reason == "":
		return "Give a reason."
	case e.Second == "" || e.Second == who.User:
		return "A second person closes with you."
	case len(e.Chases) < 3:
		return "Three chases are logged first."
	}
	for _, r := range d.heads {
		if r.Acknowledged.IsZero() && !slices.Contains(e.Leaves, string(r.ID)) {
			return "Name the report it leaves unread."
		}
	}
	return ""
}

func (s *State) find(appointment string) *Appointment {
	for i := range s.Appointments {
		if string(s.Appointments[i].ID) == appointment {
			return &s.Appointments[i]
		}
	}
	return nil
}

// Completes reports whether the state has its whole proof and only the closing
// itself is left: the system closes in the commit of the fact that completes it.
func (s State) Completes() bool {
	d := s.read()
	p := s.phase(&d)
	return p.Open() && len(d.heads) > 0 && s.prove(&d).Whole()
}
