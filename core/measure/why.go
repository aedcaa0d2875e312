package measure

import "fmt"

// Why says in words what a referral is to a measure now: why it is counted, not
// counted, left out, or not counted yet.
func (m *Measure) Why(r *Row, now Minute) string {
	switch {
	case r.at[sent] == 0:
		return "Not measured: it was never sent."
	case !r.counts():
		return "Not measured: it was entered in error."
	}
	words := m.why(r, now)
	v, when := m.Stands(r, now)
	if v == Outside {
		return "Not measured: " + words
	}
	said := map[Verdict]string{Counted: "Counted", Not: "Measured, and not counted", LeftOut: "Left out", Waiting: "Not measured yet"}[v]
	if v == Waiting && m.survives {
		said = "Measured as waiting"
	}
	said += ": " + words
	of := " It is of the week of " + day0(m.weekOf(r))
	switch {
	case m.Now:
		return said
	case when == Young:
		return said + of + ", which is counted from " + (monday(m.weekOf(r)+1) + m.after).Time().Format("02-Jan-2006 15:04") + " UTC."
	case when == Past:
		return said + of + ", older than the figure."
	}
	return said + of + "."
}

func day0(w int) string { return monday(w).Time().Format("02-Jan-2006") }

// Length is a time in words: "45 min", "19 h", "3.2 d".
func Length(m Minute) string {
	switch {
	case m < 2*hour:
		return fmt.Sprintf("%d min", m)
	case m < 2*day:
		return fmt.Sprintf("%d h", m/hour)
	}
	return fmt.Sprintf("%.1f d", float64(m)/float64(day))
}

func whyInTime(r *Row, now Minute) string {
	allowed := fmt.Sprintf("%d h are allowed.", r.limit()/hour)
	if r.limit() == hour {
		allowed = "1 h is allowed."
	}
	if r.at[delivered] == 0 {
		return "sent " + Length(max(now-r.at[sent], 0)) + " ago and never delivered; " + allowed
	}
	return "delivered " + Length(r.took(sent, delivered)) + " after it was sent; " + allowed
}

func whyDecision(r *Row, now Minute) string {
	switch {
	case r.at[decided] != 0 && r.is(yes):
		return "accepted " + Length(r.took(sent, decided)) + " after it was sent."
	case r.at[decided] != 0:
		return "declined or advised " + Length(r.took(sent, decided)) + " after it was sent."
	case r.is(unsaid):
		return "a later step shows that it was decided, and nobody told when."
	case !r.is(open):
		return "it ended undecided after " + Length(r.took(sent, ended)) + "."
	}
	return "undecided for " + Length(max(now-r.at[sent], 0)) + " so far."
}

func whyFirstPass(r *Row, now Minute) string {
	switch {
	case r.at[decided] == 0:
		return whyDecision(r, now)
	case !r.is(yes):
		return "its first decision was not to accept."
	case r.is(asked):
		return "something was asked of its sender."
	}
	return "accepted, and nothing was asked of its sender."
}

func whyBooking(r *Row, now Minute) string {
	switch {
	case r.at[booked] != 0:
		return "first booked " + Length(r.took(sent, booked)) + " after it was sent."
	case r.is(arranged | cared):
		return "a later step shows that there was a visit, and nobody told when it was booked."
	case !r.is(open):
		return "it ended without a booking: " + r.stands() + "."
	}
	return "not booked for " + Length(max(now-r.at[sent], 0)) + " so far."
}

func whyNeverBooked(r *Row, now Minute) string { return whyBooking(r, now) }

func whyCompleted(r *Row, _ Minute) string {
	switch {
	case r.at[seen] != 0:
		return "the patient was seen, or the record reviewed, " + Length(r.took(sent, seen)) + " after it was sent."
	case r.is(cared):
		return "a report shows that the patient was seen."
	}
	return "no visit is on record; it stands at " + r.stands() + "."
}

func whyReturned(r *Row, now Minute) string {
	switch {
	case !r.is(cared):
		return "nobody was seen yet."
	case r.at[seen] == 0:
		return "a report shows that the patient was seen, and nobody told when."
	case r.at[returned] != 0:
		return "the report came " + Length(r.took(seen, returned)) + " after the visit."
	case r.at[acknowledged] != 0:
		return "the report was acknowledged, so it came."
	}
	return "seen " + Length(max(now-r.at[seen], 0)) + " ago, and no final report has come."
}

func whyInAWeek(r *Row, now Minute) string {
	switch {
	case r.at[returned] == 0 && r.at[acknowledged] == 0:
		return "no final report has come."
	case r.at[returned] == 0:
		return "acknowledged, and nobody told when the report came."
	case r.at[acknowledged] != 0:
		return "acknowledged " + Length(r.took(returned, acknowledged)) + " after the report came; 7 d are allowed."
	}
	return "the report came " + Length(max(now-r.at[returned], 0)) + " ago and is not acknowledged; 7 d are allowed."
}

func whyClosed(r *Row, _ Minute) string {
	switch v := closedLoop(r, 0); {
	case v == Counted:
		return "closed with every proof."
	case v == LeftOut:
		return r.stands() + " is an ending that nobody here can close."
	case r.is(open):
		return "still open, at " + r.stands() + "."
	}
	return "it ended otherwise: " + r.stands() + "."
}

func whyOverdue(r *Row, now Minute) string {
	switch {
	case !r.is(open):
		return "it is over: " + r.stands() + "."
	case r.at[due] < now:
		return "its next act is " + Length(now-r.at[due]) + " late."
	}
	return "its next act is due in " + Length(r.at[due]-now) + "."
}

// stands is its phase as staff read it, in quotes.
func (r *Row) stands() string { return "“" + r.Phase().Staff() + "”" }
