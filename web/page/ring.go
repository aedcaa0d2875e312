package page

import (
	"context"
	"fmt"
	"io"
	"strings"
	"sync"

	"github.com/a-h/templ"
)

// A ring is at most four circles whose dashes are its segments: all nine, those
// done, those inferred, the next one. A segment is 31 of 40 units of 360.

// rings are drawn once each: a mark has three values and there are nine.
var rings sync.Map

// Ring is the nine segments: done, next, not yet, and hatched where a step was
// skipped and inferred later. marks has one of "x~-" each.
func Ring(marks string, size int) templ.Component {
	return drawn(marks, fmt.Sprintf(`<svg class="ring s" width="%d" height="%d" viewBox="0 0 20 20" role="img" aria-label="%s">`, size, size, RingWords(marks)), `cx="10" cy="10" r="6.5"`, "rotate(-85.5 10 10)", "</svg>")
}

// ringSegments are a large ring's, inside a drawing of 60 by 60.
func ringSegments(marks string) templ.Component {
	return drawn(marks, "", `cx="30" cy="30" r="25"`, "rotate(-87 30 30)", "")
}

func drawn(marks, open, circle, turn, end string) templ.Component {
	marks = plainMarks(marks)
	key := marks + open + circle
	if have, ok := rings.Load(key); ok {
		return raw(have.(string))
	}
	var b strings.Builder
	b.WriteString(open)
	next := strings.IndexByte(marks, '-')
	for _, layer := range []struct {
		class string
		is    func(i int) bool
		dash  string
	}{
		{"", func(int) bool { return true }, "31 9"},
		{"d", func(i int) bool { return marks[i] == 'x' }, "31 9"},
		{"i", func(i int) bool { return marks[i] == '~' }, "6 4 6 4 6 14"},
		{"n", func(i int) bool { return i == next }, "31 9"},
	} {
		dashes, some := "", false
		for i := range marks {
			if layer.is(i) {
				dashes, some = dashes+" "+layer.dash, true
			} else {
				dashes += " 0 40"
			}
		}
		if some && layer.class == "" {
			dashes = " 31 9"
		}
		if some {
			fmt.Fprintf(&b, `<circle class="%s" %s pathLength="360" stroke-dasharray="%s" transform="%s"/>`, layer.class, circle, dashes[1:], turn)
		}
	}
	b.WriteString(end)
	rings.Store(key, b.String())
	return raw(b.String())
}

// plainMarks keeps nothing in a ring but its three marks.
func plainMarks(marks string) string {
	out := []byte("---------")
	for i := range min(len(marks), len(out)) {
		if marks[i] == 'x' || marks[i] == '~' {
			out[i] = marks[i]
		}
	}
	return string(out)
}

type raw string

// Render writes what was made here and holds no word of anybody.
func (r raw) Render(_ context.Context, w io.Writer) error {
	_, err := io.WriteString(w, string(r))
	return err
}
