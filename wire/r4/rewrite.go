package r4

import (
	"bytes"
	"iter"
)

// refers is whether an element may hold an address of another resource: the
// reference of a Reference, and any uri, url, oid or uuid (R4, transaction
// rules).
func refers(k *kind, name []byte, f *field) bool {
	switch f.prim {
	case pURI, pURL, pOID, pUUID:
		return true
	}
	return f.prim == pString && k.name == "Reference" && string(name) == "reference"
}

// References gives the strings of every Reference in a resource, contained ones
// included, and the types each may be to (nil is any). The resource must have
// passed Check.
func (n Node) References() iter.Seq2[Node, []string] {
	return func(yield func(Node, []string) bool) {
		if k := kindOf(n.Type()); k != nil {
			n.references(k, nil, yield)
		}
	}
}

func (n Node) references(k *kind, targets []string, yield func(Node, []string) bool) bool {
	k.ready()
	for i := n.i + 1; i < n.d.marks[n.i].next; i = n.d.marks[i].next {
		f, ok := k.fields[string(n.d.name(i))]
		if !ok || f.prim != noPrimitive {
			if ok && k.name == "Reference" && string(n.d.name(i)) == "reference" && !yield(Node{n.d, i}, targets) {
				return false
			}
			continue
		}
		for e := range (Node{n.d, i}).Each() {
			if in := e.kindIn(&f); in != nil && !e.references(in, f.targets, yield) {
				return false
			}
		}
	}
	return true
}

// kindIn is the kind of an object in a field: its own, or the resource's.
func (n Node) kindIn(f *field) *kind {
	if n.Kind() != Struct {
		return nil
	}
	if f.kind == anyResource {
		return kindOf(n.Type())
	}
	return f.kind
}

// Rewrite writes a resource with its references changed: wherever it may hold
// an address of another resource, and in the links and images of its narrative,
// to is asked with what stands there, and ok gives what shall. It gives compact
// JSON. The resource must have passed Check.
func Rewrite(n Node, to func(string) (string, bool)) []byte {
	k := kindOf(n.Type())
	if k == nil {
		return n.Compact()
	}
	return n.rewrite(make([]byte, 0, len(n.Raw())), k, to)
}

func (n Node) rewrite(out []byte, k *kind, to func(string) (string, bool)) []byte {
	k.ready()
	out = append(out, '{')
	for i := n.i + 1; i < n.d.marks[n.i].next; i = n.d.marks[i].next {
		if i > n.i+1 {
			out = append(out, ',')
		}
		name := n.d.name(i)
		out = append(appendString(out, name), ':')
		v := Node{n.d, i}
		f, ok := k.fields[string(name)]
		switch {
		case !ok:
			out = v.compact(out)
		case v.Kind() != List:
			out = v.renamed(out, k, name, &f, to)
		default:
			out = append(out, '[')
			for e := range v.Each() {
				if e.i > v.i+1 {
					out = append(out, ',')
				}
				out = e.renamed(out, k, name, &f, to)
			}
			out = append(out, ']')
		}
	}
	return append(out, '}')
}

func (n Node) renamed(out []byte, owner *kind, name []byte, f *field, to func(string) (string, bool)) []byte {
	if in := n.kindIn(f); in != nil {
		return n.rewrite(out, in, to)
	}
	if n.Kind() == String {
		if f.prim == pXHTML {
			return appendString(out, links(n.bytes(), to))
		}
		if refers(owner, name, f) {
			if s, ok := to(n.String()); ok {
				return appendString(out, s)
			}
		}
	}
	return n.compact(out)
}

// links changes the href and src of a narrative.
func links(b []byte, to func(string) (string, bool)) []byte {
	var out []byte
	for _, attr := range []string{`href="`, `src="`} {
		out = nil
		for {
			i := bytes.Index(b, []byte(attr))
			if i < 0 {
				break
			}
			i += len(attr)
			n := bytes.IndexByte(b[i:], '"')
			if n < 0 {
				break
			}
			out = append(out, b[:i]...)
			if s, ok := to(string(b[i : i+n])); ok {
				out = append(out, s...)
			} else {
				out = append(out, b[i:i+n]...)
			}
			b = b[i+n:]
		}
		b = append(out, b...)
	}
	return b
}
