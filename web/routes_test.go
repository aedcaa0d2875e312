package web

import (
	"strings"
	"testing"

	"referd/web/sheet"
)

// Every act a page offers leads to a page that is served, and has words.
func TestEveryActHasAPage(t *testing.T) {
	served := map[string]bool{}
	for _, r := range (&Server{}).Routes() {
		served[r.Pattern] = true
	}
	for _, a := range sheet.Acts() {
		at := "GET " + strings.Replace(sheet.Path("ID", a), "/referrals/ID", "/referrals/{id}", 1)
		if !served[at] || sheet.Act(a) == "" {
			t.Errorf("%s leads to %s, which is not served", a, at)
		}
	}
}
