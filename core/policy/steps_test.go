package policy

import (
	"testing"

	"referd/core/party"
)

// Everything that time is allowed for has words, and its time is written so that
// it is read back the same.
func TestEveryStepHasWords(t *testing.T) {
	d, named := Defaults(), map[string]bool{}
	for _, s := range Steps() {
		if _, known := d.Dues[s.What]; !known || s.Words == "" || named[s.What] {
			t.Errorf("%+v", s)
		}
		named[s.What] = true
	}
	for what, spans := range d.Dues {
		if !named[what] {
			t.Errorf("%s has no words", what)
		}
		for _, s := range spans {
			if again, ok := party.ReadSpan(s.String()); !ok || again != s {
				t.Errorf("%s: %+v is written %q", what, s, s)
			}
		}
	}
}
