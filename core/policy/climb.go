package policy

import (
	"slices"
	"strings"
	"time"

	"referd/core/party"
	"referd/core/referral"
)

// Class orders lists: emergency, actionable, urgent, the rest; within a class
// the most of its time used comes first, so that what is late leads it. A patient
// who says it is worse, and whom nobody has answered, is listed with emergencies
// (hazard H8).
func Class(s *referral.State) int {
	if len(s.Bells) > 0 && slices.ContainsFunc(s.Duties(), func(d referral.Duty) bool { return d.Kind == KindWorse }) {
		return 0
	}
	return class(s)
}

// KindWorse is the kind of duty of a patient who says it is worse.
const KindWorse = "bell-worse"

// Worse reports whether something owed is the word of a patient who says it is worse.
func Worse(s *referral.State, o referral.Owed) bool {
	return o.Duty != "" && slices.ContainsFunc(s.Duties(), func(d referral.Duty) bool { return d.Key == o.Duty && d.Kind == KindWorse })
}

func class(s *referral.State) int {
	switch {
	case s.Urgency == party.Emergency:
		return 0
	case s.Presses():
		return 1
	case s.Urgency == party.Urgent:
		return 2
	}
	return 3
}

// Level is a step of escalation and when it comes.
type Level struct {
	Level int
	At    time.Time
}

// Climb is what of a loop, beside what is owed, says when that climbs: its phase,
// its urgency, whether a report on it asks for action, whether what is owed is the
// word of a patient who is worse, and the calendar of whoever owes it.
type Climb struct {
	Phase   referral.Phase
	Urgency party.Urgency
	Presses bool
	Worse   bool
	Hours   party.Hours
}

// ClimbOf is it of something owed on a loop.
func ClimbOf(s *referral.State, o referral.Owed, h party.Hours) Climb {
	return Climb{Phase: s.Phase(), Urgency: s.Urgency, Presses: s.Presses(), Worse: Worse(s, o), Hours: h}
}

// allowed is how long it was given, and the calendar in which it goes on. The
// word of a patient who is worse is given minutes that somebody works; once it is
// late nobody waits for the morning.
func (c Climb) allowed(o referral.Owed) (time.Duration, party.Hours) {
	h := c.Hours
	switch {
	case c.Worse && c.Urgency != party.Emergency:
		return Worked(h, o.From, o.Due), party.Hours{}
	case c.Worse || c.Presses || c.Urgency.Rank() > 0:
		h = party.Hours{}
	}
	return Worked(h, o.From, o.Due), h
}

// Escalations are the three levels of something owed: the owner at due, the
// team lead half the time allowed later (urgent: at most two hours), both sides
// after as much again as was allowed, for sent phases only; drafts go no further
// than the owner, and duties no further than the lead, but for a patient who is
// worse (loop.md, Time, Escalation; hazard H8). They come in the order of time,
// which for what is routine and asks for no action is the working time of the
// calendar of whoever owes it: a lead is not asked on a Sunday for what nobody
// may be late with before Monday. For the rest it is the wall's.
func Escalations(o referral.Owed, c Climb) []Level {
	allowed, h := c.allowed(o)
	allowed = max(allowed, time.Minute)
	out := []Level{{1, o.Due}}
	unsent := c.Phase == referral.Draft || c.Phase == referral.Unsigned
	if unsent && !c.Worse {
		return out
	}
	half := allowed / 2
	if c.Urgency == party.Urgent && half > 2*hour {
		half = 2 * hour
	}
	out = append(out, Level{2, AddTime(h, o.Due, half)})
	if c.Worse && !unsent || o.Duty == "" && c.Phase.Open() {
		out = append(out, Level{3, AddTime(h, o.Due, allowed)})
	}
	return out
}

// Answer is until when what has climbed to somebody waits for what they do, from
// when they were told: as long as until it would have climbed one level more, and
// at the last level as long as was allowed at first; a quarter of an hour at least.
func Answer(o referral.Owed, c Climb, level int, told time.Time) time.Time {
	allowed, h := c.allowed(o)
	allowed = max(allowed, 15*time.Minute)
	if level < 3 {
		half := allowed / 2
		if c.Urgency == party.Urgent {
			half = min(half, 2*hour)
		}
		allowed = max(allowed-half, 15*time.Minute)
	}
	return AddTime(h, told, allowed)
}

// Clinical reports whether an act asks for a clinician's judgement: what is
// late of it climbs only to a lead who is one (loop.md, Time, Escalation).
func Clinical(a referral.Act) bool {
	switch a {
	case referral.ActSign, referral.ActDecide, referral.ActAnswerAdvice, referral.ActNextStep, referral.ActReport, referral.ActSpeak, referral.ActAcknowledge:
		return true
	}
	return false
}

// Interrupts reports whether word of something owed waits for no other: of an
// emergency, of what is urgent, of a report that asks for action, and of a
// patient who says it is worse (loop.md, Time; hazard H14).
func Interrupts(s *referral.State, o referral.Owed) bool {
	return class(s) < 3 || Worse(s, o)
}

// Digest is when somebody reads next what comes once a day: at an hour they
// wish, which is half past seven when it is 0, in their zone, on a day their team
// works. What comes within the hour before it is the next day's.
func Digest(h party.Hours, z *time.Location, wish int, now time.Time) time.Time {
	minute := 0
	if wish == 0 {
		wish, minute = 7, 30
	}
	y, m, d := now.In(z).Date()
	for i := 0; ; i++ {
		at := time.Date(y, m, d+i, wish, minute, 0, 0, z)
		if _, _, works := window(h, at.In(zone(h))); at.Sub(now) > hour && (works || never(h) || i > 400) {
			return at.UTC()
		}
	}
}

// ClaimEnds is when a claim is over by itself, so that nothing rests with who
// forgot it: at the end of the team's next working day after whoever has the
// ball claimed it, or last did something on the loop. What was given to somebody
// by another stays with them; ok is false where nobody has claimed it.
func ClaimEnds(s *referral.State, o referral.Owed, h party.Hours) (at time.Time, ok bool) {
	if o.Duty != "" || o.Person == "" || o.Holder != "" || s.ClaimedSince(o.From) != o.Person {
		return time.Time{}, false
	}
	all := s.Entries()
	for i := len(all) - 1; i >= 0; i-- {
		if all[i].By.User == o.Person && at.IsZero() {
			at = all[i].Noted
		}
		switch x := all[i].What.(type) {
		case referral.Reassigned:
			if x.Duty == "" {
				return time.Time{}, false
			}
		case referral.Claimed:
			return AddDays(h, at, 1), !at.IsZero()
		}
	}
	return time.Time{}, false
}

// Cover is when an actionable report that no clinician has opened goes to the
// cover: at half the time of the ball that waits for its reader, or, of an
// interim one, of its duty (loop.md, Time, Actionable; hazard H2). ok is false
// when nothing unopened presses, or somebody has accepted it by voice.
func Cover(s *referral.State, o referral.Owed) (at time.Time, ok bool) {
	if o.Holder != "" || o.Act != referral.ActAcknowledge && o.Act != referral.ActSpeak {
		return time.Time{}, false
	}
	waits := func(r referral.Report) bool {
		return r.Actionable != "" && r.Acknowledged.IsZero() && r.Opened.IsZero() && r.Spoken.IsZero()
	}
	of := s.Heads()
	if interim, yes := strings.CutPrefix(o.Duty, "interim/"); yes {
		of = slices.DeleteFunc(slices.Clone(s.Reports), func(r referral.Report) bool { return string(r.ID) != interim })
	} else if o.Duty != "" {
		return time.Time{}, false
	}
	if !slices.ContainsFunc(of, waits) {
		return time.Time{}, false
	}
	return o.From.Add(o.Due.Sub(o.From) / 2), true
}
