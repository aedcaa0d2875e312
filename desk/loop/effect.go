package loop

import (
	"referd/core/party"
	"referd/core/referral"
	"referd/core/schedule"
	"referd/store"
)

// ToPatient is the kind of job whose words go to the patient. A death stops
// these, in its own commit, and nothing else: what staff owe goes on, the
// confirming of the death first of all.
const ToPatient = "tell-patient"

// react queues what the whole turn calls for; reactTo what one entry does.
func (t *turn) react(before referral.State, last referral.Entry) error {
	for _, x := range referral.React(before, t.state, last) {
		if err := t.effect(x); err != nil {
			return err
		}
	}
	return nil
}

func (t *turn) reactTo(e referral.Entry) error {
	for _, x := range referral.React(t.state, t.state, e) {
		if err := t.effect(x); err != nil {
			return err
		}
	}
	return nil
}

// effect does what can be done in this commit and queues the rest.
func (t *turn) effect(x referral.Effect) error {
	switch x.Do {
	case "free-slot":
		return t.freeSlot(x.Arg)
	case "deliver":
		if !t.state.Legs[t.state.Leg()].Delivered.IsZero() {
			return nil
		}
	case "deliver-report":
		return nil // a partner's client reads it; that is its delivery
	case "stop-messages":
		return t.w.Tx.Forget(t.f.Referral, ToPatient)
	case "tell-loops":
		return t.tellLoops(referral.ReportID(x.Arg))
	}
	if x.Do == "tell-side" {
		x.Do, x.Arg = "notify", aboutFact+x.Arg
	}
	due := t.w.Now()
	if x.Do == "notify" && t.state.Urgency != party.Emergency {
		due = due.Add(t.w.Desk().UndoFor)
	}
	return t.w.Tx.Enqueue(store.Job{Kind: x.Do, Referral: t.f.Referral, Arg: x.Arg, Due: due})
}

// freeSlot gives the time of an appointment back.
func (t *turn) freeSlot(a string) error { return t.w.Tx.FreeSlot(schedule.AppointmentID(a)) }
