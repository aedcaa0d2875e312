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

// Telling is how, by whom and when the patient is told. With Now it was done;
// else, with a Person, it is a line of the plan that telling the patient ends.
type Telling struct {
	How         string // visit, call, letter, page
	Now         bool
	Person      party.UserID
	Due         time.Time
	Language    string
	Interpreter bool
	Words       string
}

func inform(t *turn.Turn, report referral.ReportID, x Telling) error {
	switch x.How {
	case "visit", "call", "letter", "page":
	default:
		return turn.Invalid("how", "Say how the patient was told.")
	}
	n, err := t.Note(x.Words, chart.Message)
	if err != nil {
		return err
	}
	if err := t.Ask(referral.PatientInformed{Report: report, How: x.How, Language: x.Language, Interpreter: x.Interpreter, Note: n}); err != nil {
		return err
	}
	return toldNow(t, report, n)
}

// toldRule marks the line of the plan that telling the patient ends.
const toldRule = "tell-patient"

// tellLater makes telling the patient a line with a person, a day and the words.
func tellLater(t *turn.Turn, report referral.ReportID, x Telling) error {
	if !x.Due.After(t.W.Now()) {
		return turn.Invalid("tell-by", "Say by when the patient is told: a day ahead.")
	}
	if err := takes(t, "tell-who", t.State.Team, x.Person); err != nil {
		return err
	}
	words := "Tell the patient" + map[string]string{"visit": ", at a visit", "call": ", by phone", "letter": ", by letter"}[x.How]
	if x.Words != "" {
		words += ": " + x.Words
	}
	n, err := t.Note(words, chart.Message)
	if err != nil {
		return err
	}
	t.Add(referral.Planned{Item: referral.ItemID(id.New(t.W.Now())), Report: report, What: n, Team: t.State.Team, Person: x.Person, Due: t.By(t.State.Team, x.Due)}, toldRule)
	return nil
}

// toldNow ends the lines that were there to tell the patient of a report.
func toldNow(t *turn.Turn, report referral.ReportID, evidence chart.DocumentID) error {
	of := map[referral.ReportID]bool{report: true} // and of the versions it stands in the place of
	for _, r := range t.State.Reports {
		of[r.ID] = of[r.ID] || r.Replaced
	}
	lines := map[referral.ItemID]bool{}
	for _, e := range t.State.Entries() {
		if p, ok := e.What.(referral.Planned); ok && e.By.Rule == toldRule && of[p.Report] {
			lines[p.Item] = true
		}
	}
	for _, i := range t.State.Items {
		if !lines[i.ID] || !i.Owed() {
			continue
		}
		if evidence == "" {
			n, err := t.Note("The patient was told.", chart.Message)
			if err != nil {
				return err
			}
			evidence = n
		}
		if err := t.Ask(referral.PlanDone{Item: i.ID, Evidence: evidence}); err != nil {
			return err
		}
	}
	return nil
}

// Inform records that the patient was told that document's answer and plan. Who
// may: the referring clinician or staff, the specialist, triage. It is one of
// the five proofs.
func Inform(w *desk.Writing, f Form, report referral.ReportID, x Telling) (Done, error) {
	return turn.Do(w, f, func(t *turn.Turn) error { return inform(t, report, x) })
}
