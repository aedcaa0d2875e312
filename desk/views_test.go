package desk_test

import (
	"testing"

	"referd/base/fault"
	"referd/core/party"
	"referd/desk"
	"referd/desk/desktest"
)

// A view that is kept again under its name is that one, changed; another's of the
// same name, and one for the team, is another.
func TestAViewKeptAgainIsOne(t *testing.T) {
	h := desktest.New(t)
	save := func(who party.UserID, name, query string, team bool) (v desk.ViewID, err error) {
		err = h.Write(t.Context(), h.As(who), "view.save", func(w *desk.Writing) error {
			v, err = desk.SaveView(w, name, query, team)
			return err
		})
		return v, err
	}
	first, err := save("nurse", "Heart", "view=late&service=cardio&q=Testcase", false)
	if err != nil {
		t.Fatal(err)
	}
	if again, err := save("nurse", " Heart ", "view=all&service=cardio", false); err != nil || again != first {
		t.Errorf("kept again it is %s, not %s: %v", again, first, err)
	}
	if team, err := save("nurse", "Heart", "view=all", true); err != nil || team == first {
		t.Errorf("the team's is one's own: %v", err)
	}
	if _, err := save("doc", "Heart", "view=mine", false); err != nil {
		t.Fatal(err)
	}
	if _, err := save("nurse", " ", "view=mine", false); fault.Of(err) != fault.Invalid {
		t.Errorf("without a name: %v", err)
	}
	dir, err := h.Desk.Directory(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if n := len(dir.ViewsOf(h.As("nurse"))); n != 2 || dir.Views[first].Query != "service=cardio&view=all" {
		t.Errorf("the nurse has %d, the first says %q", n, dir.Views[first].Query)
	}
}
