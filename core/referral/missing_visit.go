package referral

import (
	"time"

	"referd/core/schedule"
)

// missingToVisit: a booking has a time, and what became of it names a booking
// that stands.
func (s *State) missingToVisit(ev Event, at time.Time) string {
	switch e := ev.(type) {
	case Booked:
		return s.missingToBook(e, at)
	case Confirmed:
		return s.stands(e.Appointment)
	case Arrived:
		return s.stands(e.Appointment)
	case Unbooked:
		if e.Reason == "" {
			return "Give a reason."
		}
		return s.stands(e.Appointment)
	case Missed:
		return s.missingToMiss(e, at)
	case Seen:
		if s.is.live != nil && s.is.live.Start.Sub(at) > 12*time.Hour {
			return "The appointment has not come yet. Change the booking if the patient was seen earlier."
		}
	case DeskReviewed:
		if e.Note == "" {
			return "Write what was reviewed and found."
		}
	}
	return ""
}

// stands says why an appointment cannot be acted on; empty when it stands.
func (s *State) stands(id schedule.AppointmentID) string {
	a := s.find(id)
	switch {
	case a == nil:
		return "There is no such appointment."
	case !a.stands():
		return "That appointment no longer stands."
	}
	return ""
}

// missingToMiss: a visit is missed when its time has come and the patient had
// not said that they could not come (loop.md, Time, The bell).
func (s *State) missingToMiss(e Missed, at time.Time) string {
	if why := s.stands(e.Appointment); why != "" {
		return why
	}
	a := s.find(e.Appointment)
	if a.Start.After(at) {
		return "The appointment has not come yet."
	}
	for _, b := range s.Bells {
		if b.Bell == BellCannot && b.At.After(a.Booked) && !b.At.After(a.Start) {
			return "The patient had said that they could not come. Cancel the booking; it is not a missed visit."
		}
	}
	return ""
}

// farthest is how many years ahead a visit may be: a year that was typed wrong
// would have nobody look for the patient until then.
const farthest = 2

func (s *State) missingToBook(e Booked, at time.Time) string {
	switch {
	case e.Appointment == "":
		return "Name the appointment."
	case e.Start.IsZero():
		return "Choose a time."
	case !e.End.IsZero() && e.End.Before(e.Start):
		return "The visit ends before it begins."
	case e.Start.Before(at.Add(-24 * time.Hour)):
		return "That time has passed."
	case e.Start.After(at.AddDate(farthest, 0, 0)):
		return "That is more than two years ahead. Look at the year."
	case s.late(e.Start) && e.Note == "":
		return "This is after the date the patient should be seen by. Write why; the referrer is told."
	}
	return ""
}

func (s *State) find(id schedule.AppointmentID) *Appointment {
	for i := range s.Appointments {
		if s.Appointments[i].ID == id {
			return &s.Appointments[i]
		}
	}
	return nil
}
