package loop_test

import (
	"slices"
	"testing"
	"time"

	"referd/base/fault"
	"referd/core/party"
	"referd/core/referral"
	"referd/desk"
	"referd/desk/chase"
	"referd/desk/desktest"
	"referd/desk/lists"
	"referd/desk/loop"
)

// Whoever may confirm a proposal may refuse it, also of another team: the
// administrator a closing without proof. Who may do neither may not.
func TestWhoMayConfirmMayRefuse(t *testing.T) {
	h := desktest.New(t)
	f := loop.Form{Referral: sent(t, h, party.Routine, "cardio")}
	h.Pass(time.Minute)
	if _, err := act(t, h, "doc", func(w *desk.Writing) (loop.Done, error) { return loop.CloseAdmin(w, f, "moved-away", "") }); err != nil {
		t.Fatal(err)
	}
	p := look(t, h, "doc", f.Referral).State.Proposals[0].ID
	annexed(t, h, "kay")
	refuse := func(who party.UserID) error {
		h.Pass(time.Minute)
		_, err := act(t, h, who, func(w *desk.Writing) (loop.Done, error) { return loop.RefuseProposal(w, f, p, "Not yet chased.") })
		return err
	}
	if err := refuse("chen"); kind(err) != fault.Denied {
		t.Errorf("a specialist refused a closing: %v", err)
	}
	if !slices.Contains(look(t, h, "kay", f.Referral).Acts, referral.ActRefuseProposal) {
		t.Error("the administrator is not offered to refuse")
	}
	if err := refuse("kay"); err != nil {
		t.Errorf("the administrator: %v", err)
	}
	if left := look(t, h, "doc", f.Referral).State.Proposals; len(left) != 0 {
		t.Errorf("it waits still: %+v", left)
	}
}

// What is named is settled by whom it names, their cover, or their team's lead.
func TestTheNamedSettles(t *testing.T) {
	h := desktest.New(t)
	f := loop.Form{Referral: sent(t, h, party.Routine, "cardio")}
	if err := chase.Untold(ctx, h.Desk, f.Referral, "lead/doc/", nil); err != nil { // the lead herself: her team's
		t.Fatal(err)
	}
	if err := chase.Untold(ctx, h.Desk, f.Referral, "lead/moss/", nil); err != nil {
		t.Fatal(err)
	}
	var named, teams []referral.Key
	for _, o := range look(t, h, "doc", f.Referral).Duties {
		if o.Kind == "delivery" && o.Owed.Person == "doc" {
			named = o.Facts
		} else if o.Kind == "delivery" {
			teams = o.Facts
		}
	}
	settle := func(who party.UserID, facts ...referral.Key) error {
		h.Pass(time.Minute)
		_, err := act(t, h, who, func(w *desk.Writing) (loop.Done, error) { return loop.Settle(w, f, facts, "By telephone.") })
		return err
	}
	for _, who := range []party.UserID{"nurse", "moss", "doc2", "kay"} {
		if err := settle(who, named...); kind(err) != fault.Denied {
			t.Errorf("%s settled what names the lead: %v", who, err)
		}
	}
	if err := settle("moss", append(named, teams...)...); kind(err) != fault.Denied {
		t.Errorf("with what is the team's: %v", err)
	}
	if p := look(t, h, "moss", f.Referral); len(p.Settle) != 1 || !slices.Equal(p.Settle[0].Facts, teams) {
		t.Errorf("a colleague is offered %+v", p.Settle)
	}
	if err := settle("moss", teams...); err != nil {
		t.Errorf("what is the team's: %v", err)
	}
	delegate(t, h, party.Delegation{For: "dr-doc", To: "doc2", Cover: true})
	if err := settle("doc2", named...); err != nil {
		t.Errorf("the cover: %v", err)
	}
}

// A bell rung before the acceptance is the referrer's, and the receiving
// triage's from it on; a line of the plan is whoever's took it. Neither gets a
// new due.
func TestWhatIsAnothersPassesOn(t *testing.T) {
	h := desktest.New(t)
	f := loop.Form{Referral: sent(t, h, party.Routine, "cardio")}
	h.Pass(time.Minute)
	must(t, h, "moss", referral.PhaseDelivered, func(w *desk.Writing) (loop.Done, error) { return loop.Ring(w, f, "worse", "The pain is back.") })
	before, _ := owing(look(t, h, "doc", f.Referral), "bell-worse")
	if before.Owed.Team != "home-team" || before.Owed.Person != "doc" {
		t.Errorf("before the acceptance it is with %+v", before.Owed)
	}
	h.Pass(time.Minute)
	must(t, h, "nurse", referral.PhaseAccepted, with(f, accept))
	after, _ := owing(look(t, h, "nurse", f.Referral), "bell-worse")
	if after.Owed.Team != "triage" || after.Owed.Person != "" || !after.Owed.Due.Equal(before.Owed.Due) {
		t.Errorf("after it: %+v, was due %s", after.Owed, before.Owed.Due)
	}
	h.Pass(time.Minute)
	must(t, h, "chen", referral.PhaseSeen, func(w *desk.Writing) (loop.Done, error) { return loop.See(w, f, "") })
	h.Pass(time.Minute)
	must(t, h, "chen", referral.PhaseReported, func(w *desk.Writing) (loop.Done, error) {
		return loop.Write(w, f, loop.Report{Answer: "Yes.", Claim: "answered", Lines: []loop.Line{{What: "Repeat the tracing.", Due: h.Now().AddDate(0, 1, 0)}}})
	})
	item := look(t, h, "doc", f.Referral).State.Items[0].ID
	h.Pass(time.Minute)
	must(t, h, "doc", referral.PhaseReported, func(w *desk.Writing) (loop.Done, error) { return loop.HandOn(w, f, item, "wards", "chen") })
	h.Pass(time.Minute)
	must(t, h, "chen", referral.PhaseReported, func(w *desk.Writing) (loop.Done, error) {
		return loop.TakeOn(w, f, item, h.Now().AddDate(0, 2, 0))
	})
	if o, _ := owing(look(t, h, "chen", f.Referral), "item"); o.Owed.Team != "wards" || o.Owed.Person != "chen" || !o.Mine {
		t.Errorf("taken on, it is with %+v", o.Owed)
	}
}

// On call for the referring team comes before the clinician when a patient says
// that it is worse.
func TestWorseIsTheOnCalls(t *testing.T) {
	h := desktest.New(t)
	if err := h.Write(ctx, h.As("kay"), "on-call", func(w *desk.Writing) error {
		return w.Tx.PutThing(desk.KindOnCall, "home-team", "home", party.OnCall{Team: "home-team", User: "doc2", From: h.Now().Add(-time.Hour), Until: h.Now().Add(24 * time.Hour)})
	}); err != nil {
		t.Fatal(err)
	}
	f := loop.Form{Referral: sent(t, h, party.Routine, "cardio")}
	h.Pass(time.Minute)
	must(t, h, "moss", referral.PhaseDelivered, func(w *desk.Writing) (loop.Done, error) { return loop.Ring(w, f, "worse", "The pain is back.") })
	if o, _ := owing(look(t, h, "doc", f.Referral), "bell-worse"); o.Owed.Person != "doc2" {
		t.Errorf("with %+v", o.Owed)
	}
}

// A time agreed on the telephone says whether a needed interpreter was there:
// without one the visit is booked and the call reached nobody.
func TestABookingSaysItsInterpreter(t *testing.T) {
	for _, there := range []bool{true, false} {
		h := desktest.New(t)
		if err := h.Write(ctx, h.As("moss"), "patient", func(w *desk.Writing) error {
			p, err := w.Patient(patient)
			if err != nil {
				return err
			}
			p.Interpreter, p.Language = true, "es"
			return w.Tx.PutPatient(p)
		}); err != nil {
			t.Fatal(err)
		}
		f := loop.Form{Referral: sent(t, h, party.Routine, "cardio")}
		h.Pass(time.Minute)
		must(t, h, "nurse", referral.PhaseAccepted, with(f, accept))
		h.Pass(time.Minute)
		must(t, h, "booker", referral.PhaseBooked, func(w *desk.Writing) (loop.Done, error) {
			return loop.Book(w, f, loop.Booking{Start: h.Now().AddDate(0, 0, 3), Contacted: true, Interpreter: there})
		})
		s := look(t, h, "booker", f.Referral).State
		if c := s.Contacts[0]; c.Interpreter != there || c.Without == there || s.Reached.IsZero() == there {
			t.Errorf("there %v: %+v, reached %s", there, c, s.Reached)
		}
	}
}

// An entry is struck by a lead of the organization whose people, or whose
// system, wrote it; what the house noted by itself is both sides'.
func TestOnlyOwnFactsAreStruck(t *testing.T) {
	h := desktest.New(t)
	if err := h.Write(ctx, h.As("kay"), "client", func(w *desk.Writing) error {
		if err := w.Tx.PutThing(desk.KindClient, "ehr", "clinic", party.Client{ID: "ehr", Orgs: []party.OrgID{"clinic"}, Active: true}); err != nil {
			return err
		}
		boss := h.As("intake").Jobs
		return w.Tx.PutThing(desk.KindMembership, "intake@intake", "clinic", party.Membership{User: "intake", Team: "intake", Roles: append(boss, party.TeamLead)})
	}); err != nil {
		t.Fatal(err)
	}
	f := loop.Form{Referral: sent(t, h, party.Routine, "cardio")}
	h.Pass(time.Minute)
	if err := h.Write(ctx, desk.Who{Client: "ehr", Orgs: []party.OrgID{"clinic"}}, "accept", func(w *desk.Writing) error { _, err := accept(w, f); return err }); err != nil {
		t.Fatal(err)
	}
	var told referral.Key
	for _, e := range look(t, h, "doc", f.Referral).State.Entries() {
		if _, ok := e.What.(referral.Accepted); ok {
			told = e.Key
		}
	}
	strike := func(who party.UserID) error {
		h.Pass(time.Minute)
		_, err := act(t, h, who, func(w *desk.Writing) (loop.Done, error) { return loop.Strike(w, f, told, "made-in-error") })
		return err
	}
	for _, who := range []party.UserID{"doc", "kay", "nurse"} {
		if err := strike(who); kind(err) != fault.Denied {
			t.Errorf("%s struck what the clinic's system told: %v", who, err)
		}
	}
	if err := strike("intake"); err != nil {
		t.Errorf("the clinic's own lead: %v", err)
	}
}

// A referral that could not be delivered, or was not in time, stands among the
// failed deliveries of whoever chases it, counted by the same query.
func TestTheUndeliveredAreListed(t *testing.T) {
	desktest.Both(t, func(t *testing.T, h *desktest.House) {
		f := loop.Form{Referral: sent(t, h, party.Routine, "far-cardio")}
		on := func(v lists.View) bool {
			t.Helper()
			return listed(t, h, "moss", v, f.Referral)
		}
		if on(lists.Deliveries) || on(lists.Exceptions) {
			t.Error("listed before anything failed")
		}
		h.Pass(time.Minute)
		if err := chase.Undelivered(ctx, h.Desk, f.Referral, "no such number"); err != nil {
			t.Fatal(err)
		}
		if !on(lists.Deliveries) || !on(lists.Exceptions) {
			t.Error("given up, and nowhere to be found")
		}
		if ball := look(t, h, "moss", f.Referral).Ball; ball.Due.After(h.Now()) || ball.Act != referral.ActDeliver {
			t.Errorf("the ball is %+v", ball)
		}
		if err := h.Read(ctx, h.As("moss"), "count", func(r *desk.Reading) error {
			l, err := lists.Lines(r, lists.Deliveries, 1, nil)
			if l.Total != 1 || len(l.Rows) != 1 {
				t.Errorf("%d rows, counted %d", len(l.Rows), l.Total)
			}
			return err
		}); err != nil {
			t.Fatal(err)
		}
	})
}
