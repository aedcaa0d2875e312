package loop

import (
	"time"

	"referd/base/id"
	"referd/core/chart"
	"referd/core/party"
	"referd/core/referral"
	"referd/core/schedule"
	"referd/desk"
)

// Booking is a visit: a slot of ours, or a time agreed outside and recorded here.
type Booking struct {
	Slot       schedule.SlotID
	Start, End time.Time
	Location   party.LocationID
	Clinician  party.PractitionerID
	Tele       bool
	Words      string // preparation; why past the seen-by date
	Contacted  bool   // the patient agreed on the telephone
}

// Book books. A slot is taken in the same commit or not at all.
func Book(w *desk.Writing, f Form, b Booking) (Done, error) {
	return do(w, f, func(t *turn) error { return t.book(b) })
}

func (t *turn) book(b Booking) error {
	a := schedule.AppointmentID(id.New(t.w.Now()))
	ev := referral.Booked{Leg: t.state.Leg(), Appointment: a, Slot: b.Slot, Start: b.Start, End: b.End, Location: b.Location, Clinician: b.Clinician, Tele: b.Tele}
	if b.Slot != "" {
		s, err := t.w.Tx.TakeSlot(b.Slot, a)
		if err != nil {
			return err
		}
		ev.Start, ev.End, ev.Location, ev.Clinician, ev.Tele = s.Start, s.End, s.Location, s.Clinician, s.Tele
	}
	var err error
	if ev.Note, err = t.note(b.Words, chart.Comment); err != nil {
		return err
	}
	if b.Contacted {
		if err := t.ask(referral.Contacted{Channel: "call", Outcome: "reached"}); err != nil {
			return err
		}
	}
	return t.ask(ev)
}

// Unbooking cancels a booking: by whom, and why. The referral lives on.
type Unbooking struct {
	Appointment schedule.AppointmentID
	ByPatient   bool
	Reason      string
	Words       string
}

// Unbook cancels a booking.
func Unbook(w *desk.Writing, f Form, u Unbooking) (Done, error) {
	return do(w, f, func(t *turn) error { return t.unbook(u) })
}

func (t *turn) unbook(u Unbooking) error {
	n, err := t.note(u.Words, chart.Comment)
	if err != nil {
		return err
	}
	a := t.which(u.Appointment)
	return t.ask(referral.Unbooked{Leg: t.state.Leg(), Appointment: a, ByPatient: u.ByPatient, Reason: u.Reason, Note: n})
}

// which is the appointment named, or the one that stands.
func (t *turn) which(a schedule.AppointmentID) schedule.AppointmentID {
	if live, ok := t.state.Live(); ok && a == "" {
		return live.ID
	}
	return a
}

// Rebook moves a visit: the old time is freed and the new one taken together.
func Rebook(w *desk.Writing, f Form, u Unbooking, b Booking) (Done, error) {
	return do(w, f, func(t *turn) error {
		u.Appointment = t.which(u.Appointment)
		if err := t.unbook(u); err != nil {
			return err
		}
		if err := w.Tx.FreeSlot(u.Appointment); err != nil {
			return err
		}
		return t.book(b)
	})
}

// Miss records that the patient did not come. It is an outreach, not an ending.
func Miss(w *desk.Writing, f Form, a schedule.AppointmentID, words string) (Done, error) {
	return do(w, f, func(t *turn) error {
		n, err := t.note(words, chart.Comment)
		if err != nil {
			return err
		}
		return t.ask(referral.Missed{Leg: t.state.Leg(), Appointment: t.which(a), Reason: "did-not-attend", Note: n})
	})
}

// Confirm and Arrive say what the patient did.
func Confirm(w *desk.Writing, f Form, a schedule.AppointmentID) (Done, error) {
	return do(w, f, func(t *turn) error {
		return t.ask(referral.Confirmed{Leg: t.state.Leg(), Appointment: t.which(a)})
	})
}

// Arrive records that the patient is here.
func Arrive(w *desk.Writing, f Form, a schedule.AppointmentID) (Done, error) {
	return do(w, f, func(t *turn) error {
		return t.ask(referral.Arrived{Leg: t.state.Leg(), Appointment: t.which(a)})
	})
}

// See records the visit.
func See(w *desk.Writing, f Form, clinician party.PractitionerID) (Done, error) {
	return do(w, f, func(t *turn) error {
		var a schedule.AppointmentID
		if live, ok := t.state.Live(); ok {
			if a = live.ID; clinician == "" {
				clinician = live.Clinician
			}
		}
		if clinician == "" {
			clinician = w.Who().Practitioner
		}
		return t.ask(referral.Seen{Leg: t.state.Leg(), Appointment: a, Clinician: clinician})
	})
}

// DeskReview records a documented review without the patient.
func DeskReview(w *desk.Writing, f Form, words string) (Done, error) {
	return do(w, f, func(t *turn) error {
		if words == "" {
			return invalid("words", "Write what was reviewed and found.")
		}
		n, err := t.note(words, chart.Report)
		if err != nil {
			return err
		}
		return t.ask(referral.DeskReviewed{Leg: t.state.Leg(), Note: n})
	})
}

// Waitlist puts the patient on the list.
func Waitlist(w *desk.Writing, f Form, words string) (Done, error) {
	return plain(w, f, words, func(leg int, n chart.DocumentID) referral.Event { return referral.Waitlisted{Leg: leg, Note: n} })
}

// Hold stops the loop until a day, for a reason; somebody wakes it.
func Hold(w *desk.Writing, f Form, until time.Time, reason, words string) (Done, error) {
	return do(w, f, func(t *turn) error {
		n, err := t.note(words, chart.Comment)
		if err != nil {
			return err
		}
		ev := referral.Held{Leg: t.state.Leg(), Until: until, Reason: reason, Note: n}
		if t.who.Side == referral.Sender {
			ev.Wakes = t.state.Team
		}
		return t.ask(ev)
	})
}

// Resume ends a hold.
func Resume(w *desk.Writing, f Form) (Done, error) {
	return plain(w, f, "", func(leg int, _ chart.DocumentID) referral.Event { return referral.Resumed{Leg: leg} })
}

// Contact is an attempt to reach the patient, or the patient getting in touch.
type Contact struct {
	Channel, Outcome                  string
	Alternate, Interpreter, ByPatient bool
	Words                             string
}

var channels = map[string]bool{"call": true, "text": true, "letter": true, "visit": true, "page": true}
var outcomes = map[string]bool{"reached": true, "no-answer": true, "message-left": true, "wrong-number": true, "bounced": true, "sent": true}

// Log records it.
func Log(w *desk.Writing, f Form, c Contact) (Done, error) {
	return do(w, f, func(t *turn) error {
		if !channels[c.Channel] || !outcomes[c.Outcome] {
			return invalid("outcome", "Say how you tried and what came of it.")
		}
		n, err := t.note(c.Words, chart.Comment)
		if err != nil {
			return err
		}
		return t.ask(referral.Contacted{Channel: c.Channel, Outcome: c.Outcome, Alternate: c.Alternate, Interpreter: c.Interpreter, ByPatient: c.ByPatient, Note: n})
	})
}

// freeSlot gives the time of an appointment back.
func (t *turn) freeSlot(a string) error { return t.w.Tx.FreeSlot(schedule.AppointmentID(a)) }
