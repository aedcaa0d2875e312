package loop_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"referd/core/party"
	"referd/core/referral"
	"referd/core/schedule"
	"referd/desk"
	"referd/desk/chase"
	"referd/desk/desktest"
	"referd/desk/draft"
	"referd/desk/house"
	"referd/desk/lists"
	"referd/desk/loop"
	"referd/store"
)

// spoken is an emergency that was sent, with the call that was made.
func spoken(t *testing.T, h *desktest.House) loop.Done {
	t.Helper()
	d := must(t, h, "doc", referral.Draft, func(w *desk.Writing) (loop.Done, error) {
		return draft.Start(w, draft.Draft{Patient: patient, Service: "cardio", Urgency: party.Emergency})
	})
	at := h.Now().In(h.As("doc").Zone).Format("2006-01-02T15:04")
	if err := h.Write(ctx, h.As("doc"), "save", func(w *desk.Writing) error {
		return draft.Save(w, d.ID, draft.Draft{Service: "cardio", Clinician: "dr-doc", Question: "Is it the heart?", Urgency: party.Emergency, Told: true, CallWith: "Dr Chen", CallAt: at})
	}); err != nil {
		t.Fatal(err)
	}
	return must(t, h, "doc", referral.PhaseDelivered, func(w *desk.Writing) (loop.Done, error) { return draft.Send(w, loop.Form{Referral: d.ID}) })
}

// Who leaves is on call no more: whoever takes over is, from the same commit, and
// an emergency, and whom to call at the service, find them (hazard H8).
func TestWhoLeavesIsOnCallNoMore(t *testing.T) {
	h := desktest.New(t)
	set := func(kind, id string, org party.OrgID, x any) {
		t.Helper()
		if err := h.DB.Commit(ctx, func(tx *store.Tx) error { return tx.PutThing(kind, id, org, x) }); err != nil {
			t.Fatal(err)
		}
	}
	set(desk.KindOnCall, "intake-number", "clinic", party.OnCall{Team: "intake", Phone: "555 0199"})
	set(desk.KindOnCall, "intake-tonight", "clinic", party.OnCall{Team: "intake", User: "chen", Phone: "555 0100", From: h.Now().Add(-time.Hour)})
	set(desk.KindMembership, "kim@wards", "clinic", party.Membership{User: "kim", Team: "wards", Roles: []party.Job{party.Specialist, party.Admin}})
	set(desk.KindUser, "kim", "clinic", party.User{ID: "kim", Org: "clinic", Active: true, Practitioner: "dr-kim", Name: party.Name{Given: []string{"Some"}, Family: "kim"}})
	if got := spoken(t, h); got.Ball.Person != "chen" {
		t.Fatalf("before, it is with %q", got.Ball.Person)
	}
	of := spoken(t, h).ID
	called := func() party.OnCall {
		dir, err := h.Directory(ctx)
		if err != nil {
			t.Fatal(err)
		}
		o, ok := dir.Emergency(dir.ServicesByID["cardio"], h.Now())
		if !ok {
			t.Error("nobody answers at the service")
		}
		return o
	}
	leave := func(who, to party.UserID) {
		t.Helper()
		if err := h.Write(ctx, h.As("kim"), "leave", func(w *desk.Writing) error { _, err := chase.Leave(w, who, to); return err }); err != nil {
			t.Fatal(err)
		}
	}
	leave("chen", "kim")
	if o := called(); o.User != "kim" || o.Phone != "" {
		t.Errorf("whom to call is %+v", o)
	}
	if x := look(t, h, "intake", of); x.Ball.Person == "chen" {
		t.Errorf("the emergency is still with who left: %+v", x.Ball)
	}
	if got := spoken(t, h); got.Ball.Person != "kim" {
		t.Errorf("the next emergency is with %q", got.Ball.Person)
	}

	// who was invited and has not come in is called, and is given nothing
	set(desk.KindUser, "kim", "clinic", party.User{ID: "kim", Org: "clinic", Active: true, Invited: true, Practitioner: "dr-kim"})
	if o, got := called(), spoken(t, h); o.User != "kim" || got.Ball.Person != "" || got.Ball.Team != "intake" {
		t.Errorf("an emergency is with %+v, who has not come in; whom to call is %+v", got.Ball, o)
	}

	// whose account was closed some other way answers for nobody either
	set(desk.KindUser, "kim", "clinic", party.User{ID: "kim", Org: "clinic", Practitioner: "dr-kim"})
	if o := called(); o.User != "" || o.Phone != "555 0199" {
		t.Errorf("whom to call is %+v, not the number", o)
	}
	if got := spoken(t, h); got.Ball.Person != "" {
		t.Errorf("an emergency went to a closed account: %q", got.Ball.Person)
	}
}

// Who is the last clinician on call and hands over to nobody leaves a gap, and the
// setup says so.
func TestAGapOnCallIsSaid(t *testing.T) {
	h := desktest.New(t)
	if err := h.DB.Commit(ctx, func(tx *store.Tx) error {
		return tx.PutThing(desk.KindOnCall, "home", "home", party.OnCall{Team: "home-team", User: "moss", Phone: "555 0100"})
	}); err != nil {
		t.Fatal(err)
	}
	lacks := func() (out bool) {
		t.Helper()
		if err := h.Read(ctx, h.As("kay"), "missing", func(r *desk.Reading) error {
			list, err := house.Missing(r)
			for _, l := range list {
				out = out || l.Step == "on-call" && l.Must
			}
			return err
		}); err != nil {
			t.Fatal(err)
		}
		return out
	}
	if lacks() {
		t.Fatal("somebody is on call")
	}
	if err := h.Write(ctx, h.As("kay"), "leave", func(w *desk.Writing) error { _, err := chase.Leave(w, "moss", ""); return err }); err != nil {
		t.Fatal(err)
	}
	if !lacks() {
		t.Error("nobody is on call, and the setup does not say it")
	}
}

// Who was taken out of a team is none of it: nothing is given to them there, and
// they are told nothing of it.
func TestWhoWasTakenOutOfATeamIsNoneOfIt(t *testing.T) {
	h := desktest.New(t)
	of := sent(t, h, party.Routine, "cardio")
	told := func() (out []party.UserID) {
		n, err := chase.NoticeOf(ctx, h.Desk, of, "")
		if err != nil {
			t.Fatal(err)
		}
		for _, u := range n.To {
			out = append(out, u.ID)
		}
		return out
	}
	give := func() error {
		_, err := act(t, h, "intake", func(w *desk.Writing) (loop.Done, error) {
			return loop.Give(w, loop.Form{Referral: of}, loop.Assign{Team: "intake", Person: "booker", Why: "assigned"})
		})
		return err
	}
	in := party.Membership{User: "booker", Team: "intake", Roles: []party.Job{party.Intake}}
	put := func(m party.Membership) {
		t.Helper()
		if err := h.DB.Commit(ctx, func(tx *store.Tx) error { return tx.PutThing(desk.KindMembership, "booker@intake", "clinic", m) }); err != nil {
			t.Fatal(err)
		}
	}
	put(in)
	if list := told(); len(list) != 2 {
		t.Fatalf("of the team, %v are told", list)
	}
	in.Until = h.Now()
	put(in)
	if list := told(); len(list) != 1 || list[0] != "intake" {
		t.Errorf("told of a team's work: %v", list)
	}
	if err := give(); err == nil {
		t.Error("it was given to somebody who cannot see it")
	}
}

// Who leaves sees nobody any more: their free times are offered no longer, at the
// services they worked in alone, and each visit booked with them is scheduling's to
// look at on the same day; another clinician's stands untouched (hazard H15).
func TestWhoLeavesSeesNobody(t *testing.T) {
	h := desktest.New(t)
	later := h.Now().AddDate(0, 0, 4)
	theirs, other := booked(t, h, later, ""), booked(t, h, later.Add(time.Hour), "")
	if _, err := act(t, h, "booker", func(w *desk.Writing) (loop.Done, error) {
		return loop.Rebook(w, loop.Form{Referral: other}, loop.Unbooking{Reason: "other"}, loop.Booking{Start: later.Add(time.Hour), Clinician: "dr-stranger"})
	}); err != nil {
		t.Fatal(err)
	}
	if err := h.DB.Commit(ctx, func(tx *store.Tx) error {
		for id, with := range map[schedule.SlotID]party.PractitionerID{"theirs": "dr-chen", "open": "", "others": "dr-stranger"} {
			if err := tx.PutSlot(schedule.Slot{ID: id, Service: "cardio", Clinician: with, Start: later, End: later.Add(time.Hour)}); err != nil {
				return err
			}
		}
		return tx.PutThing(desk.KindMembership, "kim@wards", "clinic", party.Membership{User: "kim", Team: "wards", Roles: []party.Job{party.Specialist, party.Admin}})
	}); err != nil {
		t.Fatal(err)
	}
	if err := h.DB.Commit(ctx, func(tx *store.Tx) error {
		return tx.PutThing(desk.KindUser, "kim", "clinic", party.User{ID: "kim", Org: "clinic", Active: true, Practitioner: "dr-kim", Name: party.Name{Given: []string{"Some"}, Family: "kim"}})
	}); err != nil {
		t.Fatal(err)
	}
	if err := h.Write(ctx, h.As("kim"), "leave", func(w *desk.Writing) error { _, err := chase.Leave(w, "chen", "kim"); return err }); err != nil {
		t.Fatal(err)
	}
	if err := h.Read(ctx, h.As("booker"), "left", func(r *desk.Reading) error {
		free, err := lists.Slots(r, "cardio", 4)
		if err != nil {
			return err
		}
		if slices.ContainsFunc(free, func(s schedule.Slot) bool { return s.Clinician == "dr-chen" }) || len(free) != 2 {
			t.Errorf("offered still: %+v", free)
		}
		for of, want := range map[referral.ID]int{theirs: 1, other: 0} {
			looks, err := r.Looks(of)
			if err != nil {
				return err
			}
			if len(looks) != want || want == 1 && (looks[0].Team != "booking" || looks[0].Due.Sub(h.Now()) > 24*time.Hour || !strings.Contains(looks[0].Words, "has left")) {
				t.Errorf("%d looks are owed, not %d: %+v", len(looks), want, looks)
			}
		}
		if !r.Directory().Left("dr-chen", "clinic") || r.Directory().Left("dr-kim", "clinic") || r.Directory().Left("dr-nobody", "clinic") {
			t.Error("who left, and who did not")
		}
		return nil
	}); err != nil {
		t.Fatal(err)
	}
	if x := look(t, h, "booker", theirs); x.State.Phase() != referral.PhaseBooked {
		t.Errorf("the visit itself was touched: %s", x.State.Phase())
	}
}

// A team whose lead leaves and is followed by nobody is led by another lead who
// works in it; who closed the account leads only where there is none, and may see no
// chart of what then climbs to them.
func TestATeamIsLedByAnotherOfItsLeads(t *testing.T) {
	h := desktest.New(t)
	for id, m := range map[string]party.Membership{"chen@triage": {User: "chen", Team: "triage", Roles: []party.Job{party.Specialist, party.TeamLead}}, "booker@office": {User: "booker", Team: "booking", Roles: []party.Job{party.Admin}}} {
		if err := h.DB.Commit(ctx, func(tx *store.Tx) error { return tx.PutThing(desk.KindMembership, id, "clinic", m) }); err != nil {
			t.Fatal(err)
		}
	}
	for _, who := range []party.UserID{"nurse", "intake"} {
		if err := h.Write(ctx, h.As("booker"), "leave", func(w *desk.Writing) error { _, err := chase.Leave(w, who, ""); return err }); err != nil {
			t.Fatal(err)
		}
	}
	dir, err := h.Directory(ctx)
	if err != nil {
		t.Fatal(err)
	}
	if got := dir.Teams["triage"].Lead; got != "chen" {
		t.Errorf("triage is led by %q", got)
	}
	if got := dir.Teams["intake"].Lead; got != "booker" {
		t.Errorf("intake is led by %q", got)
	}
}
