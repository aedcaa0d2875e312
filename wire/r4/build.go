package r4

// New begins a resource of a type.
func New(kind string) Object { return Object{"resourceType": kind} }

// Put sets an element and gives the object back. What says nothing is left out:
// nil, "", an empty list, an empty object, an absent node.
func (o Object) Put(name string, v any) Object {
	if !empty(v) {
		o[name] = v
	}
	return o
}

func empty(v any) bool {
	switch x := v.(type) {
	case nil:
		return true
	case string:
		return x == ""
	case Object:
		return len(x) == 0
	case []any:
		return len(x) == 0
	case []Object:
		return len(x) == 0
	case []string:
		return len(x) == 0
	case Node:
		return !x.Exists()
	}
	return false
}

// Coding is a code of a system, with what it means in words, if any.
func Coding(system, code, display string) Object {
	return Object{}.Put("system", system).Put("code", code).Put("display", display)
}

// Concept is a CodeableConcept of codings, with text, if any.
func Concept(text string, codings ...Object) Object {
	return Object{}.Put("coding", codings).Put("text", text)
}

// Identifier is a business identifier of a system.
func Identifier(system, value string) Object {
	return Object{}.Put("system", system).Put("value", value)
}

// Extension is an extension with one value: name is valueString and the like.
func Extension(url, name string, v any) Object { return Object{"url": url, name: v} }
