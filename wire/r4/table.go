package r4

import (
	"strings"
	"sync"
)

// kind is a type of FHIR: a resource, a data type, or a backbone inside one.
type kind struct {
	name     string
	resource bool
	lines    string // not yet unpacked
	once     sync.Once
	fields   map[string]field // by JSON name: valueString, not value[x]
	names    []string         // element names by their place
	needed   []uint16         // places of the elements that must be there
	rules    []rule
}

// field is one JSON name of an element.
type field struct {
	place    uint16 // of the element among its kind's
	many     bool
	prim     primitive // zero when the type is a kind
	kind     *kind     // nil when prim; anyResource for any
	codes    *codeSet  // required binding, or nil
	targets  []string  // types a Reference may be to; nil for any
	valueKey bool      // one of several names of a choice
}

// codeSet is the codes an element may have, by system.
type codeSet struct {
	codes   map[string]bool            // of any system
	systems map[string]map[string]bool // by system
}

type tables struct {
	kinds map[string]*kind
	sets  map[string]*codeSet
	open  []string // types a value[x] of Extension may have
}

// table is the tables, unpacked when first asked for.
var table = sync.OnceValue(unpack)

// unpack finds the blocks; a block's lines are read when its kind is first met.
//
// A block begins with a sign and a name: $ a resource with text and contained,
// % one without, & an element with modifierExtension, = one without. Its lines
// are "name cardinality types !codes", with ? 0..1, ! 1..1, * 0..*, + 1..*; a
// Reference is followed by the types it may be to, "Reference(Patient|Group)".
func unpack() *tables {
	t := &tables{kinds: make(map[string]*kind, 700), sets: make(map[string]*codeSet, 256)}
	rest := strings.TrimPrefix(typeTable, "\n")
	for rest != "" {
		head, body, _ := strings.Cut(rest, "\n")
		end := len(body)
		for i := 0; i < len(body); i++ {
			if strings.IndexByte("$%&=", body[i]) >= 0 && (i == 0 || body[i-1] == '\n') {
				end = i
				break
			}
		}
		k := &kind{name: head[1:], resource: head[0] == '$' || head[0] == '%', lines: inherited[head[0]] + body[:end]}
		k.rules = rules[k.name]
		t.kinds[k.name] = k
		rest = body[end:]
	}
	for line := range strings.Lines(strings.TrimPrefix(codeTable, "\n")) {
		f := strings.Fields(line)
		set := t.sets[f[0]]
		if set == nil {
			set = &codeSet{codes: map[string]bool{}, systems: map[string]map[string]bool{}}
			t.sets[f[0]] = set
		}
		set.systems[f[1]] = map[string]bool{}
		for _, c := range f[2:] {
			set.codes[c], set.systems[f[1]][c] = true, true
		}
	}
	t.open = openTypes
	t.kinds["Element"] = &kind{name: "Element", lines: inherited['=']} // beside a primitive
	return t
}

// inherited are the elements every kind of a sign has.
var inherited = map[byte]string{
	'$': "id ? id\nmeta ? Meta\nimplicitRules ? uri\nlanguage ? code\ntext ? Narrative\ncontained * Resource\nextension * Extension\nmodifierExtension * Extension\n",
	'%': "id ? id\nmeta ? Meta\nimplicitRules ? uri\nlanguage ? code\n",
	'&': "id ? string\nextension * Extension\nmodifierExtension * Extension\n",
	'=': "id ? string\nextension * Extension\n",
}

// openTypes are the types of an element that takes any (R4, Open Type Element).
var openTypes = strings.Fields(`base64Binary boolean canonical code date dateTime decimal id instant integer markdown oid
	positiveInt string time unsignedInt uri url uuid Address Age Annotation Attachment CodeableConcept Coding ContactPoint
	Count Distance Duration HumanName Identifier Money Period Quantity Range Ratio Reference SampledData Signature Timing
	ContactDetail Contributor DataRequirement Expression ParameterDefinition RelatedArtifact TriggerDefinition UsageContext Dosage Meta`)

// anyResource stands for an element that holds a resource of any type.
var anyResource = &kind{name: "Resource", resource: true}

// kindOf is a kind by name, nil when R4 has none; ready to be asked.
func kindOf(name string) *kind {
	k := table().kinds[name]
	if k != nil {
		k.ready()
	}
	return k
}

func (k *kind) ready() *kind {
	k.once.Do(k.unpack)
	return k
}

func (k *kind) unpack() {
	k.fields = make(map[string]field, 16)
	for line := range strings.Lines(k.lines) {
		f := strings.Fields(line)
		place := uint16(len(k.names))
		k.names = append(k.names, f[0])
		if f[1] == "!" || f[1] == "+" {
			k.needed = append(k.needed, place)
		}
		x := field{place: place, many: f[1] == "*" || f[1] == "+"}
		if len(f) > 3 {
			x.codes = table().sets[f[3][1:]]
		}
		base, choice := strings.CutSuffix(f[0], "[x]")
		types := strings.Split(f[2], ",")
		if f[2] == "*" {
			types = table().open
		}
		for _, t := range types {
			y, name := x, base
			if of, to, ok := strings.Cut(t, "("); ok {
				t, y.targets = of, strings.Split(strings.TrimSuffix(to, ")"), "|")
			}
			if choice {
				y.valueKey, name = true, base+strings.ToUpper(t[:1])+t[1:]
			}
			if t == "Resource" {
				y.kind = anyResource
			} else if y.prim = primitives[t]; y.prim == 0 {
				y.kind = table().kinds[t]
			}
			k.fields[name] = y
		}
	}
	k.lines = ""
}
