package r4

import (
	"bytes"
	"unicode/utf8"
)

// deep is how many objects and lists may stand in one another.
const deep = 64

// longName is how long a name of a member may be. FHIR's longest has 36 letters.
const longName = 255

// Kind is what a value is in JSON. The zero Kind is Absent.
type Kind uint8

// Kinds of JSON values.
const (
	Absent Kind = iota
	Null
	Bool
	Number
	String
	List
	Struct
)

// mark is one value: where its name and its text are, and where the next value
// beside it begins. The marks of a resource lie in the order they were written.
type mark struct {
	kind    Kind
	escaped bool   // the text has a backslash
	nameLen uint8  // no list element has a name
	name    uint32 // offset of the name, without quotes
	at, end uint32 // the value's text, quotes and brackets included
	next    uint32 // index behind this value and all inside it
}

// Doc is a resource as it was sent: its bytes, and a mark for each value.
// It is never changed, so many may read it at once.
type Doc struct {
	src   []byte
	marks []mark
	size  int // of what was sent; names that were escaped are kept behind it
}

// Parse reads one JSON object, strictly: a name twice, a name or text cut
// short, text after the end, bytes that are not UTF-8, half a surrogate pair,
// NUL, or nesting deeper than 64 is refused. limit is the most bytes it takes;
// 0 takes up to 4 GiB. The document keeps b, which must not be changed after.
//
// The fault is an *Issue with an expression, a line and a column, and without
// anything that was sent but names of elements.
func Parse(b []byte, limit int) (*Doc, error) {
	if limit > 0 && len(b) > limit || uint64(len(b)) >= 1<<32-1<<16 {
		return nil, &Issue{Code: "too-long", Expression: "Resource", Words: "The resource is larger than what is taken here."}
	}
	b = bytes.TrimPrefix(b, []byte("\xef\xbb\xbf"))
	s := scanner{src: b[:len(b):len(b)], size: len(b), marks: make([]mark, 0, 16+len(b)/24)}
	if i := broken(b); i >= 0 {
		s.pos = i
		return nil, s.issue("structure", "The text is not UTF-8.")
	}
	if !s.document() {
		return nil, s.err
	}
	return &Doc{src: s.src, marks: s.marks, size: s.size}, nil
}

// broken is the offset of the first byte that is not UTF-8, or -1.
func broken(b []byte) int {
	if utf8.Valid(b) {
		return -1
	}
	for i := 0; i < len(b); {
		r, n := utf8.DecodeRune(b[i:])
		if r == utf8.RuneError && n == 1 {
			return i
		}
		i += n
	}
	return -1
}

type scanner struct {
	src   []byte
	size  int
	pos   int
	marks []mark
	open  [deep]uint32 // marks of the containers around pos
	depth int
	err   *Issue
}

func (s *scanner) fail(words string) bool {
	if s.err == nil {
		s.err = s.issue("structure", words)
	}
	return false
}

func (s *scanner) document() bool {
	s.space()
	if s.peek() != '{' {
		return s.fail("A resource is one JSON object, and this does not begin as one.")
	}
	if !s.value(0, 0) {
		return false
	}
	s.space()
	if s.pos < s.size {
		return s.fail("There is text after the end of the resource.")
	}
	return true
}

func (s *scanner) space() {
	for s.pos < s.size {
		switch s.src[s.pos] {
		case ' ', '\n', '\t', '\r':
			s.pos++
		default:
			return
		}
	}
}

// peek is the next byte, 0 at the end.
func (s *scanner) peek() byte {
	if s.pos < s.size {
		return s.src[s.pos]
	}
	return 0
}

// value reads one value; its name, if any, was read before.
func (s *scanner) value(name uint32, nameLen uint8) bool {
	i := len(s.marks)
	s.marks = append(s.marks, mark{name: name, nameLen: nameLen, at: uint32(s.pos)})
	ok := false
	switch c := s.peek(); {
	case c == '"':
		s.marks[i].kind = String
		s.marks[i].escaped, ok = s.text()
	case c == '{':
		s.marks[i].kind = Struct
		ok = s.enter(i) && s.object()
	case c == '[':
		s.marks[i].kind = List
		ok = s.enter(i) && s.list()
	case c == '-' || c >= '0' && c <= '9':
		s.marks[i].kind = Number
		ok = s.number()
	case c == 't':
		s.marks[i].kind = Bool
		ok = s.word("true")
	case c == 'f':
		s.marks[i].kind = Bool
		ok = s.word("false")
	case c == 'n':
		s.marks[i].kind = Null
		ok = s.word("null")
	case s.pos >= s.size:
		return s.fail("The resource is cut short.")
	default:
		return s.fail("This is not JSON.")
	}
	s.marks[i].end, s.marks[i].next = uint32(s.pos), uint32(len(s.marks))
	return ok
}

func (s *scanner) enter(i int) bool {
	if s.depth == deep {
		return s.fail("Elements are nested deeper than 64.")
	}
	s.open[s.depth] = uint32(i)
	s.depth++
	s.pos++
	return true
}

func (s *scanner) object() bool {
	owner := s.open[s.depth-1]
	s.space()
	if s.peek() != '}' {
		for {
			if !s.member(owner) {
				return false
			}
			s.space()
			if s.peek() != ',' {
				break
			}
			s.pos++
			s.space()
		}
	}
	if s.peek() != '}' {
		return s.unfinished()
	}
	s.pos++
	s.depth--
	return true
}

func (s *scanner) member(owner uint32) bool {
	if s.peek() != '"' {
		return s.unfinished()
	}
	at := s.pos
	escaped, ok := s.text()
	if !ok {
		return false
	}
	from, n := at+1, s.pos-at-2
	if escaped {
		from = len(s.src)
		s.src = appendText(s.src, s.src[at+1:s.pos-1])
		n = len(s.src) - from
	}
	if n > longName {
		return s.fail("A name here is longer than any element's.")
	}
	s.space()
	if s.peek() != ':' {
		return s.unfinished()
	}
	if words := s.unfit(owner, s.src[from:from+n]); words != "" {
		s.pos = at
		return s.fail(words)
	}
	s.pos++
	s.space()
	return s.value(uint32(from), uint8(n))
}

// crowd is how many members an object may have; FHIR's largest has 60 or so.
const crowd = 400

// unfit says why the open object cannot have one more member of this name.
func (s *scanner) unfit(owner uint32, name []byte) string {
	n := 0
	for i := owner + 1; i < uint32(len(s.marks)); i = s.marks[i].next {
		m := &s.marks[i]
		if int(m.nameLen) == len(name) && string(s.src[m.name:m.name+uint32(m.nameLen)]) == string(name) {
			return "A name is there twice."
		}
		n++
	}
	if n >= crowd {
		return "There are more elements here than any type has."
	}
	return ""
}

func (s *scanner) unfinished() bool {
	if s.pos >= s.size {
		return s.fail("The resource is cut short.")
	}
	return s.fail("This is not JSON.")
}

func (s *scanner) list() bool {
	s.space()
	if s.peek() != ']' {
		for {
			if !s.value(0, 0) {
				return false
			}
			s.space()
			if s.peek() != ',' {
				break
			}
			s.pos++
			s.space()
		}
	}
	if s.peek() != ']' {
		return s.unfinished()
	}
	s.pos++
	s.depth--
	return true
}

func (s *scanner) word(w string) bool {
	if s.size-s.pos < len(w) || string(s.src[s.pos:s.pos+len(w)]) != w {
		return s.unfinished()
	}
	s.pos += len(w)
	return true
}
