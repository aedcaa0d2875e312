package referral

// Duties are what people owe beside the ball, also when the loop is over. They
// never move the ball. A duty's key stays the same while it is owed.
func (s State) Duties() []Duty {
	d := s.read()
	p := s.phase(&d)
	if p == InError {
		return s.recalls()
	}
	var out []Duty
	out = append(out, s.dutiesSending(&d, p)...)
	out = append(out, s.dutiesVisit(&d, p)...)
	out = append(out, s.dutiesAnswer(p)...)
	out = append(out, s.dutiesPatient(&d, p)...)
	return append(out, s.dutiesDispute(p)...)
}

// dutiesSending: the signature, the missing items, questions after an answer.
func (s *State) dutiesSending(d *reading, p Phase) (out []Duty) {
	if (!s.Sent.IsZero() || !s.Heard.IsZero()) && s.Signed.IsZero() && p.Open() {
		out = append(out, Duty{Key: "signature", Kind: "signature", Post: ReferringClinician, Act: ActSign, From: s.Heard, Leg: s.Leg()})
	}
	for _, m := range s.Missing {
		if p.Open() && p != Draft && !d.evidence {
			out = append(out, Duty{Key: "missing/" + m, Kind: "missing", Post: ReferringTeam, Act: ActAttach, From: s.Sent, Leg: s.Leg()})
		}
	}
	for _, a := range s.Asks {
		if a.Answered.Before(a.Asked) && p != Questioned && p.Open() && a.Leg == s.Leg() {
			out = append(out, Duty{Key: "question/" + string(a.ID), Kind: "question", Post: ReferringTeam, Act: ActAnswer, From: a.Asked, Facts: []Key{a.Key}, Leg: s.Leg()})
		}
	}
	return out
}

// dutiesVisit: appointments that stand where nobody goes, and requests to cancel.
func (s *State) dutiesVisit(d *reading, p Phase) (out []Duty) {
	for _, a := range s.Appointments {
		stands := a.Booked.After(latest(a.Unbooked, a.Missed)) && a.Seen.IsZero() && !s.Seen.After(a.Booked)
		if stands && (d.live == nil || d.live.ID != a.ID || !p.Open()) {
			out = append(out, Duty{Key: "slot/" + string(a.ID), Kind: "slot", Post: ReceivingScheduling, Act: ActUnbook, From: a.Booked, Leg: a.Leg, Facts: []Key{a.Key}})
		}
	}
	if (p == PhaseBooked || p == PhaseAccepted || p == PhaseWaitlisted) && s.unauthorized(d) {
		out = append(out, Duty{Key: "authorization", Kind: "authorization", Post: ReferringTeam, Act: ActAuthorize, From: s.Authorized, Leg: s.Leg()})
	}
	return out
}

// unauthorized reports whether the authorization is refused, has run out, or
// will have run out when the patient comes.
func (s *State) unauthorized(d *reading) bool {
	a := s.Authorization
	expiring := d.live != nil && !a.Until.IsZero() && d.live.Start.After(a.Until)
	return a.State == "denied" || a.State == "expired" || expiring
}
