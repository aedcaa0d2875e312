package web_test

import (
	"testing"

	"referd/core/referral"
	"referd/desk"
	"referd/desk/lists"
	"referd/desk/loop"
)

// While somebody acts on all there is, every badge is the count of its list, in
// each reading of the two.
func TestABadgeIsItsListWhileOthersAct(t *testing.T) {
	s := open(t)
	ids := s.sent(t, 40)
	done := make(chan error, 1)
	nurse, intake := s.h.As("nurse"), s.h.As("intake")
	go func() {
		for _, id := range ids {
			for _, act := range []func(*desk.Writing, loop.Form) (loop.Done, error){loop.Open, loop.Claim, func(w *desk.Writing, x loop.Form) (loop.Done, error) {
				return loop.Ask(w, x, loop.Question{Words: "The tracing?"})
			}} {
				if err := s.h.Write(t.Context(), nurse, "act", func(w *desk.Writing) error { _, err := act(w, loop.Form{Referral: referral.ID(id)}); return err }); err != nil {
					done <- err
					return
				}
			}
		}
		done <- nil
	}()
	views := []lists.View{lists.All, lists.ToOpen, lists.Unclaimed, lists.Mine, lists.Late, lists.Today, lists.Answers}
	moved := map[int]bool{}
	for over := false; !over; {
		select {
		case err := <-done:
			if over = true; err != nil {
				t.Fatal(err)
			}
		default:
		}
		err := s.h.Read(t.Context(), intake, "badges", func(r *desk.Reading) error {
			for _, v := range views {
				l, err := lists.LinesOf(r, lists.Asking{View: v, PerPage: 500, Beside: views})
				if err != nil {
					return err
				}
				if rail, err := lists.Counts(r, views); err != nil || len(l.Rows) != l.Counts[v] || rail[v] != l.Counts[v] {
					t.Errorf("%s lists %d, counts %d, and the rail says %d, %v", v, len(l.Rows), l.Counts[v], rail[v], err)
				}
				if v == lists.Answers {
					moved[len(l.Rows)] = true
				}
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	if len(moved) < 3 || !moved[40] {
		t.Errorf("nothing moved meanwhile: %v", moved)
	}
}
