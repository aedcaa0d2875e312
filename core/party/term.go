package party

import "time"

// within reports whether now lies in a stretch of time; a zero beginning or end
// is open.
func within(from, until, now time.Time) bool {
	return !now.Before(from) && (until.IsZero() || now.Before(until))
}

// In reports whether somebody is in the team now.
func (m Membership) In(now time.Time) bool { return within(time.Time{}, m.Until, now) }

// In reports whether somebody acts for the clinician now; who was asked and has
// not accepted does not.
func (d Delegation) In(now time.Time) bool { return !d.Waits && within(d.From, d.Until, now) }

// Meets reports whether a delegation holds at any moment of a stretch of time; a
// zero beginning or end is open.
func (d Delegation) Meets(from, until time.Time) bool {
	return !d.Waits && (until.IsZero() || d.From.Before(until)) && (d.Until.IsZero() || d.Until.After(from)) && (d.Until.IsZero() || d.Until.After(d.From))
}

// Over reports whether nothing of it is left, whether it was accepted or not.
func (d Delegation) Over(now time.Time) bool { return !d.Until.IsZero() && !d.Until.After(now) }

// LastDay is a moment of the last day on which somebody acts for the clinician, as
// one says it: who acts until a midnight acts to the end of the day before. Zero
// is open.
func (d Delegation) LastDay() time.Time {
	if d.Until.IsZero() {
		return d.Until
	}
	return d.Until.Add(-1)
}

// In reports whether somebody answers for the team now.
func (o OnCall) In(now time.Time) bool { return within(o.From, o.Until, now) }

// OnCallNow is who answers for a team now; of several the one who took over
// last. ok is false when nobody is named.
func OnCallNow(all []OnCall, team TeamID, now time.Time) (who OnCall, ok bool) {
	for _, o := range all {
		if o.Team == team && o.In(now) && (!ok || o.From.After(who.From) || o.From.Equal(who.From) && o.User < who.User) {
			who, ok = o, true
		}
	}
	return who, ok
}
