package demo

import (
	"strings"

	"referd/web/page"
)

var roles = map[string]string{"rivera": "referring family physician", "park": "referring family physician, covers Dr Rivera", "moss": "referring staff, delegate of Dr Rivera", "haddad": "referral coordinator", "brandt": "triage nurse", "chen": "cardiologist", "nair": "scheduler",
	"ortega": "imaging technologist", "sato": "radiologist", "adler": "service-line lead", "weiss": "privacy officer", "flynn": "integration engineer", "olsen": "administrator"}

// People lists who can sign in, and where they are.
func People() (out []page.Account) {
	for _, p := range staff {
		where := ""
		for _, o := range places {
			if o.id == p.org {
				where = o.name
			}
		}
		name := strings.TrimSpace(p.name.Prefix + " " + p.name.Given[0] + " " + p.name.Family)
		out = append(out, page.Account{Email: p.email, Who: name + ", " + roles[p.id], Where: where})
	}
	return out
}

// Accounts are shown at the door.
func (p *Pages) Accounts() []page.Account { return People() }
