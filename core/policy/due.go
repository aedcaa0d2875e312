package policy

import (
	"time"

	"referd/core/party"
	"referd/core/referral"
)

// Span is a time allowed. Days are business days of the owner's calendar;
// Work is working time; Wall is time on the wall; Same is the end of the same
// working day.
type Span struct {
	Days       int           `json:"d,omitempty"`
	Same       bool          `json:"s,omitempty"`
	Work, Wall time.Duration `json:",omitempty"`
}

// Settings are the times allowed, by what is owed and how urgent it is. They
// are starting values for setup, not a standard of care (loop.md, Phases).
type Settings struct {
	Version int
	Dues    map[string][3]Span // routine, urgent, emergency
	SeenBy  [3]int             // days to the seen-by date where the service says nothing
}

func days(n int) Span           { return Span{Days: n} }
func work(d time.Duration) Span { return Span{Work: d} }
func wall(d time.Duration) Span { return Span{Wall: d} }
func row(r, u, e Span) [3]Span  { return [3]Span{r, u, e} }

var sameDay = Span{Same: true}

const (
	hour = time.Hour
	day  = 24 * time.Hour
)

// Defaults are loop.md's starting values.
func Defaults() Settings {
	m := time.Minute
	return Settings{Version: 1, SeenBy: [3]int{42, 14, 1}, Dues: map[string][3]Span{
		"draft": row(days(3), sameDay, wall(30*m)), "unsigned": row(days(3), sameDay, wall(15*m)),
		"sent": row(wall(5*m), wall(5*m), wall(5*m)), "sent/phone": row(wall(4*hour), wall(30*m), wall(15*m)), "delivered": row(days(1), work(2*hour), wall(15*m)),
		"review": row(days(3), days(1), wall(30*m)), "questioned": row(days(5), days(1), wall(30*m)), "advised": row(days(5), days(1), wall(30*m)),
		"declined": row(days(5), sameDay, wall(30*m)), "accepted": row(wall(7*day), days(1), wall(hour)), "waitlisted": row(wall(30*day), wall(2*day), wall(hour)),
		"held": row(wall(90*day), wall(7*day), wall(hour)), "booked": row(wall(day), wall(day), wall(day)), "missed": row(days(2), work(4*hour), wall(hour)),
		"seen": row(wall(7*day), wall(2*day), wall(8*hour)), "seen/imaging": row(days(2), days(1), wall(hour)), "returning": row(wall(5*m), wall(5*m), wall(5*m)), "returning/phone": row(wall(4*hour), wall(30*m), wall(15*m)),
		"reported": row(days(5), days(1), wall(4*hour)), "follow-through": row(wall(7*day), wall(2*day), work(8*hour)),
		// duties
		"question": row(days(5), days(1), wall(30*m)), "missing": row(days(5), days(1), wall(4*hour)), "signature": row(days(3), sameDay, wall(15*m)),
		"interim": row(days(5), days(1), wall(4*hour)), "authorization": row(days(2), days(1), wall(4*hour)), "slot": row(days(1), work(4*hour), wall(hour)),
		"contradiction": row(days(2), work(4*hour), wall(hour)), "reopening": row(days(2), work(4*hour), wall(hour)), "new-facts": row(days(2), work(4*hour), wall(hour)),
		"bell": row(days(1), days(1), wall(hour)), "bell-worse": row(work(30*m), work(30*m), wall(30*m)), "patient-call": row(days(1), work(4*hour), wall(hour)),
		"proposal": row(days(2), days(1), wall(hour)), "ending-told": row(days(5), days(1), wall(4*hour)), "offer": row(days(3), days(1), wall(hour)),
		"item": row(wall(14*day), wall(7*day), wall(day)), "recall": row(days(1), work(2*hour), wall(30*m)), "delivery": row(days(1), work(2*hour), wall(30*m)),
	}}
}

// Index is an urgency's column; unknown counts as routine.
func Index(u party.Urgency) int {
	switch u {
	case party.Urgent:
		return 1
	case party.Emergency:
		return 2
	}
	return 0
}

// Due is when something owed since from is due. Urgent business time is never
// more than 24 hours on the wall per day allowed (loop.md, Time, Calendars;
// hazard H13). What nobody set a time for is due as a contradiction is.
func (s Settings) Due(what string, u party.Urgency, h party.Hours, from time.Time) time.Time {
	spans, ok := s.Dues[what]
	if !ok {
		spans = s.Dues["contradiction"]
	}
	i := Index(u)
	sp := spans[i]
	var due, ceiling time.Time
	switch {
	case sp.Days > 0:
		due, ceiling = AddDays(h, from, sp.Days), from.Add(time.Duration(sp.Days)*day)
	case sp.Same:
		due, ceiling = SameDay(h, from), from.Add(day)
	case sp.Work > 0:
		due, ceiling = AddTime(h, from, sp.Work), from.Add(day)
	default:
		return from.Add(sp.Wall)
	}
	if i == 1 && due.After(ceiling) {
		return ceiling
	}
	return due
}

// Pressing is when an actionable report must be acknowledged: three days, six
// hours or sixty minutes on the wall after it was delivered.
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

// SeenByDate is the date a patient should be seen by, from urgency and service.
func (s Settings) SeenByDate(sv party.Service, u party.Urgency, from time.Time) time.Time {
	n := sv.SeenIn[Index(u)]
	if n == 0 {
		n = s.SeenBy[Index(u)]
	}
	return from.AddDate(0, 0, n)
}
