package loop_test

import (
	"testing"

	"referd/base/fault"
	"referd/core/party"
	"referd/core/referral"
	"referd/desk"
	"referd/desk/desktest"
	"referd/desk/loop"
)

// A line of the plan is given to a team of either side, by name to somebody who
// works there: never, by an id that no form offers, to who would not see it, or
// would be shown a patient who is none of theirs.
func TestALineIsGivenToWhoHasToDoWithIt(t *testing.T) {
	h := desktest.New(t)
	f := loop.Form{Referral: sent(t, h, party.Routine, "cardio")}
	must(t, h, "nurse", referral.PhaseAccepted, with(f, accept))
	must(t, h, "chen", referral.PhaseSeen, func(w *desk.Writing) (loop.Done, error) { return loop.See(w, f, "") })
	write := func(to loop.Line) error {
		to.What, to.Due = "Repeat the tracing.", h.Now().AddDate(0, 1, 0)
		_, err := act(t, h, "chen", func(w *desk.Writing) (loop.Done, error) {
			return loop.Write(w, f, loop.Report{Answer: "Yes.", Claim: "answered", Lines: []loop.Line{to}})
		})
		return err
	}
	wrong := []loop.Line{{Team: "nowhere"}, {Team: "other-team"}, {Team: "home-team", Person: "nobody"}, {Team: "home-team", Person: "chen"}, {Team: "home-team", Person: "stranger"}}
	for _, x := range wrong {
		if err := write(x); fault.Of(err) != fault.Invalid {
			t.Errorf("planned for %s of %s: %v", x.Person, x.Team, err)
		}
	}
	if err := write(loop.Line{Team: "home-team", Person: "doc"}); err != nil {
		t.Fatal(err)
	}
	p := look(t, h, "doc", f.Referral)
	item, report := p.State.Items[0].ID, p.State.Heads()[0].ID
	for _, x := range wrong {
		if _, err := act(t, h, "doc", func(w *desk.Writing) (loop.Done, error) { return loop.HandOn(w, f, item, x.Team, x.Person) }); fault.Of(err) != fault.Invalid {
			t.Errorf("handed on to %s of %s: %v", x.Person, x.Team, err)
		}
		a := loop.Acknowledgement{Report: report, Answered: "yes", Lines: []loop.Choice{{Item: item, How: "give", Team: x.Team, Person: x.Person}}}
		if _, err := act(t, h, "doc", func(w *desk.Writing) (loop.Done, error) { return loop.Acknowledge(w, f, a) }); fault.Of(err) != fault.Invalid {
			t.Errorf("given to %s of %s: %v", x.Person, x.Team, err)
		}
	}
	later := loop.Acknowledgement{Report: report, Answered: "yes", Lines: []loop.Choice{{Item: item, How: "do"}}, Tell: loop.Telling{Person: "stranger", Due: h.Now().AddDate(0, 0, 3)}}
	if _, err := act(t, h, "doc", func(w *desk.Writing) (loop.Done, error) { return loop.Acknowledge(w, f, later) }); fault.Of(err) != fault.Invalid {
		t.Errorf("a stranger tells the patient: %v", err)
	}
	must(t, h, "doc", referral.PhaseReported, func(w *desk.Writing) (loop.Done, error) { return loop.HandOn(w, f, item, "wards", "chen") })
}
