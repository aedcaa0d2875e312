// Package patch does a JSON Patch on a FHIR resource.
package patch

import (
	"bytes"
	"encoding/json"
	"reflect"
	"slices"
	"strconv"
	"strings"

	"referd/wire/r4"
)

// Media is the media type of a JSON Patch.
const Media = "application/json-patch+json"

// Limits of a patch: how many acts it has, and how many values it copies, so
// that a few lines cannot grow into what no memory holds.
const (
	acts   = 1000
	copies = 20_000
)

// Patch is a JSON Patch (RFC 6902): acts on the parts of a resource, each named
// by a JSON Pointer (RFC 6901), one after another, all of them or none.
type Patch []act

type act struct {
	Op         string
	Path, From *string
	Value      json.RawMessage
}

// Read reads a patch. One that is none is an *r4.Issue.
func Read(b []byte) (Patch, error) {
	var p Patch
	d := json.NewDecoder(bytes.NewReader(b))
	if err := d.Decode(&p); err != nil || d.More() || p == nil {
		return nil, &r4.Issue{Code: "invalid", Words: "A JSON Patch is a list of operations (RFC 6902)."}
	}
	if len(p) > acts {
		return nil, &r4.Issue{Code: "too-costly", Words: "A patch has at most " + strconv.Itoa(acts) + " operations here."}
	}
	for i, a := range p {
		words := ""
		switch {
		case a.Path == nil || *a.Path != "" && (*a.Path)[0] != '/':
			words = "It names its place in path, as /name/0/family."
		case (a.Op == "add" || a.Op == "replace" || a.Op == "test") && a.Value == nil:
			words = "It needs a value."
		case (a.Op == "move" || a.Op == "copy") && (a.From == nil || *a.From == "" || (*a.From)[0] != '/'):
			words = "It names in from where the value is."
		case !slices.Contains([]string{"add", "remove", "replace", "move", "copy", "test"}, a.Op):
			words = "An operation is add, remove, replace, move, copy or test."
		}
		if words != "" {
			return nil, a.wrong(i, "invalid", words)
		}
	}
	return p, nil
}

func (act) wrong(i int, code, words string) *r4.Issue {
	return &r4.Issue{Code: code, Words: "Operation " + strconv.Itoa(i) + " of the patch: " + words}
}

// Apply gives a resource with the acts done. What cannot be done is an *r4.Issue
// with code processing. A list or an object that is left empty is left out; the
// result has not been checked against R4.
func (p Patch) Apply(b []byte) ([]byte, error) {
	o, err := r4.Read(b)
	if err != nil {
		return nil, err
	}
	var whole any = o
	budget := copies
	for i, a := range p {
		if whole, err = a.do(whole, &budget); err != nil {
			return nil, a.wrong(i, "processing", err.Error())
		}
	}
	left, _ := full(whole).(r4.Object)
	return left.Bytes(), nil
}

// unfit is why an act cannot be done, in words that repeat no value.
type unfit string

func (u unfit) Error() string { return string(u) }

const (
	noPlace  = unfit("There is nothing at its place.")
	noWhole  = unfit("It is about an element, not about the whole resource.")
	notEqual = unfit("The value is another.")
	inItself = unfit("A value does not move into itself.")
	tooMuch  = unfit("The patch copies too much.")
)

func (a act) do(whole any, budget *int) (any, error) {
	path := pointer(*a.Path)
	if len(path) == 0 {
		return whole, noWhole
	}
	var v any
	var err error
	switch a.Op {
	case "move", "copy":
		from := pointer(*a.From)
		if v, err = at(whole, from); err != nil {
			return whole, err
		}
		if a.Op == "copy" {
			if *budget -= weight(v); *budget < 0 {
				return whole, tooMuch
			}
			v = copied(v)
			break
		}
		if len(path) > len(from) && slices.Equal(path[:len(from)], from) {
			return whole, inItself
		}
		if whole, err = edit(whole, from, remove); err != nil {
			return whole, err
		}
	case "add", "replace", "test":
		if v, err = decoded(a.Value); err != nil {
			return whole, unfit("Its value is no JSON.")
		}
	}
	switch a.Op {
	case "remove":
		return edit(whole, path, remove)
	case "replace":
		return edit(whole, path, func(in any, key string) (any, error) { return swap(in, key, v) })
	case "test":
		have, err := at(whole, path)
		if err == nil && !same(have, v) {
			err = notEqual
		}
		return whole, err
	}
	return edit(whole, path, func(in any, key string) (any, error) { return insert(in, key, v) })
}

// pointer splits a JSON Pointer; ~1 is a slash in a name, ~0 a tilde.
func pointer(s string) []string {
	if s == "" {
		return nil
	}
	part := strings.Split(s[1:], "/")
	for i, p := range part {
		part[i] = strings.ReplaceAll(strings.ReplaceAll(p, "~1", "/"), "~0", "~")
	}
	return part
}

// place is a number in a list of so many.
func place(key string, n int) (int, bool) {
	i, err := strconv.Atoi(key)
	return i, err == nil && i >= 0 && i < n && strconv.Itoa(i) == key
}

func at(v any, path []string) (any, error) {
	for _, key := range path {
		switch in := v.(type) {
		case r4.Object:
			x, ok := in[key]
			if !ok {
				return nil, noPlace
			}
			v = x
		case []any:
			i, ok := place(key, len(in))
			if !ok {
				return nil, noPlace
			}
			v = in[i]
		default:
			return nil, noPlace
		}
	}
	return v, nil
}

// edit changes what holds the last part of a path, and gives the whole again.
func edit(v any, path []string, f func(in any, key string) (any, error)) (any, error) {
	if len(path) == 1 {
		return f(v, path[0])
	}
	inner, err := at(v, path[:1])
	if err != nil {
		return v, err
	}
	if inner, err = edit(inner, path[1:], f); err != nil {
		return v, err
	}
	return swap(v, path[0], inner)
}

// swap replaces a value that is there.
func swap(in any, key string, v any) (any, error) {
	if _, err := at(in, []string{key}); err != nil {
		return in, err
	}
	switch x := in.(type) {
	case r4.Object:
		x[key] = v
	case []any:
		i, _ := place(key, len(x))
		x[i] = v
	}
	return in, nil
}

// insert adds a value: to an object under its name, to a list before a place or
// at its end (-).
func insert(in any, key string, v any) (any, error) {
	switch x := in.(type) {
	case r4.Object:
		x[key] = v
		return x, nil
	case []any:
		if key == "-" {
			return append(x, v), nil
		}
		if i, ok := place(key, len(x)+1); ok {
			return slices.Insert(x, i, v), nil
		}
	}
	return in, noPlace
}

func remove(in any, key string) (any, error) {
	if _, err := at(in, []string{key}); err != nil {
		return in, err
	}
	switch x := in.(type) {
	case r4.Object:
		delete(x, key)
	case []any:
		i, _ := place(key, len(x))
		return slices.Delete(x, i, i+1), nil
	}
	return in, nil
}

// decoded reads a value with its numbers as they are written.
func decoded(b []byte) (any, error) {
	d := json.NewDecoder(bytes.NewReader(b))
	d.UseNumber()
	var v any
	err := d.Decode(&v)
	return objects(v), err
}

// objects makes each map an Object.
func objects(v any) any {
	switch x := v.(type) {
	case map[string]any:
		for k, y := range x {
			x[k] = objects(y)
		}
		return r4.Object(x)
	case []any:
		for i, y := range x {
			x[i] = objects(y)
		}
	}
	return v
}

func copied(v any) any {
	switch x := v.(type) {
	case r4.Object:
		o := make(r4.Object, len(x))
		for k, y := range x {
			o[k] = copied(y)
		}
		return o
	case []any:
		list := make([]any, len(x))
		for i, y := range x {
			list[i] = copied(y)
		}
		return list
	}
	return v
}

// weight is how many values a value holds, itself included; a long text is many.
func weight(v any) int {
	n := 1
	switch x := v.(type) {
	case r4.Object:
		for _, y := range x {
			n += weight(y)
		}
	case []any:
		for _, y := range x {
			n += weight(y)
		}
	case string:
		n += len(x) / 64
	}
	return n
}

// same compares values; numbers by what they are, not how they are written.
func same(a, b any) bool {
	switch x := a.(type) {
	case r4.Object:
		y, ok := b.(r4.Object)
		if !ok || len(x) != len(y) {
			return false
		}
		for k, v := range x {
			if w, there := y[k]; !there || !same(v, w) {
				return false
			}
		}
		return true
	case []any:
		y, ok := b.([]any)
		return ok && slices.EqualFunc(x, y, same)
	case json.Number:
		y, ok := b.(json.Number)
		m, e := x.Float64()
		n, f := y.Float64()
		return ok && (x == y || e == nil && f == nil && m == n)
	}
	return reflect.DeepEqual(a, b)
}

// full leaves out what became empty.
func full(v any) any {
	switch x := v.(type) {
	case r4.Object:
		for k, y := range x {
			if x[k] = full(y); x[k] == nil {
				delete(x, k)
			}
		}
		if len(x) == 0 {
			return nil
		}
	case []any:
		x = slices.Clone(x)
		x = slices.DeleteFunc(x, func(y any) bool { o, isObject := y.(r4.Object); return isObject && len(o) == 0 })
		for i, y := range x {
			if y != nil {
				x[i] = full(y)
			}
		}
		if len(x) == 0 {
			return nil
		}
		return x
	}
	return v
}
