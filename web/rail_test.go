package web_test

import (
	"strings"
	"testing"

	"referd/core/party"
	"referd/desk"
	"referd/store"
)

// A rail has six places at most, also of who leads, refers and answers the safety
// concerns; what has no place there is among all pages.
func TestARailHasSixPlaces(t *testing.T) {
	s := open(t)
	if err := s.h.DB.Commit(t.Context(), func(tx *store.Tx) error {
		if err := tx.PutThing(desk.KindMembership, "doc@home-team", "home", party.Membership{User: "doc", Team: "home-team", Roles: []party.Job{party.ReferringClinician, party.TeamLead}}); err != nil {
			return err
		}
		dir, err := s.h.Desk.Directory(t.Context())
		if err != nil {
			return err
		}
		o := dir.Orgs["home"]
		o.Safety = "doc"
		return tx.PutThing(desk.KindOrg, "home", "home", o)
	}); err != nil {
		t.Fatal(err)
	}
	b := &browser{s: s}
	b.signIn(t, "doc@example.org", "open sesame")
	_, html := b.do(t, "GET", "/me", nil)
	_, rail, _ := strings.Cut(html, `aria-label="Main"`)
	rail, _, _ = strings.Cut(rail, "</nav>")
	n := 0
	for _, at := range []string{"/waiting", "/referrals/new", "/loops", "/measures", "/exceptions", "/ops", "/concerns"} {
		n += strings.Count(rail, `href="`+at+`"`)
	}
	if n != 6 || !strings.Contains(rail, `href="/concerns"`) || strings.Contains(rail, `href="/ops"`) || !strings.Contains(html, `href="/ops"`) {
		t.Errorf("%d places\n%s", n, rail)
	}
}
