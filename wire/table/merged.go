package table

import (
	"archive/zip"
	"bytes"
	"encoding/xml"
	"io"
	"path"
	"regexp"
	"slices"

	"github.com/xuri/excelize/v2"
)

// merged are the cells of a sheet that go over several rows, by their first.
type merged struct {
	spans    []span
	now      []held
	unworked unworked
}

type span struct{ first, last, column int }

type held struct {
	span
	value string
}

// fill puts the value of a cell merged over rows into each of them, in its
// first column. Rows come in order.
func (m *merged) fill(row int, list []string) []string {
	m.now = slices.DeleteFunc(m.now, func(h held) bool { return h.last < row })
	for _, h := range m.now {
		for len(list) < h.column {
			list = append(list, "")
		}
		if list[h.column-1] == "" {
			list[h.column-1] = h.value
		}
	}
	for len(m.spans) > 0 && m.spans[0].first <= row {
		s := m.spans[0]
		if m.spans = m.spans[1:]; s.first == row && s.column <= len(list) && list[s.column-1] != "" {
			m.now = append(m.now, held{s, list[s.column-1]})
		}
	}
	return list
}

// mergedOf reads which cells of a sheet are merged, and which are formulas without a
// value. The merged stand behind all of its rows, so the sheet is gone through once
// without being understood.
func mergedOf(body io.ReaderAt, size int64, sheet string) (*merged, error) {
	z, err := zip.NewReader(body, size)
	if err != nil {
		return nil, err
	}
	f, err := z.Open(partOf(z, sheet))
	if err != nil {
		return &merged{}, nil
	}
	defer f.Close()
	m := &merged{unworked: unworked{Reader: io.LimitReader(f, unpacked)}}
	tail, err := behind(&m.unworked)
	if err != nil {
		return nil, err
	}
	for _, x := range ranges.FindAllSubmatch(tail, -1) {
		column, first, err := excelize.CellNameToCoordinates(string(x[1]))
		_, last, err2 := excelize.CellNameToCoordinates(string(x[2]))
		if err == nil && err2 == nil && last > first {
			m.spans = append(m.spans, span{first, last, column})
		}
	}
	slices.SortFunc(m.spans, func(a, b span) int { return a.first - b.first })
	return m, nil
}

var ranges = regexp.MustCompile(`mergeCell\s[^>]*?ref="(\$?[A-Z]{1,3}\$?\d+):(\$?[A-Z]{1,3}\$?\d+)"`)

// closing is where the rows of a sheet end, whatever letters its names begin with.
var closing = regexp.MustCompile(`</(?:[\w.-]+:)?sheetData\s*>|<(?:[\w.-]+:)?sheetData\s*/>`)

// behind is what follows the rows of a sheet, some megabytes at most; the rows
// themselves may be as long as they are.
func behind(r io.Reader) ([]byte, error) {
	const most, mark = 16 << 20, 128 // a mark is shorter, and may lie over two blocks
	var out []byte
	found, block := false, make([]byte, 64<<10)
	for {
		n, err := r.Read(block)
		out = append(out, block[:n]...)
		if !found && bytes.Contains(out, []byte("sheetData")) {
			if at := closing.FindIndex(out); at != nil {
				out, found = append([]byte(nil), out[at[1]:]...), true
			}
		}
		if !found && len(out) > mark {
			out = append(out[:0], out[len(out)-mark:]...)
		}
		if err == io.EOF {
			return out, nil
		}
		if err != nil || len(out) > most {
			return nil, io.ErrUnexpectedEOF
		}
	}
}

// partOf is where a sheet lies within the file, by the workbook's own list.
func partOf(z *zip.Reader, sheet string) string {
	var book struct {
		Sheets []struct {
			Name string `xml:"name,attr"`
			ID   string `xml:"http://schemas.openxmlformats.org/officeDocument/2006/relationships id,attr"`
		} `xml:"sheets>sheet"`
	}
	var rels struct {
		List []struct {
			ID     string `xml:"Id,attr"`
			Target string `xml:"Target,attr"`
		} `xml:"Relationship"`
	}
	if part(z, "xl/workbook.xml", &book) != nil || part(z, "xl/_rels/workbook.xml.rels", &rels) != nil {
		return ""
	}
	for _, s := range book.Sheets {
		for _, r := range rels.List {
			if s.Name == sheet && s.ID == r.ID {
				if path.IsAbs(r.Target) {
					return r.Target[1:]
				}
				return path.Join("xl", r.Target)
			}
		}
	}
	return ""
}

func part(z *zip.Reader, name string, into any) error {
	f, err := z.Open(name)
	if err != nil {
		return err
	}
	defer f.Close()
	return xml.NewDecoder(io.LimitReader(f, 4<<20)).Decode(into)
}
