package notify_test

import (
	"errors"
	"strings"
	"testing"
	"time"

	"referd/core/party"
	"referd/core/referral"
	"referd/desk"
	"referd/desk/desktest"
	"referd/desk/loop"
	"referd/edge/notify"
	"referd/work"
)

// told sends a notice, or says that it is kept for later.
func told(t *testing.T, s *notify.Sender, of referral.ID, about string) (kept bool) {
	t.Helper()
	err := s.Notify(t.Context(), of, about)
	if _, kept = errors.AsType[*work.Later](err); err != nil && !kept {
		t.Fatal(err)
	}
	return kept
}

// Who is told over the owner's head, or reads for somebody, is told with the
// rest of the hour too, as who they are told.
func TestLeadsAreInTheDigest(t *testing.T) {
	for as, name := range map[string]string{"lead": "Referral to open", "read": "Report to read"} {
		h, b := desktest.New(t), box(t)
		s := &notify.Sender{Desk: h.Desk, Relay: b.Address(), From: "referd@localhost", Public: "http://house"}
		about := as + "/moss/"
		first, second, third := sent(t, h, party.Routine), sent(t, h, party.Routine), sent(t, h, party.Routine)
		if told(t, s, first.ID, about) || !told(t, s, second.ID, about) {
			t.Fatalf("%s: the first is told, the second kept", as)
		}
		h.Pass(61 * time.Minute)
		told(t, s, third.ID, about)
		all := b.All()
		if len(all) != 2 || all[0].To != "moss@example.org" || !strings.HasPrefix(all[0].Subject, name) || !strings.Contains(all[0].Body, second.Code) || !strings.Contains(all[0].Body, third.Code) {
			t.Errorf("%s: %+v", as, all)
		}
	}
}

// A priority changed twice is one line of the mail.
func TestAChangeIsListedOnce(t *testing.T) {
	h, b := desktest.New(t), box(t)
	s := &notify.Sender{Desk: h.Desk, Relay: b.Address(), From: "referd@localhost", Public: "http://house"}
	d, other := sent(t, h, party.Routine), sent(t, h, party.Routine)
	change := func(of referral.ID, u party.Urgency) string {
		t.Helper()
		h.Pass(time.Minute)
		var fact referral.Key
		if err := h.Write(t.Context(), h.As("nurse"), "priority", func(w *desk.Writing) error {
			if _, err := loop.Prioritise(w, loop.Form{Referral: of}, u, "The tracing."); err != nil {
				return err
			}
			s, err := w.Loop(of)
			fact = s.Entries()[s.Seq-1].Key
			return err
		}); err != nil {
			t.Fatal(err)
		}
		return "fact/" + string(fact)
	}
	if told(t, s, other.ID, change(other.ID, party.Urgent)) {
		t.Fatal("the first of the hour was kept")
	}
	one, two := change(d.ID, party.Urgent), change(d.ID, party.Emergency)
	if !told(t, s, d.ID, one) {
		t.Fatal("the second of the hour was told at once")
	}
	h.Pass(61 * time.Minute)
	told(t, s, d.ID, two)
	m := b.All()[0]
	if strings.Count(m.Subject+m.Body, "/referrals/"+string(d.ID)) != 1 || m.Subject != "Priority changed, "+d.Code {
		t.Errorf("%s: %s", m.Subject, m.Body)
	}
}
