package loop_test

import (
	"context"
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
)

var ctx = context.Background()

const patient = party.PatientID("pat00000000000000001")

// act does one act as somebody and gives what came of it.
func act(t *testing.T, h *desktest.House, user party.UserID, f func(*desk.Writing) (loop.Done, error)) (d loop.Done, err error) {
	t.Helper()
	err = h.Write(ctx, h.As(user), "test", func(w *desk.Writing) (err error) { d, err = f(w); return err })
	return d, err
}

func must(t *testing.T, h *desktest.House, user party.UserID, want referral.Phase, f func(*desk.Writing) (loop.Done, error)) loop.Done {
	t.Helper()
	d, err := act(t, h, user, f)
	if err != nil {
		t.Fatalf("%s: %v", user, err)
	}
	if d.Phase != want {
		t.Fatalf("%s: the loop is %q, want %q", user, d.Phase, want)
	}
	return d
}

// sent makes a sent referral and gives its id.
func sent(t *testing.T, h *desktest.House, u party.Urgency, to party.ServiceID) referral.ID {
	t.Helper()
	d := must(t, h, "doc", referral.Draft, func(w *desk.Writing) (loop.Done, error) {
		return draft.Start(w, draft.Draft{Patient: patient, Service: to, Urgency: u})
	})
	f := loop.Form{Referral: d.ID}
	if err := h.Write(ctx, h.As("doc"), "save", func(w *desk.Writing) error {
		return draft.Save(w, d.ID, draft.Draft{Service: to, Clinician: "dr-doc", Question: "Is it the heart?", Urgency: u, Told: true, Override: "no tracing here"})
	}); err != nil {
		t.Fatal(err)
	}
	want := referral.PhaseDelivered
	if to == "far-cardio" {
		want = referral.PhaseSent
	}
	must(t, h, "doc", want, func(w *desk.Writing) (loop.Done, error) { return draft.Send(w, f) })
	return d.ID
}

// The whole story: a referral goes out, its answer comes back, and it closes
// with proof in the commit of the fact that completes it.
func story(t *testing.T, h *desktest.House) {
	t.Helper()
	of := sent(t, h, party.Routine, "cardio")
	f := loop.Form{Referral: of}
	day := 24 * time.Hour
	must(t, h, "intake", referral.Review, func(w *desk.Writing) (loop.Done, error) { return loop.Open(w, f) })
	h.Pass(day)
	must(t, h, "nurse", referral.Questioned, func(w *desk.Writing) (loop.Done, error) {
		return loop.Ask(w, f, loop.Question{Items: []string{"ecg"}, Words: "The tracing, please."})
	})
	h.Pass(day)
	must(t, h, "moss", referral.Review, func(w *desk.Writing) (loop.Done, error) { return loop.Answer(w, f, "", "Attached.", nil) })
	h.Pass(time.Hour)
	must(t, h, "nurse", referral.PhaseAccepted, func(w *desk.Writing) (loop.Done, error) {
		return loop.Accept(w, f, loop.Acceptance{Words: "We see her."})
	})
	h.Pass(time.Hour)
	must(t, h, "booker", referral.PhaseBooked, func(w *desk.Writing) (loop.Done, error) {
		return loop.Book(w, f, loop.Booking{Start: h.Now().Add(3 * day), Clinician: "dr-chen"})
	})
	h.Pass(3*day + time.Hour)
	must(t, h, "chen", referral.PhaseSeen, func(w *desk.Writing) (loop.Done, error) { return loop.See(w, f, "") })
	h.Pass(time.Hour)
	must(t, h, "chen", referral.PhaseReported, func(w *desk.Writing) (loop.Done, error) {
		return loop.Write(w, f, loop.Report{Answer: "No.", Findings: "Normal.", Claim: "answered", Lines: []loop.Line{{What: "Repeat lipids.", Due: h.Now().AddDate(0, 3, 0)}}})
	})
	h.Pass(time.Hour)
	var p *loop.Picture
	look := func(who party.UserID) {
		if err := h.Read(ctx, h.As(who), "loop.read", func(r *desk.Reading) (err error) { p, err = loop.Look(r, of); return err }); err != nil {
			t.Fatal(err)
		}
	}
	look("doc")
	report, item := p.State.Reports[0].ID, p.State.Items[0].ID
	if _, err := act(t, h, "moss", func(w *desk.Writing) (loop.Done, error) {
		return loop.Acknowledge(w, f, loop.Acknowledgement{Report: report, Answered: "yes"})
	}); fault.Of(err) != fault.Denied {
		t.Errorf("staff acknowledged: %v", err)
	}
	if _, err := act(t, h, "doc", func(w *desk.Writing) (loop.Done, error) {
		return loop.Acknowledge(w, f, loop.Acknowledgement{Report: report, Answered: "yes"})
	}); fault.Of(err) != fault.Invalid {
		t.Errorf("acknowledged without a word on its line: %v", err)
	}
	must(t, h, "doc", referral.FollowThrough, func(w *desk.Writing) (loop.Done, error) {
		return loop.Acknowledge(w, f, loop.Acknowledgement{Report: report, Answered: "yes", Lines: []loop.Choice{{Item: item, How: "do"}}})
	})
	h.Pass(time.Hour)
	must(t, h, "moss", referral.FollowThrough, func(w *desk.Writing) (loop.Done, error) {
		return loop.Inform(w, f, report, loop.Telling{How: "call", Language: "es"})
	})
	h.Pass(time.Hour)
	d := must(t, h, "doc", referral.PhaseClosed, func(w *desk.Writing) (loop.Done, error) { return loop.Finish(w, f, item, "Lipids done, in the chart.") })
	if d.Ball.Team != "" {
		t.Errorf("a closed loop has a ball: %+v", d.Ball)
	}
	look("chen")
	if !p.State.Proof().Whole() || len(p.Lookers) == 0 {
		t.Error("closed without proof, or nobody is recorded as having looked")
	}
}

// What is late climbs, ends nothing, and moves no ball.
func TestLateClimbsAndEndsNothing(t *testing.T) {
	h := desktest.New(t)
	of := sent(t, h, party.Urgent, "cardio")
	for range 12 {
		h.Pass(12 * time.Hour)
		if _, err := chase.Escalate(ctx, h.Desk); err != nil {
			t.Fatal(err)
		}
	}
	var p *loop.Picture
	if err := h.Read(ctx, h.As("intake"), "loop.read", func(r *desk.Reading) (err error) { p, err = loop.Look(r, of); return err }); err != nil {
		t.Fatal(err)
	}
	levels := map[int]int{}
	for _, e := range p.State.Entries() {
		if x, ok := e.What.(referral.Escalated); ok && x.Duty == "" {
			levels[x.Level]++
		}
	}
	if p.Phase != referral.PhaseDelivered || levels[1] != 1 || levels[2] != 1 || levels[3] != 1 {
		t.Errorf("%s, escalated %v", p.Phase, levels)
	}
}

// Who leaves takes nothing along.
func TestLeavingMovesEverything(t *testing.T) {
	h := desktest.New(t)
	of := sent(t, h, party.Routine, "cardio")
	must(t, h, "nurse", referral.PhaseDeclined, func(w *desk.Writing) (loop.Done, error) {
		return loop.Decline(w, loop.Form{Referral: of}, loop.Refusal{Reason: "capacity", Tells: "sender", Words: "Full."})
	})
	f, _ := reported(t, h) // and a line of a plan that is theirs by name
	if err := h.Write(ctx, h.As("doc"), "plan", func(w *desk.Writing) error {
		_, err := loop.Recommend(w, f, "", []loop.Line{{What: "Walk.", Person: "doc", Due: h.Now().AddDate(0, 1, 0)}})
		return err
	}); err != nil {
		t.Fatal(err)
	}
	var moved int
	if err := h.Write(ctx, h.As("kay"), "leave", func(w *desk.Writing) (err error) { moved, err = chase.Leave(w, "doc", "doc2"); return err }); err != nil {
		t.Fatal(err)
	}
	var d *loop.Picture
	if err := h.Read(ctx, h.As("doc2"), "loop.read", func(r *desk.Reading) (err error) { d, err = loop.Look(r, of); return err }); err != nil {
		t.Fatal(err)
	}
	if moved == 0 || d.Ball.Person == "doc" || d.Ball.Team != "home-team" {
		t.Errorf("moved %d, the ball is with %+v", moved, d.Ball)
	}
	if line, ok := owing(look(t, h, "doc2", f.Referral), "item"); !ok || line.Owed.Person != "doc2" {
		t.Errorf("the line is with %+v", line.Owed)
	}
}
