package loop

import (
	"strings"
	"time"

	"referd/base/id"
	"referd/core/chart"
	"referd/core/party"
	"referd/core/referral"
	"referd/desk"
)

// Line is a recommendation: what, who, by when.
type Line struct {
	What   string
	Team   party.TeamID // empty: the referring team
	Person party.UserID
	Due    time.Time
}

// Report is the answer: the question answered first, then what was found, then
// lines somebody does.
type Report struct {
	Kind       referral.ReportKind
	Replaces   referral.ReportID
	Answer     string
	Findings   string
	Claim      string // answered, partly, no: the author's word
	Actionable referral.Actionable
	Normal     bool
	Lines      []Line
	Document   chart.DocumentID // an uploaded file goes with it
	Spoke      *Call
	Author     party.PractitionerID
}

// answerMark parts the answer from the findings in the stored text.
const answerMark = "\n\n--- findings ---\n\n"

// Write signs a report and sends it on its way.
func Write(w *desk.Writing, f Form, x Report) (Done, error) {
	return do(w, f, func(t *turn) error {
		if x.Answer == "" && x.Document == "" {
			return invalid("answer", "Answer the question first.")
		}
		if x.Claim == "" && x.Kind != referral.Interim {
			return invalid("claim", "Say whether this answers the question: answered, partly, or not.")
		}
		ev := referral.Reported{Leg: t.state.Leg(), Report: referral.ReportID(id.New(w.Now())), Kind: x.Kind, Replaces: x.Replaces, Actionable: x.Actionable, Claim: x.Claim, Normal: x.Normal, Author: x.Author}
		if ev.Author == "" {
			ev.Author = w.Who().Practitioner
		}
		if ev.Kind == "" {
			ev.Kind = referral.Final
		}
		var err error
		if ev.Document, err = t.note(x.Answer+answerMark+x.Findings, chart.Report); err != nil {
			return err
		}
		if x.Document != "" {
			ev.More = append(ev.More, x.Document)
		}
		if err := t.ask(ev); err != nil {
			return err
		}
		if err := t.plan(x.Lines, ev.Report); err != nil {
			return err
		}
		if x.Spoke != nil {
			return t.speak(*x.Spoke, ev.Report)
		}
		return nil
	})
}

// plan adds lines; each needs words and a day.
func (t *turn) plan(lines []Line, of referral.ReportID) error {
	for _, l := range lines {
		if strings.TrimSpace(l.What) == "" {
			continue
		}
		if l.Due.IsZero() {
			return invalid("lines", "Every recommendation needs a day.")
		}
		if l.Team == "" {
			l.Team = t.state.Team
		}
		n, err := t.note(l.What, chart.Report)
		if err != nil {
			return err
		}
		if err := t.ask(referral.Planned{Item: referral.ItemID(id.New(t.w.Now())), Report: of, What: n, Team: l.Team, Person: l.Person, Due: l.Due}); err != nil {
			return err
		}
	}
	return nil
}

// OpenReport records that a person opened it: a clinician's opening and a
// view by staff are two things.
func OpenReport(w *desk.Writing, f Form, report referral.ReportID) (Done, error) {
	return do(w, f, func(t *turn) error {
		return t.ask(referral.ReportOpened{Report: report, Clinician: t.who.Accountable})
	})
}

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

// Telling is how, by whom and when the patient is told. With Now it was done.
type Telling struct {
	How         string // visit, call, letter, page
	Now         bool
	Language    string
	Interpreter bool
	Words       string
}

// Acknowledge says that the report was read and that each line has somebody.
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
		if x.Tell.Now {
			return t.inform(x.Report, x.Tell)
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
		if i.Report != x.Report || !i.Done.IsZero() || !i.Refused.IsZero() || i.Planned.IsZero() || !t.mine(i) {
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

func (t *turn) inform(report referral.ReportID, x Telling) error {
	switch x.How {
	case "visit", "call", "letter", "page":
	default:
		return invalid("how", "Say how the patient was told.")
	}
	n, err := t.note(x.Words, chart.Message)
	if err != nil {
		return err
	}
	return t.ask(referral.PatientInformed{Report: report, How: x.How, Language: x.Language, Interpreter: x.Interpreter, Note: n})
}

// Inform records that the patient was told that document's answer and plan.
func Inform(w *desk.Writing, f Form, report referral.ReportID, x Telling) (Done, error) {
	return do(w, f, func(t *turn) error { return t.inform(report, x) })
}

// Finish, Refuse, HandOn and TakeOn are what becomes of a line of the plan.
func Finish(w *desk.Writing, f Form, item referral.ItemID, evidence string) (Done, error) {
	return plain(w, f, evidence, func(_ int, n chart.DocumentID) referral.Event { return referral.PlanDone{Item: item, Evidence: n} })
}

// Refuse says why a line is not done.
func Refuse(w *desk.Writing, f Form, item referral.ItemID, because string) (Done, error) {
	return plain(w, f, because, func(_ int, n chart.DocumentID) referral.Event { return referral.PlanRefused{Item: item, Note: n} })
}

// HandOn offers a line to somebody; it stays the giver's until they take it.
func HandOn(w *desk.Writing, f Form, item referral.ItemID, team party.TeamID, person party.UserID) (Done, error) {
	return do(w, f, func(t *turn) error {
		if _, ok := w.Directory().Teams[team]; !ok {
			return invalid("team", "Choose who gets it.")
		}
		return t.ask(referral.HandedOn{Item: item, Team: team, Person: person})
	})
}

// TakeOn accepts a line that was offered, with a day of one's own.
func TakeOn(w *desk.Writing, f Form, item referral.ItemID, due time.Time) (Done, error) {
	return do(w, f, func(t *turn) error {
		for _, i := range t.state.Items {
			if i.ID == item {
				if due.IsZero() {
					due = i.Due
				}
				return t.ask(referral.ItemAccepted{Item: item, Team: i.OfferedTeam, Person: w.Who().User, Due: due})
			}
		}
		return invalid("item", "There is no such line.")
	})
}

// tellLoops makes every other open loop of the patient read a new report.
func (t *turn) tellLoops(report referral.ReportID) error {
	same, err := t.w.Tx.SamePerson(t.state.Patient)
	if err != nil {
		return err
	}
	all := desk.System("new-facts")
	w := t.w.As(all)
	rows, err := w.LoopsOf(same, true)
	if err != nil {
		return err
	}
	for _, r := range rows {
		if r.ID == t.f.Referral || r.Sent.IsZero() {
			continue
		}
		for _, side := range []referral.Side{referral.Receiver, referral.Sender} {
			if _, err := Tell(w, Form{Referral: r.ID}, referral.NewFacts{From: t.f.Referral, Report: report, Side: string(side)}); err != nil {
				return err
			}
		}
	}
	return nil
}

// Parts gives a stored report's answer and findings.
func Parts(text string) (answer, findings string) {
	answer, findings, _ = strings.Cut(text, answerMark)
	return answer, findings
}

// WriteTold takes a report another system sent: it is never refused, whether
// or not anybody said that the patient was seen.
func WriteTold(w *desk.Writing, f Form, x Report) (Done, error) {
	return do(w, f, func(t *turn) error {
		t.told = true
		ev := referral.Reported{Leg: t.state.Leg(), Report: referral.ReportID(id.New(w.Now())), Kind: x.Kind, Replaces: x.Replaces, Actionable: x.Actionable, Claim: x.Claim, Author: x.Author}
		var err error
		if ev.Document, err = t.note(x.Answer+answerMark+x.Findings, chart.Report); err != nil {
			return err
		}
		return t.ask(ev)
	})
}
