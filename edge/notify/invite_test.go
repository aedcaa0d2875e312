package notify_test

import (
	"regexp"
	"strings"
	"testing"

	"referd/core/party"
	"referd/desk"
	"referd/desk/desktest"
	"referd/desk/people"
	"referd/edge/notify"
)

// Who is invited gets a letter with a link that lets in; a second letter has
// another, and who is in gets none.
func TestAnInvitationIsMailed(t *testing.T) {
	h, b := desktest.New(t), box(t)
	s := &notify.Sender{Desk: h.Desk, Relay: b.Address(), From: "referd@localhost", Public: "http://house"}
	var u party.UserID
	if err := h.Write(t.Context(), h.As("kay"), "account.open", func(w *desk.Writing) (err error) {
		u, err = people.Open(w, people.Account{Email: "lee@example.org", Name: party.Name{Family: "Lee"}, Team: "home-team", Jobs: []party.Job{party.ReferringStaff}})
		return err
	}); err != nil {
		t.Fatal(err)
	}
	for range 2 {
		if err := s.Invite(t.Context(), string(u)); err != nil {
			t.Fatal(err)
		}
	}
	all := b.All()
	link := regexp.MustCompile(`http://house/join/([\w-]{22})\s`)
	if len(all) != 2 || all[0].To != "lee@example.org" || !strings.Contains(all[0].Subject, "Home Practice") || !link.MatchString(all[0].Body) || link.FindString(all[0].Body) == link.FindString(all[1].Body) {
		t.Fatalf("%+v", all)
	}
	if _, err := people.Join(t.Context(), h.Desk, link.FindStringSubmatch(all[1].Body)[1], "three plain words"); err != nil {
		t.Fatal(err)
	}
	if err := s.Invite(t.Context(), string(u)); err != nil || len(b.All()) != 2 {
		t.Errorf("written to who is in: %v", err)
	}
	if err := (&notify.Sender{Desk: h.Desk}).Invite(t.Context(), string(u)); err != nil {
		t.Errorf("without a relay: %v", err)
	}
}
