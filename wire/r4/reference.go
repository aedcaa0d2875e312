package r4

import "strings"

// How a reference says what it means (R4, References).
type Way uint8

// Ways of reference.
const (
	Nowhere     Way = iota // not a reference at all
	Relative               // Patient/1, at the server that is asked; without a Type, any other relative address
	Absolute               // https://ehr.example/fhir/Patient/1, or any other address
	URN                    // urn:uuid:… or urn:oid:…, an entry of the same bundle
	Fragment               // #p1, a contained resource; # is the container
	Conditional            // Patient?identifier=system|value, in a transaction
)

// Ref is a reference taken apart.
type Ref struct {
	Way     Way
	Base    string // of an Absolute one: https://ehr.example/fhir
	Type    string // Patient; empty where it does not show
	ID      string
	Version string // of Patient/1/_history/2
	Query   string // of a Conditional one, after the question mark
}

// ParseReference takes apart what stands in Reference.reference. Way is Nowhere
// when that is none of the ways a reference can be written.
func ParseReference(s string) Ref {
	switch {
	case s == "" || strings.ContainsAny(s, " \t\r\n"):
		return Ref{}
	case s[0] == '#':
		return Ref{Way: Fragment, ID: s[1:]}
	case strings.HasPrefix(s, "urn:"):
		return urn(s)
	}
	head, rest, colon := strings.Cut(s, ":")
	if colon && schemeOK(head) && !strings.ContainsAny(head, "/?") {
		if rest == "" {
			return Ref{}
		}
		return absolute(s)
	}
	if kind, query, ok := strings.Cut(s, "?"); ok && IsType(kind) {
		if query == "" {
			return Ref{}
		}
		return Ref{Way: Conditional, Type: kind, Query: query}
	}
	return relative(s)
}

func urn(s string) Ref {
	if space, name, ok := strings.Cut(s[4:], ":"); !ok || space == "" || name == "" {
		return Ref{}
	}
	return Ref{Way: URN, ID: s}
}

func schemeOK(s string) bool {
	for i := 0; i < len(s); i++ {
		c := s[i] | 0x20
		if (c < 'a' || c > 'z') && (i == 0 || (s[i] < '0' || s[i] > '9') && s[i] != '+' && s[i] != '-' && s[i] != '.') {
			return false
		}
	}
	return s != ""
}

// absolute finds the type and the id at the end of an address; an address that
// ends otherwise is still a reference, to something that is not FHIR REST.
func absolute(s string) Ref {
	r := Ref{Way: Absolute}
	part := strings.Split(s, "/")
	if n := len(part); n > 4 && part[n-2] == "_history" && idOK(part[n-1]) {
		r.Version, part = part[n-1], part[:n-2]
	}
	n := len(part)
	if n > 3 && IsType(part[n-2]) && idOK(part[n-1]) {
		r.Base, r.Type, r.ID = strings.Join(part[:n-2], "/"), part[n-2], part[n-1]
		return r
	}
	return Ref{Way: Absolute, Base: s}
}

// relative takes Type/id and Type/id/_history/version. Another relative address
// can be written, though it leads to nothing here; but after the name of a type
// comes an id.
func relative(s string) Ref {
	part := strings.Split(s, "/")
	if !IsType(part[0]) {
		if part[0] == "" || strings.Contains(part[0], ":") || strings.ContainsAny(s, "{}<>\"") {
			return Ref{}
		}
		return Ref{Way: Relative, Base: s}
	}
	if len(part) != 2 && (len(part) != 4 || part[2] != "_history" || !idOK(part[3])) || !idOK(part[1]) {
		return Ref{}
	}
	r := Ref{Way: Relative, Type: part[0], ID: part[1]}
	if len(part) == 4 {
		r.Version = part[3]
	}
	return r
}

// String writes it as it is in Reference.reference.
func (r Ref) String() string {
	switch r.Way {
	case Fragment:
		return "#" + r.ID
	case URN:
		return r.ID
	case Conditional:
		return r.Type + "?" + r.Query
	case Nowhere:
		return ""
	}
	s := r.Base
	if r.Type != "" {
		if s != "" {
			s += "/"
		}
		s += r.Type + "/" + r.ID
	}
	if r.Version != "" {
		s += "/_history/" + r.Version
	}
	return s
}

// IsType is whether R4 has a resource of this name that can be instantiated.
func IsType(name string) bool {
	k := table().kinds[name]
	return k != nil && k.resource
}

// Reference splits "Type/id", relative or absolute; ok is false for others.
func Reference(s string) (kind, id string, ok bool) {
	r := ParseReference(s)
	return r.Type, r.ID, (r.Way == Relative || r.Way == Absolute) && r.ID != ""
}
