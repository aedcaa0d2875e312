package loop

import (
	"referd/base/id"
	"referd/core/party"
	"referd/core/referral"
	"referd/desk"
)

// Start begins a draft for a patient.
func Start(w *desk.Writing, d Draft) (Done, error) {
	who := w.Who()
	if !who.Has(party.ReferringClinician, party.ReferringStaff) {
		return Done{}, desk.Denied("loop.Start", "Referring clinicians and their staff begin a referral.")
	}
	if _, err := w.Patient(d.Patient); err != nil {
		return Done{}, err
	}
	if d.Clinician == "" {
		d.Clinician = who.Practitioner
	}
	if d.Clinician == "" && len(who.For) > 0 {
		d.Clinician = who.For[0]
	}
	d.By = who.User
	t := &turn{w: w, f: Form{Referral: referral.ID(id.New(w.Now()))}}
	t.state = referral.Fold(t.f.Referral, nil)
	t.row.Code = id.Code()
	t.add(referral.Drafted{Patient: d.Patient, Org: who.Org, Team: team(w, who), Clinician: d.Clinician, Origin: "house", Urgency: d.Urgency, Service: d.Service}, "")
	done, err := t.commit()
	if err != nil {
		return done, err
	}
	return done, saveDraft(w, t.f.Referral, d)
}

// team is the team whose balls somebody's referrals are: their own first.
func team(w *desk.Writing, who desk.Who) party.TeamID {
	for _, t := range who.Teams {
		if w.Directory().Teams[t].Org == who.Org {
			return t
		}
	}
	return w.Directory().TeamOf(who.Org)
}
