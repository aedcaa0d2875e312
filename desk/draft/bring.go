package draft

import (
	"cmp"
	"time"

	"referd/base/id"
	"referd/core/chart"
	"referd/core/party"
	"referd/core/referral"
	"referd/core/schedule"
	"referd/desk"
	"referd/desk/turn"
)

// Step is where a referral stood in the system it is brought from.
type Step string

// Steps, in the order of the way of a referral.
const (
	StepSent       Step = "sent"
	StepDelivered  Step = "delivered"
	StepReview     Step = "review"
	StepQuestioned Step = "questioned"
	StepDeclined   Step = "declined"
	StepAccepted   Step = "accepted"
	StepWaitlisted Step = "waitlisted"
	StepHeld       Step = "held"
	StepBooked     Step = "booked"
	StepMissed     Step = "missed"
	StepSeen       Step = "seen"
)

// Brought is an open referral as another system knew it, with its own dates. A
// date nobody told is zero: the step is then known from now on, and what was
// skipped before it is inferred, as loop.md says of a catch-up.
type Brought struct {
	Arrival                       // At is when it was sent
	Code          string          // its code, where it had one here; else a new one
	Mine          party.PatientID // the receiver's record, where the receiver brings it
	Team          party.TeamID    // of the sender; empty: its first
	Step          Step
	Received      time.Time
	Decided       time.Time // accepted, declined, asked, put on the list or on hold
	Reason        string    // coded, why it was declined or is held
	Note          string    // words beside that
	Until         time.Time // of a hold
	BookedOn      time.Time
	Visit, End    time.Time
	Place         party.LocationID
	With          party.PractitionerID
	Seen          time.Time
	Claimed       party.UserID // who has it in hand
	Authorization string       // its number
	Said          string       // what else the other system said, for whoever has it next
}

// Bring makes an open referral of what another system knew of it: in the phase
// it was in, with an owner, a next act and a due from now, and clocks that
// started when it was sent. Nobody is told: it happened before. Who may: the
// house, for somebody who may import (bring.Apply).
func Bring(w *desk.Writing, x Brought) (turn.Done, error) {
	if !w.Who().System {
		return turn.Done{}, desk.Denied("draft.Bring", "Referrals are brought in by an import.")
	}
	dir, now := w.Directory(), w.Now()
	if x.ID == "" {
		x.ID = referral.ID(id.New(now))
	}
	t := turn.New(w, turn.Form{Referral: x.ID})
	t.Told, t.Quiet = true, true
	t.Row.Code, t.Row.Authored = x.Code, x.At
	sv := dir.ServicesByID[x.Service]
	x.Receiver = cmp.Or(x.Receiver, sv.Org)
	x.Team = cmp.Or(x.Team, dir.TeamOf(x.Sender))
	x.Urgency = cmp.Or(x.Urgency, party.Routine)
	t.AddAt(referral.Drafted{Patient: x.Patient, Org: x.Sender, Team: x.Team, Clinician: x.Clinician, Origin: x.Origin, Urgency: x.Urgency, Service: x.Service}, "", x.At)
	t.AddAt(referral.Signed{Clinician: x.Clinician}, "", x.At)
	question, err := t.Note(x.Question, chart.Question)
	if err != nil {
		return turn.Done{}, err
	}
	ev := referral.Sent{Patient: x.Patient, Org: x.Sender, Team: x.Team, Clinician: x.Clinician, Urgency: x.Urgency, Question: question, Reasons: x.Reasons, SeenBy: x.SeenBy,
		To: referral.Recipient{Service: x.Service, Org: x.Receiver, Channel: dir.Orgs[x.Receiver].Channel}}
	if ev.SeenBy.IsZero() {
		ev.SeenBy = dir.Settings.SeenByDate(sv, x.Urgency, x.At)
	}
	t.AddAt(ev, "", x.At)
	if err := x.delivered(t); err != nil {
		return turn.Done{}, err
	}
	if err := x.went(t); err != nil {
		return turn.Done{}, err
	}
	if x.Authorization != "" {
		t.AddAt(referral.Authorization{State: "approved", Number: x.Authorization}, "", now)
	}
	said, err := t.Note(x.Said, chart.Message)
	if err != nil {
		return turn.Done{}, err
	}
	if said != "" {
		t.AddAt(referral.Messaged{Message: said, To: "receiver"}, "", now)
	}
	if x.Claimed != "" {
		t.AddAt(referral.Claimed{Person: x.Claimed}, "", now)
	}
	w.Saw(x.Patient)
	return t.Commit()
}

// told is a moment as it was told, else now; never one that is still to come.
func told(t *turn.Turn, at time.Time) time.Time {
	if now := t.W.Now(); at.IsZero() || at.After(now) {
		return now
	}
	return at
}

// delivered is the delivery: to a receiver here with its record of the patient;
// when nobody told the day, as it was sent where the receiver itself brings it,
// and now where it first hears of it so. A partner's is inferred unless told.
func (x Brought) delivered(t *turn.Turn) error {
	ev, at := referral.Delivered{Leg: 0, Patient: x.Mine}, x.Received
	here := t.W.Directory().Here(x.Receiver) && x.Service != ""
	switch {
	case at.IsZero() && !here && x.Step != StepDelivered:
		return nil
	case at.IsZero() && (x.Mine != "" || x.Receiver == x.Sender):
		at = x.At
	}
	if here && ev.Patient == "" {
		var err error
		if ev.Patient, err = t.ReceiverRecord(x.Receiver); err != nil {
			return err
		}
	}
	t.AddAt(ev, "", told(t, at))
	return nil
}

// went are the facts of the step it was at.
func (x Brought) went(t *turn.Turn) error {
	note, err := t.Note(x.Note, chart.Comment)
	if err != nil {
		return err
	}
	decided := told(t, x.Decided)
	accepted := func() {
		if !x.Decided.IsZero() {
			t.AddAt(referral.Accepted{}, "", x.Decided)
		}
	}
	switch x.Step {
	case StepReview:
		t.AddAt(referral.Opened{}, "", decided)
	case StepQuestioned:
		t.AddAt(referral.Asked{Ask: referral.AskID(id.New(t.W.Now())), Note: note}, "", decided)
	case StepDeclined:
		t.AddAt(referral.Declined{Reason: x.Reason, Tells: "sender", Note: note}, "", decided)
	case StepAccepted:
		t.AddAt(referral.Accepted{Note: note}, "", decided)
	case StepWaitlisted:
		t.AddAt(referral.Waitlisted{Note: note}, "", decided)
	case StepHeld:
		t.AddAt(referral.Held{Until: x.Until, Reason: x.Reason, Note: note}, "", decided)
	case StepBooked:
		accepted()
		x.booked(t, note)
	case StepMissed:
		accepted()
		a := x.booked(t, note)
		t.AddAt(referral.Missed{Appointment: a}, "", told(t, x.Visit))
	case StepSeen:
		accepted()
		a := schedule.AppointmentID("")
		if !x.Visit.IsZero() {
			a = x.booked(t, note)
		}
		t.AddAt(referral.Seen{Appointment: a, Clinician: x.With}, "", told(t, x.Seen))
	}
	return nil
}

// booked is the booking, made outside and recorded here. A day of booking that
// nobody told is now, and for a visit that is over just before it.
func (x Brought) booked(t *turn.Turn, note chart.DocumentID) schedule.AppointmentID {
	at := told(t, x.BookedOn)
	if !at.Before(x.Visit) {
		at = x.Visit.Add(-time.Minute)
	}
	a := schedule.AppointmentID(id.New(t.W.Now()))
	t.AddAt(referral.Booked{Appointment: a, Start: x.Visit, End: x.End, Location: x.Place, Clinician: x.With, Note: note}, "", at)
	return a
}
