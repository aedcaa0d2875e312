package referral

import (
	"slices"
	"time"

	"referd/core/chart"
	"referd/core/party"
	"referd/core/schedule"
)

// derive fills the moments from the entries. Facts come in the order they
// happened, so that a first moment is the one that is not overwritten and a
// last one is.
func (s *State) derive() {
	order := s.InOrder()
	for i := range order {
		e := &order[i]
		s.Seq = max(s.Seq, e.Seq)
		for _, o := range e.Owed {
			s.owe(o)
		}
		if heard(e.What) && (s.Heard.IsZero() || e.At.Before(s.Heard)) {
			s.Heard = e.At // struck or not: the start never moves later
		}
		if x, ok := e.What.(Struck); ok {
			s.noteUndone(order, x.Fact, e.At)
		}
	}
	all := facts(order)
	legs := 1
	for _, e := range all {
		if f, ok := e.What.(Forwarded); ok && f.Leg > 0 && f.Leg < 64 {
			legs = max(legs, f.Leg+1)
		}
	}
	s.Legs = make([]Leg, legs)
	for _, e := range all {
		s.apply(e)
	}
	s.settle()
}

func first(m *time.Time, at time.Time) bool {
	if m.IsZero() {
		*m = at
		return true
	}
	return false
}

// leg gives a leg by number; a fact that names one that never began is the
// current leg's, because what a partner tells is kept.
func (s *State) leg(n int) *Leg { return &s.Legs[s.legNo(n)] }

func (s *State) legNo(n int) int {
	if n < 0 || n >= len(s.Legs) {
		return len(s.Legs) - 1
	}
	return n
}

// answers names the accountable clinician; nobody named changes nothing. A
// readdressing of the same moment stands: it says who answers from then on, and
// what was signed or sent after it would name the same.
func (s *State) answers(c party.PractitionerID, at time.Time) {
	if c != "" && !s.readdressed.Equal(at) {
		s.Clinician = c
	}
}

// sender names who refers: the team, and the clinician or nobody.
func (s *State) sender(team party.TeamID, c party.PractitionerID, at time.Time) {
	if !s.reteamed.Equal(at) {
		s.Team = team
	}
	if !s.readdressed.Equal(at) {
		s.Clinician = c
	}
}

// heard says which facts prove that a referral has gone out.
func heard(ev Event) bool {
	switch ev.(type) {
	case Sent, Forwarded, SentBack, AdviceAnswered, Transmitted, Delivered, Opened, Accepted, Declined, Advised, Asked, Waitlisted, Booked, Unbooked, Missed, Arrived, Confirmed,
		Seen, DeskReviewed, Reported, ReportDelivered, ReportOpened, Acknowledged:
		return true
	}
	return false
}

func (s *State) apply(e *Entry) {
	switch {
	case s.applySender(e), s.applyReceiver(e), s.applyVisit(e), s.applyReport(e), s.applyPlan(e), s.applySide(e):
	default:
		s.applyEnd(e)
	}
}

// applySender takes what the referring side does before an answer.
func (s *State) applySender(e *Entry) bool {
	switch x := e.What.(type) {
	case Drafted:
		if first(&s.Drafted, e.At) {
			s.Patient, s.Org, s.Origin = x.Patient, x.Org, x.Origin
			s.sender(x.Team, x.Clinician, e.At)
			if s.Urgency == "" {
				s.Urgency = x.Urgency
			}
			if s.Legs[0].To.Service == "" {
				s.Legs[0].To.Service = x.Service
			}
		}
	case Readied:
		first(&s.Readied, e.At)
		s.answers(x.Clinician, e.At)
	case Signed:
		first(&s.Signed, e.At)
		s.answers(x.Clinician, e.At)
	case Sent:
		if first(&s.Sent, e.At) {
			s.Patient, s.Org = x.Patient, x.Org
			s.sender(x.Team, x.Clinician, e.At)
			s.Urgency, s.Question, s.Reasons, s.TellWhen, s.PatientTold = x.Urgency, x.Question, x.Reasons, x.TellWhen, x.Told
			s.needs, s.SeenBy = x.Missing, x.SeenBy
			s.Legs[0].To, s.Legs[0].Begun = x.To, e.At
			for _, d := range x.Documents {
				s.file(d, e.At, Sender)
			}
		}
	case SeenBySet:
		if !e.At.Equal(s.seenBySet) || x.By.Before(s.SeenBy) { // at the same moment: the earlier date
			s.SeenBy, s.seenBySet = x.By, e.At
		}
	case Prioritised:
		if !e.At.Equal(s.prioritised) || x.Urgency.Sooner(s.Urgency) {
			s.Urgency, s.prioritised = x.Urgency, e.At
		}
	case Readdressed:
		if x.Clinician != "" {
			s.Clinician, s.readdressed = x.Clinician, e.At
		}
		if x.Team != "" {
			s.Team, s.reteamed = x.Team, e.At
		}
	case Answered:
		leg := x.Leg
		if a := slices.IndexFunc(s.Asks, func(a Ask) bool { return a.ID == x.Ask }); a >= 0 {
			leg = s.Asks[a].Leg // whatever leg it names, it answers where it was asked
		}
		s.leg(leg).Answered = e.At
		for i := range s.Asks {
			if s.Asks[i].ID == x.Ask || x.Ask == "" {
				s.Asks[i].Answered, s.Asks[i].Answer = e.At, x.Note
			}
		}
		for _, d := range x.Documents {
			s.file(d, e.At, Sender)
		}
	case AdviceAnswered: // accepted, an ending of its own follows
		if x.How != "accept" {
			s.leg(x.Leg).Back = e.At
		}
	case NextStep: // what it leads to has an entry of its own
		if x.How == "end" {
			s.Ending = e.At
		}
	case SentBack:
		s.leg(x.Leg).Back = e.At
		for _, d := range x.Documents {
			s.file(d, e.At, Sender)
		}
	case CallbackSet:
	default:
		return false
	}
	return true
}

// applyReceiver takes what the receiving side does until a visit is booked.
func (s *State) applyReceiver(e *Entry) bool {
	switch x := e.What.(type) {
	case Delivered:
		l := s.leg(x.Leg)
		first(&l.Delivered, e.At)
		if x.Patient != "" {
			l.Patient, s.ReceiverPatient = x.Patient, x.Patient
		}
	case Transmitted:
		l := s.leg(x.Leg)
		l.Transmitted, l.How = e.At, x.How
	case DeliveryFailed:
		if x.To != "" {
			s.Untold = append(s.Untold, Untold{e.At, e.Key, x})
			break
		}
		l := s.leg(x.Leg)
		l.Failed, l.FailedWhy, l.FailedFinal = e.At, x.Why, l.FailedFinal || x.Final
		if x.Final {
			first(&l.GivenUp, e.At)
		}
	case Opened:
		first(&s.leg(x.Leg).Opened, e.At)
	case Asked:
		l := s.leg(x.Leg)
		l.Asked = e.At
		first(&l.FirstAnswer, e.At)
		s.Asks = append(s.Asks, Ask{ID: x.Ask, Leg: s.legNo(x.Leg), Items: x.Items, Note: x.Note, Asked: e.At, By: e.By, Key: e.Key})
	case Accepted:
		l := s.leg(x.Leg)
		first(&l.firstAccepted, e.At)
		first(&l.replied, e.At)
		first(&l.FirstAnswer, e.At)
		l.Accepted, l.Expected, l.AcceptNote = e.At, x.Expected, x.Note
	case Declined:
		l := s.leg(x.Leg)
		first(&l.replied, e.At)
		first(&l.FirstAnswer, e.At)
		l.Declined, l.DeclineReason, l.DeclineTells, l.Alternative, l.DeclineNote = e.At, x.Reason, x.Tells, x.Alternative, x.Note
	case Advised:
		l := s.leg(x.Leg)
		first(&l.replied, e.At)
		first(&l.FirstAnswer, e.At)
		l.Advised, l.Advice, l.BackIf = e.At, x.Advice, x.BackIf
	case Forwarded:
		if x.Leg > 0 && x.Leg < len(s.Legs) {
			first(&s.Legs[x.Leg].Begun, e.At)
			s.Legs[x.Leg].To = x.To
			first(&s.Legs[x.Leg-1].FirstAnswer, e.At)
		}
	case Waitlisted:
		l := s.leg(x.Leg)
		first(&l.replied, e.At)
		l.Waitlisted, l.waitlistedKey = e.At, e.Key
	case Held:
		s.Held, s.HeldUntil, s.HeldReason, s.HeldWakes, s.heldKey = e.At, x.Until, x.Reason, x.Wakes, e.Key
	case Resumed:
		s.Resumed = e.At
	default:
		return false
	}
	return true
}

// applyVisit takes appointments and evidence of care.
func (s *State) applyVisit(e *Entry) bool {
	switch x := e.What.(type) {
	case Booked:
		first(&s.leg(x.Leg).replied, e.At)
		a := s.appointment(x.Appointment, x.Leg)
		a.Leg, a.Booked, a.Key, a.Slot, a.Start, a.End = s.legNo(x.Leg), e.At, e.Key, x.Slot, x.Start, x.End
		a.Location, a.Clinician, a.Tele, a.Note = x.Location, x.Clinician, x.Tele, x.Note
	case Confirmed:
		s.appointment(x.Appointment, x.Leg).Confirmed = e.At
	case Unbooked:
		a := s.appointment(x.Appointment, x.Leg)
		a.Unbooked, a.ByPatient = e.At, x.ByPatient
	case Missed:
		first(&s.leg(x.Leg).replied, e.At)
		a := s.appointment(x.Appointment, x.Leg)
		a.Missed, a.MissedKey = e.At, e.Key
	case Arrived:
		s.appointment(x.Appointment, x.Leg).Arrived = e.At
	case Seen:
		s.cared(x.Leg)
		if first(&s.Seen, e.At) {
			s.seenKey = e.Key
		}
		if s.SeenClinician == "" {
			s.SeenClinician = x.Clinician
		}
		if x.Appointment != "" {
			first(&s.appointment(x.Appointment, x.Leg).Seen, e.At)
		}
	case DeskReviewed:
		s.cared(x.Leg)
		if first(&s.DeskReviewed, e.At) {
			s.reviewKey = e.Key
		}
	default:
		return false
	}
	return true
}

// cared keeps whose recipient gave the first evidence of care: who reports.
func (s *State) cared(leg int) {
	if s.Seen.IsZero() && s.DeskReviewed.IsZero() {
		s.seenLeg = s.legNo(leg)
	}
}

// appointment finds an appointment, or begins one that was only heard of.
func (s *State) appointment(id schedule.AppointmentID, leg int) *Appointment {
	for i := range s.Appointments {
		if s.Appointments[i].ID == id {
			return &s.Appointments[i]
		}
	}
	s.Appointments = append(s.Appointments, Appointment{ID: id, Leg: s.legNo(leg)})
	return &s.Appointments[len(s.Appointments)-1]
}

// file adds a document to the loop once.
func (s *State) file(d chart.DocumentID, at time.Time, side Side) {
	for _, f := range s.Documents {
		if f.ID == d {
			return
		}
	}
	s.Documents = append(s.Documents, Filed{d, at, side})
}

// noteUndone remembers when a closing was struck, because what a person opened
// by striking its closing is closed by a person, not by the system at once; and
// when a draft that was ready was given back, because it is written again from then.
func (s *State) noteUndone(all []Entry, struck Key, at time.Time) {
	for i := range all {
		e := &all[i]
		if e.Key != struck {
			continue
		}
		switch e.What.(type) {
		case Closed:
			s.unclosed = latest(s.unclosed, at)
		case Readied:
			s.GivenBack = latest(s.GivenBack, at)
		}
	}
}
