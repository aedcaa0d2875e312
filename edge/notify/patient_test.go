package notify_test

import (
	"regexp"
	"strings"
	"testing"

	"referd/core/party"
	"referd/core/referral"
	"referd/desk"
	"referd/desk/desktest"
	"referd/desk/draft"
	"referd/desk/link"
	"referd/desk/loop"
	"referd/edge/notify"
)

// A letter to a patient has the link to their page, in what they read and in
// English, and no word of who they are, who writes, or what for: not in its head,
// not in its body (hazard H5). What is not to be mailed any more is not.
func TestThePatientsLetterSaysNothing(t *testing.T) {
	h, b := desktest.New(t), box(t)
	s := &notify.Sender{Desk: h.Desk, Relay: b.Address(), From: "referd@localhost", Public: "http://house"}
	var of referral.ID
	var g link.Given
	for _, f := range []func(*desk.Writing) error{
		func(w *desk.Writing) error {
			d, err := draft.Start(w, draft.Draft{Patient: "pat00000000000000001", Service: "cardio", Urgency: party.Routine})
			of = d.ID
			return err
		},
		func(w *desk.Writing) error {
			return draft.Save(w, of, draft.Draft{Service: "cardio", Clinician: "dr-doc", Question: "Is it the heart?", Urgency: party.Routine, Told: true, Override: "none here",
				Reach: &party.SafeContact{Ways: []party.Way{party.ByEmail}, Email: "ada@example.org", Language: "es"}})
		},
		func(w *desk.Writing) error { _, err := draft.Send(w, loop.Form{Referral: of}); return err },
		func(w *desk.Writing) (err error) {
			g, err = link.Give(w, loop.Form{Referral: of}, link.Mailed)
			return err
		},
	} {
		if err := h.Write(t.Context(), h.As("doc"), "test", f); err != nil {
			t.Fatal(err)
		}
	}
	if err := s.Patient(t.Context(), of, g.ID); err != nil {
		t.Fatal(err)
	}
	all := b.All()
	if len(all) != 1 || all[0].To != "ada@example.org" || all[0].Subject != "La página de la que le hablamos" {
		t.Fatalf("%+v", all)
	}
	m := regexp.MustCompile(`http://house/p/([\w-]{22})\?lang=(es|en)`).FindAllStringSubmatch(all[0].Body, -1)
	if len(m) != 2 || m[0][1] != m[1][1] || m[0][2] != "es" || m[1][2] != "en" || !strings.Contains(all[0].Body, "borrador") {
		t.Fatalf("the letter has %v in %s", m, all[0].Body)
	}
	for _, w := range []string{"Testcase", "Ada", "Practice", "Clinic", "Cardio", "heart", "doctor", "referral", "orden", "health", "1961", g.Code} {
		if strings.Contains(all[0].Subject+all[0].Body, w) {
			t.Errorf("the letter says %q", w)
		}
	}
	if d, err := link.At(t.Context(), h.Desk, m[0][1], "", "home"); err != nil || d.ID != g.ID {
		t.Errorf("its link opens %+v, %v", d.Ticket, err)
	}
	if err := h.Write(t.Context(), h.As("moss"), "end", func(w *desk.Writing) error { return link.End(w, loop.Form{Referral: of}, g.ID) }); err != nil {
		t.Fatal(err)
	}
	if err := s.Patient(t.Context(), of, g.ID); err != nil || len(b.All()) != 1 {
		t.Errorf("ended, and mailed: %v", err)
	}
	if err := (&notify.Sender{Desk: h.Desk}).Patient(t.Context(), of, g.ID); err == nil {
		t.Error("without a relay a letter counts as sent")
	}
}
