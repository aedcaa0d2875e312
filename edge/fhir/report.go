package fhir

import (
	"encoding/base64"

	"referd/base/id"
	"referd/core/chart"
	"referd/core/referral"
	"referd/core/schedule"
	deskchart "referd/desk/chart"
	"referd/desk/kept"
	"referd/desk/loop"
	"referd/store"
	"referd/wire/r4"
)

// of is the loop a resource is based on; an expression says where it was looked for.
func (a *act) of(expression string, refs ...string) (referral.State, error) {
	id, ok := a.loopOf(refs...)
	if !ok {
		return referral.State{}, invalid(expression, "A reference to a ServiceRequest or its Task is needed here.")
	}
	s, err := kept.Loop(a.w.Reading, id, 0)
	if err != nil {
		return s, invalid(expression, "The ServiceRequest it refers to is not here, or none you may see.")
	}
	return s, nil
}

// createReport: a DiagnosticReport against a referral is its report.
func createReport(a *act, o r4.Object) (store.Kept, error) {
	s, err := a.of("DiagnosticReport.basedOn", o.Text("basedOn", "reference"))
	if err != nil {
		return store.Kept{}, err
	}
	key := id.New(a.w.Now())
	x := loop.Report{Kind: referral.Final, Answer: or2(o.Text("conclusion"), o.Text("code", "text")), Claim: "answered"}
	switch o.Text("status") {
	case "preliminary", "partial", "registered":
		x.Kind = referral.Interim
	case "amended", "corrected", "appended":
		x.Kind = referral.Amended
		if heads := s.Heads(); len(heads) > 0 {
			x.Replaces = heads[len(heads)-1].ID
		}
	}
	if x.Answer == "" {
		x.Answer = "The report is attached."
	}
	d, err := loop.WriteTold(a.w, loop.Form{Referral: s.ID, Key: referral.Key("reported/" + key)}, x)
	if err != nil {
		return store.Kept{}, err
	}
	return a.keep(o, store.Kept{ID: key, Referral: s.ID, Seq: d.Seq, Patient: s.Patient})
}

// createDocument: a document of a patient; one that names a referral is
// attached to it, as the same report's document or the sender's letter.
func createDocument(a *act, o r4.Object) (store.Kept, error) {
	p, err := a.patientOf(o.Text("subject", "reference"), "DocumentReference.subject")
	if err != nil {
		return store.Kept{}, err
	}
	att := o.Sub("content").Sub("attachment")
	if att == nil {
		return store.Kept{}, invalid("DocumentReference.content", "A content with an attachment is needed.")
	}
	k := store.Kept{ID: id.New(a.w.Now()), Patient: p.ID}
	data := att.Text("data")
	of, related := a.loopOf(o.Text("context", "related", "reference"))
	if related {
		k.Referral = of
	}
	if data != "" {
		raw, err := base64.StdEncoding.DecodeString(data)
		if err != nil {
			return k, invalid("DocumentReference.content.attachment.data", "This is not base64.")
		}
		doc, err := deskchart.Upload(a.w, deskchart.File{Patient: p.ID, Referral: of, Kind: chart.Attachment, Title: or2(att.Text("title"), o.Text("type", "coding", "display")), Data: raw})
		if err != nil {
			return k, err
		}
		if related {
			d, err := loop.Tell(a.w, loop.Form{Referral: of}, referral.Attached{Document: doc.ID, Side: a.side(of)})
			if err != nil {
				return k, err
			}
			k.Seq = d.Seq
		}
	}
	return a.keep(o, k)
}

// side is where the client stands in a loop.
func (a *act) side(of referral.ID) string {
	s, err := a.w.Loop(of)
	if err != nil || loop.Standing(a.w.Reading, &s).Side == referral.Sender {
		return string(referral.Sender)
	}
	return string(referral.Receiver)
}

// createAppointment: a booked Appointment against a referral is its booking.
func createAppointment(a *act, o r4.Object) (store.Kept, error) {
	s, err := a.of("Appointment.basedOn", o.Text("basedOn", "reference"))
	if err != nil {
		return store.Kept{}, err
	}
	k := store.Kept{ID: id.New(a.w.Now()), Referral: s.ID, Seq: s.Seq, Patient: s.Patient}
	if o.Text("status") == "booked" {
		start, end := instant(o.Text("start")), instant(o.Text("end"))
		if start.IsZero() || !end.IsZero() && end.Before(start) {
			return k, invalid("Appointment.start", "A booked Appointment begins, and ends after it begins.")
		}
		d, err := loop.Tell(a.w, loop.Form{Referral: s.ID}, referral.Booked{Leg: s.Leg(), Appointment: schedule.AppointmentID(k.ID), Start: start, End: end})
		if err != nil {
			return k, err
		}
		k.Seq = d.Seq
	}
	return a.keep(o, k)
}

// createCommunication: to the patient and completed it is the patient told;
// else it is a message on the loop.
func createCommunication(a *act, o r4.Object) (store.Kept, error) {
	s, err := a.of("Communication.basedOn", o.Text("basedOn", "reference"), o.Text("about", "reference"))
	if err != nil {
		return store.Kept{}, err
	}
	words := o.Text("payload", "contentString")
	if words == "" {
		return store.Kept{}, invalid("Communication.payload", "A contentString is needed.")
	}
	kind, _, _ := a.ref(o.Text("recipient", "reference"))
	f := loop.Form{Referral: s.ID}
	var d loop.Done
	if heads := s.Heads(); kind == "Patient" && o.Text("status") == "completed" && len(heads) > 0 {
		d, err = loop.Inform(a.w, f, heads[len(heads)-1].ID, loop.Telling{How: "page", Words: words})
	} else {
		d, err = loop.Say(a.w, f, map[bool]string{true: "patient"}[kind == "Patient"], words)
	}
	if err != nil {
		return store.Kept{}, err
	}
	return a.keep(o, store.Kept{Referral: s.ID, Seq: d.Seq, Patient: s.Patient})
}
