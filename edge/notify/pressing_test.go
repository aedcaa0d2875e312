package notify_test

import (
	"strings"
	"testing"

	"referd/core/party"
	"referd/desk/chase"
	"referd/desk/desktest"
	"referd/edge/notify"
)

// What presses at the same moment comes in one mail, at once; what presses once
// that mail has begun to leave comes in the next, and nothing is told twice.
func TestWhatPressesTogetherIsOneMail(t *testing.T) {
	h, b := desktest.New(t), box(t)
	s := &notify.Sender{Desk: h.Desk, Relay: b.Address(), From: "referd@localhost", Public: "http://house"}
	var codes []string
	plan := func() {
		t.Helper()
		d := sent(t, h, party.Urgent)
		codes = append(codes, d.Code)
		if err := s.Notify(t.Context(), d.ID, ""); err != nil {
			t.Fatal(err)
		}
	}
	plan()
	plan()
	plan()
	jobs, err := h.DB.Lease(t.Context(), []string{"mail"}, 99, h.DB.Machine())
	if err != nil || len(jobs) == 0 {
		t.Fatalf("%d letters, %v", len(jobs), err)
	}
	for _, j := range jobs { // a try that comes to nothing: the letter has begun to leave
		if l, err := chase.LetterOf(t.Context(), h.Desk, j.Arg); err != nil || len(l.Notices) != 3 {
			t.Fatalf("%d things in a letter, %v", len(l.Notices), err)
		}
	}
	plan()
	for _, j := range jobs {
		if err := s.Mail(t.Context(), j.Arg); err != nil {
			t.Fatal(err)
		}
	}
	if len(b.All()) != len(jobs) {
		t.Errorf("%d mails for %d letters", len(b.All()), len(jobs))
	}
	post(t, h, s)
	told := map[string]int{} // by reader and code
	for _, m := range b.All() {
		for _, c := range codes {
			if strings.Contains(m.Subject+m.Body, c) {
				told[m.To+" "+c]++
			}
		}
	}
	if len(told) != len(jobs)*len(codes) || len(b.All()) != 2*len(jobs) {
		t.Errorf("%d mails told %v", len(b.All()), told)
	}
	for what, n := range told {
		if n != 1 {
			t.Errorf("%s was told %d times", what, n)
		}
	}
}
