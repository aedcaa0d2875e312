package fhir_test

import (
	"fmt"
	"testing"
	"time"

	"referd/core/party"
	"referd/core/referral"
	"referd/desk"
	"referd/desk/draft"
	"referd/desk/loop"
)

// The day until which a patient should be seen is the same day in the sender's
// system, on its pages, and as other systems read it: not the day before, because
// a date has no hour, and not the day after, because it was evening there.
func TestTheSeenByDateIsOneDay(t *testing.T) {
	e := newEHR(t)
	c := e.admit("home-ehr", false, "home")
	zone, err := time.LoadLocation("America/New_York")
	if err != nil {
		t.Fatal(err)
	}
	day := e.house.Now().In(zone).AddDate(0, 0, 20)
	said := day.Format(time.DateOnly)
	seenBy := func(of referral.ID) (at time.Time) {
		t.Helper()
		if err := e.house.Read(t.Context(), e.house.As("doc"), "test", func(r *desk.Reading) error {
			s, err := r.Loop(of)
			at = s.SeenBy.In(zone)
			return err
		}); err != nil {
			t.Fatal(err)
		}
		return at
	}
	id := c.call(201, "POST", "/ServiceRequest", fmt.Sprintf(`{"resourceType":"ServiceRequest","identifier":[{"type":{"coding":[{"code":"PLAC"}]},"system":"urn:o","value":"day"}],"status":"active","intent":"order","priority":"routine","subject":{"reference":"Patient/pat00000000000000001"},"requester":{"reference":"Practitioner/dr-doc"},"performer":[{"reference":"HealthcareService/cardio"}],"occurrencePeriod":{"end":%q},"note":[{"text":"Is it the heart?"}]}`, said))["id"].(string)
	if at := seenBy(referral.ID(id)); at.Format(time.DateOnly) != said || at.Hour() != 17 {
		t.Errorf("told %s, it is %s", said, at)
	}
	var of referral.ID
	now := e.house.Now().In(zone)
	e.house.Pass(time.Date(now.Year(), now.Month(), now.Day(), 21, 0, 0, 0, zone).Sub(now))
	for _, f := range []func(*desk.Writing) error{
		func(w *desk.Writing) error {
			d, err := draft.Start(w, draft.Draft{Patient: "pat00000000000000001", Service: "far-cardio", Clinician: "dr-doc", Question: "Is it the heart?", Urgency: party.Routine, Told: true})
			of = d.ID
			return err
		},
		func(w *desk.Writing) error { _, err := draft.Send(w, loop.Form{Referral: of}); return err },
	} {
		if err := e.house.Write(t.Context(), e.house.As("doc"), "test", f); err != nil {
			t.Fatal(err)
		}
		e.house.Pass(time.Minute)
	}
	c.signIn("home-ehr", "home-ehr")
	said = seenBy(of).Format(time.DateOnly)
	got := c.call(200, "GET", "/ServiceRequest/"+string(of), "")
	if end := got["occurrencePeriod"].(map[string]any)["end"]; end != said {
		t.Errorf("sent in the evening, seen by %s, others read %v", said, end)
	}
}
