package turn

import (
	"slices"
	"strings"
	"time"

	"referd/core/party"
	"referd/core/policy"
	"referd/core/referral"
)

// owe computes the ball and the duties as they are after this turn, and writes
// what moved into the last entry, so that changed settings never change an old due.
func (t *Turn) owe() {
	f, now := t.Facts(), t.W.Now()
	last := &t.Added[len(t.Added)-1]
	var moved []referral.Owed
	if ball, open := policy.Owe(&t.State, f, now); open {
		ball = t.keep(t.staffed(ball), t.State.Ball())
		if !alike(ball, t.State.Ball()) {
			moved = append(moved, ball)
		}
	} else if t.State.Ball().Team != "" {
		moved = append(moved, referral.Owed{})
	}
	want := map[string]bool{"": true}
	for _, d := range t.State.Duties() {
		o := t.staffed(policy.OweDuty(&t.State, d, f, now))
		was, _ := t.State.OwedFor(d.Key)
		o = t.keep(o, was)
		want[d.Key] = true
		if !alike(o, was) {
			moved = append(moved, o)
		}
	}
	for k, o := range t.State.OwedNow() {
		if !want[k] && o.Team != "" {
			moved = append(moved, referral.Owed{Duty: k})
		}
	}
	if len(moved) > 0 {
		slices.SortFunc(moved, func(a, b referral.Owed) int { return strings.Compare(a.Duty, b.Duty) })
		last.Owed = moved
		t.State = referral.Owing(t.State, moved)
	}
}

// Recompute computes open dues anew, by the times allowed as they are now, and
// reports whether one moves. Each is counted from where it was counted before: no
// clock begins again, and nobody else owes it. Where none moves nothing is added.
func (t *Turn) Recompute() bool {
	was := *t
	t.Fresh = true
	t.Add(referral.Recomputed{}, "")
	if t.owe(); len(t.Added[len(t.Added)-1].Owed) > 0 {
		return true
	}
	*t = was
	return false
}

// keep leaves a due as it was while the same act is owed since the same
// moment; and an assignment stands until the act changes.
func (t *Turn) keep(o, was referral.Owed) referral.Owed {
	if was.Team == "" || was.Act != o.Act || !was.From.Equal(o.From) {
		return o
	}
	if !t.Fresh && !t.fixed(o.Duty) {
		o.Due, o.Settings = was.Due, was.Settings
	}
	for _, e := range t.Added {
		switch x := e.What.(type) {
		case referral.Reassigned:
			if x.Duty == o.Duty {
				o.Team, o.Person = x.Team, x.Person
				return o
			}
		case referral.Claimed, referral.Released, referral.Readdressed:
			return o
		case referral.Struck:
			if prior, ok := t.prior(x.Fact, o.Duty); ok && prior.Act == o.Act {
				o.Team, o.Person = prior.Team, prior.Person
				return o
			}
		}
	}
	if !t.passed(o) {
		o.Team, o.Person = was.Team, was.Person
	}
	return o
}

// passed reports whether a duty is by itself another's since this turn: a bell
// rung before the acceptance is the receiving side's from it on, a line of the
// plan whoever's took it. It keeps its due; no earlier assignment stands.
func (t *Turn) passed(o referral.Owed) bool {
	for _, d := range t.before.Duties() {
		if d.Key == o.Duty {
			was := t.staffed(policy.OweDuty(&t.before, d, t.Facts(), t.W.Now()))
			return was.Team != o.Team || was.Person != o.Person
		}
	}
	return false
}

// prior is who owed a thing before a claim, a release or an assignment that is
// struck now.
func (t *Turn) prior(fact referral.Key, duty string) (o referral.Owed, ok bool) {
	e, found := t.Entry(fact)
	if !found {
		return o, false
	}
	switch x := e.What.(type) {
	case referral.Claimed, referral.Released:
		if duty != "" {
			return o, false
		}
	case referral.Reassigned:
		if x.Duty != duty {
			return o, false
		}
	default:
		return o, false
	}
	for _, x := range t.State.Entries() {
		for _, was := range x.Owed {
			if was.Duty == duty && x.Seq < e.Seq {
				o, ok = was, true
			}
		}
	}
	return o, ok
}

// fixed reports whether a duty's due is its own (an appointment, an item).
func (t *Turn) fixed(duty string) bool {
	if duty == "" {
		n, _ := t.State.Next()
		return !n.Fixed.IsZero()
	}
	return strings.HasPrefix(duty, "item/")
}

// staffed makes sure that a team here owns it: a loop between two partners is
// the network desk's to chase.
func (t *Turn) staffed(o referral.Owed) referral.Owed {
	if _, ok := t.W.Directory().Teams[o.Team]; ok {
		return o
	}
	o.Team, o.Person = t.W.Directory().Network(), ""
	if o.Holder == "" {
		o.Holder = t.State.Org
	}
	return o
}

// By is a day somebody chose for a team, in its hours: a Saturday is the Friday
// before it where it works from Monday to Friday; an emergency's stands.
func (t *Turn) By(team party.TeamID, day time.Time) time.Time {
	if t.State.Urgency == party.Emergency || day.IsZero() {
		return day
	}
	return policy.Within(t.W.Directory().Teams[team].Hours, t.W.Now(), day)
}

func alike(a, b referral.Owed) bool {
	return a.Duty == b.Duty && a.Team == b.Team && a.Person == b.Person && a.Holder == b.Holder && a.Act == b.Act && a.Due.Equal(b.Due) && a.From.Equal(b.From)
}
