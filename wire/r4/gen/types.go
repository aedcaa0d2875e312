package main

import (
	"encoding/json"
	"fmt"
	"io"
	"os"
	"slices"
	"strings"
)

type bundle []resource

// resource is a StructureDefinition, a ValueSet or a CodeSystem.
type resource struct {
	ResourceType, URL, Version, Name, Kind, Type, Derivation, Content string
	BaseDefinition                                                    string
	FHIRVersion                                                       string
	Abstract                                                          bool
	Snapshot                                                          struct{ Element []element }
	Compose                                                           compose
	Concept                                                           []concept
}

type element struct {
	Path             string
	Min              int
	Max              string
	ContentReference string
	Type             []struct {
		Code          string
		TargetProfile []string
		Extension     []struct{ URL, ValueURL string }
	}
	Binding *struct{ Strength, ValueSet string }
}

type definitions struct {
	kinds    []resource
	elements map[string]element // by path, as R4 published them
	sets     map[string]valueSet
	systems  map[string]codeSystem
	used     map[string]bool // value sets some element requires
}

func read(name string) (bundle, error) {
	raw, err := os.ReadFile(name)
	if err != nil {
		return nil, err
	}
	var all struct {
		Entry []struct{ Resource json.RawMessage }
	}
	if err := json.Unmarshal(raw, &all); err != nil {
		return nil, err
	}
	var b bundle
	for _, e := range all.Entry {
		var kind struct{ ResourceType string }
		if err := json.Unmarshal(e.Resource, &kind); err != nil {
			return nil, err
		}
		if !slices.Contains([]string{"StructureDefinition", "ValueSet", "CodeSystem"}, kind.ResourceType) {
			continue
		}
		var r resource
		if err := json.Unmarshal(e.Resource, &r); err != nil {
			return nil, err
		}
		b = append(b, r)
	}
	return b, nil
}

func (d *definitions) addElements(b bundle) {
	for _, r := range b {
		if s := r.Snapshot.Element; len(s) > 0 {
			d.elements[s[0].Path] = s[0]
		}
	}
}

func (d *definitions) addTypes(b bundle) {
	for _, r := range b {
		if r.ResourceType == "StructureDefinition" && r.FHIRVersion == "4.0.1" && !r.Abstract &&
			r.Derivation != "constraint" && (r.Kind == "resource" || r.Kind == "complex-type") {
			d.kinds = append(d.kinds, r)
			if strings.HasSuffix(r.BaseDefinition, "/Quantity") {
				for _, e := range r.Snapshot.Element { // a Quantity by another name has no data elements of its own
					d.elements[e.Path] = e
				}
			}
		}
	}
}

// inherited elements stand in no block: unpack adds them by the block's sign.
var inherited = []string{"id", "extension", "modifierExtension", "meta", "implicitRules", "language", "text", "contained"}

// types writes a block for each type and each backbone inside it, in the order
// of their names. The first line of a block is a sign and the name:
//
//   - $ a resource with text and contained (DomainResource)
//   - % a resource without (Bundle, Binary, Parameters)
//   - & an element that may carry modifierExtension
//   - = an element that may not
func (d *definitions) types(w io.Writer) {
	slices.SortFunc(d.kinds, func(a, b resource) int { return strings.Compare(a.Type, b.Type) })
	for _, k := range d.kinds {
		d.block(w, k.Snapshot.Element, k.Type)
	}
}

func (d *definitions) block(w io.Writer, all []element, owner string) {
	var inner []string
	var lines []element
	has := map[string]bool{}
	for _, e := range all {
		name, ok := strings.CutPrefix(e.Path, owner+".")
		if !ok || strings.Contains(name, ".") {
			continue
		}
		has[name] = true
		if slices.Contains(inherited, name) && (name != "text" && name != "language" || has["implicitRules"]) {
			continue
		}
		if !d.real(all, e.Path) {
			continue
		}
		if backbone(e) {
			inner = append(inner, e.Path)
		}
		lines = append(lines, e)
	}
	lines = append(lines, d.lost(all, owner)...)
	fmt.Fprintf(w, "%s%s\n", sign(has), owner)
	for _, e := range lines {
		fmt.Fprintln(w, d.line(e, owner))
	}
	for _, p := range inner {
		d.block(w, all, p)
	}
}

func sign(has map[string]bool) string {
	switch {
	case has["contained"]:
		return "$"
	case has["implicitRules"]:
		return "%"
	case has["modifierExtension"]:
		return "&"
	}
	return "="
}

func backbone(e element) bool {
	return len(e.Type) == 1 && (e.Type[0].Code == "BackboneElement" || e.Type[0].Code == "Element") && e.ContentReference == ""
}

// longest is how long a path may be for the file of data elements to have it:
// an id has 64 characters, and theirs is "de-" and the path.
const longest = 61

// later are elements of R5 the package put into R4, with parts too deep for the
// file of data elements to deny them.
var later = []string{
	"EvidenceVariable.characteristic.definitionByTypeAndValue",
	"EvidenceVariable.characteristic.definitionByCombination",
	"EvidenceVariable.characteristic.timeFromEvent",
}

// real is whether R4 published the element, or one inside it.
func (d *definitions) real(all []element, path string) bool {
	if slices.Contains(later, path) {
		return false
	}
	if _, ok := d.elements[path]; ok || len(path) > longest {
		return true
	}
	for _, e := range all {
		if in := strings.HasPrefix(e.Path, path+"."); in && !slices.Contains(inherited, e.Path[len(path)+1:]) && d.real(all, e.Path) {
			return true
		}
		if e.Path == path && e.ContentReference != "" {
			return true
		}
	}
	return false
}

// lost are the elements R4 published for a type that the package left out.
func (d *definitions) lost(all []element, owner string) (out []element) {
	for path, e := range d.elements {
		name, ok := strings.CutPrefix(path, owner+".")
		if ok && !strings.Contains(name, ".") && !slices.Contains(inherited, name) &&
			!slices.ContainsFunc(all, func(x element) bool { return x.Path == path }) {
			out = append(out, e)
		}
	}
	slices.SortFunc(out, func(a, b element) int { return strings.Compare(a.Path, b.Path) })
	return out
}

// line is "name cardinality types" with an optional "!set": ? 0..1, ! 1..1,
// * 0..*, + 1..*; a type with a dot is a block of its own.
func (d *definitions) line(e element, owner string) string {
	if pure, ok := d.elements[e.Path]; ok && pure.Max != "0" {
		e = pure
	}
	card := map[bool]string{false: "?", true: "!"}
	if e.Max == "*" {
		card = map[bool]string{false: "*", true: "+"}
	}
	var types []string
	for _, t := range e.Type {
		name := typeName(t.Code, e.Path)
		if name == "Reference" {
			name += targets(t.TargetProfile)
		}
		types = append(types, name)
	}
	if e.ContentReference != "" {
		_, at, _ := strings.Cut(e.ContentReference, "#")
		types = []string{at}
	}
	if strings.HasSuffix(e.Path, "[x]") && len(types) > 40 {
		types = []string{"*"}
	}
	s := e.Path[len(owner)+1:] + " " + card[e.Min > 0] + " " + strings.Join(types, ",")
	if b := e.Binding; b != nil && b.Strength == "required" && bindable(types) {
		if set := d.require(b.ValueSet); set != "" {
			s += " !" + set
		}
	}
	return s
}

// targets are the types a reference may be to, "(Patient|Group)"; nothing where
// it may be to any.
func targets(profiles []string) string {
	var out []string
	for _, p := range profiles {
		if short(p) == "Resource" {
			return ""
		}
		out = append(out, short(p))
	}
	if len(out) == 0 {
		return ""
	}
	slices.Sort(out)
	return "(" + strings.Join(out, "|") + ")"
}

// typeName is a type as unpack knows it; a backbone is named by its path.
func typeName(code, path string) string {
	switch {
	case code == "BackboneElement" || code == "Element":
		return path
	case strings.HasPrefix(code, "http://hl7.org/fhirpath/System."):
		if path == "xhtml.id" || strings.HasSuffix(path, ".url") {
			return "uri"
		}
		return "string"
	}
	return code
}

func bindable(types []string) bool {
	return len(types) == 1 && slices.Contains([]string{"code", "Coding", "CodeableConcept"}, types[0])
}
