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
)

// The form of a decision says the day somebody should be seen by, as its 17:00
// where the reader is. At whatever hour the referral was sent, the same day is no
// change and asks no reason; the next one is, and does.
func TestTheSameDayIsNoChange(t *testing.T) {
	h := desktest.New(t)
	zone, err := time.LoadLocation("America/New_York")
	if err != nil {
		t.Fatal(err)
	}
	for hour := range 24 {
		of := sent(t, h, party.Routine, "cardio")
		by := look(t, h, "nurse", of).State.SeenBy.In(zone)
		decide := func(days int) error {
			return h.Write(t.Context(), h.As("nurse"), "decide", func(w *desk.Writing) error {
				_, err := loop.Decide(w, loop.Form{Referral: referral.ID(of)}, loop.Decision{How: "accept", SeenBy: time.Date(by.Year(), by.Month(), by.Day()+days, 17, 0, 0, 0, zone)})
				return err
			})
		}
		if err := decide(1); fault.Of(err) != fault.Invalid {
			t.Errorf("hour %d, due %s: another day without a reason: %v", hour, by, err)
		}
		if err := decide(0); err != nil {
			t.Errorf("hour %d, due %s: the same day: %v", hour, by, err)
		}
		h.Pass(time.Hour)
	}
}
