package house

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"referd/base/fault"
	"referd/core/party"
	"referd/desk"
	"referd/store"
)

var teams = line[party.Team]{called: "Team",
	org:  func(_ *desk.Directory, t party.Team) party.OrgID { return t.Org },
	name: func(_ *desk.Directory, t party.Team) string { return t.Name },
	words: func(dir *desk.Directory, t party.Team) []Word {
		return []Word{{"Name", t.Name}, {"Lead", dir.PersonName(t.Lead)}, {"Outside its hours", dir.TeamName(t.Cover)}, {"Hours", t.Hours.String()}, {"Zone of its hours", t.Hours.Zone}, {holidays, strings.Join(t.Hours.Holidays, ", ")}, {"At work", yes(t.Active)}}
	},
	check: checkTeam, touch: touchTeam,
	gone: func(t party.Team, _ time.Time) party.Team { t.Active = false; return t },
}

func checkTeam(l *look, was *party.Team, t party.Team) error {
	const op = "house.team"
	lead, cover := l.dir.Users[t.Lead], l.dir.Teams[t.Cover]
	field, wrong := t.Hours.Wrong()
	twin := slices.ContainsFunc(slices.Collect(maps.Values(l.dir.Teams)), func(x party.Team) bool {
		return x.Org == t.Org && x.ID != t.ID && x.Active && t.Active && strings.EqualFold(strings.TrimSpace(x.Name), strings.TrimSpace(t.Name))
	})
	long := party.Wrong(t.Name, 200)
	var closed error
	if was != nil && was.Active && !t.Active {
		closed = l.closes(t)
	}
	return fault.All(closed, fault.If(strings.TrimSpace(t.Name) == "", op, "name", "Name the team."), fault.If(long != "", op, "name", long), fault.If(twin, op, "name", "Another of your teams has this name."),
		fault.If(!lead.Active || lead.Org != t.Org, op, "lead", "Choose who leads it: what is late climbs to them."), fault.If(t.Cover != "" && (t.Cover == t.ID || !cover.Active || cover.Org != t.Org), op, "cover", "Choose another of your teams, or none."),
		fault.If(wrong != "", op, field, wrong))
}

// closes refuses to close a team that answers for anything.
func (l *look) closes(t party.Team) error {
	const op = "house.closes"
	n, err := l.whole(store.Queue{Teams: []party.TeamID{t.ID}})
	if err != nil {
		return err
	}
	if n > 0 {
		return fault.About(op, "active", fault.Refused, many(n, "open thing is", "open things are")+" with this team. Give them to another first: nothing is left with nobody.")
	}
	if l.dir.Network() == t.ID {
		return fault.About(op, "active", fault.Refused, "This team owns what no other does. It stays.")
	}
	for _, s := range l.dir.ServicesByID {
		if s.Active && slices.Contains([]party.TeamID{s.Intake, s.Triage, s.Scheduling, s.Clinic}, t.ID) {
			return fault.About(op, "active", fault.Refused, s.Name+" has its work done by this team. Choose another there first.")
		}
	}
	return nil
}

func touchTeam(l *look, was *party.Team, t party.Team) (out []string, err error) {
	if was == nil {
		return nil, nil
	}
	q := store.Queue{Teams: []party.TeamID{t.ID}, Ahead: true}
	n, err := l.whole(q)
	if err != nil {
		return nil, err
	}
	if was.Lead != t.Lead {
		late := q
		late.Late = true
		k, err := l.whole(late)
		if err != nil {
			return nil, err
		}
		out = append(out, fmt.Sprintf("What is late of %s climbs to %s from now on: %s now.", t.Name, l.dir.PersonName(t.Lead), many(k, "thing is late", "things are late")))
	}
	if was.Name != t.Name {
		out = append(out, many(n, "open thing", "open things")+" with the team show its new name.")
	}
	if before, after := was.Hours, t.Hours; before.Zone != after.Zone || before.Open != after.Open || !slices.Equal(before.Holidays, after.Holidays) {
		out = append(out, t.Name+": "+many(n, "open thing keeps its due", "open things keep their dues")+". What is owed from now on is counted in the new hours, and so is how far late things climb.")
		swallowed, err := l.swallowed(*was, t)
		if err != nil {
			return nil, err
		}
		out = append(out, swallowed...)
	}
	return out, nil
}

// swallowed says of what is owed now on which newly shut day it is due.
func (l *look) swallowed(was, now party.Team) ([]string, error) {
	list, err := l.View.As(store.Scope{System: true}).Queue(store.Queue{Teams: []party.TeamID{now.ID}, Ahead: true, Order: "due", Limit: 2000}, l.Now())
	if err != nil {
		return nil, err
	}
	days := map[string]int{}
	for _, x := range list {
		if day := local(now.Hours, x.Owed.Due).Format(time.DateOnly); x.Owed.Due.After(l.Now()) && works(was.Hours, x.Owed.Due) && !works(now.Hours, x.Owed.Due) {
			days[day]++
		}
	}
	return dueWhenShut(days, now.Name), nil
}

// dueWhenShut says how much is due on each day, the next day first.
func dueWhenShut(days map[string]int, team string) (out []string) {
	for _, day := range slices.Sorted(maps.Keys(days)) {
		n := days[day]
		out = append(out, fmt.Sprintf("%s due on %s, when %s will be shut. %s must be done before, or will be late.", many(n, "thing is", "things are"), day, team, map[bool]string{true: "It", false: "They"}[n == 1]))
	}
	return out
}

func local(h party.Hours, t time.Time) time.Time {
	z, err := time.LoadLocation(h.Zone)
	if err != nil {
		return t.UTC()
	}
	return t.In(z)
}

// works reports whether a team works on the day of a moment.
func works(h party.Hours, t time.Time) bool {
	day := local(h, t)
	o := h.Open[day.Weekday()]
	return o[1] > o[0] && !h.Shut(day.Format(time.DateOnly)) || h.String() == ""
}

func many(n int, one, more string) string {
	if n == 1 {
		return "1 " + one
	}
	return fmt.Sprintf("%d %s", n, more)
}
