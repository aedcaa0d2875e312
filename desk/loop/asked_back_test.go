package loop_test

import (
	"testing"
	"time"

	"referd/core/party"
	"referd/desk"
	"referd/desk/desktest"
	"referd/desk/lists"
	"referd/desk/loop"
)

// What a service asked for after similar referrals is counted for who sends the
// next: each referral once, the last ninety days, and not from a handful.
func TestWhatIsAskedForIsCounted(t *testing.T) {
	h := desktest.New(t)
	count := func() (n, of int) {
		if err := h.Read(ctx, h.As("doc"), "checks", func(r *desk.Reading) error {
			asked, all, err := lists.Asked(r, "cardio")
			n, of = asked["ecg"], all
			return err
		}); err != nil {
			t.Fatal(err)
		}
		return n, of
	}
	for i := range 6 {
		id := sent(t, h, party.Routine, "cardio")
		h.Pass(time.Minute)
		if _, err := act(t, h, "intake", func(w *desk.Writing) (loop.Done, error) { return loop.Open(w, loop.Form{Referral: id}) }); err != nil {
			t.Fatal(err)
		}
		for range min(i, 2) { // asked twice is one referral returned
			h.Pass(time.Minute)
			if _, err := act(t, h, "nurse", func(w *desk.Writing) (loop.Done, error) {
				return loop.Ask(w, loop.Form{Referral: id}, loop.Question{Items: []string{"ecg"}, Words: "The tracing, please."})
			}); err != nil {
				t.Fatal(err)
			}
			h.Pass(time.Minute)
			if _, err := act(t, h, "moss", func(w *desk.Writing) (loop.Done, error) {
				return loop.Answer(w, loop.Form{Referral: id}, "", "It is at home.", nil)
			}); err != nil {
				t.Fatal(err)
			}
		}
		if n, of := count(); i < 4 && of != 0 || i == 4 && (n != 4 || of != 5) || i == 5 && (n != 5 || of != 6) {
			t.Errorf("after %d: %d of %d", i+1, n, of)
		}
	}
	h.Pass(91 * 24 * time.Hour)
	if n, of := count(); n != 0 || of != 0 {
		t.Errorf("a quarter later: %d of %d", n, of)
	}
}
