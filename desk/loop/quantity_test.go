package loop_test

import (
	"strings"
	"testing"

	"referd/base/code"
	"referd/core/party"
	"referd/core/referral"
	"referd/desk"
	"referd/desk/desktest"
	"referd/desk/draft"
	"referd/desk/loop"
)

// A weight in another unit is turned into the one asked for, and shown; what
// does not read as one has no tick, stops a routine referral and is said to the
// receiver of an urgent one not to have been read.
func TestAWeightIsInItsUnit(t *testing.T) {
	h := desktest.New(t)
	d := draft.Draft{Patient: patient, Service: "cardio", Clinician: "dr-doc", Question: "Is it?", Urgency: party.Routine, Told: true, Override: "The tracing follows.", Answers: map[string]string{}}
	of := must(t, h, "doc", referral.Draft, func(w *desk.Writing) (loop.Done, error) { return draft.Start(w, d) }).ID
	for _, c := range []struct{ given, state, words string }{{"82", "ok", "82 kg"}, {"82 pounds", "ok", "37.19 kg (82 lb as written)"}, {"82 ounces", "blocks", "Write it in kg"}, {"8200 kg", "blocks", "1 to 400 kg"}, {"", "unchecked", "not given"}} {
		d.Answers["weight"] = c.given
		if got := checked(t, h, d)["weight"]; got.State != c.state || !strings.Contains(got.Words, c.words) || got.Source == "" || got.At.IsZero() {
			t.Errorf("%q: %+v", c.given, got)
		}
	}
	d.Answers["weight"] = "13 ounces"
	save(t, h, of, d)
	if _, err := act(t, h, "doc", with(loop.Form{Referral: of}, draft.Send)); err == nil || !strings.Contains(err.Error(), "Weight") {
		t.Errorf("it went: %v", err)
	}
	d.Urgency = party.Urgent
	if got := checked(t, h, d)["weight"]; got.State != "look" {
		t.Errorf("urgent: %+v", got)
	}
	save(t, h, of, d)
	must(t, h, "doc", referral.PhaseDelivered, with(loop.Form{Referral: of}, draft.Send))
	if got := carried(t, h, of); got != "Weight in kg, as written, not read: 13 ounces" {
		t.Errorf("went along: %q", got)
	}
	d.Answers["weight"] = "180 lb"
	next := must(t, h, "doc", referral.Draft, func(w *desk.Writing) (loop.Done, error) { return draft.Start(w, d) }).ID
	save(t, h, next, d)
	must(t, h, "doc", referral.PhaseDelivered, with(loop.Form{Referral: next}, draft.Send))
	if got := carried(t, h, next); got != "Weight in kg: 81.65 kg (180 lb as written)" {
		t.Errorf("went along: %q", got)
	}
}

// Words in the place of a coded reason are no code: they stop a routine referral,
// and go along as words with an urgent one. Two codes beside go as they are.
func TestAReasonInWordsIsNoCode(t *testing.T) {
	h := desktest.New(t)
	reason := func(c string) code.Concept { return code.Concept{System: code.ICD10, Code: c} }
	d := draft.Draft{Patient: patient, Service: "cardio", Clinician: "dr-doc", Question: "Is it?", Urgency: party.Routine, Told: true, Override: "The tracing follows.", Reasons: []code.Concept{reason("R07.89"), reason("chest pain")}}
	of := must(t, h, "doc", referral.Draft, func(w *desk.Writing) (loop.Done, error) { return draft.Start(w, d) }).ID
	if got := checked(t, h, d); got["icd2"].State != "blocks" || got["icd"].State != "" {
		t.Errorf("routine: %+v", got)
	}
	save(t, h, of, d)
	if _, err := act(t, h, "doc", with(loop.Form{Referral: of}, draft.Send)); err == nil || !strings.Contains(err.Error(), "“chest pain” is no ICD-10-CM code") {
		t.Errorf("it went: %v", err)
	}
	d.Urgency = party.Urgent
	save(t, h, of, d)
	must(t, h, "doc", referral.PhaseDelivered, with(loop.Form{Referral: of}, draft.Send))
	if got := carried(t, h, of); got != "Reason, as written: chest pain" {
		t.Errorf("went along: %q", got)
	}
	if got := look(t, h, "nurse", of).State.Reasons; len(got) != 1 || got[0].Code != "R07.89" {
		t.Errorf("coded: %+v", got)
	}
}

// carried is the one text that went along with a referral.
func carried(t *testing.T, h *desktest.House, of referral.ID) string {
	t.Helper()
	p := look(t, h, "nurse", of)
	if len(p.State.Documents) != 1 {
		t.Fatalf("went along: %+v", p.State.Documents)
	}
	return p.Words[p.State.Documents[0].ID]
}
