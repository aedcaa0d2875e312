package chart

import (
	"strings"

	"referd/base/fault"
	"referd/base/id"
	"referd/core/chart"
	"referd/core/party"
	"referd/core/referral"
	"referd/desk"
)

// clinical are the jobs that look at a patient's papers.
var clinical = []party.Job{party.ReferringClinician, party.ReferringStaff, party.Intake, party.TriageNurse, party.Specialist, party.Scheduler, party.Imaging}

// one describes a document the asker may see; absent and foreign are alike.
func one(w *desk.Writing, of chart.DocumentID) (chart.Document, error) {
	docs, err := w.Documents([]chart.DocumentID{of})
	if err != nil {
		return chart.Document{}, err
	}
	d, ok := docs[of]
	if !ok {
		return d, fault.E("chart.Document", fault.Missing, "There is no such document here.", nil)
	}
	w.SawObject("DocumentReference/" + string(of))
	if d.Patient != "" {
		w.Saw(d.Patient)
	}
	return d, nil
}

// ConfirmGuard is a person's word that a document is about its patient, with
// why, after the guard could not tell or read somebody else's name. The word
// is kept beside it.
func ConfirmGuard(w *desk.Writing, of chart.DocumentID, why string) error {
	const op = "chart.ConfirmGuard"
	if w.Who().User == "" || !w.Who().Has(clinical...) {
		return desk.Denied(op, "Somebody who works with the patient looks at the document and confirms it.")
	}
	d, err := one(w, of)
	switch {
	case err != nil:
		return err
	case strings.TrimSpace(why) == "":
		return fault.About(op, "why", fault.Invalid, "Say how you know that it is about this patient.")
	case d.Held != "":
		return fault.E(op, fault.Refused, "This document is held: "+d.Held, nil)
	case d.Guard == chart.Names || d.Guard == chart.Accepted:
		return nil
	}
	d.Guard = chart.Accepted
	if err := w.Tx.ChangeDocument(d); err != nil {
		return err
	}
	return say(w, d.Patient, "Confirmed: "+d.Title, why)
}

// Hold keeps a document from every reader from now on, on every loop it lies
// in: a threat is often known only after a file was taken.
func Hold(w *desk.Writing, of chart.DocumentID, why string) error {
	const op = "chart.Hold"
	who := w.Who()
	if !who.System && !who.Has(append(clinical, party.Admin, party.PrivacyOfficer, party.Engineer, party.TeamLead)...) {
		return desk.Denied(op, "Somebody who works here holds a document.")
	}
	d, err := one(w, of)
	if err != nil {
		return err
	}
	if why = strings.TrimSpace(why); why == "" {
		return fault.About(op, "why", fault.Invalid, "Say why it is held.")
	}
	d.Held = why
	return w.Tx.ChangeDocument(d)
}

// Release gives a held document to its readers again, with why.
func Release(w *desk.Writing, of chart.DocumentID, why string) error {
	const op = "chart.Release"
	if !w.Who().Has(party.Admin, party.PrivacyOfficer, party.Engineer) {
		return desk.Denied(op, "An administrator, the privacy officer or an integration engineer releases a document.")
	}
	d, err := one(w, of)
	switch {
	case err != nil:
		return err
	case d.Held == "":
		return nil
	case strings.TrimSpace(why) == "":
		return fault.About(op, "why", fault.Invalid, "Say why it is safe.")
	}
	d.Held = ""
	if err := w.Tx.ChangeDocument(d); err != nil {
		return err
	}
	return say(w, d.Patient, "Released: "+d.Title, why)
}

// say keeps a person's words beside the chart of a patient.
func say(w *desk.Writing, about party.PatientID, title, words string) error {
	who := w.Who()
	d := chart.Document{ID: chart.DocumentID(id.New(w.Now())), Patient: about, Kind: chart.Comment, Title: title, Media: "text/plain", Author: who.Practitioner, By: who.User, Org: who.Org, Source: "house", Written: w.Now(), Received: w.Now()}
	return w.Tx.PutDocument(d, referral.ID(""), []byte(words))
}
