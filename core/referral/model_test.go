package referral_test

import (
	"fmt"
	"time"

	"referd/core/referral"
)

// The loop in slots: every moment the promises speak of, as the fact that sets
// it. Two legs, two visits on the first and one on the second, a report and
// its correction, two lines of a plan.
var slots = []struct {
	name string
	ev   referral.Event
	own  bool // ours alone: no partner tells it
}{
	{"readied", referral.Readied{Clinician: "c"}, true},
	{"signed", referral.Signed{Clinician: "c"}, true},
	{"sent", sentTo("first"), false},
	{"forwarded", referral.Forwarded{Leg: 1, To: referral.Recipient{Org: "second", Service: "second"}}, false},
	{"transmitted.0", referral.Transmitted{Leg: 0, How: "post"}, true},
	{"delivered.0", referral.Delivered{Leg: 0}, false}, {"delivered.1", referral.Delivered{Leg: 1}, false},
	{"opened.0", referral.Opened{Leg: 0}, false}, {"opened.1", referral.Opened{Leg: 1}, false},
	{"accepted.0", referral.Accepted{Leg: 0}, false}, {"accepted.1", referral.Accepted{Leg: 1}, false},
	{"declined.0", referral.Declined{Leg: 0, Reason: "no-capacity"}, false}, {"declined.1", referral.Declined{Leg: 1, Reason: "no-capacity"}, false},
	{"advised.0", referral.Advised{Leg: 0, Advice: "d"}, false}, {"advised.1", referral.Advised{Leg: 1, Advice: "d"}, false},
	{"back.0", referral.SentBack{Leg: 0}, true}, {"back.1", referral.SentBack{Leg: 1}, true},
	{"asked.0", referral.Asked{Leg: 0, Ask: "q0", Note: "n"}, false}, {"asked.1", referral.Asked{Leg: 1, Ask: "q1", Note: "n"}, false},
	{"answered.0", referral.Answered{Leg: 0, Ask: "q0", Note: "n"}, false}, {"answered.1", referral.Answered{Leg: 1, Ask: "q1", Note: "n"}, false},
	{"waitlisted.0", referral.Waitlisted{Leg: 0}, false}, {"waitlisted.1", referral.Waitlisted{Leg: 1}, false},
	{"booked.a", referral.Booked{Leg: 0, Appointment: "a", Start: day0.AddDate(0, 0, 9)}, false}, {"booked.b", referral.Booked{Leg: 0, Appointment: "b", Start: day0.AddDate(0, 0, 9)}, false},
	{"booked.c", referral.Booked{Leg: 1, Appointment: "c", Start: day0.AddDate(0, 0, 9)}, false},
	{"unbooked.a", referral.Unbooked{Leg: 0, Appointment: "a", Reason: "x"}, false}, {"unbooked.b", referral.Unbooked{Leg: 0, Appointment: "b", Reason: "x"}, false},
	{"unbooked.c", referral.Unbooked{Leg: 1, Appointment: "c", Reason: "x"}, false},
	{"missed.a", referral.Missed{Leg: 0, Appointment: "a"}, false}, {"missed.b", referral.Missed{Leg: 0, Appointment: "b"}, false}, {"missed.c", referral.Missed{Leg: 1, Appointment: "c"}, false},
	{"arrived", referral.Arrived{Leg: 0, Appointment: "a"}, false}, {"confirmed", referral.Confirmed{Leg: 0, Appointment: "a"}, false},
	{"held", referral.Held{Until: day0.AddDate(0, 1, 0), Reason: "x"}, false}, {"resumed", referral.Resumed{}, false},
	{"seen", referral.Seen{}, false}, {"reviewed", referral.DeskReviewed{Note: "n"}, false},
	{"interim", referral.Reported{Report: "i", Kind: referral.Interim, Document: "d"}, false},
	{"final", referral.Reported{Report: "f", Kind: referral.Final, Document: "d"}, false},
	{"amended", referral.Reported{Report: "g", Kind: referral.Amended, Replaces: "f", Document: "d"}, false},
	{"final.delivered", referral.ReportDelivered{Report: "f"}, false}, {"amended.delivered", referral.ReportDelivered{Report: "g"}, false},
	{"final.opened", referral.ReportOpened{Report: "f", Clinician: true}, false},
	{"final.acknowledged", referral.Acknowledged{Report: "f", Answered: "yes"}, false}, {"amended.acknowledged", referral.Acknowledged{Report: "g", Answered: "yes"}, false},
	{"final.told", referral.PatientInformed{Report: "f", How: "call"}, false}, {"amended.told", referral.PatientInformed{Report: "g", How: "call"}, false},
	{"ending.told", referral.PatientInformed{How: "call"}, false},
	{"planned.0", referral.Planned{Item: "0", Report: "f", What: "d", Team: "team", Due: day0.AddDate(0, 0, 20)}, false},
	{"planned.1", referral.Planned{Item: "1", Report: "f", What: "d", Team: "team", Due: day0.AddDate(0, 0, 30)}, false},
	{"done.0", referral.PlanDone{Item: "0", Evidence: "d"}, false}, {"done.1", referral.PlanDone{Item: "1", Evidence: "d"}, false},
	{"reached", referral.Contacted{Channel: "call", Outcome: "reached"}, false},
	{"denied", referral.Authorization{State: "denied"}, false}, {"approved", referral.Authorization{State: "approved"}, false},
	{"next.end", referral.NextStep{How: "end"}, true},
	{"after-decline", referral.Closed{How: "decline"}, true}, {"on-advice", referral.Closed{How: "advice"}, true},
	{"cancelled", referral.Cancelled{Reason: "x"}, false}, {"withdrawn", referral.Withdrawn{Words: "d", Confirmed: true}, false},
	{"unreachable", referral.Unreachable{}, true}, {"deceased", referral.Deceased{Source: "x"}, false},
	{"closed-admin", referral.ClosedAdmin{Reason: "x", Second: "v", Leaves: []string{"f"}}, true},
	{"in-error", referral.EnteredInError{Reason: "x"}, true},
	{"closed", referral.Closed{How: "proof"}, true}, {"reopened", referral.Reopened{Reason: "x"}, true},
	{"mail.lost", referral.DeliveryFailed{Why: "x", Final: true, To: "u", Team: "team"}, true},
	{"settled", referral.Settled{Facts: []referral.Key{"reopened"}}, true},
}

func sentTo(org string) referral.Sent {
	return referral.Sent{Patient: "p", Org: "home", Team: "team", Clinician: "c", To: referral.Recipient{Org: "first", Service: "first"}, Urgency: "routine", Question: "q", SeenBy: day0.AddDate(0, 0, 40)}
}

// slotNo finds a slot by its name.
var slotNo = map[string]int{}

func init() {
	for i, s := range slots {
		slotNo[s.name] = i
	}
}

// fact is a slot's fact happening at an hour. Its key is the slot's name, so
// that a reopening can be settled and anything struck.
func fact(slot string, hour int) referral.Entry {
	i, ok := slotNo[slot]
	if !ok {
		panic(fmt.Sprintf("no slot %q", slot))
	}
	at := day0.Add(time.Duration(hour) * time.Hour)
	return referral.Entry{Seq: hour + 1, At: at, Noted: at, Key: referral.Key(slot), What: slots[i].ev}
}

// walk folds a draft and the slots named, an hour apart.
func walk(names ...string) referral.State {
	entries := []referral.Entry{{Seq: 1, At: day0, Noted: day0, Key: "drafted", What: referral.Drafted{Patient: "p", Org: "home", Team: "team", Clinician: "c", Urgency: "routine"}}}
	for i, n := range names {
		entries = append(entries, fact(n, i+1))
	}
	return referral.Fold("x", entries)
}
