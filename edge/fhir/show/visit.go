package show

import (
	"strings"
	"time"

	"referd/core/referral"
	"referd/desk"
	"referd/desk/kept"
	"referd/edge/fhir/element"
	"referd/store"
	"referd/wire/r4"
)

// fromVisit makes an Appointment of a booking: its id is the loop's and the
// visit's with a dash between.
func fromVisit(r *desk.Reading, k *store.Kept) (r4.Object, error) {
	of, visit, ok := strings.Cut(k.ID, "-")
	if !ok {
		return nil, nil
	}
	s, err := kept.Loop(r, referral.ID(of), 0)
	if err != nil {
		return nil, err
	}
	for _, a := range s.Appointments {
		if string(a.ID) == visit {
			k.Referral, k.Patient = "", s.Patient
			k.Updated = latest(a.Booked, a.Confirmed, a.Unbooked, a.Missed, a.Arrived, a.Seen)
			return appointment(&s, a), nil
		}
	}
	return nil, nil
}

func latest(list ...time.Time) (out time.Time) {
	for _, t := range list {
		if t.After(out) {
			out = t
		}
	}
	return out
}

func appointment(s *referral.State, a referral.Appointment) r4.Object {
	who := []any{r4.Object{"actor": element.Ref("Patient", string(s.Patient)), "status": "accepted"}}
	if a.Clinician != "" {
		who = append(who, r4.Object{"actor": element.Ref("Practitioner", string(a.Clinician)), "status": "accepted"})
	}
	if a.Location != "" {
		who = append(who, r4.Object{"actor": element.Ref("Location", string(a.Location)), "status": "accepted"})
	}
	o := r4.Object{"resourceType": "Appointment", "status": VisitStatus(a), "basedOn": []any{element.Ref("ServiceRequest", string(s.ID))}, "participant": who}
	if !a.Start.IsZero() {
		o["start"] = a.Start.Format(time.RFC3339)
		o["end"] = latest(a.Start, a.End).Format(time.RFC3339) // as its start where nobody said
	}
	return o
}

// VisitStatus is what became of a booking.
func VisitStatus(a referral.Appointment) string {
	switch {
	case !a.Seen.IsZero():
		return "fulfilled"
	case a.Missed.After(a.Booked):
		return "noshow"
	case a.Unbooked.After(a.Booked):
		return "cancelled"
	case !a.Arrived.IsZero():
		return "arrived"
	}
	return "booked"
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
			o["status"] = VisitStatus(v)
		}
	}
	return o, nil
}
