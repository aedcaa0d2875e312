// Package chase is what the house does by itself when time passes or somebody
// leaves, and whom it tells: it climbs what is late, asks the cover, makes work
// of what could not be delivered, and folds the ledgers again.
package chase

import (
	"context"
	"maps"
	"slices"
	"strconv"
	"time"

	"referd/core/party"
	"referd/core/policy"
	"referd/core/referral"
	"referd/desk"
	"referd/desk/turn"
	"referd/store"
)

// Escalate climbs what is late: level 1 the owner, 2 the team's lead, 3 both
// sides. It ends no loop and moves no ball to another team; a claim on which its
// claimer did nothing is over. It makes silence impossible.
func Escalate(ctx context.Context, d *desk.Desk) (climbed int, err error) {
	var late []store.Listed
	err = d.DB.View(ctx, store.Scope{System: true}, func(v *store.View) (err error) { late, err = v.Late(d.Now(), 500); return err })
	for _, x := range late {
		if err != nil {
			return climbed, err
		}
		act := escalate
		if x.Owed.Kind == store.KindLook {
			act = remind
		}
		err = d.Write(ctx, desk.System("escalation"), "escalate", func(w *desk.Writing) error { return act(w, x) })
		climbed++
	}
	return climbed, err
}

func escalate(w *desk.Writing, x store.Listed) error {
	t, err := turn.Begin(w, turn.Form{Referral: x.ID})
	if err != nil {
		return err
	}
	o, ok := t.State.OwedFor(x.Owed.Duty)
	if !ok || !o.Due.Equal(x.Owed.Due) {
		return nil // it was done meanwhile
	}
	now := w.Now()
	covers, next := unopened(t, o)
	later := func(at time.Time) {
		if next.IsZero() || at.Before(next) {
			next = at
		}
	}
	if ends, ok := policy.ClaimEnds(&t.State, o, w.Directory().Teams[o.Team].Hours); ok && !ends.After(now) {
		t.Add(referral.Released{}, "escalation") // its claimer did nothing on it: it is the team's again
		o.Person = ""
	} else if ok {
		later(ends)
	}
	owner, leads := false, map[party.UserID]int{}
	for _, l := range policy.Escalations(o, policy.ClimbOf(&t.State, o, w.Directory().Teams[o.Team].Hours)) {
		if l.Level <= x.Level {
			continue
		}
		if l.At.After(now) {
			later(l.At)
			break
		}
		ev := referral.Escalated{Duty: o.Duty, Level: l.Level, Phase: t.State.Phase(), Due: o.Due, Team: o.Team, Person: o.Person}
		if l.Level >= 2 {
			ev.Person = Next(w.Directory(), &t.State, o, now)
			leads[ev.Person] = l.Level
		}
		if l.Level == 3 {
			for _, u := range others(w.Directory(), &t.State, o, now) {
				leads[u] = l.Level
			}
		}
		owner = owner || l.Level == 1
		t.Add(ev, "escalation")
		x.Level = l.Level
	}
	later(far)
	if _, err := t.Commit(); err != nil {
		return err
	}
	if err := tellLevels(t, o.Duty, owner, leads); err != nil {
		return err
	}
	for i, u := range covers {
		if u == "" || slices.Contains(covers[:i], u) {
			continue
		}
		if err := notify(t, "read/"+string(u)+"/"+o.Duty); err != nil {
			return err
		}
	}
	return w.Tx.Climbed(x.ID, o.Duty, x.Level, next)
}

// tellLevels queues word of what climbed: of the first level to whoever owes it,
// of the others to the leads, each of the highest they were reached by.
func tellLevels(t *turn.Turn, duty string, owner bool, leads map[party.UserID]int) error {
	if owner {
		if err := notify(t, "level/1//"+duty); err != nil {
			return err
		}
	}
	for _, u := range slices.Sorted(maps.Keys(leads)) {
		if u == "" {
			continue
		}
		if err := notify(t, "level/"+strconv.Itoa(leads[u])+"/"+string(u)+"/"+duty); err != nil {
			return err
		}
	}
	return nil
}

// notify queues word of something owed.
func notify(t *turn.Turn, about string) error {
	return t.W.Tx.Enqueue(store.Job{Kind: "notify", Referral: t.Form.Referral, Arg: about, Due: t.W.Now()})
}

// above is who is asked over the owner's head: the team's lead. What asks for a
// clinician's judgement climbs only to a clinician: where the lead is none, to
// one of the team; to nobody, when the team has none.
func above(dir *desk.Directory, o referral.Owed) party.UserID {
	lead := dir.Teams[o.Team].Lead
	if !policy.Clinical(o.Act) || dir.Users[lead].Practitioner != "" {
		return lead
	}
	for _, u := range dir.Members(o.Team) {
		if u.Practitioner != "" {
			return u.ID
		}
	}
	return ""
}

// Above is who is asked next when an act of a team stays undone; "" is nobody.
func Above(dir *desk.Directory, team party.TeamID, act referral.Act) party.UserID {
	return above(dir, referral.Owed{Team: team, Act: act})
}

// far is when escalation looks again at what has climbed to the top.
var far = time.Date(2200, 1, 1, 0, 0, 0, 0, time.UTC)
