package table

import (
	"io"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/xuri/excelize/v2"
)

// unpacked is how large a spreadsheet may be once it is unpacked: one that says
// more is made to fill a disk.
const unpacked = 2 << 30

// openXLSX reads a sheet of a spreadsheet, cell by cell as it is shown, but for
// dates, which are read as numbers and written 2026-06-05 whatever the order of
// their parts on the sheet. Of a formula its stored value is read; it is not
// run, and where none is stored the formula itself is what the cell says. A cell merged over several rows counts for each of them.
func openXLSX(body io.ReaderAt, size int64, o Options) (*Table, error) {
	f, err := excelize.OpenReader(io.NewSectionReader(body, 0, size), excelize.Options{UnzipSizeLimit: unpacked, TmpDir: o.Scratch})
	if err != nil {
		return nil, invalid("The spreadsheet could not be opened. Save it once more as XLSX, without a password, or as CSV.")
	}
	s := &spread{f: f}
	t := &Table{Format: "XLSX", Sheets: f.GetSheetList(), Sheet: o.Sheet, next: s.next, end: s.close}
	if p, err := f.GetWorkbookProps(); err == nil && p.Date1904 != nil {
		s.from1904 = *p.Date1904
	}
	if t.Sheet == "" {
		t.Sheet = s.filled(t.Sheets)
	}
	if err := s.open(t.Sheet); err != nil {
		s.close()
		return nil, invalid("There is no such sheet in the spreadsheet, or it cannot be read.")
	}
	if s.merged, err = mergedOf(body, size, t.Sheet); err != nil {
		s.close()
		return nil, invalid("The spreadsheet could not be read to its end. Save it once more as XLSX, or as CSV.")
	}
	return t, nil
}

// spread is a sheet being read twice at once: as it is shown, and as it is kept.
type spread struct {
	f          *excelize.File
	shown, raw *excelize.Rows
	from1904   bool
	row        int
	merged     *merged
}

// filled is the first sheet that holds anything.
func (s *spread) filled(list []string) string {
	for _, name := range list {
		r, err := s.f.Rows(name)
		if err != nil {
			continue
		}
		for range 50 {
			if !r.Next() {
				break
			}
			if c, err := r.Columns(); err == nil && len(c) > 0 {
				r.Close()
				return name
			}
		}
		r.Close()
	}
	if len(list) > 0 {
		return list[0]
	}
	return ""
}

func (s *spread) open(sheet string) (err error) {
	if s.shown, err = s.f.Rows(sheet); err == nil {
		s.raw, err = s.f.Rows(sheet)
	}
	return err
}

func (s *spread) next() ([]string, error) {
	if !s.shown.Next() || !s.raw.Next() {
		if s.shown.Error() != nil {
			return nil, invalid("The spreadsheet could not be read past row " + strconv.Itoa(s.row) + ".")
		}
		return nil, io.EOF
	}
	s.row++
	shown, err := s.shown.Columns()
	if err == nil {
		var raw []string
		raw, err = s.raw.Columns(excelize.Options{RawCellValue: true})
		for i := range shown {
			if i < len(raw) && shown[i] != raw[i] {
				shown[i] = s.day(shown[i], raw[i])
			}
			if len(shown[i]) > LongestCell {
				shown[i] = shown[i][:LongestCell]
			}
		}
	}
	if err != nil {
		return nil, invalid("Row " + strconv.Itoa(s.row) + " of the spreadsheet could not be read.")
	}
	return s.merged.fill(s.row, s.merged.unworked.fill(s.row, shown)), nil
}

// dated is a number shown as a day: parts with something between, or a month's name.
var dated = regexp.MustCompile(`(?i)\d[/.\-\s]\s?\d{1,2}[/.\-\s]\s?\d|jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec|年`)

// day writes a date cell as 2026-06-05, with its time where it has one; what is
// no date is left as it is shown.
func (s *spread) day(shown, raw string) string {
	n, err := strconv.ParseFloat(raw, 64)
	if err != nil || n < 1 || n > 2958465 || !dated.MatchString(shown) {
		return shown
	}
	t, err := excelize.ExcelDateToTime(n, s.from1904)
	if err != nil {
		return shown
	}
	if grouped(shown, raw, t) {
		return shown
	}
	if t = t.Round(time.Second); t.Hour() == 0 && t.Minute() == 0 {
		return t.Format(time.DateOnly)
	}
	return t.Format("2006-01-02 15:04")
}

// grouped is a number written in groups and no day, as record numbers are filed
// (12-34-56): its digits are the number's own, and the day it would be is not in it.
func grouped(shown, raw string, day time.Time) bool {
	groups := digits.FindAllString(shown, -1)
	if strings.TrimLeft(strings.Join(groups, ""), "0") != raw {
		return false
	}
	within := func(n int) bool {
		return slices.ContainsFunc(groups, func(g string) bool { return strings.TrimLeft(g, "0") == strconv.Itoa(n) })
	}
	return !within(day.Day()) || !within(int(day.Month()))
}

var digits = regexp.MustCompile(`\d+`)

func (s *spread) close() error {
	for _, r := range []*excelize.Rows{s.shown, s.raw} {
		if r != nil {
			r.Close()
		}
	}
	return s.f.Close()
}
