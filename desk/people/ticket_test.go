package people_test

import (
	"errors"
	"fmt"
	"sync"
	"testing"
	"time"

	"referd/base/fault"
	"referd/core/access"
	"referd/core/referral"
	"referd/desk"
	"referd/desk/desktest"
	"referd/desk/people"
	"referd/store"
)

const oneLoop = referral.ID("00000000000000000001")

// given is a ticket with its link, for an hour.
func given(t *testing.T, h *desktest.House) (x people.Ticket, token string) {
	t.Helper()
	err := h.Write(ctx, h.As("moss"), "give", func(w *desk.Writing) (err error) {
		if x, err = people.Issue(w, people.Ticket{Kind: "partner", Referral: oneLoop, Org: "far", Holder: "far", Ends: w.Now().Add(time.Hour)}); err == nil {
			token, err = people.LinkTo(w, x)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return x, token
}

// enter comes in with a code from a place.
func enter(h *desktest.House, token, code, from string) (string, error) {
	return people.Enter(ctx, h.Desk, people.Entry{Token: token, Name: "Kate Bell", From: from, Proves: func(_ *desk.Writing, t people.Ticket) (string, error) {
		return map[bool]string{true: "all"}[people.CodeIs(t, code)], nil
	}})
}

func change(t *testing.T, h *desktest.House, f func(*desk.Writing) error) {
	t.Helper()
	if err := h.Write(ctx, h.As("moss"), "change", f); err != nil {
		t.Fatal(err)
	}
}

// again reads a ticket as it is now.
func again(t *testing.T, h *desktest.House, token string) people.Ticket {
	t.Helper()
	x, err := people.TicketOf(ctx, h.Desk, token, "office")
	if err != nil {
		t.Fatal(err)
	}
	return x
}

// Who holds the link and knows the code is let into one loop, under the name they
// gave, and no further; looking at the link a thousand times uses nothing up.
func TestATicketLetsIn(t *testing.T) {
	desktest.Both(t, func(t *testing.T, h *desktest.House) {
		x, token := given(t, h)
		for range 1000 {
			if again(t, h, token).Used != (time.Time{}) {
				t.Fatal("looked at, and used")
			}
		}
		session, err := enter(h, token, x.Code[:3]+" "+x.Code[3:], "office")
		if err != nil {
			t.Fatal(err)
		}
		who, of, level, err := people.ByTicket(ctx, h.Desk, token, session, "office")
		if err != nil || who.Only != oneLoop || who.Org != "far" || who.User != "" || len(who.Jobs) > 0 || level != "all" || of.Holder != "far" {
			t.Errorf("%+v %+v %q %v", who, of, level, err)
		}
		var named map[string]store.Guest
		if err := h.DB.View(ctx, store.Scope{System: true}, func(v *store.View) (err error) { named, err = v.Guests(oneLoop); return err }); err != nil || named[who.Guest].Name != "Kate Bell" {
			t.Errorf("%+v %v", named, err)
		}
		other, second := given(t, h)
		if _, _, _, err := people.ByTicket(ctx, h.Desk, second, session, "office"); kindOf(err) != fault.Denied {
			t.Errorf("a session of one link opens another: %v", err)
		}
		if _, err := people.Session(ctx, h.Desk, session); kindOf(err) != fault.Denied {
			t.Errorf("a link's session is an account's: %v", err)
		}
		change(t, h, func(w *desk.Writing) error { return people.Revoke(w, again(t, h, second)) })
		if _, err := enter(h, second, other.Code, "office"); kindOf(err) != fault.Refused {
			t.Errorf("revoked, and lets in: %v", err)
		}
	})
}

// What a ticket says when it is over, and what brings it back.
func TestATicketEnds(t *testing.T) {
	h := desktest.New(t)
	x, token := given(t, h)
	session, err := enter(h, token, x.Code, "office")
	if err != nil {
		t.Fatal(err)
	}
	inside := func() error { _, _, _, err := people.ByTicket(ctx, h.Desk, token, session, "office"); return err }
	h.Pass(61 * time.Minute)
	if kindOf(inside()) != fault.Refused || people.Over(again(t, h, token), h.Now()) != people.Expired {
		t.Errorf("expired, and lets in: %v", inside())
	}
	change(t, h, func(w *desk.Writing) error {
		return people.Prolong(w, again(t, h, token), w.Now().Add(time.Hour))
	})
	session, err = enter(h, token, x.Code, "office")
	if err != nil || inside() != nil {
		t.Errorf("prolonged, and shut: %v %v", err, inside())
	}
	h.Pass(31 * time.Minute)
	if kindOf(inside()) != fault.Denied {
		t.Errorf("nobody was there for half an hour: %v", inside())
	}
	var next string
	change(t, h, func(w *desk.Writing) (err error) { next, err = people.LinkTo(w, again(t, h, token)); return err })
	if _, err := people.TicketOf(ctx, h.Desk, token, "office"); kindOf(err) != fault.Missing {
		t.Errorf("another link was made, and the first opens: %v", err)
	}
	if session, err = enter(h, next, x.Code, "office"); err != nil {
		t.Fatal(err)
	}
	change(t, h, func(w *desk.Writing) error { return people.Revoke(w, again(t, h, next)) })
	token = next
	if kindOf(inside()) != fault.Refused || people.Over(again(t, h, token), h.Now()) != people.Revoked {
		t.Errorf("revoked, and in: %v", inside())
	}
}

// Five wrong codes end a link, however many are tried at once; a right one
// between forgets them. Guessed links slow the place they are guessed from.
func TestCodesAndLinksAreNotGuessed(t *testing.T) {
	h := desktest.New(t)
	x, token := given(t, h)
	wrong := fmt.Sprintf("%06d", (int(x.Code[5]-'0')+1)%10)
	for range 2 {
		for range 4 {
			if _, err := enter(h, token, wrong, "office"); kindOf(err) != fault.Invalid {
				t.Fatal(err)
			}
		}
		if _, err := enter(h, token, x.Code, "office"); err != nil {
			t.Fatal(err)
		}
	}
	var all sync.WaitGroup
	looked := make(chan struct{}, 100)
	for i := range 50 {
		all.Go(func() {
			people.Enter(ctx, h.Desk, people.Entry{Token: token, From: fmt.Sprint("place", i), Proves: func(*desk.Writing, people.Ticket) (string, error) { looked <- struct{}{}; return "", nil }})
		})
	}
	all.Wait()
	if n := len(looked); n != 5 {
		t.Errorf("%d wrong answers were looked at", n)
	}
	if _, err := enter(h, token, x.Code, "office"); kindOf(err) != fault.Refused || people.Over(again(t, h, token), h.Now()) != people.Locked {
		t.Errorf("five wrong answers, and the sixth is let in: %v", err)
	}
	if audited(t, h, "ticket.enter", access.Minor) < 13 {
		t.Error("wrong answers are not on record")
	}
	slowed := false
	for range 40 {
		_, err := people.TicketOf(ctx, h.Desk, "guessed", "elsewhere")
		_, wait := errors.AsType[people.Wait](err)
		if slowed = slowed || wait; !wait && kindOf(err) != fault.Missing {
			t.Fatal(err)
		}
	}
	if !slowed {
		t.Error("forty links were guessed from one place without a wait")
	}
	if _, err := people.TicketOf(ctx, h.Desk, token, "office"); err != nil {
		t.Errorf("a guesser elsewhere keeps others out: %v", err)
	}
}
