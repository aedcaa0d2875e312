// Package table reads lists as other programs write them: rows of cells, out of
// delimited text and spreadsheets (XLSX). A file is read row by row, never held
// whole; nothing in it is run; what cannot be read is said in
// words for the person who has the file.
package table

import (
	"bytes"
	"io"
	"slices"
	"strconv"
	"strings"

	"referd/base/fault"
)

// Limits of one file. A cell is as long as a spreadsheet lets it be.
const (
	LongestCell = 32767
	MostColumns = 500
)

// Row is a row that is not empty, by its number in the file: a spreadsheet's,
// and the same in text, where a quoted cell may go over several lines.
type Row struct {
	N     int
	Cells []string
}

// Table is a file being read.
type Table struct {
	Format string   // in words: "CSV, semicolons, Windows-1252"
	Sheets []string // of a spreadsheet, in its order
	Sheet  string   // the one that is read

	next func() ([]string, error) // the row after the last, empty or not; io.EOF
	end  func() error
	n    int
}

// Options say how to read. Sheet is empty for the first that has anything;
// Scratch is where a large spreadsheet may be unpacked while it is read.
type Options struct{ Sheet, Scratch string }

// Open looks at a file and begins to read it. Its name is not believed: what it
// is, is read from its bytes. It faults with Invalid for what is no list.
func Open(body io.ReaderAt, size int64, o Options) (*Table, error) {
	head := make([]byte, min(size, 4096))
	if _, err := body.ReadAt(head, 0); err != nil && err != io.EOF {
		return nil, fault.E("table.Open", fault.Broken, "", err)
	}
	text := bytes.TrimLeft(bytes.TrimPrefix(head, []byte("\xef\xbb\xbf")), " \t\r\n")
	is := func(magic string) bool { return bytes.HasPrefix(head, []byte(magic)) }
	switch {
	case len(text) == 0:
		return nil, invalid("The file is empty.")
	case is("PK\x03\x04"):
		return openXLSX(body, size, o)
	case is("\xd0\xcf\x11\xe0"):
		return nil, invalid("This is a spreadsheet of the old kind, or one with a password. Save it as XLSX without a password, or as CSV.")
	case is("%PDF"):
		return nil, invalid("This is a PDF. Give the list as XLSX or CSV.")
	case bytes.HasPrefix(text, []byte("<")):
		return nil, invalid("This is a web page or XML, whatever its name says. Open it in a spreadsheet and save it as XLSX or CSV.")
	case bytes.HasPrefix(text, []byte("{")), bytes.HasPrefix(text, []byte("[")):
		return nil, invalid("This is JSON. Give the list as XLSX or CSV.")
	}
	return openText(body, size)
}

// Next gives the next row that is not empty; io.EOF after the last. Cells are
// without the spaces around them.
func (t *Table) Next() (Row, error) {
	for {
		list, err := t.next()
		if err != nil {
			return Row{}, err
		}
		t.n++
		for i := range list {
			list[i] = strings.TrimSpace(strings.ReplaceAll(list[i], "\u00a0", " "))
		}
		for len(list) > 0 && list[len(list)-1] == "" {
			list = list[:len(list)-1]
		}
		if len(list) > MostColumns {
			return Row{}, invalid("Row " + strconv.Itoa(t.n) + " has more than " + strconv.Itoa(MostColumns) + " columns. Leave out those that are not needed.")
		}
		if len(list) > 0 {
			return Row{t.n, slices.Clone(list)}, nil
		}
	}
}

// Close lets the file go.
func (t *Table) Close() error {
	if t.end == nil {
		return nil
	}
	return t.end()
}

func invalid(words string) error { return fault.About("table.Open", "file", fault.Invalid, words) }
