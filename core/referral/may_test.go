package referral_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"referd/base/fault"
	"referd/core/party"
	"referd/core/referral"
)

// loop.md's table of who may do what, written again from the page: each act,
// who, whether the house does it by itself (SY) or a receiver without an account
// by a link (LK), and a loop in which it is possible. "RX*": where a rule of the service allows it.
var table = []struct {
	act  referral.Act
	who  string
	at   string // how the loop came to where it can be done
	ev   referral.Event
	only referral.Side // where a team lead or an administrator must stand
}{
	{"readiness", "RC RS", "", referral.Readied{Clinician: "c"}, referral.Sender},
	{"signature", "RC", "readied", referral.Signed{Clinician: "c"}, ""},
	{"dispatch", "RC RS", "signed", sentTo("first"), ""},
	{"delivery", "RC RS SY", "signed sent", referral.Delivered{Receipt: "d"}, ""},
	{"delivery", "RC RS SY", "signed sent", referral.Transmitted{How: "link"}, ""},
	{"delivery", "RC RS SY", "signed sent", referral.DeliveryFailed{Why: "x"}, ""},
	{"opening", "RX TN SP SC LK", "signed sent delivered.0", referral.Opened{}, ""},
	{"question", "RX TN SP LK", "signed sent opened.0", referral.Asked{Ask: "q", Items: []string{"ecg"}}, ""},
	{"answer", "RC RS", "signed sent opened.0 asked.0", referral.Answered{Ask: "q0", Note: "n"}, ""},
	{"priority", "RC TN SP", "signed sent opened.0", referral.Prioritised{Urgency: party.Urgent, Note: "n"}, ""},
	{"seen-by", "RC TN SP", "signed sent opened.0", referral.SeenBySet{By: day0.AddDate(0, 0, 39), Note: "n"}, ""},
	{"acceptance", "TN SP RX* LK", "signed sent opened.0", referral.Accepted{}, ""},
	{"advice", "SP", "signed sent opened.0", referral.Advised{Advice: "d", BackIf: "d"}, ""},
	{"advice-answer", "RC", "signed sent advised.0", referral.AdviceAnswered{How: "disagree", Note: "n"}, ""},
	{"decline", "SP TN RX LK", "signed sent opened.0", referral.Declined{Reason: "no-capacity", Tells: "sender"}, ""},
	{"next-step", "RC", "signed sent declined.0", referral.SentBack{Note: "n"}, ""},
	{"forward", "RX TN SP", "signed sent opened.0", referral.Forwarded{Leg: 1, To: referral.Recipient{Org: "second"}, Reason: "x"}, ""},
	{"waiting", "SC PT", "signed sent accepted.0", referral.Waitlisted{}, ""},
	{"booking", "SC PT SY LK", "signed sent accepted.0", referral.Booked{Appointment: "z", Start: day0.AddDate(0, 0, 30)}, ""},
	{"confirmation", "SC PT SY", "signed sent booked.a", referral.Confirmed{Appointment: "a"}, ""},
	{"arrival", "SC PT SY", "signed sent booked.a", referral.Arrived{Appointment: "a"}, ""},
	{"unbooking", "SC PT LK", "signed sent booked.a", referral.Unbooked{Appointment: "a", Reason: "x"}, ""},
	{"miss", "SC", "signed sent booked.a", referral.Missed{Appointment: "a"}, ""},
	{"hold", "SC TN RC PT", "signed sent accepted.0", referral.Held{Until: day0.AddDate(0, 0, 35), Reason: "x"}, ""},
	{"resumption", "SC TN RC PT", "signed sent accepted.0 held", referral.Resumed{}, ""},
	{"visit", "SP SC IM SY LK", "signed sent accepted.0", referral.Seen{}, ""},
	{"review", "SP TN", "signed sent accepted.0", referral.DeskReviewed{Note: "n"}, ""},
	{"report", "SP IM SY LK", "signed sent seen", referral.Reported{Report: "f", Kind: referral.Final, Document: "d"}, ""},
	{"report-delivery", "SY", "signed sent seen final", referral.ReportDelivered{Report: "f"}, ""},
	{"report-opening", "RC RS TL", "signed sent seen final", referral.ReportOpened{Report: "f"}, referral.Sender},
	{"acknowledgement", "RC", "signed sent seen final", referral.Acknowledged{Report: "f", Answered: "yes"}, ""},
	{"information", "RC RS SP SY", "signed sent seen final", referral.PatientInformed{Report: "f", How: "call"}, ""},
	{"plan", "RC SP", "signed sent seen", referral.Planned{Item: "z", What: "w", Team: "team", Due: day0}, ""},
	{"contact", "SC RS PT RC TN", "signed sent", referral.Contacted{Channel: "call", Outcome: "reached"}, ""}, // RC, TN: they answer the bell
	{"bell", "PT", "signed sent", referral.Rang{Bell: "worse"}, ""},
	{"authorization", "RS SC SY", "signed sent", referral.Authorization{State: "needed"}, ""},
	{"closure", "RC RS TL SY", "signed sent seen final final.delivered final.acknowledged final.told", referral.Closed{How: "proof"}, referral.Sender},
	{"cancellation", "RC RS", "signed sent", referral.Cancelled{Reason: "x"}, ""},
	{"unreachable", "SC RC", "signed sent accepted.0", referral.Proposed{Proposal: "z", Act: referral.ActUnreachable}, ""},
	{"withdrawal", "PT RC RS SC", "signed sent", referral.Proposed{Proposal: "z", Act: referral.ActWithdraw, Evidence: "words"}, ""},
	{"death", "RC RS RX TN SP SC IM TL AD", "signed sent", referral.Deceased{Source: "x"}, ""},
	{"death", "RC RS RX TN SP SC IM TL AD SY", "signed sent", referral.Proposed{Proposal: "z", Act: referral.ActDeceased, Evidence: "d", When: day0}, ""},
	{"closure-without-proof", "TL AD", "signed sent", referral.Proposed{Proposal: "z", Act: referral.ActCloseAdmin}, ""},
	{"entered-in-error", "RC RS AD", "signed sent", referral.EnteredInError{Reason: "x"}, referral.Sender},
	{"reopening", "RC RS SC AD SY", "signed sent cancelled", referral.Reopened{Reason: "x"}, ""},
	{"strike", "TL AD", "signed sent delivered.0", referral.Struck{Fact: "delivered.0", Reason: "x"}, ""},
	{"assignment", "TL SY", "signed sent", referral.Reassigned{Team: "team", Reason: "x"}, ""},
	{"call-record", "RC RS RX TN SP SC IM TL", "signed", referral.Spoke{Note: "n"}, ""},
	{"message", "RC RS RX TN SP SC IM TL PT", "signed sent", referral.Messaged{Message: "m", To: "sender"}, ""},
}

// searched adds the contact protocol: three attempts on three days by two
// channels, one after 17:00, and a letter fourteen days ago.
func searched(s referral.State) referral.State {
	for i, c := range []struct {
		hours int
		what  referral.Contacted
	}{{25, referral.Contacted{Channel: "call", Outcome: "no-answer"}}, {51, referral.Contacted{Channel: "text", Outcome: "bounced"}}, {81, referral.Contacted{Channel: "call", Outcome: "no-answer"}}, {82, referral.Contacted{Channel: "letter", Outcome: "sent"}}} {
		at := day0.Add(time.Duration(c.hours) * time.Hour)
		s = referral.Evolve(s, referral.Entry{Seq: s.Seq + 1, At: at, Noted: at, Key: referral.Key(fmt.Sprint("tried", i)), What: c.what})
	}
	return s
}

var words = map[string]string{"RC": "referring clinician", "RS": "referring staff", "RX": "intake", "TN": "triage", "SP": "specialist", "SC": "scheduling", "IM": "imaging", "PT": "patient", "TL": "team lead", "AD": "administrator"}

// side is where a job is done; a scheduler of the referring clinic books nothing.
func side(j party.Job) referral.Side {
	switch j {
	case "RC", "RS":
		return referral.Sender
	case "RX", "TN", "SP", "SC", "IM", "LK":
		return referral.Receiver
	}
	return ""
}

// Each act is granted to whom the table names, where they stand, and denied to
// everybody else in words that say who may.
func TestWhoMay(t *testing.T) {
	jobs := []party.Job{"RC", "RS", "RX", "TN", "SP", "SC", "IM", "PT", "TL", "AD", "SY", "PO", "IE", "QL", "LK"}
	for _, row := range table {
		s := walk(strings.Fields(row.at)...)
		if row.act == referral.ActUnreachable {
			s = searched(s)
		}
		named := strings.Fields(strings.ReplaceAll(row.who, "*", ""))
		for _, job := range jobs {
			for _, stands := range []referral.Side{referral.Sender, referral.Receiver} {
				who := referral.Standing{User: "somebody", Side: stands, Jobs: []party.Job{job}, Accountable: job == "RC", Confirmed: true}
				want := slices.Contains(named, string(job)) && (side(job) == "" || side(job) == stands) && (row.only == "" || job == "SY" || row.only == stands)
				if strings.Contains(row.who, string(job)+"*") {
					if _, err := referral.Decide(s, who, row.ev, day0.AddDate(0, 0, 29)); err == nil {
						t.Errorf("%s: granted to %s without a rule", row.act, job)
					}
					who.Accepts = true
				}
				evs, err := referral.Decide(s, who, row.ev, day0.AddDate(0, 0, 29))
				if want != (err == nil) || err == nil && len(evs) == 0 {
					t.Errorf("%s by %s at the %s side: %v, want granted %v", row.act, job, stands, err, want)
				}
				if err == nil {
					continue
				}
				if fault.Of(err) != fault.Denied {
					t.Errorf("%s by %s: %s, want denied", row.act, job, fault.Of(err))
				}
				said := fault.Public(err)
				if job == "SY" || job == "LK" || slices.Contains(named, string(job)) || strings.HasSuffix(said, "side may do this.") {
					continue // who does it elsewhere is told at which side
				}
				for _, j := range named {
					if j != "SY" && j != "LK" && !strings.Contains(said, words[j]) {
						t.Errorf("%s by %s: %q does not name %s", row.act, job, said, words[j])
					}
				}
			}
		}
	}
}

// Whoever had it before it went on decides nothing of it any more, does not open it
// for the next, and still tells what happened there; who also asked keeps what is
// the asker's.
func TestWhoHadItBefore(t *testing.T) {
	s := walk("signed", "sent", "opened.0")
	s = referral.Evolve(s, referral.Entry{Seq: s.Seq + 1, At: day0.AddDate(0, 0, 1), Noted: day0.AddDate(0, 0, 1), Key: "onward", What: referral.Forwarded{Leg: 1, To: referral.Recipient{Org: "second"}, Reason: "x"}})
	may := func(who referral.Standing, acts ...referral.Act) bool {
		return !slices.ContainsFunc(acts, func(a referral.Act) bool { return !slices.Contains(s.May(who), a) })
	}
	before := referral.Standing{User: "somebody", Side: referral.Receiver, Past: true, Jobs: []party.Job{"RX", "TN", "SP", "SC"}}
	now := before
	now.Past = false
	if !may(now, referral.ActAsk, referral.ActAccept, referral.ActDecline, referral.ActForward, referral.ActPrioritise) {
		t.Errorf("the next recipient may %v", s.May(now))
	}
	for _, a := range []referral.Act{referral.ActOpen, referral.ActAsk, referral.ActAccept, referral.ActDecline, referral.ActForward, referral.ActPrioritise, referral.ActBook, referral.ActHold} {
		if may(before, a) {
			t.Errorf("who had it before may: %s", a)
		}
	}
	if _, err := referral.Decide(s, before, referral.Opened{Leg: 1}, day0.AddDate(0, 0, 2)); fault.Of(err) != fault.Denied || !strings.Contains(fault.Public(err), "went on to another") {
		t.Errorf("opened for the next: %v", err)
	}
	if !may(before, referral.ActMessage, referral.ActSee) {
		t.Errorf("who had it before tells only %v", s.May(before))
	}
	both := referral.Standing{User: "somebody", Side: referral.Sender, Both: true, Past: true, Accountable: true, Jobs: []party.Job{"RC", "SP"}}
	if !may(both, referral.ActPrioritise) || may(both, referral.ActAccept) {
		t.Errorf("who asked and had it may %v", s.May(both))
	}
}
