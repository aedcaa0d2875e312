package r4

import (
	"slices"
	"strconv"
	"strings"
)

// enough is how many issues are told at once.
const enough = 20

// Check holds the resource against R4: elements and their types, how often they
// may be there, primitive values, the codes of required bindings, choices,
// extensions and the siblings of primitives, contained resources, narratives,
// the way references are written, and the rules of rules.go. It gives nothing
// when the resource is valid, and at most 20 issues.
func (d *Doc) Check() Issues {
	c := checker{d: d}
	c.resource(0, false)
	return c.issues
}

// CheckAround is Check but for the resources of a bundle's entries: those of a
// batch are each checked when they are done, so that one harms no other.
func (d *Doc) CheckAround() Issues {
	c := checker{d: d, around: true}
	c.resource(0, false)
	return c.issues
}

type checker struct {
	d      *Doc
	around bool // what entries hold is left alone
	issues Issues
	trail  []step // from the root to what is looked at
	root   uint32 // the resource that contained ones belong to
}

// step is one part of an expression.
type step struct {
	name  string
	index int // in a list, or -1
}

func (c *checker) say(at uint32, code, words string) {
	if len(c.issues) < enough {
		line, col := c.d.place(int(c.d.marks[at].at))
		c.issues = append(c.issues, &Issue{Code: code, Expression: c.expression(), Words: words, Line: line, Col: col})
	}
}

// in says what is wrong with an element of the one that is looked at.
func (c *checker) in(name string, at uint32, code, words string) {
	c.trail = append(c.trail, step{name, -1})
	c.say(at, code, words)
	c.trail = c.trail[:len(c.trail)-1]
}

func (c *checker) expression() string {
	b := make([]byte, 0, 64)
	for i, s := range c.trail {
		if i > 0 {
			b = append(b, '.')
		}
		b = append(b, s.name...)
		if s.index >= 0 {
			b = append(b, '[')
			b = strconv.AppendInt(b, int64(s.index), 10)
			b = append(b, ']')
		}
	}
	return string(b)
}

// about is an issue of one value, for those who found it without a checker.
func (d *Doc) about(at uint32, code, words string) *Issue {
	var open []uint32
	for i := uint32(0); i < at; {
		if d.marks[i].next > at {
			open = append(open, i)
			i++
		} else {
			i = d.marks[i].next
		}
	}
	line, col := d.place(int(d.marks[at].at))
	return &Issue{Code: code, Expression: d.path(append(open, at)), Words: words, Line: line, Col: col}
}

// resource looks at a resource: the root, a contained one, or an entry's.
func (c *checker) resource(at uint32, contained bool) {
	m := &c.d.marks[at]
	if m.kind != Struct {
		c.say(at, "structure", "A resource is expected here.")
		return
	}
	k := table().kinds[c.d.resourceType(at)]
	if k == nil || !k.resource {
		if len(c.trail) == 0 {
			c.trail = append(c.trail, step{"Resource", -1})
		}
		c.in("resourceType", at, "structure", "A resource names its type in resourceType, and it is one of FHIR R4's.")
		return
	}
	if len(c.trail) == 0 {
		c.trail = append(c.trail, step{k.name, -1})
	}
	root := c.root
	if !contained {
		c.root = at
	}
	c.object(at, k)
	if !contained {
		c.contained(Node{c.d, at})
	}
	c.root = root
}

// places is a set of an element's places in its kind.
type places [2]uint64

func (p *places) add(i uint16) (was bool) {
	was = p.has(i)
	p[i>>6] |= 1 << (i & 63)
	return was
}

func (p *places) has(i uint16) bool { return p[i>>6]&(1<<(i&63)) != 0 }

// object looks at an object of a known kind.
func (c *checker) object(at uint32, k *kind) {
	k.ready()
	d := c.d
	var seen, beside places // elements there by value, and by the sibling of a primitive
	var choice [8]uint32    // members that named one type of a choice
	choices := choice[:0]
	said := 0 // members that say something, for ele-1
	for i := at + 1; i < d.marks[at].next; i = d.marks[i].next {
		name := d.name(i)
		if k.resource && string(name) == "resourceType" {
			continue
		}
		key, under := name, false
		if len(name) > 1 && name[0] == '_' {
			key, under = name[1:], true
		}
		f, ok := k.fields[string(key)]
		if !ok || under && f.prim == noPrimitive || under && f.prim == pXHTML {
			c.unknown(i, name, k)
			continue
		}
		if string(name) != "id" {
			said++
		}
		set := &seen
		if under {
			set = &beside
		}
		if set.add(f.place) || f.valueKey && c.clash(choices, f.place, key, k) {
			c.in(string(key), i, "structure", "Only one type of a choice may be there.")
			continue
		}
		if f.valueKey {
			choices = append(choices, i)
		}
		c.trail = append(c.trail, step{string(name), -1})
		if under {
			c.siblings(i, &f, Node{d, at}.member(string(key)))
		} else {
			c.element(i, &f, at)
		}
		c.trail = c.trail[:len(c.trail)-1]
	}
	if said == 0 && !k.resource {
		c.say(at, "invariant", "An element has a value or other elements in it (ele-1).")
		return
	}
	for _, p := range k.needed {
		if !seen.has(p) && !beside.has(p) {
			c.in(k.names[p], at, "required", "The element is required and is missing.")
		}
	}
	if len(c.issues) < enough {
		c.rules(at, k)
	}
}

// clash is whether another type of the same choice was named before.
func (c *checker) clash(choices []uint32, place uint16, key []byte, k *kind) bool {
	for _, i := range choices {
		name := c.d.name(i)
		if name[0] == '_' {
			name = name[1:]
		}
		if f := k.fields[string(name)]; f.place == place && string(name) != string(key) {
			return true
		}
	}
	return false
}

func (c *checker) unknown(i uint32, name []byte, k *kind) {
	words := "This is not an element of " + k.name + " in FHIR R4."
	for known := range k.fields {
		if sameLetters(known, name) {
			words += " The name of an element is written with its own capitals: " + known + "."
		}
	}
	if name := string(name); len(name) > 1 && name[0] == '_' && k.fields[name[1:]].kind != nil {
		words = "Only a primitive element has a sibling with an underscore."
	}
	c.in(plain(name), i, "structure", words)
}

func sameLetters(known string, name []byte) bool {
	if len(known) != len(name) {
		return false
	}
	for i := range name {
		if known[i]|0x20 != name[i]|0x20 {
			return false
		}
	}
	return true
}

// element looks at an element's value, or at each of its values.
func (c *checker) element(i uint32, f *field, owner uint32) {
	m := &c.d.marks[i]
	switch {
	case f.many && m.kind != List:
		c.say(i, "structure", "A list is expected here, in square brackets.")
	case !f.many && m.kind == List:
		c.say(i, "structure", "One value is expected here, not a list.")
	case !f.many:
		c.one(i, f)
	case int(m.next) == int(i)+1:
		c.say(i, "structure", "An empty list is not allowed; leave the element out.")
	default:
		c.list(i, f, owner)
	}
}

func (c *checker) list(i uint32, f *field, owner uint32) {
	top := len(c.trail) - 1
	for n, e := 0, i+1; e < c.d.marks[i].next; n, e = n+1, c.d.marks[e].next {
		c.trail[top].index = n
		if f.prim != noPrimitive && c.d.marks[e].kind == Null {
			// null stands for a value whose sibling says why there is none.
			name := string(c.d.name(i))
			if beside := (Node{c.d, owner}).member("_" + name); beside.Kind() != List || beside.At(n).Kind() != Struct {
				c.say(e, "value", "null in a list stands for an element with extensions, and there are none beside it.")
			}
			continue
		}
		c.one(e, f)
	}
}

// one looks at one value.
func (c *checker) one(i uint32, f *field) {
	m := &c.d.marks[i]
	if f.prim != noPrimitive {
		if words := f.prim.wrong(Node{c.d, i}); words != "" {
			c.say(i, "value", words)
		} else if f.codes != nil && !f.codes.codes[string(Node{c.d, i}.bytes())] {
			c.say(i, "code-invalid", "The code is not one of those FHIR requires here.")
		}
		return
	}
	if m.kind != Struct {
		c.say(i, "structure", "An object is expected here, in braces.")
		return
	}
	if f.kind == anyResource {
		n := Node{c.d, i}
		inside := len(c.trail) > 1 && c.trail[len(c.trail)-1].name == "contained"
		if inside && n.member("contained").Exists() {
			c.say(i, "invariant", "A contained resource contains no others (dom-2).")
		}
		if c.around && !inside {
			return
		}
		c.resource(i, inside)
		return
	}
	c.object(i, f.kind)
	if f.targets != nil {
		c.target(Node{c.d, i}, f.targets)
	}
	if f.codes != nil {
		c.coded(i, f)
	}
}

// coded looks at a Coding or CodeableConcept whose codes are required: when it
// has codings, one of them is of the set. Text alone is let pass.
func (c *checker) coded(i uint32, f *field) {
	n := Node{c.d, i}
	codings := n
	if f.kind.name == "CodeableConcept" {
		codings = n.member("coding")
	}
	any := false
	for x := range codings.Each() {
		code := x.member("code").String()
		if code == "" {
			continue
		}
		if any = true; f.codes.systems[x.member("system").String()][code] {
			return
		}
	}
	if any {
		c.say(i, "code-invalid", "None of the codes is one of those FHIR requires here, with its system.")
	}
}

// siblings looks at "_name": the id and the extensions of a primitive.
func (c *checker) siblings(i uint32, f *field, value Node) {
	m := &c.d.marks[i]
	switch {
	case f.many != (m.kind == List):
		c.say(i, "structure", "The sibling of a primitive is a list when the primitive is one.")
	case !f.many && m.kind != Struct:
		c.say(i, "structure", "An object with id and extension is expected here.")
	case !f.many:
		c.sibling(i, value.Exists())
	case value.Exists() && value.Len() != (Node{c.d, i}).Len():
		c.say(i, "structure", "The list beside a list of primitives has as many places.")
	default:
		top, n := len(c.trail)-1, 0
		for e := range (Node{c.d, i}).Each() {
			c.trail[top].index = n
			there := value.At(n).Kind()
			switch {
			case e.Kind() == Null && (there == Null || there == Absent):
				c.say(e.i, "value", "There is neither a value nor an extension in this place.")
			case e.Kind() == Struct:
				c.sibling(e.i, there != Absent && there != Null)
			case e.Kind() != Null:
				c.say(e.i, "structure", "An object with id and extension, or null, is expected here.")
			}
			n++
		}
	}
}

func (c *checker) sibling(i uint32, valued bool) {
	n := Node{c.d, i}
	if valued && n.members() == 1 && n.member("id").Exists() {
		c.one(n.member("id").i, &field{prim: pString})
		return
	}
	c.object(i, kindOf("Element"))
}

func (c *checker) rules(at uint32, k *kind) {
	n := Node{c.d, at}
	for _, r := range k.rules {
		if !r.ok(n) {
			c.say(at, "invariant", r.words+" ("+r.id+")")
		}
	}
	switch k.name {
	case "Reference":
		c.reference(n)
	}
}

// reference looks at how a reference is written, and that a fragment is the id
// of a contained resource (ref-1).
func (c *checker) reference(n Node) {
	at := n.member("reference")
	if at.Kind() != String {
		return
	}
	r := ParseReference(at.String())
	switch r.Way {
	case Nowhere:
		c.in("reference", at.i, "value", "A reference is Type/id, an absolute address, a urn, #id, or Type?query in a transaction.")
	case Fragment:
		if r.ID == "" {
			return
		}
		ids := func(x Node) bool { return x.member("id").Is(r.ID) }
		if !slices.ContainsFunc(slices.Collect(Node{c.d, c.root}.member("contained").Each()), ids) {
			c.in("reference", at.i, "invariant", "No contained resource has this id (ref-1).")
		}
	}
}

// target looks at the type of what is referred to: it is one the element may
// refer to. What a urn or a plain address leads to is not known here.
func (c *checker) target(n Node, targets []string) {
	at := n.member("reference")
	if at.Kind() != String {
		return
	}
	r := ParseReference(at.String())
	if r.Way == Fragment {
		for x := range (Node{c.d, c.root}).member("contained").Each() {
			if r.ID != "" && x.member("id").Is(r.ID) {
				r.Type = x.Type()
			}
		}
	}
	if r.Type != "" && !slices.Contains(targets, r.Type) {
		c.in("reference", at.i, "value", "This element refers to "+strings.Join(targets, ", ")+"; not to "+r.Type+".")
	}
}

// contained looks at the rules between a resource and what it contains.
func (c *checker) contained(n Node) {
	i := -1
	for x := range n.member("contained").Each() {
		i++
		meta := x.member("meta")
		switch id := x.member("id").String(); {
		case meta.member("versionId").Exists() || meta.member("lastUpdated").Exists():
			c.in("contained["+strconv.Itoa(i)+"]", x.i, "invariant", "A contained resource has no version and no time of its own (dom-4).")
		case meta.member("security").Exists():
			c.in("contained["+strconv.Itoa(i)+"]", x.i, "invariant", "A contained resource has no security labels of its own (dom-5).")
		case id != "" && !c.mentioned(n.i, x.i, id):
			c.in("contained["+strconv.Itoa(i)+"]", x.i, "invariant", "A contained resource is referred to from the resource around it, or refers to it (dom-3).")
		}
	}
}

// mentioned is whether any text of the resource is "#id", or the contained one
// refers to its container.
func (c *checker) mentioned(root, at uint32, id string) bool {
	for i := root; i < c.d.marks[root].next; i++ {
		m := &c.d.marks[i]
		if m.kind != String || m.end-m.at < 3 || c.d.src[m.at+1] != '#' {
			continue
		}
		switch b := (Node{c.d, i}).bytes(); {
		case string(b[1:]) == id:
			return true
		case len(b) == 1 && i > at && i < c.d.marks[at].next:
			return true
		}
	}
	return false
}
