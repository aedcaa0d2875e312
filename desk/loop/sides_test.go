package loop_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"referd/base/fault"
	corechart "referd/core/chart"
	"referd/core/party"
	"referd/core/referral"
	"referd/desk"
	"referd/desk/chart"
	"referd/desk/desktest"
	"referd/desk/draft"
	"referd/desk/loop"
	"referd/desk/turn"
)

// owing finds the last duty of a kind.
func owing(p *loop.Picture, kind string) (out loop.Owing, ok bool) {
	for _, o := range p.Duties {
		if o.Kind == kind {
			out, ok = o, true
		}
	}
	return out, ok
}

// Filing a document and adding lines to the plan are undone within ten seconds:
// the need is owed again, the lines are gone, every one of one press.
func TestFilingAndPlanningUndone(t *testing.T) {
	h := desktest.New(t)
	f := loop.Form{Referral: sent(t, h, party.Urgent, "cardio")}
	undo := func(who party.UserID, d loop.Done, after time.Duration) error {
		h.Pass(after)
		_, err := act(t, h, who, func(w *desk.Writing) (loop.Done, error) { return turn.Undo(w, f, d.Undo) })
		return err
	}
	attach := func() loop.Done {
		t.Helper()
		h.Pass(time.Minute)
		d, err := act(t, h, "moss", func(w *desk.Writing) (loop.Done, error) {
			doc, err := chart.Upload(w, chart.File{Patient: patient, Referral: f.Referral, Kind: corechart.Attachment, Name: "ecg.txt", Data: []byte("Ada Testcase, the tracing")})
			if err != nil {
				return loop.Done{}, err
			}
			return loop.Attach(w, f, doc.ID, "ecg")
		})
		if err != nil || d.UndoUntil.Sub(h.Now()) != 10*time.Second {
			t.Fatalf("%+v %v", d, err)
		}
		if s := look(t, h, "doc", f.Referral).State; len(s.Missing) != 0 {
			t.Fatalf("attached, and %v is missing", s.Missing)
		}
		return d
	}
	if err := undo("moss", attach(), 9*time.Second); err != nil {
		t.Fatal(err)
	}
	if p := look(t, h, "doc", f.Referral); !slices.Contains(p.State.Missing, "ecg") {
		t.Error("taken off again, and nothing is owed")
	} else if o, ok := owing(p, "missing"); !ok || o.Owed.Team != "home-team" {
		t.Errorf("it is owed by %+v", o)
	}
	if err := undo("moss", attach(), 11*time.Second); kind(err) != fault.Refused {
		t.Errorf("undone after ten seconds: %v", err)
	}
	must(t, h, "nurse", referral.PhaseAccepted, with(f, accept))
	h.Pass(time.Minute)
	must(t, h, "chen", referral.PhaseSeen, func(w *desk.Writing) (loop.Done, error) { return loop.See(w, f, "") })
	h.Pass(time.Minute)
	plan := func() loop.Done {
		t.Helper()
		due := h.Now().AddDate(0, 1, 0)
		d, err := act(t, h, "chen", func(w *desk.Writing) (loop.Done, error) {
			return loop.Recommend(w, f, "", []loop.Line{{What: "Rest.", Due: due}, {What: "Walk.", Due: due}})
		})
		if err != nil || len(look(t, h, "doc", f.Referral).State.Items) != 2 {
			t.Fatalf("%+v %v", d, err)
		}
		return d
	}
	if err := undo("doc", plan(), time.Second); kind(err) != fault.Denied {
		t.Errorf("somebody else undid it: %v", err)
	}
	before := look(t, h, "doc", f.Referral)
	last := before.State.Entries()[before.Seq-2]
	if err := undo("chen", loop.Done{Undo: last.Key}, 8*time.Second); err != nil {
		t.Fatal(err)
	}
	if s := look(t, h, "doc", f.Referral).State; len(s.Items) != 0 {
		t.Errorf("undone, %d lines stay", len(s.Items))
	}
	if err := undo("chen", plan(), 11*time.Second); kind(err) != fault.Refused {
		t.Errorf("undone after ten seconds: %v", err)
	}
}

// A number that somebody answers is kept with who; no clock moves.
func TestACallbackIsKept(t *testing.T) {
	h := desktest.New(t)
	f := loop.Form{Referral: sent(t, h, party.Routine, "cardio")}
	before := look(t, h, "doc", f.Referral)
	h.Pass(time.Hour)
	if _, err := act(t, h, "chen", func(w *desk.Writing) (loop.Done, error) { return loop.SetCallback(w, f, "12", "me") }); kind(err) != fault.Invalid {
		t.Errorf("no number was kept: %v", err)
	}
	if _, err := act(t, h, "chen", func(w *desk.Writing) (loop.Done, error) {
		return loop.SetCallback(w, f, "(555) 010-2222", "the ward clerk")
	}); err != nil {
		t.Fatal(err)
	}
	p := look(t, h, "doc", f.Referral)
	x, ok := p.State.Entries()[p.Seq-1].What.(referral.CallbackSet)
	if !ok || !strings.Contains(p.Words[x.Note], "(555) 010-2222 the ward clerk") || p.Ball != before.Ball {
		t.Errorf("kept %+v: %q, the ball %+v", x, p.Words[x.Note], p.Ball)
	}
}

// Another clinician answers for it from now on: the ball goes along and keeps
// its age, and of a draft the one who is written in it changes too.
func TestReaddressed(t *testing.T) {
	h := desktest.New(t)
	f := loop.Form{Referral: sent(t, h, party.Routine, "cardio")}
	h.Pass(time.Minute)
	must(t, h, "nurse", referral.PhaseDeclined, with(f, decline))
	before := look(t, h, "doc", f.Referral).Ball
	h.Pass(time.Hour)
	to := func(of referral.ID, c party.PractitionerID) (loop.Done, error) {
		return act(t, h, "doc", func(w *desk.Writing) (loop.Done, error) { return draft.Readdress(w, loop.Form{Referral: of}, c, "") })
	}
	if _, err := to(f.Referral, "dr-chen"); kind(err) != fault.Invalid {
		t.Errorf("to a clinician of another house: %v", err)
	}
	d, err := to(f.Referral, "dr-doc2")
	if err != nil || d.Ball.Person != "doc2" || !d.Ball.Due.Equal(before.Due) || !d.Ball.From.Equal(before.From) || look(t, h, "doc2", f.Referral).State.Clinician != "dr-doc2" {
		t.Errorf("%+v, %v; before %+v", d.Ball, err, before)
	}
	begun := must(t, h, "doc", referral.Draft, func(w *desk.Writing) (loop.Done, error) {
		return draft.Start(w, draft.Draft{Patient: patient, Service: "cardio", Urgency: party.Routine})
	}).ID
	save(t, h, begun, draft.Draft{Service: "cardio", Clinician: "dr-doc", Question: "Is it?", Urgency: party.Routine, Told: true, Override: "none here"})
	if _, err := to(begun, "dr-doc2"); err != nil {
		t.Fatal(err)
	}
	must(t, h, "doc2", referral.PhaseDelivered, with(loop.Form{Referral: begun}, draft.Send))
	if s := look(t, h, "doc", begun).State; s.Clinician != "dr-doc2" {
		t.Errorf("sent, it is %s's", s.Clinician)
	}
}

func save(t *testing.T, h *desktest.House, of referral.ID, d draft.Draft) {
	t.Helper()
	if err := h.Write(ctx, h.As("doc"), "save", func(w *desk.Writing) error { return draft.Save(w, of, d) }); err != nil {
		t.Fatal(err)
	}
}

// The authorization has a clock of its own: denied is owed by the referring
// side, approved with its number ends that, and no phase moves.
func TestAuthorized(t *testing.T) {
	h := desktest.New(t)
	f := loop.Form{Referral: sent(t, h, party.Routine, "cardio")}
	must(t, h, "nurse", referral.PhaseAccepted, with(f, accept))
	stands := func(who party.UserID, p loop.Permit) error {
		h.Pass(time.Minute)
		_, err := act(t, h, who, func(w *desk.Writing) (loop.Done, error) { return loop.Authorize(w, f, p) })
		return err
	}
	if err := stands("booker", loop.Permit{State: "denied", Words: "Not covered."}); err != nil {
		t.Fatal(err)
	}
	p := look(t, h, "doc", f.Referral)
	if o, ok := owing(p, "authorization"); !ok || o.Owed.Team != "home-team" || o.Due.IsZero() || p.Phase != referral.PhaseAccepted {
		t.Errorf("denied: %+v, %s", o, p.Phase)
	}
	if err := stands("moss", loop.Permit{State: "approved"}); kind(err) != fault.Invalid {
		t.Errorf("approved without its number: %v", err)
	}
	if err := stands("chen", loop.Permit{State: "approved", Number: "A1"}); kind(err) != fault.Denied {
		t.Errorf("a specialist recorded it: %v", err)
	}
	if err := stands("moss", loop.Permit{State: "approved", Number: "A1", Units: 2, Until: h.Now().AddDate(0, 3, 0)}); err != nil {
		t.Fatal(err)
	}
	p = look(t, h, "doc", f.Referral)
	if _, ok := owing(p, "authorization"); ok || p.State.Authorization.Number != "A1" || p.State.Authorization.Units != 2 {
		t.Errorf("approved: %+v", p.State.Authorization)
	}
}

// The patient's bell: worse goes to the referring clinician before acceptance
// and to triage after it, in half an hour; the rest to scheduling. It is no
// missed visit, and the words are kept.
func TestTheBellRings(t *testing.T) {
	h := desktest.New(t)
	f := loop.Form{Referral: sent(t, h, party.Routine, "cardio")}
	ring := func(bell, words string) (*loop.Picture, error) {
		h.Pass(time.Minute)
		_, err := act(t, h, "moss", func(w *desk.Writing) (loop.Done, error) { return loop.Ring(w, f, bell, words) })
		return look(t, h, "doc", f.Referral), err
	}
	if _, err := ring("worse", ""); kind(err) != fault.Invalid {
		t.Errorf("without the patient's words: %v", err)
	}
	p, err := ring("worse", "“It hurts more.”")
	o, _ := owing(p, "bell-worse")
	if err != nil || o.Owed.Team != "home-team" || o.Owed.Person != "doc" || o.Due.Sub(o.Owed.From) != 30*time.Minute || p.Phase != referral.PhaseDelivered {
		t.Errorf("worse, before acceptance: %+v, %v", o, err)
	}
	must(t, h, "nurse", referral.PhaseAccepted, with(f, accept))
	p, err = ring("worse", "“Still worse.”")
	if o, _ = owing(p, "bell-worse"); err != nil || o.Owed.Team != "triage" {
		t.Errorf("worse, after it: %+v, %v", o, err)
	}
	p, err = ring("nothing", "“Nobody called.”")
	if o, _ = owing(p, "bell"); err != nil || o.Owed.Team != "booking" || p.Words[p.State.Bells[2].Note] != "“Nobody called.”" {
		t.Errorf("heard nothing: %+v, %v", o, err)
	}
}
