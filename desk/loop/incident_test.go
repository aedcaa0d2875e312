package loop_test

import (
	"strings"
	"testing"
	"time"

	"referd/base/fault"
	"referd/core/access"
	"referd/core/party"
	"referd/core/referral"
	"referd/desk"
	"referd/desk/desktest"
	"referd/desk/lists"
	"referd/desk/loop"
	"referd/store"
)

// officers gives organizations a privacy officer each, in an office of theirs.
func officers(t *testing.T, h *desktest.House, orgs ...party.OrgID) {
	t.Helper()
	err := h.DB.Commit(ctx, func(tx *store.Tx) error {
		for _, o := range orgs {
			office, who := party.TeamID(o+"-office"), party.UserID("privacy-"+o)
			if err := tx.PutThing(desk.KindTeam, string(office), o, party.Team{ID: office, Org: o, Name: string(office), Active: true}); err != nil {
				return err
			}
			if err := tx.PutThing(desk.KindUser, string(who), o, party.User{ID: who, Email: string(who) + "@example.org", Org: o, Active: true}); err != nil {
				return err
			}
			if err := tx.PutThing(desk.KindMembership, string(who), o, party.Membership{User: who, Team: office, Roles: []party.Job{party.PrivacyOfficer}}); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

func incidents(t *testing.T, h *desktest.House, who party.UserID) (out []lists.Incident) {
	t.Helper()
	if err := h.Read(ctx, h.As(who), "privacy.incidents", func(r *desk.Reading) (err error) { out, err = lists.Incidents(r); return err }); err != nil {
		t.Fatal(err)
	}
	return out
}

// A referral about the wrong patient is taken back: a privacy incident is opened,
// owed by the sender's privacy officer until they say what was found and done.
// They see who got what and when, who looked, and each confirmation; never whom
// it was about, and not the chart.
func TestAPrivacyIncident(t *testing.T) {
	h := desktest.New(t)
	officers(t, h, "home", "clinic")
	of := sent(t, h, party.Routine, "cardio")
	f := loop.Form{Referral: of}
	must(t, h, "intake", referral.Review, with(f, loop.Open))
	look(t, h, "nurse", of)
	must(t, h, "doc", referral.InError, func(w *desk.Writing) (loop.Done, error) {
		return loop.EnterInError(w, f, loop.WrongPatient, "Two sisters.")
	})
	owed, ok := owing(look(t, h, "doc", of), "incident")
	if !ok || owed.Owed.Team != "home-office" || owed.Owed.Person != "privacy-home" || !owed.Owed.Due.After(h.Now().Add(4*24*time.Hour)) {
		t.Fatalf("the incident is owed by %+v", owed.Owed)
	}
	if err := h.Read(ctx, h.As("privacy-home"), "loop.read", func(r *desk.Reading) error { _, err := loop.Look(r, of); return err }); fault.Of(err) != fault.Missing {
		t.Errorf("the officer opens the chart: %v", err)
	}
	for who, mine := range map[party.UserID]bool{"privacy-home": true, "privacy-clinic": false} {
		list := incidents(t, h, who)
		if len(list) != 1 || list[0].ID != of || list[0].Mine != mine || !list[0].Closed.IsZero() || list[0].Sender != "home" {
			t.Errorf("%s has on their list %+v", who, list)
		}
	}
	settle := func(who party.UserID, words string) error {
		return h.Write(ctx, h.As(who), "settlement", func(w *desk.Writing) error {
			_, err := loop.Settle(w, f, owed.Facts, words)
			return err
		})
	}
	for _, who := range []party.UserID{"doc", "moss", "intake", "privacy-clinic", "kay"} {
		if err := settle(who, "All good."); fault.Of(err) != fault.Denied {
			t.Errorf("%s settles it: %v", who, err)
		}
	}
	if err := settle("privacy-home", ""); fault.Of(err) != fault.Refused {
		t.Errorf("without a word: %v", err)
	}
	must(t, h, "intake", referral.InError, func(w *desk.Writing) (loop.Done, error) {
		return loop.ConfirmRecall(w, f, "Deleted; nobody was called.")
	})
	one := func(who party.UserID) (x lists.Incident, err error) {
		err = h.Read(ctx, h.As(who), "privacy.incident", func(r *desk.Reading) (err error) { x, err = lists.IncidentOf(r, of); return err })
		return x, err
	}
	x, err := one("privacy-home")
	if err != nil || len(x.Got) != 1 || x.Got[0].Org != "clinic" || x.Got[0].Opened.IsZero() || x.Got[0].Words != "Deleted; nobody was called." || x.Got[0].By != "intake" || x.By != "doc" || !x.Recalled {
		t.Errorf("they see %+v, %v", x, err)
	}
	if len(x.Papers) == 0 || len(x.Looked) == 0 || x.Looked[0].Org != "clinic" {
		t.Errorf("what was sent is %v, who looked %v", x.Papers, x.Looked)
	}
	if n := audits(t, h, "privacy.incident", of, access.Success); n != 1 {
		t.Errorf("their look is on record %d times", n)
	}
	for _, who := range []party.UserID{"doc", "kay", "stranger"} {
		if _, err := one(who); fault.Of(err) != fault.Denied {
			t.Errorf("%s reads it: %v", who, err)
		}
	}
	if err := settle("privacy-home", "Nobody outside read it. Told the patient on the telephone."); err != nil {
		t.Fatal(err)
	}
	if x, err = one("privacy-clinic"); err != nil || x.ClosedBy != "privacy-home" || !strings.HasPrefix(x.Words, "Nobody outside") || x.Mine {
		t.Errorf("settled they see %+v, %v", x, err)
	}
	if _, still := owing(look(t, h, "doc", of), "incident"); still {
		t.Error("it is still owed")
	}
}

// Where the sender has no privacy officer the recipient's owes it, and where
// nobody has the referring team; a duplicate or a test opens none.
func TestWhoOwesAPrivacyIncident(t *testing.T) {
	h := desktest.New(t)
	recalled := func(reason string) loop.Owing {
		f := loop.Form{Referral: sent(t, h, party.Routine, "cardio")}
		must(t, h, "doc", referral.InError, func(w *desk.Writing) (loop.Done, error) { return loop.EnterInError(w, f, reason, "") })
		o, _ := owing(look(t, h, "doc", f.Referral), "incident")
		return o
	}
	for _, reason := range []string{"duplicate", "test"} {
		if o := recalled(reason); o.Kind != "" {
			t.Errorf("%s opens %+v", reason, o)
		}
	}
	if o := recalled(loop.WrongPatient); o.Owed.Team != "home-team" || o.Owed.Holder != "" {
		t.Errorf("with no officer anywhere it is owed by %+v", o.Owed)
	}
	officers(t, h, "clinic")
	if o := recalled(loop.WrongPatient); o.Owed.Person != "privacy-clinic" {
		t.Errorf("with one at the recipient it is owed by %+v", o.Owed)
	}
}
