package link_test

import (
	"testing"
	"time"

	"referd/core/party"
	"referd/desk"
	"referd/desk/desktest"
	"referd/desk/draft"
	"referd/desk/loop"
)

// A draft lies for days with how the patient was to be reached. What they say
// meanwhile holds (hazard H5): the draft is sent without writing over it, also
// from a form that was open all the time, and who sends it is told. What a form
// opened after it says is newer again.
func TestAnOldDraftDoesNotWriteOverWhatIsSafe(t *testing.T) {
	h := desktest.New(t)
	wide := &party.SafeContact{Ways: []party.Way{party.ByText, party.ByCall, party.ByVoicemail}}
	first := sent(t, h, "cardio", wide)
	do := func(f func(*desk.Writing) error) {
		t.Helper()
		if err := h.Write(ctx, h.As("doc"), "test", f); err != nil {
			t.Fatal(err)
		}
	}
	var d loop.Done
	do(func(w *desk.Writing) (err error) {
		d, err = draft.Start(w, draft.Draft{Patient: patient, Service: "cardio", Urgency: party.Routine})
		return err
	})
	save := func(opened time.Time, s party.SafeContact) {
		t.Helper()
		do(func(w *desk.Writing) error {
			return draft.Save(w, d.ID, draft.Draft{Service: "cardio", Clinician: "dr-doc", Question: "And the valve?", Urgency: party.Routine, Told: true, Override: "none here", Reach: &s, Reached: opened})
		})
	}
	opened := h.Now()
	save(opened, *wide)
	h.Pass(24 * time.Hour)
	narrow := party.SafeContact{Ways: []party.Way{party.ByCall}, NotHome: true}
	_, said := safeOf(t, h, "doc", first)
	if err := keep(h, "doc", first, said[0].Version, narrow); err != nil {
		t.Fatal(err)
	}
	told := func() (yes bool) {
		t.Helper()
		if err := h.Read(ctx, h.As("doc"), "test", func(r *desk.Reading) error {
			x, s, err := draft.Written(r, d.ID)
			if err != nil {
				return err
			}
			all, err := draft.Checks(r, x, s)
			for _, c := range all {
				yes = yes || c.Code == "safe"
			}
			return err
		}); err != nil {
			t.Fatal(err)
		}
		return yes
	}
	if !told() {
		t.Error("who sends the draft is not told that the patient says otherwise now")
	}
	h.Pass(time.Hour)
	save(opened, *wide) // kept once more by the page that was open
	if !told() {
		t.Error("a page that was open all the time is newer than what was said meanwhile")
	}
	other := party.SafeContact{Ways: []party.Way{party.ByCall, party.ByText}}
	save(h.Now(), other)
	if told() {
		t.Error("what a form opened now says is held to be old")
	}
	save(opened, *wide)
	do(func(w *desk.Writing) error { _, err := draft.Send(w, loop.Form{Referral: d.ID}); return err })
	if p, _ := safeOf(t, h, "doc", d.ID); p.Patient.Safe.May(party.ByVoicemail) || !p.Patient.Safe.NotHome {
		t.Errorf("the old draft wrote over what is safe now: %+v", p.Patient.Safe)
	}
}
