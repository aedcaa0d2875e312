package code

import "testing"

func TestDiagnosis(t *testing.T) {
	for _, s := range []string{"R55", "r0789", "R07.89", "C4A", "Z3A.12", "S72.001A", "U07.1"} {
		if !Diagnosis(s) {
			t.Errorf("%q is a code", s)
		}
	}
	for _, s := range []string{"", "R5", "R07.", "chest pain", "NONSENSE", "<SCRIPT>", "R07.89.1", "R0.789", "S72.001AB", "١٢٣", "R07é"} {
		if Diagnosis(s) {
			t.Errorf("%q is none", s)
		}
	}
}
