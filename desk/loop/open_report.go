package loop

import (
	"referd/core/referral"
	"referd/desk"
	"referd/desk/turn"
)

// OpenReport records that a person opened it: a clinician's opening and a view
// by staff are two things. Who may: the referring clinician, staff, a team lead.
func OpenReport(w *desk.Writing, f Form, report referral.ReportID) (Done, error) {
	return turn.Do(w, f, func(t *turn.Turn) error {
		return t.Ask(referral.ReportOpened{Report: report, Clinician: t.Who.Accountable})
	})
}
