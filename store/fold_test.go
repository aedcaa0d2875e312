package store

import (
	"strings"
	"testing"
)

// A name is found by what a keyboard without its letters types.
func TestFoldTakesLettersThatNoMarkIsTakenFrom(t *testing.T) {
	for name, typed := range map[string]string{"Yılmaz": "yilmaz", "İnan": "inan", "Łukasz": "lukasz", "Sørensen": "sorensen", "Đặng": "dang", "Groß": "gross", "Þórsdóttir": "thorsdottir", "O'Brien-Núñez": "obrien nunez"} {
		if got := Fold(name); got != typed {
			t.Errorf("%s folds to %q, want %q", name, got, typed)
		}
	}
}

// What has no mark is folded by a shorter way, to the same.
func FuzzFoldWithoutMarks(f *testing.F) {
	for _, s := range []string{"", "O'Brien-Smith", "  MORALES,\tElena (2nd) ", "a--b", "x\x00y\n", "-", "3 July 1958"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		long := strings.Fields(Fold(s + " é")) // the longer way, and one word more
		if got := Fold(s); strings.Join(append(strings.Fields(got), "e"), " ") != strings.Join(long, " ") || got != strings.TrimSpace(got) || strings.Contains(got, "  ") {
			t.Errorf("%q is folded to %q, with a mark behind it to %q", s, got, long)
		}
	})
}
