package table

import (
	"bytes"
	"html"
	"io"
	"regexp"

	"github.com/xuri/excelize/v2"
)

// unworked is a sheet being gone through, and those of its cells whose formula no
// program has worked out, as a library writes it: what it says is stored nowhere, and
// it would be read as empty.
type unworked struct {
	io.Reader
	tail  []byte                 // of what was read before: a cell may lie over two blocks
	cells map[int]map[int]string // their formulas, by row and column
	n     int
}

// formula is a cell of a formula without a value: what is said of the cell, and the
// formula. One that was worked out to nothing is a text that is empty (ECMA-376,
// 18.3.1.4: t="str").
var (
	formula = regexp.MustCompile(`<(?:\w+:)?c\s([^>]*)>\s*<(?:\w+:)?f\b[^>]*?(?:/>|>([^<]*)</(?:\w+:)?f>)\s*(<(?:\w+:)?v\s*/>|<(?:\w+:)?v>\s*</(?:\w+:)?v>)?\s*</(?:\w+:)?c>`)
	where   = regexp.MustCompile(`\br="([A-Z]{1,3}\d+)"`)
)

const (
	longest      = 16 << 10 // of a cell that lies in the block before: a formula has 8192 letters at most
	mostUnworked = 1000     // are told: who has the list worked out mends the others with them
)

func (u *unworked) Read(block []byte) (int, error) {
	n, err := u.Reader.Read(block)
	if u.n == mostUnworked {
		return n, err
	}
	u.tail = append(u.tail, block[:n]...)
	past := max(0, len(u.tail)-longest)
	if bytes.Contains(u.tail, []byte("<f")) || bytes.Contains(u.tail, []byte(":f")) {
		for _, x := range formula.FindAllSubmatchIndex(u.tail, mostUnworked-u.n) {
			u.note(u.tail[x[2]:x[3]], x[4:6], x[6] >= 0)
			past = max(past, x[1])
		}
	}
	u.tail = append(u.tail[:0], u.tail[past:]...)
	return n, err
}

// note keeps a cell, where it is one that was never worked out.
func (u *unworked) note(said []byte, at []int, valued bool) {
	name := where.FindSubmatch(said)
	if name == nil || valued && bytes.Contains(said, []byte(`t="str"`)) {
		return
	}
	column, row, err := excelize.CellNameToCoordinates(string(name[1]))
	if err != nil {
		return
	}
	text := "" // one that is shared stands with another cell
	if at[0] >= 0 {
		text = html.UnescapeString(string(u.tail[at[0]:at[1]]))
	}
	if u.cells == nil {
		u.cells = map[int]map[int]string{}
	}
	if u.cells[row] == nil {
		u.cells[row] = map[int]string{}
	}
	u.cells[row][column] = "=" + text
	u.n++
}

// fill puts the formulas of a row where nothing is said, so that who reads the list
// is told of them.
func (u *unworked) fill(row int, list []string) []string {
	for column, text := range u.cells[row] {
		for len(list) < column {
			list = append(list, "")
		}
		if list[column-1] == "" {
			list[column-1] = text
		}
	}
	return list
}
