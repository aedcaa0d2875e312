package notify_test

import (
	"strings"
	"testing"
	"time"

	"referd/core/party"
	"referd/desk"
	"referd/desk/desktest"
	"referd/desk/house"
	"referd/edge/notify"
	"referd/store"
)

// Who is out and whom their lead asked to cover are told by mail, with the last
// day; when the cover ends it the lead is told. Whoever is asked to cover by who is
// away is written to, and who is away of the answer, or that there was none.
func TestWhoIsOutIsMailed(t *testing.T) {
	h, b := desktest.New(t), box(t)
	s := &notify.Sender{Desk: h.Desk, Relay: b.Address(), From: "referd@localhost", Public: "http://house"}
	if err := h.DB.Commit(t.Context(), func(tx *store.Tx) error {
		var home party.Team
		if _, err := tx.Thing(desk.KindTeam, "home-team", &home); err != nil {
			return err
		}
		home.Lead = "moss"
		return tx.PutThing(desk.KindTeam, "home-team", "home", home)
	}); err != nil {
		t.Fatal(err)
	}
	mails := func(want ...string) {
		t.Helper()
		before := b.Count()
		for _, arg := range []string{"doc2-for-dr-doc", "moss-doc", "none"} {
			if err := s.Cover(t.Context(), arg); err != nil {
				t.Fatal(err)
			}
		}
		var got []string
		for _, m := range b.All()[:b.Count()-before] {
			got = append(got, m.To)
			if !strings.Contains(m.Body, "http://house/covers") || !strings.Contains(m.Subject+m.Body, "Some doc") {
				t.Errorf("it says: %s\n%s", m.Subject, m.Body)
			}
		}
		if strings.Join(got, " ") != strings.Join(want, " ") {
			t.Errorf("mails to %v, want %v", got, want)
		}
	}
	write := func(who party.UserID, f func(w *desk.Writing) error) {
		t.Helper()
		if err := h.Write(t.Context(), h.As(who), "cover", f); err != nil {
			t.Fatal(err)
		}
	}
	mails()
	midnight := time.Date(2026, 6, 3, 4, 0, 0, 0, time.UTC) // in New York
	write("moss", func(w *desk.Writing) error { return house.Out(w, "dr-doc", "doc2", midnight) })
	mails("doc@example.org", "doc2@example.org")
	if m := b.All()[1]; !strings.Contains(m.Subject, "02-Jun") {
		t.Errorf("another last day: %s", m.Subject)
	}
	write("doc2", func(w *desk.Writing) error { return house.Recall(w, "dr-doc", "doc2") })
	mails("moss@example.org")
	h.Pass(time.Minute)
	asks := func(begins time.Time) {
		write("doc", func(w *desk.Writing) error {
			return house.Delegate(w, party.Delegation{For: "dr-doc", To: "doc2", Cover: true, From: begins})
		})
	}
	asks(h.Now())
	mails("doc2@example.org")
	write("doc2", func(w *desk.Writing) error { return house.Accept(w, "dr-doc", "doc2") })
	mails("doc@example.org")
	unanswered := func() int {
		before := b.Count()
		if err := s.Unanswered(t.Context(), "doc2-for-dr-doc"); err != nil {
			t.Fatal(err)
		}
		return b.Count() - before
	}
	if n := unanswered(); n != 0 {
		t.Errorf("accepted, and %d are told that nobody covers", n)
	}
	write("doc2", func(w *desk.Writing) error { return house.Recall(w, "dr-doc", "doc2") })
	mails() // they covered a while, and who was away had named them
	h.Pass(time.Minute)
	asks(h.Now())
	write("doc2", func(w *desk.Writing) error { return house.Decline(w, "dr-doc", "I see Ada Testcase that day.") })
	mails("doc@example.org")
	if m := b.All()[0]; !strings.Contains(m.Body, "said why") || strings.Contains(m.Subject+m.Body, "Ada") {
		t.Errorf("words of a colleague go out: %s\n%s", m.Subject, m.Body)
	}
	h.Pass(time.Minute)
	asks(h.Now())
	if n := unanswered(); n != 2 {
		t.Errorf("who is away and the lead are not told that nobody covers: %d", n)
	}
}
