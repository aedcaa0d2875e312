package said

import (
	"testing"
	"time"
)

// A day is read as it is written, and what is none is not.
func TestDays(t *testing.T) {
	z := time.FixedZone("x", -4*3600)
	for _, c := range []struct {
		value     string
		daysFirst bool
		want      string
	}{
		{"2026-06-05", false, "2026-06-05 00:00"}, {"06/05/2026", false, "2026-06-05 00:00"}, {"06/05/2026", true, "2026-05-06 00:00"}, {"05.06.2026", false, "2026-06-05 00:00"}, {"6/5/2026 2:30 PM", false, "2026-06-05 14:30"},
		{"2026-06-05 14:30", false, "2026-06-05 14:30"}, {"2026-06-05T14:30:00Z", false, "2026-06-05 10:30"}, {"2026-06-05T14:30:00", false, "2026-06-05 14:30"}, {"20260605", false, "2026-06-05 00:00"}, {"202606051430", false, "2026-06-05 14:30"},
		{"5-Jun-2026", false, "2026-06-05 00:00"}, {"June 5, 2026", false, "2026-06-05 00:00"}, {"5 June 2026 09:15", false, "2026-06-05 09:15"}, {"1/2/26", false, "2026-01-02 00:00"}, {"12-31-1999", false, "1999-12-31 00:00"}, {"29/02/2024", true, "2024-02-29 00:00"},
		{"2026/6/5", false, "2026-06-05 00:00"},
		{"31/02/2026", true, ""}, {"02/30/2026", false, ""}, {"13/13/2026", false, ""}, {"2026-13-01", false, ""}, {"yesterday", false, ""}, {"", false, ""}, {"45678", false, ""}, {"6-5/2026", false, ""}, {"06/05/2026 25:00", false, ""}, {"1/2/202", false, ""}, {"0/1/2026", false, ""}, {"29/02/2023", true, ""},
	} {
		got, _, ok := Day(c.value, c.daysFirst, z)
		if said := got.In(z).Format("2006-01-02 15:04"); ok != (c.want != "") || ok && said != c.want {
			t.Errorf("%q (days first %v) is %s, %v; want %q", c.value, c.daysFirst, said, ok, c.want)
		}
	}
	if _, short, _ := Day("1/2/26", false, z); !short {
		t.Error("a year of two figures is taken for whole")
	}
	for value, want := range map[string][2]bool{"25/12/2026": {true, false}, "12/25/2026": {false, true}, "01/02/2026": {}, "2026-12-25": {}, "25.12.2026": {true, false}, "1.2.2026": {true, false}, "x": {}} {
		if a, b := Order(value); [2]bool{a, b} != want {
			t.Errorf("%s: %v %v", value, a, b)
		}
	}
}
