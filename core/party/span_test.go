package party

import (
	"testing"
	"time"
)

// What is written is read back as it was, and the short forms mean the same.
func TestSpansAreReadAsWritten(t *testing.T) {
	for text, want := range map[string]Span{
		"3 working days": {Days: 3}, "1 working day": {Days: 1}, "same day": {Same: true}, "2 working hours": {Work: 2 * time.Hour}, "90 working min": {Work: 90 * time.Minute},
		"30 min": {Wall: 30 * time.Minute}, "4 h": {Wall: 4 * time.Hour}, "7 d": {Wall: 7 * 24 * time.Hour},
	} {
		if got, ok := ReadSpan(text); !ok || got != want || got.String() != text {
			t.Errorf("%q is %+v (%q), %v", text, got, got, ok)
		}
	}
	for text, want := range map[string]string{" 3 BD ": "3 working days", "2wh": "2 working hours", "5 business days": "5 working days", "24 h": "1 d", "60 minutes": "1 h"} {
		if got, ok := ReadSpan(text); !ok || got.String() != want {
			t.Errorf("%q is %q, %v", text, got, ok)
		}
	}
	for _, text := range []string{"", "0 h", "soon", "3", "three days", "-1 d", "367 d", "99999 d", "1 h 30", "2 weeks"} {
		if got, ok := ReadSpan(text); ok {
			t.Errorf("%q is %q", text, got)
		}
	}
}

func FuzzSpan(f *testing.F) {
	for _, s := range []string{"3 bd", "same day", "2 working hours", "30 min", "٣ d", "1\x00h"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, text string) {
		s, ok := ReadSpan(text)
		if !ok {
			return
		}
		if again, ok := ReadSpan(s.String()); !ok || again != s {
			t.Errorf("%q is %+v, written %q, read %+v", text, s, s, again)
		}
	})
}

// A week says days of the same hours together, and what cannot be kept.
func TestHoursInWords(t *testing.T) {
	h := OfficeHours("America/New_York")
	if got := h.String(); got != "Mon to Fri 08:00 to 17:00" {
		t.Errorf("%q", got)
	}
	h.Open[3], h.Open[6] = [2]int{480, 720}, [2]int{540, 720}
	if got := h.String(); got != "Mon to Tue 08:00 to 17:00, Wed 08:00 to 12:00, Thu to Fri 08:00 to 17:00, Sat 09:00 to 12:00" {
		t.Errorf("%q", got)
	}
	if got := (Hours{}).String(); got != "" {
		t.Errorf("never open: %q", got)
	}
	for name, change := range map[string]func(*Hours){
		"zone": func(h *Hours) { h.Zone = "Mars/Olympus" }, "day-1": func(h *Hours) { h.Open[1] = [2]int{700, 600} }, "day-2": func(h *Hours) { h.Open[2] = [2]int{0, 1441} },
		"holidays": func(h *Hours) { h.Holidays = []string{"2026-02-30"} },
	} {
		x := h
		change(&x)
		if field, words := x.Wrong(); field != name || words == "" {
			t.Errorf("%s: %q %q", name, field, words)
		}
	}
	if field, words := h.Wrong(); words != "" {
		t.Errorf("%s: %s", field, words)
	}
}

// A specialty is known by its code, by its name as it is offered, or by any code.
func TestSpecialties(t *testing.T) {
	for typed, want := range map[string]string{"Neurology (2084N0400X)": "2084N0400X Neurology", "neurology": "2084N0400X Neurology", "2084n0400x": "2084N0400X Neurology", "207RA0001X Heart failure": "207RA0001X Heart failure", "Hearts": " Hearts", "": " "} {
		if c := Specialty(typed); c.Code+" "+c.Display != want {
			t.Errorf("%q is %+v", typed, c)
		}
	}
	seen := map[string]bool{}
	for _, s := range Specialties() {
		if seen[s.Code] || Specialty(s.Code) != s || Specialty(s.Display) != s {
			t.Errorf("%+v", s)
		}
		seen[s.Code] = true
	}
}
