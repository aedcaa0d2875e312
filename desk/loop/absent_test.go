package loop_test

import (
	"context"
	"strings"
	"testing"
	"time"

	"referd/base/fault"
	"referd/core/access"
	"referd/core/party"
	"referd/core/referral"
	"referd/desk"
	"referd/desk/desktest"
	"referd/desk/draft"
	"referd/desk/loop"
	"referd/store"
)

// audits counts the lines of the audit of a kind with an outcome about a loop.
func audits(t *testing.T, h *desktest.House, kind string, of referral.ID, o access.Outcome) (n int) {
	t.Helper()
	err := h.DB.View(ctx, store.Scope{System: true}, func(v *store.View) error {
		list, err := v.Audits(access.Query{Limit: 5000})
		for _, r := range list {
			if r.Kind == kind && r.Referral == of && r.Outcome == o {
				n++
			}
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return n
}

// A foreign referral answers exactly like one that is not there, to every act
// and every read, of a stranger and of a system of another organization; and
// what was tried is in the audit.
func TestForeignIsAbsentToEverything(t *testing.T) {
	h := desktest.New(t)
	of := sent(t, h, party.Routine, "cardio")
	client := desk.Who{Client: "ehr", Orgs: []party.OrgID{"other"}, Zone: time.UTC}
	for _, a := range ofALoop {
		for who, w := range map[string]desk.Who{"stranger": h.As("stranger"), "client": client, "nobody": {}} {
			before := audits(t, h, a.name, of, access.Minor)
			foreign, none := a.ask(h, w, of), a.ask(h, w, absent)
			if fault.Of(foreign) != fault.Missing || fault.Of(none) != fault.Missing || fault.Public(foreign) != fault.Public(none) {
				t.Errorf("%s, %s: a foreign one %v, an absent one %v", a.name, who, foreign, none)
			}
			if audits(t, h, a.name, of, access.Minor) != before+1 {
				t.Errorf("%s, %s: what was tried is not in the audit", a.name, who)
			}
		}
	}
}

// byTheHouse is what the house itself may do (SY of loop.md's table), and what
// is a fact told rather than an act.
var byTheHouse = map[string]bool{"Tell": true, "WriteTold": true, "Propose": true, "Die": true, "Arrive": true, "Attach": true, "Authorize": true, "Book": true, "Close": true, "Confirm": true, "Give": true, "Inform": true, "Reopen": true, "See": true, "Write": true, "Rebook": true, "partner.Report": true}

// Somebody of the practice without a job there sees the referral and may do
// nothing to it, and is told who may; nor does the house decide what a person does.
func TestWhoMayNotIsToldWhoMay(t *testing.T) {
	h := desktest.New(t)
	of := sent(t, h, party.Routine, "cardio")
	idle := desk.Who{User: "idle", Org: "home", Zone: time.UTC}
	for _, a := range ofALoop {
		if a.read != nil {
			continue
		}
		err := a.ask(h, idle, of)
		switch a.name { // what is asked for has to be there first
		case "Attach", "Propose":
			if fault.Of(err) != fault.Invalid {
				t.Errorf("%s of no document: %v", a.name, err)
			}
			continue
		case "ConfirmProposal", "RefuseProposal", "ConfirmRecall", "draft.Save", "Release":
			if k := fault.Of(err); k != fault.Refused && k != fault.Denied {
				t.Errorf("%s of what is not there: %v", a.name, err)
			}
			continue
		}
		if fault.Of(err) != fault.Denied || len(strings.Fields(fault.Public(err))) < 4 || !strings.HasSuffix(fault.Public(err), ".") {
			t.Errorf("%s: %v", a.name, err)
		}
		if audits(t, h, a.name, of, access.Minor) != 1 {
			t.Errorf("%s: being turned away is not in the audit", a.name)
		}
		if err := a.ask(h, desk.System("test"), of); !byTheHouse[a.name] && err == nil {
			t.Errorf("the house did %s by itself", a.name)
		}
	}
}

// A referral begins for those who may begin one, and leaves a line in the audit.
func TestBeginningsAreAudited(t *testing.T) {
	h := desktest.New(t)
	start := func(who desk.Who) error {
		return h.Write(ctx, who, "begin", func(w *desk.Writing) error { _, err := draft.Start(w, draft.Draft{Patient: patient}); return err })
	}
	receive := func(who desk.Who) error {
		return h.Write(ctx, who, "receive", func(w *desk.Writing) error {
			_, err := draft.Receive(w, draft.Arrival{Patient: patient, Sender: "home", Service: "cardio", Question: "Is it?", Urgency: party.Routine, Origin: "fhir"})
			return err
		})
	}
	for _, x := range []struct {
		name string
		err  error
		want fault.Kind
	}{
		{"a stranger begins", start(h.As("stranger")), fault.Missing}, {"intake begins", start(h.As("intake")), fault.Denied}, {"an administrator begins", start(h.As("kay")), fault.Denied},
		{"a person sends as a system", receive(h.As("doc")), fault.Denied}, {"a foreign system sends", receive(desk.Who{Client: "x", Orgs: []party.OrgID{"other"}}), fault.Denied},
	} {
		if fault.Of(x.err) != x.want || x.err == nil {
			t.Errorf("%s: %v", x.name, x.err)
		}
	}
	if err := start(h.As("moss")); err != nil {
		t.Error(err)
	}
	if err := receive(desk.Who{Client: "x", Orgs: []party.OrgID{"home"}}); err != nil {
		t.Error(err)
	}
	var kinds = map[string]int{}
	h.DB.View(ctx, store.Scope{System: true}, func(v *store.View) error {
		list, err := v.Audits(access.Query{Limit: 100})
		for _, r := range list {
			kinds[r.Kind+string(r.Outcome)]++
		}
		return err
	})
	if kinds["begin0"] != 1 || kinds["begin4"] != 3 || kinds["receive0"] != 1 || kinds["receive4"] != 2 {
		t.Errorf("the audit has %v", kinds)
	}
}

// Nothing is shown when its line in the audit cannot be kept.
func TestNothingIsShownUnaudited(t *testing.T) {
	h := desktest.New(t)
	of := sent(t, h, party.Routine, "cardio")
	who := h.As("doc")
	h.DB.Stop()
	var shown *loop.Picture
	err := h.Read(context.WithoutCancel(ctx), who, "loop.read", func(r *desk.Reading) (err error) { shown, err = loop.Look(r, of); return err })
	if fault.Of(err) != fault.Busy || shown == nil {
		t.Errorf("read without an audit: %v", err)
	}
}
