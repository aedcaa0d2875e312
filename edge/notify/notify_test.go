package notify_test

import (
	"context"
	"strings"
	"testing"
	"time"

	"referd/core/party"
	"referd/core/referral"
	"referd/desk"
	"referd/desk/desktest"
	"referd/desk/loop"
	"referd/edge/notify"
)

// What is told outside names no patient: kind, due and code, through a real relay.
func TestMailNamesNoPatient(t *testing.T) {
	h := desktest.New(t)
	box, err := notify.OpenMailbox()
	if err != nil {
		t.Fatal(err)
	}
	ctx, stop := context.WithCancel(t.Context())
	t.Cleanup(stop)
	go box.Run(ctx)
	var d loop.Done
	err = h.Write(ctx, h.As("doc"), "draft", func(w *desk.Writing) (err error) {
		d, err = loop.Start(w, loop.Draft{Patient: "pat00000000000000001", Service: "cardio", Urgency: party.Urgent})
		if err != nil {
			return err
		}
		if err = loop.Save(w, d.ID, loop.Draft{Service: "cardio", Clinician: "dr-doc", Question: "Is it the heart?", Urgency: party.Urgent}); err != nil {
			return err
		}
		d, err = loop.Send(w, loop.Form{Referral: d.ID})
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	s := &notify.Sender{Desk: h.Desk, Relay: box.Address(), From: "referd@localhost", Public: "http://house"}
	for range 2 { // the second within the hour is not sent again unless it presses
		if err := s.Notify(ctx, d.ID, ""); err != nil {
			t.Fatal(err)
		}
	}
	all := box.All()
	if len(all) == 0 {
		t.Fatal("no mail came")
	}
	for _, m := range all {
		text := m.Subject + m.Body
		if !strings.Contains(m.Subject, d.Code) || !strings.Contains(m.Subject, "Referral to open") || m.To != "intake@example.org" {
			t.Errorf("to %s: %s", m.To, m.Subject)
		}
		for _, canary := range []string{"Testcase", "Ada", "1961", "heart", "4471", "LK 1"} {
			if strings.Contains(text, canary) {
				t.Errorf("the mail says %q", canary)
			}
		}
	}
	if sub := notify.Subject(loop.Notice{Act: referral.ActAcknowledge, Code: "3FW7-K2PD", Owed: referral.Owed{Due: time.Date(2026, 6, 11, 17, 0, 0, 0, time.UTC)}}); sub != "Report to read, by Thu 11-Jun, 3FW7-K2PD" {
		t.Error(sub)
	}
	s.Relay = "smtp://127.0.0.1:1"
	if err := s.Notify(ctx, d.ID, ""); err == nil {
		t.Error("a relay that is shut was not said")
	}
}
