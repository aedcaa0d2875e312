package page

import (
	"context"
	"regexp"
	"strings"
	"testing"
)

var noRow = regexp.MustCompile(`<tbody[^>]*>\s*</tbody>`)

// In a house without a partner or a referral operations says so: a sentence, not the
// headings of tables without a row.
func TestOperationsHasNoEmptyTable(t *testing.T) {
	for _, s := range opsSamples() {
		var b strings.Builder
		if err := s.Show.Render(context.Background(), &b); err != nil {
			t.Fatal(err)
		}
		if noRow.MatchString(b.String()) {
			t.Errorf("%s: a table has no row", s.Path())
		}
	}
}
