package demo

import (
	"strings"

	"referd/cmd/referd/demo/cast"
	"referd/web/page"
)

var roles = map[string]string{"rivera": "referring family physician", "park": "referring family physician, covers Dr Rivera", "moss": "referring staff, delegate of Dr Rivera", "haddad": "referral coordinator", "brandt": "triage nurse", "chen": "cardiologist", "nair": "scheduler",
	"ortega": "imaging technologist", "sato": "radiologist", "adler": "service-line lead", "weiss": "privacy officer", "flynn": "integration engineer", "olsen": "administrator", "ellis": "referring staff, and front desk at Harbor Imaging"}

// People lists who can sign in, and where they are.
func People() (out []page.Account) {
	for _, p := range cast.Staff {
		where := ""
		for _, o := range cast.Places {
			if o.ID == p.Org {
				where = o.Name
			}
		}
		name := strings.TrimSpace(p.Name.Prefix + " " + p.Name.Given[0] + " " + p.Name.Family)
		out = append(out, page.Account{Email: p.Email, Who: name + ", " + roles[p.ID], Where: where})
	}
	return out
}

// Accounts are shown at the door.
func (p *Pages) Accounts() []page.Account { return People() }
