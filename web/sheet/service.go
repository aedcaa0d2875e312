package sheet

import (
	"fmt"
	"strings"

	"referd/core/party"
	"referd/desk"
	"referd/web/page"
)

// problems are what people say is wrong, by the specialty that sees it (NUCC):
// words for finding a service, no rule of care.
var problems = map[string]string{
	"207RC0000X": "heart chest pain palpitations murmur fainting syncope stress test angina",
	"2084N0400X": "headache seizure numbness tremor stroke weakness dizziness memory migraine neuropathy",
	"207RG0100X": "stomach bowel reflux bleeding iron anemia liver swallowing dysphagia colon diarrhea",
	"207RP1001X": "lung cough breath nodule asthma wheeze sleep apnea",
	"208800000X": "kidney stone prostate psa urine blood bladder",
	"207RR0500X": "joint joints stiffness arthritis raynaud lupus rash gout",
	"207X00000X": "knee hip shoulder bone fracture back pain tendon",
	"207RE0101X": "diabetes thyroid a1c hormone calcium weight",
	"207N00000X": "skin mole rash eczema psoriasis lesion",
	"2085R0202X": "scan ct mri ultrasound x-ray image imaging",
}

// Services finds whom to refer to by name, specialty, place or problem. No
// words find all of them.
func Services(dir *desk.Directory, words string) (out []party.Service) {
	out = dir.Services(words)
	have := map[party.ServiceID]bool{}
	for _, s := range out {
		have[s.ID] = true
	}
	want := strings.Fields(strings.ToLower(words))
	for _, s := range dir.Services("") {
		said := strings.Fields(strings.ToLower(problems[s.Specialty.Code]))
		if !have[s.ID] && len(want) > 0 && all(want, said) {
			out = append(out, s)
		}
	}
	return out
}

// all reports whether every word begins one of the words said.
func all(want, said []string) bool {
	for _, w := range want {
		found := false
		for _, s := range said {
			found = found || strings.HasPrefix(s, w)
		}
		if !found {
			return false
		}
	}
	return true
}

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
		if r.Active && r.Org == s.Org && r.Specialty.Code == s.Specialty.Code {
			out = append(out, dir.ClinicianName(r.Practitioner))
		}
	}
	return strings.Join(out, ", ")
}
