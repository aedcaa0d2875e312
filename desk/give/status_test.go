package give

import (
	"testing"

	"referd/core/referral"
	"referd/desk/bring/said"
)

// Whatever phase a referral is given in, an import knows the word: no row of what
// was taken along has to be explained before it comes back.
func TestAnImportKnowsEveryPhase(t *testing.T) {
	for _, p := range referral.Phases() {
		if step := said.Statuses[said.Bare(status(p))]; step == "" {
			t.Errorf("%s is given as %q, which an import does not know", p, status(p))
		}
	}
}
