package rows

import (
	"errors"
	"io"
	"maps"
	"slices"
	"strconv"
	"strings"

	"referd/desk/bring"
	"referd/wire/r4"
)

var roleColumns = []column{
	{"id", "PractitionerRole.practitioner"}, {"name", "PractitionerRole.practitioner"}, {"family", "Practitioner.name"}, {"given", "Practitioner.name"}, {"prefix", "Practitioner.name"}, {"npi", "Practitioner.identifier"},
	{"specialty", "PractitionerRole.specialty"}, {"organization", "PractitionerRole.organization"}, {"active", "PractitionerRole.active"},
}

// roles reads a file of PractitionerRoles with their Practitioners and
// Organizations, in any order of lines: a row is a clinician at an organization. A
// Practitioner no role is about is a row too. It gives no grid for a file without
// a PractitionerRole, which is of Practitioners alone.
func roles(body io.ReaderAt, size int64, scratch string) (*bring.Grid, error) {
	f, err := index(body, size, scratch, map[string]bool{"PractitionerRole": true})
	if err != nil {
		return nil, err
	}
	if f.count["PractitionerRole"] == 0 {
		return nil, f.close()
	}
	if err := f.once(); err != nil {
		return nil, errors.Join(err, f.close())
	}
	for key, p := range maps.All(f.at) {
		if id, ok := strings.CutPrefix(key, "Practitioner/"); ok && len(f.on["PractitionerRole Practitioner/"+id]) == 0 {
			f.rows = append(f.rows, p)
		}
	}
	slices.SortFunc(f.rows, func(a, b place) int { return a.n - b.n })
	return f.grid(bring.Clinicians, []string{"PractitionerRole", "Practitioner"}, map[string]bool{"Organization": true}, roleColumns, (*file).role)
}

// once leaves out a second role of one clinician at one organization: the
// directory says where somebody works once, with one specialty.
func (f *file) once() error {
	first := map[string]int{}
	for _, p := range f.rows {
		if _, bad := f.bad[p.n]; bad {
			continue
		}
		o, err := f.read(p)
		if err != nil {
			return err
		}
		has := map[string]string{}
		if err := f.role(o, has); err != nil || has["active"] == "no" || has["id"] == "" {
			continue
		}
		key := has["id"] + " " + has["organization"]
		if had := first[key]; had > 0 {
			f.bad[p.n] = bring.NoRow{Left: "At this organization already, by line " + strconv.Itoa(had) + ": where somebody works is said once, with one specialty"}
			continue
		}
		first[key] = p.n
	}
	return nil
}

// role is the row of a PractitionerRole, or of a Practitioner without one.
func (f *file) role(o r4.Object, has map[string]string) error {
	if o.Type() == "Practitioner" {
		practitioner(o, has)
		return nil
	}
	wrong := func(element, words string) error {
		return &bring.NoRow{Faults: []bring.Fault{{Field: element, Words: words}}}
	}
	who, err := f.follow(o, o.Sub("practitioner"), "Practitioner")
	switch {
	case err != nil:
		return err
	case who.dangles != "":
		return wrong("PractitionerRole.practitioner", who.dangles)
	case who.is != nil:
		practitioner(who.is, has)
		if has["id"] = who.id; who.id == "" {
			has["id"] = o.Text("id")
		}
	case who.display == "":
		return wrong("PractitionerRole.practitioner", "A Practitioner is expected: none in the file has this id or identifier, and no name stands with the reference.")
	default:
		if has["id"], has["name"] = who.id, who.display; who.id == "" {
			has["id"] = o.Text("id")
		}
	}
	org, err := f.follow(o, o.Sub("organization"), "Organization")
	if err != nil {
		return err
	}
	if org.dangles != "" {
		return wrong("PractitionerRole.organization", org.dangles)
	}
	if has["organization"] = styled(org); o["active"] == false {
		has["active"] = "no"
	}
	if has["active"] == "" {
		has["active"] = "yes"
	}
	at := map[string]string{}
	for _, s := range o.List("specialty") {
		taxonomy(s, at)
	}
	if at["specialty"] != "" {
		has["specialty"] = at["specialty"]
	}
	return nil
}
