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
	w   *csv.Writer
	row []string
}

// To writes rows to w.
func To(w io.Writer) *Writer { return &Writer{w: csv.NewWriter(w)} }

// Row writes one.
func (w *Writer) Row(cells ...string) error {
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
