package loop_test

import (
	"slices"
	"testing"
	"time"

	"referd/base/fault"
	"referd/core/party"
	"referd/core/referral"
	"referd/desk"
	"referd/desk/desktest"
	"referd/desk/loop"
)

// Two people close without proof: a reason, three chases on record, the notice
// the patient is owed, and by name what stays unread and undone. What was not
// named opens it again. It never counts as closed.
func TestTwoCloseWithoutProof(t *testing.T) {
	h := desktest.New(t)
	f := loop.Form{Referral: sent(t, h, party.Routine, "cardio")}
	must(t, h, "nurse", referral.PhaseAccepted, with(f, accept))
	h.Pass(time.Minute)
	must(t, h, "chen", referral.PhaseSeen, func(w *desk.Writing) (loop.Done, error) { return loop.See(w, f, "") })
	h.Pass(time.Minute)
	must(t, h, "chen", referral.PhaseReported, func(w *desk.Writing) (loop.Done, error) {
		return loop.Write(w, f, loop.Report{Answer: "No.", Claim: "answered", Lines: []loop.Line{{What: "Repeat lipids.", Due: h.Now().AddDate(0, 3, 0)}}})
	})
	closing := func(who party.UserID, reason string) (loop.Done, error) {
		h.Pass(time.Minute)
		return act(t, h, who, func(w *desk.Writing) (loop.Done, error) {
			return loop.CloseAdmin(w, f, reason, "Said by "+string(who)+".")
		})
	}
	if _, err := closing("moss", "moved-away"); kind(err) != fault.Denied {
		t.Errorf("staff proposed it: %v", err)
	}
	if _, err := closing("doc", "moved-away"); err != nil {
		t.Fatal(err)
	}
	if _, err := closing("doc", "moved-away"); kind(err) != fault.Refused {
		t.Errorf("one person twice: %v", err)
	}
	if _, err := closing("kay", "moved-away"); kind(err) != fault.Refused {
		t.Errorf("closed without a chase on record: %v", err)
	}
	for range 3 {
		h.Pass(time.Hour)
		if _, err := act(t, h, "moss", func(w *desk.Writing) (loop.Done, error) {
			return loop.Log(w, f, loop.Contact{Channel: "call", Outcome: "no-answer"})
		}); err != nil {
			t.Fatal(err)
		}
	}
	d, err := closing("kay", "moved-away")
	if err != nil || d.Phase != referral.ClosedWithoutProof {
		t.Fatalf("%+v, %v", d, err)
	}
	p := look(t, h, "doc", f.Referral)
	for _, e := range p.State.Entries() {
		x, ok := e.What.(referral.ClosedAdmin)
		if ok && (x.Reason != "moved-away" || x.Second != "doc" || e.By.User != "kay" || len(x.Chases) != 3 || !slices.Contains(x.Leaves, string(p.State.Reports[0].ID)) || !slices.Contains(x.Leaves, string(p.State.Items[0].ID))) {
			t.Errorf("the entry is %+v by %+v", x, e.By)
		}
	}
	said := map[string]bool{} // what either wrote is kept, and stands in what happened
	for _, e := range p.State.Entries() {
		switch x := e.What.(type) {
		case referral.Proposed:
			said[p.Words[x.Evidence]] = true
		case referral.ClosedAdmin:
			said[p.Words[x.Note]] = true
		}
	}
	if !said["moved-away: Said by doc."] || !said["Said by kay."] || len(said) != 2 {
		t.Errorf("what was said: %v", said)
	}
	kinds := map[string]bool{}
	for _, o := range p.Duties {
		kinds[o.Kind] = o.Owed.Team != ""
	}
	if !kinds["ending-told"] || !kinds["item"] || p.Phase == referral.PhaseClosed {
		t.Errorf("it is %s, and owed are %v", p.Phase, kinds)
	}
	h.Pass(time.Hour)
	d, err = act(t, h, "chen", func(w *desk.Writing) (loop.Done, error) {
		return loop.Write(w, f, loop.Report{Kind: referral.Amended, Replaces: p.State.Reports[0].ID, Answer: "Yes, after all.", Claim: "answered"})
	})
	if err != nil || d.Phase != referral.PhaseReported || d.Ball.Person != "doc" {
		t.Errorf("a report that was not named left it %+v, %v", d, err)
	}
}
