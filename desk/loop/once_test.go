package loop_test

import (
	"testing"

	"referd/core/party"
	"referd/core/referral"
	"referd/desk"
	"referd/desk/desktest"
	"referd/desk/loop"
	"referd/desk/turn"
)

// A report is signed once, though its form stands in two windows of its author:
// the second press is told of the first, and may amend it.
func TestAReportIsSignedOnceFromTwoWindows(t *testing.T) {
	h := desktest.New(t)
	f := loop.Form{Referral: sent(t, h, party.Routine, "cardio")}
	must(t, h, "nurse", referral.PhaseAccepted, with(f, accept))
	seen := must(t, h, "chen", referral.PhaseSeen, func(w *desk.Writing) (loop.Done, error) { return loop.See(w, f, "") })
	f.Seq = seen.Seq
	write := func(w *desk.Writing) (loop.Done, error) {
		return loop.Write(w, f, loop.Report{Answer: "No.", Claim: "answered"})
	}
	must(t, h, "chen", referral.PhaseReported, write)
	_, err := act(t, h, "chen", write)
	if s, overtaken := turn.StaleOf(err); !overtaken || len(s.Since) != 1 {
		t.Fatalf("signed twice: %v", err)
	}
}
