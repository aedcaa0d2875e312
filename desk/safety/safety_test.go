package safety_test

import (
	"strings"
	"testing"

	"referd/base/fault"
	"referd/core/access"
	"referd/core/party"
	"referd/desk"
	"referd/desk/desktest"
	"referd/desk/safety"
	"referd/store"
)

func kind(err error) fault.Kind {
	if err == nil {
		return 255
	}
	return fault.Of(err)
}

// A concern goes to the administrator until somebody is named, who alone sees and
// answers what others reported; who reported it reads the answer. Another
// organization's is not there.
func TestAConcernIsAnswered(t *testing.T) {
	desktest.Both(t, func(t *testing.T, h *desktest.House) {
		ctx := t.Context()
		var c safety.Concern
		report := func(by party.UserID, at, grade, words string) error {
			return h.Write(ctx, h.As(by), "safety.report", func(w *desk.Writing) (err error) { c, err = safety.Report(w, at, grade, words); return err })
		}
		for _, x := range [][2]string{{"", "words"}, {"terrible", "words"}, {safety.Near, " "}, {safety.Near, strings.Repeat("x", 4001)}} {
			if err := report("moss", "/queue", x[0], x[1]); kind(err) != fault.Invalid {
				t.Errorf("%.20q: %v", x, err)
			}
		}
		if err := report("moss", "https://house/queue?q=Testcase#x", safety.Harm, "The due of Testcase, Ada was a day late."); err != nil {
			t.Fatal(err)
		}
		if c.Page != "/queue" || c.Version == "" {
			t.Errorf("%+v", c)
		}
		sees := func(by party.UserID) (n int) {
			t.Helper()
			err := h.Read(ctx, h.As(by), "safety.concerns", func(r *desk.Reading) error {
				list, err := safety.List(r)
				n = len(list)
				if _, e := safety.One(r, c.ID); (e == nil) != (n == 1) || e != nil && kind(e) != fault.Missing {
					t.Errorf("%s: %v", by, e)
				}
				return err
			})
			if err != nil {
				t.Error(err)
			}
			return n
		}
		answer := func(by party.UserID, state, words string) error {
			return h.Write(ctx, h.As(by), "safety.answer", func(w *desk.Writing) error { return safety.Answer(w, c.ID, state, words) })
		}
		for by, n := range map[party.UserID]int{"moss": 1, "kay": 1, "doc": 0, "stranger": 0, "intake": 0} {
			if sees(by) != n {
				t.Errorf("%s sees %d", by, sees(by))
			}
		}
		if err := answer("moss", safety.Done, "It is fine."); kind(err) != fault.Denied {
			t.Errorf("by who reported it: %v", err)
		}
		for _, by := range []party.UserID{"doc", "stranger"} {
			if err := answer(by, safety.Done, "It is fine."); kind(err) != fault.Missing {
				t.Errorf("by %s: %v", by, err)
			}
		}
		dir, err := h.Desk.Directory(ctx)
		if err != nil {
			t.Fatal(err)
		}
		o := dir.Orgs["home"]
		o.Safety = "doc"
		if err := h.Write(ctx, h.As("kay"), "setup.change", func(w *desk.Writing) error { return w.Tx.PutThing(desk.KindOrg, "home", "home", o) }); err != nil {
			t.Fatal(err)
		}
		if sees("doc") != 1 || sees("kay") != 0 {
			t.Error("it is with the administrator still")
		}
		if err := answer("doc", safety.Done, " "); kind(err) != fault.Invalid {
			t.Errorf("done without words: %v", err)
		}
		if err := answer("doc", safety.Looking, ""); err != nil {
			t.Fatal(err)
		}
		if err := answer("doc", safety.Done, "The hours were wrong."); err != nil {
			t.Fatal(err)
		}
		err = h.Read(ctx, h.As("moss"), "safety.concern", func(r *desk.Reading) error {
			got, err := safety.One(r, c.ID)
			if got.Answer != "The hours were wrong." || got.State != safety.Done || got.Answerer != "doc" || got.Words != "The due of Testcase, Ada was a day late." {
				t.Errorf("%+v", got)
			}
			return err
		})
		if err != nil {
			t.Error(err)
		}
		err = h.DB.View(ctx, store.Scope{System: true}, func(v *store.View) error {
			list, err := v.Audits(access.Query{Limit: 200})
			n := map[string]int{}
			for _, r := range list {
				if r.Object == "Concern/"+c.ID && r.Outcome == access.Success {
					n[r.Kind]++
				}
			}
			if n["safety.report"] != 1 || n["safety.answer"] != 2 || n["safety.concern"] != 1 {
				t.Errorf("on record: %v", n)
			}
			return err
		})
		if err != nil {
			t.Error(err)
		}
	})
}
