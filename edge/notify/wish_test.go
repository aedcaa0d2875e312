package notify_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"referd/core/party"
	"referd/desk"
	"referd/desk/chase"
	"referd/desk/desktest"
	"referd/desk/loop"
	"referd/desk/notice"
	"referd/edge/notify"
)

// wished is somebody's wish: one pace for all but what is late.
func wished(t *testing.T, h *desktest.House, who party.UserID, p, late party.Pace, q party.Quiet, daily int) {
	t.Helper()
	all := map[party.Topic]party.Pace{}
	for _, topic := range party.Topics() {
		all[topic] = p
	}
	all[party.OfLate] = late
	if err := h.Write(t.Context(), h.As(who), "wish", func(w *desk.Writing) error { return notice.Wish(w, all, q, daily) }); err != nil {
		t.Fatal(err)
	}
}

// until lets time pass by quarter hours, to a moment, and mail leave.
func until(t *testing.T, h *desktest.House, s *notify.Sender, at time.Time) {
	t.Helper()
	for h.Now().Before(at) {
		h.Pass(min(15*time.Minute, at.Sub(h.Now())))
		post(t, h, s)
	}
}

// A mail goes as soon as its reader wishes: at once, at the full hour with what
// else came, at the hour of the day they chose, or not at all. The bell rings in
// any case.
func TestMailsAsWished(t *testing.T) {
	at := func(day, hour, minute int) time.Time { return time.Date(2026, 6, day, hour+4, minute, 0, 0, time.UTC) } // New York's clock
	for _, x := range []struct {
		pace  party.Pace
		daily int
		left  []time.Time
	}{
		{party.AtOnce, 0, []time.Time{at(1, 10, 10), at(1, 11, 10)}}, // the second keeps the hour
		{party.Hourly, 0, []time.Time{at(1, 11, 0)}},
		{party.Daily, 0, []time.Time{at(2, 7, 30)}},
		{party.Daily, 13, []time.Time{at(1, 13, 0)}},
		{party.Never, 0, nil},
	} {
		t.Run(fmt.Sprint(string(x.pace), x.daily), func(t *testing.T) {
			h, b := desktest.New(t), box(t)
			b.Now = h.Now
			s := &notify.Sender{Desk: h.Desk, Relay: b.Address(), From: "referd@localhost", Public: "http://house"}
			wished(t, h, "intake", x.pace, party.Daily, party.Quiet{}, x.daily)
			until(t, h, s, at(1, 10, 10))
			for range 2 {
				tell(t, h, s, sent(t, h, party.Routine).ID, "")
				until(t, h, s, h.Now().Add(5*time.Minute))
			}
			until(t, h, s, at(2, 9, 0))
			all := b.All()
			if len(all) != len(x.left) {
				t.Fatalf("%d mails left, not %d: %+v", len(all), len(x.left), all)
			}
			for i, want := range x.left {
				if got := all[len(all)-1-i]; got.At.Sub(want).Abs() > 15*time.Minute || got.To != "intake@example.org" {
					t.Errorf("%s left at %s, not %s", got.Subject, got.At, want)
				}
			}
			var bell int
			if err := h.Read(t.Context(), h.As("intake"), "bell", func(r *desk.Reading) (err error) { bell, err = notice.Unread(r); return err }); err != nil || bell != 2 {
				t.Errorf("the bell counts %d, %v", bell, err)
			}
		})
	}
}

// In quiet hours nothing comes but what is urgent, an emergency or asks for
// action (loop.md, Time, Escalation); what waited comes once, when they end. A
// wish for no mail stops nothing that presses either.
func TestQuietHoursHoldAllButWhatPresses(t *testing.T) {
	at := func(day, hour int) time.Time { return time.Date(2026, 6, day, hour+4, 0, 0, 0, time.UTC) }
	for _, pace := range []party.Pace{party.AtOnce, party.Never} {
		t.Run(string(pace), func(t *testing.T) {
			h, b := desktest.New(t), box(t)
			b.Now = h.Now
			s := &notify.Sender{Desk: h.Desk, Relay: b.Address(), From: "referd@localhost", Public: "http://house"}
			wished(t, h, "intake", pace, party.Daily, party.Quiet{From: 19, To: 8}, 0)
			until(t, h, s, at(1, 20))
			routine := sent(t, h, party.Routine)
			tell(t, h, s, routine.ID, "")
			until(t, h, s, at(1, 22))
			if len(b.All()) != 0 {
				t.Fatalf("in quiet hours: %+v", b.All())
			}
			urgent := sent(t, h, party.Urgent)
			tell(t, h, s, urgent.ID, "")
			emergency := sent(t, h, party.Routine)
			h.Pass(time.Minute)
			if err := h.Write(t.Context(), h.As("nurse"), "priority", func(w *desk.Writing) error {
				_, err := loop.Prioritise(w, loop.Form{Referral: emergency.ID}, party.Emergency, "The tracing.")
				return err
			}); err != nil {
				t.Fatal(err)
			}
			tell(t, h, s, emergency.ID, "")
			until(t, h, s, at(1, 23))
			text := ""
			for _, m := range b.All() {
				if text += m.Subject + m.Body; m.Head.Get("List-Unsubscribe") != "" {
					t.Errorf("what presses may be stopped by %s", m.Head.Get("List-Unsubscribe"))
				}
			}
			if !strings.Contains(text, urgent.Code) || !strings.Contains(text, emergency.Code) || strings.Contains(text, routine.Code) {
				t.Errorf("at night: %s", text)
			}
			n := len(b.All())
			until(t, h, s, at(2, 9))
			more := b.All()[:len(b.All())-n]
			switch {
			case pace == party.Never && len(more) != 0:
				t.Errorf("no mail was wished: %+v", more)
			case pace == party.AtOnce && (len(more) != 1 || !strings.Contains(more[0].Subject, routine.Code) || more[0].At.Before(at(2, 8)) || more[0].At.After(at(2, 8).Add(15*time.Minute))):
				t.Errorf("in the morning: %+v", more)
			}
		})
	}
}

// A mail of what may be stopped carries a link that stops it, in its head as
// mailboxes read it (RFC 8058) and in its words; after it no such mail comes,
// not even one that waited. What is late has none, and comes.
func TestAMailIsUnsubscribed(t *testing.T) {
	h, b := desktest.New(t), box(t)
	s := &notify.Sender{Desk: h.Desk, Relay: b.Address(), From: "referd@localhost", Public: "https://house.example.org"}
	first := sent(t, h, party.Routine)
	tell(t, h, s, first.ID, "")
	m := b.All()[0]
	const begins = "https://house.example.org/unsubscribe/"
	link, ok := strings.CutPrefix(strings.Trim(m.Head.Get("List-Unsubscribe"), "<>"), begins)
	if !ok || m.Head.Get("List-Unsubscribe-Post") != "List-Unsubscribe=One-Click" || !strings.Contains(m.Body, begins+link) {
		t.Fatalf("%v in %s", m.Head, m.Body)
	}
	for _, canary := range canaries {
		if strings.Contains(link+m.Body+m.Subject, canary) {
			t.Errorf("the mail says %q", canary)
		}
	}
	tell(t, h, s, sent(t, h, party.Routine).ID, "") // waits for its hour
	if err := notice.Stop(t.Context(), h.Desk, link); err != nil {
		t.Fatal(err)
	}
	tell(t, h, s, sent(t, h, party.Routine).ID, "")
	until(t, h, s, h.Now().Add(3*time.Hour))
	if len(b.All()) != 1 {
		t.Errorf("after it was stopped: %+v", b.All()[0])
	}
	for range 4 * 24 {
		h.Pass(time.Hour)
		if _, err := chase.Escalate(t.Context(), h.Desk); err != nil {
			t.Fatal(err)
		}
		post(t, h, s, "notify")
	}
	late := false
	for _, m := range b.All() {
		if m.To == "intake@example.org" && lateOf(m, first.Code) {
			late = true
			if m.Head.Get("List-Unsubscribe") != "" {
				t.Errorf("what is late may be stopped: %v", m.Head)
			}
		}
	}
	if !late {
		t.Error("what is late was never told")
	}
}
