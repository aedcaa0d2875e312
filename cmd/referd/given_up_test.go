package main

import (
	"log/slog"
	"testing"
	"time"

	"referd/core/party"
	"referd/core/referral"
	"referd/desk"
	"referd/desk/desktest"
	"referd/desk/draft"
	"referd/desk/loop"
	"referd/edge/notify"
	"referd/work"
)

// A mail that no relay takes becomes owed work of the team it was for.
func TestAMailGivenUpIsOwed(t *testing.T) {
	h := desktest.New(t)
	var of referral.ID
	if err := h.Write(t.Context(), h.As("doc"), "draft", func(w *desk.Writing) error {
		d, err := draft.Start(w, draft.Draft{Patient: "pat00000000000000001", Service: "cardio", Urgency: party.Routine})
		of = d.ID
		return err
	}); err != nil {
		t.Fatal(err)
	}
	house := &house{desk: h.Desk, log: slog.New(slog.DiscardHandler)}
	mail := &notify.Sender{Desk: h.Desk, Relay: "smtp://127.0.0.1:1", From: "referd@localhost", Public: "http://house"}
	if err := mail.Notify(t.Context(), of, ""); err != nil {
		t.Fatal(err)
	}
	r := &work.Runner{DB: h.DB, Kinds: house.kinds(mail), GiveUp: house.giveUp}
	for range 6 {
		if _, err := r.Once(t.Context(), []string{"mail"}); err != nil {
			t.Fatal(err)
		}
		h.Pass(time.Hour)
	}
	if err := h.Read(t.Context(), h.As("doc"), "look", func(r *desk.Reading) error {
		p, err := loop.Look(r, of)
		for _, d := range p.Duties {
			if d.Kind == "delivery" && d.Owed.Team == "home-team" {
				return err
			}
		}
		t.Errorf("owed are %+v", p.Duties)
		return err
	}); err != nil {
		t.Fatal(err)
	}
}
