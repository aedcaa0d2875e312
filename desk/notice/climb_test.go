package notice_test

import (
	"testing"
	"time"

	"referd/core/party"
	"referd/core/policy"
	"referd/core/referral"
	"referd/desk"
	"referd/desk/chase"
	"referd/desk/desktest"
	"referd/desk/loop"
	"referd/store"
)

// What asks for a clinician's judgement climbs only to clinicians (loop.md, Time,
// Escalation): where leads are none, on either side, to a clinician of their team.
func TestClinicalActsClimbOnlyToClinicians(t *testing.T) {
	h := desktest.New(t)
	if err := h.DB.Commit(t.Context(), func(tx *store.Tx) error {
		if err := tx.PutThing(desk.KindMembership, "chen@triage", "clinic", party.Membership{User: "chen", Team: "triage", Roles: []party.Job{party.Specialist}}); err != nil {
			return err
		}
		var home party.Team
		if _, err := tx.Thing(desk.KindTeam, "home-team", &home); err != nil {
			return err
		}
		home.Lead = "moss" // staff
		return tx.PutThing(desk.KindTeam, "home-team", "home", home)
	}); err != nil {
		t.Fatal(err)
	}
	d := sent(t, h, party.Urgent)
	if err := h.Write(t.Context(), h.As("intake"), "open", func(w *desk.Writing) error { _, err := loop.Open(w, loop.Form{Referral: d.ID}); return err }); err != nil {
		t.Fatal(err)
	}
	for range 8 {
		h.Pass(12 * time.Hour)
		if _, err := chase.Escalate(t.Context(), h.Desk); err != nil {
			t.Fatal(err)
		}
	}
	dir, err := h.Desk.Directory(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	levels := map[int]party.UserID{}
	if err := h.Read(t.Context(), h.As("intake"), "look", func(r *desk.Reading) error {
		s, err := r.Loop(d.ID)
		for _, e := range s.Entries() {
			if x, ok := e.What.(referral.Escalated); ok && x.Duty == "" && x.Level >= 2 {
				levels[x.Level] = x.Person
			}
		}
		if !policy.Clinical(s.Ball().Act) {
			t.Errorf("%s is no clinician's", s.Ball().Act)
		}
		return err
	}); err != nil {
		t.Fatal(err)
	}
	if len(levels) != 2 || levels[2] != "chen" || levels[3] != "chen" {
		t.Errorf("climbed to %v", levels)
	}
	if to := chase.Above(dir, "home-team", referral.ActDecide); dir.Users[to].Practitioner == "" {
		t.Errorf("the other side's word goes to %s", to)
	}
	if to := chase.Above(dir, "home-team", referral.ActBook); to != "moss" {
		t.Errorf("what no clinician is needed for goes to %s", to)
	}
}
