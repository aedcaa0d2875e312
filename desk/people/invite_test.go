package people_test

import (
	"context"
	"log/slog"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"referd/base/fault"
	"referd/core/party"
	"referd/desk"
	"referd/desk/desktest"
	"referd/desk/people"
	"referd/store"
)

// An invitation lets in once, for seven days. Who holds one that is over is told
// so; a guessed one is no invitation, and of several one use ends all.
func TestAnInvitationLetsInOnce(t *testing.T) {
	desktest.Both(t, func(t *testing.T, h *desktest.House) {
		u, err := openFor(h, "kay", newcomer)
		if err != nil {
			t.Fatal(err)
		}
		first, err := invite(h, "kay", u)
		if err != nil {
			t.Fatal(err)
		}
		h.Pass(7*24*time.Hour + time.Minute)
		if g, err := people.Invited(ctx, h.Desk, first); err != nil || g.ID != u || g.Over == "" {
			t.Errorf("one that is over: %+v, %v", g, err)
		}
		if _, err := people.Join(ctx, h.Desk, first, words); kindOf(err) != fault.Refused {
			t.Errorf("let in after seven days: %v", err)
		}
		second, err := invite(h, "kay", u)
		if err != nil {
			t.Fatal(err)
		}
		third, err := invite(h, "kay", u)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := people.Join(ctx, h.Desk, second, "short"); kindOf(err) != fault.Invalid {
			t.Errorf("a short password: %v", err)
		}
		errs := make(chan error, 4)
		var all sync.WaitGroup
		for i := range 4 {
			all.Go(func() {
				_, err := people.Join(ctx, h.Desk, []string{second, third}[i%2], words)
				errs <- err
			})
		}
		all.Wait()
		in := 0
		for range 4 {
			if err := <-errs; err == nil {
				in++
			} else if kindOf(err) != fault.Refused {
				t.Error(err)
			}
		}
		if in != 1 {
			t.Errorf("it let in %d times", in)
		}
		if _, err := people.SignIn(ctx, h.Desk, newcomer.Email, words, home); err != nil {
			t.Error(err)
		}
		if g, err := people.Invited(ctx, h.Desk, third); err != nil || g.Over == "" {
			t.Errorf("the other one still lets in: %+v, %v", g, err)
		}
		for _, guess := range []string{"", "guessed", "Zm9vYmFyYmF6cXV4Zm9vYg"} {
			if _, err := people.Invited(ctx, h.Desk, guess); kindOf(err) != fault.Missing {
				t.Errorf("%q is an invitation: %v", guess, err)
			}
			if _, err := people.Join(ctx, h.Desk, guess, words); kindOf(err) != fault.Missing {
				t.Errorf("%q lets in: %v", guess, err)
			}
		}
		if _, err := invite(h, "kay", u); kindOf(err) != fault.Refused {
			t.Errorf("invited who is in: %v", err)
		}
	})
}

// An administrator invites, and the house; nobody else, and nobody of another
// organization. Who waits is known.
func TestWhoInvites(t *testing.T) {
	h := desktest.New(t)
	u, err := openFor(h, "kay", newcomer)
	if err != nil {
		t.Fatal(err)
	}
	for user, want := range map[party.UserID]fault.Kind{"moss": fault.Denied, "doc": fault.Denied} {
		if _, err := invite(h, user, u); kindOf(err) != want {
			t.Errorf("%s: %v", user, err)
		}
	}
	if _, err := invite(h, "kay", "chen"); kindOf(err) != fault.Missing {
		t.Errorf("one of another organization: %v", err)
	}
	waiting := func(user party.UserID) (out map[party.UserID]time.Time, err error) {
		err = h.Read(ctx, h.As(user), "people", func(r *desk.Reading) (err error) { out, err = people.Waiting(r, "home"); return err })
		return out, err
	}
	if list, err := waiting("kay"); err != nil || !list[u].IsZero() {
		t.Errorf("%v, %v", list, err)
	}
	if _, err := invite(h, "kay", u); err != nil {
		t.Fatal(err)
	}
	if list, err := waiting("kay"); err != nil || !list[u].Equal(h.DB.Machine().Add(7*24*time.Hour)) {
		t.Errorf("%v, %v", list, err)
	}
	if _, err := waiting("moss"); kindOf(err) != fault.Denied {
		t.Errorf("staff see who was invited: %v", err)
	}
}

// empty is a house nobody has set up.
func empty(t *testing.T) *desk.Desk {
	t.Helper()
	db, err := store.Open(t.Context(), store.Options{DSN: filepath.Join(t.TempDir(), "referd.db"), Dir: t.TempDir()})
	if err != nil {
		t.Fatal(err)
	}
	done := make(chan error, 1)
	go func() { done <- db.Run(context.Background()) }()
	t.Cleanup(func() { db.Stop(); <-done; db.Close() })
	return desk.New(db, slog.New(slog.DiscardHandler))
}

// The door of an empty house opens by the last address that was made, until it
// was gone through: of two who come at once one is first.
func TestTheDoorOfAnEmptyHouse(t *testing.T) {
	d := empty(t)
	earlier, err := people.Door(ctx, d)
	if err != nil || earlier == "" {
		t.Fatal(err)
	}
	token, err := people.Door(ctx, d)
	if err != nil || token == "" || token == earlier {
		t.Fatal(token, err)
	}
	house, kay := people.House{Name: "First Clinic"}, people.Account{Email: "kay@example.org", Password: words}
	for _, wrong := range []string{earlier, "", "guessed", "taken"} {
		if err := people.Opens(ctx, d, wrong); kindOf(err) != fault.Missing {
			t.Errorf("%q opens: %v", wrong, err)
		}
		if _, err := people.Begin(ctx, d, wrong, house, kay); kindOf(err) != fault.Missing {
			t.Errorf("%q begins: %v", wrong, err)
		}
	}
	if err := people.Opens(ctx, d, token); err != nil {
		t.Error(err)
	}
	if _, err := people.Begin(ctx, d, token, house, people.Account{Email: "kay", Password: words}); kindOf(err) != fault.Invalid {
		t.Errorf("a wrong address: %v", err)
	}
	_, err = people.Begin(ctx, d, token, people.House{Zone: "Local"}, people.Account{Email: "kay", Password: "short"})
	if f, ok := err.(*fault.Fault); !ok || len(fault.Each(f)) != 4 {
		t.Errorf("not all that is wrong is said at once: %v", err)
	}
	errs := make(chan error, 3)
	for range 3 {
		go func() { _, err := people.Begin(ctx, d, token, house, kay); errs <- err }()
	}
	in := 0
	for range 3 {
		switch err := <-errs; kindOf(err) {
		case 255:
			in++
		case fault.Missing, fault.Conflict:
		default:
			t.Error(err)
		}
	}
	if in != 1 {
		t.Errorf("%d first administrators", in)
	}
	if err := people.Opens(ctx, d, token); kindOf(err) != fault.Missing {
		t.Errorf("it opens still: %v", err)
	}
	if again, err := people.Door(ctx, d); err != nil || again != "" {
		t.Errorf("another door: %q, %v", again, err)
	}
}
