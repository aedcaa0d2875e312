package lists

import (
	"referd/core/party"
	"referd/core/referral"
	"referd/desk"
	"referd/store"
)

// Others are the patient's other open loops that the same practice sent, for
// somebody who asks whether one was sent twice.
func Others(r *desk.Reading, of referral.ID) (out []store.Row, err error) {
	row, err := r.Row(of)
	if err != nil {
		return nil, err
	}
	r.SawLoop(of, row.Seq)
	rows, err := r.LoopsOf([]party.PatientID{row.Patient}, true)
	for _, x := range rows {
		if x.ID != of && x.Sender == row.Sender && !x.Sent.IsZero() {
			out = append(out, x)
		}
	}
	return out, err
}
