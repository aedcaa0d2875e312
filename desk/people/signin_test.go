package people_test

import (
	"context"
	"strings"
	"sync"
	"testing"
	"time"

	"referd/base/fault"
	"referd/core/access"
	"referd/core/party"
	"referd/desk"
	"referd/desk/desktest"
	"referd/desk/people"
	"referd/store"
)

var ctx = context.Background()

const (
	doc    = "doc@example.org"
	right  = "open sesame"
	home   = "192.0.2.7"
	remote = "198.51.100.9"
)

func opened(t *testing.T, h *desktest.House) string {
	t.Helper()
	token, err := people.SignIn(ctx, h.Desk, " Doc@Example.org ", right, home)
	if err != nil {
		t.Fatal(err)
	}
	return token
}

func kindOf(err error) fault.Kind {
	if err == nil {
		return 255
	}
	return fault.Of(err)
}

// audited counts the audit's lines of a kind and an outcome.
func audited(t *testing.T, h *desktest.House, kind string, o access.Outcome) (n int) {
	t.Helper()
	err := h.DB.View(ctx, store.Scope{System: true}, func(v *store.View) error {
		list, err := v.Audits(access.Query{Limit: 500})
		for _, r := range list {
			if r.Kind == kind && r.Outcome == o {
				n++
			}
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return n
}

// Somebody signs in, is known by their token with teams, jobs and zone, and is
// unknown once they signed out. The store keeps no token as it is.
func TestSignInAndOut(t *testing.T) {
	h := desktest.New(t)
	token := opened(t, h)
	who, err := people.Session(ctx, h.Desk, token)
	if err != nil {
		t.Fatal(err)
	}
	if who.User != "doc" || who.Org != "home" || !who.Has(party.ReferringClinician) || len(who.Teams) != 1 || who.Zone.String() != "America/New_York" || who.Session == "" || strings.Contains(token, who.Session) {
		t.Errorf("%+v", who)
	}
	if _, err := people.Session(ctx, h.Desk, who.Session); kindOf(err) != fault.Denied {
		t.Errorf("what the audit calls a session opens it: %v", err)
	}
	if err := people.SignOut(ctx, h.Desk, token, who); err != nil {
		t.Fatal(err)
	}
	if _, err := people.Session(ctx, h.Desk, token); kindOf(err) != fault.Denied {
		t.Errorf("a session that was signed out: %v", err)
	}
	if audited(t, h, "sign-in", access.Success) != 1 || audited(t, h, "sign-out", access.Success) != 1 {
		t.Error("signing in and out is not in the audit")
	}
}

// An unknown account, a closed one and a wrong password get the same words.
func TestWrongIsWrongInTheSameWords(t *testing.T) {
	h := desktest.New(t)
	words := map[string]bool{}
	for _, x := range [][2]string{{doc, "guess"}, {"nobody@example.org", right}, {"moss@example.org", right}, {doc, ""}, {doc, strings.Repeat("x", 1<<20)}, {"", ""}} {
		_, err := people.SignIn(ctx, h.Desk, x[0], x[1], "203.0.113."+x[0])
		if kindOf(err) != fault.Denied {
			t.Errorf("%.20s: %v", x[0], err)
		}
		words[fault.Public(err)] = true
	}
	if len(words) != 1 {
		t.Errorf("they differ: %v", words)
	}
	if n := audited(t, h, "sign-in", access.Minor); n != 6 {
		t.Errorf("%d failures in the audit, want 6", n)
	}
}

// A session ends half an hour after its last use, twelve hours after it began,
// and when the machine's clock was moved back.
func TestSessionsEnd(t *testing.T) {
	h := desktest.New(t)
	alive := func(token string) bool { _, err := people.Session(ctx, h.Desk, token); return err == nil }
	token := opened(t, h)
	h.Pass(29 * time.Minute)
	if !alive(token) {
		t.Fatal("it ended before half an hour")
	}
	h.Pass(29 * time.Minute)
	if !alive(token) {
		t.Fatal("use did not put its end off")
	}
	h.Pass(31 * time.Minute)
	if alive(token) {
		t.Fatal("it outlived half an hour without use")
	}
	token = opened(t, h)
	for range 24 * 2 {
		h.Pass(15 * time.Minute)
		alive(token)
	}
	if h.Pass(time.Minute); alive(token) {
		t.Error("it outlived twelve hours of use")
	}
	token = opened(t, h)
	if h.Pass(-24 * time.Hour); alive(token) {
		t.Error("a clock moved back gave it another day")
	}
	if err := people.Sweep(ctx, h.Desk); err != nil {
		t.Error(err)
	}
}

// Guesses at an account are slowed, however many come at once; waiting opens
// the door again, and the right password is then taken.
func TestGuessingIsSlow(t *testing.T) {
	h := desktest.New(t)
	var mu sync.Mutex
	got := map[fault.Kind]int{}
	var all sync.WaitGroup
	for range 30 {
		all.Go(func() {
			_, err := people.SignIn(ctx, h.Desk, doc, "guess", remote)
			mu.Lock()
			defer mu.Unlock()
			got[kindOf(err)]++
		})
	}
	all.Wait()
	if got[fault.Denied] != 3 || got[fault.Busy] != 27 {
		t.Errorf("of thirty at once %d were looked at and %d told to wait", got[fault.Denied], got[fault.Busy])
	}
	looked := 0
	for range 600 { // one a second, for ten minutes
		h.Pass(time.Second)
		if _, err := people.SignIn(ctx, h.Desk, doc, "guess", remote); kindOf(err) == fault.Denied {
			looked++
		}
	}
	if looked < 8 || looked > 18 {
		t.Errorf("%d guesses in ten minutes", looked)
	}
	h.Pass(time.Minute)
	if _, err := people.SignIn(ctx, h.Desk, doc, right, remote); err != nil {
		t.Errorf("the right one after a minute: %v", err)
	}
}

// Somebody who guesses at an account from everywhere cannot keep its owner out
// of a place they signed in from before, nor others out anywhere.
func TestNobodyIsLockedOut(t *testing.T) {
	h := desktest.New(t)
	opened(t, h)
	slow := false
	for i := range 45 {
		_, err := people.SignIn(ctx, h.Desk, doc, "guess", "198.51.100."+string(rune('a'+i/3)))
		slow = slow || kindOf(err) == fault.Busy
		if i >= 42 { // well past the thirty that are free
			if _, err := people.SignIn(ctx, h.Desk, doc, right, home); err != nil {
				t.Fatalf("after %d guesses the owner waits: %v", i, err)
			}
		}
	}
	if !slow {
		t.Error("guessing from everywhere was not slowed")
	}
	if _, err := people.SignIn(ctx, h.Desk, "kay@example.org", "guess", home); kindOf(err) != fault.Denied {
		t.Errorf("somebody else waits: %v", err)
	}
}

// A password typed again is right or wrong, is slowed alike, and is audited.
func TestConfirmed(t *testing.T) {
	h := desktest.New(t)
	who, err := people.Session(ctx, h.Desk, opened(t, h))
	if err != nil {
		t.Fatal(err)
	}
	for i := range 6 {
		ok, err := people.Confirmed(ctx, h.Desk, who, "guess")
		if ok || i < 3 && err != nil || i >= 3 && kindOf(err) != fault.Busy {
			t.Fatalf("try %d: %v %v", i, ok, err)
		}
	}
	h.Pass(time.Minute)
	for range 5 {
		if ok, err := people.Confirmed(ctx, h.Desk, who, right); !ok || err != nil {
			t.Fatalf("the right one: %v %v", ok, err)
		}
	}
	if audited(t, h, "confirm", access.Minor) != 3 || audited(t, h, "confirm", access.Success) != 5 {
		t.Error("not as many in the audit")
	}
	if _, err := people.Confirmed(ctx, h.Desk, desk.Who{}, ""); err != nil {
		t.Errorf("nobody: %v", err)
	}
}

func BenchmarkSignIn(b *testing.B) {
	h := desktest.New(b)
	for b.Loop() {
		if _, err := people.SignIn(ctx, h.Desk, doc, right, home); err != nil {
			b.Fatal(err)
		}
	}
}
