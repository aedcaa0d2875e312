package sheet

import (
	"strings"
	"testing"
)

// Every act a page offers leads to a page that is served, and every phase and
// act has words.
func TestEveryActHasAPage(t *testing.T) {
	served := map[string]bool{"GET /referrals/{id}/sending": true}
	for _, r := range Routes() {
		served[r.Pattern] = true
	}
	for a, words := range acts {
		at := "GET " + strings.Replace(path("ID", a), "/referrals/ID", "/referrals/{id}", 1)
		if !served[at] || words == "" {
			t.Errorf("%s leads to %s, which is not served", a, at)
		}
	}
	for p, words := range phases {
		if words == "" || Phase(p) != words {
			t.Errorf("%s has no words", p)
		}
	}
	if len(phases) != 26 {
		t.Errorf("%d phases have words", len(phases))
	}
}
