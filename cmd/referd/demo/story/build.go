package story

import (
	"context"
	"math/rand/v2"
	"time"

	"referd/base/fault"
	"referd/cmd/referd/demo/cast"
	"referd/core/party"
	"referd/desk"
	"referd/desk/chase"
	"referd/desk/people"
	"referd/store"
)

// size is how much a demo holds: referrals in all, open ones of a crowd beside
// the day's stories, days of history.
type size struct{ referrals, crowd, days int }

// Sizes of the demo.
var Sizes = map[string]size{"small": {300, 0, 180}, "hospital": {20_000, 600, 548}}

// Version of what is built: a folder of another is built anew.
const Version = "6"

// Built reports whether a database has the demo in it already. One that holds
// other organizations is somebody's, and faults.
func Built(ctx context.Context, d *desk.Desk) (bool, error) {
	dir, err := d.Directory(ctx)
	if err != nil {
		return false, err
	}
	if _, ok := dir.Orgs["lakeside"]; ok || len(dir.Orgs) == 0 {
		return ok, nil
	}
	return false, fault.E("demo.Built", fault.Refused, "This database is in use by others. The demo needs one of its own.", nil)
}

// Build makes the network, its histories and the day it opens on. said is told
// how far it is. Domain time is then the morning of that day.
func Build(ctx context.Context, d *desk.Desk, clock *Clock, of string, said func(done, of int)) error {
	s := Sizes[of]
	machine := time.Now()
	now := cast.Opens(machine).Truncate(time.Second)
	clock.ahead = max(now.Sub(machine), time.Second)
	if err := d.DB.Advance(ctx, clock.ahead); err != nil {
		return fail("the clock", err)
	}
	clock.set(now.AddDate(0, 0, -s.days-1))
	defer clock.set(time.Time{})
	if err := furnish(ctx, d, people.Hashed(cast.Password), people.HashedSecret(cast.ClientSecret), now.Year()); err != nil {
		return fail("the directory", err)
	}
	m := &maker{ctx: ctx, d: d, clock: clock, r: rand.New(rand.NewPCG(11, 1)), who: map[string]desk.Who{}, pats: map[string][]party.PatientID{}, named: map[string]party.PatientID{}, turn: map[string]int{}, now: now, said: said}
	for _, p := range cast.Staff {
		w, err := as(ctx, d, p.ID)
		if err != nil {
			return fail("the people", err)
		}
		m.who[p.ID] = w
	}
	for _, p := range outsiders {
		m.who[p] = teller(party.OrgID(p))
	}
	if err := m.register(s.referrals * 9 / 10); err != nil {
		return fail("the patients", err)
	}
	m.day()
	m.crowd(s.crowd)
	m.lately(min(12, s.referrals/20))
	m.past(s.referrals-s.crowd-ofToday, s.days)
	if err := m.play(); err != nil {
		return err
	}
	if err := m.climb(now); err != nil {
		return err
	}
	clock.set(now)
	if err := settled(ctx, d); err != nil {
		return err
	}
	if err := slots(ctx, d, now); err != nil {
		return fail("the slots", err)
	}
	return d.DB.Commit(ctx, func(tx *store.Tx) error { return tx.ForgetBefore(now.Add(d.UndoFor)) })
}

// ofToday is how many stories the day itself has.
const ofToday = 74

// day tells the morning the demo opens on.
func (m *maker) day() {
	d := today{m}
	d.stluke()
	d.harbor()
	d.rivera()
	d.elsewhere()
}

// settled lets what was late climb as far as it would have by now.
func settled(ctx context.Context, d *desk.Desk) error {
	for {
		n, err := chase.Escalate(ctx, d)
		if err != nil || n < 500 {
			return err
		}
	}
}
