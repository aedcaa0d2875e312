package referral

import "slices"

// dutiesAnswer: interim reports to read, answers that
// were none, items beside the one that has the
// ball, and items offered to somebody. A handed-on item stays owed when the loop is over.
func (s *State) dutiesAnswer(out []Duty, ball Next) []Duty {
	p := s.is.phase
	for i := range s.Reports {
		if r := &s.Reports[i]; s.unreadInterim(r) && p != PhaseReported && p != Returning || s.mustSpeak(r) {
			out = append(out, interim(r))
		}
	}
	for i := range s.Reports {
		if r := &s.Reports[i]; s.unanswered(r) {
			out = append(out, Duty{Key: "reply/" + string(r.ID), Kind: "reply", Post: SeeingClinician, Author: r.Author, Act: ActMessage, From: r.Acknowledged, Facts: []Key{r.ackKey}, Leg: r.Leg})
		}
	}
	for i := range s.Items {
		it := &s.Items[i]
		if !it.Owed() || it.ID == ball.Item {
			continue
		}
		out = append(out, Duty{Key: "item/" + string(it.ID), Kind: "item", Post: ItemOwner, Team: it.Team, Person: it.Person, Act: ActDoItem, From: it.Planned, Fixed: it.Due, Leg: s.Leg()})
	}
	for i := range s.Items {
		if it := &s.Items[i]; it.offered() {
			out = append(out, Duty{Key: "offer/" + string(it.ID), Kind: "offer", Post: ItemOwner, Team: it.OfferedTeam, Person: it.OfferedPerson, Act: ActAcceptItem, From: it.HandedOn, Leg: s.Leg()})
		}
	}
	return out
}

// mustSpeak reports whether an interim result presses so much that its author
// has to find a clinician by voice, whatever phase the loop is in.
func (s *State) mustSpeak(r *Report) bool { return s.unreadInterim(r) && r.unspoken() }

// interim is the reading of an interim report: by the asker, or, where it must
// be accepted by voice and was not, the calling by its author.
func interim(r *Report) Duty {
	d := Duty{Key: "interim/" + string(r.ID), Kind: "interim", Post: ReferringClinician, Act: ActAcknowledge, From: r.Written, Facts: []Key{r.key}, Class: r.Actionable, Leg: r.Leg}
	if r.unspoken() {
		d.Post, d.Act, d.Author = SeeingClinician, ActSpeak, r.Author
	}
	return d
}

// dutiesPatient: the bell, the call an actionable result makes, the telling of an ending.
func (s *State) dutiesPatient(out []Duty) []Duty {
	for _, b := range s.Bells {
		if !s.heardOut(b) {
			out = append(out, s.bell(b))
		}
	}
	if !s.Ended[PhaseDeceased].After(s.Reopened) {
		for i := range s.Reports {
			if r := &s.Reports[i]; r.Actionable != "" && s.uncalled(r) {
				out = append(out, Duty{Key: "patient-call/" + string(r.ID), Kind: "patient-call", Post: ReferringClinician, Act: ActInform, From: r.Written, Facts: []Key{r.key}, Class: r.Actionable, Leg: s.Leg()})
			}
		}
	}
	if s.untold() {
		out = append(out, Duty{Key: "ending-told", Kind: "ending-told", Post: ReferringTeam, Act: ActInform, From: s.Ended[s.is.phase], Leg: s.Leg()})
	}
	return out
}

// uncalled reports whether the patient still has to hear of a report: of a head
// itself, of an interim one itself or anything later.
func (s *State) uncalled(r *Report) bool {
	if r.head() || r.Written.IsZero() {
		return r.Informed.IsZero() && r.head()
	}
	return r.Kind == Interim && !slices.ContainsFunc(s.Reports, func(l Report) bool { return !l.Informed.IsZero() && !l.Written.Before(r.Written) })
}

// unanswered reports whether the asker said that a report answered partly or
// not: that goes back as a question, until somebody writes again or a line of
// the plan takes it on.
func (s *State) unanswered(r *Report) bool {
	if r.Acknowledged.IsZero() || r.Answered == "yes" || r.Answered == "" || s.settledSince(r.ackKey, r.Acknowledged) {
		return false
	}
	later := func(x Report) bool { return x.Written.After(r.Acknowledged) }
	taken := func(i Item) bool { return i.Report == r.ID && !i.Planned.Before(r.Acknowledged) }
	said := func(m Said) bool { return m.To == string(Sender) && m.At.After(r.Acknowledged) }
	return !slices.ContainsFunc(s.Reports, later) && !slices.ContainsFunc(s.Items, taken) && !slices.ContainsFunc(s.Messages, said)
}

// ends reports whether there is something to tell the patient but a report: a
// decline, an advice, or an ending.
func (s *State) ends() bool {
	return s.is.answer == declined || s.is.answer == advised || slices.Contains([]Phase{ClosedAfterDecline, ClosedOnAdvice, ClosedWithoutProof}, s.is.phase)
}

// untold reports whether it ended and nobody told the patient: of a decline or
// an advice, or that it was closed without proof.
func (s *State) untold() bool {
	switch s.is.phase {
	case ClosedAfterDecline, ClosedOnAdvice:
		return s.EndingTold.Before(s.is.answered)
	case ClosedWithoutProof:
		return s.EndingTold.Before(s.Ended[ClosedWithoutProof]) && !s.Ended[PhaseDeceased].After(s.Reopened)
	}
	return false
}

// heardOut reports whether a bell was answered: settled, or the patient was
// spoken to since; who cannot come, when the visit is cancelled or another is
// booked; who was seen, when anything shows it. Worse is for a clinician to
// settle, and another way to be reached for whoever asked the patient: a call
// alone does neither.
func (s *State) heardOut(b Bell) bool {
	moved := func(a Appointment) bool { return a.Unbooked.After(b.At) || a.Booked.After(b.At) }
	switch {
	case s.settledSince(b.Key, b.At):
		return true
	case b.Bell == BellWorse, b.Bell == BellReach:
		return false
	case b.Bell == BellCannot && slices.ContainsFunc(s.Appointments, moved), b.Bell == BellSeen && s.is.evidence:
		return true
	}
	return s.spoken.After(b.At)
}

// bell is the answering of one: worse is triage's, before acceptance the
// referrer's; the rest scheduling's.
func (s *State) bell(b Bell) Duty {
	out := Duty{Key: "bell/" + string(b.Key), Kind: "bell", Post: ReceivingScheduling, Act: ActContact, From: b.At, Facts: []Key{b.Key}, Leg: s.Leg()}
	if b.Bell == BellWorse {
		out.Kind, out.Post = "bell-worse", ReceivingTriage
		if s.is.answer != accepted && !s.is.evidence {
			out.Post = ReferringClinician
		}
	}
	return out
}

// head reports whether a report is a final or amended one that nothing replaces.
func (r *Report) head() bool { return !r.Written.IsZero() && r.Kind != Interim && !r.Replaced }
