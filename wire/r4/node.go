package r4

import (
	"iter"
	"strconv"

	"referd/wire/r4/moment"
)

// Node is a value in a document. The zero Node, and every path that leads
// nowhere, is Absent: it can be asked anything and answers with nothing, so
// that a map reads straight through what a sender left out.
type Node struct {
	d *Doc
	i uint32
}

// Root is the resource itself.
func (d *Doc) Root() Node { return Node{d, 0} }

// Kind is what the value is in JSON.
func (n Node) Kind() Kind {
	if n.d == nil {
		return Absent
	}
	return n.d.marks[n.i].kind
}

// Exists is whether there is a value at all.
func (n Node) Exists() bool { return n.d != nil }

// Get goes down by names. A list on the way gives its first element; the value
// at the end is given as it is, list or not.
func (n Node) Get(path ...string) Node {
	for _, name := range path {
		n = n.first().member(name)
	}
	return n
}

func (n Node) first() Node {
	for n.Kind() == List {
		n = n.At(0)
	}
	return n
}

func (n Node) member(name string) Node {
	if n.Kind() != Struct {
		return Node{}
	}
	for i := n.i + 1; i < n.d.marks[n.i].next; i = n.d.marks[i].next {
		if m := &n.d.marks[i]; int(m.nameLen) == len(name) && string(n.d.src[m.name:m.name+uint32(m.nameLen)]) == name {
			return Node{n.d, i}
		}
	}
	return Node{}
}

// At is an element of a list, counted from 0.
func (n Node) At(i int) Node {
	for e := range n.Each() {
		if i == 0 {
			return e
		}
		i--
	}
	return Node{}
}

// Len is how many elements a list has; one for a value that is no list, as
// Each gives it; none when there is no value.
func (n Node) Len() (count int) {
	for range n.Each() {
		count++
	}
	return count
}

// Each gives the elements of a list; a value that is no list comes by itself.
func (n Node) Each() iter.Seq[Node] {
	return func(yield func(Node) bool) {
		switch n.Kind() {
		case Absent:
			return
		case List:
			for i := n.i + 1; i < n.d.marks[n.i].next; i = n.d.marks[i].next {
				if !yield(Node{n.d, i}) {
					return
				}
			}
		default:
			yield(n)
		}
	}
}

// Members gives the members of an object by name, in their order.
func (n Node) Members() iter.Seq2[string, Node] {
	return func(yield func(string, Node) bool) {
		if n.Kind() != Struct {
			return
		}
		for i := n.i + 1; i < n.d.marks[n.i].next; i = n.d.marks[i].next {
			if !yield(string(n.d.name(i)), Node{n.d, i}) {
				return
			}
		}
	}
}

// String is what a string says, or a number or a boolean as it was written;
// empty for anything else. A list gives its first element.
func (n Node) String() string {
	n = n.first()
	switch n.Kind() {
	case String:
		return string(n.bytes())
	case Number, Bool:
		return string(n.Raw())
	}
	return ""
}

// bytes is what a string says; the document's own bytes when it can.
func (n Node) bytes() []byte {
	m := &n.d.marks[n.i]
	in := n.d.src[m.at+1 : m.end-1]
	if !m.escaped {
		return in
	}
	return appendText(make([]byte, 0, len(in)), in)
}

// Is is whether a string says this, without making a copy of it.
func (n Node) Is(s string) bool {
	n = n.first()
	return n.Kind() == String && string(n.bytes()) == s
}

// True is whether it is the boolean true.
func (n Node) True() bool { return n.Kind() == Bool && n.Raw()[0] == 't' }

// Int is a whole number; ok is false when it is none.
func (n Node) Int() (v int, ok bool) {
	if n.Kind() != Number {
		return 0, false
	}
	v, err := strconv.Atoi(string(n.Raw()))
	return v, err == nil
}

// Raw is the value's JSON, byte for byte as it was sent.
func (n Node) Raw() []byte {
	if n.d == nil {
		return nil
	}
	m := &n.d.marks[n.i]
	return n.d.src[m.at:m.end:m.end]
}

// Strings is what the strings of a list say; a null among them says "".
func (n Node) Strings() (out []string) {
	for e := range n.Each() {
		out = append(out, e.String())
	}
	return out
}

// Type is the resource's type.
func (n Node) Type() string {
	if n.Kind() != Struct {
		return ""
	}
	return n.d.resourceType(n.i)
}

func (d *Doc) resourceType(i uint32) string {
	return Node{d, i}.member("resourceType").String()
}

// Object is the value as a map, for those who change it; nil when it is none.
func (n Node) Object() Object {
	o, _ := n.value().(Object)
	return o
}

// Moment is the date or dateTime a string says; ok is false when it says none.
func (n Node) Moment() (m moment.Moment, ok bool) {
	n = n.first()
	if n.Kind() != String {
		return m, false
	}
	return moment.Parse(n.bytes())
}
