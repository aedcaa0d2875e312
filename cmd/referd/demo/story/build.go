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

// size is how much a demo holds: referrals told at the desk, open ones of a crowd
// among them beside the day's stories, days of history, how often each is there,
// all but the first pressed of it, and whether little is written that need not be.
type size struct {
	told, crowd, days, times int
	brief                    bool
}

// Sizes of the demo: 300 referrals, 20,000, a million.
var Sizes = map[string]size{"small": {300 - ofToday, 0, 180, 1, false}, "hospital": {1000, 30, 548, 20, false}, "region": {2500, 75, 548, 400, true}}

// Version of what is built: a folder of another is built anew.
const Version = "8"

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
	m, err := begin(ctx, d, clock, cast.Opens(time.Now()).Truncate(time.Second), s.days, said)
	if err != nil {
		return err
	}
	now := m.now
	defer clock.set(time.Time{})
	if err := m.register(registered(s)); err != nil {
		return fail("the patients", err)
	}
	m.day()
	m.brief = s.brief
	m.crowd(s.crowd)
	m.lately(lately)
	m.past(s.told-s.crowd, s.days)
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
	if err := d.DB.Commit(ctx, func(tx *store.Tx) error { return tx.ForgetBefore(now.Add(d.UndoFor)) }); err != nil {
		return err
	}
	return m.press(s.times - 1)
}

// begin puts the clock before the histories, and the network where they happen.
func begin(ctx context.Context, d *desk.Desk, clock *Clock, now time.Time, days int, said func(done, of int)) (*maker, error) {
	clock.ahead = max(time.Until(now), time.Second)
	if err := d.DB.Advance(ctx, clock.ahead); err != nil {
		return nil, fail("the clock", err)
	}
	clock.set(now.AddDate(0, 0, -days-1))
	if err := furnish(ctx, d, people.Hashed(cast.Password), people.HashedSecret(cast.ClientSecret), now.Year()); err != nil {
		return nil, fail("the directory", err)
	}
	m := &maker{ctx: ctx, d: d, clock: clock, r: rand.New(rand.NewPCG(11, 1)), who: map[string]desk.Who{}, pats: map[string][]party.PatientID{}, named: map[string]party.PatientID{}, turn: map[string]int{}, now: now, said: said}
	for _, p := range cast.Staff {
		w, err := as(ctx, d, p.ID)
		if err != nil {
			return nil, fail("the people", err)
		}
		m.who[p.ID] = w
	}
	for _, p := range outsiders {
		m.who[p] = teller(party.OrgID(p))
	}
	return m, nil
}

// ofToday is how many stories the day itself has, lately how many loops that are
// told closed in the last days.
const (
	ofToday = 74
	lately  = 12
)

// registered is how many people are referred beside those of the day: nine for ten
// referrals in a small house; in a large one somebody is sent three times in its
// eighteen months, in a region five times.
func registered(s size) int {
	if s.times == 1 {
		return (s.told + ofToday) * 9 / 10
	}
	if s.brief {
		return s.told / 5
	}
	return s.told * 3 / 10
}

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
