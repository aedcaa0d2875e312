package loop

import (
	"referd/base/fault"
	"referd/core/chart"
	"referd/core/party"
	"referd/core/referral"
	"referd/desk"
	"referd/desk/turn"
)

// rings are the bells a patient has.
var rings = map[string]bool{referral.BellWorse: true, referral.BellNothing: true, referral.BellCannot: true, referral.BellSeen: true, referral.BellReach: true}

// Ring is the patient's bell. Who may: the patient; for one who telephones,
// whoever takes the call, in the patient's words. Worse goes to triage (before
// acceptance to the referring clinician), 30 minutes in staffed hours; the rest
// is due in a business day. It is never a missed visit, and it opens an ending
// that says the patient could not be reached.
func Ring(w *desk.Writing, f Form, bell, words string) (Done, error) {
	return turn.Do(w, f, func(t *turn.Turn) error {
		who := w.Who()
		if !who.Has(party.PatientSelf, party.ReferringClinician, party.ReferringStaff, party.Intake, party.TriageNurse, party.Scheduler, party.Specialist) {
			return desk.Denied("loop.Ring", "The patient rings, or whoever takes the patient's call.")
		}
		if err := fault.All(turn.If(!rings[bell], "bell", "Say what it is: worse, heard nothing, cannot come, was seen, or is to be reached another way."),
			turn.If(words == "" && !who.Has(party.PatientSelf), "words", "Write down the patient's own words.")); err != nil {
			return err
		}
		if t.State.Sent.IsZero() && t.State.Heard.IsZero() {
			return turn.Refused("This referral has not been sent.")
		}
		n, err := t.Note(words, chart.PatientWord)
		if err != nil {
			return err
		}
		t.Add(referral.Rang{Bell: bell, Note: n}, "")
		return nil
	})
}
