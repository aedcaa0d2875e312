package bring_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"referd/base/fault"
	"referd/core/party"
	"referd/core/referral"
	"referd/desk"
	"referd/desk/bring"
	"referd/desk/desktest"
	"referd/desk/lists"
	"referd/desk/loop"
	"referd/store"
)

// loops are the referrals that were brought, by the number of their list.
func (a at) loops(i *bring.Import) map[string]*loop.Picture {
	a.Helper()
	out := map[string]*loop.Picture{}
	a.must(a.h.Read(a.Context(), a.who, "loops", func(r *desk.Reading) error {
		list, err := r.ImportRows(store.Rows{Import: string(i.ID), States: []string{bring.Make}, Limit: 1000})
		for _, k := range list {
			p, err := loop.Look(r, referral.ID(k.Thing))
			if err != nil {
				return err
			}
			out[strings.TrimPrefix(k.Key, "id ")] = p
		}
		return err
	}))
	return out
}

// A referral is brought into the phase it was in, with an owner, a next act and
// a due from now, and a clock that began when it was sent; what was skipped is
// inferred, and nobody is told.
func TestReferralsAreBrought(t *testing.T) {
	desktest.Both(t, func(t *testing.T, h *desktest.House) {
		a := in(t, h, "intake")
		a.who.Jobs = append(a.who.Jobs, party.TeamLead)
		i := a.apply(bring.Referrals, `Referral ID,Referral Status,MRN,Patient Name,DOB,Refer To Department,Referring Practice,Referring Provider,Priority,Referral Date,Date Received,Status Date,Appt Date,Date Seen,Reason for Referral,ICD-10,Status Reason,Hold Until
1,New,M1,"Alpha, Ann",01/02/1950,Clinic Cardiology,Far Partner,"Farwell, Fay MD",Routine,05/04/2026,,,,,Chest pain?,I20.9,,
2,In Review,M2,"Beta, Ben",01/02/1951,Clinic Cardiology,Far Partner,,Urgent,05/05/2026,05/06/2026,05/07/2026,,,,,,
3,Ready to Schedule,M3,"Gamma, Gus",01/02/1952,Clinic Cardiology,Far Partner,,,05/06/2026,05/06/2026,05/11/2026,,,,,,
4,Scheduled,M4,"Delta, Dee",01/02/1953,Clinic Cardiology,Far Partner,,,05/07/2026,,05/12/2026,06/20/2026 09:30,,,,,
5,No Show,M5,"Eps, Eve",01/02/1954,Clinic Cardiology,Far Partner,,,05/08/2026,,,05/28/2026 10:00,,,,,
6,Awaiting consult note,M6,"Zeta, Zoe",01/02/1955,Clinic Cardiology,Far Partner,,,05/08/2026,,,,05/29/2026,,,,
7,Waitlist,M7,"Eta, Eli",01/02/1956,Clinic Cardiology,Far Partner,,,05/09/2026,,05/20/2026,,,,,,
8,On hold,M8,"Theta, Tim",01/02/1957,Clinic Cardiology,Far Partner,,,05/10/2026,,05/21/2026,,,,,Awaiting labs,07/01/2026
9,Denied,M9,"Iota, Ida",01/02/1958,Clinic Cardiology,Far Partner,,,05/11/2026,,05/22/2026,,,,,No capacity,
10,Need more info,M10,"Kappa, Kim",01/02/1959,Clinic Cardiology,Far Partner,,,05/12/2026,,05/23/2026,,,,,,
11,Closed,M11,"Lambda, Lou",01/02/1960,Clinic Cardiology,Far Partner,,,05/12/2026,,,,,,,,
13,Denied,M13,"Mu, Max",01/02/1961,Clinic Cardiology,Far Partner,,,05/11/2026,,05/22/2026,,,,,We are moving house,
14,On hold,M14,"Nu, Nan",01/02/1962,Clinic Cardiology,Far Partner,,,05/10/2026,,05/21/2026,,,,,Away at sea,07/01/2026
12,New,M1,"Alpha, Ann",01/02/1950,Clinic Cardiology,Far Partner,,,05/30/2026,,,,,Palpitations?,,,
`)
		if i.State != bring.Applied || counts(i) != "left 1, make 13" {
			t.Fatalf("%s, %s: %s\n%q", i.State, counts(i), i.Why, a.faults(i))
		}
		got := a.loops(i)
		for id, want := range map[string]struct {
			phase    referral.Phase
			act      referral.Act
			team     party.TeamID
			holder   party.OrgID
			ring     string // of the nine steps
			sent     string
			inferred int
		}{
			"1": {referral.PhaseDelivered, referral.ActOpen, "intake", "", "xx-------", "2026-05-04", 0}, "2": {referral.Review, referral.ActDecide, "triage", "", "xx-------", "2026-05-05", 0},
			"3": {referral.PhaseAccepted, referral.ActBook, "booking", "", "xxxx-----", "2026-05-06", 0}, "4": {referral.PhaseBooked, referral.ActSee, "wards", "", "xxxxx----", "2026-05-07", 0},
			"5": {referral.PhaseMissed, referral.ActReach, "booking", "", "xx~~x----", "2026-05-08", 2}, "6": {referral.PhaseSeen, referral.ActReport, "wards", "", "xx~~~x---", "2026-05-08", 3},
			"7": {referral.PhaseWaitlisted, referral.ActBook, "booking", "", "", "2026-05-09", 0}, "8": {referral.PhaseHeld, referral.ActResume, "booking", "", "", "2026-05-10", 0},
			"9": {referral.PhaseDeclined, referral.ActNextStep, "", "", "", "2026-05-11", 0}, "10": {referral.Questioned, referral.ActAnswer, "", "", "", "2026-05-12", 0}, "12": {referral.PhaseDelivered, referral.ActOpen, "intake", "", "", "2026-05-30", 0},
		} {
			p := got[id]
			if p == nil {
				t.Fatalf("%s is not there", id)
			}
			if p.Phase != want.phase || p.Ball.Act != want.act || want.team != "" && p.Ball.Team != want.team || p.Ball.Team == "" || !p.Ball.Due.After(desktest.Start) && want.phase != referral.PhaseHeld {
				t.Errorf("%s: %s, %+v", id, p.Phase, p.Ball)
			}
			ring, inferred := "", 0
			for _, s := range p.State.Ring() {
				switch {
				case !s.At.IsZero():
					ring += "x"
				case s.Inferred:
					ring, inferred = ring+"~", inferred+1
				default:
					ring += "-"
				}
			}
			if want.ring != "" && (ring != want.ring || inferred != want.inferred) {
				t.Errorf("%s: ring %s, want %s", id, ring, want.ring)
			}
			if c := p.State.Clocks(h.Now()); c.Started.Format(time.DateOnly) != want.sent {
				t.Errorf("%s: its clock began on %s", id, c.Started)
			}
			if p.State.Org != "far" || p.State.Receiver() != "clinic" || p.State.ReceiverPatient == p.State.Patient || p.State.ReceiverPatient == "" {
				t.Errorf("%s: %s to %s, %s and %s", id, p.State.Org, p.State.Receiver(), p.State.Patient, p.State.ReceiverPatient)
			}
		}
		if got["1"].State.ReceiverPatient != got["12"].State.ReceiverPatient {
			t.Error("one patient of two rows is two")
		}
		if got["8"].State.HeldReason != "test-first" || got["9"].State.Legs[0].DeclineReason != "no-capacity" {
			t.Errorf("reasons %q %q", got["8"].State.HeldReason, got["9"].State.Legs[0].DeclineReason)
		}
		// Words that are none of our reasons are kept as they are, and no reason is made of them.
		no, later := got["13"].State.Legs[0], got["14"].State
		if no.DeclineReason != "" || got["13"].Words[no.DeclineNote] != "We are moving house" || later.HeldReason != "" {
			t.Errorf("reasons %q %q, %q", no.DeclineReason, got["13"].Words[no.DeclineNote], later.HeldReason)
		}
		if w := got["1"].Words[got["1"].State.Question]; w != "Chest pain?" || got["1"].State.Reasons[0].Code != "I20.9" || !slices.ContainsFunc(got["1"].State.Messages, func(m referral.Said) bool { return got["1"].Words[m.ID] == "Referring clinician: Farwell, Fay MD" }) {
			t.Errorf("its words are %q, %v", w, got["1"].Words)
		}
		jobs, err := h.DB.Lease(t.Context(), []string{"notify"}, 99, h.DB.Machine().Add(time.Hour))
		if err != nil || len(jobs) > 0 {
			t.Errorf("%d would be told, %v", len(jobs), err)
		}
		a.must(h.Read(t.Context(), a.who, "queue", func(r *desk.Reading) error {
			if n, err := r.Orphans(); n != 0 || err != nil {
				t.Errorf("%d orphans, %v", n, err)
			}
			l, err := lists.LinesOf(r, lists.Asking{View: lists.All})
			if len(l.Rows) != 13 {
				t.Errorf("%d in the queue", len(l.Rows))
			}
			return err
		}))
		again := a.check(bring.Referrals, "Referral ID,Referral Status,MRN,Patient Name,DOB,Refer To Department,Referring Practice,Referral Date\n4,Scheduled,M4,\"Delta, Dee\",01/02/1953,Clinic Cardiology,Far Partner,05/07/2026\n")
		if counts(again) != "wrong 1" { // booked, and no day
			t.Errorf("again %s %q", counts(again), a.faults(again))
		}
		again = a.check(bring.Referrals, "Referral ID,Referral Status,MRN,Patient Name,DOB,Refer To Department,Referring Practice,Referral Date\n4,Accepted,M4,\"Delta, Dee\",01/02/1953,Clinic Cardiology,Far Partner,05/07/2026\n")
		if counts(again) != "same 1" {
			t.Errorf("again %s %q", counts(again), a.faults(again))
		}
	})
}

// What a practice sent: to a partner with all that is known; to somebody who
// works here as sent, because what they did they say themselves.
func TestASenderBringsWhatItSent(t *testing.T) {
	h := desktest.New(t)
	a := in(t, h, "doc")
	i := a.apply(bring.Referrals, `Order ID;Status;MRN;Patient;DOB;Service;Referring Provider;Order Date;Appointment;Assigned To;Reason
1;Scheduled;LK 1;Testcase, Ada;1961-11-12;Far Cardiology;doc, Some;2026-05-04;2026-06-12 11:00;moss@example.org;Chest pain?
2;Scheduled;P2;New, Nina;1971-11-12;Clinic Cardiology;Some doc2;2026-05-05;2026-06-13 12:00;;
3;Sent;P2;New, Nina;1971-11-12;Far Cardiology;doc, Some;2026-05-06;;moss@example.org;
`)
	if i.State != bring.Applied {
		t.Fatalf("%s %s %q", i.State, i.Why, a.faults(i))
	}
	got := a.loops(i)
	if p := got["1"]; p.Phase != referral.PhaseBooked || p.Ball.Team != "home-team" || p.Ball.Holder != "far" || p.State.Patient != "pat00000000000000001" || !p.State.Appointments[0].Start.Equal(time.Date(2026, 6, 12, 15, 0, 0, 0, time.UTC)) {
		t.Errorf("to a partner: %s %+v", p.Phase, p.Ball)
	}
	if p := got["2"]; p.Phase != referral.PhaseDelivered || p.Ball.Team != "intake" || p.State.Clinician != "dr-doc2" || p.Words[p.State.Messages[0].ID] != "In our earlier system: Scheduled, appointment 2026-06-13 12:00" || !p.State.Legs[0].Delivered.Equal(h.Now()) {
		t.Errorf("to somebody here: %s %+v %v", p.Phase, p.Ball, p.Words)
	}
	if p := got["3"]; p.Phase != referral.PhaseSent || p.Ball.Act != referral.ActDeliver || p.Ball.Person != "moss" || p.Ball.Team != "home-team" {
		t.Errorf("on its way: %s %+v", p.Phase, p.Ball)
	}
	if p := a.patients("New"); len(p) != 1 {
		t.Errorf("%d patients of one number", len(p))
	}
	a.must(h.Read(t.Context(), h.As("intake"), "queue", func(r *desk.Reading) error {
		l, err := lists.LinesOf(r, lists.Asking{View: lists.All})
		if len(l.Rows) != 1 || l.Rows[0].Patient.Name.Family != "New" {
			t.Errorf("the receiver has %d", len(l.Rows))
		}
		return err
	}))
	i = a.check(bring.Referrals, "Patient,DOB,Service,Referring Provider,Order Date\n\"Testcase, Ada\",1961-11-12,Far Cardiology,\"doc, Some\",2026-05-28\n\"New, Nina\",1971-11-12,Far Cardiology,\"doc, Some\",2026-05-28\n")
	if counts(i) != "ask 2" {
		t.Fatalf("by name and birth date alone: %s %q", counts(i), a.lines(i))
	}
	a.must(a.m.Decide(t.Context(), a.who, i.ID, 2, "pat00000000000000001"))
	if got := a.lines(a.of(i.ID))[0]; !strings.HasPrefix(got, "2 ask An open referral to the same service is here already") {
		t.Errorf("then %q", got)
	}
	a.must(a.m.Decide(t.Context(), a.who, i.ID, 2, bring.Other))
	a.must(a.m.Decide(t.Context(), a.who, i.ID, 3, bring.Leave))
	if got := counts(a.of(i.ID)); got != "left 1, make 1" {
		t.Error(got)
	}
}

// What cannot be brought is said in words.
func TestReferralFaults(t *testing.T) {
	h := desktest.New(t)
	a := in(t, h, "doc")
	i := a.check(bring.Referrals, `Order ID,Status,Name,DOB,Service,Sender,Clinician,Sent on,Received on,Appointment,Seen on,Urgency
1,Sent,"A, B",1970-01-01,Nephrology,,"doc, Some",2026-05-04,,,,
2,Sent,"A, B",1970-01-01,Far Cardiology,,,2026-05-04,,,,
3,Sent,"A, B",1970-01-01,Far Cardiology,,"doc, Some",2026-07-04,,,,
4,Sent,"A, B",1970-01-01,Far Cardiology,,"doc, Some",2026-05-04,2026-05-01,,,
5,Pend Auth,"A, B",1970-01-01,Far Cardiology,,"doc, Some",2026-05-04,,,,
6,No show,"A, B",1970-01-01,Far Cardiology,,"doc, Some",2026-05-04,,2026-09-01,,
7,Seen,"A, B",1970-01-01,Far Cardiology,,"doc, Some",2026-05-04,,,2026-09-01,
8,Sent,"A, B",1970-01-01,Clinic Cardiology,The Clinic,"doc, Some",2026-05-04,,,,
9,Sent,"A, B",1970-01-01,Far Cardiology,,"Nobody, Ned",2026-05-04,,,,whenever
10,Sent,"A, B",1970-01-01,Far Cardiology,,"doc, Some",,,,,
10,Sent,"A, C",1970-01-01,Far Cardiology,,"doc, Some",2026-05-04,,,,
10,Sent,"A, D",1970-01-01,Far Cardiology,,"doc, Some",2026-05-04,,,,
11,Pend Auth,"A, B",1970-01-01,Far Cardiology,,"doc, Some",0206-05-04,,,,
`)
	got := a.faults(i)
	for _, want := range []string{"2 E Service: “Nephrology” is not in the directory", "3 G Clinician: Name the clinician who referred", "4 H Sent on: “2026-07-04” is still to come", "5 I Received on: “2026-05-01” is before the referral was sent",
		"6 B Status: “Pend Auth” is not known here", "7 J Appointment: The patient did not attend", "8 K Seen on: “2026-09-01” is still to come", "9 F Sender: Neither the sender nor the service is yours", "10 G Clinician: “Nobody, Ned” is not in the directory", "10 L Urgency: “whenever” is not known here", "11 H Sent on: Say when it was sent", "13 A Order ID: Row 12 has the same number", "14 H Sent on: “0206-05-04” cannot be right"} {
		if !slices.ContainsFunc(got, func(s string) bool { return strings.HasPrefix(s, want) }) {
			t.Errorf("nothing says %q", want)
		}
	}
	if t.Failed() {
		t.Log(strings.Join(got, "\n"))
	}
	asked := map[string]int{}
	for _, w := range i.Unknown {
		asked[w.Field+" "+w.Word] = w.N
	}
	if asked["status Pend Auth"] != 2 || asked["service Nephrology"] != 1 {
		t.Errorf("asked about %v", asked)
	}
	a.must(a.m.Name(t.Context(), a.who, i.ID, bring.Naming{Columns: i.Map, Words: map[string]map[string]string{"status": {"Pend Auth": "review"}, "service": {"Nephrology": "far-cardio"}}}))
	i = a.work(i.ID)
	if got := a.lines(i); got[0] != "2 make To Far Cardiology: sent, new patient, born 01-Jan-1970" || got[4] != "6 make To Far Cardiology: being reviewed, new patient, born 01-Jan-1970" {
		t.Errorf("once the words are known: %q", got)
	}
}

// What is over, or was never sent, is left out whatever else its row lacks: a
// draft has no day it was sent on, and stops nothing.
func TestWhatIsLeftOutNeedsNothing(t *testing.T) {
	h := desktest.New(t)
	a := in(t, h, "doc")
	i := a.check(bring.Referrals, "Order ID,Status,Patient Name,DOB,Service,Clinician,Sent on\n1,Not sent,\"A, B\",,Nowhere,Nobody,\n2,Advised,\"A, B\",1970-01-01,Far Cardiology,\"doc, Some\",2026-05-04\n3,Closed,,,,,\n")
	if counts(i) != "left 3" || len(i.Unknown) > 0 {
		t.Errorf("%s, asks %v: %q %q", counts(i), i.Unknown, a.lines(i), a.faults(i))
	}
}

// Undone, a referral that nobody acted on since is entered in error, with what it
// told struck; one that somebody acted on stays, and can be brought once only.
func TestAnImportOfReferralsIsUndone(t *testing.T) {
	desktest.Both(t, func(t *testing.T, h *desktest.House) {
		a := in(t, h, "intake")
		a.who.Jobs = append(a.who.Jobs, party.TeamLead)
		text := "Referral ID,Status,MRN,Patient,DOB,Service,Sender,Sent on,Seen on\n1,New,U1,\"Undo, Una\",1970-01-01,Clinic Cardiology,Far Partner,2026-05-04,\n2,Seen,U2,\"Undo, Ulf\",1970-01-02,Clinic Cardiology,Far Partner,2026-05-04,2026-05-20\n3,New,U3,\"Undo, Uri\",1970-01-03,Clinic Cardiology,Far Partner,2026-05-04,\n"
		i := a.apply(bring.Referrals, text)
		got := a.loops(i)
		a.must(h.Write(t.Context(), h.As("nurse"), "accept", func(w *desk.Writing) error {
			_, err := loop.Accept(w, loop.Form{Referral: got["3"].ID}, loop.Acceptance{})
			return err
		}))
		a.must(a.m.Undo(t.Context(), a.who, i.ID))
		if i = a.work(i.ID); i.State != bring.Undone || i.Stays != 1 {
			t.Fatalf("%s, %d stay", i.State, i.Stays)
		}
		a.must(h.Read(t.Context(), a.who, "look", func(r *desk.Reading) error {
			for id, want := range map[string]referral.Phase{"1": referral.InError, "2": referral.InError, "3": referral.PhaseAccepted} {
				p, err := loop.Look(r, got[id].ID)
				if err != nil || p.Phase != want {
					t.Errorf("%s is %s, %v", id, p.Phase, err)
				}
				last := p.State.Entries()[len(p.State.Entries())-1]
				if want == referral.InError && (len(p.State.Duties()) > 0 || last.By.User != "intake") {
					t.Errorf("%s: %v is owed of it, by %+v", id, p.State.Duties(), last.By)
				}
			}
			n, err := r.Orphans()
			if n > 0 {
				t.Errorf("%d orphans", n)
			}
			return err
		}))
		active := map[string]bool{}
		for _, p := range a.patients("Undo") {
			if p.Org == "clinic" {
				active[p.Name.Given[0]] = p.Active
			}
		}
		if fmt.Sprint(active) != "map[Ulf:false Una:false Uri:true]" {
			t.Errorf("active are %v", active)
		}
		if i = a.check(bring.Referrals, text); counts(i) != "make 2, same 1" {
			t.Errorf("given again: %s %q", counts(i), a.lines(i))
		}
		if err := a.m.Undo(t.Context(), a.who, i.ID); fault.Of(err) != fault.Refused {
			t.Errorf("what is not applied is undone: %v", err)
		}
		inUse := func() string {
			out := map[string]bool{}
			for _, p := range a.patients("Undo") {
				if p.Org == "clinic" {
					out[p.Name.Given[0]] = p.Active
				}
			}
			return fmt.Sprint(out)
		}
		if got := a.lines(i); !strings.HasSuffix(got[0], ", the record is in use again") || inUse() != "map[Ulf:false Una:false Uri:true]" {
			t.Errorf("before it is made again: %q, active %s", got, inUse())
		}
		a.must(a.m.Apply(t.Context(), a.who, i.ID))
		if i = a.work(i.ID); i.State != bring.Applied || inUse() != "map[Ulf:true Una:true Uri:true]" {
			t.Errorf("made again: %s, active %s", i.State, inUse())
		}
		a.must(a.m.Undo(t.Context(), a.who, i.ID))
		if i = a.work(i.ID); i.State != bring.Undone || inUse() != "map[Ulf:false Una:false Uri:true]" {
			t.Errorf("taken back again: %s, active %s", i.State, inUse())
		}
	})
}
