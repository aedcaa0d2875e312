package notice_test

import (
	"testing"
	"time"

	"referd/core/party"
	"referd/core/referral"
	"referd/desk"
	"referd/desk/desktest"
	"referd/desk/loop"
)

// Wherever a loop stands still, whoever owes the next act is told when it is late,
// and then whoever is over them: not opened, not decided, a question unanswered,
// nothing booked, no consult note after the visit, a report nobody acknowledged.
func TestWhateverStallsIsTold(t *testing.T) {
	type step = func(w *desk.Writing, f loop.Form) (loop.Done, error)
	open, ask := step(loop.Open), step(func(w *desk.Writing, f loop.Form) (loop.Done, error) {
		return loop.Ask(w, f, loop.Question{Words: "The tracing?"})
	})
	accept := step(func(w *desk.Writing, f loop.Form) (loop.Done, error) { return loop.Accept(w, f, loop.Acceptance{}) })
	see := step(func(w *desk.Writing, f loop.Form) (loop.Done, error) { return loop.See(w, f, "") })
	write := step(func(w *desk.Writing, f loop.Form) (loop.Done, error) {
		return loop.Write(w, f, loop.Report{Kind: referral.Final, Answer: "Yes.", Claim: "answered"})
	})
	type by struct {
		who party.UserID
		do  step
	}
	for _, c := range []struct {
		name  string
		steps []by
		act   referral.Act
		owner party.UserID // one of those who owe it
		above party.UserID // who leads them, or a clinician of them
	}{
		{"not opened", nil, referral.ActOpen, "intake", "intake"},
		{"not decided", []by{{"intake", open}}, referral.ActDecide, "nurse", ""},
		{"a question is not answered", []by{{"nurse", ask}}, referral.ActAnswer, "moss", "doc"},
		{"not booked", []by{{"nurse", accept}}, referral.ActBook, "booker", "booker"},
		{"no consult note", []by{{"nurse", accept}, {"chen", see}}, referral.ActReport, "chen", "chen"},
		{"not acknowledged", []by{{"nurse", accept}, {"chen", see}, {"chen", write}}, referral.ActAcknowledge, "doc", "doc"},
	} {
		t.Run(c.name, func(t *testing.T) {
			h := desktest.New(t)
			f := loop.Form{Referral: sent(t, h, party.Routine).ID}
			for _, s := range c.steps {
				h.Pass(time.Minute)
				act(t, h, s.who, func(w *desk.Writing) (loop.Done, error) { return s.do(w, f) })
			}
			var ball referral.Owed
			if err := h.Read(t.Context(), h.As("doc"), "look", func(r *desk.Reading) error {
				s, err := r.Loop(f.Referral)
				ball = s.Ball()
				return err
			}); err != nil {
				t.Fatal(err)
			}
			if ball.Act != c.act {
				t.Fatalf("the next act is %s, want %s", ball.Act, c.act)
			}
			levels := func(who party.UserID) (most int) {
				p, _ := mine(t, h, who, 1)
				for _, n := range p.List {
					if n.Referral == f.Referral && n.Owed.Duty == "" && n.Owed.Act == c.act {
						most = max(most, n.Level)
					}
				}
				return most
			}
			climb(t, h)
			if levels(c.owner) != 0 {
				t.Error("told before it is late")
			}
			h.Pass(ball.Due.Sub(h.Now()) + time.Minute)
			climb(t, h)
			if got := levels(c.owner); got != 1 {
				t.Errorf("when it is late its owner is told of level %d", got)
			}
			h.Pass(14 * 24 * time.Hour)
			climb(t, h)
			if c.above == "" { // a clinical act climbs only to clinicians, of whom that team has none: both sides are told
				c.above = "doc"
			}
			if got := levels(c.above); got < 2 {
				t.Errorf("two weeks later who is over them is told of level %d", got)
			}
		})
	}
}
