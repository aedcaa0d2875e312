package safety_test

import (
	"strings"
	"testing"

	"referd/base/fault"
	"referd/core/party"
	"referd/core/referral"
	"referd/desk"
	"referd/desk/desktest"
	"referd/desk/draft"
	"referd/desk/loop"
	"referd/desk/people"
	"referd/desk/safety"
	"referd/store"
)

// Whoever has no account reports too: by a link it goes to whose referral that
// is, with where it stands and not the link; by none, or one that is none, to
// whoever keeps the house. A flood from one place waits.
func TestAConcernFromOutside(t *testing.T) {
	desktest.Both(t, func(t *testing.T, h *desktest.House) {
		ctx := t.Context()
		var of referral.ID
		token := ""
		err := h.Write(ctx, h.As("doc"), "test", func(w *desk.Writing) error {
			d, err := draft.Start(w, draft.Draft{Patient: "pat00000000000000001", Service: "far-cardio", Clinician: "dr-doc", Question: "Is it the heart?", Urgency: party.Routine, Told: true})
			if err != nil {
				return err
			}
			of = d.ID
			if _, err = draft.Send(w, loop.Form{Referral: of}); err != nil {
				return err
			}
			x, err := people.Issue(w, people.Ticket{Kind: "partner", Referral: of, Org: "far", Holder: "far", Ends: w.Now().AddDate(0, 0, 7)})
			if err == nil {
				token, err = people.LinkTo(w, x)
			}
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
		all := func(org party.OrgID) (out []safety.Concern) {
			t.Helper()
			if err := h.DB.View(ctx, store.Scope{System: true}, func(v *store.View) (err error) { out, err = v.Concerns(org); return err }); err != nil {
				t.Fatal(err)
			}
			return out
		}
		o := safety.Outside{By: safety.ByLink, Token: token, Page: "https://house/a/" + token + "/decline?done=x", Grade: safety.Near, Words: "The date was wrong.", Reach: "Kate Bell, (555) 010-4400", From: "192.0.2.1"}
		if err := safety.FromOutside(ctx, h.Desk, o); err != nil {
			t.Fatal(err)
		}
		dir, err := h.Desk.Directory(ctx)
		if err != nil {
			t.Fatal(err)
		}
		keeper := dir.Teams[dir.Network()].Org
		list := all("home")
		if len(list) != 1 || list[0].By != safety.ByLink || list[0].Page != "/a/…/decline" || list[0].Phase != string(referral.PhaseSent) || list[0].Words != "The date was wrong.\n\nReached: Kate Bell, (555) 010-4400" {
			t.Errorf("by a link: %+v", list)
		}
		before := len(all(keeper))
		for _, token := range []string{"", "guessedguessedguessed0"} {
			o := safety.Outside{By: safety.AtDoor, Token: token, Page: "/", Grade: safety.Unsafe, Words: "The door would not open.", From: "192.0.2.1"}
			if err := safety.FromOutside(ctx, h.Desk, o); err != nil {
				t.Fatal(err)
			}
		}
		if n := len(all(keeper)) - before; n != 2 {
			t.Errorf("%d went to who keeps the house", n)
		}
		for _, bad := range []safety.Outside{{Grade: safety.Near, Words: " "}, {Grade: "terrible", Words: "x"}, {Grade: safety.Near, Words: strings.Repeat("x", 2001)}, {Grade: safety.Near, Words: "x", Reach: strings.Repeat("x", 201)}} {
			if err := safety.FromOutside(ctx, h.Desk, bad); kind(err) != fault.Invalid {
				t.Errorf("%.20q: %v", bad.Words, err)
			}
		}
		busy := false
		for range 40 {
			err := safety.FromOutside(ctx, h.Desk, safety.Outside{By: safety.AtDoor, Grade: safety.Near, Words: "x", From: "192.0.2.2"})
			busy = busy || kind(err) == fault.Busy
		}
		if !busy || len(all(keeper))-before > 2+25 {
			t.Errorf("a flood was kept: %d", len(all(keeper))-before)
		}
		for page, want := range map[string]string{"/p/" + token: "/p/…", "/p/K7QM-3XTP-9HWC/code": "/p/…/code", "/join/abc": "/join/…", "/setup/b1Zk3nQ0xT7uWc9yLm2Vpg": "/setup/…", "/setup/organization": "/setup/organization", "/queue?view=x": "/queue", "//evil/x": "/x"} {
			if got := safety.Page(page); got != want {
				t.Errorf("%s is kept as %q", page, got)
			}
		}
	})
}
