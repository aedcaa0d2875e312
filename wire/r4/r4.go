// Package r4 reads and writes FHIR R4 (4.0.1) JSON. It is strict where the
// standard library is not: a key twice, text after the end, or nesting without
// end is refused, with the place and never with the value.
package r4

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"
	"unicode/utf8"
)

// Object is a JSON object with numbers as they were written.
type Object map[string]any

// deep is how far a resource may nest.
const deep = 64

// Read reads one object.
func Read(b []byte) (Object, error) {
	if !utf8.Valid(b) {
		return nil, errors.New("the body is not UTF-8")
	}
	d := json.NewDecoder(bytes.NewReader(b))
	d.UseNumber()
	v, err := value(d, "", 0)
	if err != nil {
		return nil, err
	}
	if _, err := d.Token(); err != io.EOF {
		return nil, errors.New("there is text after the end of the resource")
	}
	o, ok := v.(Object)
	if !ok {
		return nil, errors.New("the body is not an object")
	}
	return o, nil
}

func value(d *json.Decoder, at string, depth int) (any, error) {
	if depth > deep {
		return nil, fmt.Errorf("%s: nested too deep", at)
	}
	t, err := d.Token()
	if err != nil {
		return nil, fmt.Errorf("%s: not JSON at byte %d", place(at), d.InputOffset())
	}
	switch x := t.(type) {
	case json.Delim:
		if x == '{' {
			return object(d, at, depth)
		}
		return array(d, at, depth)
	case nil:
		return nil, fmt.Errorf("%s: null is not allowed", place(at))
	case string:
		if x == "" {
			return nil, fmt.Errorf("%s: an empty string is not allowed", place(at))
		}
	}
	return t, nil
}

func object(d *json.Decoder, at string, depth int) (any, error) {
	o := Object{}
	for d.More() {
		k, err := d.Token()
		if err != nil {
			return nil, fmt.Errorf("%s: not JSON at byte %d", place(at), d.InputOffset())
		}
		name, _ := k.(string)
		if _, twice := o[name]; twice {
			return nil, fmt.Errorf("%s.%s: there twice", at, clean(name))
		}
		v, err := value(d, at+"."+clean(name), depth+1)
		if err != nil {
			return nil, err
		}
		o[name] = v
	}
	_, err := d.Token()
	return o, err
}

func array(d *json.Decoder, at string, depth int) (any, error) {
	var list []any
	for i := 0; d.More(); i++ {
		v, err := element(d, fmt.Sprintf("%s[%d]", at, i), depth+1)
		if err != nil {
			return nil, err
		}
		list = append(list, v)
	}
	_, err := d.Token()
	if err == nil && len(list) == 0 {
		err = fmt.Errorf("%s: an empty list is not allowed", place(at))
	}
	return list, err
}

// element is a value of a list, where null stands for a missing primitive.
func element(d *json.Decoder, at string, depth int) (any, error) {
	v, err := value(d, at, depth)
	if err != nil && strings.HasSuffix(err.Error(), "null is not allowed") {
		return nil, nil
	}
	return v, err
}

func place(at string) string {
	if at == "" {
		return "body"
	}
	return strings.TrimPrefix(at, ".")
}

// clean keeps a name from outside short and plain in a message.
func clean(name string) string {
	if len(name) > 40 {
		name = name[:40]
	}
	return strings.Map(func(r rune) rune {
		if r < ' ' || r > '~' {
			return '?'
		}
		return r
	}, name)
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

// Bytes writes it.
func (o Object) Bytes() []byte {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	if err := e.Encode(o); err != nil {
		return []byte(`{}`) // what was read can be written
	}
	return bytes.TrimRight(b.Bytes(), "\n")
}

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

// Reference splits "Type/id", relative or absolute; ok is false for others.
func Reference(s string) (kind, id string, ok bool) {
	s, _, _ = strings.Cut(s, "/_history/")
	part := strings.Split(s, "/")
	if len(part) < 2 {
		return "", "", false
	}
	kind, id = part[len(part)-2], part[len(part)-1]
	return kind, id, kind != "" && id != "" && kind[0] >= 'A' && kind[0] <= 'Z'
}
