package link_test

import (
	"context"
	"testing"
	"time"

	"referd/base/fault"
	"referd/core/party"
	"referd/core/referral"
	"referd/desk"
	"referd/desk/desktest"
	"referd/desk/draft"
	"referd/desk/link"
	"referd/desk/loop"
)

var ctx = context.Background()

const patient = party.PatientID("pat00000000000000001")

// sent is a referral of the house's patient to a service.
func sent(t *testing.T, h *desktest.House, to party.ServiceID, reach *party.SafeContact) referral.ID {
	t.Helper()
	var d loop.Done
	do := func(f func(*desk.Writing) error) {
		t.Helper()
		if err := h.Write(ctx, h.As("doc"), "test", f); err != nil {
			t.Fatal(err)
		}
	}
	do(func(w *desk.Writing) (err error) {
		d, err = draft.Start(w, draft.Draft{Patient: patient, Service: to, Urgency: party.Routine})
		return err
	})
	do(func(w *desk.Writing) error {
		return draft.Save(w, d.ID, draft.Draft{Service: to, Clinician: "dr-doc", Question: "Is it the heart?", Urgency: party.Routine, Told: true, Override: "no tracing here", Reach: reach})
	})
	do(func(w *desk.Writing) error { _, err := draft.Send(w, loop.Form{Referral: d.ID}); return err })
	return d.ID
}

func safeOf(t *testing.T, h *desktest.House, user party.UserID, of referral.ID) (p *loop.Picture, said []link.Saying) {
	t.Helper()
	if err := h.Read(ctx, h.As(user), "loop.read", func(r *desk.Reading) (err error) {
		if p, err = loop.Look(r, of); err != nil {
			return err
		}
		said, err = link.Said(r, of)
		return err
	}); err != nil {
		t.Fatal(err)
	}
	return p, said
}

func keep(h *desktest.House, user party.UserID, of referral.ID, version int, s party.SafeContact) error {
	return h.Write(ctx, h.As(user), "safe-contact", func(w *desk.Writing) error {
		_, err := link.Reach(w, loop.Form{Referral: of}, version, s)
		return err
	})
}

// How it is safe to reach a patient is unknown until somebody asks; then it is
// on the records of both sides, each time it was said, with who asked; and what
// was said meanwhile is not written over.
func TestHowToReachIsOnBothRecords(t *testing.T) {
	desktest.Both(t, func(t *testing.T, h *desktest.House) {
		of := sent(t, h, "cardio", nil)
		if p, said := safeOf(t, h, "nurse", of); p.Patient.Safe.Known() || len(said) != 0 {
			t.Errorf("nobody asked, and it is known: %+v %v", p.Patient.Safe, said)
		}
		h.Pass(time.Hour)
		first := party.SafeContact{Ways: []party.Way{party.ByCall}, Hours: "after 17:00"}
		if err := keep(h, "booker", of, 0, first); err != nil {
			t.Fatal(err)
		}
		h.Pass(time.Hour)
		second := party.SafeContact{Ways: []party.Way{party.ByText}, NotHome: true, Knows: "her sister"}
		if err := keep(h, "moss", of, 0, second); fault.Of(err) != fault.Conflict {
			t.Errorf("what scheduling was told meanwhile was written over: %v", err)
		}
		if err := keep(h, "moss", of, 1, second); err != nil {
			t.Fatal(err)
		}
		for _, user := range []party.UserID{"nurse", "doc"} {
			p, said := safeOf(t, h, user, of)
			if second.Agreed = p.Patient.Safe.Agreed; !p.Patient.Safe.Same(second) || !p.Patient.Safe.Agreed.Equal(h.Now()) {
				t.Errorf("%s reads %+v", user, p.Patient.Safe)
			}
			if len(said) != 2 || said[0].Who != "moss" || said[0].Org != "home" || said[1].Who != "booker" || !said[1].May(party.ByCall) {
				t.Errorf("%s reads a history of %+v", user, said)
			}
		}
		if err := keep(h, "doc", of, 2, party.SafeContact{Ways: []party.Way{party.ByEmail}}); fault.Of(err) != fault.Invalid {
			t.Errorf("e-mail without an address: %v", err)
		}
		if err := keep(h, "kay", of, 2, first); fault.Of(err) != fault.Denied {
			t.Errorf("an administrator wrote it: %v", err)
		}
		if err := keep(h, "stranger", of, 2, first); fault.Of(err) != fault.Missing {
			t.Errorf("another practice found it: %v", err)
		}
	})
}

// What was said at ordering travels with the referral, and a receiver who knows
// the patient already learns what is newer than what they knew.
func TestHowToReachTravels(t *testing.T) {
	h := desktest.New(t)
	of := sent(t, h, "cardio", &party.SafeContact{Ways: []party.Way{party.ByLetter}})
	if p, _ := safeOf(t, h, "nurse", of); !p.Patient.Safe.May(party.ByLetter) {
		t.Errorf("the clinic reads %+v", p.Patient.Safe)
	}
	h.Pass(24 * time.Hour)
	again := sent(t, h, "cardio", &party.SafeContact{Ways: []party.Way{party.ByCall}})
	for _, x := range []referral.ID{of, again} {
		if p, said := safeOf(t, h, "nurse", x); !p.Patient.Safe.May(party.ByCall) || p.Patient.Safe.May(party.ByLetter) || len(said) != 2 {
			t.Errorf("the clinic reads %+v of %d", p.Patient.Safe, len(said))
		}
	}
	h.Pass(time.Hour)
	sent(t, h, "cardio", nil)
	if p, said := safeOf(t, h, "doc", of); !p.Patient.Safe.May(party.ByCall) || len(said) != 2 {
		t.Errorf("a referral that says nothing of it changed it: %+v, %d", p.Patient.Safe, len(said))
	}
}
