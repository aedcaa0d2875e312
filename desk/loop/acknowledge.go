package loop

import (
	"time"

	"referd/base/id"
	"referd/core/chart"
	"referd/core/party"
	"referd/core/referral"
	"referd/desk"
	"referd/desk/turn"
)

// Acknowledgement is the acknowledgement of one report, line by line.
type Acknowledgement struct {
	Report   referral.ReportID
	Answered string // yes, partly, no
	Open     string // what is open, when not yes
	Lines    []Choice
	Tell     Telling
}

// Choice is what becomes of one line: I do it, give it, or not, because.
type Choice struct {
	Item    referral.ItemID
	How     string // do, give, not
	Due     time.Time
	Team    party.TeamID
	Person  party.UserID
	Because string
}

// Acknowledge says that the report was read and that each line has somebody.
// Who may: the accountable clinician or a named cover, with the password typed
// again when it is actionable. The acknowledgement's clock stops.
func Acknowledge(w *desk.Writing, f Form, x Acknowledgement) (Done, error) {
	return turn.Do(w, f, func(t *turn.Turn) error {
		if err := t.Again(func(e referral.Event) bool { a, ok := e.(referral.Acknowledged); return ok && a.Report == x.Report }); err != nil {
			return err
		}
		n, err := t.Note(x.Open, chart.Message)
		if err != nil {
			return err
		}
		ev := referral.Acknowledged{Report: x.Report, Answered: x.Answered, Note: n}
		if _, err := referral.Decide(t.State, t.Who, ev, t.At()); err != nil {
			return err // who may not acknowledge is not asked about its lines
		}
		if err := choose(t, x); err != nil {
			return err
		}
		if err := t.Ask(ev); err != nil {
			return err
		}
		if x.Answered == "partly" || x.Answered == "no" {
			if err := backToAuthor(t, x); err != nil {
				return err
			}
		}
		switch {
		case x.Tell.Now:
			return inform(t, x.Report, x.Tell)
		case x.Tell.Person != "":
			return tellLater(t, x.Report, x.Tell)
		}
		return nil
	})
}

// choose takes the decision on every open line of the report; none is skipped.
func choose(t *turn.Turn, x Acknowledgement) error {
	by := map[referral.ItemID]Choice{}
	for _, c := range x.Lines {
		by[c.Item] = c
	}
	for _, i := range t.State.Items {
		if i.Report != x.Report || !i.Owed() || !mine(t, i) {
			continue
		}
		c, ok := by[i.ID]
		if !ok || c.How == "" {
			return turn.Invalid("line-"+string(i.ID), "Each line needs somebody: I do it, give it, or not doing, because.")
		}
		if err := chosen(t, i, c); err != nil {
			return err
		}
	}
	return nil
}

// mine reports whether a line was proposed to the referring side.
func mine(t *turn.Turn, i referral.Item) bool { return i.Team == t.State.Team }

func chosen(t *turn.Turn, i referral.Item, c Choice) error {
	switch c.How {
	case "do":
		if c.Due.IsZero() {
			c.Due = i.Due
		}
		return t.Ask(referral.ItemAccepted{Item: i.ID, Team: t.State.Team, Person: t.W.Who().User, Due: t.By(t.State.Team, c.Due)})
	case "give":
		if c.Team == "" && c.Person == "" {
			return turn.Invalid("line-"+string(i.ID), "Say to whom you give it.")
		}
		if c.Team == "" {
			c.Team = t.State.Team
		}
		if err := takes(t, "line-"+string(i.ID), c.Team, c.Person); err != nil {
			return err
		}
		return t.Ask(referral.HandedOn{Item: i.ID, Team: c.Team, Person: c.Person})
	case "not":
		if c.Because == "" {
			return turn.Invalid("line-"+string(i.ID), "Say why it is not done.")
		}
		n, err := t.Note(c.Because, chart.Comment)
		if err != nil {
			return err
		}
		return t.Ask(referral.PlanRefused{Item: i.ID, Note: n})
	}
	return turn.Invalid("line-"+string(i.ID), "I do it, give it, or not doing, because.")
}

// backToAuthor makes what is still open an item of the seeing side.
func backToAuthor(t *turn.Turn, x Acknowledgement) error {
	n, err := t.Note("Still open: "+x.Open, chart.Message)
	if err != nil {
		return err
	}
	team := t.W.Directory().ServicesByID[t.State.Recipient().Service].Clinic
	if team == "" {
		team = t.State.Team
	}
	t.Add(referral.Planned{Item: referral.ItemID(id.New(t.W.Now())), Report: x.Report, What: n, Team: team, Due: t.By(team, t.W.Now().AddDate(0, 0, 5))}, "answered-"+x.Answered)
	return nil
}
