package table

import (
	"bufio"
	"bytes"
	"errors"
	"io"
	"strconv"
)

// delimited reads rows of cells with a letter between them (RFC 4180, and what
// programs make of it): cells may be quoted and go over lines, a quotation mark
// within is doubled, lines end with LF, CRLF or CR, and an empty line is a row.
type delimited struct {
	in   *bufio.Reader
	by   byte
	rows int
	cell []byte
	row  []string
}

func (d *delimited) next() ([]string, error) {
	d.row, d.rows = d.row[:0], d.rows+1
	for {
		last, err := d.read()
		if errors.Is(err, io.EOF) && len(d.row) == 0 && len(d.cell) == 0 {
			return nil, io.EOF
		}
		if err != nil && !errors.Is(err, io.EOF) {
			return nil, err
		}
		if d.row = append(d.row, letter(d.cell)); last || err != nil {
			return d.row, nil
		}
		if len(d.row) > 4*MostColumns { // refused by Next, whatever follows
			return d.row, nil
		}
	}
}

// read reads one cell; last when a line ends with it.
func (d *delimited) read() (last bool, err error) {
	d.cell = d.cell[:0]
	quoted, began := false, true
	for {
		b, err := d.in.ReadByte()
		if err != nil {
			if quoted && errors.Is(err, io.EOF) {
				return true, invalid("A quotation mark opens in row " + strconv.Itoa(d.rows) + " and is not closed. Close it, or leave it out.")
			}
			if !errors.Is(err, io.EOF) {
				err = invalid("The file could not be read past row " + strconv.Itoa(d.rows) + ".")
			}
			return true, err
		}
		switch {
		case quoted && b == '"':
			if quoted = d.peek('"'); quoted {
				d.in.ReadByte()
				d.cell = append(d.cell, '"')
			}
		case quoted:
			d.cell = append(d.cell, b)
		case b == '"' && began:
			quoted = true
		case b == d.by:
			return false, nil
		case b == '\n':
			return true, nil
		case b == '\r':
			if d.peek('\n') {
				d.in.ReadByte()
			}
			return true, nil
		default:
			d.cell = append(d.cell, b)
		}
		if began = false; len(d.cell) > LongestCell {
			return true, invalid("A cell of row " + strconv.Itoa(d.rows) + " has more than " + strconv.Itoa(LongestCell) + " letters. Is a quotation mark not closed?")
		}
	}
}

func (d *delimited) peek(want byte) bool {
	b, err := d.in.Peek(1)
	return err == nil && b[0] == want
}

// delimiter is the letter that parts the first rows into most cells, the same
// number in most of them.
func delimiter(head []byte) byte {
	best, most := byte(','), 0
	for _, by := range []byte{',', ';', '\t', '|'} {
		d := &delimited{in: bufio.NewReader(bytes.NewReader(head)), by: by}
		first, alike := 0, 0
		for range 20 {
			row, err := d.next()
			if err != nil {
				break
			}
			if len(row) > 1 && first == 0 {
				first = len(row)
			}
			if len(row) == first && first > 1 {
				alike++
			}
		}
		if n := alike * first; n > most {
			best, most = by, n
		}
	}
	return best
}
