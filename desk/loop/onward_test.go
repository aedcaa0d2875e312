package loop_test

import (
	"testing"

	"referd/base/fault"
	"referd/core/party"
	"referd/core/referral"
	"referd/desk"
	"referd/desk/desktest"
	"referd/desk/draft"
	"referd/desk/loop"
	"referd/store"
)

// What each recipient calls the patient is their own: who had a referral before it
// went on to another organization sees their record of the patient and not the next
// one's, and a recipient who keeps none is shown nobody's but the sender's.
func TestEachRecipientSeesTheirOwnRecord(t *testing.T) {
	desktest.Both(t, func(t *testing.T, h *desktest.House) {
		anotherHeart(t, h)
		of := goes(t, h, draft.Draft{Patient: patient, Service: "cardio"})
		first := look(t, h, "nurse", of).Patient
		on := func(who party.UserID, to party.ServiceID) {
			t.Helper()
			if _, err := act(t, h, who, func(w *desk.Writing) (loop.Done, error) {
				return loop.Forward(w, loop.Form{Referral: of}, to, "Nearer.")
			}); err != nil {
				t.Fatal(err)
			}
		}
		on("nurse", "heart")
		next := look(t, h, "stranger", of).Patient
		if first.Org != "clinic" || next.Org != "other" || look(t, h, "doc", of).Patient.Org != "home" {
			t.Fatalf("the records are of %s and %s", first.Org, next.Org)
		}
		sees := func(when string) {
			t.Helper()
			if p := look(t, h, "nurse", of).Patient; p.ID != first.ID {
				t.Errorf("%s, who had it before sees the record of %s", when, p.Org)
			}
			if err := h.Read(ctx, h.As("nurse"), "record", func(r *desk.Reading) error { _, err := r.Patient(next.ID); return err }); fault.Of(err) != fault.Missing {
				t.Errorf("%s, who had it before opens the next one's record: %v", when, err)
			}
			if err := h.Read(ctx, h.As("stranger"), "record", func(r *desk.Reading) error { _, err := r.Patient(first.ID); return err }); fault.Of(err) != fault.Missing {
				t.Errorf("%s, who has it opens the record of the one before: %v", when, err)
			}
		}
		sees("sent on")
		on("stranger", "far-cardio")
		sees("sent on to a partner")
		guest := desk.Who{Guest: "g", Org: "far", Only: of, Jobs: []party.Job{party.LinkHolder}}
		if err := h.Read(ctx, guest, "referral", func(r *desk.Reading) error {
			p, err := loop.Look(r, of)
			if err == nil && p.Patient.Org != "home" {
				t.Errorf("a partner is shown the record of %s", p.Patient.Org)
			}
			return err
		}); err != nil {
			t.Error(err)
		}
	})
}

// anotherHeart has another organization offer a service.
func anotherHeart(t *testing.T, h *desktest.House) {
	t.Helper()
	err := h.DB.Commit(ctx, func(tx *store.Tx) error {
		return tx.PutThing(desk.KindService, "heart", "other", party.Service{ID: "heart", Org: "other", Name: "Other Heart", Active: true, Intake: "other-team", Triage: "other-team", Scheduling: "other-team", Clinic: "other-team"})
	})
	if err != nil {
		t.Fatal(err)
	}
}

// Who had a referral before it went on, and saw the patient all the same, owes the
// report and writes it: it is told of them, and not of who has it now.
func TestWhoSawThePatientOwesTheReport(t *testing.T) {
	desktest.Both(t, func(t *testing.T, h *desktest.House) {
		anotherHeart(t, h)
		of := goes(t, h, draft.Draft{Patient: patient, Service: "cardio"})
		does := func(who party.UserID, f func(*desk.Writing) (loop.Done, error)) {
			t.Helper()
			if _, err := act(t, h, who, f); err != nil {
				t.Fatal(err)
			}
		}
		does("nurse", func(w *desk.Writing) (loop.Done, error) {
			return loop.Forward(w, loop.Form{Referral: of}, "heart", "Nearer.")
		})
		does("chen", func(w *desk.Writing) (loop.Done, error) { return loop.See(w, loop.Form{Referral: of}, "") })
		if s := look(t, h, "chen", of).State; s.Ball().Act != referral.ActReport || s.Ball().Team != "wards" {
			t.Errorf("after the visit %s has to %s", s.Ball().Team, s.Ball().Act)
		}
		does("chen", func(w *desk.Writing) (loop.Done, error) {
			return loop.Write(w, loop.Form{Referral: of}, loop.Report{Answer: "It is not the heart.", Claim: "answered"})
		})
		s := look(t, h, "chen", of).State
		if heads := s.Heads(); len(heads) != 1 || heads[0].Leg != 0 || s.Leg() != 1 {
			t.Errorf("the report is of %+v", heads)
		}
	})
}
