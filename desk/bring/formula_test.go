package bring_test

import (
	"strings"
	"testing"

	"referd/desk/bring"
	"referd/desk/desktest"
)

// A cell that a spreadsheet would run is never silently a name: its row is wrong,
// says which cell, and nothing of it is made. A telephone number with its plus and
// what somebody wrote in sentences are none; a tab before a name is not kept.
func TestAFormulaIsNoName(t *testing.T) {
	a := in(t, desktest.New(t), "doc")
	i := a.check(bring.Patients, `Last Name,First Name,DOB,Phone,City,Allergies
"=HYPERLINK(""http://evil"")",Ann,1970-01-01,,,
=cmd|' /C calc'!A0,Bea,1970-01-02,,,
+Carr,Cle,1970-01-03,,,
Dorn,@SUM(1),1970-01-04,,,
"	Eder",Eve,1970-01-05,,,
Fink,Fay,1970-01-06,,'=1+1,
Good,Gil,1970-01-07,+1 (555) 010-7788,Boston,+ penicillin
Hart,Hal,1970-01-08,,,=cmd|x
`)
	if counts(i) != "make 2, wrong 6" {
		t.Fatalf("%s\n%v", counts(i), a.faults(i))
	}
	said := strings.Join(a.faults(i), "\n")
	for _, want := range []string{"2 A Last Name: “=HYPERLINK", "3 A Last Name: “=cmd", "4 A Last Name: “+Carr”", "5 B First Name: “@SUM(1)”", "7 E City: “=1+1”", "9 F Allergies: “=cmd|x”"} {
		if !strings.Contains(said, want) {
			t.Errorf("the report does not say %s:\n%s", want, said)
		}
	}
}

// What a spreadsheet writes where a formula failed is no name, no number and no
// allergy: its row is wrong and says which cell, once.
func TestAFailedFormulaIsNoValue(t *testing.T) {
	a := in(t, desktest.New(t), "doc")
	i := a.check(bring.Patients, `Last Name,First Name,DOB,MRN,Allergies
#REF!,Ann,1970-01-01,,
Bell,Bea,#N/A,,
Carr,Cle,1970-01-03,#VALUE!,
Dorn,Dot,1970-01-04,,#N/A
Eder,Eve,1970-01-05,#1,N/A
`)
	if counts(i) != "make 1, wrong 4" || len(a.faults(i)) != 4 {
		t.Fatalf("%s\n%v", counts(i), a.faults(i))
	}
	if said := strings.Join(a.faults(i), "\n"); !strings.Contains(said, "2 A Last Name: “#REF!” is what a spreadsheet writes") {
		t.Error(said)
	}
}
