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
	"referd/desk/draft"
	"referd/desk/lists"
	"referd/desk/loop"
)

// What staff made ready is signed as it was read, or given back with words, by
// the clinician it names or their cover, one at a time; a changed word is read
// again, and a standing order signs nothing.
func TestTheSigningList(t *testing.T) {
	h := desktest.New(t)
	of := must(t, h, "moss", referral.Draft, func(w *desk.Writing) (loop.Done, error) {
		return draft.Start(w, draft.Draft{Patient: patient, Service: "cardio", Urgency: party.Urgent, Clinician: "dr-doc", Question: "Is it?"})
	}).ID
	f := loop.Form{Referral: of}
	mark := func() (m string) {
		t.Helper()
		if err := h.Read(ctx, h.As("doc"), "draft", func(r *desk.Reading) error {
			d, _, err := draft.Written(r, of)
			m = draft.Mark(d)
			return err
		}); err != nil {
			t.Fatal(err)
		}
		return m
	}
	waits := func(who party.UserID) (is bool) {
		t.Helper()
		if err := h.Read(ctx, h.As(who), "list", func(r *desk.Reading) error {
			ids, err := lists.Signing(r)
			is = slices.Contains(ids, of)
			return err
		}); err != nil {
			t.Fatal(err)
		}
		return is
	}
	signRead := func(m string) func(*desk.Writing) (loop.Done, error) {
		return func(w *desk.Writing) (loop.Done, error) { return draft.SignRead(w, f, m) }
	}
	giveBack := func(words string) func(*desk.Writing) (loop.Done, error) {
		return func(w *desk.Writing) (loop.Done, error) { return draft.GiveBack(w, f, words) }
	}
	if _, err := act(t, h, "doc", signRead(mark())); kind(err) != fault.Refused {
		t.Errorf("signed from the list what nobody made ready: %v", err)
	}
	must(t, h, "moss", referral.Unsigned, with(f, draft.Ready))
	delegate(t, h, party.Delegation{For: "dr-doc", To: "moss", Sign: true})
	for _, who := range []party.UserID{"moss", "doc2"} {
		if waits(who) {
			t.Errorf("it waits for the signature of %s", who)
		}
		if _, err := act(t, h, who, signRead(mark())); kind(err) != fault.Denied {
			t.Errorf("%s signed: %v", who, err)
		}
		if _, err := act(t, h, who, giveBack("No.")); kind(err) != fault.Denied {
			t.Errorf("%s gave it back: %v", who, err)
		}
	}
	if _, err := act(t, h, "doc", giveBack("  ")); kind(err) != fault.Invalid || !waits("doc") {
		t.Errorf("given back without words: %v", err)
	}
	h.Pass(3 * time.Hour)
	back := must(t, h, "doc", referral.Draft, giveBack("Ask about the stairs."))
	if back.Ball.Person != "moss" || back.Ball.Act != referral.ActFinish || !back.Ball.Due.After(h.Now()) || !back.Ball.From.Equal(h.Now()) {
		t.Errorf("given back, the ball is %+v", back.Ball)
	}
	if waits("doc") {
		t.Error("what was given back still waits for the signature")
	}
	if _, err := act(t, h, "doc", giveBack("Again.")); kind(err) != fault.Refused {
		t.Errorf("given back twice: %v", err)
	}
	read := mark()
	if err := h.Write(ctx, h.As("moss"), "draft", func(w *desk.Writing) error {
		d, _, err := draft.Written(w.Reading, of)
		if err != nil || d.Back == nil || d.Back.Words != "Ask about the stairs." || d.Back.By != "doc" {
			t.Errorf("staff read %+v: %v", d.Back, err)
		}
		d.Question = "Is it, on stairs?"
		return draft.Save(w, of, d)
	}); err != nil {
		t.Fatal(err)
	}
	must(t, h, "moss", referral.Unsigned, with(f, draft.Ready))
	if _, err := act(t, h, "doc", signRead(read)); kind(err) != fault.Conflict {
		t.Errorf("signed what was changed since it was read: %v", err)
	}
	delegate(t, h, party.Delegation{For: "dr-doc", To: "doc2", Cover: true, Until: h.Now().Add(48 * time.Hour)})
	if !waits("doc2") {
		t.Error("it does not wait for the cover")
	}
	must(t, h, "doc2", referral.PhaseDelivered, signRead(mark()))
	signed := 0
	for _, e := range look(t, h, "doc", of).State.Entries() {
		if x, ok := e.What.(referral.Signed); ok && !x.Behalf && e.By.User == "doc2" && e.By.For == "dr-doc" {
			signed++
		}
	}
	if signed != 1 {
		t.Errorf("signed %d times by the cover in the clinician's name", signed)
	}
}
