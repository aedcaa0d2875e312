package climb

import (
	"testing"

	"referd/desk"
	"referd/web/visit"
)

// Whoever leads no team is not told that it comes to them because they do: where a
// lead is no clinician, what is clinical goes to one.
func TestWhoIsReachedIsTheLeadOnlyWhereTheyLead(t *testing.T) {
	v, dir := &visit.Visit{Who: desk.Who{User: "chen"}}, &desk.Directory{}
	if got := named(v, dir, "chen", false); got != "you" {
		t.Errorf("who leads nothing is %q", got)
	}
	if got := named(v, dir, "chen", true); got != "you, as the team's lead," {
		t.Errorf("the lead is %q", got)
	}
	if got := named(v, dir, "", false); got != "the team lead" {
		t.Errorf("nobody known is %q", got)
	}
}
