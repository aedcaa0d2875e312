package demo

import (
	"context"
	"math/rand/v2"
	"time"

	"referd/core/party"
	"referd/core/referral"
	"referd/desk"
	"referd/desk/chart"
	"referd/desk/loop"
	"referd/desk/people"
	"referd/store"
)

// Sizes of the demo: how many referrals, over how many days.
var Sizes = map[string][2]int{"small": {300, 120}, "hospital": {20_000, 548}}

// Built reports whether a database has the demo in it already.
func Built(ctx context.Context, d *desk.Desk) (bool, error) {
	dir, err := d.Directory(ctx)
	if err != nil {
		return false, err
	}
	_, ok := dir.Orgs["lakeside"]
	return ok, nil
}

// Build makes the network and its histories. said is told how far it is.
func Build(ctx context.Context, d *desk.Desk, clock *Clock, size string, said func(done, of int)) error {
	n, days := Sizes[size][0], Sizes[size][1]
	now := time.Now().UTC().Truncate(time.Second)
	clock.set(now.AddDate(0, 0, -days))
	defer clock.set(time.Time{})
	if err := furnish(ctx, d, people.Hashed(Password), people.HashedSecret(ClientSecret)); err != nil {
		return fail("the directory", err)
	}
	m := &maker{ctx: ctx, d: d, clock: clock, r: rand.New(rand.NewPCG(11, 1)), who: map[string]desk.Who{}, end: now, said: said}
	for _, p := range staff {
		w, err := as(ctx, d, p.id)
		if err != nil {
			return fail("the people", err)
		}
		m.who[p.id] = w
	}
	var pats []party.PatientID
	if err := m.patients(n*9/10, &pats); err != nil {
		return fail("the patients", err)
	}
	span := time.Duration(days) * 24 * time.Hour
	for i := range n {
		at := now.Add(-span).Add(time.Duration(float64(span) * (float64(i) + m.r.Float64()) / float64(n)))
		m.tale(working(at), pats[len(fixed)+i%(len(pats)-len(fixed))])
	}
	m.known(now, pats)
	if err := m.play(); err != nil {
		return err
	}
	clock.set(now)
	if err := settled(ctx, d); err != nil {
		return err
	}
	if err := slots(ctx, d, now); err != nil {
		return fail("the slots", err)
	}
	return d.DB.Commit(ctx, func(tx *store.Tx) error { return tx.ForgetBefore(now) })
}

// patients registers them: first those whose stories the pages open with.
func (m *maker) patients(n int, out *[]party.PatientID) error {
	from := m.clock.Now()
	for lo := 0; lo < n+len(fixed); lo += 500 {
		err := m.d.Write(m.ctx, m.who["moss"], "history", func(w *desk.Writing) error {
			for i := lo; i < min(lo+500, n+len(fixed)); i++ {
				p := madePatient(m.r, i, "lakeside", from)
				if i < len(fixed) {
					p = fixedPatient(i, from)
				}
				pid, err := chart.Add(w, p, true)
				if err != nil {
					return err
				}
				*out = append(*out, pid)
			}
			return nil
		})
		if err != nil {
			return err
		}
	}
	return nil
}

// tale begins one referral and lets it take the way most of its kind take: a
// third close with an answer, two fifths are never booked, as was measured
// where nobody kept loops.
func (m *maker) tale(at time.Time, pat party.PatientID) {
	o := offers[m.r.IntN(len(offers))]
	if m.r.IntN(4) > 0 && o.org != "stluke" {
		o = offers[m.r.IntN(7)]
	}
	t := &tale{m: m, at: at, pat: pat, offer: o, s: m.storyOf(o.story)}
	doctor := []string{"rivera", "rivera", "park"}[m.r.IntN(3)]
	t.begin(doctor)
	h, ok := houses[o.org]
	if !ok {
		how := []int{0, 0, 0, 1, 1, 2}[m.r.IntN(6)]
		t.atPartner(how)
		if how == 0 && m.r.IntN(2) == 0 {
			t.acknowledged(doctor, 60).finished(doctor)
		}
		return
	}
	t.opened(h)
	w := m.r.IntN(100)
	if t.s.urgency == party.Emergency {
		w = 90
	}
	if w >= 36 && m.r.IntN(4) == 0 && t.s.urgency != party.Emergency {
		t.asked(h).answered(30)
	}
	m.fate(t, h, doctor, w)
}

func (m *maker) fate(t *tale, h here, doctor string, w int) {
	switch {
	case w < 6: // a question nobody answered
		t.asked(h)
	case w < 12: // declined
		t.declined(h)
		if w > 7 {
			t.next(doctor, 60, func(w *desk.Writing, f loop.Form) error {
				return done(loop.NextStep(w, f, loop.Step{How: "end", Words: "Treated here instead.", Told: "visit"}))
			})
		}
	case w < 20: // accepted, never booked
		t.accepted(h, 30).called(h, 40, "call", "no-answer")
	case w < 24:
		t.accepted(h, 30).next(h.booking, 30, func(w *desk.Writing, f loop.Form) error { return done(loop.Waitlist(w, f, "No time before the date.")) })
	case w < 29: // three days, two ways, a letter: not reached
		t.accepted(h, 30).called(h, 20, "call", "no-answer").called(h, 30, "text", "bounced").called(h, 30, "call", "no-answer").called(h, 30, "call", "message-left").called(h, 10, "letter", "sent")
		if t.s.urgency == party.Routine {
			t.next(doctor, 340, func(w *desk.Writing, f loop.Form) error {
				return done(loop.Unreachable(w, f, "Called and written to, no answer."))
			})
		}
	case w < 32:
		t.accepted(h, 20).next(doctor, 60, func(w *desk.Writing, f loop.Form) error {
			return done(loop.Withdraw(w, f, "“I feel well again and do not want to go.”"))
		})
	case w < 35:
		t.next(doctor, 50, func(w *desk.Writing, f loop.Form) error {
			return done(loop.Cancel(w, f, "resolved", "It resolved by itself."))
		})
	case w < 39 && t.s.urgency != party.Emergency:
		t.next(h.clinic, 30, func(w *desk.Writing, f loop.Form) error {
			return done(loop.Advise(w, f, loop.Advice{Words: "No visit is needed now. Repeat the test in three months.", BackIf: "It grows, bleeds or hurts."}))
		})
		if w > 35 {
			t.next(doctor, 50, func(w *desk.Writing, f loop.Form) error { return done(loop.AnswerAdvice(w, f, "accept", "", "call")) })
		}
	default:
		m.visited(t, h, doctor, w)
	}
}

func (m *maker) visited(t *tale, h here, doctor string, w int) {
	ahead := 3 + 9*m.r.Float64()
	if t.fast() {
		ahead = 0.1
	}
	t.accepted(h, 24).booked(h, 20, ahead)
	if w < 43 { // did not come
		t.at = t.at.Add(time.Duration(ahead*24+80) * time.Hour)
		t.next(h.booking, 0, func(w *desk.Writing, f loop.Form) error {
			return done(loop.Miss(w, f, "", "Did not come, did not call."))
		})
		return
	}
	t.seen(h, ahead)
	if w < 50 {
		return // the report is owed
	}
	var act referral.Actionable
	if w%9 == 0 {
		act = referral.WithinDays
	}
	t.reported(h, 30, act)
	recent := t.m.end.Sub(t.at) < 12*24*time.Hour
	if w < 55 && (recent || w == 50) {
		return // not acknowledged
	}
	t.acknowledged(doctor, 50)
	if w < 60 && (recent || w == 56) {
		return // something is open
	}
	t.finished(doctor)
}

func (m *maker) storyOf(kind string) story {
	for {
		if s := stories[m.r.IntN(len(stories))]; s.specialty == kind {
			return s
		}
	}
}

// settled lets what was late climb as far as it would have by now.
func settled(ctx context.Context, d *desk.Desk) error {
	for {
		n, err := loop.Escalate(ctx, d)
		if err != nil || n < 500 {
			return err
		}
	}
}
