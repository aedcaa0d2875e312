package schedule

import (
	"testing"
	"time"
)

// An offer is cut into stretches on the wall's clock, also over the nights when it
// is put forward and back; a holiday is left out and named.
func TestAWeekIsOffered(t *testing.T) {
	zone, err := time.LoadLocation("America/New_York")
	if err != nil {
		t.Fatal(err)
	}
	w := Weekly{Days: [7]bool{1: true, 3: true}, From: 8*60 + 30, To: 10 * 60, Minutes: 40, First: "2026-03-04", Weeks: 2}
	got, left := w.Times(zone, func(day string) bool { return day == "2026-03-11" })
	var said []string
	for _, x := range got {
		said = append(said, x[0].In(zone).Format("01-02 15:04 MST")+" "+x[1].Sub(x[0]).String())
	}
	want := []string{"03-04 08:30 EST 40m0s", "03-04 09:10 EST 40m0s", "03-09 08:30 EDT 40m0s", "03-09 09:10 EDT 40m0s", "03-16 08:30 EDT 40m0s", "03-16 09:10 EDT 40m0s"}
	if len(said) != len(want) || len(left) != 1 || left[0] != "2026-03-11" {
		t.Fatalf("%v, without %v", said, left)
	}
	for i := range want {
		if said[i] != want[i] {
			t.Errorf("%s, want %s", said[i], want[i])
		}
	}
	// Sunday 2026-03-08 has no hour from two to three.
	night := Weekly{Days: [7]bool{0: true}, From: 60, To: 5 * 60, Minutes: 60, First: "2026-03-08", Weeks: 1}
	if got, _ := night.Times(zone, func(string) bool { return false }); len(got) != 3 {
		t.Errorf("%v over the hour that is not", got)
	}
	for field, bad := range map[string]Weekly{
		"days": {From: 0, To: 60, Minutes: 10, First: "2026-03-04", Weeks: 1}, "to": {Days: w.Days, From: 60, To: 60, Minutes: 10, First: "2026-03-04", Weeks: 1}, "minutes": {Days: w.Days, From: 0, To: 60, Minutes: 90, First: "2026-03-04", Weeks: 1},
		"weeks": {Days: w.Days, From: 0, To: 60, Minutes: 10, First: "2026-03-04", Weeks: 27}, "first": {Days: w.Days, From: 0, To: 60, Minutes: 10, First: "soon", Weeks: 1},
	} {
		if f, words := bad.Wrong(); f != field || words == "" {
			t.Errorf("%+v: %s %q", bad, f, words)
		}
	}
	if f, _ := w.Wrong(); f != "" {
		t.Errorf("%s is wrong with a good one", f)
	}
}
