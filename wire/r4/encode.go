package r4

import (
	"encoding/json"
	"slices"
	"strconv"
)

// appendObject writes a map, resourceType first, then the elements in the order
// FHIR lists those of its kind, then what the kind does not know, by name. The
// sibling of a primitive comes right behind it.
func appendObject(out []byte, o Object, k *kind) []byte {
	type member struct {
		name  string
		place int
	}
	var room [32]member
	list := room[:0]
	for name := range o {
		list = append(list, member{name, k.order(name)})
	}
	slices.SortFunc(list, func(a, b member) int {
		if a.place != b.place {
			return a.place - b.place
		}
		if a.name < b.name {
			return -1
		}
		return 1
	})
	out = append(out, '{')
	for i, m := range list {
		if i > 0 {
			out = append(out, ',')
		}
		out = append(appendString(out, m.name), ':')
		out = appendValue(out, o[m.name], k.inside(m.name))
	}
	return append(out, '}')
}

// order is where an element stands among those of its kind.
func (k *kind) order(name string) int {
	if name == "resourceType" {
		return -1
	}
	beside := 0
	if len(name) > 1 && name[0] == '_' {
		name, beside = name[1:], 1
	}
	if k != nil {
		if f, ok := k.fields[name]; ok {
			return int(f.place)*2 + beside
		}
	}
	return 1 << 20
}

// inside is the kind of an element's value, nil when it is primitive or unknown.
func (k *kind) inside(name string) *kind {
	if k == nil {
		return nil
	}
	f := k.fields[name]
	if f.kind == nil || f.kind == anyResource {
		return nil
	}
	return f.kind.ready()
}

func appendValue(out []byte, v any, k *kind) []byte {
	switch x := v.(type) {
	case nil:
		return append(out, "null"...)
	case string:
		return appendString(out, x)
	case bool:
		return strconv.AppendBool(out, x)
	case json.Number:
		if x == "" {
			return append(out, '0')
		}
		return append(out, x...)
	case int:
		return strconv.AppendInt(out, int64(x), 10)
	case int64:
		return strconv.AppendInt(out, x, 10)
	case Node:
		return x.compact(out)
	case json.RawMessage:
		return append(out, x...)
	case Object:
		return appendInner(out, x, k)
	case map[string]any:
		return appendInner(out, Object(x), k)
	case []any:
		return appendList(out, x, k)
	case []Object:
		return appendList(out, x, k)
	case []string:
		return appendList(out, x, k)
	}
	b, err := json.Marshal(v)
	if err != nil {
		return append(out, "null"...) // a channel or a function: no part of a resource
	}
	return append(out, b...)
}

func appendInner(out []byte, o Object, k *kind) []byte {
	if t := o.Type(); t != "" {
		if x := kindOf(t); x != nil && x.resource {
			k = x
		}
	}
	return appendObject(out, o, k)
}

func appendList[T any](out []byte, list []T, k *kind) []byte {
	out = append(out, '[')
	for i, v := range list {
		if i > 0 {
			out = append(out, ',')
		}
		out = appendValue(out, v, k)
	}
	return append(out, ']')
}
