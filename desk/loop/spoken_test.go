package loop_test

import (
	"testing"
	"time"

	"referd/base/fault"
	"referd/core/party"
	"referd/core/referral"
	"referd/desk"
	"referd/desk/desktest"
	"referd/desk/loop"
	"referd/desk/turn"
)

// What becomes an emergency was spoken: to somebody, and not at a time that is
// still to come.
func TestACallToComeIsNoCall(t *testing.T) {
	h := desktest.New(t)
	f := loop.Form{Referral: sent(t, h, party.Routine, "cardio")}
	h.Pass(time.Minute)
	raise := func(with string, at time.Time) error {
		_, err := act(t, h, "nurse", func(w *desk.Writing) (loop.Done, error) {
			return loop.Decide(w, f, loop.Decision{How: "accept", Urgency: party.Emergency, Why: "Worse.", Spoke: &turn.Call{With: with, At: at}})
		})
		return err
	}
	for name, err := range map[string]error{"to come": raise("Dr Doc", h.Now().Add(time.Minute)), "to nobody": raise("  ", h.Now())} {
		if kind(err) != fault.Invalid {
			t.Errorf("%s: %v", name, err)
		}
	}
	if err := raise("Dr Doc", h.Now()); err != nil {
		t.Error(err)
	}
	var s referral.State
	if _, err := act(t, h, "nurse", func(w *desk.Writing) (_ loop.Done, err error) { s, err = w.Loop(f.Referral); return loop.Done{}, err }); err != nil || s.Urgency != party.Emergency || s.Spoke.IsZero() {
		t.Errorf("%v, %s, spoken %s", err, s.Urgency, s.Spoke)
	}
}
