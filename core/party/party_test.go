package party

import (
	"testing"
	"time"
)

var noon = time.Date(2026, 7, 6, 12, 0, 0, 0, time.UTC)

// A term begins at its first moment and is over at its last; open ends hold.
func TestTerms(t *testing.T) {
	hour := time.Hour
	for _, c := range []struct {
		name        string
		from, until time.Time
		want        bool
	}{
		{"open", time.Time{}, time.Time{}, true},
		{"from now", noon, time.Time{}, true},
		{"not yet", noon.Add(hour), time.Time{}, false},
		{"until now", time.Time{}, noon, false},
		{"still", noon.Add(-hour), noon.Add(hour), true},
		{"over", noon.Add(-2 * hour), noon.Add(-hour), false},
	} {
		if got := (Delegation{From: c.from, Until: c.until}).In(noon); got != c.want {
			t.Errorf("delegation %s: %v", c.name, got)
		}
		if got := (OnCall{From: c.from, Until: c.until}).In(noon); got != c.want {
			t.Errorf("on call %s: %v", c.name, got)
		}
		if got := (Membership{Until: c.until}).In(noon); got != (c.until.IsZero() || c.until.After(noon)) {
			t.Errorf("membership %s: %v", c.name, got)
		}
	}
}

// Who acts until a midnight acts to the end of the day before; an open end has no
// last day.
func TestLastDay(t *testing.T) {
	midnight := time.Date(2026, 12, 1, 0, 0, 0, 0, time.UTC)
	if got := (Delegation{Until: midnight}).LastDay().Format("02-Jan"); got != "30-Nov" {
		t.Errorf("the last day is %s", got)
	}
	if got := (Delegation{Until: midnight.Add(time.Hour)}).LastDay().Format("02-Jan"); got != "01-Dec" {
		t.Errorf("ended in the night, the last day is %s", got)
	}
	if !(Delegation{}).LastDay().IsZero() {
		t.Error("an open end has a last day")
	}
}

// Of several who are on call the one who took over last answers.
func TestOnCallNow(t *testing.T) {
	all := []OnCall{{Team: "triage", User: "day", From: noon.Add(-9 * time.Hour), Until: noon.Add(9 * time.Hour)}, {Team: "triage", User: "swap", From: noon.Add(-time.Hour), Until: noon.Add(time.Hour)},
		{Team: "triage", User: "tonight", From: noon.Add(6 * time.Hour)}, {Team: "ward", User: "other"}}
	for at, want := range map[time.Time]UserID{noon: "swap", noon.Add(2 * time.Hour): "day", noon.Add(20 * time.Hour): "tonight"} {
		if who, ok := OnCallNow(all, "triage", at); !ok || who.User != want {
			t.Errorf("at %s: %s, want %s", at, who.User, want)
		}
	}
	if _, ok := OnCallNow(all, "triage", noon.Add(-20*time.Hour)); ok {
		t.Error("nobody was on call, and somebody is named")
	}
}

func TestUrgencies(t *testing.T) {
	order := []Urgency{"", Routine, Urgent, Emergency}
	for i, a := range order {
		for j, b := range order {
			if want := i > j && i > 1; a.Sooner(b) != want {
				t.Errorf("%q sooner than %q is not %v", a, b, want)
			}
		}
	}
	if !(Service{}).Takes(Emergency) || (Service{Accepts: []Urgency{Routine}}).Takes(Urgent) || !(Service{Accepts: []Urgency{Routine, Urgent}}).Takes(Urgent) {
		t.Error("what a service takes is not what it says")
	}
}
