// Package rows reads FHIR NDJSON as the rows of a list, under the headings by which
// an import knows its columns: patients, organizations, clinicians, services; and
// open referrals, with their patients and with what says how far they are.
package rows

import (
	"bufio"
	"bytes"
	"errors"
	"io"
	"maps"
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

// shape is what resources of a type are as rows.
type shape struct {
	kind   bring.Kind
	fields []string // the columns, in the import's own keys
	more   string   // "patients"
	read   func(r4.Object, map[string]string)
}

var shapes = map[string]shape{"Patient": {bring.Patients, fields, "patients", patient}, "Organization": {bring.Organizations, orgFields, "organizations", organization}, "Practitioner": {bring.Clinicians, clinicianFields, "clinicians", practitioner}, "HealthcareService": {bring.Services, serviceFields, "services", service}, "Location": {bring.Locations, placeFields, "places", located}}

// Open begins to read a file of resources, one a line, as rows of a kind: open
// referrals with what belongs to them (referrals). Other files are of one type: the
// first line says which. A row has the number of its line; the headings are none of the file's. A
// line that is something else faults with Invalid, in words that say which it is
// and never what is in it.
func Open(k bring.Kind, body io.ReaderAt, size int64, scratch string) (*bring.Grid, error) {
	switch k {
	case bring.Referrals:
		return referrals(body, size, scratch)
	case bring.Clinicians:
		if g, err := roles(body, size, scratch); g != nil || err != nil {
			return g, err
		}
	}
	return alike(body, size), nil
}

// alike reads a file of resources of one type.
func alike(body io.ReaderAt, size int64) *bring.Grid {
	in := bufio.NewScanner(io.NewSectionReader(body, 0, size))
	in.Buffer(make([]byte, 64<<10), longest)
	n, of := 0, ""
	var first []byte // read already, to know what the file is of
	line := func() ([]byte, error) {
		for in.Scan() {
			b := bytes.TrimSpace(in.Bytes())
			if n++; n == 1 {
				b = bytes.TrimSpace(bytes.TrimPrefix(b, []byte("\xef\xbb\xbf")))
			}
			if len(b) > 0 {
				return b, nil
			}
		}
		switch err := in.Err(); {
		case errors.Is(err, bufio.ErrTooLong):
			return nil, wrong(n+1, "is longer than 4 MB. Leave photographs and narrative out.")
		case err != nil:
			return nil, err
		}
		return nil, io.EOF
	}
	return &bring.Grid{Format: "FHIR NDJSON", Close: func() error { return nil }, Next: func() (int, []string, error) {
		if of == "" {
			of = "Patient"
			b, err := line()
			if d, bad := r4.Parse(bytes.Clone(b), 0); err == nil && bad == nil {
				if t := d.Root().Object().Type(); shapes[t].read != nil {
					of = t
				}
			}
			if first = bytes.Clone(b); err != nil && !errors.Is(err, io.EOF) {
				return 0, nil, err
			}
			return 0, headings(shapes[of]), nil
		}
		b, err := first, error(nil)
		if first = nil; len(b) == 0 {
			b, err = line()
		}
		if err != nil {
			return n, nil, err
		}
		cells, err := read(n, of, b)
		return n, cells, err
	}}
}

func headings(s shape) (out []string) {
	for _, key := range s.fields {
		out = append(out, bring.Label(s.kind, key))
	}
	return out
}

func wrong(n int, words string) error {
	return fault.About("rows.Open", "file", fault.Invalid, "Line "+strconv.Itoa(n)+" "+words)
}

// read is the row of one line.
func read(n int, of string, line []byte) ([]string, error) {
	d, err := r4.Parse(bytes.Clone(line), 0)
	if err != nil {
		return nil, wrong(n, "is no FHIR resource. NDJSON has one whole resource on each line.")
	}
	p := d.Root().Object()
	s := shapes[of]
	if kind := p.Type(); kind != of {
		if !r4.IsType(kind) {
			kind = "something else"
		}
		return nil, wrong(n, "is "+kind+" and no "+of+". Bring the file of the "+s.more+".")
	}
	has := map[string]string{}
	s.read(p, has)
	out := make([]string, len(s.fields))
	for i, key := range s.fields {
		out[i] = has[key]
	}
	return out, nil
}

// patient reads a Patient.
func patient(p r4.Object, has map[string]string) {
	maps.Copy(has, map[string]string{"patient": p.Text("id"), "born": p.Text("birthDate"), "sex": p.Text("gender"), "active": "yes"})
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
