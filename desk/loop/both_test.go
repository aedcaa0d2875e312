package loop_test

import (
	"sync"
	"testing"
	"time"

	"referd/base/fault"
	"referd/core/party"
	"referd/core/referral"
	"referd/desk"
	"referd/desk/chase"
	"referd/desk/desktest"
	"referd/desk/draft"
	"referd/desk/loop"
	"referd/desk/turn"
	"referd/store"
)

// A loop closes with proof, and the desk keeps its promises to people who act at
// once or too late, on both databases.
func TestTheLoopClosesWithProof(t *testing.T) {
	desktest.Both(t, func(t *testing.T, h *desktest.House) {
		for _, x := range []struct {
			name string
			f    func(*testing.T, *desktest.House)
		}{
			{"story", story}, {"an overtaken form", overtaken}, {"pressed many times at once", pressedAtOnce}, {"accepted and cancelled at once", acceptAndCancel}, {"accepted twice", acceptTwice},
			{"rejected after acceptance", rejectAfterAccept}, {"undone within a minute", undone}, {"undone in ten seconds", undoneQuickly}, {"given and taken back", givenAndTaken},
		} {
			t.Run(x.name, func(t *testing.T) { x.f(t, h) })
		}
	})
}

func look(t *testing.T, h *desktest.House, who party.UserID, of referral.ID) (p *loop.Picture) {
	t.Helper()
	if err := h.Read(ctx, h.As(who), "loop.read", func(r *desk.Reading) (err error) { p, err = loop.Look(r, of); return err }); err != nil {
		t.Fatal(err)
	}
	return p
}

func accept(w *desk.Writing, f loop.Form) (loop.Done, error) {
	return loop.Accept(w, f, loop.Acceptance{})
}

func decline(w *desk.Writing, f loop.Form) (loop.Done, error) {
	return loop.Decline(w, f, loop.Refusal{Reason: "capacity", Tells: "sender", Words: "Full."})
}

func with(f loop.Form, do func(*desk.Writing, loop.Form) (loop.Done, error)) func(*desk.Writing) (loop.Done, error) {
	return func(w *desk.Writing) (loop.Done, error) { return do(w, f) }
}

// kind is the kind of an error, or a number no kind has when there is none.
func kind(err error) fault.Kind {
	if err == nil {
		return 255
	}
	return fault.Of(err)
}

// A form read before the house acted is decided again and succeeds; one that a
// person has overtaken is a conflict that says who did what, how it stands now
// and what is still possible; one that is no longer possible likewise.
func overtaken(t *testing.T, h *desktest.House) {
	of := sent(t, h, party.Urgent, "cardio")
	read := loop.Form{Referral: of, Seq: look(t, h, "nurse", of).Seq}
	h.Pass(26 * time.Hour)
	if n, err := chase.Escalate(ctx, h.Desk); err != nil || n == 0 {
		t.Fatalf("%d climbed, %v", n, err)
	}
	if look(t, h, "nurse", of).Seq == read.Seq {
		t.Fatal("the house added nothing; the form is not stale")
	}
	must(t, h, "intake", referral.Review, with(loop.Form{Referral: of}, loop.Open)) // a view overtakes nobody
	d := must(t, h, "nurse", referral.Questioned, with(read, func(w *desk.Writing, f loop.Form) (loop.Done, error) {
		return loop.Ask(w, f, loop.Question{Words: "The tracing?"})
	}))
	_, err := act(t, h, "chen", with(read, decline))
	s, ok := turn.StaleOf(err)
	if !ok || kind(err) != fault.Conflict {
		t.Fatalf("overtaken by a person: %v", err)
	}
	if len(s.Since) != 1 || s.Since[0].By.User != "nurse" || s.Seq != d.Seq || s.Phase != referral.Questioned || s.Ball.Team != "home-team" || len(s.Acts) == 0 {
		t.Errorf("the conflict says %+v", s)
	}
	if len(look(t, h, "chen", of).State.Entries()) != d.Seq {
		t.Error("a refused form left an entry")
	}
	h.Pass(time.Second)
	again := loop.Form{Referral: of, Seq: s.Seq}
	must(t, h, "chen", referral.PhaseAccepted, with(again, accept))
	_, err = act(t, h, "chen", with(again, accept)) // the same person, from another window
	if s, ok := turn.StaleOf(err); !ok || len(s.Since) == 0 {
		t.Errorf("no longer possible: %v", err)
	}
}

// at runs several acts at the same moment and gives their errors.
func at(h *desktest.House, all ...func() error) []error {
	out := make([]error, len(all))
	var start, end sync.WaitGroup
	start.Add(1)
	for i, f := range all {
		end.Go(func() { start.Wait(); out[i] = f() })
	}
	start.Done()
	end.Wait()
	return out
}

// The same press, eight times at once, is one act with one answer.
func pressedAtOnce(t *testing.T, h *desktest.House) {
	of := sent(t, h, party.Routine, "cardio")
	before, nurse := look(t, h, "nurse", of).Seq, h.As("nurse")
	var all []func() error
	answers := make([]loop.Done, 8)
	for i := range answers {
		all = append(all, func() error {
			return h.Write(ctx, nurse, "question", func(w *desk.Writing) (err error) {
				answers[i], err = loop.Ask(w, loop.Form{Referral: of, Seq: before, Once: "one-form"}, loop.Question{Words: "What?"})
				return err
			})
		})
	}
	for _, err := range at(h, all...) {
		if err != nil {
			t.Fatal(err)
		}
	}
	first := 0
	for _, a := range answers {
		if a.Seq != before+1 || a.Undo == "" {
			t.Errorf("one press was answered %+v", a)
		}
		if !a.Already {
			first++
		}
	}
	if p := look(t, h, "nurse", of); first != 1 || len(p.State.Asks) != 1 {
		t.Errorf("%d first answers, %d questions", first, len(p.State.Asks))
	}
}

// race has two people act on what both have read, many times over: one wins,
// the other is told what the first did; never both, never neither.
func race(t *testing.T, h *desktest.House, a, b party.UserID, doA, doB func(*desk.Writing, loop.Form) (loop.Done, error)) (wins [2]int) {
	t.Helper()
	wa, wb := h.As(a), h.As(b)
	for range 6 {
		of := sent(t, h, party.Routine, "cardio")
		f := loop.Form{Referral: of, Seq: look(t, h, a, of).Seq}
		one := func(who desk.Who, do func(*desk.Writing, loop.Form) (loop.Done, error)) func() error {
			return func() error {
				return h.Write(ctx, who, "race", func(w *desk.Writing) error { _, err := do(w, f); return err })
			}
		}
		errs := at(h, one(wa, doA), one(wb, doB))
		if (errs[0] == nil) == (errs[1] == nil) {
			t.Fatalf("both or neither: %v", errs)
		}
		lost, won := errs[0], b
		if errs[1] != nil {
			lost, won = errs[1], a
			wins[0]++
		} else {
			wins[1]++
		}
		if s, ok := turn.StaleOf(lost); !ok || s.Since[len(s.Since)-1].By.User != won {
			t.Errorf("the loser was told %v", lost)
		}
		if got := len(look(t, h, a, of).State.Entries()); got != f.Seq+1 {
			t.Errorf("%d entries after one act on %d", got, f.Seq)
		}
	}
	return wins
}

func acceptAndCancel(t *testing.T, h *desktest.House) {
	race(t, h, "nurse", "doc", accept, func(w *desk.Writing, f loop.Form) (loop.Done, error) {
		return loop.Cancel(w, f, "no-longer-needed", "She is well.")
	})
}

func acceptTwice(t *testing.T, h *desktest.House) {
	race(t, h, "nurse", "chen", accept, accept)
	of := sent(t, h, party.Routine, "cardio")
	f := loop.Form{Referral: of} // no page was read: the law alone decides
	must(t, h, "nurse", referral.PhaseAccepted, with(f, accept))
	if _, err := act(t, h, "chen", with(f, accept)); kind(err) != fault.Refused {
		t.Errorf("accepted twice: %v", err)
	}
}

// A decline after an acceptance stands when it is later, is refused from a form
// that did not know of the acceptance, and never once the patient was seen.
func rejectAfterAccept(t *testing.T, h *desktest.House) {
	of := sent(t, h, party.Routine, "cardio")
	read := loop.Form{Referral: of, Seq: look(t, h, "chen", of).Seq}
	must(t, h, "nurse", referral.PhaseAccepted, with(loop.Form{Referral: of}, accept))
	if _, err := act(t, h, "chen", with(read, decline)); kind(err) != fault.Conflict {
		t.Errorf("declined without knowing of the acceptance: %v", err)
	}
	h.Pass(time.Minute)
	d := must(t, h, "chen", referral.PhaseDeclined, with(loop.Form{Referral: of}, decline))
	if d.Ball.Team != "home-team" {
		t.Errorf("declined, and the ball is with %+v", d.Ball)
	}
	of = sent(t, h, party.Routine, "cardio")
	f := loop.Form{Referral: of}
	must(t, h, "nurse", referral.PhaseAccepted, with(f, accept))
	h.Pass(time.Minute)
	must(t, h, "chen", referral.PhaseSeen, func(w *desk.Writing) (loop.Done, error) { return loop.See(w, f, "") })
	if _, err := act(t, h, "nurse", with(f, decline)); kind(err) != fault.Refused {
		t.Errorf("declined after the visit: %v", err)
	}
}

// notices runs the messages that are due and gives what those about a loop would say.
func notices(t *testing.T, h *desktest.House, of referral.ID) (out []chase.Notice) {
	t.Helper()
	jobs, err := h.DB.Lease(ctx, []string{"notify"}, 500, h.DB.Machine().Add(time.Hour))
	if err != nil {
		t.Fatal(err)
	}
	for _, j := range jobs {
		n, err := chase.NoticeOf(ctx, h.Desk, j.Referral, "")
		if err != nil {
			t.Fatal(err)
		}
		if n.Code != "" && n.Referral == of {
			out = append(out, n)
		}
		if err := h.DB.Commit(ctx, func(tx *store.Tx) error { return tx.Done(j) }); err != nil {
			t.Fatal(err)
		}
	}
	return out
}

// Accept, decline and ask are visible at once and may be undone for a minute,
// for which their messages wait; undo strikes them and keeps both entries. An
// emergency's go at once and are not undone. What somebody has built on is not
// taken away under them.
func undone(t *testing.T, h *desktest.House) {
	of := sent(t, h, party.Routine, "cardio")
	f := loop.Form{Referral: of}
	must(t, h, "intake", referral.Review, with(f, loop.Open))
	h.Pass(2 * time.Minute)
	notices(t, h, of)
	before := look(t, h, "nurse", of)
	d := must(t, h, "nurse", referral.PhaseAccepted, func(w *desk.Writing) (loop.Done, error) {
		return loop.Accept(w, f, loop.Acceptance{Ask: &loop.Question{Words: "The tracing?"}})
	})
	if d.Undo == "" || d.UndoUntil.Sub(h.Now()) != time.Minute || look(t, h, "doc", of).Phase != referral.PhaseAccepted {
		t.Errorf("accepted: %+v", d)
	}
	h.Pass(59 * time.Second)
	if n := notices(t, h, of); len(n) != 0 {
		t.Errorf("a message left before the minute was over: %+v", n)
	}
	undo := func(w *desk.Writing, f loop.Form) (loop.Done, error) { return turn.Undo(w, f, d.Undo) }
	if _, err := act(t, h, "chen", with(f, undo)); kind(err) != fault.Denied {
		t.Errorf("undone by another: %v", err)
	}
	back := must(t, h, "nurse", referral.Review, with(f, undo))
	p := look(t, h, "nurse", of)
	if back.Ball != before.Ball || len(p.State.Entries()) != before.Seq+4 || len(p.State.Asks) != 0 {
		t.Errorf("undone: the ball was %+v and is %+v; %d entries more, %d questions", before.Ball, back.Ball, len(p.State.Entries())-before.Seq, len(p.State.Asks))
	}
	h.Pass(2 * time.Minute)
	for _, n := range notices(t, h, of) {
		if n.Act == referral.ActBook || n.Act == referral.ActAnswer {
			t.Errorf("a message of what was undone left: %+v", n)
		}
	}
	if _, err := act(t, h, "nurse", with(f, undo)); kind(err) == 255 {
		t.Error("undone twice")
	}
	d = must(t, h, "nurse", referral.PhaseDeclined, with(f, decline))
	h.Pass(61 * time.Second)
	if _, err := act(t, h, "nurse", with(f, func(w *desk.Writing, f loop.Form) (loop.Done, error) { return turn.Undo(w, f, d.Undo) })); kind(err) != fault.Refused {
		t.Errorf("undone after its minute: %v", err)
	}
	of = sent(t, h, party.Routine, "cardio")
	f = loop.Form{Referral: of}
	d = must(t, h, "nurse", referral.PhaseAccepted, with(f, accept))
	h.Pass(time.Second)
	must(t, h, "booker", referral.PhaseBooked, func(w *desk.Writing) (loop.Done, error) {
		return loop.Book(w, f, loop.Booking{Start: h.Now().Add(72 * time.Hour), Clinician: "dr-chen"})
	})
	if _, err := act(t, h, "nurse", with(f, func(w *desk.Writing, f loop.Form) (loop.Done, error) { return turn.Undo(w, f, d.Undo) })); kind(err) != fault.Conflict {
		t.Errorf("undone under the booking: %v", err)
	}
	emergency(t, h)
}

func emergency(t *testing.T, h *desktest.House) {
	t.Helper()
	of := sentEmergency(t, h)
	f := loop.Form{Referral: of}
	h.Pass(time.Second)
	notices(t, h, of)
	d := must(t, h, "nurse", referral.PhaseAccepted, with(f, accept))
	if d.Undo != "" || len(notices(t, h, of)) == 0 {
		t.Errorf("an emergency's message waited: %+v", d)
	}
	key := look(t, h, "nurse", f.Referral).State.Entries()[d.Seq-1].Key
	if _, err := act(t, h, "nurse", with(f, func(w *desk.Writing, f loop.Form) (loop.Done, error) { return turn.Undo(w, f, key) })); kind(err) != fault.Refused {
		t.Errorf("an emergency was undone: %v", err)
	}
}

func sentEmergency(t *testing.T, h *desktest.House) referral.ID {
	t.Helper()
	d := must(t, h, "doc", referral.Draft, func(w *desk.Writing) (loop.Done, error) {
		return draft.Start(w, draft.Draft{Patient: patient, Service: "cardio", Urgency: party.Emergency})
	})
	save := func(x draft.Draft) {
		t.Helper()
		x.Service, x.Clinician, x.Question, x.Urgency, x.Told = "cardio", "dr-doc", "Is it the heart?", party.Emergency, true
		if err := h.Write(ctx, h.As("doc"), "save", func(w *desk.Writing) error { return draft.Save(w, d.ID, x) }); err != nil {
			t.Fatal(err)
		}
	}
	save(draft.Draft{})
	if _, err := act(t, h, "doc", with(loop.Form{Referral: d.ID}, draft.Send)); kind(err) != fault.Invalid {
		t.Errorf("an emergency was sent without its call: %v", err)
	}
	save(draft.Draft{CallWith: "Dr Chen", CallAt: h.Now().In(h.As("doc").Zone).Format("2006-01-02T15:04")})
	must(t, h, "doc", referral.PhaseDelivered, with(loop.Form{Referral: d.ID}, draft.Send))
	return d.ID
}

// Claiming, assigning, holding, filing and planning are undone within ten
// seconds, and then it is as it was.
func undoneQuickly(t *testing.T, h *desktest.House) {
	of := sent(t, h, party.Routine, "cardio")
	f := loop.Form{Referral: of}
	undo := func(who party.UserID, d loop.Done) error {
		_, err := act(t, h, who, func(w *desk.Writing) (loop.Done, error) { return turn.Undo(w, f, d.Undo) })
		return err
	}
	for name, x := range map[string]struct {
		who party.UserID
		do  func(*desk.Writing) (loop.Done, error)
	}{
		"claim": {"intake", with(f, loop.Claim)},
		"hold": {"nurse", func(w *desk.Writing) (loop.Done, error) {
			return loop.Hold(w, f, h.Now().Add(72*time.Hour), "patient-asks", "")
		}},
	} {
		before := look(t, h, "doc", of)
		h.Pass(time.Second)
		d, err := act(t, h, x.who, x.do)
		if err != nil || d.Undo == "" || d.UndoUntil.Sub(h.Now()) != 10*time.Second {
			t.Fatalf("%s: %+v %v", name, d, err)
		}
		if now := look(t, h, "doc", of); now.Ball == before.Ball {
			t.Errorf("%s moved nothing", name)
		}
		h.Pass(9 * time.Second)
		if err := undo(x.who, d); err != nil {
			t.Errorf("%s: %v", name, err)
		}
		if now := look(t, h, "doc", of); now.Ball.Team != before.Ball.Team || now.Ball.Person != before.Ball.Person || now.Ball.Act != before.Ball.Act || now.Phase != before.Phase {
			t.Errorf("%s undone: the ball was %+v and is %+v", name, before.Ball, now.Ball)
		}
		h.Pass(time.Second)
		d, err = act(t, h, x.who, x.do)
		if err != nil {
			t.Fatal(err)
		}
		h.Pass(11 * time.Second)
		if err := undo(x.who, d); kind(err) != fault.Refused {
			t.Errorf("%s undone after ten seconds: %v", name, err)
		}
		reset(t, h, f)
	}
}

// A team lead gives the ball to a colleague; undone, it is with whom it was.
func givenAndTaken(t *testing.T, h *desktest.House) {
	f := loop.Form{Referral: sent(t, h, party.Routine, "cardio")}
	must(t, h, "nurse", referral.PhaseDeclined, with(f, decline))
	h.Pass(time.Minute)
	give := func(w *desk.Writing) (loop.Done, error) {
		return loop.Give(w, f, loop.Assign{Person: "doc2", Why: "on call"})
	}
	if _, err := act(t, h, "moss", give); kind(err) != fault.Denied {
		t.Errorf("staff assign: %v", err)
	}
	d := must(t, h, "doc", referral.PhaseDeclined, give)
	if d.Ball.Person != "doc2" || d.Undo == "" {
		t.Errorf("given: %+v", d)
	}
	h.Pass(9 * time.Second)
	d = must(t, h, "doc", referral.PhaseDeclined, func(w *desk.Writing) (loop.Done, error) { return turn.Undo(w, f, d.Undo) })
	if d.Ball.Person != "doc" {
		t.Errorf("undone, the ball is with %+v", d.Ball)
	}
	if _, err := act(t, h, "doc", func(w *desk.Writing) (loop.Done, error) {
		return loop.Give(w, f, loop.Assign{Person: "chen", Why: "elsewhere"})
	}); kind(err) != fault.Invalid {
		t.Errorf("given to somebody of another house: %v", err)
	}
}

// reset brings a loop back to where nobody has it and nothing holds it.
func reset(t *testing.T, h *desktest.House, f loop.Form) {
	t.Helper()
	p := look(t, h, "intake", f.Referral)
	if p.Phase == referral.PhaseHeld {
		must(t, h, "nurse", referral.PhaseDelivered, with(f, loop.Resume))
	}
	if p.Ball.Person != "" {
		if _, err := act(t, h, "intake", with(f, loop.Release)); err != nil {
			t.Fatal(err)
		}
	}
}
