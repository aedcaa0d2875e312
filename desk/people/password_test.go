package people

import (
	"os"
	"strings"
	"testing"
)

// shipped is what a guess costs in the product; the other tests guess by the
// hundred, and cheaply.
var shipped = today

func TestMain(m *testing.M) {
	today = cost{64, 1, 1}
	os.Exit(m.Run())
}

// A kept password says what it cost, opens with what made it, and a change of
// what a guess costs leaves the old ones good.
func TestAPasswordSaysItsCost(t *testing.T) {
	cheap := today
	today = shipped
	defer func() { today = cheap }()
	kept := Hashed("three plain words")
	if !strings.HasPrefix(kept, "$argon2id$v=19$m=32768,t=3,p=2$") || kept == Hashed("three plain words") {
		t.Errorf("kept as %s", kept)
	}
	if !matches("three plain words", kept) || matches("three plain word", kept) || matches("", kept) {
		t.Error("it opens with something else, or not at all")
	}
	today = cost{19 << 10, 2, 1}
	if weaker := Hashed("three plain words"); !matches("three plain words", kept) || !matches("three plain words", weaker) || !strings.Contains(weaker, "m=19456,t=2,p=1") {
		t.Error("a change of cost shut somebody out")
	}
	for _, bad := range []string{"", "three plain words", "$argon2id$v=19$m=0,t=0,p=0$AA$AA", "$argon2id$v=16$m=32768,t=3,p=2$AA$AA", "$2b$12$x", strings.Replace(kept, "m=32768", "m=99999999", 1), kept[:len(kept)-4]} {
		if matches("three plain words", bad) {
			t.Errorf("opened by %q", bad)
		}
	}
}

// The address itself is guessed first, however short its name is.
func TestAnAddressIsNoPassword(t *testing.T) {
	for _, bad := range []string{"ana@clinic.example", "ANA@clinic.example"} {
		if strong(bad, "Ana@clinic.example") == nil {
			t.Errorf("%q is taken", bad)
		}
	}
	if err := strong("an anagram of three words", "ana@clinic.example"); err != nil {
		t.Error(err)
	}
}

// What is guessed first is refused however long it is; words that do not belong
// together are not, in any language, and what is longest takes no time to weigh.
func TestWhatIsGuessedFirstIsNoPassword(t *testing.T) {
	for _, bad := range []string{"", "short but fine", "passwordpassword", "PasswordPassword", "111111111111111", "abcdefghijklmnop", "qwertyuiop12345", "iloveyouiloveyou", "Password12345678", "referdreferdreferd", "clinicclinic2026", strings.Repeat("abc", 300), strings.Repeat("long words ", 100)} {
		if strong(bad, "ana@clinic.example") == nil {
			t.Errorf("%q is taken", bad)
		}
	}
	for _, good := range []string{"three plain words", "el perro come uvas", "correct horse battery", "каждый охотник желает", "Kx7-plum-garden-9", "七つの海を渡る小さな船と二羽の鳥"} {
		if err := strong(good, "ana@clinic.example"); err != nil {
			t.Errorf("%q: %v", good, err)
		}
	}
}
