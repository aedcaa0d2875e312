package measure_test

import (
	"context"
	"log/slog"
	"strings"
	"testing"
	"time"

	"referd/base/fault"
	core "referd/core/measure"
	"referd/core/party"
	"referd/core/referral"
	"referd/desk"
	"referd/desk/desktest"
	"referd/desk/draft"
	"referd/desk/loop"
	"referd/desk/measure"
	"referd/store"
)

var ehr = desk.Who{Client: "ehr", Orgs: []party.OrgID{"home"}}

// received is a referral to a service that a system sent.
func received(t *testing.T, h *desktest.House, to party.ServiceID) (d loop.Done) {
	t.Helper()
	if err := h.Write(t.Context(), ehr, "receive", func(w *desk.Writing) (err error) {
		d, err = draft.Receive(w, draft.Arrival{Patient: "pat00000000000000001", Sender: "home", Clinician: "dr-doc", Service: to, Question: "Is it?", Urgency: party.Routine, Origin: "fhir"})
		return err
	}); err != nil {
		t.Fatal(err)
	}
	return d
}

func act(t *testing.T, h *desktest.House, who party.UserID, f func(*desk.Writing) (loop.Done, error)) {
	t.Helper()
	if err := h.Write(t.Context(), h.As(who), "act", func(w *desk.Writing) error { _, err := f(w); return err }); err != nil {
		t.Fatalf("%s: %v", who, err)
	}
}

// lead makes somebody the lead of a house's quality.
func lead(t *testing.T, h *desktest.House, who party.UserID, team party.TeamID, org party.OrgID) {
	t.Helper()
	if err := h.DB.Commit(t.Context(), func(tx *store.Tx) error {
		return tx.PutThing(desk.KindMembership, string(who)+"@quality", org, party.Membership{User: who, Team: team, Roles: []party.Job{party.Quality}})
	}); err != nil {
		t.Fatal(err)
	}
}

func figures(t *testing.T, h *desktest.House, b *measure.Board, who party.UserID, a measure.Asking) (f measure.Figures, err error) {
	t.Helper()
	if err := b.Fresh(t.Context()); err != nil {
		t.Fatal(err)
	}
	err = h.Read(t.Context(), h.As(who), "measures", func(r *desk.Reading) (err error) { f, err = b.Figures(r, a); return err })
	return f, err
}

func overdue(f measure.Figures) core.Point { return f.List[len(f.List)-1].Whole }

// Nothing is shown before everything is counted; then each act is, with the
// next look, whoever did it and on whichever process.
func TestFiguresFollowCommits(t *testing.T) {
	desktest.Both(t, func(t *testing.T, h *desktest.House) {
		lead(t, h, "nurse", "triage", "clinic")
		received(t, h, "cardio")
		b := measure.New(h.Desk)
		if f, err := figures(t, h, b, "nurse", measure.Asking{}); f.Ready || f.List != nil || err != nil {
			t.Fatalf("shown before it is counted: %+v, %v", f, err)
		}
		if err := b.Catch(t.Context()); err != nil {
			t.Fatal(err)
		}
		other := measure.New(desk.New(h.DB, slog.New(slog.DiscardHandler))) // another process
		if err := other.Catch(t.Context()); err != nil {
			t.Fatal(err)
		}
		if f, err := figures(t, h, b, "nurse", measure.Asking{}); !f.Ready || overdue(f).N != 1 || overdue(f).Counted != 0 || err != nil {
			t.Fatalf("one referral is open: %+v, %v", overdue(f), err)
		}
		of := received(t, h, "cardio").ID
		h.Pass(8 * 24 * time.Hour)
		act(t, h, "intake", func(w *desk.Writing) (loop.Done, error) { return loop.Open(w, loop.Form{Referral: of}) })
		h.Pass(time.Minute)
		act(t, h, "nurse", func(w *desk.Writing) (loop.Done, error) {
			return loop.Accept(w, loop.Form{Referral: of}, loop.Acceptance{Words: "Yes."})
		})
		for _, b := range []*measure.Board{b, other} {
			f, err := figures(t, h, b, "nurse", measure.Asking{Measure: core.Named("time-to-accept"), By: core.Coordinator})
			if err != nil || overdue(f).N != 2 || overdue(f).Counted != 1 {
				t.Errorf("open and late: %+v, %v", overdue(f), err)
			}
			if w := f.List[1].Whole; w.N != 2 || w.Counted != 1 || w.Waiting != 1 || core.Length(core.Minute(w.Value)) != "8.0 d" {
				t.Errorf("time to accept: %+v", w)
			}
			if len(f.Parts) != 2 || f.Parts[0].N != 1 || f.Parts[0].ID+f.Parts[1].ID != "intake" {
				t.Errorf("by coordinator: %+v", f.Parts)
			}
		}
	})
}

// An organization measures its own referrals and no other's; who leads nobody
// and refers nobody is told who may.
func TestOnlyOnesOwnAreMeasured(t *testing.T) {
	h := desktest.New(t)
	lead(t, h, "nurse", "triage", "clinic")
	of := received(t, h, "cardio").ID
	received(t, h, "far-cardio")
	b := measure.New(h.Desk)
	if err := b.Catch(t.Context()); err != nil {
		t.Fatal(err)
	}
	for _, x := range []struct {
		who  party.UserID
		a    measure.Asking
		n    int
		both bool
		kind fault.Kind
	}{
		{"nurse", measure.Asking{}, 1, true, 0},
		{"nurse", measure.Asking{Out: true}, 0, true, 0},
		{"doc", measure.Asking{}, 2, false, 0},
		{"moss", measure.Asking{}, 2, false, 0},
		{"moss", measure.Asking{Want: map[core.Dimension]string{core.Service: "cardio"}}, 1, false, 0},
		{"moss", measure.Asking{Want: map[core.Dimension]string{core.Sender: "dr-doc", core.Channel: "fhir"}}, 1, false, 0}, // how the partner is reached
		{"moss", measure.Asking{Want: map[core.Dimension]string{core.Service: "nowhere"}}, 0, false, 0},
		{"nurse", measure.Asking{Want: map[core.Dimension]string{core.Sender: "home", core.Urgency: "routine"}}, 1, true, 0},
		{"nurse", measure.Asking{Want: map[core.Dimension]string{core.Sender: "far"}}, 0, true, 0},
		{"stranger", measure.Asking{}, 0, false, 0},
		{"intake", measure.Asking{}, 0, false, fault.Denied},
		{"kay", measure.Asking{}, 0, false, fault.Denied},
	} {
		f, err := figures(t, h, b, x.who, x.a)
		if x.kind != 0 {
			if fault.Of(err) != x.kind || f.List != nil {
				t.Errorf("%s: %v", x.who, err)
			}
			continue
		}
		if err != nil || overdue(f).N != x.n || f.Both != x.both {
			t.Errorf("%s, %+v: %d open, both sides %v, %v", x.who, x.a, overdue(f).N, f.Both, err)
		}
	}
	why := func(who party.UserID) (code string, list []measure.Reason, err error) {
		err = h.Read(t.Context(), h.As(who), "why", func(r *desk.Reading) (err error) { code, list, err = b.Why(r, of); return err })
		return code, list, err
	}
	if code, list, err := why("nurse"); err != nil || code == "" || len(list) != 10 || !strings.Contains(list[0].Words, "delivered 0 min after it was sent") {
		t.Errorf("why: %s %+v %v", code, list, err)
	}
	if _, _, err := why("stranger"); fault.Of(err) != fault.Missing {
		t.Errorf("a stranger is told why: %v", err)
	}
	if _, _, err := why("kay"); fault.Of(err) != fault.Denied {
		t.Errorf("an administrator is told why: %v", err)
	}
}

// The cases of a figure are listed by their codes, the newest first, as many as
// the figure says, each with why.
func TestCasesAreThoseOfTheFigure(t *testing.T) {
	h := desktest.New(t)
	lead(t, h, "nurse", "triage", "clinic")
	var newest referral.ID
	for range 60 {
		h.Pass(time.Minute)
		newest = received(t, h, "cardio").ID
	}
	act(t, h, "nurse", func(w *desk.Writing) (loop.Done, error) {
		return loop.Decline(w, loop.Form{Referral: newest}, loop.Refusal{Reason: "no-capacity", Tells: "receiver", Words: "Full."})
	})
	h.Pass(8 * 24 * time.Hour)
	b := measure.New(h.Desk)
	if err := b.Catch(t.Context()); err != nil {
		t.Fatal(err)
	}
	cases := func(c measure.Cases) measure.Cases {
		t.Helper()
		c.Measure = core.Named("time-to-accept")
		err := h.Read(t.Context(), h.As("nurse"), "cases", func(r *desk.Reading) (err error) { c, err = b.Cases(r, c); return err })
		if err != nil {
			t.Fatal(err)
		}
		return c
	}
	if c := cases(measure.Cases{Group: measure.Counted}); len(c.List) != 1 || c.List[0].ID != newest || c.List[0].Code == "" || c.List[0].Why != "Counted: declined or advised 0 min after it was sent. It is of the week of 01-Jun-2026." {
		t.Errorf("decided: %+v", c.List)
	}
	first, second := cases(measure.Cases{Group: measure.Waiting}), cases(measure.Cases{Group: measure.Waiting, Page: 2})
	if len(first.List) != measure.PerPage || len(second.List) != 9 || first.Total[measure.Waiting] != 59 || !first.List[0].Sent.After(second.List[0].Sent) {
		t.Errorf("%d and %d of %v", len(first.List), len(second.List), first.Total)
	}
	if c := cases(measure.Cases{Group: measure.Waiting, Week: desktest.Start.Truncate(24 * time.Hour)}); c.Total[measure.Waiting] != 59 {
		t.Errorf("of the week: %v", c.Total)
	}
	if c := cases(measure.Cases{Group: measure.Waiting, Week: desktest.Start.AddDate(0, 0, 7)}); c.Total[measure.Waiting] != 0 || len(c.List) != 0 {
		t.Errorf("of the week after: %v", c.Total)
	}
}

// What was forgotten before the board heard of it is counted anew, and what
// comes all at once is shown when all of it is counted.
func TestABoardThatWasAway(t *testing.T) {
	h := desktest.New(t)
	lead(t, h, "nurse", "triage", "clinic")
	received(t, h, "cardio")
	b := measure.New(h.Desk)
	if err := b.Catch(t.Context()); err != nil {
		t.Fatal(err)
	}
	for range 5 {
		received(t, h, "cardio")
	}
	if err := h.DB.Commit(context.Background(), func(tx *store.Tx) error { _, err := tx.PruneFeed(2); return err }); err != nil {
		t.Fatal(err)
	}
	if f, err := figures(t, h, b, "nurse", measure.Asking{}); err != nil || overdue(f).N != 6 {
		t.Errorf("after it was away: %+v, %v", overdue(f), err)
	}
	for range 501 {
		received(t, h, "cardio")
	}
	if f, err := figures(t, h, b, "nurse", measure.Asking{}); err != nil || f.Ready {
		t.Errorf("so many at once: %+v, %v", f, err)
	}
	if err := b.Catch(t.Context()); err != nil {
		t.Fatal(err)
	}
	if f, err := figures(t, h, b, "nurse", measure.Asking{}); err != nil || overdue(f).N != 507 {
		t.Errorf("when all are counted: %+v, %v", overdue(f), err)
	}
}
