package rows

import (
	"bufio"
	"bytes"
	"cmp"
	"errors"
	"fmt"
	"hash/maphash"
	"io"
	"maps"
	"os"
	"slices"
	"strconv"
	"strings"

	"referd/desk/bring"
	"referd/edge/fhir/element"
	"referd/wire/r4"
)

// file is a file of resources that refer to each other, in any order of lines. It
// is read once to know where everything is, and then a row at a time: what is held
// is where each resource stands, never what it says.
type file struct {
	body  io.ReaderAt
	close func() error

	at    map[string]place   // "Patient/1", "Patient?system|value" → where it stands
	on    map[string][]place // "ServiceRequest/1" → its Tasks and Appointments; "Practitioner/1" → its roles
	rows  []place            // of the lines that are rows, or no rows for a reason, in their order
	bad   map[int]bring.NoRow
	asked map[string]bool // what a row refers to as its subject
	count map[string]int  // lines by type
}

// place is where a line stands, and a digest of it.
type place struct {
	n    int
	at   int64
	size int
	sum  uint64
}

// small is what is held in memory; a larger file waits on the disk.
const small = 4 << 20

var seed = maphash.MakeSeed()

// kept copies a file to where any of it is read quickly: what it comes from may be
// read in large parts only. The copy has no name: a house that is struck down in
// the middle leaves no patients lying about.
func kept(body io.ReaderAt, size int64, scratch string) (*file, io.Writer, error) {
	f := &file{at: map[string]place{}, on: map[string][]place{}, bad: map[int]bring.NoRow{}, asked: map[string]bool{}, count: map[string]int{}, close: func() error { return nil }}
	if size <= small {
		b := make([]byte, size)
		if n, err := body.ReadAt(b, 0); int64(n) < size && err != nil {
			return nil, nil, err
		}
		f.body = bytes.NewReader(b)
		return f, io.Discard, nil
	}
	out, err := os.CreateTemp(scratch, "lines-*")
	if err != nil {
		return nil, nil, err
	}
	f.body, f.close = out, out.Close
	if os.Remove(out.Name()) != nil { // a system that keeps what is open: it goes when it is closed
		f.close = func() error { return errors.Join(out.Close(), os.Remove(out.Name())) }
	}
	return f, out, nil
}

// index reads a file once. main are the types that are rows.
func index(body io.ReaderAt, size int64, scratch string, main map[string]bool) (*file, error) {
	f, copied, err := kept(body, size, scratch)
	if err != nil {
		return nil, err
	}
	out := bufio.NewWriterSize(copied, 1<<20)
	in := bufio.NewReaderSize(io.TeeReader(io.NewSectionReader(body, 0, size), out), 64<<10)
	line, at := []byte{}, int64(0)
	for n, ended := 1, false; !ended; n++ {
		var size int64
		if line, size, ended, err = next(in, line[:0]); err != nil {
			return nil, errors.Join(err, f.close())
		}
		f.line(place{n: n, at: at, size: len(line)}, bytes.TrimSpace(line), main)
		at += size
	}
	if err := out.Flush(); err != nil {
		return nil, errors.Join(err, f.close())
	}
	return f, nil
}

// next reads a line, with its end, and says how long it was. Of one that is too
// long no more is kept than is needed to know that.
func next(in *bufio.Reader, line []byte) (_ []byte, size int64, ended bool, err error) {
	for {
		part, err := in.ReadSlice('\n')
		if size += int64(len(part)); len(line) <= longest {
			line = append(line, part...)
		}
		switch {
		case err == nil || errors.Is(err, io.EOF):
			return line, size, err != nil, nil
		case !errors.Is(err, bufio.ErrBufferFull):
			return line, size, false, err
		}
	}
}

// line notes what a line is.
func (f *file) line(p place, b []byte, main map[string]bool) {
	if p.n == 1 {
		b = bytes.TrimPrefix(b, []byte("\xef\xbb\xbf"))
	}
	switch {
	case len(b) == 0:
		return
	case len(b) > longest:
		f.wrong(p, "Resource", "The line is longer than 4 MB. Leave photographs and narrative out.")
		return
	}
	d, err := r4.Parse(b, 0) // what is noted of it is copied; the line is read over
	if err != nil {
		at, words := broken(err)
		f.wrong(p, at, words)
		return
	}
	o := d.Root()
	kind, id := o.Type(), o.Get("id").String()
	switch {
	case kind == "":
		f.wrong(p, "resourceType", "It is missing: the type of the resource is expected, such as ServiceRequest.")
		return
	case !r4.IsType(kind):
		f.wrong(p, "resourceType", "This is no type of FHIR R4.")
		return
	case kind == "Bundle":
		f.wrong(p, "Bundle", "Each resource is expected on a line of its own, and none in a Bundle.")
		return
	}
	f.count[kind]++
	p.sum = maphash.Bytes(seed, b)
	if main[kind] {
		f.rows = append(f.rows, p)
	}
	f.names(p, kind, id, o)
	f.relates(p, kind, o)
}

// names notes what a resource is called by.
func (f *file) names(p place, kind, id string, o r4.Node) {
	if !led[kind] {
		return
	}
	if had, ok := f.at[kind+"/"+id]; ok && id != "" {
		if had.sum != p.sum && kind != "ServiceRequest" { // of two requests the row says it
			f.wrong(p, kind+".id", "Line "+strconv.Itoa(had.n)+" has this id too, and says something else. An id is that of one resource.")
		}
		return
	}
	if id != "" {
		f.at[kind+"/"+id] = p
	}
	for i := range o.Get("identifier").Each() {
		if v := i.Get("value").String(); v != "" {
			key := kind + "?" + i.Get("system").String() + "|" + v
			if had, ok := f.at[key]; ok && had.n != p.n {
				p := p
				p.n = 0 // of two: nobody says which is meant
				f.at[key] = p
				continue
			}
			f.at[key] = p
		}
	}
}

// led are the types something of a row refers to.
var led = map[string]bool{"Patient": true, "Practitioner": true, "PractitionerRole": true, "Organization": true, "HealthcareService": true, "Location": true, "Condition": true, "ServiceRequest": true}

// relates notes what a resource is about, where that is looked for the other way
// round.
func (f *file) relates(p place, kind string, o r4.Node) {
	add := func(of string, list r4.Node) {
		for ref := range list.Each() {
			for _, key := range keys(ref, of) {
				if have := f.on[kind+" "+key]; !slices.ContainsFunc(have, func(x place) bool { return x.n == p.n }) {
					f.on[kind+" "+key] = append(have, p)
				}
			}
		}
	}
	switch kind {
	case "Task":
		add("ServiceRequest", o.Get("focus"))
		add("ServiceRequest", o.Get("basedOn"))
	case "Appointment":
		add("ServiceRequest", o.Get("basedOn"))
	case "Provenance":
		if o.Get("activity", "coding", "system").Is(element.Acts) {
			add("ServiceRequest", o.Get("target"))
		}
	case "PractitionerRole":
		add("Practitioner", o.Get("practitioner"))
	case "ServiceRequest":
		for _, key := range keys(o.Get("subject"), "Patient") {
			f.asked[key] = true
		}
	}
}

// wrong notes a line that cannot be a row.
func (f *file) wrong(p place, element, words string) {
	f.rows = append(f.rows, p)
	f.bad[p.n] = bring.NoRow{Faults: []bring.Fault{{Field: element, Words: words}}}
}

// broken says where and why a line is no JSON, and never what is in it.
func broken(err error) (at, words string) {
	at, words = "Resource", "One whole resource in JSON is expected on each line."
	if list := r4.IssuesOf(err); len(list) > 0 {
		at = cmp.Or(list[0].Expression, at)
		words += " " + strings.TrimSuffix(list[0].Words, ".")
		if list[0].Col > 0 {
			words += fmt.Sprintf(" (column %d)", list[0].Col)
		}
		words += "."
	}
	return at, words
}

// read reads the resource of a line.
func (f *file) read(p place) (r4.Object, error) {
	b := make([]byte, p.size)
	if n, err := f.body.ReadAt(b, p.at); n < p.size {
		return nil, err
	}
	d, err := r4.Parse(bytes.TrimSpace(b), 0)
	if err != nil {
		return nil, err
	}
	return d.Root().Object(), nil
}

// said is what the file holds: the rows with what belongs to them, and what is
// passed over.
func (f *file) said(main []string, uses map[string]bool) string {
	var of, over []string
	for _, kind := range slices.Sorted(maps.Keys(f.count)) {
		words := strconv.Itoa(f.count[kind]) + " " + kind
		switch {
		case slices.Contains(main, kind) || uses[kind]:
			of = append(of, words)
		default:
			over = append(over, words)
		}
	}
	out := "FHIR NDJSON: " + strings.Join(of, ", ")
	if len(over) > 0 {
		out += "; passed over: " + strings.Join(over, ", ")
	}
	return out
}
