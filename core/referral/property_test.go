package referral_test

import (
	"referd/base/fault"
	"slices"

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
		referral.SeenBySet{By: day0.AddDate(0, 0, r.IntN(40))}, referral.Delivered{Leg: leg}, referral.Transmitted{Leg: leg, How: "link"}, referral.DeliveryFailed{Leg: leg, Why: "x"}, referral.Opened{Leg: leg},
		referral.Asked{Leg: leg, Ask: ask}, referral.Answered{Leg: leg, Ask: ask}, referral.Prioritised{Urgency: party.Routine}, referral.Prioritised{Urgency: party.Emergency}, referral.Accepted{Leg: leg},
		referral.Declined{Leg: leg, Reason: "capacity"}, referral.Advised{Leg: leg, Advice: doc}, referral.AdviceAnswered{Leg: leg, How: "disagree"},
		referral.Forwarded{Leg: 1, To: to}, referral.SentBack{Leg: leg}, referral.Waitlisted{Leg: leg},
		referral.Booked{Leg: leg, Appointment: appt, Start: day0.AddDate(0, 0, r.IntN(30))}, referral.Confirmed{Leg: leg, Appointment: appt},
		referral.Unbooked{Leg: leg, Appointment: appt, ByPatient: true, Reason: "x"}, referral.Missed{Leg: leg, Appointment: appt}, referral.Arrived{Leg: leg, Appointment: appt},
		referral.Seen{Leg: leg, Appointment: appt}, referral.DeskReviewed{Leg: leg, Note: doc}, referral.Held{Leg: leg, Until: day0.AddDate(0, 1, 0)}, referral.Resumed{Leg: leg},
		referral.Reported{Report: rep, Kind: referral.Interim, Document: doc}, referral.Reported{Report: rep, Kind: referral.Final, Document: doc, Actionable: referral.WithinHours},
		referral.Reported{Report: rep, Kind: referral.Amended, Replaces: "r0", Document: doc}, referral.ReportDelivered{Report: rep}, referral.ReportOpened{Report: rep, Clinician: true},
		referral.Acknowledged{Report: rep, Answered: "yes"}, referral.PatientInformed{Report: rep, How: "call"}, referral.PatientInformed{How: "call"},
		referral.Planned{Item: item, What: doc, Team: "team", Due: day0.AddDate(0, 0, 9)}, referral.HandedOn{Item: item, Team: "team"}, referral.ItemAccepted{Item: item, Due: day0},
		referral.PlanDone{Item: item, Evidence: doc}, referral.PlanRefused{Item: item, Note: doc}, referral.Contacted{Channel: "call", Outcome: "reached"}, referral.Rang{Bell: "worse"}, referral.Rang{Bell: "cannot"}, referral.Acknowledged{Report: rep, Answered: "partly", Note: doc},
		referral.Proposed{Proposal: referral.PropID(ask), Act: []referral.Act{referral.ActUnreachable, referral.ActDeceased, referral.ActSee, referral.ActReport}[r.IntN(4)]}, referral.ProposalRefused{Proposal: referral.PropID(ask)}, referral.Joined{Into: "y"},
		referral.Contacted{Channel: "letter", Outcome: "sent"}, referral.Messaged{Message: doc, To: "sender"}, referral.Spoke{Note: doc, Report: rep}, referral.NextStep{Leg: leg, How: "end"}, referral.Held{Leg: leg, Wakes: "clinic-team", Until: day0.AddDate(0, 3, 0)},
		referral.NewFacts{From: "x", Report: rep, Side: "receiver"}, referral.Authorization{State: "denied"}, referral.Claimed{Person: "u"}, referral.Released{}, referral.Attached{Document: doc, Meets: "ecg"},
		referral.Detached{Document: doc}, referral.Closed{How: "proof"}, referral.Closed{How: "advice"}, referral.Closed{How: "decline"}, referral.Cancelled{Reason: "x"},
		referral.Withdrawn{Words: doc}, referral.Unreachable{}, referral.Deceased{Source: "x"}, referral.ClosedAdmin{Reason: "x", Second: "v"}, referral.EnteredInError{Reason: "x"},
		referral.Reopened{Reason: "x"}, referral.Asserted{What: "closed"}, referral.Settled{Facts: []referral.Key{"told/x"}}, referral.Struck{Fact: referral.Key(fmt.Sprintf("accepted/k%d", r.IntN(6))), Reason: "x"}, referral.IncidentOpened{Reason: "wrong-patient"},
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
		User: func(party.PractitionerID, party.OrgID) party.UserID { return "u" }}
}

// slotted is a random ledger of the model's slots: what two clinics, two visits,
// a report and its correction, and every ending can say, in any order, with
// repeats, strikes and late news.
func slotted(r *rand.Rand) []referral.Entry {
	out := []referral.Entry{{Seq: 1, At: day0, Noted: day0, Key: "drafted", What: referral.Drafted{Patient: "p", Org: "home", Team: "team", Clinician: "c", Urgency: "routine"}}}
	for range 4 + r.IntN(24) {
		s := slots[r.IntN(len(slots))]
		e := fact(s.name, 1+r.IntN(40))
		switch {
		case s.name == "in-error" && r.IntN(4) > 0:
			continue
		case r.IntN(10) == 0:
			e = out[r.IntN(len(out))]
		case r.IntN(12) == 0:
			e.Key, e.What = "struck/"+e.Key, referral.Struck{Fact: e.Key, Reason: "x"}
		}
		e.Seq, e.Noted = len(out)+1, e.At.Add(time.Duration(r.IntN(30))*time.Hour)
		out = append(out, e)
	}
	return out
}

// The law: whatever the world tells us, in whatever order and however often,
// every fact is kept, a replay agrees with the row, the clock never moves later,
// and every law holds; and from there the next acts alone end the loop.
func TestAnyHistory(t *testing.T) {
	n := uint64(100_000)
	if testing.Short() {
		n = 6_000
	}
	f := facts()
	for seed := range n {
		r := rand.New(rand.NewPCG(seed, 7))
		ledger := slotted(r)
		if seed%2 == 0 {
			ledger = history(r)
		}
		s := referral.Fold("x", ledger)
		if len(s.Entries()) != len(ledger) {
			t.Fatalf("seed %d: a fact was dropped", seed)
		}
		anyOrder(t, seed, r, ledger, s)
		if seed%8 == 0 {
			oneByOne(t, seed, ledger, s)
			owing(t, seed, ledger, s, f)
		}
		obey(t, seed, &s, f)
		if seed%4 == 1 {
			done(t, seed, s)
		}
	}
}

// anyOrder tells the same facts shuffled, some of them again.
func anyOrder(t *testing.T, seed uint64, r *rand.Rand, ledger []referral.Entry, want referral.State) {
	t.Helper()
	shuffled := slices.Clone(ledger)
	r.Shuffle(len(shuffled), func(i, j int) { shuffled[i], shuffled[j] = shuffled[j], shuffled[i] })
	shuffled = append(shuffled, shuffled[:r.IntN(len(shuffled))]...)
	for i := range shuffled {
		shuffled[i].Seq = i + 1
	}
	if got := referral.Fold("x", shuffled); !reflect.DeepEqual(got.Facts(), want.Facts()) {
		t.Fatalf("seed %d: order or repetition matters\n%+v\n%+v", seed, got.Facts(), want.Facts())
	}
}

// owing moves the ball and a duty with the last entry: the state is the one a
// replay of that ledger gives, the ledger in it too.
func owing(t *testing.T, seed uint64, ledger []referral.Entry, s referral.State, f policy.Facts) {
	t.Helper()
	ball, _ := policy.Owe(&s, f, s.LastNoted())
	moved := []referral.Owed{ball, {Duty: "signature", Team: "team", Act: referral.ActSign}}
	again := slices.Clone(ledger)
	again[len(again)-1].Owed = moved
	if got, want := referral.Owing(s, moved), referral.Fold("x", again); !reflect.DeepEqual(got, want) || len(s.Entries()[len(ledger)-1].Owed) > 0 {
		t.Fatalf("seed %d: what is owed is not its replay", seed)
	}
}

// oneByOne tells the facts as they came: the state is the same as folding them
// at once, the start of the clock only moves earlier, and the seen-by date is
// moved by what says so alone.
func oneByOne(t *testing.T, seed uint64, ledger []referral.Entry, want referral.State) {
	t.Helper()
	s := referral.Fold("x", nil)
	for _, e := range ledger {
		before := s
		s = referral.Evolve(s, e)
		if !before.Heard.IsZero() && (s.Heard.IsZero() || s.Heard.After(before.Heard)) {
			t.Fatalf("seed %d: %T moved the raw clock later", seed, e.What)
		}
		switch e.What.(type) {
		case referral.SeenBySet, referral.Sent, referral.Struck:
		default:
			if !s.SeenBy.Equal(before.SeenBy) {
				t.Fatalf("seed %d: %T moved the seen-by date", seed, e.What)
			}
		}
	}
	if !reflect.DeepEqual(s.Facts(), want.Facts()) {
		t.Fatalf("seed %d: a row is not its replay", seed)
	}
}

// Software moves neither the seen-by date nor the urgency, and ends nothing:
// each is denied to the house, and what it does by itself moves no date.
func TestSeenByIsNeverMovedBySoftware(t *testing.T) {
	house := referral.Standing{Jobs: []party.Job{party.System}}
	for seed := range uint64(2000) {
		s := referral.Fold("x", slotted(rand.New(rand.NewPCG(seed, 9))))
		for _, ev := range []referral.Event{referral.SeenBySet{By: day0, Note: "n"}, referral.Prioritised{Urgency: party.Routine, Note: "n"}, referral.Accepted{}, referral.Declined{Reason: "no-capacity", Tells: "sender"},
			referral.Cancelled{Reason: "x"}, referral.Unreachable{}, referral.Withdrawn{Words: "d"}, referral.Deceased{Source: "feed"}, referral.ClosedAdmin{Reason: "x"}, referral.EnteredInError{Reason: "x"}, referral.Acknowledged{Report: "f", Answered: "yes"}, referral.Missed{Appointment: "a"}, referral.Struck{Fact: "sent", Reason: "x"}} {
			if _, err := referral.Decide(s, house, ev, far); fault.Of(err) != fault.Denied {
				t.Fatalf("seed %d: the house may do %T: %v", seed, ev, err)
			}
		}
		for _, ev := range []referral.Event{referral.Delivered{}, referral.Seen{}, referral.ReportDelivered{Report: "f"}, referral.Closed{How: "proof"}, referral.Escalated{Level: 2}, referral.Reassigned{Team: "team", Reason: "x"}, referral.Recomputed{}, referral.Booked{Appointment: "z", Start: far}} {
			after := referral.Evolve(s, referral.Entry{Seq: s.Seq + 1, At: far, Noted: far, Key: "house", What: ev})
			if !after.SeenBy.Equal(s.SeenBy) || after.Urgency != s.Urgency {
				t.Fatalf("seed %d: %T moved the seen-by date or the urgency", seed, ev)
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
