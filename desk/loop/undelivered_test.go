package loop_test

import (
	"testing"
	"time"

	"referd/core/party"
	"referd/core/referral"
	"referd/desk"
	"referd/desk/chase"
	"referd/desk/desktest"
	"referd/desk/loop"
)

// A notice that was given up is work for the team of whoever never got it: its
// lead tells them and settles it. The same person is named once, work about
// such work is not made, and the ball does not move.
func TestANoticeGivenUpIsSomebodysWork(t *testing.T) {
	h := desktest.New(t)
	f := loop.Form{Referral: sent(t, h, party.Routine, "cardio")}
	must(t, h, "nurse", referral.PhaseDeclined, with(f, decline))
	ball := look(t, h, "doc", f.Referral).Ball
	untold := func(about string, to ...party.UserID) *loop.Picture {
		t.Helper()
		h.Pass(time.Hour)
		if err := chase.Untold(ctx, h.Desk, f.Referral, about, to); err != nil {
			t.Fatal(err)
		}
		return look(t, h, "doc", f.Referral)
	}
	if p := untold("", "moss"); len(p.State.Untold) != 0 {
		t.Error("it was not theirs to be told, and is somebody's work")
	}
	untold("", "doc")
	p := untold("", "doc")
	o, ok := owing(p, "delivery")
	if !ok || len(p.State.Untold) != 1 || o.Owed.Team != "home-team" || o.Owed.Person != "" || o.Owed.Act != referral.ActSettle || !o.Owed.Due.After(h.Now()) || p.Ball != ball {
		t.Errorf("%+v of %d, the ball %+v", o, len(p.State.Untold), p.Ball)
	}
	if p = untold(o.Duty.Key); len(p.State.Untold) != 1 {
		t.Error("work was made of work about a mail")
	}
	if _, err := act(t, h, "moss", func(w *desk.Writing) (loop.Done, error) {
		return loop.Settle(w, f, o.Facts, "Told her by phone; the address is right now.")
	}); err != nil {
		t.Fatal(err)
	}
	if _, waits := owing(look(t, h, "doc", f.Referral), "delivery"); waits {
		t.Error("settled, and it waits")
	}
	if p = untold("", "doc"); len(p.State.Untold) != 2 {
		t.Error("given up again after it was settled, and nobody is told")
	}
	g := loop.Form{Referral: sent(t, h, party.Routine, "cardio")} // with intake, whose lead is intake
	if err := chase.Untold(ctx, h.Desk, g.Referral, "lead/doc2/", nil); err != nil {
		t.Fatal(err)
	}
	if o, _ := owing(look(t, h, "doc", g.Referral), "delivery"); o.Owed.Team != "home-team" || o.Owed.Person != "doc" {
		t.Errorf("what doc2 never got is with %+v", o.Owed)
	}
}
