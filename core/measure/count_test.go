package measure

import (
	"fmt"
	"math/rand/v2"
	"reflect"
	"slices"
	"testing"
	"time"

	"referd/core/party"
	"referd/core/referral"
)

func weeks(values ...float64) (out []Point) {
	for _, v := range values {
		out = append(out, Point{Known: v >= 0, Value: v})
	}
	return out
}

// Limits by hand: of 10, 12, 11, 13, 10, 12, 11, 13 the mean is 11.5 and the
// moving ranges 2 1 2 3 2 1 2 are 13/7 on the mean: 2.66 of them are 4.94.
func TestLimitsByHand(t *testing.T) {
	calm := []float64{10, 12, 11, 13, 10, 12, 11, 13}
	l := limits(weeks(calm...), 100)
	if !l.Known || l.Mean != 11.5 || fmt.Sprintf("%.2f %.2f", l.Low, l.High) != "6.56 16.44" || len(l.Signals) != 0 {
		t.Errorf("the limits are %+v", l)
	}
	if l := limits(weeks(calm...), 14); l.High != 14 {
		t.Errorf("more than can be is ordinary: %+v", l)
	}
	if l := limits(weeks(calm[1:]...), 100); l.Known {
		t.Errorf("seven weeks say what is ordinary: %+v", l)
	}
	for _, x := range []struct {
		weeks []float64 // less than nothing: no value
		want  []Signal
	}{
		{[]float64{10, 12, 11, 13, 10, 12, 11, 13, 11, 12, 10, 12, 30}, []Signal{{Beyond, 12, 12, true}}},
		{[]float64{10, 11, -1, 10, 11, 10, 11, 10, 11, 14, 15, 14, 15, 14, 15, 14, 15}, []Signal{{OneSide, 0, 8, false}, {OneSide, 9, 16, true}}},
		{[]float64{10, 11, 10, 11, 10, 11, 10, 11, 14, 15, 14, 15, 14, 15, 14}, []Signal{{OneSide, 0, 7, false}}},
		{[]float64{12, 10, 12, 11, 8, 9, -1, 10, 11, 12, 13}, []Signal{{Trend, 4, 10, true}}},
		{[]float64{12, 10, 12, 11, 8, 9, -1, 10, 11, 12, 12}, nil},
	} {
		if l := limits(weeks(x.weeks...), 100); !slices.Equal(l.Signals, x.want) {
			t.Errorf("of %v: %+v, want %+v", x.weeks, l, x.want)
		}
	}
}

// Times keep to the minute up to four hours, and to one in 128 beyond.
func TestStepsAreFine(t *testing.T) {
	for m := Minute(0); m < 4*365*day; m += 1 + m/1000 {
		i := step(m)
		if s := stepped(i); s > m || m-s > m/128 || m < 4*hour && s != m || step(s) != i {
			t.Fatalf("%d is of step %d, which begins at %d", m, i, s)
		}
	}
}

// chance is a loop that took a chance turn at each step, of any age.
func chance(r *rand.Rand, n *Names, now time.Time, i int) Row {
	at := now.Add(-time.Duration(r.IntN(300*24*60)) * time.Minute)
	var list []referral.Entry
	add := func(what referral.Event, within int) {
		if at = at.Add(time.Duration(r.IntN(within*60)+1) * time.Minute); at.After(now) || r.IntN(7) == 0 {
			return
		}
		who := referral.By{User: party.UserID(fmt.Sprint("u", r.IntN(4))), Org: []party.OrgID{"home", "clinic"}[r.IntN(2)]}
		e := referral.Entry{Seq: len(list) + 1, At: at, Noted: at, By: who, What: what, Key: referral.KeyOf(what, fmt.Sprint("k", len(list)))}
		if r.IntN(2) == 0 {
			e.Owed = []referral.Owed{{Team: party.TeamID(fmt.Sprint("t", r.IntN(3))), Act: "act", Due: at.Add(time.Duration(r.IntN(500)) * time.Hour)}}
		}
		list = append(list, e)
	}
	to := referral.Recipient{Org: "clinic", Service: party.ServiceID(fmt.Sprint("s", r.IntN(5))), Channel: []party.Channel{party.House, party.Phone}[r.IntN(2)]}
	urgency := []party.Urgency{party.Routine, party.Urgent, party.Emergency}[r.IntN(3)]
	add(referral.Drafted{Patient: "p", Org: "home", Team: "team", Origin: []string{"house", "fhir"}[r.IntN(2)]}, 2)
	add(referral.Sent{Patient: "p", Org: "home", Team: "team", Clinician: party.PractitionerID(fmt.Sprint("dr", r.IntN(3))), To: to, Urgency: urgency}, 30)
	add(referral.Delivered{}, 3)
	add(referral.Opened{}, 40)
	if r.IntN(3) == 0 {
		add(referral.Asked{Ask: "q"}, 40)
	}
	add([]referral.Event{referral.Accepted{}, referral.Accepted{}, referral.Accepted{}, referral.Declined{Reason: "x"}, referral.Advised{Advice: "a"}}[r.IntN(5)], 100)
	add(referral.Booked{Appointment: "a", Start: at}, 200)
	add([]referral.Event{referral.Seen{Appointment: "a"}, referral.Missed{Appointment: "a"}, referral.Withdrawn{Words: "w"}}[r.IntN(3)], 900)
	add(referral.Reported{Report: "r", Kind: []referral.ReportKind{referral.Interim, referral.Final, referral.Final}[r.IntN(3)], Document: "d"}, 200)
	add(referral.ReportDelivered{Report: "r"}, 20)
	add(referral.Acknowledged{Report: "r", Answered: "yes"}, 300)
	add(referral.PatientInformed{Report: "r", How: "call"}, 200)
	add(referral.Closed{How: "proof"}, 90)
	s := referral.Fold(referral.ID(fmt.Sprintf("%020d", i)), list)
	return Read(&s, n)
}

func many(n int, names *Names, now time.Time) []Row {
	r := rand.New(rand.NewPCG(3, 5))
	rows := make([]Row, n)
	for i := range rows {
		rows[i] = chance(r, names, now, i)
	}
	return rows
}

// The shares of a split add up to the whole, each row is in one place, what is
// listed of a figure is as many as it says, and neither the order nor the parts
// in which rows are counted change anything.
func TestPartsAreTheWhole(t *testing.T) {
	names, now := NewNames(), time.Date(2026, 10, 5, 9, 0, 0, 0, time.UTC)
	rows := many(4000, names, now)
	sites := make([]uint32, names.Len())
	for i := range sites {
		sites[i] = uint32(i % 3)
	}
	one, other := rows, slices.Clone(rows)
	rand.New(rand.NewPCG(1, 2)).Shuffle(len(other), func(i, j int) { other[i], other[j] = other[j], other[i] })
	for _, m := range All {
		for _, by := range Dimensions {
			f := &Filter{In: true, Sites: sites}
			count := func(rows []Row, pieces int) *Count {
				whole := NewCount(To(now), names, Split{m, by, f})
				for p := range pieces {
					c := NewCount(To(now), names, Split{m, by, f})
					for i := p; i < len(rows); i += pieces {
						c.Add(&rows[i])
					}
					whole.Merge(c)
				}
				return whole
			}
			a, b := count(one, 1), count(other, 3)
			if !reflect.DeepEqual(a.Figures(), b.Figures()) || !reflect.DeepEqual(a.Parts(), b.Parts()) {
				t.Fatalf("%s by %s: the order matters", m.Name, by)
			}
			whole, sum := a.Figures()[slices.Index(All, m)].Whole, Point{}
			for _, p := range a.Parts() {
				sum.N, sum.Counted, sum.LeftOut, sum.Waiting = sum.N+p.N, sum.Counted+p.Counted, sum.LeftOut+p.LeftOut, sum.Waiting+p.Waiting
			}
			if sum.N != whole.N || sum.Counted != whole.Counted || sum.LeftOut != whole.LeftOut || sum.Waiting != whole.Waiting || whole.N == 0 {
				t.Errorf("%s by %s: the parts are %+v, the whole %+v", m.Name, by, sum, whole)
			}
		}
		listed(t, m, names, rows, To(now))
	}
}

// listed compares a figure with the rows that are listed of it.
func listed(t *testing.T, m *Measure, names *Names, rows []Row, now Minute) {
	c := NewCount(now, names, Split{})
	var p Point
	young := 0
	for i := range rows {
		c.Add(&rows[i])
		switch v, when := m.Stands(&rows[i], now); {
		case v == Outside:
		case when == Within:
			p.take(m, v, 1)
		case when == Young:
			young++
		}
	}
	if f := c.Figures()[slices.Index(All, m)]; f.Whole.N != p.N || f.Whole.Counted != p.Counted || f.Whole.LeftOut != p.LeftOut || f.Whole.Waiting != p.Waiting || f.Young != young {
		t.Errorf("%s says %+v and %d too young, listed are %+v and %d", m.Name, f.Whole, f.Young, p, young)
	}
}

// A row costs no more than is promised.
func TestARowIsSmall(t *testing.T) {
	if n := reflect.TypeFor[Row]().Size(); n > 120 {
		t.Errorf("a row is %d bytes", n)
	}
}

// BenchmarkCount counts a million rows, ten measures and a split each time.
func BenchmarkCount(b *testing.B) {
	names, now := NewNames(), time.Date(2026, 10, 5, 9, 0, 0, 0, time.UTC)
	few := many(20_000, names, now)
	rows := make([]Row, 0, 1_000_000)
	for len(rows) < cap(rows) {
		rows = append(rows, few...)
	}
	f := &Filter{In: true, Org: few[0].receiver}
	for b.Loop() {
		c := NewCount(To(now), names, Split{})
		for i := range rows {
			if f.Takes(&rows[i]) {
				c.Add(&rows[i])
			}
		}
		c.Figures()
	}
}
