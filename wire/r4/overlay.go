package r4

import (
	"slices"
	"strings"
)

// Overlay lays what we own over what a client last wrote. owned are paths of
// elements from the resource down ("status", "meta.versionId", "occurrence[x]");
// no path goes through a list. An owned element is as ours has it, and absent
// when ours lacks it; its primitive sibling goes with it. Every other element
// comes from theirs, unchanged and in their order. Without theirs it is ours
// whole. It gives compact JSON.
func Overlay(ours Object, theirs Node, owned []string) []byte {
	k := kindOf(ours.Type())
	if theirs.Kind() != Struct {
		return appendObject(make([]byte, 0, 512), ours, k)
	}
	return lay(make([]byte, 0, len(theirs.Raw())+256), ours, theirs, claims(owned), k)
}

// claim is what we own below an element: all of it when nothing is below.
type claim map[string]claim

func claims(paths []string) claim {
	c := claim{}
	for _, p := range paths {
		at := c
		for name := range strings.SplitSeq(p, ".") {
			if at[name] == nil {
				at[name] = claim{}
			}
			at = at[name]
		}
	}
	return c
}

// of is the claim on an element by its JSON name; ok is false for theirs.
func (c claim) of(name string) (inner claim, ok bool) {
	name = strings.TrimPrefix(name, "_")
	if inner, ok = c[name]; ok {
		return inner, true
	}
	for i := 1; i < len(name); i++ {
		if name[i] >= 'A' && name[i] <= 'Z' {
			if inner, ok = c[name[:i]+"[x]"]; ok {
				return inner, true
			}
		}
	}
	return nil, false
}

// laid is one member of the result.
type laid struct {
	name  string
	value any // a Node of theirs, or a value of ours
	order int
}

func lay(out []byte, ours Object, theirs Node, c claim, k *kind) []byte {
	list := make([]laid, 0, 24)
	for name, v := range theirs.Members() {
		inner, owned := c.of(name)
		switch {
		case !owned:
			list = append(list, laid{name, v, k.order(name)})
		case len(inner) > 0 && v.Kind() == Struct:
			sub, _ := ours[name].(Object)
			if b := lay(nil, sub, v, inner, k.inside(name)); len(b) > 2 {
				list = append(list, laid{name, written(b), k.order(name)})
			}
		case len(inner) > 0:
			list = append(list, laid{name, v, k.order(name)})
		case ours[name] != nil:
			list = append(list, laid{name, ours[name], k.order(name)})
		}
	}
	for name, v := range ours {
		inner, owned := c.of(name)
		if !owned || theirs.member(name).Exists() {
			continue
		}
		if sub, ok := v.(Object); ok && len(inner) > 0 {
			v = sub.only(inner)
		}
		list = put(list, laid{name, v, k.order(name)})
	}
	out = append(out, '{')
	for i, m := range list {
		if i > 0 {
			out = append(out, ',')
		}
		out = append(appendString(out, m.name), ':')
		switch v := m.value.(type) {
		case Node:
			out = v.compact(out)
		case written:
			out = append(out, v...)
		default:
			out = appendValue(out, v, k.inside(m.name))
		}
	}
	return append(out, '}')
}

// written is JSON that is done.
type written []byte

// put sets a member behind the last that FHIR lists before it.
func put(list []laid, m laid) []laid {
	at := 0
	for i, x := range list {
		if x.order < m.order || x.order == m.order && x.name < m.name {
			at = i + 1
		}
	}
	return slices.Insert(list, at, m)
}

// only is the part of an object that is claimed.
func (o Object) only(c claim) Object {
	out := Object{}
	for name, v := range o {
		inner, ok := c.of(name)
		if sub, is := v.(Object); ok && is && len(inner) > 0 {
			v = sub.only(inner)
		}
		if ok && !empty(v) {
			out[name] = v
		}
	}
	return out
}

// Compact is the value's JSON without the white space between its parts;
// strings and numbers stay byte for byte.
func (n Node) Compact() []byte {
	if !n.Exists() {
		return nil
	}
	return n.compact(make([]byte, 0, len(n.Raw())))
}

func (n Node) compact(out []byte) []byte {
	m := &n.d.marks[n.i]
	switch m.kind {
	case Struct:
		out = append(out, '{')
		for i := n.i + 1; i < m.next; i = n.d.marks[i].next {
			if i > n.i+1 {
				out = append(out, ',')
			}
			out = append(appendString(out, n.d.name(i)), ':')
			out = Node{n.d, i}.compact(out)
		}
		return append(out, '}')
	case List:
		out = append(out, '[')
		for i := n.i + 1; i < m.next; i = n.d.marks[i].next {
			if i > n.i+1 {
				out = append(out, ',')
			}
			out = Node{n.d, i}.compact(out)
		}
		return append(out, ']')
	}
	return append(out, n.Raw()...)
}
