package sheet

import (
	"strings"

	"referd/web/page"
)

// What an act's form offers as its reason, and the pages say of it: a code for
// the ledger, words for people.

func reason(v, words, hint string) page.Opt { return page.Opt{Value: v, Words: words, Hint: hint} }

var DeclineReasons = []page.Opt{reason("no-capacity", "No capacity before the seen-by date", ""), reason("wrong-service", "Wrong service", ""), reason("in-care", "Already in care elsewhere", ""), reason("out-of-scope", "Outside what we treat", ""), reason("plan", "Plan does not cover us", ""), reason("patient-declines", "Patient does not want it", "")}

var UnbookReasons = []page.Opt{reason("cannot-come", "Cannot come that day", ""), reason("clinician-away", "Clinician away", ""), reason("moved", "Moved to another time", "or move the visit in one step"), reason("cancellation-answered", "The referral is cancelled", "")}

var HoldReasons = []page.Opt{reason("patient-asks", "The patient asks for it", ""), reason("test-first", "A test comes first", "say which"), reason("treatment", "Other treatment first", "say which")}

var DetachReasons = []page.Opt{reason("wrong-patient", "It is about another patient", ""), reason("wrong-document", "It is the wrong document", ""), reason("twice", "It is there twice", "")}

var CancelReasons = []page.Opt{reason("no-longer-needed", "No longer needed", ""), reason("duplicate", "It was sent twice", ""), reason("wrong-service", "It went to the wrong service", ""), reason("moved", "The patient moved away", "")}

var AdminReasons = []page.Opt{reason("no-answer-from-partner", "No answer from the partner", ""), reason("patient-unreachable", "The patient is beyond reach", ""), reason("practice-closed", "The practice has closed", "")}

var ErrorReasons = []page.Opt{reason("wrong-patient", "It names the wrong patient", "a privacy incident is opened"), reason("duplicate", "It is there twice", ""), reason("test", "It was a test", "")}

var ReopenReasons = []page.Opt{reason("patient-came-back", "The patient came back", ""), reason("new-facts", "Something new is known", ""), reason("ended-by-mistake", "It was ended by mistake", "")}

var StrikeReasons = []page.Opt{reason("made-in-error", "It was made in error", ""), reason("wrong-patient", "It is about another patient", ""), reason("wrong-date", "The date is wrong", "")}

// Declines is a reason to decline that was chosen, else none.
func Declines(code string) string {
	return map[bool]string{true: code}[page.Offers(DeclineReasons, code)]
}

// AdminWords says what a proposal rests on as it was written; one to close without
// proof with its reason in words.
func AdminWords(text string) string {
	code, words, _ := strings.Cut(text, ": ")
	return map[bool]string{true: strings.TrimSuffix(Title(spelled(AdminReasons, code))+". "+words, ". "), false: text}[page.Offers(AdminReasons, code)]
}
