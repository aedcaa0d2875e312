package loop

import (
	"strings"

	"referd/base/fault"
	"referd/base/id"
	"referd/core/chart"
	"referd/core/party"
	"referd/core/referral"
	"referd/desk"
	"referd/desk/turn"
)

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
	Spoke      *turn.Call
	Author     party.PractitionerID
}

// answerMark parts the answer from the findings in the stored text.
const answerMark = "\n\n--- findings ---\n\n"

// Write signs a report and sends it on its way. Who may: the specialist,
// imaging; after the visit or a documented desk review. The report's clock
// stops, the acknowledgement's starts with its delivery; an actionable one
// stays the author's until a clinician has taken it by voice.
func Write(w *desk.Writing, f Form, x Report) (Done, error) {
	return turn.Do(w, f, func(t *turn.Turn) error {
		if err := t.Again(Wrote); err != nil {
			return err
		}
		if err := fault.All(turn.If(x.Answer == "" && x.Document == "", "answer", "Answer the question first."),
			turn.If(x.Claim == "" && x.Kind != referral.Interim, "claim", "Say whether this answers the question: answered, partly, or not.")); err != nil {
			return err
		}
		ev := referral.Reported{Leg: t.Leg(), Report: referral.ReportID(id.New(w.Now())), Kind: x.Kind, Replaces: x.Replaces, Actionable: x.Actionable, Claim: x.Claim, Normal: x.Normal, Author: x.Author}
		if ev.Author == "" {
			ev.Author = w.Who().Practitioner
		}
		if ev.Kind == "" {
			ev.Kind = referral.Final
		}
		var err error
		if ev.Document, err = t.Note(Text(x.Answer, x.Findings), chart.Report); err != nil {
			return err
		}
		if x.Document != "" {
			if err := t.Fits(x.Document); err != nil {
				return err
			}
			ev.More = append(ev.More, x.Document)
		}
		if err := t.Ask(ev); err != nil {
			return err
		}
		if err := plan(t, x.Lines, ev.Report); err != nil {
			return err
		}
		if x.Spoke != nil {
			return t.Speak(*x.Spoke, ev.Report)
		}
		return nil
	})
}

// Wrote reports whether an event is a report: one is signed once from a form,
// though the form stood in two windows.
func Wrote(ev referral.Event) bool {
	_, ok := ev.(referral.Reported)
	return ok
}

// Text is a report as it is stored, of its answer and its findings.
func Text(answer, findings string) string { return answer + answerMark + findings }

// Parts gives a stored report's answer and findings.
func Parts(text string) (answer, findings string) {
	answer, findings, _ = strings.Cut(text, answerMark)
	return answer, findings
}
