package draft

import (
	"slices"

	"referd/base/fault"
	"referd/base/id"
	"referd/core/party"
	"referd/core/referral"
	"referd/desk"
	"referd/desk/turn"
)

// Start begins a draft for a patient. Who may: referring clinicians and their
// staff, for a patient of their practice; the accountable clinician is the one
// who writes, or for whom staff write. No clock starts. It is Refused where the
// record is not in use any more.
func Start(w *desk.Writing, d Draft) (turn.Done, error) {
	who := w.Who()
	if !who.Has(party.ReferringClinician, party.ReferringStaff) {
		return turn.Done{}, desk.Denied("draft.Start", "Referring clinicians and their staff begin a referral.")
	}
	p, err := w.Patient(d.Patient)
	if err != nil {
		return turn.Done{}, err
	}
	if !p.Active { // taken back, or replaced by another
		return turn.Done{}, fault.E("draft.Start", fault.Refused, "This record of the patient is not in use any more. Find the one that is, or add the patient.", nil)
	}
	if d.Clinician == "" {
		d.Clinician = who.Practitioner
	}
	if d.Clinician == "" && len(who.For) > 0 {
		d.Clinician = who.For[0]
	}
	d.By = who.User
	t := turn.New(w, turn.Form{Referral: referral.ID(id.New(w.Now()))})
	if d.Clinician != who.Practitioner && slices.Contains(who.For, d.Clinician) {
		t.Form.For = d.Clinician
		w.ActsFor(d.Clinician)
	}
	w.Saw(d.Patient)
	t.Add(referral.Drafted{Patient: d.Patient, Org: who.Org, Team: team(w, who), Clinician: d.Clinician, Origin: "house", Urgency: d.Urgency, Service: d.Service}, "")
	done, err := t.Commit()
	if err != nil {
		return done, err
	}
	return done, saveDraft(w, t.Form.Referral, d)
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
