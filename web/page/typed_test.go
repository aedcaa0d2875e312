package page

import (
	"context"
	"strings"
	"testing"
)

// Words are shown before they are sent again, short ones too; the addresses and ids
// a form carries are not read to anybody.
func TestWhatWasTypedIsShown(t *testing.T) {
	var b strings.Builder
	err := GoOnPage(GoOn{Typed: []Hidden{{"asking", "Old CT?"}, {"words", "Dopplerultraschalluntersuchung"}, {"how", "ask"}, {"back", "/queue?service=stluke-cardiology&view=late"}, {"id", "1jqwhwzfv308sv23tvb3~new-facts/x"}, {"was", "org 5 1jqyvvp3m9ncjkhy3zdb"}, {"once", "H7Sl1zontiHs-g5wsOjUxw aaa"}}}).Render(context.Background(), &b)
	if err != nil {
		t.Fatal(err)
	}
	if n := strings.Count(b.String(), `class="quote"`); n != 2 || !strings.Contains(b.String(), `<p class="quote">Old CT?</p>`) {
		t.Errorf("%d are shown: %s", n, b.String())
	}
}

// Of a secret it is not said that it is kept.
func TestASecretIsNotSaidToBeKept(t *testing.T) {
	for want, list := range map[string][]Wrong{"Not done yet.": {{Field: "password"}, {Field: "repeat"}}, "Not done yet. What you typed is kept.": {{Field: "password"}, {Field: "family"}}} {
		if got := notDone(list); got != want {
			t.Errorf("%v: %s", list, got)
		}
	}
}
