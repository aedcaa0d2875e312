package loop_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	corechart "referd/core/chart"
	"referd/core/party"
	"referd/core/referral"
	"referd/desk"
	"referd/desk/chart"
	"referd/desk/desktest"
	"referd/desk/draft"
	"referd/desk/loop"
)

func checked(t *testing.T, h *desktest.House, d draft.Draft) map[string]draft.Check {
	t.Helper()
	out := map[string]draft.Check{}
	if err := h.Read(ctx, h.As("doc"), "checks", func(r *desk.Reading) error {
		list, err := draft.Checks(r, d, referral.State{})
		for _, c := range list {
			out[c.Code] = c
		}
		return err
	}); err != nil {
		t.Fatal(err)
	}
	return out
}

// A receiver that is shut past the time its urgency allows is said to be before
// anything is sent, with the number to call; within it, or for a routine one, not.
func TestShutIsSaidBeforeSending(t *testing.T) {
	h := desktest.New(t)
	says := func(u party.Urgency) string {
		return checked(t, h, draft.Draft{Patient: patient, Service: "cardio", Clinician: "dr-doc", Question: "Is it?", Urgency: u, Told: true, CallWith: "Dr Chen", CallAt: "2026-06-01T09:50"})["shut"].Words
	}
	for _, u := range []party.Urgency{party.Routine, party.Urgent, party.Emergency} {
		if w := says(u); w != "" {
			t.Errorf("on a Monday morning, %s: %s", u, w)
		}
	}
	h.Pass(4*24*time.Hour + 10*time.Hour) // Friday, 20:00 there
	if w := says(party.Routine); w != "" {
		t.Errorf("routine: %s", w)
	}
	for _, u := range []party.Urgency{party.Urgent, party.Emergency} {
		if w := says(u); !strings.Contains(w, "(555) 010-9999") || !strings.Contains(w, "another service") {
			t.Errorf("%s, on a Friday night: %q", u, w)
		}
	}
}

// A held file stops a routine referral and is left out of an urgent one, which
// says so; what it would have met is then owed.
func TestAHeldFileIsLeftOutOfAnUrgentOne(t *testing.T) {
	h := desktest.New(t)
	var doc corechart.Document
	if err := h.Write(ctx, h.As("doc"), "upload", func(w *desk.Writing) (err error) {
		if doc, err = chart.Upload(w, chart.File{Patient: patient, Kind: corechart.Attachment, Name: "ecg.txt", Data: []byte("Ada Testcase, the tracing")}); err != nil {
			return err
		}
		return chart.Hold(w, doc.ID, "A threat was found in it.")
	}); err != nil {
		t.Fatal(err)
	}
	d := draft.Draft{Patient: patient, Service: "cardio", Clinician: "dr-doc", Question: "Is it?", Urgency: party.Routine, Told: true, Documents: map[string]string{"ecg": string(doc.ID)}}
	name := "doc-" + string(doc.ID)
	if c := checked(t, h, d)[name]; c.State != "blocks" {
		t.Errorf("routine: %+v", c)
	}
	d.Urgency = party.Urgent
	if c := checked(t, h, d)[name]; c.State != "look" || !strings.Contains(c.Words, "left out") {
		t.Errorf("urgent: %+v", c)
	}
	of := must(t, h, "doc", referral.Draft, func(w *desk.Writing) (loop.Done, error) { return draft.Start(w, d) }).ID
	save(t, h, of, d)
	must(t, h, "doc", referral.PhaseDelivered, with(loop.Form{Referral: of}, draft.Send))
	p := look(t, h, "nurse", of)
	if len(p.State.Documents) != 0 || !slices.Contains(p.State.Missing, "ecg") {
		t.Errorf("went along: %v; missing: %v", p.State.Documents, p.State.Missing)
	}
	if o, ok := owing(p, "missing"); !ok || o.Owed.Team != "home-team" {
		t.Errorf("it is owed by %+v", o)
	}
}
