package take

import (
	"cmp"

	"referd/core/referral"
	"referd/core/schedule"
	"referd/desk/kept"
	"referd/desk/loop"
	"referd/edge/fhir/element"
	"referd/edge/fhir/outcome"
	"referd/edge/fhir/show"
	"referd/store"
	"referd/wire/r4"
)

// createAppointment: a booked Appointment against a referral is its booking.
func createAppointment(a *Act, o r4.Object) (store.Kept, error) {
	based := a.loops(o, "basedOn")
	if len(based) == 0 {
		return a.unrelated(o)
	}
	s, err := a.of("Appointment.basedOn", based...)
	if err != nil {
		return store.Kept{}, err
	}
	for _, p := range element.References(o, "participant.actor") {
		if kind, _, _ := a.ref(p); kind == "Patient" {
			if err := a.about(&s, p, "Appointment.participant"); err != nil {
				return store.Kept{}, err
			}
		}
	}
	if len(o.List("participant")) == 0 {
		return store.Kept{}, outcome.Required("Appointment.participant", "A participant is needed.")
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
func (a *Act) unrelated(o r4.Object) (store.Kept, error) {
	for _, p := range element.References(o, "participant.actor") {
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
func (a *Act) book(s *referral.State, o r4.Object, id string) error {
	start, end := element.Instant(o.Text("start")), element.Instant(o.Text("end"))
	switch {
	case start.IsZero():
		return outcome.Required("Appointment.start", "A booked Appointment has a start.")
	case !end.IsZero() && end.Before(start):
		return outcome.Invalid("Appointment.end", "The visit ends before it begins.")
	}
	_, err := loop.Tell(a.W, loop.Form{Referral: s.ID}, referral.Booked{Leg: s.Leg(), Appointment: schedule.AppointmentID(id), Start: start, End: end, Clinician: a.author(o, "participant.actor")})
	return err
}

// updateAppointment asks for what the new status means.
func updateAppointment(a *Act, o r4.Object, k store.Kept) (store.Kept, error) {
	s, err := kept.Loop(a.W.Reading, k.Referral, 0)
	if err != nil {
		return k, err
	}
	now, visit := "", referral.Appointment{}
	for _, v := range s.Appointments {
		if string(v.ID) == k.ID {
			now, visit = show.VisitStatus(v), v
		}
	}
	f, want := loop.Form{Referral: k.Referral}, o.Text("status")
	asked := func(_ loop.Done, err error) error { return err }
	switch {
	case want == now && (want != "booked" || element.Instant(o.Text("start")).Equal(visit.Start)), now == "" && want != "booked":
	case want == "booked":
		err = a.book(&s, o, k.ID)
	case want == "cancelled":
		err = asked(loop.Unbook(a.W, f, loop.Unbooking{Appointment: visit.ID, Reason: cmp.Or(o.Text("cancelationReason", "coding", "code"), "cancelled"), Words: o.Text("cancelationReason", "text")}))
	case want == "noshow":
		err = asked(loop.Miss(a.W, f, visit.ID, ""))
	case want == "arrived" || want == "checked-in":
		err = asked(loop.Arrive(a.W, f, visit.ID))
	case want == "fulfilled":
		err = asked(loop.See(a.W, f, visit.Clinician))
	default:
		return k, outcome.Status(409, "business-rule", "An Appointment that is "+now+" can become cancelled, noshow, arrived or fulfilled.")
	}
	if err != nil {
		return k, err
	}
	return a.keep(o, store.Kept{ID: k.ID, Version: k.Version, Now: k.Now, Referral: k.Referral, Patient: s.Patient})
}
