package story

import (
	"context"
	"fmt"
	"log/slog"
	"math"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"referd/cmd/referd/demo/cast"
	core "referd/core/measure"
	"referd/core/party"
	"referd/core/referral"
	"referd/desk"
	"referd/desk/loop"
	"referd/desk/measure"
	"referd/desk/people"
	"referd/store"
	"referd/store/pgtest"
)

// Figures from rows in memory are those of a slow plain reading of the ledgers,
// for each organization and side, narrowed or not, before and after things are
// told at random: late, twice, in any order, and struck.
func TestFiguresAreThoseOfTheLedgers(t *testing.T) {
	t.Run("sqlite", func(t *testing.T) { measured(t, built(t)) })
	t.Run("postgres", func(t *testing.T) {
		dsn, clock := pgtest.Start(t), &Clock{}
		db, err := store.Open(t.Context(), store.Options{DSN: dsn, Dir: t.TempDir(), Now: clock.Now, Read: 4})
		if err != nil {
			t.Fatal(err)
		}
		ended := make(chan error, 1)
		go func() { ended <- db.Run(context.Background()) }()
		t.Cleanup(func() { db.Stop(); <-ended; db.Close() })
		d := desk.New(db, slog.New(slog.DiscardHandler))
		if err := Build(t.Context(), d, clock, "small", nil); err != nil {
			t.Fatal(err)
		}
		measured(t, d)
	})
}

func measured(t *testing.T, d *desk.Desk) {
	b, r := measure.New(d), rand.New(rand.NewPCG(9, 9))
	if err := b.Catch(t.Context()); err != nil {
		t.Fatal(err)
	}
	whole := ledgers(t, d)
	compare(t, d, b, whole)
	for range 300 {
		tell(t, d, whole[r.IntN(len(whole))], r)
	}
	if err := b.Fresh(t.Context()); err != nil {
		t.Fatal(err)
	}
	compare(t, d, b, ledgers(t, d))
}

func ledgers(t *testing.T, d *desk.Desk) (out []referral.State) {
	t.Helper()
	err := d.DB.View(t.Context(), store.Scope{System: true}, func(v *store.View) error {
		ids, err := v.Loops("", 10_000)
		for _, id := range ids {
			s, err := v.Loop(id)
			if err != nil {
				return err
			}
			out = append(out, s)
		}
		return err
	})
	if err != nil || len(out) < 290 {
		t.Fatalf("%d ledgers, %v", len(out), err)
	}
	return out
}

// tell has a partner tell anything of a loop.
func tell(t *testing.T, d *desk.Desk, s referral.State, r *rand.Rand) {
	t.Helper()
	n := len(s.Entries())
	what := []referral.Event{referral.Delivered{}, referral.Opened{}, referral.Asked{Ask: "x"}, referral.Accepted{}, referral.Declined{Reason: "no-capacity"}, referral.Booked{Appointment: "x", Start: d.Now().AddDate(0, 0, 9)}, referral.Missed{Appointment: "x"},
		referral.Seen{}, referral.Reported{Report: "x", Kind: referral.Final, Document: "x"}, referral.ReportDelivered{Report: "x"}, referral.Acknowledged{Report: "x", Answered: "yes"}, referral.Withdrawn{Words: "x"}, referral.Waitlisted{},
		referral.Reopened{Reason: "new-facts"}, referral.EnteredInError{Reason: "wrong-patient"}, referral.Struck{Fact: s.Entries()[r.IntN(n)].Key, Reason: "wrong"}}[r.IntN(16)]
	from := s.Entries()[0].At
	at := from.Add(time.Duration(r.Int64N(int64(d.Now().Sub(from)))))
	who := desk.Who{Client: "teller", Orgs: []party.OrgID{s.Org, s.Receiver()}, Feed: true}
	if err := d.Write(t.Context(), who, "told", func(w *desk.Writing) error {
		_, err := loop.Tell(w, loop.Form{Referral: s.ID, At: at}, what)
		return err
	}); err != nil {
		t.Fatalf("%T: %v", what, err)
	}
}

// compare asks for every figure of everybody who may, and reads it plainly.
func compare(t *testing.T, d *desk.Desk, b *measure.Board, whole []referral.State) {
	t.Helper()
	seen := 0
	for _, who := range []string{"adler", "rivera", "sato"} {
		w, err := people.As(t.Context(), d, party.UserID(who))
		if err != nil {
			t.Fatal(err)
		}
		for _, out := range []bool{false, true} {
			for _, want := range []map[core.Dimension]string{nil, {core.Urgency: "urgent"}, {core.Service: "stluke-cardiology"}, {core.Site: "stluke-main"}, {core.Coordinator: "haddad"}, {core.Sender: "lakeside"}, {core.Channel: "fhir"}} {
				var f measure.Figures
				var now time.Time
				err := d.Read(t.Context(), w, "measures", func(r *desk.Reading) (err error) {
					now = r.Now()
					f, err = b.Figures(r, measure.Asking{Out: out, Want: want})
					return err
				})
				if err != nil || !f.Ready {
					t.Fatal(f.Ready, err)
				}
				p := plain{now: now}
				for _, s := range whole {
					if is(s, w.Org, f.Out, want) {
						p.loops = append(p.loops, s)
					}
				}
				for i, g := range f.List {
					if seen += g.Whole.N; !p.agrees(t, i, g) {
						t.Fatalf("%s, out %v, %v: %s", who, f.Out, want, g.Name)
					}
				}
			}
		}
	}
	if seen < 1000 {
		t.Errorf("only %d cases were looked at", seen)
	}
}

// is reports whether a loop is one of those asked for.
func is(s referral.State, org party.OrgID, out bool, want map[core.Dimension]string) bool {
	if out && s.Org != org || !out && s.Receiver() != org {
		return false
	}
	took := func(yes func(referral.Entry) bool) string {
		for _, e := range s.Happened() {
			if yes(*e) && e.By.User != "" {
				return string(e.By.User)
			}
		}
		return ""
	}
	for d, id := range want {
		have := map[core.Dimension]string{core.Urgency: string(s.Urgency), core.Service: string(s.Recipient().Service), core.Site: string(s.Receiver()) + "-main", core.Sender: string(s.Org), core.Channel: s.Origin,
			core.Coordinator: took(func(e referral.Entry) bool {
				switch e.What.(type) {
				case referral.Opened, referral.Asked, referral.Accepted, referral.Declined, referral.Advised, referral.Forwarded, referral.Waitlisted, referral.Booked, referral.Claimed:
					return e.By.Org == s.Receiver()
				}
				return false
			})}
		if out {
			have[core.Sender], have[core.Channel] = string(s.Clinician), string(s.Recipient().Channel)
			have[core.Coordinator] = took(func(e referral.Entry) bool { _, ok := e.What.(referral.Sent); return ok })
		}
		if have[d] != id {
			return false
		}
	}
	return true
}

// plain reads the measures off the ledgers, in moments, one case after the other.
type plain struct {
	now   time.Time
	loops []referral.State
}

// read is a case: the moment whose week it is of, what it is (c counted, n not,
// l left out, w waiting, - none) and how long it took or has waited.
type read struct {
	at   time.Time
	is   byte
	took time.Duration
}

// first is when something of the kinds asked first happened.
func first(s referral.State, yes func(referral.Event) bool) (at time.Time, what referral.Event) {
	for _, e := range s.Happened() {
		if yes(e.What) && (at.IsZero() || e.At.Before(at)) {
			at, what = e.At, e.What
		}
	}
	return at, what
}

func kind[T referral.Event](e referral.Event) bool { _, ok := e.(T); return ok }

// minutes is how long it was, by the minutes of the clock.
func minutes(from, to time.Time) time.Duration {
	return max(to.Truncate(time.Minute).Sub(from.Truncate(time.Minute)), 0)
}

var after = []time.Duration{4 * time.Hour, 0, 0, 0, 30 * 24 * time.Hour, 90 * 24 * time.Hour, 14 * 24 * time.Hour, 7 * 24 * time.Hour, 180 * 24 * time.Hour}

func (p plain) read(i int, s referral.State) read {
	yes := map[bool]byte{true: 'c', false: 'n'}
	if s.Sent.IsZero() || s.Phase() == referral.InError {
		return read{is: '-'}
	}
	decided, how := first(s, func(e referral.Event) bool {
		return kind[referral.Accepted](e) || kind[referral.Declined](e) || kind[referral.Advised](e)
	})
	booked, _ := first(s, kind[referral.Booked])
	seen := s.Seen
	if seen.IsZero() {
		seen = s.DeskReviewed
	}
	var delivered, returned, read0 time.Time
	for _, l := range s.Legs {
		delivered = earliest(delivered, l.Delivered)
	}
	cared := !seen.IsZero()
	for _, r := range s.Reports {
		if cared = cared || !r.Written.IsZero(); !r.Written.IsZero() && r.Kind != referral.Interim {
			returned, read0 = earliest(returned, r.Delivered), earliest(read0, r.Acknowledged)
		}
	}
	waitlisted, _ := first(s, kind[referral.Waitlisted])
	inferred := len(s.Appointments) > 0 || cared || !waitlisted.IsZero()
	until := p.now
	if c := s.Clocks(p.now); !s.Open() {
		until = c.Stopped
	}
	switch i {
	case 0:
		limit := time.Hour
		if s.Legs[0].To.Channel == party.Phone {
			limit = 4 * time.Hour
		}
		return read{s.Sent, yes[!delivered.IsZero() && minutes(s.Sent, delivered) <= limit], 0}
	case 1, 2:
		switch {
		case !decided.IsZero() && i == 1:
			return read{s.Sent, 'c', minutes(s.Sent, decided)}
		case !decided.IsZero():
			return read{decided, yes[kind[referral.Accepted](how) && len(s.Asks) == 0], 0}
		case inferred, i == 2 && !s.Open():
			return read{s.Sent, 'l', 0}
		}
		return read{s.Sent, 'w', minutes(s.Sent, until)}
	case 3, 4:
		x := read{s.Sent, 'w', 0}
		switch {
		case !booked.IsZero():
			x = read{booked, 'c', minutes(s.Sent, booked)}
		case len(s.Appointments) > 0 || cared || !s.Open():
			x.is = 'l'
		}
		if i == 4 {
			x = read{s.Sent, yes[x.is == 'w'], 0}
		}
		return x
	case 5:
		return read{s.Sent, yes[cared], 0}
	case 6:
		switch {
		case !cared:
			return read{is: '-'}
		case seen.IsZero():
			return read{s.Sent, 'l', 0}
		}
		return read{seen, yes[!returned.IsZero() || !read0.IsZero()], 0}
	case 7:
		switch {
		case !returned.IsZero():
			return read{returned, yes[!read0.IsZero() && minutes(returned, read0) <= 7*24*time.Hour], 0}
		case !read0.IsZero():
			return read{s.Sent, 'l', 0}
		}
		return read{is: '-'}
	}
	if s.Phase() == referral.PhaseWithdrawn || s.Phase() == referral.PhaseDeceased {
		return read{s.Sent, 'l', 0}
	}
	return read{s.Sent, yes[s.Phase() == referral.PhaseClosed], 0}
}

func earliest(a, b time.Time) time.Time {
	if a.IsZero() || !b.IsZero() && b.Before(a) {
		return b
	}
	return a
}

// week is the Monday before a moment.
func week(at time.Time) time.Time {
	day := at.UTC().Truncate(24 * time.Hour)
	return day.AddDate(0, 0, -(int(day.Weekday())+6)%7)
}

func (p plain) agrees(t *testing.T, i int, f core.Figure) bool {
	t.Helper()
	if f.Now {
		return p.agreesNow(t, f)
	}
	last := week(p.now.Add(-after[i])).AddDate(0, 0, -7)
	young, times := 0, [][]read{}
	sums := make([]map[byte]int, core.Weeks+1) // of each week, and of all
	for range core.Weeks + 1 {
		sums, times = append(sums, map[byte]int{}), append(times, nil)
	}
	sums = sums[core.Weeks+1:]
	for _, s := range p.loops {
		x := p.read(i, s)
		n := core.Weeks - 1 - int(last.Sub(week(x.at)).Hours()/24/7)
		switch {
		case x.is == '-', n < 0:
		case week(x.at).After(last):
			young++
		default:
			for _, at := range []int{n, core.Weeks} {
				sums[at][x.is]++
				times[at] = append(times[at], x)
			}
		}
	}
	ok := f.Young == young
	for n, got := range append(slices.Clone(f.Weeks), f.Whole) {
		k := sums[n]
		all := k['c'] + k['n']
		if i == 1 {
			all += k['w']
		}
		same := got.N == all && got.Counted == k['c'] && got.LeftOut == k['l'] && got.Waiting == k['w']
		if f.Unit == core.Time {
			same = same && close(got.Value, got.Known, half(times[n], .5, i == 1)) && close(got.Most, got.Most > 0, half(times[n], .9, i == 1))
		} else if same = same && got.Known == (all > 0); all > 0 {
			same = same && math.Abs(got.Value-float64(k['c'])/float64(all)) < 1e-9
		}
		if !same {
			t.Errorf("week %d of %s is %+v, plainly %s", n, f.Name, got, fmt.Sprint(k, half(times[n], .5, i == 1)))
			ok = false
		}
	}
	return ok
}

// half is the time within which a share was done, of those done or, watched,
// by Kaplan and Meier; negative when never.
func half(list []read, share float64, watched bool) time.Duration {
	var all []read
	for _, x := range list {
		if x.is == 'c' || x.is == 'w' && watched {
			x.took = coarse(x.took)
			all = append(all, x)
		}
	}
	slices.SortFunc(all, func(a, b read) int { // who left at a moment was at risk at it
		if a.took != b.took {
			return int(a.took - b.took)
		}
		return int(a.is) - int(b.is)
	})
	left := 1.0
	for i, x := range all {
		if x.is == 'c' {
			left *= 1 - 1/float64(len(all)-i)
		}
		if left <= 1-share+1e-9 {
			return x.took
		}
	}
	return -1
}

// coarse is a time as it is kept, to one part in 128: who was watched until some
// minutes before another had their event may be at risk at it, and near a share that
// decides which time it is.
func coarse(d time.Duration) time.Duration {
	m := int64(d / time.Minute)
	step := int64(1)
	for m/step >= 256 {
		step *= 2
	}
	return time.Duration(m/step*step) * time.Minute
}

// close compares a time that is kept in steps of one in 128 with one that is coarse
// already: they are the same.
func close(got float64, known bool, want time.Duration) bool {
	if want < 0 || !known {
		return want < 0 == !known || want == 0
	}
	return got == want.Minutes()
}

func (p plain) agreesNow(t *testing.T, f core.Figure) bool {
	t.Helper()
	ok := true
	for n, got := range append(slices.Clone(f.Weeks), f.Whole) {
		at := p.now.Truncate(time.Minute)
		if n < core.Weeks {
			at = week(p.now).AddDate(0, 0, -7*(core.Weeks-1-n))
		}
		open, late := 0, 0
		for _, s := range p.loops {
			if s.Phase() == referral.InError {
				continue
			}
			var known []referral.Entry
			for _, e := range s.Entries() {
				if n == core.Weeks || e.Noted.Before(at) {
					known = append(known, e)
				}
			}
			then := referral.Fold(s.ID, known)
			if then.Open() && !s.Sent.IsZero() && (n == core.Weeks || s.Sent.Before(at)) && then.Ball().Team != "" {
				if open++; then.Ball().Due.Truncate(time.Minute).Before(at) {
					late++
				}
			}
		}
		if got.N != open || got.Counted != late {
			t.Errorf("at %s %d were late of %d open, plainly %d of %d", cast.Day(at), got.Counted, got.N, late, open)
			ok = false
		}
	}
	return ok
}
