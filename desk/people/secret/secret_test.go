package secret

import (
	"strings"
	"testing"
)

// The address itself is guessed first, however short its name is.
func TestAnAddressIsNoPassword(t *testing.T) {
	for _, bad := range []string{"ana@clinic.example", "ANA@clinic.example"} {
		if Strong(bad, "Ana@clinic.example") == nil {
			t.Errorf("%q is taken", bad)
		}
	}
	if err := Strong("an anagram of three words", "ana@clinic.example"); err != nil {
		t.Error(err)
	}
}

// What is guessed first is refused however long it is; words that do not belong
// together are not, in any language, and what is longest takes no time to weigh.
func TestWhatIsGuessedFirstIsNoPassword(t *testing.T) {
	for _, bad := range []string{"", "short but fine", "passwordpassword", "PasswordPassword", "111111111111111", "abcdefghijklmnop", "qwertyuiop12345", "iloveyouiloveyou", "Password12345678", "referdreferdreferd", "clinicclinic2026", strings.Repeat("abc", 300), strings.Repeat("long words ", 100)} {
		if Strong(bad, "ana@clinic.example") == nil {
			t.Errorf("%q is taken", bad)
		}
	}
	for _, good := range []string{"three plain words", "el perro come uvas", "correct horse battery", "каждый охотник желает", "Kx7-plum-garden-9", "七つの海を渡る小さな船と二羽の鳥"} {
		if err := Strong(good, "ana@clinic.example"); err != nil {
			t.Errorf("%q: %v", good, err)
		}
	}
}
