package turn

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

// AboutFact begins what a notice of a fact, not of something owed, is about.
const AboutFact = "fact/"

// react queues what the whole turn calls for; reactTo what one entry does.
func (t *Turn) react(before referral.State, last referral.Entry) error {
	for _, x := range referral.React(before, t.State, last) {
		if err := t.effect(x); err != nil {
			return err
		}
	}
	return nil
}

func (t *Turn) reactTo(e referral.Entry) error {
	for _, x := range referral.React(t.State, t.State, e) {
		if err := t.effect(x); err != nil {
			return err
		}
	}
	return nil
}

// effect does what can be done in this commit and queues the rest.
func (t *Turn) effect(x referral.Effect) error {
	switch x.Do {
	case "free-slot":
		return t.freeSlot(x.Arg)
	case "deliver", "deliver-report", "recall":
		return nil // a partner's client reads it: that is its delivery, and the due of "sent" chases it
	case "stop-messages":
		return t.W.Tx.Forget(t.Form.Referral, ToPatient)
	case "tell-loops":
		return t.tellLoops(referral.ReportID(x.Arg))
	}
	if x.Do == "notify" && !t.hears(x.Arg) {
		return nil
	}
	if x.Do == "tell-side" {
		x.Do, x.Arg = "notify", AboutFact+x.Arg
	}
	due := t.W.Now()
	if x.Do == "notify" && t.State.Urgency != party.Emergency {
		due = due.Add(t.W.Desk().UndoFor)
	}
	return t.W.Tx.Enqueue(store.Job{Kind: x.Do, Referral: t.Form.Referral, Arg: x.Arg, Due: due})
}

// hears reports whether there is anybody to tell of what is owed: not where a
// partner has it, nor where a team has no people, as of those who work in a
// system of their own. Whoever joins it finds it in their list.
func (t *Turn) hears(of string) bool {
	o := t.State.Ball()
	if string(o.Act) != of {
		o, _ = t.State.OwedFor(of)
	}
	return o.Holder == "" && (o.Person != "" || len(t.W.Directory().Members(o.Team)) > 0)
}

// freeSlot gives the time of an appointment back.
func (t *Turn) freeSlot(a string) error { return t.W.Tx.FreeSlot(schedule.AppointmentID(a)) }
