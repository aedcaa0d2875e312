package lists

import (
	"slices"
	"testing"

	"referd/core/referral"
)

// Each open phase after sending is in exactly one share of who has the ball: no
// loop is counted twice, and none is nobody's.
func TestEachOpenPhaseIsInOneShare(t *testing.T) {
	in := map[referral.Phase]View{}
	for v, phases := range holders {
		for _, p := range phases {
			if in[p] != "" {
				t.Errorf("%s is in %s and in %s", p, in[p], v)
			}
			in[p] = v
		}
	}
	for _, p := range referral.Phases() {
		unsent := p == referral.Draft || p == referral.Unsigned
		if has := in[p] != ""; has != (p.Open() && !unsent) {
			t.Errorf("%s is in the share %q", p, in[p])
		}
	}
}

// What was sent and has not arrived is with the sender, whose lists ask to deliver
// it, and is neither with a triage that never had it nor with others.
func TestWhatHasNotArrivedIsWithTheSender(t *testing.T) {
	if !slices.Contains(holders[WithUs], referral.PhaseSent) || slices.Contains(holders[WithTriage], referral.PhaseSent) {
		t.Errorf("with us: %v; with triage: %v", holders[WithUs], holders[WithTriage])
	}
}
