package rows

import (
	"slices"

	"referd/base/code"
	"referd/base/id"
	"referd/wire/r4"
)

// What a directory is as rows: resources that stand for themselves, or refer to
// what was brought before.

var (
	orgFields       = []string{"id", "name", "npi", "phone", "fax", "email", "line", "line2", "city", "state", "postal", "country", "active"}
	clinicianFields = []string{"id", "family", "given", "prefix", "npi", "specialty", "active"}
	placeFields     = []string{"id", "name", "organization", "phone", "line", "line2", "city", "state", "postal", "country", "active"}
	serviceFields   = []string{"id", "name", "organization", "specialty", "phone", "location", "active"}
)

// organization reads an Organization.
func organization(o r4.Object, has map[string]string) {
	about(o, has)
	has["name"] = o.Text("name")
	lives(o, has)
}

// practitioner reads a Practitioner, with the specialty of a qualification where
// one is of the taxonomy.
func practitioner(o r4.Object, has map[string]string) {
	about(o, has)
	named(o, has)
	for _, q := range o.List("qualification") {
		taxonomy(q.Sub("code"), has)
	}
}

// located reads a Location, of the organization that manages it.
func located(o r4.Object, has map[string]string) {
	about(o, has)
	has["name"], has["organization"] = o.Text("name"), of(o.Sub("managingOrganization"), "Organization")
	if a := o.Sub("address"); a != nil {
		lives(r4.Object{"address": []any{a}}, has)
	}
	if s := o.Text("status"); s != "" && s != "active" {
		has["active"] = "no"
	}
}

// of is what a reference alone says of something of the directory: its NPI or its
// name, and its id.
func of(ref r4.Object, kind string) string {
	t := to{display: ref.Text("display"), kind: kind}
	if n := ref.Sub("identifier"); n.Text("system") == code.NPI {
		return n.Text("value")
	}
	if r := r4.ParseReference(ref.Text("reference")); r.Type == kind {
		t.id = r.ID
	}
	return styled(t)
}

// service reads a HealthcareService, of the organization that provides it, where
// it is.
func service(o r4.Object, has map[string]string) {
	about(o, has)
	has["name"], has["organization"] = o.Text("name"), of(o.Sub("providedBy"), "Organization")
	if at := o.List("location"); len(at) > 0 {
		has["location"] = of(at[0], "Location")
	}
	for _, s := range o.List("specialty") {
		taxonomy(s, has)
	}
}

// about reads what resources of a directory share.
func about(o r4.Object, has map[string]string) {
	has["id"], has["active"] = o.Text("id"), "yes"
	if o["active"] == false {
		has["active"] = "no"
	}
	for _, n := range o.List("identifier") {
		if n.Text("system") == code.NPI && id.NPI(n.Text("value")) {
			has["npi"] = n.Text("value")
		}
	}
	for _, t := range o.List("telecom") {
		if s := t.Text("system"); slices.Contains([]string{"phone", "fax", "email"}, s) && has[s] == "" && t.Text("use") != "old" {
			has[s] = t.Text("value")
		}
	}
}

func taxonomy(c r4.Object, has map[string]string) {
	for _, x := range c.List("coding") {
		if has["specialty"] == "" && x.Text("system") == code.NUCC {
			has["specialty"] = x.Text("code")
		}
	}
}
