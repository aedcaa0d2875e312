package policy_test

import (
	"testing"
	"time"

	"referd/core/party"
	"referd/core/policy"
)

// Quiet hours end when they say, over midnight, through the change of clocks,
// and in zones of half hours; outside them nothing waits.
func TestQuietHours(t *testing.T) {
	ny, err := time.LoadLocation("America/New_York")
	if err != nil {
		t.Fatal(err)
	}
	kolkata := time.FixedZone("IST", 5*3600+1800)
	for _, x := range []struct {
		name     string
		q        party.Quiet
		z        *time.Location
		now, out string
	}{
		{"an evening", party.Quiet{From: 21, To: 6}, ny, "2026-06-01T21:00", "2026-06-02T06:00"},
		{"just before", party.Quiet{From: 21, To: 6}, ny, "2026-06-01T20:59", "2026-06-01T20:59"},
		{"a night", party.Quiet{From: 21, To: 6}, ny, "2026-06-02T05:59", "2026-06-02T06:00"},
		{"a morning", party.Quiet{From: 21, To: 6}, ny, "2026-06-02T06:00", "2026-06-02T06:00"},
		{"the night the clocks go on", party.Quiet{From: 21, To: 6}, ny, "2026-03-07T23:00", "2026-03-08T06:00"},
		{"the night they go back", party.Quiet{From: 21, To: 6}, ny, "2026-10-31T23:30", "2026-11-01T06:00"},
		{"by day", party.Quiet{From: 9, To: 17}, ny, "2026-06-01T09:00", "2026-06-01T17:00"},
		{"by day, at night", party.Quiet{From: 9, To: 17}, ny, "2026-06-01T23:00", "2026-06-01T23:00"},
		{"from midnight", party.Quiet{From: 0, To: 5}, ny, "2026-06-01T00:00", "2026-06-01T05:00"},
		{"until midnight", party.Quiet{From: 20, To: 0}, ny, "2026-06-01T22:00", "2026-06-02T00:00"},
		{"none", party.Quiet{}, ny, "2026-06-01T23:00", "2026-06-01T23:00"},
		{"half an hour off", party.Quiet{From: 21, To: 6}, kolkata, "2026-06-01T22:15", "2026-06-02T06:00"},
	} {
		at := func(s string) time.Time {
			u, err := time.ParseInLocation("2006-01-02T15:04", s, x.z)
			if err != nil {
				t.Fatal(err)
			}
			return u
		}
		if got := policy.Awake(x.q, x.z, at(x.now)); !got.Equal(at(x.out)) {
			t.Errorf("%s: %s, not %s", x.name, got.In(x.z).Format(time.DateTime), x.out)
		}
		if got := policy.FullHour(x.z, at(x.now)); got.In(x.z).Minute() != 0 || !got.After(at(x.now)) || got.Sub(at(x.now)) > time.Hour {
			t.Errorf("%s: the full hour is %s", x.name, got.In(x.z).Format(time.DateTime))
		}
	}
}
