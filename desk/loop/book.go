package loop

import (
	"time"

	"referd/base/fault"
	"referd/base/id"
	"referd/core/chart"
	"referd/core/party"
	"referd/core/referral"
	"referd/core/schedule"
	"referd/desk"
	"referd/desk/turn"
)

// Booking is a visit: a slot of ours, or a time agreed outside and recorded here.
type Booking struct {
	Slot        schedule.SlotID
	Start, End  time.Time
	Location    party.LocationID
	Clinician   party.PractitionerID
	Tele        bool
	Words       string // preparation; why past the seen-by date
	Contacted   bool   // the patient agreed on the telephone
	Interpreter bool   // with an interpreter
}

// Book books. A slot is taken in the same commit or not at all. Who may:
// scheduling, the patient. Scheduling's time stops.
func Book(w *desk.Writing, f Form, b Booking) (Done, error) {
	return turn.Do(w, f, func(t *turn.Turn) error { return book(t, b) })
}

func book(t *turn.Turn, b Booking) error {
	a := schedule.AppointmentID(id.New(t.W.Now()))
	ev := referral.Booked{Leg: t.State.Leg(), Appointment: a, Slot: b.Slot, Start: b.Start, End: b.End, Location: b.Location, Clinician: b.Clinician, Tele: b.Tele}
	if b.Slot != "" {
		s, err := t.W.Tx.TakeSlot(b.Slot, a)
		if _, stands := t.State.Live(); stands && fault.Of(err) == fault.Conflict {
			return fault.About("loop.book", "slot", fault.Conflict, "This referral has a visit already. Move the visit where another time is meant.")
		}
		if fault.Of(err) == fault.Conflict {
			return fault.About("loop.book", "slot", fault.Conflict, fault.Public(err))
		}
		if err != nil {
			return err
		}
		ev.Start, ev.End, ev.Location, ev.Clinician, ev.Tele = s.Start, s.End, s.Location, s.Clinician, s.Tele
	}
	var err error
	if ev.Note, err = t.Note(b.Words, chart.Comment); err != nil {
		return err
	}
	if b.Contacted {
		c := Contact{Channel: "call", Outcome: "reached", Interpreter: b.Interpreter}
		alone, err := alone(t, c)
		if err != nil {
			return err
		}
		if err := t.Ask(referral.Contacted{Without: alone, Channel: c.Channel, Outcome: c.Outcome, Interpreter: c.Interpreter}); err != nil {
			return err
		}
	}
	return t.Ask(ev)
}
