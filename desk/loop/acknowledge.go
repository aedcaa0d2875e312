package loop

import (
	"time"

	"referd/base/id"
	"referd/core/chart"
	"referd/core/party"
	"referd/core/referral"
	"referd/desk"
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
	return do(w, f, func(t *turn) error {
		n, err := t.note(x.Open, chart.Message)
		if err != nil {
			return err
		}
		ev := referral.Acknowledged{Report: x.Report, Answered: x.Answered, Note: n}
		if _, err := referral.Decide(t.state, t.who, ev, t.at()); err != nil {
			return err // who may not acknowledge is not asked about its lines
		}
		if err := t.choose(x); err != nil {
			return err
		}
		if err := t.ask(ev); err != nil {
			return err
		}
		if x.Answered == "partly" || x.Answered == "no" {
			if err := t.backToAuthor(x); err != nil {
				return err
			}
		}
		switch {
		case x.Tell.Now:
			return t.inform(x.Report, x.Tell)
		case x.Tell.Person != "":
			return t.tellLater(x.Report, x.Tell)
		}
		return nil
	})
}

// choose takes the decision on every open line of the report; none is skipped.
func (t *turn) choose(x Acknowledgement) error {
	by := map[referral.ItemID]Choice{}
	for _, c := range x.Lines {
		by[c.Item] = c
	}
	for _, i := range t.state.Items {
		if i.Report != x.Report || !i.Owed() || !t.mine(i) {
			continue
		}
		c, ok := by[i.ID]
		if !ok || c.How == "" {
			return invalid("line-"+string(i.ID), "Each line needs somebody: I do it, give it, or not doing, because.")
		}
		if err := t.chosen(i, c); err != nil {
			return err
		}
	}
	return nil
}

// mine reports whether a line was proposed to the referring side.
func (t *turn) mine(i referral.Item) bool { return i.Team == t.state.Team }

func (t *turn) chosen(i referral.Item, c Choice) error {
	switch c.How {
	case "do":
		if c.Due.IsZero() {
			c.Due = i.Due
		}
		return t.ask(referral.ItemAccepted{Item: i.ID, Team: t.state.Team, Person: t.w.Who().User, Due: c.Due})
	case "give":
		if c.Team == "" && c.Person == "" {
			return invalid("line-"+string(i.ID), "Say to whom you give it.")
		}
		if c.Team == "" {
			c.Team = t.state.Team
		}
		return t.ask(referral.HandedOn{Item: i.ID, Team: c.Team, Person: c.Person})
	case "not":
		if c.Because == "" {
			return invalid("line-"+string(i.ID), "Say why it is not done.")
		}
		n, err := t.note(c.Because, chart.Comment)
		if err != nil {
			return err
		}
		return t.ask(referral.PlanRefused{Item: i.ID, Note: n})
	}
	return invalid("line-"+string(i.ID), "I do it, give it, or not doing, because.")
}

// backToAuthor makes what is still open an item of the seeing side.
func (t *turn) backToAuthor(x Acknowledgement) error {
	n, err := t.note("Still open: "+x.Open, chart.Message)
	if err != nil {
		return err
	}
	team := t.w.Directory().ServicesByID[t.state.Recipient().Service].Clinic
	if team == "" {
		team = t.state.Team
	}
	t.add(referral.Planned{Item: referral.ItemID(id.New(t.w.Now())), Report: x.Report, What: n, Team: team, Due: t.w.Now().AddDate(0, 0, 5)}, "answered-"+x.Answered)
	return nil
}
