package web_test

import (
	"strings"
	"testing"
	"time"

	"referd/core/referral"
	"referd/desk"
	"referd/desk/loop"
)

// The referral says since when its clocks run, which stretches the adjusted one
// leaves out, and by what rules; when the loop ends, that they stand.
func TestThePageSaysHowItsClocksRun(t *testing.T) {
	s := open(t)
	id := s.sent(t, 1)[0]
	f := loop.Form{Referral: referral.ID(id)}
	b := &browser{s: s}
	look := func(want ...string) {
		t.Helper()
		b.signIn(t, "doc@example.org", "open sesame")
		_, page := b.do(t, "GET", "/referrals/"+id, nil)
		for _, w := range want {
			if !strings.Contains(page, w) {
				t.Errorf("%q is not said", w)
			}
		}
	}
	look("How the clocks run", "Both run since 10:00, when it was sent", "leaves out questions to the sender before an answer")
	s.h.Pass(2 * time.Hour)
	s.act(t, "nurse", func(w *desk.Writing) error {
		_, err := loop.Ask(w, f, loop.Question{Words: "The tracing?"})
		return err
	})
	s.h.Pass(3 * time.Hour)
	look("Raw clock", "Adjusted", "Paused 12:00", ": a question to the sender.")
	s.act(t, "doc", func(w *desk.Writing) error { _, err := loop.Cancel(w, f, "no-longer-needed", ""); return err })
	look("Both ran from 10:00", "to 15:00, when the loop ended")
}
