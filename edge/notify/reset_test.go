package notify_test

import (
	"regexp"
	"strings"
	"testing"

	"referd/desk/desktest"
	"referd/desk/people"
	"referd/edge/notify"
)

// Who forgot their password gets a letter with a link that sets another; the
// letter names nobody but its reader. Who never came in is invited, and nobody is
// not written to.
func TestAResetIsMailed(t *testing.T) {
	h, b := desktest.New(t), box(t)
	s := &notify.Sender{Desk: h.Desk, Relay: b.Address(), From: "referd@localhost", Public: "http://house"}
	for _, user := range []string{"doc", "moss", "", "nobody"} {
		if err := s.Reset(t.Context(), user); err != nil {
			t.Fatalf("%q: %v", user, err)
		}
	}
	all := b.All() // the newest first
	link := regexp.MustCompile(`http://house/password/([\w-]{22})\s`)
	if len(all) != 2 || all[1].To != "doc@example.org" || !link.MatchString(all[1].Body) || all[0].To != "moss@example.org" || !strings.Contains(all[0].Body, "http://house/join/") {
		t.Fatalf("%+v", all)
	}
	for _, name := range []string{"Testcase", "Ada", "LK 1", "1961"} {
		if strings.Contains(all[1].Body+all[1].Subject, name) {
			t.Errorf("it says %q", name)
		}
	}
	if err := people.Replace(t.Context(), h.Desk, link.FindStringSubmatch(all[1].Body)[1], "three plain words", "192.0.2.1"); err != nil {
		t.Fatal(err)
	}
	if err := (&notify.Sender{Desk: h.Desk}).Reset(t.Context(), "doc"); err != nil {
		t.Errorf("without a relay: %v", err)
	}
}
