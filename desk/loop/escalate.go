package loop

import (
	"context"
	"time"

	"referd/core/party"
	"referd/core/policy"
	"referd/core/referral"
	"referd/desk"
	"referd/store"
)

// Escalate climbs what is late: level 1 the owner, 2 the team's lead, 3 both
// sides. It ends no loop and moves no ball; it makes silence impossible.
func Escalate(ctx context.Context, d *desk.Desk) (climbed int, err error) {
	var late []store.Listed
	err = d.DB.View(ctx, store.Scope{System: true}, func(v *store.View) (err error) { late, err = v.Late(d.Now(), 500); return err })
	for _, x := range late {
		if err != nil {
			return climbed, err
		}
		err = d.Write(ctx, desk.System("escalation"), "escalate", func(w *desk.Writing) error { return escalate(w, x) })
		climbed++
	}
	return climbed, err
}

func escalate(w *desk.Writing, x store.Listed) error {
	t, err := begin(w, Form{Referral: x.ID})
	if err != nil {
		return err
	}
	o, ok := t.state.OwedFor(x.Owed.Duty)
	if !ok || !o.Due.Equal(x.Owed.Due) {
		return nil // it was done meanwhile
	}
	levels := policy.Escalations(o, t.state.Phase(), t.state.Urgency)
	now, next := w.Now(), far
	for _, l := range levels {
		if l.Level <= x.Level {
			continue
		}
		if l.At.After(now) {
			next = l.At
			break
		}
		ev := referral.Escalated{Duty: o.Duty, Level: l.Level, Phase: t.state.Phase(), Due: o.Due, Team: o.Team, Person: o.Person}
		if l.Level >= 2 {
			ev.Person = above(w.Directory(), o)
		}
		t.add(ev, "escalation")
		x.Level = l.Level
	}
	if _, err := t.commit(); err != nil {
		return err
	}
	for range t.added {
		if err := w.Tx.Enqueue(store.Job{Kind: "notify", Referral: x.ID, Arg: o.Duty, Due: now}); err != nil {
			return err
		}
	}
	return w.Tx.Climbed(x.ID, o.Duty, x.Level, next)
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

// far is when escalation looks again at what has climbed to the top.
var far = time.Date(2200, 1, 1, 0, 0, 0, 0, time.UTC)
