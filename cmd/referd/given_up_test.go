package main

import (
	"errors"
	"log/slog"
	"testing"

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
	mail := &notify.Sender{Desk: h.Desk, Relay: "smtp://127.0.0.1:1", From: "referd@localhost", Public: "http://house"}
	failed := mail.Notify(t.Context(), of, "")
	if u, ok := errors.AsType[*notify.Undelivered](failed); !ok || len(u.To) == 0 {
		t.Fatalf("no relay, and it says %v", failed)
	}
	house := &house{desk: h.Desk, log: slog.New(slog.DiscardHandler)}
	if err := house.giveUp(t.Context(), work.Job{Kind: "notify", Referral: of, Arg: string(referral.ActFinish)}, failed); err != nil {
		t.Fatal(err)
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
