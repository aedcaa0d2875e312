package bring_test

import (
	"fmt"
	"io"
	"strings"
	"testing"
	"time"

	"referd/desk/bring"
	"referd/desk/desktest"
)

// A file in which it takes long to come to where reading was, as in a spreadsheet of
// many rows, is passed over a few times and not for every few rows.
func TestALongFileIsNotReadAgainForEveryFewRows(t *testing.T) {
	h := desktest.New(t)
	a := in(t, h, "doc")
	const all = 8000
	var text strings.Builder
	text.WriteString("MRN,Name,DOB\n")
	for n := range all {
		fmt.Fprintf(&text, "L%d,\"Long, L%d\",1970-01-01\n", n, n)
	}
	id := a.take(bring.Patients, text.String())
	a.must(a.m.Name(t.Context(), a.who, id, bring.Naming{Columns: a.of(id).Map}))
	slow, read := a.m, 0
	slow.Open = func(k bring.Kind, body io.ReaderAt, size int64, sheet string) (*bring.Grid, error) {
		g, err := grid(k, body, size, sheet)
		if err == nil {
			next := g.Next
			g.Next = func() (int, []string, error) { read++; h.Pass(time.Millisecond); return next() }
		}
		return g, err
	}
	for a.of(id).State == bring.Reading {
		_, err := slow.Work(t.Context(), id, h.Desk.DB.Machine().Add(300*time.Millisecond))
		a.must(err)
	}
	if i := a.of(id); i.Rows != all || read > 4*all {
		t.Errorf("%d rows, in %d that were read", i.Rows, read)
	}
}
