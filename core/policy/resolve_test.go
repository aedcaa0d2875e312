package policy

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"referd/base/code"
	"referd/core/party"
	"referd/core/referral"
)

// duty finds one of a kind, which must be owed.
func duty(t *testing.T, s referral.State, kind string) referral.Duty {
	t.Helper()
	all := s.Duties()
	i := slices.IndexFunc(all, func(d referral.Duty) bool { return d.Kind == kind })
	if i < 0 {
		t.Fatalf("no %s is owed", kind)
	}
	return all[i]
}

// noon is a Monday.
var noon = time.Date(2026, 7, 6, 16, 0, 0, 0, time.UTC)

func sent(u party.Urgency) referral.Event {
	return referral.Sent{Patient: "p", Org: "home", Team: "home-team", Clinician: "dr", To: referral.Recipient{Org: "clinic", Service: "cardio"}, Urgency: u, Question: "q", SeenBy: noon.AddDate(0, 0, 20)}
}

// loop folds facts told a minute apart, the last of them at noon.
func loop(evs ...referral.Event) referral.State {
	s := referral.Fold("x", nil)
	for i, ev := range evs {
		at := noon.Add(time.Duration(i-len(evs)+1) * time.Minute)
		s = referral.Evolve(s, referral.Entry{Seq: i + 1, At: at, Noted: at, Key: referral.KeyOf(ev, fmt.Sprint(i)), What: ev})
	}
	return s
}

// here is a directory in which the clinic's teams work in the house, in New York hours.
func here() Facts {
	return Facts{Settings: Defaults(), Service: party.Service{ID: "cardio", Intake: "intake", Triage: "triage", Scheduling: "booking", Clinic: "ward"},
		Team: func(id party.TeamID) (party.Team, bool) {
			return party.Team{ID: id, Hours: week}, id != "" && id != "gone"
		},
		User: func(p party.PractitionerID, _ party.OrgID) party.UserID {
			return map[party.PractitionerID]party.UserID{"dr": "rivera", "chen": "chen", "sato": "sato"}[p]
		}}
}

// away is one in which the receiver is a partner.
func away() Facts {
	f := here()
	f.Service = party.Service{ID: "cardio"}
	return f
}

// Each step is owed by the team that answers for it; where a partner must act,
// it holds, and the referring team, which chases, owns.
func TestOwnerAndHolder(t *testing.T) {
	steps := []struct {
		name         string
		s            referral.State
		team         party.TeamID
		person       party.UserID
		partner      bool // somebody of the receiver must act
		act          referral.Act
		personHolder party.UserID
	}{
		{"sent", loop(sent(party.Routine)), "home-team", "", false, referral.ActDeliver, ""},
		{"delivered", loop(sent(party.Routine), referral.Delivered{}), "intake", "", true, referral.ActOpen, ""},
		{"review", loop(sent(party.Routine), referral.Opened{}), "triage", "", true, referral.ActDecide, ""},
		{"questioned", loop(sent(party.Routine), referral.Asked{Ask: "q"}), "home-team", "", false, referral.ActAnswer, ""},
		{"declined", loop(sent(party.Routine), referral.Declined{Reason: "x"}), "home-team", "rivera", false, referral.ActNextStep, "rivera"},
		{"accepted", loop(sent(party.Routine), referral.Accepted{}), "booking", "", true, referral.ActBook, ""},
		{"booked", loop(sent(party.Routine), referral.Booked{Appointment: "a", Start: noon.AddDate(0, 0, 3)}), "ward", "", true, referral.ActSee, ""},
		{"seen", loop(sent(party.Routine), referral.Seen{Clinician: "chen"}), "ward", "chen", true, referral.ActReport, ""},
		{"returning", loop(sent(party.Routine), referral.Seen{}, referral.Reported{Report: "r", Kind: referral.Final, Document: "d"}), "ward", "", true, referral.ActDeliverReport, ""},
		{"reported", loop(sent(party.Routine), referral.Seen{}, referral.Reported{Report: "r", Kind: referral.Final, Document: "d"}, referral.ReportDelivered{Report: "r"}), "home-team", "rivera", false, referral.ActAcknowledge, "rivera"},
		{"by voice", loop(sent(party.Routine), referral.Seen{Clinician: "chen"}, referral.Reported{Report: "r", Kind: referral.Final, Document: "d", Actionable: referral.WithinHours, Author: "sato"}), "ward", "sato", true, referral.ActSpeak, ""},
	}
	for _, c := range steps {
		o, open := Owe(&c.s, here(), noon)
		if !open || o.Team != c.team || o.Person != c.person || o.Holder != "" || o.Act != c.act {
			t.Errorf("%s, in the house: %+v", c.name, o)
		}
		o, _ = Owe(&c.s, away(), noon)
		holder := party.OrgID("")
		if c.partner {
			holder = "clinic"
		}
		if o.Team != "home-team" || o.Holder != holder || o.Person != c.personHolder || o.Act != c.act {
			t.Errorf("%s, at a partner: %+v", c.name, o)
		}
	}
}

// A due counts from when we learned of what began it, an age from when it happened.
func TestDueCountsFromNoted(t *testing.T) {
	ago, old := noon.AddDate(0, 0, -9), noon.AddDate(0, 0, -5)
	s := referral.Fold("x", []referral.Entry{{Seq: 1, At: ago, Noted: ago, Key: "sent", What: sent(party.Routine)}})
	s = referral.Evolve(s, referral.Entry{Seq: 2, At: old, Noted: noon, Key: "opened/late", What: referral.Opened{}})
	o, _ := Owe(&s, here(), noon)
	if !o.From.Equal(noon) || !o.Due.Equal(AddDays(week, noon, 3)) {
		t.Errorf("told late, it is due %s from %s", o.Due, o.From)
	}
	if !s.Since().Equal(old) {
		t.Errorf("its age counts from %s", s.Since())
	}
}

// A reopened loop gets new dues and keeps its clocks.
func TestReopenedHasNewDues(t *testing.T) {
	old := noon.AddDate(0, -2, 0)
	entries := []referral.Entry{{Seq: 1, At: old, Noted: old, Key: "sent", What: sent(party.Routine)}, {Seq: 2, At: old, Noted: old, Key: "d", What: referral.Declined{Reason: "x"}},
		{Seq: 3, At: old, Noted: old, Key: "c", What: referral.Closed{How: "decline"}}, {Seq: 4, At: noon, Noted: noon, Key: "r", What: referral.Reopened{Reason: "x"}}}
	s := referral.Fold("x", entries)
	o, _ := Owe(&s, here(), noon)
	if !o.Due.Equal(AddDays(week, noon, 5)) || !s.Clocks(noon).Started.Equal(old) {
		t.Errorf("due %s, clock from %s", o.Due, s.Clocks(noon).Started)
	}
}

func TestStepsHaveTheirOwnDues(t *testing.T) {
	radiology := here()
	radiology.Service.Specialty = code.Concept{System: code.NUCC, Code: "2085R0202X"}
	byPhone := away()
	byPhone.Receiver.Channel = party.Phone
	faxed := here()
	faxed.Sender.Channel = party.Phone
	reported := []referral.Event{sent(party.Routine), referral.Seen{}, referral.Reported{Report: "r", Kind: referral.Final, Document: "d"}}
	actionable := func(u party.Urgency) referral.State {
		return loop(sent(u), referral.Seen{}, referral.Reported{Report: "r", Kind: referral.Final, Document: "d", Actionable: referral.WithinDays}, referral.ReportDelivered{Report: "r"})
	}
	for _, c := range []struct {
		name string
		s    referral.State
		f    Facts
		due  time.Time
	}{
		{"accepted, not contacted", loop(sent(party.Routine), referral.Accepted{}), here(), AddDays(week, noon, 3)},
		{"accepted, contacted", loop(sent(party.Routine), referral.Accepted{}, referral.Contacted{Channel: "call", Outcome: "reached"}), here(), noon.Add(7*day - time.Minute)},
		{"on the list", loop(sent(party.Routine), referral.Accepted{}, referral.Waitlisted{}), here(), time.Date(2026, 7, 24, 21, 0, 0, 0, time.UTC)}, // seen-by is a Sunday
		{"on the list, urgent", loop(sent(party.Urgent), referral.Accepted{}, referral.Waitlisted{}), here(), noon.Add(2 * day)},
		{"on the list past seen-by: late at once", loop(sent(party.Routine), referral.SeenBySet{By: noon.AddDate(0, 0, -3), Note: "n"}, referral.Accepted{}, referral.Waitlisted{}), here(), noon},
		{"held", loop(sent(party.Routine), referral.Accepted{}, referral.Held{Until: noon.AddDate(0, 0, 10)}), here(), noon.AddDate(0, 0, 10)},
		{"held for ever, told", loop(sent(party.Routine), referral.Accepted{}, referral.Held{Until: noon.AddDate(3, 0, 0)}), here(), time.Date(2026, 10, 2, 21, 0, 0, 0, time.UTC)}, // 90 days end on a Sunday
		{"held without a day, told", loop(sent(party.Urgent), referral.Accepted{}, referral.Held{}), here(), noon.Add(7 * day)},
		{"booked", loop(sent(party.Routine), referral.Booked{Appointment: "a", Start: noon.AddDate(0, 0, 3)}), here(), noon.AddDate(0, 0, 4)},
		{"booked without a time, told", loop(sent(party.Routine), referral.Booked{Appointment: "a"}), here(), noon.Add(day)},
		{"a cancellation to answer", loop(sent(party.Routine), referral.Booked{Appointment: "a", Start: noon.AddDate(0, 0, 3)}, referral.Cancelled{Reason: "x"}), here(), AddDays(week, noon, 1)},
		{"seen", loop(sent(party.Routine), referral.Seen{}), here(), noon.Add(7 * day)},
		{"imaging", loop(sent(party.Routine), referral.Seen{}), radiology, AddDays(week, noon, 2)},
		{"sent to a partner that is telephoned", loop(sent(party.Routine)), byPhone, noon.Add(4 * hour)},
		{"a report back to one", loop(reported...), faxed, noon.Add(4 * hour)},
		{"a report back to the house", loop(reported...), byPhone, noon.Add(5 * time.Minute)},
		{"actionable", actionable(party.Routine), here(), noon.Add(3 * day)},
		{"actionable is never later than the referral's own", actionable(party.Emergency), here(), noon.Add(4 * hour)},
		{"by voice", loop(sent(party.Routine), referral.Seen{}, referral.Reported{Report: "r", Kind: referral.Final, Document: "d", Actionable: referral.WithinMinutes}), here(), noon.Add(hour)},
		{"an emergency asked about all the same", loop(sent(party.Emergency), referral.Asked{Ask: "q"}), here(), noon.Add(30 * time.Minute)},
	} {
		if o, _ := Owe(&c.s, c.f, noon); !o.Due.Equal(c.due) {
			t.Errorf("%s (%s): due %s, want %s", c.name, c.s.Phase(), o.Due, c.due)
		}
	}
}

// An emergency, and what must be spoken, is a named person's on call.
func TestOnCall(t *testing.T) {
	f := here()
	f.OnCall = func(t party.TeamID) party.UserID { return party.UserID("on-call of " + t) }
	s := loop(sent(party.Emergency), referral.Opened{})
	if o, _ := Owe(&s, f, noon); o.Person != "on-call of triage" {
		t.Errorf("an emergency is %q's", o.Person)
	}
	s = loop(sent(party.Routine), referral.Opened{})
	if o, _ := Owe(&s, f, noon); o.Person != "" {
		t.Errorf("a routine one is %q's", o.Person)
	}
	s = loop(sent(party.Routine), referral.Accepted{}, referral.Rang{Bell: "worse"})
	if o := OweDuty(&s, duty(t, s, "bell-worse"), f, noon); o.Person != "on-call of triage" || !o.Due.Equal(noon.Add(30*time.Minute)) {
		t.Errorf("the bell is %q's by %s", o.Person, o.Due)
	}
}

// What stands at an earlier leg is its own teams' to release; unknown ones are chased.
func TestEarlierLegsHaveTheirOwnTeams(t *testing.T) {
	s := loop(sent(party.Routine), referral.Booked{Appointment: "a", Start: noon.AddDate(0, 0, 3)}, referral.Forwarded{Leg: 1, To: referral.Recipient{Org: "far", Service: "far"}})
	f := here()
	f.Services = func(id party.ServiceID) (party.Service, bool) {
		return party.Service{Scheduling: "first-booking"}, id == "cardio"
	}
	slot := duty(t, s, "slot")
	if o := OweDuty(&s, slot, f, noon); o.Team != "first-booking" {
		t.Errorf("the slot is %q's", o.Team)
	}
	if o := OweDuty(&s, slot, here(), noon); o.Team != "home-team" || o.Holder != "clinic" {
		t.Errorf("the slot of an unknown service is %+v", o)
	}
}

// A team that is not of this house never owns.
func TestAStrangerNeverOwns(t *testing.T) {
	s := loop(sent(party.Routine), referral.Seen{}, referral.Planned{Item: "i", What: "w", Team: "gone", Due: noon.AddDate(0, 0, 9)})
	if o := OweDuty(&s, duty(t, s, "item"), here(), noon); o.Team != "home-team" {
		t.Errorf("the line is %+v", o)
	}
}
