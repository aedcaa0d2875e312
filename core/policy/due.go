package policy

import (
	"cmp"
	"time"

	"referd/core/party"
	"referd/core/referral"
)

// Settings are the times allowed, by what is owed and how urgent it is. They
// are starting values for setup, not a standard of care (loop.md, Phases).
type Settings struct {
	Version int
	Dues    party.Dues
	SeenBy  [3]int // days to the seen-by date where the service says nothing
	Link    int    // days a receiver without an account may answer by its link; 0 is 14
}

// LinkEnds is until when a link given now answers.
func (s Settings) LinkEnds(now time.Time) time.Time {
	return now.AddDate(0, 0, cmp.Or(s.Link, 14))
}

func days(n int) party.Span                { return party.Span{Days: n} }
func work(d time.Duration) party.Span      { return party.Span{Work: d} }
func wall(d time.Duration) party.Span      { return party.Span{Wall: d} }
func row(r, u, e party.Span) [3]party.Span { return [3]party.Span{r, u, e} }

var sameDay = party.Span{Same: true}

const (
	hour = time.Hour
	day  = 24 * time.Hour
)

// Defaults are loop.md's starting values, by phase and by duty. A name with a
// slash is a step of it: "sent/phone" is for a receiver that is telephoned or
// faxed, "sent/post" once it is on its way by post and until they have it,
// "accepted/contact" until the patient has been reached. Where the page says
// "not allowed" for an emergency, a partner may still tell it: then
// somebody must act within half an hour or an hour. Where it says "same day" of
// an emergency it is eight hours on the wall, because a working day may be over.
func Defaults() Settings {
	m := time.Minute
	return Settings{Version: 1, SeenBy: [3]int{42, 14, 1}, Dues: party.Dues{
		"draft": row(days(3), sameDay, wall(30*m)), "unsigned": row(days(3), sameDay, wall(15*m)),
		"sent": row(wall(5*m), wall(5*m), wall(5*m)), "sent/phone": row(wall(4*hour), wall(30*m), wall(15*m)),
		"sent/link": row(days(1), work(2*hour), wall(15*m)), "sent/fax": row(wall(4*hour), wall(30*m), wall(15*m)), "sent/post": row(days(5), days(1), wall(15*m)),
		"delivered": row(days(1), work(2*hour), wall(15*m)), "review": row(days(3), days(1), wall(30*m)),
		"questioned": row(days(5), days(1), wall(30*m)), "advised": row(days(5), days(1), wall(30*m)), "declined": row(days(5), sameDay, wall(30*m)),
		"accepted/contact": row(days(3), days(1), wall(hour)), "accepted": row(wall(7*day), days(1), wall(hour)),
		"waitlisted": row(wall(30*day), wall(2*day), wall(hour)), "held": row(wall(90*day), wall(7*day), wall(hour)),
		"booked": row(wall(day), wall(day), wall(day)), "missed": row(days(2), work(4*hour), wall(hour)),
		"seen": row(wall(7*day), wall(2*day), wall(8*hour)), "seen/imaging": row(days(2), wall(day), wall(hour)),
		"returning": row(wall(5*m), wall(5*m), wall(5*m)), "returning/phone": row(wall(4*hour), wall(30*m), wall(15*m)),
		"reported": row(days(5), days(1), wall(4*hour)), "follow-through": row(wall(7*day), wall(2*day), wall(8*hour)),

		"question": row(days(5), days(1), wall(30*m)), "missing": row(days(5), days(1), wall(4*hour)), "signature": row(days(3), sameDay, wall(15*m)),
		"interim": row(days(5), days(1), wall(4*hour)), "authorization": row(days(2), days(1), wall(4*hour)),
		"cancellation": row(days(1), work(4*hour), wall(hour)), "slot": row(days(1), work(4*hour), wall(hour)), "late": row(sameDay, sameDay, wall(hour)),
		"contradiction": row(days(2), work(4*hour), wall(hour)), "reopening": row(days(2), work(4*hour), wall(hour)), "new-facts": row(days(2), work(4*hour), wall(hour)),
		"delivery": row(days(1), work(4*hour), wall(hour)),
		"bell":     row(days(1), days(1), days(1)), "bell-worse": row(work(30*m), work(30*m), wall(30*m)), "patient-call": row(days(1), work(4*hour), wall(hour)),
		"proposal": row(days(2), days(1), wall(hour)), "ending-told": row(days(5), days(1), wall(4*hour)), "reply": row(days(5), days(1), wall(4*hour)), "decline-call": row(wall(30*m), wall(30*m), wall(30*m)),
		"item": row(wall(14*day), wall(7*day), wall(day)), "offer": row(days(3), days(1), wall(hour)), "recall": row(days(1), work(2*hour), wall(30*m)), "incident": row(days(5), days(1), wall(day)),
	}}
}

// Due is when something owed since from is due in a calendar: never while its
// owner is shut, but for an emergency. Urgent time is never more than 24 hours
// on the wall per day allowed; where the owner does not work before that, the
// wall's time stands (loop.md, Time, Calendars; hazard H13). A patient who rang is
// answered in a working day however urgent the referral is, because their page
// promises the day: nobody answers on a Sunday where all are shut. What nobody set
// a time for is due as a contradiction is.
func (s Settings) Due(what string, u party.Urgency, h party.Hours, from time.Time) time.Time {
	return s.due(nil, what, u, h, from)
}

// due prefers a service's own times to the house's.
func (s Settings) due(own party.Dues, what string, u party.Urgency, h party.Hours, from time.Time) time.Time {
	sp := s.allowed(own, what)[u.Rank()]
	var due, ceiling time.Time
	switch {
	case sp.Days > 0:
		due, ceiling = AddDays(h, from, sp.Days), from.Add(time.Duration(sp.Days)*day)
	case sp.Same:
		due, ceiling = SameDay(h, from), from.Add(day)
	case sp.Work > 0:
		due, ceiling = AddTime(h, from, sp.Work), from.Add(day)
	case u == party.Emergency:
		return from.Add(sp.Wall)
	case sp.Wall < day:
		due, ceiling = AddTime(h, from, sp.Wall), from.Add(day)
	case u == party.Urgent:
		due, _ = last(h, from, from.Add(sp.Wall))
		return due
	default:
		return Within(h, from, from.Add(sp.Wall))
	}
	if u.Rank() > 0 && due.After(ceiling) && what != "bell" {
		due, _ = last(h, from, ceiling)
	}
	return due
}

// Allowed are the times allowed for a step at a service, for routine, urgent and
// emergency: its own, else the house's.
func (s Settings) Allowed(sv party.Service, what string) [3]party.Span {
	return s.allowed(sv.Dues, what)
}

func (s Settings) allowed(own party.Dues, what string) [3]party.Span {
	spans, ok := own[what]
	if !ok {
		spans, ok = s.Dues[what]
	}
	if !ok {
		spans = s.Dues["contradiction"]
	}
	return spans
}

// ShutPast says, before anything is sent, when the receiver opens again and
// whether that is too late: an urgent referral waits a day at most, an emergency
// for no longer than its opening is allowed (loop.md, Time, Calendars). Then the
// page offers the telephone or another service. Nothing is too late for a routine one.
func (s Settings) ShutPast(h party.Hours, u party.Urgency, now time.Time) (opens time.Time, past bool) {
	opens = NextOpen(h, now)
	limit := day
	switch u {
	case party.Urgent:
	case party.Emergency:
		limit = s.Dues["delivered"][u.Rank()].Wall
	default:
		return opens, false
	}
	return opens, opens.Sub(now) > limit
}

// Pressing is when an actionable report must be acknowledged, or accepted by
// voice: three days, six hours or sixty minutes on the wall. Zero: it is not actionable.
func Pressing(a referral.Actionable, from time.Time) time.Time {
	switch a {
	case referral.WithinDays:
		return from.Add(3 * day)
	case referral.WithinHours:
		return from.Add(6 * hour)
	case referral.WithinMinutes:
		return from.Add(time.Hour)
	}
	return time.Time{}
}

// pressing is the same as somebody with office hours keeps it: what has days is
// due before they shut, what has hours or minutes on the wall.
func pressing(a referral.Actionable, h party.Hours, from time.Time) time.Time {
	due := Pressing(a, from)
	if a == referral.WithinDays {
		due, _ = last(h, from, due)
	}
	return due
}

// SeenByDate is the date a patient should be seen by, from urgency and service.
func (s Settings) SeenByDate(sv party.Service, u party.Urgency, from time.Time) time.Time {
	n := sv.SeenIn[u.Rank()]
	if n == 0 {
		n = s.SeenBy[u.Rank()]
	}
	return from.AddDate(0, 0, n)
}
