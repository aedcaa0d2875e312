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
