package r4

import (
	"bytes"
	"errors"
	"strconv"
	"strings"

	"referd/base/fault"
)

// Issue is one thing wrong with a resource, or said about it. It names elements
// and places; it never repeats a value, which may be a patient's.
type Issue struct {
	Severity   string // fatal, error, warning, information; empty is error
	Code       string // of FHIR's IssueType: structure, required, value, code-invalid, invariant, …
	Expression string // where, as FHIRPath: Patient.name[0].given[1]
	Words      string // what to change, for the sender
	Line, Col  int    // where in what was sent, from 1; 0 when it was never written
}

// Error is the issue in one line.
func (i *Issue) Error() string {
	s := i.Expression
	if i.Line > 0 {
		s += " (line " + strconv.Itoa(i.Line) + ", column " + strconv.Itoa(i.Col) + ")"
	}
	if s != "" {
		s += ": "
	}
	return s + i.Words
}

// Fault is the kind of every issue: the sender must change what was sent.
func (i *Issue) Fault() fault.Kind { return fault.Invalid }

// Fault is the same of all of them.
func (list Issues) Fault() fault.Kind { return fault.Invalid }

// Issues are all that is wrong with a resource, in the order they stand.
type Issues []*Issue

// Error is the first issue, and how many more there are.
func (list Issues) Error() string {
	switch len(list) {
	case 0:
		return "nothing is wrong"
	case 1:
		return list[0].Error()
	}
	return list[0].Error() + " (and " + strconv.Itoa(len(list)-1) + " more)"
}

// issue is a fault of the text at pos.
func (s *scanner) issue(code, words string) *Issue {
	d := Doc{src: s.src, marks: s.marks, size: s.size}
	line, col := d.place(s.pos)
	return &Issue{Code: code, Expression: d.path(s.open[:s.depth]), Words: words, Line: line, Col: col}
}

// place is the line and the column, in bytes, of an offset.
func (d *Doc) place(at int) (line, col int) {
	at = min(at, d.size)
	return 1 + bytes.Count(d.src[:at], []byte("\n")), at - bytes.LastIndexByte(d.src[:at], '\n')
}

// path is the expression of the last of the marks, each inside the one before.
func (d *Doc) path(open []uint32) string {
	var b strings.Builder
	b.WriteString(d.rootName())
	for n, i := range open {
		if n == 0 {
			continue
		}
		if d.marks[open[n-1]].kind == List {
			b.WriteByte('[')
			b.WriteString(strconv.Itoa(d.index(open[n-1], i)))
			b.WriteByte(']')
			continue
		}
		b.WriteByte('.')
		b.WriteString(plain(d.name(i)))
	}
	return b.String()
}

// Issue is something wrong with a value of a document, for whoever finds it
// beyond Check.
func (n Node) Issue(code, words string) *Issue {
	if n.d == nil {
		return &Issue{Code: code, Words: words}
	}
	return n.d.about(n.i, code, words)
}

// rootName is the type of the resource as far as it is known.
func (d *Doc) rootName() string {
	if len(d.marks) > 0 && d.marks[0].kind == Struct {
		if t := d.resourceType(0); table().kinds[t] != nil {
			return t
		}
	}
	return "Resource"
}

func (d *Doc) index(list, element uint32) (n int) {
	for i := list + 1; i < element && int(i) < len(d.marks) && d.marks[i].next > i; i = d.marks[i].next {
		n++
	}
	return n
}

func (d *Doc) name(i uint32) []byte {
	m := &d.marks[i]
	return d.src[m.name : m.name+uint32(m.nameLen)]
}

// plain is a name fit for a message: one that could be no element's is hidden,
// since it may say anything.
func plain(name []byte) string {
	if len(name) == 0 || len(name) > 60 {
		return "?"
	}
	for _, c := range name {
		if (c < 'a' || c > 'z') && (c < 'A' || c > 'Z') && (c < '0' || c > '9') && c != '_' {
			return "?"
		}
	}
	return string(name)
}

// IssuesOf are the issues in an error of this package; none of any other.
func IssuesOf(err error) Issues {
	if list, ok := errors.AsType[Issues](err); ok {
		return list
	}
	if i, ok := errors.AsType[*Issue](err); ok {
		return Issues{i}
	}
	return nil
}
