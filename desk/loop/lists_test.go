package loop_test

import (
	"testing"
	"time"

	"referd/base/fault"
	"referd/core/party"
	"referd/core/referral"
	"referd/desk"
	"referd/desk/desktest"
	"referd/desk/lists"
	"referd/store"
)

// Lists and searches show what is the reader's own, and nothing of another practice's.
func TestListsShowOwn(t *testing.T) {
	h := desktest.New(t)
	of := sent(t, h, party.Routine, "cardio")
	count := func(user party.UserID) (n int) {
		err := h.Read(ctx, h.As(user), "lists", func(r *desk.Reading) error {
			found, err := lists.Find(r, "Testcase", 9)
			n += len(found.Patients) + found.Of
			if err != nil {
				return err
			}
			hits, err := lists.Search(r, "Testcase", 9)
			n += len(hits.Patients) + hits.Of
			if err != nil {
				return err
			}
			if _, err := lists.Patient(r, "pat00000000000000001"); err == nil {
				n++
			}
			row, _ := r.As(store.Scope{System: true}).Row(of)
			if hits, err = lists.Search(r, row.Code, 9); hits.Loop != "" {
				n++
			}
			if err != nil {
				return err
			}
			for _, v := range []lists.View{lists.Waiting, lists.All, lists.Unclaimed, lists.LoopsOpen, lists.ToOpen, lists.Exceptions} {
				l, err := lists.Lines(r, v, 1, nil)
				if n += len(l.Rows) + l.Total; err != nil {
					return err
				}
				chosen, err := lists.Chosen(r, []referral.ID{of, of})
				if err != nil || len(chosen) != 1 {
					t.Fatalf("%d chosen, %v", len(chosen), err)
				}
				if !chosen[0].Gone || chosen[0].Code != "" {
					n++
				}
				wrong, err := lists.Settlings(r, []lists.Wrong{{ID: of, Duty: "delivery/x"}})
				if err != nil || len(wrong) != 1 {
					t.Fatalf("%d to settle, %v", len(wrong), err)
				}
				if w := wrong[0]; !w.Gone || w.Code+w.Kind+w.Why != "" {
					n++
				}
				if load, err := lists.Workload(r); err == nil {
					for _, l := range load {
						if n += l.Open; l.Org != r.Who().Org {
							t.Errorf("%s sees what %s has", user, l.ID)
						}
					}
				}
				around, err := lists.Around(r, lists.Asking{View: v}, of)
				if n += around.At; err != nil {
					return err
				}
				_, cards, err := lists.Cards(r, v, 1, nil)
				if n += len(cards); err != nil {
					return err
				}
			}
			for _, org := range []party.OrgID{r.Who().Org, "home", "clinic"} {
				d, err := lists.InDowntime(r, org, 9)
				if n += d.Owed + d.Booked + len(d.Work) + len(d.Visits); err != nil && fault.Of(err) != fault.Denied {
					return err
				}
			}
			balls, err := lists.Balls(r)
			for _, b := range balls {
				n += b.N
			}
			if err != nil {
				return err
			}
			held, err := lists.Held(r)
			if n += len(held); err != nil {
				return err
			}
			closed, err := lists.ClosedSince(r, desktest.Start.Add(-time.Hour), 10)
			n += len(closed)
			return err
		})
		if err != nil {
			t.Fatalf("%s: %v", user, err)
		}
		return n
	}
	if n := count("stranger"); n != 0 {
		t.Errorf("a stranger's lists show %d things", n)
	}
	if count("doc") == 0 || count("intake") == 0 {
		t.Error("one's own lists show nothing")
	}
}
