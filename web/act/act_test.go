package act

import (
	"slices"
	"testing"

	"referd/core/referral"
)

// Every act page is of an act that the desk offers, and has its words.
func TestEveryActPageIsOffered(t *testing.T) {
	seen := map[string]bool{}
	for _, f := range forms() {
		if !slices.Contains(referral.Acts(), f.act) {
			t.Errorf("/%s is of %s, which nobody is ever offered", f.at(), f.act)
		}
		if seen[f.at()] {
			t.Errorf("/%s is there twice", f.at())
		}
		seen[f.at()] = true
		if f.name() == "" || f.said == "" || f.do == nil {
			t.Errorf("/%s has no name, says nothing when it is done, or does nothing", f.at())
		}
		if len(f.happens) == 0 {
			t.Errorf("/%s does not say what happens", f.at())
		}
	}
}

// A language nobody recorded is not taken for English.
func TestALanguageIsSaidOnlyWhereRecorded(t *testing.T) {
	for code, says := range map[string]string{"en": "Reads English", "es": "Reads Spanish", "": "Language not recorded", "xx": "Language not recorded"} {
		if got := reads(code); got != says {
			t.Errorf("%q: %s, want %s", code, got, says)
		}
	}
}
