// Package cells writes rows for a spreadsheet so that it runs none of them:
// a cell that would be taken for a formula begins with an apostrophe.
package cells

import (
	"encoding/csv"
	"io"
	"strings"
)

// runs are the letters a spreadsheet takes for the beginning of a formula, and
// those it passes over before it looks.
const runs = "=+-@\t\r"

// Harmless is a cell that is shown as it is written (OWASP, CSV injection).
func Harmless(s string) string {
	if s != "" && strings.ContainsRune(runs, rune(s[0])) {
		return "'" + s
	}
	return s
}

// Plain is what Harmless was given.
func Plain(s string) string {
	if len(s) > 1 && s[0] == '\'' && strings.ContainsRune(runs, rune(s[1])) {
		return s[1:]
	}
	return s
}

// Writer writes rows of harmless cells, with commas between (RFC 4180).
type Writer struct {
	to  io.Writer
	w   *csv.Writer
	row []string
}

// Mark begins a list. A spreadsheet that is given none takes the letters for those
// of its machine, and shows Lê as another name.
const Mark = "\ufeff"

// To writes rows to w.
func To(w io.Writer) *Writer { return &Writer{to: w, w: csv.NewWriter(w)} }

// Row writes one.
func (w *Writer) Row(cells ...string) error {
	if w.to != nil {
		if _, err := io.WriteString(w.to, Mark); err != nil {
			return err
		}
		w.to = nil
	}
	w.row = w.row[:0]
	for _, c := range cells {
		w.row = append(w.row, Harmless(c))
	}
	return w.w.Write(w.row)
}

// End writes what waits.
func (w *Writer) End() error {
	w.w.Flush()
	return w.w.Error()
}
