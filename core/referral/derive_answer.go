package referral

import (
	"slices"
	"time"

	"referd/core/chart"
	"referd/core/party"
)

// applyReport takes the answer and its way back.
func (s *State) applyReport(e *Entry) bool {
	switch x := e.What.(type) {
	case Reported:
		r := s.report(x.Report)
		if !first(&r.Written, e.At) {
			return true
		}
		r.Leg, r.Kind, r.Replaces, r.Actionable, r.Document, r.More = s.legNo(x.Leg), x.Kind, x.Replaces, x.Actionable, x.Document, x.More
		r.Claim, r.Author, r.Normal, r.key = x.Claim, x.Author, x.Normal, e.Key
	case ReportDelivered:
		r := s.report(x.Report)
		if first(&r.Delivered, e.At) {
			r.deliverKey = e.Key
		}
	case ReportOpened:
		r := s.report(x.Report)
		first(&r.Viewed, e.At)
		if x.Clinician {
			first(&r.Opened, e.At)
		}
	case Acknowledged:
		r := s.report(x.Report)
		if first(&r.Acknowledged, e.At) {
			r.AcknowledgedBy, r.Answered, r.Open, r.ackKey = e.By, x.Answered, x.Note, e.Key
		}
	case PatientInformed:
		if x.Report == "" {
			s.EndingTold = e.At
			return true
		}
		r := s.report(x.Report)
		if x.How == "letter" {
			if first(&r.lettered, e.At) {
				r.letterKey = e.Key
			}
		} else if first(&r.Informed, e.At) {
			r.InformedHow, r.informKey = x.How, e.Key
		}
	case Spoke:
		if x.Report != "" {
			first(&s.report(x.Report).Spoken, e.At)
		} else {
			first(&s.Spoke, e.At)
			s.lastSpoke = e.At
		}
	default:
		return false
	}
	return true
}

// report finds a report, or begins one that was only heard of.
func (s *State) report(id ReportID) *Report {
	for i := range s.Reports {
		if s.Reports[i].ID == id {
			return &s.Reports[i]
		}
	}
	s.Reports = append(s.Reports, Report{ID: id})
	return &s.Reports[len(s.Reports)-1]
}

// applyPlan takes recommendations and what becomes of each.
func (s *State) applyPlan(e *Entry) bool {
	switch x := e.What.(type) {
	case Planned:
		i := s.item(x.Item)
		if first(&i.Planned, e.At) {
			i.Report, i.What, i.Key, i.org = x.Report, x.What, e.Key, e.By.Org
			if i.Accepted.IsZero() {
				i.Team, i.Person, i.Due = x.Team, x.Person, x.Due
			}
		}
	case HandedOn:
		i := s.item(x.Item)
		first(&i.firstOffered, e.At)
		i.HandedOn, i.OfferedTeam, i.OfferedPerson = e.At, x.Team, x.Person
	case ItemAccepted:
		i := s.item(x.Item)
		i.Accepted, i.Person, i.Due = e.At, x.Person, x.Due
		if i.Done.IsZero() && i.Refused.IsZero() {
			i.endKey = e.Key
		}
		if x.Team != "" {
			i.Team = x.Team
		}
	case PlanDone:
		i := s.item(x.Item)
		if first(&i.Done, e.At) {
			i.Evidence, i.endKey = x.Evidence, e.Key
		}
	case PlanRefused:
		i := s.item(x.Item)
		if first(&i.Refused, e.At) {
			i.Because, i.endKey = x.Note, e.Key
		}
	default:
		return false
	}
	return true
}

func (s *State) item(id ItemID) *Item {
	for i := range s.Items {
		if s.Items[i].ID == id {
			return &s.Items[i]
		}
	}
	s.Items = append(s.Items, Item{ID: id})
	return &s.Items[len(s.Items)-1]
}

// applySide takes what moves no phase: calls, bells, papers, words.
func (s *State) applySide(e *Entry) bool {
	switch x := e.What.(type) {
	case Contacted:
		s.Contacts = append(s.Contacts, Contact{e.At, x})
		if x.Outcome == "reached" && !x.Alternate && !x.Without {
			s.Reached, s.spoken = e.At, e.At
		}
		if x.ByPatient {
			s.CameBack, s.Reached = e.At, e.At
		}
	case Rang:
		s.Bells = append(s.Bells, Bell{e.At, e.Key, x})
		s.CameBack, s.Reached = e.At, e.At
	case NewFacts:
		s.News = append(s.News, News{e.At, e.Key, x})
	case Authorization:
		if !e.At.Equal(s.Authorized) || x.State != "approved" { // at the same moment: what somebody must act on
			s.Authorization, s.Authorized = x, e.At
		}
	case Claimed:
		s.Claimed, s.claimed = x.Person, e.At
	case Released:
		s.Claimed = ""
	case Attached:
		side := Sender
		if x.Side == string(Receiver) {
			side = Receiver
		}
		s.file(x.Document, e.At, side)
		s.attached = append(s.attached, x)
	case Detached:
		s.Documents = slices.DeleteFunc(s.Documents, func(f Filed) bool { return f.ID == x.Document })
	case Messaged:
		s.Messages = append(s.Messages, Said{x.Message, e.At, x.To, e.By})
	case Proposed:
		s.Proposals = append(s.Proposals, Proposal{x.Proposal, x.Act, e.By, e.At, x.Evidence, e.Key})
	case ProposalRefused:
		s.refused = append(s.refused, x.Proposal)
	case Asserted:
		s.Told = append(s.Told, Claim{x.What, e.At, e.Key})
	case Settled:
		s.settling = Shown{e.Key, e.At}
		for _, k := range x.Facts {
			if s.settled == nil {
				s.settled = map[Key]time.Time{}
			}
			if s.settled[k].Before(e.At) {
				s.settled[k] = e.At
			}
		}
	case IncidentOpened:
		s.Incidents = append(s.Incidents, Incident{e.At, e.Key, x})
	case Reassigned, Escalated, Struck, Recomputed:
	default:
		return false
	}
	return true
}

// applyEnd takes the endings and what undoes them.
func (s *State) applyEnd(e *Entry) {
	end := func(p Phase) {
		if s.Ended == nil {
			s.Ended, s.EndKeys = map[Phase]time.Time{}, map[Phase]Key{}
		}
		s.Ended[p], s.EndKeys[p] = e.At, e.Key
	}
	switch x := e.What.(type) {
	case Closed:
		switch x.How {
		case "advice":
			end(ClosedOnAdvice)
		case "decline":
			end(ClosedAfterDecline)
		default:
			end(PhaseClosed)
		}
	case Cancelled:
		end(PhaseCancelled)
	case Withdrawn:
		end(PhaseWithdrawn)
	case Unreachable:
		end(PhaseUnreachable)
	case Deceased:
		end(PhaseDeceased)
	case ClosedAdmin:
		end(ClosedWithoutProof)
		s.Leaves = x.Leaves
	case EnteredInError:
		end(InError)
	case Reopened:
		s.Reopened, s.reopen, s.reopenTeam = e.At, e.Key, x.Team
	case Joined:
		s.Into = x.Into
		end(PhaseCancelled)
	}
}

func (s *State) has(d chart.DocumentID) bool {
	return slices.ContainsFunc(s.Documents, func(f Filed) bool { return f.ID == d })
}

// Recipient is who has it now: of the current leg.
func (s State) Recipient() Recipient { return s.Legs[s.Leg()].To }

// Leg is the number of the current leg, the last that began.
func (s State) Leg() int { return len(s.Legs) - 1 }

// Receiver is the organization that has it now.
func (s State) Receiver() party.OrgID { return s.Recipient().Org }
