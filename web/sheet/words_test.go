package sheet

import "testing"

// Every phase has words.
func TestEveryPhaseHasWords(t *testing.T) {
	for p, words := range phases {
		if words == "" || Phase(p) != words {
			t.Errorf("%s has no words", p)
		}
	}
	if len(phases) != 26 {
		t.Errorf("%d phases have words", len(phases))
	}
}
