package loop_test

import (
	"testing"
	"time"

	"referd/base/fault"
	"referd/core/access"
	"referd/core/party"
	"referd/core/referral"
	"referd/desk"
	"referd/desk/desktest"
	"referd/desk/house"
	"referd/desk/lists"
	"referd/store"
)

// A lead says that a clinician of the team is out, and who covers: at once what
// they owe stands on both lists, with both names kept; at the end of the day, or
// when the cover ends it, it is theirs alone. Nobody else says so, and no lead of
// another team.
func TestALeadSaysWhoIsOut(t *testing.T) {
	desktest.Both(t, func(t *testing.T, h *desktest.House) {
		if err := h.DB.Commit(ctx, func(tx *store.Tx) error {
			var home party.Team
			if _, err := tx.Thing(desk.KindTeam, "home-team", &home); err != nil {
				return err
			}
			home.Lead = "moss"
			return tx.PutThing(desk.KindTeam, "home-team", "home", home)
		}); err != nil {
			t.Fatal(err)
		}
		f := pressing(t, h, referral.Final, referral.WithinDays)
		tonight := h.Now().Add(9 * time.Hour)
		out := func(who party.UserID, of party.PractitionerID, to party.UserID) fault.Kind {
			return kind(h.Write(ctx, h.As(who), "cover.out", func(w *desk.Writing) error { return house.Out(w, of, to, tonight) }))
		}
		whose := func(who party.UserID) (out []party.UserID) {
			t.Helper()
			if err := h.Read(ctx, h.As(who), "list", func(r *desk.Reading) error {
				l, err := lists.LinesOf(r, lists.Asking{View: lists.ToRead})
				for _, x := range l.Rows {
					if x.ID == f.Referral {
						out = append(out, x.For)
					}
				}
				return err
			}); err != nil {
				t.Fatal(err)
			}
			return out
		}
		for _, who := range []party.UserID{"doc", "doc2", "kay", "chen", "intake", "stranger"} {
			if got := out(who, "dr-doc", "doc2"); got != fault.Denied {
				t.Errorf("%s says who is out: %v", who, got)
			}
		}
		for to, of := range map[party.UserID]party.PractitionerID{"kay": "dr-doc", "chen": "dr-doc", "doc": "dr-doc"} {
			if got := out("moss", of, to); got != fault.Invalid {
				t.Errorf("%s covers: %v", to, got)
			}
		}
		if got := out("moss", "dr-chen", "doc2"); got != fault.Denied {
			t.Errorf("of another house: %v", got)
		}
		if len(whose("doc2")) != 0 {
			t.Fatal("it is the cover's before anybody said so")
		}
		if err := h.Write(ctx, h.As("moss"), "cover.out", func(w *desk.Writing) error { return house.Out(w, "dr-doc", "doc2", tonight) }); err != nil {
			t.Fatal(err)
		}
		if got := whose("doc2"); len(got) != 1 || got[0] != "doc" {
			t.Errorf("the cover's list: for %q", got)
		}
		if got := whose("doc"); len(got) != 1 || got[0] != "" {
			t.Errorf("the list of who is out: for %q", got)
		}
		if got := out("moss", "dr-doc", "doc2"); got != fault.Invalid {
			t.Errorf("the same again: %v", got)
		}
		if got := out("moss", "dr-doc2", "moss"); got != fault.Invalid {
			t.Errorf("staff cover: %v", got)
		}
		if got := out("moss", "dr-doc2", "doc"); got != fault.Invalid {
			t.Errorf("a circle: %v", got)
		}
		kept := false
		if err := h.DB.View(ctx, store.Scope{System: true}, func(v *store.View) error {
			list, err := v.Audits(access.Query{Limit: 500})
			for _, a := range list {
				kept = kept || a.Kind == "cover.out" && a.User == "moss" && a.For == "dr-doc" && a.Object == "Delegation/doc2-for-dr-doc" && a.Outcome == access.Success
			}
			return err
		}); err != nil {
			t.Fatal(err)
		}
		if !kept {
			t.Error("the audit does not keep the names")
		}
		if h.Pass(9 * time.Hour); len(whose("doc2")) != 0 || len(whose("doc")) != 1 {
			t.Error("it does not come back at the end of the day")
		}
		tonight = h.Now().Add(4 * time.Hour)
		if got := out("moss", "dr-doc", "doc2"); got != 255 {
			t.Errorf("another day: %v", got)
		}
		if err := h.Write(ctx, h.As("doc2"), "uncover", func(w *desk.Writing) error { return house.Recall(w, "dr-doc", "doc2") }); err != nil {
			t.Fatal(err)
		}
		dir, err := h.Desk.Directory(ctx)
		if err != nil {
			t.Fatal(err)
		}
		if d := dir.Delegations["doc2-for-dr-doc"]; !d.Declined || d.By != "moss" || len(whose("doc2")) != 0 {
			t.Errorf("declined by the cover: %+v", d)
		}
		h.Pass(time.Minute)
		if err := h.Write(ctx, h.As("doc"), "cover", func(w *desk.Writing) error {
			return house.Delegate(w, party.Delegation{For: "dr-doc", To: "doc2", Cover: true, From: h.Now()})
		}); err != nil {
			t.Fatal(err)
		}
		if len(whose("doc2")) != 0 {
			t.Error("who was asked covers before they accepted")
		}
		if got := out("moss", "dr-doc", "doc2"); got != 255 || len(whose("doc2")) != 1 {
			t.Errorf("a lead does not wait for an answer that did not come: %v", got)
		}
	})
}
