package sheet

import (
	"fmt"
	"strings"

	"referd/core/party"
	"referd/desk"
	"referd/web/page"
)

// Offer says what is known of a service, and only that.
func Offer(dir *desk.Directory, s party.Service) page.Offer {
	o := page.Offer{ID: string(s.ID), Name: s.Name, Org: dir.Orgs[s.Org].Name, Specialty: s.Specialty.Display}
	add := func(name, words string) {
		if words != "" {
			o.Lines = append(o.Lines, page.Fact{Name: name, Words: words})
		}
	}
	add("Specialty", s.Specialty.Display)
	add("Reads it", readers(dir, s))
	var needs []string
	for _, n := range s.Needs {
		label := n.Label
		if !n.Required {
			label += " (helps)"
		}
		needs = append(needs, label)
	}
	add("Needs", strings.Join(needs, "; "))
	if days := s.SeenIn; days[0] > 0 {
		add("Sees", fmt.Sprintf("routine within %d d, urgent within %d d", days[0], days[1]))
	}
	if r := dir.Settings.Allowed(s, "review"); r[0].String() != "" {
		add("Decides", fmt.Sprintf("within %s, urgent %s", r[0], r[1]))
	}
	if t, ok := dir.Teams[s.Intake]; ok {
		add("Open", t.Hours.String())
	}
	reach := "partner: the referral travels, your practice chases until it arrives"
	switch {
	case dir.Here(s.Org):
		reach = "works here: it is in their queue at once"
	case dir.Orgs[s.Org].Channel == party.Phone:
		reach = "no system there: your practice gets it to them by fax, post or a link, and they answer by the link or you write down what they say"
	}
	add("Reached", reach)
	add("Phone", s.Phone)
	return o
}

// readers are the clinicians of the service's specialty where it is.
func readers(dir *desk.Directory, s party.Service) string {
	var out []string
	for _, r := range dir.Roles {
		if r.Active && r.Org == s.Org && r.Specialty.Code == s.Specialty.Code && !dir.Left(r.Practitioner, r.Org) {
			out = append(out, dir.ClinicianName(r.Practitioner))
		}
	}
	return strings.Join(out, ", ")
}
