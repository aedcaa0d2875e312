package fhir

import (
	"cmp"
	"referd/core/referral"
	"referd/core/schedule"
	"referd/desk"
	"referd/desk/kept"
	"referd/desk/loop"
	"referd/store"
	"referd/wire/r4"
)

// createAppointment: a booked Appointment against a referral is its booking.
func createAppointment(a *act, o r4.Object) (store.Kept, error) {
	based := a.loops(o, "basedOn")
	if len(based) == 0 {
		return a.unrelated(o)
	}
	s, err := a.of("Appointment.basedOn", based...)
	if err != nil {
		return store.Kept{}, err
	}
	for _, p := range references(o, "participant.actor") {
		if kind, _, _ := a.ref(p); kind == "Patient" {
			if err := a.about(&s, p, "Appointment.participant"); err != nil {
				return store.Kept{}, err
			}
		}
	}
	if len(o.List("participant")) == 0 {
		return store.Kept{}, required("Appointment.participant", "A participant is needed.")
	}
	k := store.Kept{ID: a.name(), Referral: s.ID, Patient: s.Patient}
	if o.Text("status") == "booked" {
		if err := a.receives(&s, "Appointment.basedOn"); err != nil {
			return k, err
		}
		if err = a.book(&s, o, k.ID); err != nil {
			return k, err
		}
	}
	return a.keep(o, k)
}

// unrelated keeps an Appointment of no referral here with the patient who has it.
func (a *act) unrelated(o r4.Object) (store.Kept, error) {
	for _, p := range references(o, "participant.actor") {
		if kind, _, ok := a.ref(p); ok && kind == "Patient" {
			of, err := a.patientOf(p, "Appointment.participant")
			if err != nil {
				return store.Kept{}, err
			}
			return a.keep(o, store.Kept{ID: a.name(), Patient: of.ID})
		}
	}
	return a.chart(o)
}

// book books what an Appointment says.
func (a *act) book(s *referral.State, o r4.Object, id string) error {
	start, end := instant(o.Text("start")), instant(o.Text("end"))
	switch {
	case start.IsZero():
		return required("Appointment.start", "A booked Appointment has a start.")
	case !end.IsZero() && end.Before(start):
		return invalid("Appointment.end", "The visit ends before it begins.")
	}
	_, err := loop.Tell(a.w, loop.Form{Referral: s.ID}, referral.Booked{Leg: s.Leg(), Appointment: schedule.AppointmentID(id), Start: start, End: end, Clinician: a.author(o, "participant.actor")})
	return err
}

// projectAppointment lays what became of the visit over what the client wrote.
func projectAppointment(r *desk.Reading, k store.Kept, o r4.Object) (r4.Object, error) {
	s, err := kept.Loop(r, k.Referral, k.At)
	if err != nil {
		return nil, err
	}
	o = o.Clone()
	for _, v := range s.Appointments {
		if string(v.ID) == k.ID {
			o["status"] = visitStatus(v)
		}
	}
	return o, nil
}

// updateAppointment asks for what the new status means.
func updateAppointment(a *act, o r4.Object, k store.Kept) (store.Kept, error) {
	s, err := kept.Loop(a.w.Reading, k.Referral, 0)
	if err != nil {
		return k, err
	}
	now, visit := "", referral.Appointment{}
	for _, v := range s.Appointments {
		if string(v.ID) == k.ID {
			now, visit = visitStatus(v), v
		}
	}
	f, want := loop.Form{Referral: k.Referral}, o.Text("status")
	asked := func(_ loop.Done, err error) error { return err }
	switch {
	case want == now && (want != "booked" || instant(o.Text("start")).Equal(visit.Start)), now == "" && want != "booked":
	case want == "booked":
		err = a.book(&s, o, k.ID)
	case want == "cancelled":
		err = asked(loop.Unbook(a.w, f, loop.Unbooking{Appointment: visit.ID, Reason: cmp.Or(o.Text("cancelationReason", "coding", "code"), "cancelled"), Words: o.Text("cancelationReason", "text")}))
	case want == "noshow":
		err = asked(loop.Miss(a.w, f, visit.ID, ""))
	case want == "arrived" || want == "checked-in":
		err = asked(loop.Arrive(a.w, f, visit.ID))
	case want == "fulfilled":
		err = asked(loop.See(a.w, f, visit.Clinician))
	default:
		return k, status(409, "business-rule", "An Appointment that is "+now+" can become cancelled, noshow, arrived or fulfilled.")
	}
	if err != nil {
		return k, err
	}
	return a.keep(o, store.Kept{ID: k.ID, Version: k.Version, Now: k.Now, Referral: k.Referral, Patient: s.Patient})
}

// createCommunication: to the patient and completed it is the patient told;
// else it is a message on the loop.
func createCommunication(a *act, o r4.Object) (store.Kept, error) {
	based := append(a.loops(o, "basedOn"), a.loops(o, "about")...)
	if len(based) == 0 {
		return a.chart(o)
	}
	s, err := a.of("Communication.basedOn", based...)
	if err != nil {
		return store.Kept{}, err
	}
	if err := a.about(&s, o.Text("subject", "reference"), "Communication.subject"); err != nil {
		return store.Kept{}, err
	}
	words := ""
	for _, p := range o.List("payload") {
		if t := p.Text("contentString"); t != "" {
			words += map[bool]string{true: "\n"}[words != ""] + t
		}
	}
	if words == "" {
		return store.Kept{}, required("Communication.payload", "A contentString is needed.")
	}
	patient := false
	for _, r := range references(o, "recipient") {
		kind, _, _ := a.ref(r)
		patient = patient || kind == "Patient"
	}
	f, k := loop.Form{Referral: s.ID, At: instant(o.Text("sent"))}, store.Kept{ID: a.name(), Referral: s.ID, Seq: s.Seq, Patient: s.Patient}
	heads := s.Heads()
	var d loop.Done
	switch {
	case o.Text("status") != "completed" && o.Text("status") != "in-progress":
		return a.keep(o, k) // prepared, stopped, not done: nothing was said
	case patient && o.Text("status") == "completed" && len(heads) > 0:
		d, err = loop.Inform(a.w, f, heads[len(heads)-1].ID, loop.Telling{How: means(o), Words: words})
	default:
		d, err = loop.Say(a.w, f, map[bool]string{true: "patient"}[patient], words)
	}
	k.Seq = d.Seq
	if err != nil {
		return k, err
	}
	return a.keep(o, k)
}

// means is how the patient was told (v3-ParticipationMode): by their page,
// where the sender does not say otherwise.
func means(o r4.Object) string {
	switch o.Text("medium", "coding", "code") {
	case "PHONE", "VERBAL":
		return "call"
	case "FACE", "PHYSICAL":
		return "visit"
	case "WRITTEN", "MAILWRIT", "FAXWRIT":
		return "letter"
	}
	return "page"
}
