package sheet

import (
	"testing"

	"referd/core/referral"
)

// Every phase has words.
func TestEveryPhaseHasWords(t *testing.T) {
	for _, p := range referral.Phases() {
		if Phase(p) == "" {
			t.Errorf("%s has no words", p)
		}
	}
}
