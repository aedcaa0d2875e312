package notify_test

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"referd/core/party"
	"referd/core/referral"
	"referd/desk"
	"referd/desk/chase"
	"referd/desk/desktest"
	"referd/desk/loop"
	"referd/edge/notify"
	"referd/store"
	"referd/work"
)

// A priority changed twice is one line of the mail.
func TestAChangeIsListedOnce(t *testing.T) {
	h, b := desktest.New(t), box(t)
	s := &notify.Sender{Desk: h.Desk, Relay: b.Address(), From: "referd@localhost", Public: "http://house"}
	d, other := sent(t, h, party.Routine), sent(t, h, party.Routine)
	change := func(of referral.ID, u party.Urgency) {
		t.Helper()
		h.Pass(time.Minute)
		var fact referral.Key
		if err := h.Write(t.Context(), h.As("nurse"), "priority", func(w *desk.Writing) error {
			if _, err := loop.Prioritise(w, loop.Form{Referral: of}, u, "The tracing."); err != nil {
				return err
			}
			s, err := w.Loop(of)
			fact = s.Entries()[s.Seq-1].Key
			return err
		}); err != nil {
			t.Fatal(err)
		}
		tell(t, h, s, of, "fact/"+string(fact))
	}
	change(other.ID, party.Urgent)
	if len(b.All()) != 1 {
		t.Fatal("the first of the hour was kept")
	}
	change(d.ID, party.Urgent)
	change(d.ID, party.Emergency)
	if len(b.All()) != 1 {
		t.Fatal("the second of the hour was told at once")
	}
	h.Pass(61 * time.Minute)
	post(t, h, s)
	m := b.All()[0]
	if len(b.All()) != 2 || strings.Count(m.Body, "/referrals/"+string(d.ID)) != 1 || m.Subject != "Priority changed, "+d.Code {
		t.Errorf("%s: %s", m.Subject, m.Body)
	}
}

// A letter that is planned while the job of an empty one of the same moment ends
// has a job of its own: what it tells does not wait for good.
func TestALetterPlannedWhileAnotherEndsLeaves(t *testing.T) {
	h, b := desktest.New(t), box(t)
	s := &notify.Sender{Desk: h.Desk, Relay: b.Address(), From: "referd@localhost", Public: "http://house"}
	first, second, third := sent(t, h, party.Routine), sent(t, h, party.Routine), sent(t, h, party.Routine)
	plan := func(of referral.ID) {
		t.Helper()
		var about string
		if err := h.Write(t.Context(), h.As("nurse"), "priority", func(w *desk.Writing) error {
			if _, err := loop.Prioritise(w, loop.Form{Referral: of}, party.Urgent, "The tracing."); err != nil {
				return err
			}
			s, err := w.Loop(of)
			about = "fact/" + string(s.Entries()[s.Seq-1].Key)
			return err
		}); err != nil {
			t.Fatal(err)
		}
		if err := s.Notify(t.Context(), of, about); err != nil {
			t.Fatal(err)
		}
	}
	plan(first.ID)
	post(t, h, s)
	plan(second.ID)
	if err := h.DB.Commit(t.Context(), func(tx *store.Tx) error { // what waits is told in another letter
		letters, err := tx.LettersOf("doc", h.Now())
		for _, l := range letters {
			all, e := tx.NoticesIn(l.Name)
			for _, n := range all {
				n.Level, n.Letter = 1, store.Letter{Name: "elsewhere", Kind: "now", Due: h.Now()}
				_, e = tx.Tell(n)
			}
			err = errors.Join(err, e)
		}
		return err
	}); err != nil {
		t.Fatal(err)
	}
	h.Pass(time.Hour)
	ended := 0
	r := &work.Runner{DB: h.DB, Kinds: map[string]func(context.Context, work.Job) error{"mail": func(ctx context.Context, j work.Job) error {
		err := s.Mail(ctx, j.Arg)
		if ended++; ended == 1 {
			plan(third.ID)
		}
		return err
	}}}
	if _, err := r.Once(t.Context(), []string{"mail"}); err != nil || ended == 0 {
		t.Fatalf("%d letters ended, %v", ended, err)
	}
	h.Pass(2 * time.Hour)
	post(t, h, s)
	if !slices.ContainsFunc(b.All(), func(m notify.Mail) bool { return strings.Contains(m.Subject+m.Body, third.Code) }) {
		t.Errorf("%s was never told, in %d mails", third.Code, len(b.All()))
	}
}

// Whoever owes something and leads the team that owes it is told once, however
// many levels it climbed meanwhile: all at once, after a stop, by two at once.
func TestALateThingIsOneMail(t *testing.T) {
	h, b := desktest.New(t), box(t)
	s := &notify.Sender{Desk: h.Desk, Relay: b.Address(), From: "referd@localhost", Public: "http://house"}
	d := sent(t, h, party.Urgent)
	h.Pass(24 * time.Hour) // nobody was there: all three levels come due together
	if _, err := chase.Escalate(t.Context(), h.Desk); err != nil {
		t.Fatal(err)
	}
	var all sync.WaitGroup
	for range 4 {
		all.Go(func() { post(t, h, &notify.Sender{Desk: h.Desk, Relay: s.Relay, From: s.From}, "notify") })
	}
	all.Wait()
	post(t, h, s, "notify")
	var late []string
	for _, m := range b.All() {
		if m.To == "intake@example.org" && strings.Contains(m.Subject, "late since") {
			late = append(late, m.Subject)
		}
	}
	if len(late) == 0 || len(late) > 2 || len(slices.Compact(slices.Sorted(slices.Values(late)))) != len(late) || !strings.Contains(strings.Join(late, " "), "both sides are told, "+d.Code) {
		t.Errorf("intake, who leads the team, gets %q", late)
	}
}

// What is told, whatever happens in three weeks: nothing twice; what is routine
// and late once a day, on a working day; of the rest one mail an hour, but for
// what is urgent or an emergency; and nothing late is passed over in silence.
func TestMailsOverWeeks(t *testing.T) {
	for seed := range uint64(3) {
		t.Run(fmt.Sprint(seed), func(t *testing.T) {
			h, b := desktest.New(t), box(t)
			b.Now = h.Now
			if err := h.DB.Commit(t.Context(), func(tx *store.Tx) error {
				return tx.PutThing(desk.KindMembership, "nurse@intake", "clinic", party.Membership{User: "nurse", Team: "intake", Roles: []party.Job{party.Intake}})
			}); err != nil {
				t.Fatal(err)
			}
			r := rand.New(rand.NewPCG(seed, 11))
			presses, begun := map[string]bool{}, map[string]bool{}
			var waiting []loop.Done
			for end := h.Now().AddDate(0, 0, 21); h.Now().Before(end); {
				if r.IntN(3) == 0 {
					u := []party.Urgency{party.Routine, party.Routine, party.Routine, party.Urgent}[r.IntN(4)]
					d := sent(t, h, u)
					presses[d.Code] = u != party.Routine
					waiting = append(waiting, d)
				}
				if n := len(waiting); n > 0 && r.IntN(4) == 0 {
					i := r.IntN(n)
					open(t, h, waiting[i].ID)
					begun[waiting[i].Code] = true
					waiting = slices.Delete(waiting, i, i+1)
				}
				if _, err := chase.Escalate(t.Context(), h.Desk); err != nil {
					t.Fatal(err)
				}
				post(t, h, &notify.Sender{Desk: h.Desk, Relay: b.Address(), From: "referd@localhost", Public: "http://house"}, "notify")
				h.Pass(time.Duration(1+r.IntN([]int{2, 50, 900}[r.IntN(3)])) * time.Minute)
			}
			for range 5 * 24 { // and nobody acts
				h.Pass(time.Hour)
				if _, err := chase.Escalate(t.Context(), h.Desk); err != nil {
					t.Fatal(err)
				}
				post(t, h, &notify.Sender{Desk: h.Desk, Relay: b.Address(), From: "referd@localhost", Public: "http://house"}, "notify")
			}
			checkMails(t, b.All(), presses)
			for _, d := range waiting {
				for _, who := range []string{"intake@example.org", "nurse@example.org"} {
					if !slices.ContainsFunc(b.All(), func(m notify.Mail) bool { return m.To == who && lateOf(m, d.Code) }) {
						t.Errorf("%s is late, and %s never heard of it", d.Code, who)
					}
				}
			}
			if len(presses) < 30 || len(begun) < 10 || len(b.All()) < 60 {
				t.Errorf("too little happened: %d sent, %d opened, %d mails", len(presses), len(begun), len(b.All()))
			}
		})
	}
}

// lateOf reports whether a mail says of a referral that it is late.
func lateOf(m notify.Mail, code string) bool {
	return slices.ContainsFunc(strings.Split(m.Body, "\n"), func(l string) bool {
		return strings.Contains(l, code) && strings.Contains(l, "late since")
	})
}

func checkMails(t *testing.T, all []notify.Mail, presses map[string]bool) {
	t.Helper()
	ny, err := time.LoadLocation("America/New_York")
	if err != nil {
		t.Fatal(err)
	}
	same, last, day := map[string]bool{}, map[string]time.Time{}, map[string]bool{}
	for i := len(all) - 1; i >= 0; i-- {
		m := all[i]
		if k := m.To + m.Subject + m.Body; same[k] {
			t.Errorf("twice: to %s, %s", m.To, m.Subject)
		} else {
			same[k] = true
		}
		calm, late := true, false
		for code, p := range presses {
			if strings.Contains(m.Body, code) {
				calm, late = calm && !p, late || !p && lateOf(m, code)
			}
		}
		at := m.At.In(ny)
		if gap := m.At.Sub(last[m.To]); calm && gap < time.Hour {
			t.Errorf("%s is interrupted again after %s, by %q", m.To, gap, m.Subject)
		}
		if calm {
			last[m.To] = m.At
		}
		if !late {
			continue
		}
		if k := m.To + at.Format(time.DateOnly); day[k] {
			t.Errorf("%s hears twice on %s of what is late and routine", m.To, at.Format(time.DateOnly))
		} else {
			day[k] = true
		}
	}
}
