package web_test

import (
	"fmt"
	"net/url"
	"strings"
	"testing"
	"time"

	"referd/core/party"
	"referd/core/referral"
	"referd/desk"
	"referd/desk/draft"
	"referd/desk/loop"
	"referd/store"
)

// west moves the practice that refers to California; the clinic stays in New York,
// and is shut on Veterans Day.
func (s *site) west(t *testing.T) {
	t.Helper()
	dir, err := s.h.Directory(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	err = s.h.DB.Commit(t.Context(), func(tx *store.Tx) error {
		o, team := dir.Orgs["home"], dir.Teams["home-team"]
		o.Zone, team.Hours.Zone = "America/Los_Angeles", "America/Los_Angeles"
		if err := tx.PutThing(desk.KindOrg, "home", "home", o); err != nil {
			return err
		}
		for _, id := range []party.TeamID{"intake", "triage", "booking", "wards"} {
			x := dir.Teams[id]
			x.Hours.Holidays = []string{"2026-11-11"}
			if err := tx.PutThing(desk.KindTeam, string(id), "clinic", x); err != nil {
				return err
			}
		}
		return tx.PutThing(desk.KindTeam, "home-team", "home", team)
	})
	if err != nil {
		t.Fatal(err)
	}
}

// at sets the clock.
func (s *site) at(t *testing.T, when string) {
	t.Helper()
	to, err := time.Parse(time.RFC3339, when)
	if err != nil {
		t.Fatal(err)
	}
	s.h.Pass(to.Sub(s.h.Now()))
}

// A loop between Los Angeles and New York, over the end of daylight saving and a
// holiday: what the clinic owes is counted in its own calendar and zone, is one
// moment for both, and each reads it in their own zone with the zone named; a
// holiday that swallows a due moves it to the next day worked. The patient is told
// the hour of the clinic. Where one clock is everybody's, no zone is named.
func TestALoopBetweenTwoZones(t *testing.T) {
	s := open(t)
	s.west(t)
	s.lets(t, "booker")
	do := func(user string, f func(*desk.Writing) error) {
		t.Helper()
		if err := s.h.Write(t.Context(), s.h.As(party.UserID(user)), "test", f); err != nil {
			t.Fatal(err)
		}
	}
	send := func() (of referral.ID) {
		t.Helper()
		do("doc", func(w *desk.Writing) error {
			d, err := draft.Start(w, draft.Draft{Patient: "pat00000000000000001", Service: "cardio", Urgency: party.Routine})
			if of = d.ID; err != nil {
				return err
			}
			return draft.Save(w, of, draft.Draft{Service: "cardio", Clinician: "dr-doc", Question: "Is it the heart?", Urgency: party.Routine, Told: true, Override: "none here"})
		})
		do("doc", func(w *desk.Writing) error { _, err := draft.Send(w, loop.Form{Referral: of}); return err })
		return of
	}
	due := func(of referral.ID) (at time.Time) {
		t.Helper()
		err := s.h.DB.View(t.Context(), store.Scope{System: true}, func(v *store.View) error { r, err := v.Row(of); at = r.Ball.Due; return err })
		if err != nil {
			t.Fatal(err)
		}
		return at
	}
	reads := func(user, path string, want ...string) {
		t.Helper()
		b := &browser{s: s}
		b.signIn(t, user+"@example.org", "open sesame")
		_, html := b.do(t, "GET", path, nil)
		for _, w := range want {
			if !strings.Contains(html, w) {
				t.Errorf("%s does not read %q on %s", user, w, path)
			}
		}
	}

	// Friday 15:30 in Los Angeles is after hours in New York, and the clocks go
	// back on Sunday: one working day ends Monday 17:00 EST, not EDT, not PST.
	s.at(t, "2026-10-30T15:30:00-07:00")
	of := send()
	if got, want := due(of), "2026-11-02T17:00:00-05:00"; got.Format(time.RFC3339) != utc(t, want) {
		t.Errorf("to be opened by %s, want %s", got, want)
	}
	at := "/referrals/" + string(of)
	reads("doc", at, "by Mon 02-Nov, 14:00 PST", "Mon 02-Nov-2026 14:00 PST")
	reads("doc", "/loops", "by Mon 02-Nov, 14:00 PST")
	reads("intake", "/queue", "by Mon 02-Nov, 17:00 EST")
	s.at(t, "2026-11-02T16:59:00-05:00")
	reads("intake", "/queue", "in 1 min")
	s.at(t, "2026-11-02T17:30:00-05:00")
	reads("intake", "/queue", "30 min late")
	reads("doc", "/loops", "30 min late")

	// The visit is at nine in New York: six in Los Angeles, and nine for the
	// patient, who is told whose nine that is.
	do("nurse", func(w *desk.Writing) error {
		_, err := loop.Accept(w, loop.Form{Referral: of}, loop.Acceptance{})
		return err
	})
	do("booker", func(w *desk.Writing) error {
		_, err := loop.Book(w, loop.Form{Referral: of}, loop.Booking{Start: moment(t, "2026-11-05T09:00:00-05:00"), Clinician: "dr-chen"})
		return err
	})
	reads("doc", at, "Thu 05-Nov-2026 06:00 PST")
	reads("booker", at, "Thu 05-Nov-2026 09:00 EST")
	token, _, _ := s.slip(t, of, "en")
	p := s.phone(t)
	p.born(token, "1961", "11", "12")
	if _, html := p.get("/p/" + token); !strings.Contains(html, "Thursday 5 November, 9\u00a0am EST") {
		t.Errorf("the patient reads another hour: %s", visitOf(html))
	}
	if _, html := p.get("/p/" + token + "?lang=es"); !strings.Contains(html, "jueves 5 de noviembre, a las 9\u00a0a.\u00a0m. EST") {
		t.Errorf("the patient reads another hour in Spanish: %s", visitOf(html))
	}

	// Sent on Tuesday, one working day would end on Veterans Day: it ends Thursday.
	s.at(t, "2026-11-10T09:00:00-08:00")
	second := send()
	if got, want := due(second), "2026-11-12T17:00:00-05:00"; got.Format(time.RFC3339) != utc(t, want) {
		t.Errorf("over the holiday: %s, want %s", got, want)
	}

	// One clock for both: an hour needs no zone.
	same := open(t)
	plain := same.booked(t)
	b := &browser{s: same}
	b.signIn(t, "doc@example.org", "open sesame")
	if _, html := b.do(t, "GET", "/referrals/"+string(plain), url.Values(nil)); strings.Contains(html, ", 10:00 EDT<") || !strings.Contains(html, "EDT") {
		t.Error("a zone is named where there is one clock, or nowhere at all")
	}
}

func moment(t *testing.T, s string) time.Time {
	t.Helper()
	at, err := time.Parse(time.RFC3339, s)
	if err != nil {
		t.Fatal(err)
	}
	return at.UTC()
}

func utc(t *testing.T, s string) string { return moment(t, s).Format(time.RFC3339) }

func visitOf(html string) string {
	_, after, _ := strings.Cut(html, "<h1>")
	return fmt.Sprintf("%.120s", after)
}
