package sheet

import (
	"slices"
	"strings"

	"referd/core/party"
	"referd/desk"
	"referd/web/page"
	"referd/web/visit"
)

// Banner is the patient on top of every page of the loop.
func Banner(v *visit.Visit, r *desk.Reading, p party.Patient) page.Banner {
	if r.Withheld() {
		return page.Banner{Withheld: true}
	}
	b := page.Banner{Name: page.StaffName(p.Name.Family, p.Name.Given, p.Name.Prefix), Born: page.Born(string(p.Born), v.Desk.Now()), Sex: Title(p.Sex), Allergies: p.Allergies, Access: p.Access, Reach: Safe(p.Safe), Careful: !p.Safe.Known() || p.Safe.NotHome || !p.Safe.May(party.ByVoicemail)}
	if len(p.Identifiers) > 0 {
		b.Number, b.NumberOf = p.Identifiers[0].Value, "Record no."
	}
	if len(p.Phones) > 0 {
		b.Phone = page.Phone(p.Phones[0].Number)
	}
	if p.Safe.Number != "" {
		b.Phone = page.Phone(p.Safe.Number)
	}
	if p.Language != "" && p.Language != "en" {
		b.Language = languages[p.Language]
		if p.Interpreter {
			b.Language += " interpreter"
		}
	}
	return b
}

var languages = map[string]string{"es": "Spanish", "pt": "Portuguese", "vi": "Vietnamese", "zh": "Chinese", "fr": "French", "de": "German", "pl": "Polish"}

// Languages a patient may read, for the page that adds one.
func Languages() (out []page.Opt) {
	out = append(out, page.Opt{Value: "en", Words: "English"})
	for c, name := range languages {
		out = append(out, page.Opt{Value: c, Words: name})
	}
	slices.SortFunc(out[1:], func(a, b page.Opt) int { return strings.Compare(a.Words, b.Words) })
	return out
}

// Title begins a coded word with a capital; what is not there is not recorded.
func Title(s string) string {
	if s == "" {
		return "not recorded"
	}
	return strings.ToUpper(s[:1]) + s[1:]
}
