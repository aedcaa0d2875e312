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

// A patient who says it is worse, and whom the clinician does not answer, reaches
// another clinician of theirs, and minutes later the clinicians of both sides: never
// only the one who is late, who leads the team too (hazard H8).
func TestWorseReachesAnotherClinician(t *testing.T) {
	for _, c := range []struct {
		name  string
		third bool // the practice has another clinician
		want  party.UserID
	}{{"a colleague", true, "doc2"}, {"nobody else there: the other side's", false, "chen"}} {
		t.Run(c.name, func(t *testing.T) {
			h := desktest.New(t)
			if err := h.DB.Commit(t.Context(), func(tx *store.Tx) error {
				if !c.third {
					var u party.User
					if _, err := tx.Thing(desk.KindUser, "doc2", &u); err != nil {
						return err
					}
					u.Active = false
					if err := tx.PutThing(desk.KindUser, "doc2", "home", u); err != nil {
						return err
					}
				}
				return nil
			}); err != nil {
				t.Fatal(err)
			}
			d := sent(t, h, party.Routine)
			h.Pass(time.Minute)
			act(t, h, "moss", func(w *desk.Writing) (loop.Done, error) {
				return loop.Ring(w, loop.Form{Referral: d.ID}, referral.BellWorse, "It hurts more.")
			})
			for range 4 {
				h.Pass(16 * time.Minute)
				climb(t, h)
			}
			levels := map[int]party.UserID{}
			if err := h.Read(t.Context(), h.As("doc"), "look", func(r *desk.Reading) error {
				s, err := r.Loop(d.ID)
				for _, e := range s.Entries() {
					if x, ok := e.What.(referral.Escalated); ok && x.Duty != "" {
						levels[x.Level] = x.Person
					}
				}
				return err
			}); err != nil {
				t.Fatal(err)
			}
			if len(levels) != 3 || levels[1] != "doc" || levels[2] != c.want || levels[3] != c.want {
				t.Errorf("climbed to %v", levels)
			}
			for _, who := range []party.UserID{c.want, "chen"} {
				if p, _ := mine(t, h, who, 1); len(p.List) == 0 || p.List[0].Level != 3 {
					t.Errorf("%s was told %+v", who, p.List)
				}
			}
		})
	}
}
