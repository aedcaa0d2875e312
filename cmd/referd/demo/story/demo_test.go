package story

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"referd/cmd/referd/demo/cast"
	"referd/core/party"
	"referd/core/referral"
	"referd/desk"
	"referd/desk/lists"
	"referd/desk/people"
	"referd/desk/turn"
	"referd/store"
)

// warnings counts what the house would not take of a history.
type warnings struct {
	slog.Handler
	n *atomic.Int32
}

func (w warnings) Enabled(_ context.Context, l slog.Level) bool { return l >= slog.LevelWarn }

func (w warnings) Handle(_ context.Context, r slog.Record) error {
	w.n.Add(1)
	r.Attrs(func(a slog.Attr) bool { fmt.Fprintln(os.Stderr, r.Message, a); return true })
	return nil
}

// whole is a small demo in a folder, made once: what its making would not take
// is its error.
var whole = sync.OnceValues(func() (dir string, err error) {
	if dir, err = os.MkdirTemp("", "referd-story-"); err != nil {
		return "", err
	}
	kept = dir
	clock, n := &Clock{}, &atomic.Int32{}
	log := slog.New(warnings{slog.DiscardHandler, n})
	db, err := store.Open(context.Background(), store.Options{DSN: dir + "/referd.db", Dir: dir, Now: clock.Now, Log: log, Read: 4})
	if err != nil {
		return "", err
	}
	ended := make(chan error, 1)
	go func() { ended <- db.Run(context.Background()) }()
	err = Build(context.Background(), desk.New(db, log), clock, "small", nil)
	db.Stop()
	if err = errors.Join(err, <-ended, db.Close()); err == nil && n.Load() > 0 {
		err = fmt.Errorf("%d acts of the histories were not taken", n.Load())
	}
	return dir, err
})

// kept is that folder, to be removed at the end.
var kept string

func TestMain(m *testing.M) {
	code := m.Run()
	os.RemoveAll(kept) // nothing where no test asked for it
	os.Exit(code)
}

// built gives a small demo of the test's own.
func built(t *testing.T) *desk.Desk {
	t.Helper()
	from, err := whole()
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	if err := os.CopyFS(dir, os.DirFS(from)); err != nil {
		t.Fatal(err)
	}
	db, err := store.Open(t.Context(), store.Options{DSN: dir + "/referd.db", Dir: dir, Read: 4})
	if err != nil {
		t.Fatal(err)
	}
	ended := make(chan error, 1)
	go func() { ended <- db.Run(context.Background()) }()
	t.Cleanup(func() { db.Stop(); <-ended; db.Close() })
	return desk.New(db, slog.New(slog.DiscardHandler))
}

// rows are all referrals.
func rows(t *testing.T, d *desk.Desk) (out []store.Row) {
	t.Helper()
	err := d.DB.View(t.Context(), store.Scope{System: true}, func(v *store.View) error {
		for _, o := range cast.Places {
			list, err := v.Queue(store.Queue{Side: referral.Sender, Org: party.OrgID(o.ID), Limit: 100_000}, d.Now())
			if err != nil {
				return err
			}
			for _, x := range list {
				out = append(out, x.Row)
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// The finished histories stand as they were measured where nobody kept loops:
// about 35 of a hundred closed with an answer, about 39 never booked.
func TestTheHistoriesAreInProportion(t *testing.T) {
	d := built(t)
	all := rows(t, d)
	if len(all) < 290 || len(all) > 310 {
		t.Errorf("%d referrals, want about 300", len(all))
	}
	old, closed, never := 0, 0, 0
	phases, urgencies := map[referral.Phase]int{}, map[party.Urgency]int{}
	for _, x := range all {
		phases[x.Phase]++
		urgencies[x.Urgency]++
		if x.Started.IsZero() || x.Started.After(d.Now().Add(-settledFor)) {
			continue
		}
		old++
		if x.Phase.Open() {
			t.Errorf("a history of %s is still open: %s", x.Started.Format(time.DateOnly), x.Phase)
		}
		if x.Phase == referral.PhaseClosed {
			closed++
		}
		var shown turn.Shown
		if err := json.Unmarshal([]byte(x.Extra), &shown); err != nil {
			t.Fatal(err)
		}
		if shown.Ring[4] == '-' && shown.Ring[5] == '-' {
			never++
		}
	}
	share := func(what string, n, want int) {
		if got := float64(n) * 100 / float64(old); got < float64(want)-5 || got > float64(want)+5 {
			t.Errorf("%s: %.1f in a hundred of %d, want about %d", what, got, old, want)
		}
	}
	share("closed with a documented answer", closed, 35)
	share("never booked (an advice is an answer of its own)", never-phases[referral.ClosedOnAdvice], 39)
	for _, p := range []referral.Phase{referral.Draft, referral.Unsigned, referral.PhaseDelivered, referral.Review, referral.Questioned, referral.PhaseAdvised, referral.PhaseDeclined, referral.PhaseAccepted, referral.PhaseWaitlisted, referral.PhaseBooked, referral.PhaseMissed,
		referral.PhaseSeen, referral.PhaseReported, referral.FollowThrough, referral.PhaseClosed, referral.ClosedOnAdvice, referral.ClosedAfterDecline, referral.PhaseCancelled, referral.PhaseWithdrawn, referral.PhaseUnreachable, referral.ClosedWithoutProof} {
		if phases[p] == 0 {
			t.Errorf("no referral is %s: %v", p, phases)
		}
	}
	for _, u := range []party.Urgency{party.Routine, party.Urgent, party.Emergency} {
		if urgencies[u] == 0 {
			t.Errorf("no referral is %s", u)
		}
	}
}

// Everybody who signs in finds a morning's work, and no old backlog.
func TestEverybodyFindsAMorningsWork(t *testing.T) {
	d := built(t)
	if l := cast.Local(d.Now()); !cast.Works(l) || l.Hour() != 10 {
		t.Errorf("the demo opens at %s", l)
	}
	type seen struct {
		total, late int
		acts        map[referral.Act]int
		worst       time.Duration
	}
	find := func(who string, view lists.View) (s seen) {
		w, err := people.As(t.Context(), d, party.UserID(who))
		if err != nil {
			t.Fatal(err)
		}
		s.acts = map[referral.Act]int{}
		err = d.Read(t.Context(), w, "test", func(r *desk.Reading) error {
			l, err := lists.Lines(r, view, 1, nil)
			s.total = l.Total
			for _, x := range l.Rows {
				if x.Owed.Holder == "" {
					s.acts[x.Owed.Act]++
				}
				if x.Owed.Due.Before(r.Now()) {
					s.late, s.worst = s.late+1, max(s.worst, r.Now().Sub(x.Owed.Due))
					t.Logf("late with %s: %s of %s, due %s", who, x.Owed.Act, x.Patient.Name.Family, cast.Day(x.Owed.Due))
				}
			}
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
		return s
	}
	between := func(what string, n, low, high int) {
		t.Helper()
		if n < low || n > high {
			t.Errorf("%s: %d, want %d to %d", what, n, low, high)
		}
	}
	r := find("rivera", lists.Waiting)
	between("late with Dr Rivera", r.late, 0, 0)
	between("reports to read", r.acts[referral.ActAcknowledge], 3, 3)
	between("questions", r.acts[referral.ActAnswer], 2, 2)
	between("declined", r.acts[referral.ActNextStep], 1, 1)
	between("advice", r.acts[referral.ActAnswerAdvice], 1, 1)
	between("to sign", r.acts[referral.ActSign], 2, 2)
	between("drafts", r.acts[referral.ActFinish], 1, 3)
	q := find("haddad", lists.All)
	between("inbound at St Luke", q.total, 25, 50)
	between("late inbound", q.late, 2, 6)
	between("to open", q.acts[referral.ActOpen], 4, 7)
	between("to decide", q.acts[referral.ActDecide], 7, 12)
	between("to book or reach", q.acts[referral.ActBook]+q.acts[referral.ActReach], 7, 9)
	between("reports owed", find("chen", lists.ToReport).acts[referral.ActReport], 4, 4)
	between("the nurse's", find("brandt", lists.Team).total, 7, 14)
	between("the scheduler's", find("nair", lists.ToBook).total, 7, 9)
	between("imaging", find("ortega", lists.Team).total, 2, 8)
	for _, x := range []seen{r, q} {
		if x.worst > 5*24*time.Hour {
			t.Errorf("something is %s late", x.worst)
		}
	}
}

// What is late climbed hour by hour while nobody looked, as the house would
// have had it: no two levels of one duty are stamped alike.
func TestWhatIsLateClimbedInItsOwnHour(t *testing.T) {
	d := built(t)
	climbed := 0
	err := d.DB.View(t.Context(), store.Scope{System: true}, func(v *store.View) error {
		for _, x := range rows(t, d) {
			s, err := v.Loop(x.ID)
			if err != nil {
				return err
			}
			last := map[string]time.Time{}
			for _, e := range s.Entries() {
				w, ok := e.What.(referral.Escalated)
				if !ok || w.Due.Before(d.Now().Add(-watched)) {
					continue
				}
				climbed++
				if e.Noted.Sub(w.Due) < 0 || w.Level == 1 && e.Noted.Sub(w.Due) > time.Hour {
					t.Errorf("%s: due %s, climbed %s", x.ID, w.Due, e.Noted)
				}
				if e.Noted.Equal(last[w.Duty]) {
					t.Errorf("%s climbed twice at %s", x.ID, e.Noted)
				}
				last[w.Duty] = e.Noted
			}
		}
		return nil
	})
	if err != nil || climbed < 10 {
		t.Errorf("%d things climbed, %v", climbed, err)
	}
}
