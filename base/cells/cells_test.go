package cells

import (
	"strings"
	"testing"
)

// No cell runs, and each can be read back as it was.
func TestNoCellRuns(t *testing.T) {
	var b strings.Builder
	w := To(&b)
	given := []string{"=1+1", "+15550104471", "-2", "@SUM(A1)", "\t=1", "plain", "", "O'Neil", "'quoted", "a,b"}
	if err := w.Row(given...); err != nil {
		t.Fatal(err)
	}
	if err := w.End(); err != nil {
		t.Fatal(err)
	}
	if want := Mark + "'=1+1,'+15550104471,'-2,'@SUM(A1),'\t=1,plain,,O'Neil,'quoted,\"a,b\"\n"; b.String() != want {
		t.Errorf("written as %q, want %q", b.String(), want)
	}
	for _, s := range given {
		if got := Plain(Harmless(s)); got != s {
			t.Errorf("%q comes back as %q", s, got)
		}
	}
}
