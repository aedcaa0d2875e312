package policy

import (
	"testing"
	"time"

	"referd/core/party"
)

// week is an office of Monday to Friday, 8:00 to 17:00, in New York, shut on
// Friday 3 July and Thanksgiving 2026.
var week = party.Hours{Zone: "America/New_York", Open: [7][2]int{{}, {480, 1020}, {480, 1020}, {480, 1020}, {480, 1020}, {480, 1020}, {}}, Holidays: []string{"2026-07-03", "2026-11-26"}}

// local reads "2026-07-02 16:00" on the wall of New York.
func local(t *testing.T, s string) time.Time {
	t.Helper()
	at, err := time.ParseInLocation("2006-01-02 15:04", s, zone(week))
	if err != nil {
		t.Fatal(err)
	}
	return at
}

func onWall(t *testing.T, at time.Time) string { return at.In(zone(week)).Format("2006-01-02 15:04") }

func TestOpen(t *testing.T) {
	for at, want := range map[string]bool{
		"2026-07-02 08:00": true, "2026-07-02 07:59": false, "2026-07-02 16:59": true, "2026-07-02 17:00": false, // a Thursday
		"2026-07-03 10:00": false, // a holiday
		"2026-07-04 10:00": false, "2026-07-05 10:00": false, "2026-07-06 10:00": true,
	} {
		if got := Open(week, local(t, at)); got != want {
			t.Errorf("open at %s: %v", at, got)
		}
	}
	// the day is the team's own, not UTC's: 23:30 UTC on Thursday is 19:30 in New York
	if Open(week, time.Date(2026, 7, 2, 23, 30, 0, 0, time.UTC)) || !Open(week, time.Date(2026, 7, 2, 20, 30, 0, 0, time.UTC)) {
		t.Error("the calendar does not follow the team's zone")
	}
}

// A business day ends when the office shuts; holidays and weekends do not count.
func TestBusinessDays(t *testing.T) {
	for _, c := range []struct {
		from string
		days int
		want string
	}{
		{"2026-07-06 09:00", 1, "2026-07-07 17:00"}, // Monday
		{"2026-07-06 06:00", 1, "2026-07-07 17:00"}, // before it opens
		{"2026-07-06 20:00", 1, "2026-07-07 17:00"}, // after it shut
		{"2026-07-02 16:00", 1, "2026-07-06 17:00"}, // Thursday, a holiday and a weekend follow
		{"2026-07-02 16:00", 3, "2026-07-08 17:00"}, // three of them
		{"2026-07-04 12:00", 1, "2026-07-06 17:00"}, // from a Saturday
		{"2026-11-25 12:00", 1, "2026-11-27 17:00"}, // over Thanksgiving
		{"2026-03-06 12:00", 1, "2026-03-09 17:00"}, // over the change of clocks
		{"2026-12-31 12:00", 5, "2027-01-07 17:00"},
	} {
		if got := onWall(t, AddDays(week, local(t, c.from), c.days)); got != c.want {
			t.Errorf("%d business days from %s end %s, want %s", c.days, c.from, got, c.want)
		}
	}
}

func TestWorkingTime(t *testing.T) {
	for _, c := range []struct {
		from string
		d    time.Duration
		want string
	}{
		{"2026-07-06 09:00", 2 * hour, "2026-07-06 11:00"},
		{"2026-07-06 16:00", 2 * hour, "2026-07-07 09:00"},  // one hour today, one tomorrow
		{"2026-07-02 16:30", hour, "2026-07-06 08:30"},      // over a holiday and a weekend
		{"2026-07-05 12:00", 0, "2026-07-06 08:00"},         // when does it open?
		{"2026-07-06 12:00", 0, "2026-07-06 12:00"},         // it is open
		{"2026-07-06 17:00", 0, "2026-07-07 08:00"},         // it has just shut
		{"2026-03-06 16:30", hour, "2026-03-09 08:30"},      // the clocks go forward on the 8th
		{"2026-10-30 16:30", hour, "2026-11-02 08:30"},      // and back on 1 November
		{"2026-07-06 08:00", 18 * hour, "2026-07-07 17:00"}, // two whole days
	} {
		if got := onWall(t, AddTime(week, local(t, c.from), c.d)); got != c.want {
			t.Errorf("%s of work from %s end %s, want %s", c.d, c.from, got, c.want)
		}
	}
}

// An hour of work on the night the clocks change is an hour, not two or none.
func TestWorkingTimeOverTheChangeOfClocks(t *testing.T) {
	nights := party.Hours{Zone: "America/New_York", Open: [7][2]int{{0, 1440}, {0, 1440}, {0, 1440}, {0, 1440}, {0, 1440}, {0, 1440}, {0, 1440}}}
	for _, from := range []time.Time{time.Date(2026, 3, 8, 6, 30, 0, 0, time.UTC), time.Date(2026, 11, 1, 5, 30, 0, 0, time.UTC)} {
		for d := hour; d < 30*hour; d += hour {
			if got := AddTime(nights, from, d); got.Sub(from) != d {
				t.Errorf("%s of work from %s take %s", d, from, got.Sub(from))
			}
		}
	}
}

func TestSameDay(t *testing.T) {
	for from, want := range map[string]string{
		"2026-07-06 09:00": "2026-07-06 17:00", "2026-07-06 07:00": "2026-07-06 17:00",
		"2026-07-06 17:00": "2026-07-07 17:00", // it has shut: the next day it works
		"2026-07-02 18:00": "2026-07-06 17:00", "2026-07-04 10:00": "2026-07-06 17:00",
	} {
		if got := onWall(t, SameDay(week, local(t, from))); got != want {
			t.Errorf("the same day as %s ends %s, want %s", from, got, want)
		}
	}
}

// A calendar that never works, or whose zone nobody knows, still gives a date.
func TestCalendarOfNobody(t *testing.T) {
	from := time.Date(2026, 7, 6, 9, 0, 0, 0, time.UTC)
	if got := AddDays(party.Hours{}, from, 3); !got.Equal(from.AddDate(0, 0, 3)) {
		t.Errorf("three days of nobody end %s", got)
	}
	if got := AddTime(party.Hours{}, from, hour); !got.Equal(from.Add(hour)) {
		t.Errorf("an hour of nobody ends %s", got)
	}
	lost := week
	lost.Zone = "Mars/Olympus"
	if got := AddDays(lost, from, 1); !got.Equal(time.Date(2026, 7, 7, 17, 0, 0, 0, time.UTC)) {
		t.Errorf("an unknown zone gives %s, want UTC", got)
	}
}

// Whatever the moment, what is due comes after it, in working time, and never
// further off than the calendar forces.
func TestDuesAreInOfficeHours(t *testing.T) {
	from := local(t, "2026-06-28 00:00")
	for i := range 24 * 4 * 14 {
		at := from.Add(time.Duration(i) * 15 * time.Minute)
		for n := 1; n <= 5; n++ {
			due := AddDays(week, at, n)
			if !due.After(at) || !Open(week, due.Add(-time.Minute)) || Open(week, due) {
				t.Fatalf("%d business days from %s end %s", n, onWall(t, at), onWall(t, due))
			}
		}
		if due := AddTime(week, at, hour); !due.After(at) || due.Sub(at) > 5*day {
			t.Fatalf("an hour from %s ends %s", onWall(t, at), onWall(t, due))
		}
	}
}
