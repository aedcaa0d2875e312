package loop

import (
	"referd/core/referral"
	"referd/desk"
)

// OpenReport records that a person opened it: a clinician's opening and a view
// by staff are two things. Who may: the referring clinician, staff, a team lead.
func OpenReport(w *desk.Writing, f Form, report referral.ReportID) (Done, error) {
	return do(w, f, func(t *turn) error {
		return t.ask(referral.ReportOpened{Report: report, Clinician: t.who.Accountable})
	})
}
