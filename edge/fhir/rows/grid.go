package rows

import (
	"errors"
	"io"
	"strings"

	"referd/base/fault"
	"referd/desk/bring"
	"referd/wire/r4"
)

// grid is a file of resources that refer to each other, as a grid: main are the
// types that are rows, with those that belong to them.
func grid(body io.ReaderAt, size int64, scratch string, kind bring.Kind, main, with []string, columns []column, read func(*file, r4.Object, map[string]string) error) (*bring.Grid, error) {
	are, uses := map[string]bool{}, map[string]bool{}
	for _, k := range main {
		are[k] = true
	}
	for _, k := range with {
		uses[k] = true
	}
	f, err := index(body, size, scratch, are)
	if err != nil {
		return nil, err
	}
	return f.grid(kind, main, uses, columns, read)
}

func (f *file) grid(kind bring.Kind, main []string, uses map[string]bool, columns []column, read func(*file, r4.Object, map[string]string) error) (*bring.Grid, error) {
	if len(f.rows) == 0 {
		err := fault.About("rows.Open", "file", fault.Invalid, "There is no "+strings.Join(main, " and no ")+" in the file. Each is expected on a line of its own.")
		return nil, errors.Join(err, f.close())
	}
	g := &bring.Grid{Format: f.said(main, uses), Close: f.close}
	var head []string
	for _, c := range columns {
		head, g.Elements = append(head, bring.Label(kind, c.key)), append(g.Elements, c.element)
	}
	at := -1 // the headings
	g.Skip = func(n int) {
		for n > 0 && at < len(f.rows) && (at < 0 || f.rows[at].n <= n) {
			at++
		}
	}
	g.Next = func() (int, []string, error) {
		if at++; at == 0 {
			return 0, head, nil
		}
		if at > len(f.rows) {
			return 0, nil, io.EOF
		}
		p := f.rows[at-1]
		if bad, ok := f.bad[p.n]; ok {
			return p.n, nil, &bad
		}
		o, err := f.read(p)
		if err != nil {
			return p.n, nil, err
		}
		has := map[string]string{}
		err = read(f, o, has)
		cells := make([]string, len(columns))
		for i, c := range columns {
			cells[i] = has[c.key]
		}
		return p.n, cells, err
	}
	return g, nil
}
