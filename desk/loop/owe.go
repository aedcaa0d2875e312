package loop

import (
	"slices"
	"strings"

	"referd/core/policy"
	"referd/core/referral"
)

// owe computes the ball and the duties as they are after this turn, and writes
// what moved into the last entry, so that changed settings never change an old due.
func (t *turn) owe() {
	f, now := t.facts(), t.w.Now()
	last := &t.added[len(t.added)-1]
	var moved []referral.Owed
	if ball, open := policy.Owe(&t.state, f, now); open {
		ball = t.keep(t.staffed(ball), t.state.Ball())
		if !alike(ball, t.state.Ball()) {
			moved = append(moved, ball)
		}
	} else if t.state.Ball().Team != "" {
		moved = append(moved, referral.Owed{})
	}
	want := map[string]bool{"": true}
	for _, d := range t.state.Duties() {
		o := t.staffed(policy.OweDuty(&t.state, d, f, now))
		was, _ := t.state.OwedFor(d.Key)
		o = t.keep(o, was)
		want[d.Key] = true
		if !alike(o, was) {
			moved = append(moved, o)
		}
	}
	for k, o := range t.state.OwedNow() {
		if !want[k] && o.Team != "" {
			moved = append(moved, referral.Owed{Duty: k})
		}
	}
	if len(moved) > 0 {
		slices.SortFunc(moved, func(a, b referral.Owed) int { return strings.Compare(a.Duty, b.Duty) })
		last.Owed = moved
		t.state = referral.Owing(t.state, moved)
	}
}

// keep leaves a due as it was while the same act is owed since the same
// moment; and an assignment stands until the act changes.
func (t *turn) keep(o, was referral.Owed) referral.Owed {
	if was.Team == "" || was.Act != o.Act || !was.From.Equal(o.From) {
		return o
	}
	if !t.fresh && !t.fixed(o.Duty) {
		o.Due, o.Settings = was.Due, was.Settings
	}
	for _, e := range t.added {
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
func (t *turn) passed(o referral.Owed) bool {
	for _, d := range t.before.Duties() {
		if d.Key == o.Duty {
			was := t.staffed(policy.OweDuty(&t.before, d, t.facts(), t.w.Now()))
			return was.Team != o.Team || was.Person != o.Person
		}
	}
	return false
}

// prior is who owed a thing before a claim, a release or an assignment that is
// struck now.
func (t *turn) prior(fact referral.Key, duty string) (o referral.Owed, ok bool) {
	e, found := t.entry(fact)
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
	for _, x := range t.state.Entries() {
		for _, was := range x.Owed {
			if was.Duty == duty && x.Seq < e.Seq {
				o, ok = was, true
			}
		}
	}
	return o, ok
}

// fixed reports whether a duty's due is its own (an appointment, an item).
func (t *turn) fixed(duty string) bool {
	if duty == "" {
		n, _ := t.state.Next()
		return !n.Fixed.IsZero()
	}
	return strings.HasPrefix(duty, "item/")
}

// staffed makes sure that a team here owns it: a loop between two partners is
// the network desk's to chase.
func (t *turn) staffed(o referral.Owed) referral.Owed {
	if _, ok := t.w.Directory().Teams[o.Team]; ok {
		return o
	}
	o.Team, o.Person = t.w.Directory().Network(), ""
	if o.Holder == "" {
		o.Holder = t.state.Org
	}
	return o
}

func alike(a, b referral.Owed) bool {
	return a.Duty == b.Duty && a.Team == b.Team && a.Person == b.Person && a.Holder == b.Holder && a.Act == b.Act && a.Due.Equal(b.Due) && a.From.Equal(b.From)
}
