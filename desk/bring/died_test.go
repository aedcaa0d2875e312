package bring_test

import (
	"testing"

	"referd/desk/bring"
	"referd/desk/desktest"
)

// A list that says who has died brings none of them in as alive, whether it says a
// word or a day; an unknown word is asked about, and a referral of theirs is over.
func TestTheDeadAreNotBroughtInAlive(t *testing.T) {
	a := in(t, desktest.New(t), "doc")
	i := a.check(bring.Patients, `Last Name,First Name,DOB,Deceased
Adam,Ann,1930-01-01,Y
Bell,Bea,1930-01-02,2025-03-04
Cook,Cle,1930-01-03,deceased
Dorn,Don,1930-01-04,
Eder,Eve,1930-01-05,No
Fink,Fay,1930-01-06,Alive
Good,Gil,1930-01-07,perhaps
`)
	if got := counts(i); got != "left 3, make 3, wrong 1" {
		t.Fatalf("%s\n%v", got, a.faults(i))
	}
	i = a.check(bring.Patients, "Last Name,First Name,DOB,Date of death\nAdam,Ann,1930-01-01,03/04/2025\nDorn,Don,1930-01-04,\n")
	if got := counts(i); got != "left 1, make 1" {
		t.Fatalf("%s\n%v", got, a.faults(i))
	}
	i = a.check(bring.Referrals, "Status,Service,Sent on,Last Name,First Name,DOB,Deceased\naccepted,Nowhere,2026-01-01,Adam,Ann,1930-01-01,yes\n")
	if got := counts(i); got != "left 1" {
		t.Fatalf("%s\n%v", got, a.faults(i))
	}
}
