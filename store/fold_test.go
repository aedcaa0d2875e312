package store

import "testing"

// A name is found by what a keyboard without its letters types.
func TestFoldTakesLettersThatNoMarkIsTakenFrom(t *testing.T) {
	for name, typed := range map[string]string{"Yılmaz": "yilmaz", "İnan": "inan", "Łukasz": "lukasz", "Sørensen": "sorensen", "Đặng": "dang", "Groß": "gross", "Þórsdóttir": "thorsdottir", "O'Brien-Núñez": "obrien nunez"} {
		if got := Fold(name); got != typed {
			t.Errorf("%s folds to %q, want %q", name, got, typed)
		}
	}
}
