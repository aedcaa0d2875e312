package policy

import (
	"testing"
	"time"

	"referd/core/party"
	"referd/core/referral"
)

// The starting values are loop.md's table, column by column.
func TestStartingValues(t *testing.T) {
	monday := local(t, "2026-07-06 10:00")
	for _, c := range []struct{ what, routine, urgent, emergency string }{
		{"draft", "2026-07-09 17:00", "2026-07-06 17:00", "2026-07-06 10:30"},
		{"unsigned", "2026-07-09 17:00", "2026-07-06 17:00", "2026-07-06 10:15"},
		{"sent", "2026-07-06 10:05", "2026-07-06 10:05", "2026-07-06 10:05"},
		{"sent/phone", "2026-07-06 14:00", "2026-07-06 10:30", "2026-07-06 10:15"},
		{"delivered", "2026-07-07 17:00", "2026-07-06 12:00", "2026-07-06 10:15"},
		{"review", "2026-07-09 17:00", "2026-07-07 10:00", "2026-07-06 10:30"},
		{"questioned", "2026-07-13 17:00", "2026-07-07 10:00", "2026-07-06 10:30"},
		{"advised", "2026-07-13 17:00", "2026-07-07 10:00", "2026-07-06 10:30"},
		{"declined", "2026-07-13 17:00", "2026-07-06 17:00", "2026-07-06 10:30"},
		{"accepted/contact", "2026-07-09 17:00", "2026-07-07 10:00", "2026-07-06 11:00"},
		{"accepted", "2026-07-13 10:00", "2026-07-07 10:00", "2026-07-06 11:00"},
		{"waitlisted", "2026-08-05 10:00", "2026-07-08 10:00", "2026-07-06 11:00"},
		{"held", "2026-10-02 17:00", "2026-07-13 10:00", "2026-07-06 11:00"},
		{"missed", "2026-07-08 17:00", "2026-07-06 14:00", "2026-07-06 11:00"},
		{"seen", "2026-07-13 10:00", "2026-07-08 10:00", "2026-07-06 18:00"},
		{"seen/imaging", "2026-07-08 17:00", "2026-07-07 10:00", "2026-07-06 11:00"},
		{"returning", "2026-07-06 10:05", "2026-07-06 10:05", "2026-07-06 10:05"},
		{"reported", "2026-07-13 17:00", "2026-07-07 10:00", "2026-07-06 14:00"},
		{"follow-through", "2026-07-13 10:00", "2026-07-08 10:00", "2026-07-06 18:00"},
		{"contradiction", "2026-07-08 17:00", "2026-07-06 14:00", "2026-07-06 11:00"},
		{"bell", "2026-07-07 17:00", "2026-07-07 17:00", "2026-07-07 17:00"},
		{"bell-worse", "2026-07-06 10:30", "2026-07-06 10:30", "2026-07-06 10:30"},
		{"something nobody named", "2026-07-08 17:00", "2026-07-06 14:00", "2026-07-06 11:00"},
	} {
		for i, u := range []party.Urgency{party.Routine, party.Urgent, party.Emergency} {
			if got, want := onWall(t, Defaults().Due(c.what, u, week, monday)), [3]string{c.routine, c.urgent, c.emergency}[i]; got != want {
				t.Errorf("%s, %s: due %s, want %s", c.what, u, got, want)
			}
		}
	}
}

// Urgent business time is never more than a day on the wall, whatever the
// calendar; an emergency's is the wall's alone.
func TestUrgentTimeHasACeiling(t *testing.T) {
	s := Defaults()
	from := local(t, "2026-06-28 00:00")
	for i := range 24 * 14 {
		at := from.Add(time.Duration(i) * hour)
		for what, spans := range s.Dues {
			if what == "bell" { // TestWhoRangIsAnsweredByThoseWhoWork
				continue
			}
			urgent := s.Due(what, party.Urgent, week, at)
			if spans[1].Wall == 0 && urgent.Sub(at) > day {
				t.Fatalf("%s, urgent, from %s lasts %s", what, at, urgent.Sub(at))
			}
			if !urgent.After(at) || s.Due(what, party.Routine, week, at).Before(urgent) && spans[0].Wall == 0 && spans[1].Wall == 0 {
				t.Fatalf("%s: routine is due before urgent from %s", what, at)
			}
			if spans[2].Wall == 0 || s.Due(what, party.Emergency, week, at).Sub(at) != spans[2].Wall {
				t.Fatalf("%s: an emergency's time is not the wall's", what)
			}
		}
	}
}

// Who rang on a Saturday is answered on the next working day, also of what is
// urgent and of an emergency: their page says that day.
func TestWhoRangIsAnsweredByThoseWhoWork(t *testing.T) {
	saturday := local(t, "2026-07-11 09:00")
	for _, u := range []party.Urgency{party.Routine, party.Urgent, party.Emergency} {
		if got := onWall(t, Defaults().Due("bell", u, week, saturday)); got != "2026-07-13 17:00" {
			t.Errorf("%s: answered by %s", u, got)
		}
		s := loop(sent(u))
		f := Facts{Settings: Defaults(), Service: party.Service{Org: "clinic", Triage: "triage", Scheduling: "booking"}, Team: func(id party.TeamID) (party.Team, bool) { return party.Team{ID: id, Hours: week}, true },
			User: func(party.PractitionerID, party.OrgID) party.UserID { return "" }}
		if got := onWall(t, Answers(s, f, referral.BellNothing, saturday)); got != "2026-07-13 17:00" {
			t.Errorf("%s: the page promises %s", u, got)
		}
	}
}

// A service has its own times; what it does not name is the house's.
func TestServiceHasItsOwnTimes(t *testing.T) {
	own := party.Dues{"review": {{Days: 1}, {Work: hour}, {Wall: time.Minute}}}
	monday := local(t, "2026-07-06 10:00")
	for what, want := range map[string]string{"review": "2026-07-07 17:00", "delivered": "2026-07-07 17:00", "questioned": "2026-07-13 17:00"} {
		if got := onWall(t, Defaults().due(own, what, party.Routine, week, monday)); got != want {
			t.Errorf("%s is due %s, want %s", what, got, want)
		}
	}
}

// What is shut past the time an urgency allows is known before anything is sent.
func TestShutPast(t *testing.T) {
	for _, c := range []struct {
		at    string
		u     party.Urgency
		opens string
		past  bool
	}{
		{"2026-07-06 10:00", party.Emergency, "2026-07-06 10:00", false},
		{"2026-07-06 07:50", party.Emergency, "2026-07-06 08:00", false}, // within its quarter of an hour
		{"2026-07-06 07:00", party.Emergency, "2026-07-06 08:00", true},
		{"2026-07-06 18:00", party.Urgent, "2026-07-07 08:00", false}, // tomorrow morning is within a day
		{"2026-07-02 18:00", party.Urgent, "2026-07-06 08:00", true},  // a holiday and a weekend
		{"2026-07-05 09:00", party.Urgent, "2026-07-06 08:00", false},
		{"2026-07-02 18:00", party.Routine, "2026-07-06 08:00", false},
	} {
		opens, past := Defaults().ShutPast(week, c.u, local(t, c.at))
		if past != c.past || onWall(t, opens) != c.opens {
			t.Errorf("%s at %s: opens %s, past %v", c.u, c.at, onWall(t, opens), past)
		}
	}
}

func TestPressing(t *testing.T) {
	from := local(t, "2026-07-03 23:00")
	for class, want := range map[referral.Actionable]time.Duration{referral.WithinDays: 3 * day, referral.WithinHours: 6 * hour, referral.WithinMinutes: hour} {
		if got := Pressing(class, from).Sub(from); got != want {
			t.Errorf("%s presses after %s, want %s", class, got, want)
		}
	}
	if !Pressing("", from).IsZero() {
		t.Error("what asks for nothing presses")
	}
}

func TestSeenByDate(t *testing.T) {
	from := local(t, "2026-07-06 10:00")
	quick := party.Service{SeenIn: [3]int{21, 0, 0}}
	for _, c := range []struct {
		sv   party.Service
		u    party.Urgency
		days int
	}{{party.Service{}, party.Routine, 42}, {party.Service{}, party.Urgent, 14}, {party.Service{}, party.Emergency, 1}, {quick, party.Routine, 21}, {quick, party.Urgent, 14}} {
		if got := Defaults().SeenByDate(c.sv, c.u, from); !got.Equal(from.AddDate(0, 0, c.days)) {
			t.Errorf("%s: seen by %s, want in %d days", c.u, got, c.days)
		}
	}
}
