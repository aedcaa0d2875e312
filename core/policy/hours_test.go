package policy

import (
	"fmt"
	"math/rand/v2"
	"testing"
	"time"

	"referd/core/party"
	"referd/core/referral"
)

// anyWeek is a calendar by chance: some days, some hours, some holidays, somewhere.
func anyWeek(r *rand.Rand) (h party.Hours) {
	h.Zone = []string{"America/New_York", "America/Los_Angeles", "Europe/Madrid", "Asia/Kathmandu", "Pacific/Auckland"}[r.IntN(5)]
	for d := range h.Open {
		if r.IntN(10) < 6 {
			from := 30 * r.IntN(40)
			h.Open[d] = [2]int{from, min(1440, from+30*(1+r.IntN(20)))}
		}
	}
	if never(h) {
		h.Open[1+r.IntN(5)] = [2]int{480, 1020}
	}
	for range r.IntN(12) {
		h.Holidays = append(h.Holidays, noon.AddDate(0, 0, r.IntN(60)-10).Format(time.DateOnly))
	}
	return h
}

// kept reports what is wrong with a due: it lies where its owner is shut, and
// is no emergency's. What is urgent or asks for action stands on the wall where
// nobody works two hours before it.
func kept(h party.Hours, u party.Urgency, from, due time.Time) error {
	switch {
	case due.Before(from):
		return fmt.Errorf("due %s before it is owed, %s", due, from)
	case u == party.Emergency || inside(h, due):
		return nil
	case u == party.Urgent && Worked(h, from, due) < 2*hour:
		return nil
	}
	return fmt.Errorf("owed since %s it is due %s, when %v is shut", from.In(zone(h)), due.In(zone(h)).Format("Mon 2006-01-02 15:04"), h)
}

// No time allowed ends while whoever owes it is shut, whatever their calendar.
func TestNoDueIsWhereItsOwnerIsShut(t *testing.T) {
	r := rand.New(rand.NewPCG(5, 8))
	s := Defaults()
	for range 400 {
		h := anyWeek(r)
		from := noon.Add(time.Duration(r.IntN(30*24*60)) * time.Minute)
		for what := range s.Dues {
			for _, u := range []party.Urgency{party.Routine, party.Urgent, party.Emergency} {
				if err := kept(h, u, from, s.Due(what, u, h, from)); err != nil {
					t.Fatalf("%s, %s: %v", what, u, err)
				}
			}
		}
	}
}

// Nor does anything else that is owed, ball or duty, whoever chose its day: by
// the calendar of the team that owes it.
func TestEveryOwedThingIsKeptInHours(t *testing.T) {
	r := rand.New(rand.NewPCG(9, 2))
	for range 400 {
		hours := map[party.TeamID]party.Hours{}
		for _, id := range []party.TeamID{"home-team", "intake", "triage", "booking", "ward"} {
			hours[id] = anyWeek(r)
		}
		f := here()
		f.Team = func(id party.TeamID) (party.Team, bool) { h, ok := hours[id]; return party.Team{ID: id, Hours: h}, ok }
		f.Sender.Channel = []party.Channel{party.House, party.Phone}[r.IntN(2)]
		f.Receiver.Channel = []party.Channel{party.House, party.Phone}[r.IntN(2)]
		someday := func() time.Time { return noon.Add(time.Duration(r.IntN(40*24*60)) * time.Minute) }
		u := []party.Urgency{party.Routine, party.Urgent}[r.IntN(2)]
		report := referral.Reported{Report: "r", Kind: referral.Final, Document: "d", Actionable: []referral.Actionable{"", referral.WithinDays}[r.IntN(2)]}
		for i, evs := range [][]referral.Event{
			{sent(u)}, {sent(u), referral.DeliveryFailed{Final: true}}, {sent(u), referral.Delivered{}}, {sent(u), referral.Opened{}}, {sent(u), referral.Asked{Ask: "q"}}, {sent(u), referral.Advised{}}, {sent(u), referral.Declined{Reason: "x"}}, {sent(u), referral.Accepted{}},
			{sent(u), referral.Accepted{}, referral.Contacted{Channel: "call", Outcome: "reached"}}, {sent(u), referral.SeenBySet{By: someday().AddDate(0, 0, -10), Note: "n"}, referral.Accepted{}, referral.Waitlisted{}},
			{sent(u), referral.Accepted{}, referral.Held{Until: someday()}}, {sent(u), referral.Booked{Appointment: "a", Start: someday()}}, {sent(u), referral.Accepted{}, referral.Missed{}}, {sent(u), referral.Seen{}}, {sent(u), referral.Seen{}, report},
			{sent(u), referral.Seen{}, report, referral.ReportDelivered{Report: "r"}, referral.Planned{Item: "i", What: "w", Team: "ward", Due: someday()}, referral.Planned{Item: "j", What: "w", Team: "home-team", Due: someday()}},
			{sent(u), referral.Seen{}, report, referral.ReportDelivered{Report: "r"}, referral.Planned{Item: "i", What: "w", Team: "ward", Due: someday()}, referral.Acknowledged{Report: "r", Answered: "partly"}},
			{sent(u), referral.Accepted{}, referral.Rang{Bell: "cannot"}, referral.Rang{Bell: "worse"}},
		} {
			s := loop(evs...)
			o, _ := Owe(&s, f, noon)
			all := []referral.Owed{o}
			for _, d := range s.Duties() {
				all = append(all, OweDuty(&s, d, f, noon))
			}
			for _, o := range all {
				presses := u
				if report.Actionable != "" {
					presses = party.Urgent
				}
				if err := kept(hours[o.Team], presses, o.From, o.Due); err != nil {
					t.Fatalf("case %d, %s, %s, %s %q: %v", i, s.Phase(), u, o.Act, o.Duty, err)
				}
			}
		}
	}
}
