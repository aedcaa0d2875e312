// Package rows reads patients out of FHIR NDJSON as the rows of a list, under
// the headings by which an import knows its columns.
package rows

import (
	"bufio"
	"bytes"
	"errors"
	"io"
	"slices"
	"strconv"
	"strings"

	"referd/base/fault"
	"referd/desk/bring"
	"referd/wire/r4"
)

// Is reports whether a file begins as NDJSON does.
func Is(body io.ReaderAt, size int64) bool {
	head := make([]byte, min(size, 4096))
	body.ReadAt(head, 0)
	return bytes.HasPrefix(bytes.TrimLeft(bytes.TrimPrefix(head, []byte("\xef\xbb\xbf")), " \t\r\n"), []byte("{"))
}

// longest is how long a line may be: a patient with a photograph is longer than
// a list needs.
const longest = 4 << 20

// fields are the columns, in the import's own keys.
var fields = []string{"patient", "number", "numbersystem", "numbers", "family", "given", "prefix", "born", "sex", "phone", "mobile", "email", "line", "line2", "city", "state", "postal", "country", "language", "interpreter", "active"}

// Open begins to read a file of Patients, one a line. A row has the number of
// its line; the headings are none of the file's. A line that is no Patient
// faults with Invalid, in words that say which it is and never what is in it.
func Open(body io.ReaderAt, size int64) *bring.Grid {
	in := bufio.NewScanner(io.NewSectionReader(body, 0, size))
	in.Buffer(make([]byte, 64<<10), longest)
	n := -1
	return &bring.Grid{Format: "FHIR NDJSON", Close: func() error { return nil }, Next: func() (int, []string, error) {
		if n++; n == 0 {
			return 0, headings(), nil
		}
		for in.Scan() {
			line := bytes.TrimSpace(in.Bytes())
			if n == 1 {
				line = bytes.TrimSpace(bytes.TrimPrefix(line, []byte("\xef\xbb\xbf")))
			}
			if len(line) == 0 {
				n++
				continue
			}
			cells, err := read(n, line)
			return n, cells, err
		}
		switch err := in.Err(); {
		case errors.Is(err, bufio.ErrTooLong):
			return n, nil, wrong(n, "is longer than 4 MB. Leave photographs and narrative out.")
		case err != nil:
			return n, nil, err
		}
		return n, nil, io.EOF
	}}
}

func headings() (out []string) {
	for _, key := range fields {
		out = append(out, bring.Label(bring.Patients, key))
	}
	return out
}

func wrong(n int, words string) error {
	return fault.About("rows.Open", "file", fault.Invalid, "Line "+strconv.Itoa(n)+" "+words)
}

// read is the row of one line.
func read(n int, line []byte) ([]string, error) {
	d, err := r4.Parse(bytes.Clone(line), 0)
	if err != nil {
		return nil, wrong(n, "is no FHIR resource. NDJSON has one whole resource on each line.")
	}
	p := d.Root().Object()
	if kind := p.Type(); kind != "Patient" {
		if !r4.IsType(kind) {
			kind = "something else"
		}
		return nil, wrong(n, "is "+kind+" and no Patient. Bring the file of the patients.")
	}
	has := map[string]string{"patient": p.Text("id"), "born": p.Text("birthDate"), "sex": p.Text("gender"), "active": "yes"}
	named(p, has)
	numbered(p, has)
	reached(p, has)
	lives(p, has)
	for _, c := range p.List("communication") {
		for _, x := range c.Sub("language").List("coding") {
			if has["language"] == "" {
				has["language"] = x.Text("code")
			}
		}
	}
	for _, x := range p.List("extension") {
		if x.Text("url") == "http://hl7.org/fhir/StructureDefinition/patient-interpreterRequired" && x["valueBoolean"] == true {
			has["interpreter"] = "yes"
		}
	}
	if p["active"] == false || p["deceasedBoolean"] == true || p.Text("deceasedDateTime") != "" {
		has["active"] = "no"
	}
	out := make([]string, len(fields))
	for i, key := range fields {
		out[i] = has[key]
	}
	return out, nil
}

// named takes the name in use: the official or usual one, else the first that is
// not old.
func named(p r4.Object, has map[string]string) {
	list := p.List("name")
	if len(list) == 0 {
		return
	}
	best := list[0]
	for _, use := range []string{"usual", "official"} {
		if i := slices.IndexFunc(list, func(o r4.Object) bool { return o.Text("use") == use }); i >= 0 {
			best = list[i]
		}
	}
	has["family"], has["given"], has["prefix"] = best.Text("family"), strings.Join(best.Texts("given"), " "), strings.Join(best.Texts("prefix"), " ")
}

// numbered takes the record number, and every other identifier beside it.
func numbered(p r4.Object, has map[string]string) {
	list := p.List("identifier")
	at := slices.IndexFunc(list, func(o r4.Object) bool {
		return slices.ContainsFunc(o.Sub("type").List("coding"), func(c r4.Object) bool { return c.Text("code") == "MR" })
	})
	at = max(at, 0)
	var others []string
	for i, o := range list {
		switch {
		case o.Text("value") == "":
		case i == at:
			has["number"], has["numbersystem"] = o.Text("value"), o.Text("system")
		default:
			others = append(others, o.Text("system")+"|"+o.Text("value"))
		}
	}
	has["numbers"] = strings.Join(others, "\n")
}

func reached(p r4.Object, has map[string]string) {
	for _, t := range p.List("telecom") {
		key := map[string]string{"phone": "phone", "email": "email", "sms": "mobile"}[t.Text("system")]
		if key == "phone" && t.Text("use") == "mobile" {
			key = "mobile"
		}
		if key != "" && has[key] == "" && t.Text("use") != "old" {
			has[key] = t.Text("value")
		}
	}
}

func lives(p r4.Object, has map[string]string) {
	for _, a := range p.List("address") {
		if a.Text("use") == "old" {
			continue
		}
		for i, l := range a.Texts("line") {
			if i < 2 {
				has[[]string{"line", "line2"}[i]] = l
			}
		}
		has["city"], has["state"], has["postal"], has["country"] = a.Text("city"), a.Text("state"), a.Text("postalCode"), a.Text("country")
		return
	}
}
