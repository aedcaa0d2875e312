package page

import (
	"bytes"
	"context"
	"strings"
	"testing"
)

// Enter in a text field presses the first button of its form. Where a service is
// looked for that is a button that looks, never the one that sends or keeps a
// favourite: a referral does not leave for whoever was chosen before.
func TestEnterWhereAServiceIsLookedForOnlyLooks(t *testing.T) {
	looked := 0
	for _, s := range Samples() {
		var b bytes.Buffer
		if err := s.Show.Render(context.Background(), &b); err != nil {
			t.Fatal(err)
		}
		for _, form := range strings.Split(b.String(), "<form")[1:] {
			form, _, _ = strings.Cut(form, "</form>")
			if !strings.Contains(form, `name="find"`) {
				continue
			}
			looked++
			_, first, _ := strings.Cut(form, "<button")
			if tag, _, _ := strings.Cut(first, ">"); !strings.Contains(tag, `value="find"`) && !strings.Contains(tag, `value="enter"`) {
				t.Errorf("%s: Enter presses <button%s>", s.Path(), tag)
			}
		}
	}
	if looked < 2 {
		t.Errorf("%d forms look for a service", looked)
	}
}
