package house_test

import (
	"testing"

	"referd/base/fault"
	"referd/core/party"
	"referd/desk"
	"referd/desk/people"
	"referd/store"
)

// An invitation and a link for a new password let in whoever reads the mail of the
// address they went to: no longer, once the address is another. A change of the name
// alone ends neither.
func TestALinkIsOfTheAddressItWentTo(t *testing.T) {
	both(t, func(t *testing.T, h run) {
		u := party.User{ID: "newcomer", Org: "home", Email: "wrong@example.org", Name: party.Name{Family: "Comer", Given: []string{"New"}}, Active: true, Invited: true}
		must(t, h.DB.Commit(ctx, func(tx *store.Tx) error { return tx.PutThing(desk.KindUser, "newcomer", "home", u) }))
		invited := func() (token string) {
			must(t, h.Write(ctx, desk.System("test"), "invite", func(w *desk.Writing) (err error) { token, _, err = people.Invitation(w, "newcomer"); return err }))
			return token
		}
		waits := func() (written bool) {
			must(t, h.Read(ctx, h.As("kay"), "people", func(r *desk.Reading) error {
				list, err := people.Waiting(r, "home")
				ends, ok := list["newcomer"]
				if !ok {
					t.Error("nobody waits")
				}
				written = !ends.IsZero()
				return err
			}))
			return written
		}
		token := invited()
		u.Name.Given = []string{"Newer"}
		_, err := h.save("kay", h.now(desk.KindUser, "newcomer", u))
		must(t, err)
		if g, err := people.Invited(ctx, h.Desk, token); err != nil || g.Over != "" || !waits() {
			t.Errorf("a change of name ended an invitation: %q, %v", g.Over, err)
		}
		u.Email = "right@example.org"
		_, err = h.save("kay", h.now(desk.KindUser, "newcomer", u))
		must(t, err)
		if _, err := people.Join(ctx, h.Desk, token, "three plain words of hers"); fault.Of(err) != fault.Refused {
			t.Errorf("who reads the wrong mail came in: %v", err)
		}
		if waits() {
			t.Error("they are said to be invited by a link that lets nobody in")
		}
		if _, err := people.Join(ctx, h.Desk, invited(), "three plain words of hers"); err != nil {
			t.Errorf("the next invitation: %v", err)
		}
	})
}
