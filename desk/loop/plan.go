package loop

import (
	"cmp"
	"slices"
	"strings"
	"time"

	"referd/base/id"
	"referd/core/chart"
	"referd/core/party"
	"referd/core/referral"
	"referd/desk/turn"
)

// Line is a recommendation: what, who, by when.
type Line struct {
	What   string
	Team   party.TeamID // empty: the referring team
	Person party.UserID
	Due    time.Time
}

// plan adds lines; each needs words and a day.
func plan(t *turn.Turn, lines []Line, of referral.ReportID) error {
	names := make([]string, len(lines)) // facts of one moment stand in the order of their names
	for i := range names {
		names[i] = id.New(t.W.Now())
	}
	slices.Sort(names)
	for i, l := range lines {
		if strings.TrimSpace(l.What) == "" {
			continue
		}
		if l.Due.IsZero() {
			return turn.Invalid("lines", "Every recommendation needs a day.")
		}
		if l.Team == "" {
			l.Team = cmp.Or(t.State.Team, t.W.Directory().Network()) // a sender without people here
		}
		if err := takes(t, "lines", l.Team, l.Person); err != nil && !t.Told {
			return err
		}
		n, err := t.Note(l.What, chart.Report)
		if err != nil {
			return err
		}
		if err := t.Ask(referral.Planned{Item: referral.ItemID(names[i]), Report: of, What: n, Team: l.Team, Person: l.Person, Due: t.By(l.Team, l.Due)}); err != nil {
			return err
		}
	}
	return nil
}

// takes says why a line is not given to a team, or to somebody by name: it goes to
// who has to do with the referral, or they would never see it, or would see a
// patient who is none of theirs. field is where it was said.
func takes(t *turn.Turn, field string, team party.TeamID, person party.UserID) error {
	dir := t.W.Directory()
	to, u := dir.Teams[team], dir.Users[person]
	part := to.Org == t.State.Org || team == dir.Network() || slices.ContainsFunc(t.State.Legs, func(l referral.Leg) bool { return l.To.Org == to.Org })
	if !part || !to.Active || person != "" && (!u.Active || u.Org != to.Org) {
		return turn.Invalid(field, "Choose a team of either side, or somebody who works there.")
	}
	return nil
}
