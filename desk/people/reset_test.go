package people_test

import (
	"slices"
	"sync"
	"testing"
	"time"

	"referd/base/fault"
	"referd/core/access"
	"referd/core/party"
	"referd/desk"
	"referd/desk/desktest"
	"referd/desk/people"
)

const fresh = "four plain new words"

func reset(h *desktest.House, user party.UserID) (token string, err error) {
	err = h.Write(ctx, desk.System("reset"), "account.link", func(w *desk.Writing) (err error) { token, _, err = people.Reset(w, user); return err })
	return token, err
}

// A reset's link sets a password once: used twice, also at once, it sets one and
// is Refused; all sessions end, the old password opens nothing, and it is on
// record.
func TestAResetWorksOnce(t *testing.T) {
	desktest.Both(t, func(t *testing.T, h *desktest.House) {
		session := opened(t, h)
		token, err := reset(h, "doc")
		if err != nil {
			t.Fatal(err)
		}
		for range 3 { // a mail scanner looks
			if g, err := people.Resettable(ctx, h.Desk, token, home); err != nil || g.Over != "" || g.Email != doc {
				t.Fatalf("%+v, %v", g, err)
			}
		}
		if err := people.Replace(ctx, h.Desk, token, "short", home); kindOf(err) != fault.Invalid {
			t.Errorf("a short password: %v", err)
		}
		errs := make(chan error, 4)
		var all sync.WaitGroup
		for range 4 {
			all.Go(func() { errs <- people.Replace(ctx, h.Desk, token, fresh, home) })
		}
		all.Wait()
		set := 0
		for range 4 {
			if err := <-errs; err == nil {
				set++
			} else if kindOf(err) != fault.Refused {
				t.Error(err)
			}
		}
		if set != 1 || audited(t, h, "account.reset", access.Success) != 1 {
			t.Errorf("set %d times, %d on record", set, audited(t, h, "account.reset", access.Success))
		}
		if _, err := people.Session(ctx, h.Desk, session); kindOf(err) != fault.Denied {
			t.Errorf("a session outlived its password: %v", err)
		}
		if _, err := people.SignIn(ctx, h.Desk, doc, right, home); kindOf(err) != fault.Denied {
			t.Errorf("the old password opens: %v", err)
		}
		if _, err := people.SignIn(ctx, h.Desk, doc, fresh, home); err != nil {
			t.Errorf("the new one does not: %v", err)
		}
	})
}

// Where no mail reaches anybody, an administrator lets somebody else of their own
// organization back in, and nobody else does: on record with who made the link; of
// who works in several, only where they came in first.
func TestAnAdministratorMakesALink(t *testing.T) {
	desktest.Both(t, func(t *testing.T, h *desktest.House) {
		_, seat := both(t, h, asSpecialist)
		made := func(by, of party.UserID) (token string, err error) {
			err = h.Write(ctx, h.As(by), "account.reset", func(w *desk.Writing) (err error) { token, _, err = people.Reset(w, of); return err })
			return token, err
		}
		for name, x := range map[string]struct {
			by, of party.UserID
			want   fault.Kind
		}{
			"a colleague": {"moss", "doc", fault.Missing}, "oneself": {"kay", "kay", fault.Missing}, "nobody": {"kay", "ghost", fault.Missing},
			"another organization's": {"kay", "nurse", fault.Missing}, "by another's": {"nurse", "doc", fault.Missing},
			"who came in elsewhere": {"nurse", seat, fault.Refused},
		} {
			if token, err := made(x.by, x.of); kindOf(err) != x.want || token != "" {
				t.Errorf("%s: %v", name, err)
			}
		}
		token, err := made("kay", "doc")
		if err != nil {
			t.Fatal(err)
		}
		if err := people.Replace(ctx, h.Desk, token, fresh, home); err != nil {
			t.Fatal(err)
		}
		if _, err := people.SignIn(ctx, h.Desk, doc, fresh, home); err != nil {
			t.Errorf("the new password does not open: %v", err)
		}
	})
}

// A link that is over sets nothing: after an hour, after a later one, and after
// the password was changed at the door or by its owner.
func TestAResetThatIsOver(t *testing.T) {
	desktest.Both(t, func(t *testing.T, h *desktest.House) {
		over := func(what, token string) {
			t.Helper()
			if g, err := people.Resettable(ctx, h.Desk, token, home); err != nil || g.Over == "" {
				t.Errorf("%s: %+v, %v", what, g, err)
			}
			if err := people.Replace(ctx, h.Desk, token, fresh, home); kindOf(err) != fault.Refused {
				t.Errorf("%s: %v", what, err)
			}
		}
		one := func() string {
			t.Helper()
			token, err := reset(h, "doc")
			if err != nil {
				t.Fatal(err)
			}
			return token
		}
		late := one()
		h.Pass(time.Hour + time.Second)
		over("after an hour", late)
		first, second := one(), one()
		over("after a later one", first)
		session := opened(t, h)
		who, err := people.Session(ctx, h.Desk, session)
		if err != nil {
			t.Fatal(err)
		}
		if err := people.Renew(ctx, h.Desk, who, right, "three plain own words"); err != nil {
			t.Fatal(err)
		}
		over("after the password was changed", second)
		if _, err := people.SignIn(ctx, h.Desk, doc, "three plain own words", home); err != nil {
			t.Error(err)
		}
	})
}

// A guessed link is none, counts, and must wait when guesses come fast; other
// links of the house are no resets.
func TestAResetIsNotGuessed(t *testing.T) {
	h := desktest.New(t)
	if _, err := reset(h, "doc"); err != nil {
		t.Fatal(err)
	}
	u, err := openFor(h, "kay", newcomer)
	if err != nil {
		t.Fatal(err)
	}
	invitation, err := invite(h, "kay", u)
	if err != nil {
		t.Fatal(err)
	}
	for i := range 20 {
		guess := []string{"", "guessed", invitation, "Zm9vYmFyYmF6cXV4Zm9vYg"}[i%4]
		if err := people.Replace(ctx, h.Desk, guess, fresh, remote); kindOf(err) != fault.Missing {
			t.Errorf("%q: %v", guess, err)
		}
	}
	if _, err := people.Resettable(ctx, h.Desk, "guessed", remote); kindOf(err) != fault.Busy {
		t.Errorf("the twenty-first guess: %v", err)
	}
	if _, err := people.Resettable(ctx, h.Desk, "guessed", home); kindOf(err) != fault.Missing {
		t.Errorf("from elsewhere: %v", err)
	}
}

// Nobody learns from the door whether an address has an account: the answer is
// the same, and so is what is written, row for row. Who asks too often waits, and
// no mailbox gets more than five letters an hour.
func TestTheDoorTellsNobodyWhoIsHere(t *testing.T) {
	desktest.Both(t, func(t *testing.T, h *desktest.House) {
		jobs := func() int {
			t.Helper()
			list, err := h.DB.Lease(ctx, []string{people.Resets}, 100, h.DB.Machine().Add(-time.Second))
			if err != nil {
				t.Fatal(err)
			}
			return len(list)
		}
		for i, email := range []string{doc, "nobody@example.org", "", " DOC@example.org "} {
			if err := people.Forgot(ctx, h.Desk, email, home); err != nil {
				t.Errorf("%q: %v", email, err)
			}
			if jobs() != i+1 || audited(t, h, "account.forgot", access.Success) != i+1 {
				t.Errorf("%q: %d jobs, %d on record", email, jobs(), audited(t, h, "account.forgot", access.Success))
			}
		}
		for _, email := range []string{doc, "nobody@example.org"} {
			var err error
			for range 4 {
				err = people.Forgot(ctx, h.Desk, email, remote)
			}
			if kindOf(err) != fault.Busy {
				t.Errorf("%s asked four times: %v", email, err)
			}
		}
		for i := range 6 {
			if _, err := reset(h, "doc"); (err == nil) != (i < 5) || err != nil && kindOf(err) != fault.Refused {
				t.Errorf("letter %d: %v", i+1, err)
			}
		}
		h.Pass(time.Hour)
		if _, err := reset(h, "doc"); err != nil {
			t.Errorf("an hour later: %v", err)
		}
		if _, err := reset(h, "moss"); kindOf(err) != fault.Conflict {
			t.Errorf("who never came in: %v", err)
		}
		if _, err := reset(h, "nobody"); kindOf(err) != fault.Missing {
			t.Errorf("nobody: %v", err)
		}
		if err := h.Write(ctx, h.As("moss"), "account.link", func(w *desk.Writing) error { _, _, err := people.Reset(w, "doc"); return err }); kindOf(err) != fault.Missing {
			t.Errorf("a colleague made one: %v", err)
		}
	})
}

// What it takes is the same too: the median of either, asked in turn.
func TestHowLongTheDoorTakesTellsOfNobody(t *testing.T) {
	h := desktest.New(t)
	took := map[string][]time.Duration{}
	for i := range 80 {
		email := []string{doc, "nobody@example.org"}[i%2]
		began := time.Now()
		if err := people.Forgot(ctx, h.Desk, email, "192.0.2."+string(rune('a'+i/4))); err != nil && kindOf(err) != fault.Busy {
			t.Fatal(err)
		}
		took[email] = append(took[email], time.Since(began))
	}
	median := func(email string) time.Duration { slices.Sort(took[email]); return took[email][len(took[email])/2] }
	if a, b := median(doc), median("nobody@example.org"); max(a, b) > 2*min(a, b) {
		t.Errorf("%v for who is here, %v for who is not", a, b)
	}
}
