package said

import "regexp"

// A resource is named in words, and behind them by its reference:
// “Cardiology [HealthcareService/17]”. Both are needed: what was brought before is
// found by the one, what is here under its own name by the other.

var referred = regexp.MustCompile(`^(.*?)\s*\[(Organization|HealthcareService|Practitioner|Location)/([A-Za-z0-9.\-]{1,64})\]$`)

// Referred parts a name from the reference behind it; id is empty where there is
// none.
func Referred(s string) (words, kind, id string) {
	m := referred.FindStringSubmatch(s)
	if m == nil {
		return s, "", ""
	}
	return m[1], m[2], m[3]
}

// Refer writes a name with the reference behind it.
func Refer(words, kind, id string) string {
	if id == "" || kind == "" {
		return words
	}
	if words != "" {
		words += " "
	}
	return words + "[" + kind + "/" + id + "]"
}
