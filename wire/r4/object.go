package r4

import (
	"encoding/json"
)

// Object is a JSON object as a map, with numbers as they were written
// (json.Number): for building a resource, and for changing one. What is only
// read is better read as a Node.
type Object map[string]any

// Read reads one object as a map. It is as strict as Parse, and also refuses
// what no resource has: an empty string, an empty list, and null anywhere but
// in a list. It does not check the resource against its type: see Accept.
func Read(b []byte) (Object, error) {
	d, err := Parse(b, 0)
	if err != nil {
		return nil, err
	}
	if err := d.hollow(); err != nil {
		return nil, err
	}
	return d.Root().Object(), nil
}

// hollow finds the first value that says nothing.
func (d *Doc) hollow() error {
	for i, m := range d.marks {
		words := ""
		switch {
		case m.kind == String && m.end-m.at == 2:
			words = "An empty string is not allowed; leave the element out."
		case m.kind == List && int(m.next) == i+1:
			words = "An empty list is not allowed; leave the element out."
		case m.kind == Null && m.name > 0:
			words = "null is not allowed; leave the element out."
		}
		if words != "" {
			return d.about(uint32(i), "value", words)
		}
	}
	return nil
}

// value is what a map holds for a node.
func (n Node) value() any {
	switch n.Kind() {
	case Struct:
		o := make(Object, n.members())
		for i := n.i + 1; i < n.d.marks[n.i].next; i = n.d.marks[i].next {
			o[string(n.d.name(i))] = Node{n.d, i}.value()
		}
		return o
	case List:
		list := make([]any, 0, n.Len())
		for e := range n.Each() {
			list = append(list, e.value())
		}
		return list
	case String:
		return string(n.bytes())
	case Number:
		return json.Number(n.Raw())
	case Bool:
		return n.True()
	}
	return nil
}

func (n Node) members() (count int) {
	for i := n.i + 1; i < n.d.marks[n.i].next; i = n.d.marks[i].next {
		count++
	}
	return count
}

// Text is a string at a path of keys; lists give their first element.
func (o Object) Text(path ...string) string {
	s, _ := o.at(path).(string)
	return s
}

// Sub is an object at a path.
func (o Object) Sub(path ...string) Object {
	x, _ := o.at(path).(Object)
	return x
}

// List is the objects of a list.
func (o Object) List(name string) (out []Object) {
	list, _ := o[name].([]any)
	for _, v := range list {
		if x, ok := v.(Object); ok {
			out = append(out, x)
		}
	}
	return out
}

// Texts is the strings of a list.
func (o Object) Texts(name string) (out []string) {
	list, _ := o[name].([]any)
	for _, v := range list {
		if x, ok := v.(string); ok {
			out = append(out, x)
		}
	}
	return out
}

func (o Object) at(path []string) any {
	var v any = o
	for _, k := range path {
		if list, ok := v.([]any); ok && len(list) > 0 {
			v = list[0]
		}
		x, ok := v.(Object)
		if !ok {
			return nil
		}
		v = x[k]
	}
	if list, ok := v.([]any); ok && len(list) > 0 {
		v = list[0]
	}
	return v
}

// Type is the resource's type.
func (o Object) Type() string { return o.Text("resourceType") }

// Bytes writes it, compact, its elements in the order FHIR lists them.
func (o Object) Bytes() []byte { return appendObject(make([]byte, 0, 512), o, kindOf(o.Type())) }

// Clone is a copy one level deep: enough to change top-level elements.
func (o Object) Clone() Object {
	c := make(Object, len(o))
	for k, v := range o {
		c[k] = v
	}
	return c
}

// Identifier is the first value with a type code, else the first of all.
func (o Object) Identifier(code string) (system, value string) {
	for _, i := range o.List("identifier") {
		if i.Text("type", "coding", "code") == code {
			return i.Text("system"), i.Text("value")
		}
	}
	return "", ""
}
