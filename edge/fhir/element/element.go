// Package element reads and makes the parts FHIR resources are built of:
// references, codes, names, moments.
package element

import (
	"encoding/json"
	"strconv"
	"strings"
	"time"

	"referd/core/party"
	"referd/wire/r4"
)

// Door is the address of a FHIR server: https://clinic.example/fhir/R4.
type Door string

// Local is the type and id of a reference to something at this door; one to
// another server, to an entry or to a part of the resource is none.
func (d Door) Local(ref string) (kind, id string, ok bool) {
	r := r4.ParseReference(ref)
	if r.ID == "" || r.Type == "" || r.Way != r4.Relative && (r.Way != r4.Absolute || r.Base != string(d)) {
		return "", "", false
	}
	return r.Type, r.ID, true
}

// To is the address of a resource, or of a type, at this door.
func (d Door) To(path string) string { return string(d) + "/" + path }

// At gives the values an element path leads to, through every list.
func At(v any, path string) (out []any) {
	if list, ok := v.([]any); ok {
		for _, x := range list {
			out = append(out, At(x, path)...)
		}
		return out
	}
	if path == "" {
		if v == nil {
			return nil
		}
		return []any{v}
	}
	o, ok := v.(r4.Object)
	if !ok {
		return nil
	}
	head, rest, _ := strings.Cut(path, ".")
	return At(o[head], rest)
}

// References are all references of an element.
func References(o r4.Object, path string) (out []string) {
	for _, v := range At(o, path) {
		if x, ok := v.(r4.Object); ok && x.Text("reference") != "" {
			out = append(out, x.Text("reference"))
		}
	}
	return out
}

// Urgency is what a priority means here; what is none of FHIR's is routine.
func Urgency(p string) party.Urgency {
	switch p {
	case "urgent", "asap":
		return party.Urgent
	case "stat":
		return party.Emergency
	}
	return party.Routine
}

// StampForm is how moments are written in meta.
const StampForm = "2006-01-02T15:04:05.000Z"

// Instant reads a FHIR dateTime; zero when it is none.
func Instant(s string) time.Time {
	for _, form := range []string{time.RFC3339Nano, "2006-01-02"} {
		if t, err := time.Parse(form, s); err == nil {
			return t.UTC()
		}
	}
	return time.Time{}
}

// By reads a FHIR dateTime until which something is to be done: a date alone lasts
// until the end of its working day in a zone. Zero when it is none.
func By(s string, z *time.Location) time.Time {
	if d, err := time.ParseInLocation(time.DateOnly, s, z); err == nil {
		return time.Date(d.Year(), d.Month(), d.Day(), 17, 0, 0, 0, z).UTC()
	}
	return Instant(s)
}

// IsToken compares a code, a Coding, a CodeableConcept, an Identifier or a
// ContactPoint with system|value, |value, system| or value.
func IsToken(have any, want string) bool {
	system, value, both := strings.Cut(want, "|")
	if !both {
		value = want
	}
	same := func(s, v string) bool {
		return (v == value || value == "" && both) && (!both || s == system) && v != ""
	}
	switch x := have.(type) {
	case string:
		return same("", x) || both && value == x && system != ""
	case bool:
		return value == strconv.FormatBool(x)
	case json.Number:
		return value == x.String()
	case r4.Object:
		for _, c := range x.List("coding") {
			if same(c.Text("system"), c.Text("code")) {
				return true
			}
		}
		return same(x.Text("system"), x.Text("value")) || same(x.Text("system"), x.Text("code")) || !both && x.Text("value") == value && value != ""
	}
	return false
}
