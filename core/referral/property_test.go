package referral_test

import (
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"reflect"
	"testing"
	"time"

	"referd/core/chart"
	"referd/core/party"
	"referd/core/policy"
	"referd/core/referral"
	"referd/core/schedule"
)

var day0 = time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)

// anything is a random fact, told or asked, that fits or does not.
func anything(r *rand.Rand) referral.Event {
	leg := r.IntN(2)
	appt := schedule.AppointmentID(fmt.Sprint("a", r.IntN(3)))
	rep := referral.ReportID(fmt.Sprint("r", r.IntN(3)))
	item := referral.ItemID(fmt.Sprint("i", r.IntN(2)))
	ask := referral.AskID(fmt.Sprint("q", r.IntN(2)))
	doc := chart.DocumentID(fmt.Sprint("d", r.IntN(9)))
	to := referral.Recipient{Org: "clinic", Service: "cardio", Channel: party.House}
	all := []referral.Event{
		referral.Drafted{Patient: "p", Org: "home", Team: "team", Clinician: "c", Urgency: party.Routine},
		referral.Readied{Clinician: "c"}, referral.Signed{Clinician: "c"},
		referral.Sent{Patient: "p", Org: "home", Team: "team", Clinician: "c", To: to, Urgency: party.Urgent, Question: "q", SeenBy: day0.AddDate(0, 0, 14), Missing: []string{"ecg"}},
		referral.SeenBySet{By: day0.AddDate(0, 0, r.IntN(40))}, referral.Delivered{Leg: leg}, referral.DeliveryFailed{Leg: leg, Why: "x"}, referral.Opened{Leg: leg},
		referral.Asked{Leg: leg, Ask: ask}, referral.Answered{Leg: leg, Ask: ask}, referral.Prioritised{Urgency: party.Routine}, referral.Accepted{Leg: leg},
		referral.Declined{Leg: leg, Reason: "capacity"}, referral.Advised{Leg: leg, Advice: doc}, referral.AdviceAnswered{Leg: leg, How: "disagree"},
		referral.Forwarded{Leg: 1, To: to}, referral.SentBack{Leg: leg}, referral.Waitlisted{Leg: leg},
		referral.Booked{Leg: leg, Appointment: appt, Start: day0.AddDate(0, 0, r.IntN(30))}, referral.Confirmed{Leg: leg, Appointment: appt},
		referral.Unbooked{Leg: leg, Appointment: appt, ByPatient: true, Reason: "x"}, referral.Missed{Leg: leg, Appointment: appt}, referral.Arrived{Leg: leg, Appointment: appt},
		referral.Seen{Leg: leg, Appointment: appt}, referral.DeskReviewed{Leg: leg, Note: doc}, referral.Held{Leg: leg, Until: day0.AddDate(0, 1, 0)}, referral.Resumed{Leg: leg},
		referral.Reported{Report: rep, Kind: referral.Interim, Document: doc}, referral.Reported{Report: rep, Kind: referral.Final, Document: doc, Actionable: referral.WithinHours},
		referral.Reported{Report: rep, Kind: referral.Amended, Replaces: "r0", Document: doc}, referral.ReportDelivered{Report: rep}, referral.ReportOpened{Report: rep, Clinician: true},
		referral.Acknowledged{Report: rep, Answered: "yes"}, referral.PatientInformed{Report: rep, How: "call"}, referral.PatientInformed{How: "call"},
		referral.Planned{Item: item, What: doc, Team: "team", Due: day0.AddDate(0, 0, 9)}, referral.HandedOn{Item: item, Team: "team"}, referral.ItemAccepted{Item: item, Due: day0},
		referral.PlanDone{Item: item, Evidence: doc}, referral.PlanRefused{Item: item, Note: doc}, referral.Contacted{Channel: "call", Outcome: "reached"}, referral.Rang{Bell: "worse"},
		referral.NewFacts{From: "x", Report: rep, Side: "receiver"}, referral.Authorization{State: "denied"}, referral.Claimed{Person: "u"}, referral.Released{}, referral.Attached{Document: doc, Meets: "ecg"},
		referral.Detached{Document: doc}, referral.Closed{How: "proof"}, referral.Closed{How: "advice"}, referral.Closed{How: "decline"}, referral.Cancelled{Reason: "x"},
		referral.Withdrawn{Words: doc}, referral.Unreachable{}, referral.Deceased{Source: "x"}, referral.ClosedAdmin{Reason: "x", Second: "v"}, referral.EnteredInError{Reason: "x"},
		referral.Reopened{Reason: "x"}, referral.Asserted{What: "closed"}, referral.Settled{Facts: []referral.Key{"told/x"}}, referral.Struck{Fact: referral.Key(fmt.Sprintf("accepted/k%d", r.IntN(6))), Reason: "x"},
	}
	return all[r.IntN(len(all))]
}

// history is a random ledger: any order, repeats, late news, strikes.
func history(r *rand.Rand) []referral.Entry {
	var out []referral.Entry
	at := func() time.Time { return day0.Add(time.Duration(r.IntN(400)) * time.Hour) }
	for n := 1 + r.IntN(25); len(out) < n; {
		e := referral.Entry{Seq: len(out) + 1, At: at(), What: anything(r)}
		if len(out) > 0 && r.IntN(6) == 0 {
			e.What = out[r.IntN(len(out))].What
		}
		e.Noted = e.At.Add(time.Duration(r.IntN(48)) * time.Hour)
		e.Key = referral.KeyOf(e.What, fmt.Sprint("k", r.IntN(6)))
		if e.Key == "entered-in-error/k0" || r.IntN(4) > 0 {
			if _, ok := e.What.(referral.EnteredInError); ok {
				continue
			}
		}
		out = append(out, e)
	}
	return out
}

func facts() policy.Facts {
	return policy.Facts{Settings: policy.Defaults(),
		Team: func(t party.TeamID) (party.Team, bool) { return party.Team{ID: t}, t == "team" || t == "clinic-team" },
		User: func(party.PractitionerID) party.UserID { return "u" }}
}

// view is everything a state says, for comparing.
func view(s referral.State) string {
	n, open := s.Next()
	b, err := json.Marshal([]any{s.Phase(), open, n, s.Duties(), s.Proof(), s.Clocks(day0.AddDate(1, 0, 0)), s.Ring(), s.Contradictions(), s.SeenBy, s.Urgency, s.Missing, s.Documents, s.Reports, s.Items, s.Appointments, s.Legs})
	if err != nil {
		return err.Error()
	}
	return string(b)
}

// The law: whatever the world tells us, in whatever order, every fact is kept,
// a replay agrees, nothing open lacks an owner, an act or a due, nothing is
// closed without its proof, and the clock never moves later.
func TestAnyHistory(t *testing.T) {
	n := 100_000
	if testing.Short() {
		n = 5_000
	}
	f := facts()
	for seed := range uint64(n) {
		r := rand.New(rand.NewPCG(seed, 7))
		ledger := history(r)
		s := referral.Fold("x", nil)
		var heard time.Time
		for _, e := range ledger {
			s = referral.Evolve(s, e)
			if !heard.IsZero() && (s.Heard.IsZero() || s.Heard.After(heard)) {
				t.Fatalf("seed %d: the raw clock moved later", seed)
			}
			heard = s.Heard
		}
		if len(s.Entries()) != len(ledger) {
			t.Fatalf("seed %d: a fact was dropped", seed)
		}
		want := view(s)
		shuffled := append([]referral.Entry(nil), ledger...)
		r.Shuffle(len(shuffled), func(i, j int) { shuffled[i], shuffled[j] = shuffled[j], shuffled[i] })
		for i := range shuffled {
			shuffled[i].Seq = i + 1
		}
		if got := view(referral.Fold("x", append(shuffled, shuffled[0]))); seed%4 == 0 && got != want {
			t.Fatalf("seed %d: order matters\n%s\n%s", seed, want, got)
		}
		owed, open := policy.Owe(&s, f, day0.AddDate(0, 3, 0))
		if s.Drafted.IsZero() && s.Sent.IsZero() {
			owed.Team = "team" // nobody began it: the desk never makes such a ledger
		}
		if open != s.Phase().Open() || open && (owed.Team == "" || owed.Act == "" || owed.Due.IsZero()) {
			t.Fatalf("seed %d: an orphan in %s: %+v", seed, s.Phase(), owed)
		}
		for _, d := range s.Duties() {
			if o := policy.OweDuty(&s, d, f, day0); (o.Team == "" && !s.Drafted.IsZero()) || o.Act == "" || o.Due.IsZero() {
				t.Fatalf("seed %d: nobody owes %s: %+v", seed, d.Key, o)
			}
		}
		if s.Phase() == referral.PhaseClosed && !s.Proof().Whole() {
			t.Fatalf("seed %d: closed without proof", seed)
		}
	}
}

// Seen-by is moved by a clinician's entry alone.
func TestSeenByIsNeverMovedBySoftware(t *testing.T) {
	for seed := range uint64(2000) {
		r := rand.New(rand.NewPCG(seed, 9))
		s := referral.Fold("x", nil)
		for _, e := range history(r) {
			before := s.SeenBy
			s = referral.Evolve(s, e)
			switch e.What.(type) {
			case referral.SeenBySet, referral.Sent, referral.Struck:
			default:
				if !s.SeenBy.Equal(before) {
					t.Fatalf("seed %d: %T moved the seen-by date", seed, e.What)
				}
			}
		}
	}
}

// May and Decide agree: what is offered is not refused for who asks or for
// the phase, and what is not offered is.
func TestMayAgreesWithDecide(t *testing.T) {
	jobs := []party.Job{party.ReferringClinician, party.ReferringStaff, party.Intake, party.TriageNurse, party.Specialist, party.Scheduler, party.Imaging, party.TeamLead, party.Admin}
	for seed := range uint64(3000) {
		r := rand.New(rand.NewPCG(seed, 11))
		s := referral.Fold("x", history(r))
		who := referral.Standing{User: "u", Side: []referral.Side{referral.Sender, referral.Receiver}[r.IntN(2)], Jobs: []party.Job{jobs[r.IntN(len(jobs))]}, Accountable: true, Confirmed: true}
		may := map[referral.Act]bool{}
		for _, a := range s.May(who) {
			may[a] = true
		}
		for _, ev := range []referral.Event{referral.Accepted{}, referral.Waitlisted{}, referral.Opened{}, referral.Released{}, referral.Resumed{}, referral.Contacted{Channel: "call", Outcome: "reached"}, referral.DeskReviewed{Note: "n"}} {
			_, err := referral.Decide(s, who, ev, day0)
			act := map[string]referral.Act{"accepted": referral.ActAccept, "waitlisted": referral.ActWaitlist, "opened": referral.ActOpen, "released": referral.ActRelease, "resumed": referral.ActResume, "contacted": referral.ActContact, "desk-reviewed": referral.ActDeskReview}[referral.KindOf(ev)]
			if may[act] != (err == nil) {
				t.Fatalf("seed %d: %s in %s by %v: offered %v, answered %v", seed, act, s.Phase(), who.Jobs, may[act], err)
			}
		}
	}
}

// Every kind of event comes back from the ledger as it went in.
func TestLedgerRoundTrip(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 1))
	for range 3000 {
		ev := anything(r)
		kind, body, err := referral.Encode(ev)
		if err != nil {
			t.Fatal(err)
		}
		back, err := referral.Decode(kind, body)
		if err != nil || !reflect.DeepEqual(back, ev) {
			t.Fatalf("%s came back as %+v, %v", kind, back, err)
		}
	}
}
