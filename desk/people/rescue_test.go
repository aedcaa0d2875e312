package people_test

import (
	"strings"
	"testing"
	"time"

	"referd/base/fault"
	"referd/core/access"
	"referd/core/party"
	"referd/desk"
	"referd/desk/desktest"
	"referd/desk/people"
	"referd/store"
)

// The sole administrator who lost telephone and recovery codes comes back in by an
// address made at the machine: once, within an hour, with a new password and
// without the old codes. Both its making and its use are on record.
func TestAnAdministratorIsLetBackIn(t *testing.T) {
	desktest.Both(t, func(t *testing.T, h *desktest.House) {
		if err := h.DB.Commit(ctx, func(tx *store.Tx) error {
			return tx.PutThing(desk.KindMembership, "doc@home-team", "home", party.Membership{User: "doc", Team: "home-team", Roles: []party.Job{party.ReferringClinician, party.Admin}})
		}); err != nil {
			t.Fatal(err)
		}
		_, spares := enrolled(t, h, "doc")
		was := opened2(t, h)
		for email, want := range map[string]fault.Kind{"nobody@example.org": fault.Missing, "nurse@example.org": fault.Refused, "kay@example.org": fault.Refused} {
			if _, _, err := people.Rescue(ctx, h.Desk, email); kindOf(err) != want {
				t.Errorf("%s: %v", email, err)
			}
		}
		first, _, err := people.Rescue(ctx, h.Desk, "doc@example.org")
		if err != nil {
			t.Fatal(err)
		}
		token, ends, err := people.Rescue(ctx, h.Desk, " Doc@Example.org ")
		if err != nil || ends.Sub(h.DB.Machine()) != time.Hour {
			t.Fatalf("%v, %v", ends, err)
		}
		if g, err := people.Resettable(ctx, h.Desk, first, home); err != nil || g.Over == "" {
			t.Errorf("the one before still works: %+v, %v", g, err)
		}
		if g, err := people.Resettable(ctx, h.Desk, token, home); err != nil || g.ID != "doc" || !g.Codes || g.Over != "" {
			t.Errorf("%+v, %v", g, err)
		}
		if err := people.Replace(ctx, h.Desk, token, "four new plain words", home); err != nil {
			t.Fatal(err)
		}
		if err := people.Replace(ctx, h.Desk, token, "four other plain words", home); kindOf(err) != fault.Refused {
			t.Errorf("it worked twice: %v", err)
		}
		if _, err := people.Halfway(ctx, h.Desk, was); kindOf(err) != fault.Denied {
			t.Errorf("who was half in is still: %v", err)
		}
		in, err := people.SignIn(ctx, h.Desk, doc, "four new plain words", home)
		if err != nil {
			t.Fatal(err)
		}
		if who, err := people.Session(ctx, h.Desk, in); err != nil || who.User != "doc" {
			t.Errorf("the old codes are still asked for: %v", err)
		}
		if _, spare := enrolled(t, h, "doc"); strings.Join(spare, " ") == strings.Join(spares, " ") {
			t.Error("the new codes are the old ones")
		}
		for kind, n := range map[string]int{"account.rescue": 2, "account.reset": 1} {
			if got := audited(t, h, kind, access.Success); got != n {
				t.Errorf("%s is %d times in the audit, not %d", kind, got, n)
			}
		}
		late, _, err := people.Rescue(ctx, h.Desk, doc)
		if err != nil {
			t.Fatal(err)
		}
		h.Pass(time.Hour + time.Minute)
		if err := people.Replace(ctx, h.Desk, late, "four late plain words", home); kindOf(err) != fault.Refused {
			t.Errorf("after an hour: %v", err)
		}
	})
}

// opened2 is doc's password typed, the code not yet.
func opened2(t *testing.T, h *desktest.House) string {
	t.Helper()
	token, err := people.SignIn(ctx, h.Desk, doc, right, home)
	if err != nil {
		t.Fatal(err)
	}
	return token
}
