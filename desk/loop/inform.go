package loop

import (
	"referd/core/chart"
	"referd/core/referral"
	"referd/desk"
)

// Telling is how, by whom and when the patient is told. With Now it was done.
type Telling struct {
	How         string // visit, call, letter, page
	Now         bool
	Language    string
	Interpreter bool
	Words       string
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
