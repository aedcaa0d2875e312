package sheet

import (
	"slices"
	"strings"
	"testing"

	"referd/core/chart"
	"referd/core/referral"
	"referd/web/page"
)

// Every phase has words.
func TestEveryPhaseHasWords(t *testing.T) {
	for _, p := range referral.Phases() {
		if Phase(p) == "" {
			t.Errorf("%s has no words", p)
		}
	}
}

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

// What happened is said in words: no reason that a form offers is shown as its code.
func TestNoReasonIsShownAsItsCode(t *testing.T) {
	for _, list := range [][]page.Opt{unbookReasons, holdReasons, detachReasons, cancelReasons, adminReasons, errorReasons, reopenReasons, strikeReasons} {
		for _, o := range list {
			if got := spelled(list, o.Value); got == o.Value || strings.Contains(got, "-") {
				t.Errorf("%s is shown as %q", o.Value, got)
			}
		}
	}
	if got := spelled(unbookReasons, "room-flooded"); got != "room flooded" {
		t.Errorf("a partner's own code is shown as %q", got)
	}
}

// An answer typed for a service's own item is called by that item, and a file by its title.
func TestWhatIsTypedIsCalledByItsItem(t *testing.T) {
	for _, c := range []struct {
		d                 chart.Document
		text, name, words string
	}{
		{chart.Document{Kind: chart.Letter, Media: "text/plain"}, "Weight: 70 kg", "Weight", "70 kg"},
		{chart.Document{Kind: chart.Letter, Media: "text/plain"}, "As you asked", "", "As you asked"},
		{chart.Document{Kind: chart.Attachment, Media: "text/plain", Title: "Stress ECG"}, "Rest: 70/min", "Stress ECG", "Rest: 70/min"},
	} {
		if name, words := saying(c.d, c.text); name != c.name || words != c.words {
			t.Errorf("%q is called %q and says %q", c.text, name, words)
		}
	}
}
