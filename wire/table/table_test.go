package table

import (
	"bytes"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/xuri/excelize/v2"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/unicode"

	"referd/base/fault"
)

func rows(t *testing.T, b []byte, o Options) (*Table, []Row) {
	t.Helper()
	f, err := Open(bytes.NewReader(b), int64(len(b)), o)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	var out []Row
	for {
		r, err := f.Next()
		if errors.Is(err, io.EOF) {
			return f, out
		}
		if err != nil {
			t.Fatal(err)
		}
		out = append(out, r)
	}
}

// names are in many alphabets, some from right to left.
var names = []string{"Świętosława", "Ødegård", "Nguyễn", "李小龍", "محمد", "שרה", "Ελένη", "Анна", "ณัฐ", "ክብረት", "👩‍⚕️", "O'Neil, \"Al\""}

// Names in every alphabet come through each encoding that has them.
func TestEncodings(t *testing.T) {
	text := "Name;Note\r\n"
	for _, n := range names {
		text += `"` + strings.ReplaceAll(n, `"`, `""`) + `";"two` + "\n" + `lines"` + "\r\n"
	}
	wide := func(e unicode.Endianness, mark unicode.BOMPolicy) []byte {
		b, err := unicode.UTF16(e, mark).NewEncoder().Bytes([]byte(text))
		if err != nil {
			t.Fatal(err)
		}
		return b
	}
	for name, b := range map[string][]byte{
		"UTF-8": []byte(text), "UTF-8 with a mark": []byte("\xef\xbb\xbf" + text),
		"UTF-16LE": wide(unicode.LittleEndian, unicode.UseBOM), "UTF-16BE": wide(unicode.BigEndian, unicode.UseBOM),
	} {
		f, got := rows(t, b, Options{})
		if len(got) != 1+len(names) || !slices.Equal(got[0].Cells, []string{"Name", "Note"}) || !strings.Contains(f.Format, "semicolons") {
			t.Fatalf("%s, %s: %d rows, %v", name, f.Format, len(got), got)
		}
		for i, n := range names {
			if r := got[1+i]; r.N != i+2 || r.Cells[0] != n || r.Cells[1] != "two\nlines" {
				t.Errorf("%s: row %d is %q, want %q", name, r.N, r.Cells, n)
			}
		}
	}
	latin := "Name,City\nMüller,Zürich\nO’Brien,—\n"
	old, err := charmap.Windows1252.NewEncoder().Bytes([]byte(latin))
	if err != nil {
		t.Fatal(err)
	}
	for name, b := range map[string][]byte{"Windows-1252": old, "mixed": append(append([]byte{}, old...), "Łódź,Ødegård\n"...)} {
		f, got := rows(t, b, Options{})
		if !strings.Contains(f.Format, name) || got[1].Cells[0] != "Müller" || got[2].Cells[0] != "O’Brien" {
			t.Errorf("%s is read as %s: %v", name, f.Format, got)
		}
		if name == "mixed" && got[3].Cells[0] != "Łódź" {
			t.Errorf("a row of UTF-8 among others is %q", got[3].Cells)
		}
	}
	unmarked := wide(unicode.LittleEndian, unicode.IgnoreBOM)[:22] // "Name;Note\r\n" alone
	if f, got := rows(t, unmarked, Options{}); f.Format != "CSV, semicolons, UTF-16" || got[0].Cells[0] != "Name" {
		t.Errorf("UTF-16 without a mark: %s, %v", f.Format, got)
	}
}

// What stands between cells is seen, empty rows are counted and left out, and
// ends of lines of any kind end them.
func TestDelimiters(t *testing.T) {
	for text, want := range map[string]string{
		"a,b\n1,\"x;y\"\n":              `CSV, commas, UTF-8 1["a" "b"] 2["1" "x;y"]`,
		"a;b\n1,5;2\n\n3;4":             `CSV, semicolons, UTF-8 1["a" "b"] 2["1,5" "2"] 4["3" "4"]`,
		"a\tb\r1\t2\r":                  `CSV, tabs, UTF-8 1["a" "b"] 2["1" "2"]`,
		"a|b\r\n1|2\r\n":                `CSV, bars, UTF-8 1["a" "b"] 2["1" "2"]`,
		"sep=;\na;b\n1;2\n":             `CSV, semicolons, UTF-8 2["a" "b"] 3["1" "2"]`,
		"only\none":                     `CSV, commas, UTF-8 1["only"] 2["one"]`,
		"a,b\n\"1 \"\"x\"\"\",\u00a02 ": `CSV, commas, UTF-8 1["a" "b"] 2["1 \"x\"" "2"]`,
		"a,b\n,,,\n 1 ,2,,\n":           `CSV, commas, UTF-8 1["a" "b"] 3["1" "2"]`,
	} {
		f, got := rows(t, []byte(text), Options{})
		said := f.Format
		for _, r := range got {
			said += fmt.Sprintf(" %d%q", r.N, r.Cells)
		}
		if said != want {
			t.Errorf("%q is read as\n  %s, want\n  %s", text, said, want)
		}
	}
}

// What is no list is refused in words that say what to do.
func TestWhatIsNoList(t *testing.T) {
	for text, want := range map[string]string{
		"":                                  "empty",
		"\xef\xbb\xbf \n":                   "empty",
		"%PDF-1.7":                          "PDF",
		"\xd0\xcf\x11\xe0\xa1\xb1":          "old kind",
		"<html><table>":                     "web page",
		"[{\"resourceType\":\"Patient\"}]":  "JSON",
		"PK\x03\x04 and nothing more":       "could not be opened",
		"\xff\xfe\x00\x00a\x00\x00\x00":     "UTF-32",
		"\x00\x01\x02\x03\x00\x00\x00\x00M": "no list of text",
	} {
		_, err := Open(strings.NewReader(text), int64(len(text)), Options{})
		if fault.Of(err) != fault.Invalid || !strings.Contains(fault.Public(err), want) {
			t.Errorf("%q: %v", text, err)
		}
	}
	for text, want := range map[string]string{
		"a,b\n1,\"never closed\n2,3\n":                               "opens in row 2",
		"a,b\n1," + strings.Repeat("x", LongestCell+1):               "row 2 has more than",
		"a,b\n1,2\n" + strings.Repeat("x,", MostColumns) + "y,z\n1,": "Row 3 has more than",
	} {
		f, err := Open(strings.NewReader(text), int64(len(text)), Options{})
		for err == nil {
			_, err = f.Next()
		}
		if fault.Of(err) != fault.Invalid || !strings.Contains(fault.Public(err), want) {
			t.Errorf("%.20q: %v, want %q", text, err, want)
		}
	}
}

// A spreadsheet another program wrote: dates are days whatever their format on
// the sheet, numbers keep their leading zeros, a cell merged over rows counts for
// each, a formula is its stored value or, where no program has worked it out, itself,
// and a text that looks like one is a text.
func TestSpreadsheets(t *testing.T) {
	dir := t.TempDir()
	python := "/usr/bin/python3"
	if out, err := exec.CommandContext(t.Context(), python, "testdata/make.py", dir).CombinedOutput(); err != nil {
		t.Logf("python3-openpyxl and python3-xlsxwriter are not here: the files they wrote once are read (%v %s)", err, out)
		dir = "testdata"
	}
	want := []Row{{1, []string{"Open referrals as of today"}}, {3, []string{"Patient", "DOB", "MRN", "Referral date", "Status"}},
		{4, []string{"Łukaszewicz, Świętosława", "1961-11-12", "00540", "2026-05-04 09:30", "Scheduled"}}, {5, []string{"Łukaszewicz, Świętosława", "1961-11-12", "00540", "2026-05-06", "New"}},
		{6, []string{"بن يوسف, محمد", "1988-02-29", "00541", "2026-04-30", "Pending review"}}, {7, []string{"李, 小龍", "1940-11-27", "00542", "2026-04-01", `=CONCATENATE("Sched","uled")`}}}
	for _, dir := range []string{dir, "testdata"} {
		b, err := os.ReadFile(filepath.Join(dir, "referrals.xlsx"))
		if err != nil {
			t.Fatal(err)
		}
		f, got := rows(t, b, Options{Sheet: "Open referrals", Scratch: t.TempDir()})
		if !slices.Equal(f.Sheets, []string{"Notes", "Open referrals"}) || fmt.Sprint(got) != fmt.Sprint(want) {
			t.Errorf("%v: %v\nwant %v", f.Sheets, got, want)
		}
		if f, _ := rows(t, b, Options{}); f.Sheet != "Notes" {
			t.Errorf("of itself it reads %q", f.Sheet)
		}
		if _, err := Open(bytes.NewReader(b), int64(len(b)), Options{Sheet: "nowhere"}); fault.Of(err) != fault.Invalid {
			t.Errorf("a sheet that is not there: %v", err)
		}
		if b, err = os.ReadFile(filepath.Join(dir, "formulas.xlsx")); err != nil {
			t.Fatal(err)
		}
		if _, got := rows(t, b, Options{}); fmt.Sprint(got) != fmt.Sprint([]Row{{1, []string{"Name", "Born", "Number", "Link"}}, {2, []string{"=cmd|'/c calc'!A1", "1999-12-31", "2", "here"}}}) {
			t.Errorf("formulas are read as %v", got)
		}
	}
}

// A formula without a value is told wherever it stands, one that was worked out to
// nothing is nothing, and of a sheet full of them the first are told.
func TestFormulasWithoutAValue(t *testing.T) {
	book := excelize.NewFile()
	const last = 4 * mostUnworked
	for n := 1; n <= last; n++ {
		book.SetSheetRow("Sheet1", fmt.Sprintf("A%d", n), &[]string{"Name", strings.Repeat("q", n%90)})
		if n == 7 || n > last/2 {
			book.SetCellFormula("Sheet1", fmt.Sprintf("C%d", n), `IF(A1<B1,"a&b","")`)
		}
	}
	var b bytes.Buffer
	if err := book.Write(&b); err != nil {
		t.Fatal(err)
	}
	_, got := rows(t, b.Bytes(), Options{Scratch: t.TempDir()})
	told := 0
	for _, r := range got {
		if len(r.Cells) > 2 && r.Cells[2] == `=IF(A1<B1,"a&b","")` {
			told++
		}
	}
	if len(got) != last || told != mostUnworked || len(got[6].Cells) != 3 || len(got[7].Cells) > 2 {
		t.Errorf("%d of %d rows, %v, %v", told, len(got), got[6], got[7])
	}
	u := &unworked{Reader: strings.NewReader(`<x:c r="B2" t="str"><x:f>""</x:f><x:v></x:v></x:c><c r="B3"><f>1+1</f><v>2</v></c><c r="B4"><f t="shared" si="0"/></c>`)}
	if _, err := io.ReadAll(u); err != nil || fmt.Sprint(u.cells) != "map[4:map[2:=]]" {
		t.Errorf("%v %v", u.cells, err)
	}
}

// A record number written in groups, as charts are filed by, is no day, and a day
// stays one, even where its own digits are its number (04/21/15).
func TestANumberInGroupsIsNoDay(t *testing.T) {
	book := excelize.NewFile()
	defer book.Close()
	groups, american := "00\\-00\\-00", "mm/dd/yy"
	for cell, c := range map[string]struct {
		value  float64
		format string
	}{"A2": {123456, groups}, "A3": {10203, groups}, "B2": {42115, american}, "B3": {25993, american}} {
		style, err := book.NewStyle(&excelize.Style{CustomNumFmt: &c.format})
		if err := errors.Join(err, book.SetCellFloat("Sheet1", cell, c.value, -1, 64), book.SetCellStyle("Sheet1", cell, cell, style)); err != nil {
			t.Fatal(err)
		}
	}
	if err := errors.Join(book.SetCellStr("Sheet1", "A1", "MRN"), book.SetCellStr("Sheet1", "B1", "DOB")); err != nil {
		t.Fatal(err)
	}
	b, err := book.WriteToBuffer()
	if err != nil {
		t.Fatal(err)
	}
	want := []Row{{1, []string{"MRN", "DOB"}}, {2, []string{"12-34-56", "2015-04-21"}}, {3, []string{"01-02-03", "1971-03-01"}}}
	if _, got := rows(t, b.Bytes(), Options{}); fmt.Sprint(got) != fmt.Sprint(want) {
		t.Errorf("%v\nwant %v", got, want)
	}
}

// The rows of a sheet may be as long as they are: a list of many rows is read to its
// end, and what is merged on it counts for each row.
func TestALongSpreadsheetIsReadToItsEnd(t *testing.T) {
	book, long := excelize.NewFile(), strings.Repeat("x", 2000)
	defer book.Close()
	w, err := book.NewStreamWriter("Sheet1")
	if err != nil {
		t.Fatal(err)
	}
	const last = 10_000 // twenty megabytes of rows
	for n := 1; n <= last; n++ {
		row := []any{fmt.Sprint("M", n), long}
		if n == last {
			row = []any{nil, long}
		}
		cell, _ := excelize.CoordinatesToCellName(1, n)
		if err := w.SetRow(cell, row); err != nil {
			t.Fatal(err)
		}
	}
	if err := errors.Join(w.MergeCell("A9999", "A10000"), w.Flush()); err != nil {
		t.Fatal(err)
	}
	b, err := book.WriteToBuffer()
	if err != nil {
		t.Fatal(err)
	}
	if _, got := rows(t, b.Bytes(), Options{Scratch: t.TempDir()}); len(got) != last || got[last-1].Cells[0] != "M9999" {
		t.Errorf("%d rows, the last is %.20q", len(got), got[len(got)-1].Cells)
	}
}

// Whatever bytes come, reading ends, in rows of text or in words; and what a CSV
// writer writes comes back.
func FuzzOpen(f *testing.F) {
	for _, s := range []string{"a,b\n1,2\n", "\xff\xfea\x00;\x00b\x00", "a;\"b\n", "\xef\xbb\xbfa\tb\r\n", "sep=|\na|b", "PK\x03\x04", "{\"resourceType\":\"Patient\"}\n"} {
		f.Add([]byte(s))
	}
	for _, name := range []string{"referrals.xlsx", "formulas.xlsx"} {
		b, err := os.ReadFile(filepath.Join("testdata", name))
		if err != nil {
			f.Fatal(err)
		}
		f.Add(b)
	}
	f.Fuzz(func(t *testing.T, b []byte) {
		in, err := Open(bytes.NewReader(b), int64(len(b)), Options{Scratch: t.TempDir()})
		if err != nil {
			if fault.Of(err) != fault.Invalid {
				t.Fatalf("%v", err)
			}
			return
		}
		defer in.Close()
		var back bytes.Buffer
		w := csv.NewWriter(&back)
		var all []Row
		for range 1000 {
			r, err := in.Next()
			if err != nil {
				if !errors.Is(err, io.EOF) && fault.Of(err) != fault.Invalid {
					t.Fatalf("%v", err)
				}
				break
			}
			for _, c := range r.Cells {
				if !utf8.ValidString(c) {
					t.Fatalf("row %d: %q is no text", r.N, c)
				}
			}
			if all = append(all, r); len(r.Cells) < 2 || strings.ContainsAny(strings.Join(r.Cells, ""), "\r\x00;|\t\ufeff") {
				return
			}
			if err := w.Write(r.Cells); err != nil {
				t.Fatal(err)
			}
		}
		if w.Flush(); len(all) == 0 || strings.HasPrefix(back.String(), "sep=") {
			return
		}
		again, err := Open(bytes.NewReader(back.Bytes()), int64(back.Len()), Options{})
		if err != nil || again.Format != "CSV, commas, UTF-8" {
			return // what is written begins like something else
		}
		for _, want := range all {
			got, err := again.Next()
			if err != nil || !slices.Equal(got.Cells, want.Cells) {
				t.Fatalf("%q comes back as %q, %v", want.Cells, got.Cells, err)
			}
		}
	})
}
