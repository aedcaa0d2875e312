package party_test

import (
	"strings"
	"testing"

	"referd/base/code"
	"referd/core/party"
)

// Names people have are taken; what is no name on one line is not.
func TestNamesOnOneLine(t *testing.T) {
	for _, s := range []string{"", "O'Brien-Smith", "Nguyễn Thị Minh Khai", "محمد علی", "می‌خواهم", "क्‍ष", "李小龍", "Œdipe 2nd", "d’Été", strings.Repeat("é", 200)} {
		if w := party.Wrong(s, 200); w != "" {
			t.Errorf("%q is refused: %s", s, w)
		}
	}
	for _, s := range []string{strings.Repeat("a", 201), "evil\u202Egpj.exe", "a\x00b", "two\nlines", "tab\there", "a\u2028b", "\u2066isolate\u2069", "\uFEFFmark", "bell\a", "del\x7f", "c1\u0085", "not\xffutf"} {
		if party.Wrong(s, 200) == "" {
			t.Errorf("%q is taken", s)
		}
	}
	long, turned := strings.Repeat("x", 5000), "a\u202Eb"
	for want, x := range map[string]interface{ Wrong() (string, string) }{
		"family":   party.Patient{Name: party.Name{Family: long}},
		"given":    party.Practitioner{Name: party.Name{Family: "A", Given: []string{"B", turned}}},
		"prefix":   party.Name{Prefix: turned},
		"phone":    party.Patient{Phones: []party.Phoned{{Number: turned}}},
		"email":    party.Patient{Email: long},
		"number":   party.Org{Identifiers: []code.Identifier{{Value: turned}}},
		"sex":      party.Patient{Sex: "<b>"},
		"language": party.Patient{Sex: "female", Language: long},
		"address":  party.Location{Address: party.Address{City: turned}},
		"name":     party.Service{Name: long},
		"":         party.Patient{Name: party.Name{Family: "Testcase", Given: []string{"Ada"}}, Sex: "unknown", Language: "zh-Hant-TW"},
	} {
		if field, words := x.Wrong(); field != want || (words == "") != (want == "") {
			t.Errorf("%s: said of %q: %q", want, field, words)
		}
	}
}
