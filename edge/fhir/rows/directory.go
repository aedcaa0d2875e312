package rows

import (
	"slices"

	"referd/base/code"
	"referd/base/id"
	"referd/wire/r4"
)

// What a directory is as rows. A resource that stands for itself is read; what
// would need another file to be understood (PractitionerRole) is not.

var (
	orgFields       = []string{"id", "name", "npi", "phone", "fax", "email", "line", "line2", "city", "state", "postal", "country", "active"}
	clinicianFields = []string{"id", "family", "given", "prefix", "npi", "specialty", "active"}
	serviceFields   = []string{"id", "name", "organization", "specialty", "phone", "active"}
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

// service reads a HealthcareService; its organization by the NPI or the name its
// reference says.
func service(o r4.Object, has map[string]string) {
	about(o, has)
	has["name"], has["organization"] = o.Text("name"), o.Sub("providedBy").Text("display")
	if n := o.Sub("providedBy").Sub("identifier"); n.Text("system") == code.NPI {
		has["organization"] = n.Text("value")
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
