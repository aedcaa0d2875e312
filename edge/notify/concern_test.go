package notify_test

import (
	"strings"
	"testing"

	"referd/desk"
	"referd/desk/desktest"
	"referd/desk/safety"
	"referd/edge/notify"
)

// Whom a concern goes to is told by mail that there is one: not what it says, of
// whom, nor by whom.
func TestAConcernIsMailed(t *testing.T) {
	h, b := desktest.New(t), box(t)
	s := &notify.Sender{Desk: h.Desk, Relay: b.Address(), From: "referd@localhost", Public: "http://house"}
	var c safety.Concern
	if err := h.Write(t.Context(), h.As("moss"), "safety.report", func(w *desk.Writing) (err error) {
		c, err = safety.Report(w, "/queue?q=Testcase", safety.Harm, "The due of Testcase, Ada was a day late.")
		return err
	}); err != nil {
		t.Fatal(err)
	}
	for _, arg := range []string{"home/" + c.ID, "clinic/" + c.ID, "home/none", ""} {
		if err := s.Concern(t.Context(), arg); err != nil {
			t.Fatal(err)
		}
	}
	all := b.All()
	if len(all) != 1 || all[0].To != "kay@example.org" || !strings.Contains(all[0].Body, "http://house/concerns/"+c.ID) {
		t.Fatalf("%+v", all)
	}
	for _, word := range []string{"Testcase", "Ada", "a day late", "moss", "queue"} {
		if strings.Contains(all[0].Subject+all[0].Body, word) {
			t.Errorf("it says %q", word)
		}
	}
}
