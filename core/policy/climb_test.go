package policy

import (
	"slices"
	"testing"
	"time"

	"referd/core/party"
	"referd/core/referral"
)

// Level 1 is the owner at due, level 2 the lead at half as much again (urgent:
// two hours at most), level 3 both sides at as much again; drafts and duties go
// less far.
func TestEscalations(t *testing.T) {
	from := time.Date(2026, 7, 6, 14, 0, 0, 0, time.UTC)
	for _, c := range []struct {
		name    string
		allowed time.Duration
		duty    string
		p       referral.Phase
		u       party.Urgency
		want    []time.Duration // after due
	}{
		{"routine review", 72 * hour, "", referral.Review, party.Routine, []time.Duration{0, 36 * hour, 72 * hour}},
		{"urgent review", 24 * hour, "", referral.Review, party.Urgent, []time.Duration{0, 2 * hour, 24 * hour}},
		{"urgent opening", 2 * hour, "", referral.PhaseDelivered, party.Urgent, []time.Duration{0, hour, 2 * hour}},
		{"emergency", 30 * time.Minute, "", referral.Review, party.Emergency, []time.Duration{0, 15 * time.Minute, 30 * time.Minute}},
		{"a draft", 72 * hour, "", referral.Draft, party.Routine, []time.Duration{0}},
		{"a signature", 72 * hour, "", referral.Unsigned, party.Routine, []time.Duration{0}},
		{"a duty", 10 * hour, "item/1", referral.PhaseBooked, party.Routine, []time.Duration{0, 5 * hour}},
		{"a duty of what is over", 10 * hour, "item/1", referral.PhaseClosed, party.Routine, []time.Duration{0, 5 * hour}},
		{"nothing allowed", 0, "", referral.Review, party.Routine, []time.Duration{0, 30 * time.Second, time.Minute}},
	} {
		due := from.Add(c.allowed)
		var got []time.Duration
		for i, l := range Escalations(referral.Owed{Duty: c.duty, From: from, Due: due}, Climb{Phase: c.p, Urgency: c.u}) {
			if l.Level != i+1 {
				t.Errorf("%s: level %d comes %d.", c.name, l.Level, i+1)
			}
			got = append(got, l.At.Sub(due))
		}
		if !slices.Equal(got, c.want) {
			t.Errorf("%s: climbs at %v after due, want %v", c.name, got, c.want)
		}
	}
}

// What is routine climbs in the working time of whoever owes it, past weekends
// and holidays; what is urgent, an emergency or asks for action, on the wall.
func TestRoutineClimbsInWorkingTime(t *testing.T) {
	h := party.Hours{Zone: "America/New_York", Open: [7][2]int{{}, {480, 1020}, {480, 1020}, {480, 1020}, {480, 1020}, {480, 1020}, {}}, Holidays: []string{"2026-07-06"}}
	at := func(s string) time.Time {
		v, err := time.ParseInLocation("2006-01-02 15:04", s, zone(h))
		if err != nil {
			t.Fatal(err)
		}
		return v.UTC()
	}
	for _, c := range []struct {
		name, from, due string
		u               party.Urgency
		presses         bool
		want            [2]string // the lead, both sides
	}{
		{"over a weekend and a holiday", "2026-07-01 09:00", "2026-07-03 17:00", party.Routine, false, [2]string{"2026-07-08 12:00", "2026-07-09 16:00"}}, // 26 h worked: 13 h, 26 h
		{"within a day", "2026-07-07 09:00", "2026-07-07 11:00", party.Routine, false, [2]string{"2026-07-07 12:00", "2026-07-07 13:00"}},
		{"owed and due while shut", "2026-07-04 10:00", "2026-07-04 10:05", party.Routine, false, [2]string{"2026-07-07 08:00", "2026-07-07 08:01"}},
		{"urgent", "2026-07-02 17:00", "2026-07-03 17:00", party.Urgent, false, [2]string{"2026-07-03 19:00", "2026-07-04 17:00"}},
		{"emergency", "2026-07-04 10:00", "2026-07-04 10:30", party.Emergency, false, [2]string{"2026-07-04 10:45", "2026-07-04 11:00"}},
		{"asks for action", "2026-07-03 16:00", "2026-07-03 22:00", party.Routine, true, [2]string{"2026-07-04 01:00", "2026-07-04 04:00"}},
	} {
		got := Escalations(referral.Owed{From: at(c.from), Due: at(c.due)}, Climb{Phase: referral.Review, Urgency: c.u, Presses: c.presses, Hours: h})
		for i, want := range c.want {
			if l := got[i+1]; l.At.Truncate(time.Minute) != at(want) {
				t.Errorf("%s: level %d at %s, want %s", c.name, l.Level, l.At.In(zone(h)), want)
			}
		}
	}
}

// A patient who says it is worse is heard by more than the owner: minutes after it
// is late by a second clinician, and minutes later by both sides, also when they
// are shut by then; of what is not sent, and when all is over, too (hazard H8).
func TestWorseClimbsPastItsOwner(t *testing.T) {
	h := party.Hours{Zone: "UTC", Open: [7][2]int{{}, {480, 1020}, {480, 1020}, {480, 1020}, {480, 1020}, {480, 1020}, {}}}
	m := time.Minute
	for _, c := range []struct {
		name string
		from time.Time
		p    referral.Phase
		u    party.Urgency
		want []time.Duration // after due
	}{
		{"in the morning", time.Date(2026, 7, 6, 9, 0, 0, 0, time.UTC), referral.Review, party.Routine, []time.Duration{0, 15 * m, 30 * m}},
		{"late as they shut", time.Date(2026, 7, 6, 16, 25, 0, 0, time.UTC), referral.Review, party.Routine, []time.Duration{0, 15 * m, 30 * m}},
		{"rung on a Friday night", time.Date(2026, 7, 10, 22, 0, 0, 0, time.UTC), referral.PhaseBooked, party.Routine, []time.Duration{0, 15 * m, 30 * m}},
		{"urgent, at night", time.Date(2026, 7, 6, 22, 0, 0, 0, time.UTC), referral.Review, party.Urgent, []time.Duration{0, 15 * m, 30 * m}},
		{"an emergency, at night", time.Date(2026, 7, 6, 22, 0, 0, 0, time.UTC), referral.Review, party.Emergency, []time.Duration{0, 15 * m, 30 * m}},
		{"over", time.Date(2026, 7, 6, 9, 0, 0, 0, time.UTC), referral.PhaseClosed, party.Routine, []time.Duration{0, 15 * m, 30 * m}},
		{"not sent", time.Date(2026, 7, 6, 9, 0, 0, 0, time.UTC), referral.Unsigned, party.Routine, []time.Duration{0, 15 * m}},
	} {
		o := referral.Owed{Duty: "bell/1", From: c.from, Due: Defaults().Due(KindWorse, c.u, h, c.from)}
		climb := Climb{Phase: c.p, Urgency: c.u, Worse: true, Hours: h}
		var got []time.Duration
		for _, l := range Escalations(o, climb) {
			got = append(got, l.At.Sub(o.Due))
		}
		if !slices.Equal(got, c.want) {
			t.Errorf("%s: climbs at %v after due, want %v", c.name, got, c.want)
		}
		if wait := Answer(o, climb, 2, o.Due.Add(15*m)).Sub(o.Due); wait != 30*m {
			t.Errorf("%s: waits for the second until %s after due", c.name, wait)
		}
	}
}

// Whoever something reached has as long as until it would have climbed on; at the
// last level, as long as was allowed at first. What is routine waits in working time.
func TestAnswer(t *testing.T) {
	from := time.Date(2026, 7, 6, 14, 0, 0, 0, time.UTC) // a Monday
	day := party.Hours{Zone: "UTC", Open: [7][2]int{{}, {480, 960}, {480, 960}, {480, 960}, {480, 960}, {480, 960}, {}}}
	for _, c := range []struct {
		name    string
		allowed time.Duration
		u       party.Urgency
		h       party.Hours
		level   int
		want    time.Duration // after whoever was told
	}{
		{"urgent, the lead", 24 * hour, party.Urgent, party.Hours{}, 2, 22 * hour},
		{"urgent, both sides", 24 * hour, party.Urgent, day, 3, 24 * hour},
		{"emergency", 30 * time.Minute, party.Emergency, party.Hours{}, 2, 15 * time.Minute},
		{"routine, while nobody counts hours", 72 * hour, party.Routine, party.Hours{}, 2, 36 * hour},
		{"routine, to the next morning", 2 * hour, party.Routine, day, 3, 16*hour + 2*hour},
		{"nothing allowed", 0, party.Routine, party.Hours{}, 2, 15 * time.Minute},
	} {
		told := from.Add(c.allowed)
		if c.name == "routine, to the next morning" {
			told = from.Add(2 * hour) // as they close
		}
		if got := Answer(referral.Owed{From: from, Due: from.Add(c.allowed)}, Climb{Phase: referral.Review, Urgency: c.u, Hours: c.h}, c.level, told).Sub(told); got != c.want {
			t.Errorf("%s: waits %s, want %s", c.name, got, c.want)
		}
	}
}

// Who signs, decides, writes or reads is asked over the head of a clinician
// only by a clinician.
func TestClinicalActsClimbToClinicians(t *testing.T) {
	for a, want := range map[referral.Act]bool{referral.ActSign: true, referral.ActDecide: true, referral.ActReport: true, referral.ActAcknowledge: true, referral.ActSpeak: true, referral.ActNextStep: true, referral.ActAnswerAdvice: true,
		referral.ActBook: false, referral.ActOpen: false, referral.ActDeliver: false, referral.ActAttach: false, referral.ActAnswer: false} {
		if Clinical(a) != want {
			t.Errorf("clinical(%s) is not %v", a, want)
		}
	}
}

// Lists go: emergency, actionable, urgent, the rest.
func TestClass(t *testing.T) {
	for want, s := range []referral.State{
		loop(sent(party.Emergency)),
		loop(sent(party.Routine), referral.Seen{}, referral.Reported{Report: "r", Kind: referral.Final, Document: "d", Actionable: referral.WithinDays}),
		loop(sent(party.Urgent)),
		loop(sent(party.Routine)),
	} {
		if got := Class(&s); got != want {
			t.Errorf("class %d, want %d", got, want)
		}
	}
	worse := loop(sent(party.Routine), referral.Rang{Bell: referral.BellWorse})
	if o := (referral.Owed{Duty: duty(t, worse, "bell-worse").Key}); Class(&worse) != 0 || !Interrupts(&worse, o) {
		t.Error("a patient who is worse is not listed with emergencies, or waits for other words")
	}
	if Interrupts(&worse, referral.Owed{}) {
		t.Error("what is routine beside a patient who is worse waits for no other word")
	}
	if heard := loop(sent(party.Routine), referral.Rang{Bell: referral.BellNothing}); Class(&heard) != 3 {
		t.Error("who has heard nothing is listed with emergencies")
	}
	interim := loop(sent(party.Routine), referral.Seen{}, referral.Reported{Report: "r", Kind: referral.Interim, Document: "d", Actionable: referral.WithinHours})
	if Class(&interim) != 1 {
		t.Error("an interim result that presses is not listed as one")
	}
}

// An actionable report that no clinician opened goes to the cover at half its time.
func TestCover(t *testing.T) {
	report := referral.Reported{Report: "r", Kind: referral.Final, Document: "d", Actionable: referral.WithinDays}
	s := loop(sent(party.Routine), referral.Seen{}, report, referral.ReportDelivered{Report: "r"})
	o, _ := Owe(&s, here(), noon)
	if at, ok := Cover(&s, o); !ok || at.Sub(o.From) != o.Due.Sub(at) {
		t.Errorf("the cover is asked %s, %v", at, ok)
	}
	s = loop(sent(party.Routine), referral.Seen{}, report, referral.ReportDelivered{Report: "r"}, referral.ReportOpened{Report: "r"})
	if _, ok := Cover(&s, o); !ok {
		t.Error("a view by staff counted as an opening")
	}
	s = loop(sent(party.Routine), referral.Seen{}, report, referral.ReportDelivered{Report: "r"}, referral.ReportOpened{Report: "r", Clinician: true})
	if _, ok := Cover(&s, o); ok {
		t.Error("opened, it still goes to the cover")
	}
}
