package loop_test

import (
	"slices"
	"testing"
	"time"

	"referd/core/party"
	"referd/core/referral"
	"referd/desk"
	"referd/desk/desktest"
	"referd/desk/draft"
	"referd/desk/lists"
	"referd/desk/loop"
)

// What a clinician owes stands in the lists of whoever covers them, said for
// whom, counted by the same query, and only while the cover lasts.
func TestACoverSeesWhatIsOwed(t *testing.T) {
	desktest.Both(t, func(t *testing.T, h *desktest.House) {
		f := pressing(t, h, referral.Final, referral.WithinDays)
		begun := must(t, h, "doc", referral.Draft, func(w *desk.Writing) (loop.Done, error) { return draft.Start(w, draft.Draft{Patient: patient}) }).ID
		must(t, h, "moss", referral.Unsigned, with(loop.Form{Referral: begun}, draft.Ready))
		shown := func(who party.UserID, v lists.View, of referral.ID) (whom party.UserID, is bool) {
			t.Helper()
			if err := h.Read(ctx, h.As(who), "list", func(r *desk.Reading) error {
				l, err := lists.LinesOf(r, lists.Asking{View: v, Beside: []lists.View{lists.Waiting, lists.Mine}})
				if l.Total != len(l.Rows) {
					t.Errorf("%s of %s: %d lines, counted %d", v, who, len(l.Rows), l.Total)
				}
				if i := slices.IndexFunc(l.Rows, func(x lists.Listing) bool { return x.ID == of && x.Owed.Kind == "ball" }); i >= 0 {
					whom, is = l.Rows[i].For, l.Rows[i].Mine
				}
				return err
			}); err != nil {
				t.Fatal(err)
			}
			return whom, is
		}
		views := map[lists.View]referral.ID{lists.Waiting: f.Referral, lists.ToRead: f.Referral, lists.Mine: f.Referral, lists.ToSign: begun}
		for v, of := range views {
			if _, is := shown("doc2", v, of); is {
				t.Errorf("%s of a colleague who covers nobody shows it", v)
			}
			if whom, is := shown("doc", v, of); !is || whom != "" {
				t.Errorf("%s of the owner: %v, for %q", v, is, whom)
			}
		}
		until := h.Now().Add(48 * time.Hour)
		delegate(t, h, party.Delegation{For: "dr-doc", To: "doc2", Cover: true, Until: until})
		for v, of := range views {
			if whom, is := shown("doc2", v, of); !is || whom != "doc" {
				t.Errorf("%s of the cover: %v, for %q", v, is, whom)
			}
		}
		if p := look(t, h, "doc2", f.Referral); !p.Mine {
			t.Error("the loop's page does not say that it is the cover's")
		}
		annexed(t, h, "doc2")
		if whom, is := shown("doc2", lists.ToRead, f.Referral); !is || whom != "doc" {
			t.Errorf("a cover of another team: %v, for %q", is, whom)
		}
		h.Pass(49 * time.Hour)
		if _, is := shown("doc2", lists.ToRead, f.Referral); is {
			t.Error("it stays after the cover ended")
		}
	})
}

// annexed moves somebody of the practice to a team of their own.
func annexed(t *testing.T, h *desktest.House, who party.UserID) {
	t.Helper()
	if err := h.Write(ctx, h.As("kay"), "team", func(w *desk.Writing) error {
		for _, x := range []struct {
			kind, id string
			body     any
		}{
			{desk.KindTeam, "annex", party.Team{ID: "annex", Org: "home", Name: "annex", Lead: who, Active: true}},
			{desk.KindMembership, string(who) + "@home-team", party.Membership{User: who, Team: "annex", Roles: h.As(who).Jobs}},
		} {
			if err := w.Tx.PutThing(x.kind, x.id, "home", x.body); err != nil {
				return err
			}
		}
		return nil
	}); err != nil {
		t.Fatal(err)
	}
}
