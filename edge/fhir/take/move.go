package take

import (
	"cmp"
	"slices"
	"time"

	"referd/core/referral"
	"referd/core/schedule"
	"referd/desk/loop"
	"referd/edge/fhir/element"
	"referd/edge/fhir/outcome"
	"referd/wire/r4"
)

// move is what one update of a Task asks for.
type move struct {
	a              *Act
	f              loop.Form
	s              *referral.State
	now            referral.Codes
	want, business string
	why            string
	o              r4.Object
}

// told records what happened: what the owner says of its own side, or anything
// a feed says, is never refused.
func (m *move) told(evs ...referral.Event) error {
	for _, ev := range evs {
		if _, err := loop.Tell(m.a.W, m.f, ev); err != nil {
			return err
		}
	}
	return nil
}

// asked is whether an act was done.
func (m *move) asked(_ loop.Done, err error) error { return err }

// do does what a status and its business status mean (loop.md, To the outside).
func (m *move) do() error {
	if m.a.W.Who().Feed {
		return m.told(m.says()...)
	}
	w := m.a.W
	switch {
	case m.want == "received" && m.now.Task == "requested":
		return m.receive()
	case m.want == "received" && m.now.Task == "on-hold", m.want == "accepted" && m.now.Business == "held", m.want == "in-progress" && m.now.Task == "on-hold":
		return m.resume()
	case m.want == "accepted" && m.now.Task != "accepted":
		return m.asked(loop.Accept(w, m.f, loop.Acceptance{Words: m.why}))
	case m.want == "accepted" && m.business == "waitlisted" && m.now.Business != "waitlisted":
		return m.asked(loop.Waitlist(w, m.f, m.why))
	case m.want == "rejected" && m.now.Task != "rejected":
		if m.why == "" {
			return outcome.Required("Task.statusReason", "A rejected Task says why in statusReason.text.")
		}
		return m.asked(loop.Decline(w, m.f, loop.Refusal{Reason: cmp.Or(m.o.Text("statusReason", "coding", "code"), "other"), Tells: "sender", Words: m.why}))
	case m.want == "on-hold" && m.now.Task != "on-hold":
		return m.hold()
	case m.want == "in-progress":
		return m.proceed()
	case m.want == "completed" && m.now.Task != "completed":
		return m.told(referral.Asserted{What: "completed"})
	case m.want == "cancelled" && m.now.Task != "cancelled":
		return m.asked(loop.Cancel(w, m.f, cmp.Or(m.o.Text("statusReason", "coding", "code"), "cancelled-by-client"), m.why))
	case m.want == "failed" && m.now.Task != "failed":
		return m.told(referral.Asserted{What: "failed"})
	}
	return nil
}

// receive: the recipient's system has it, and somebody there has it open.
func (m *move) receive() error {
	if m.business == "delivered" {
		return m.told(referral.Delivered{Leg: m.s.Leg()})
	}
	return m.told(referral.Delivered{Leg: m.s.Leg()}, referral.Opened{Leg: m.s.Leg()})
}

// hold asks the sender, or holds for a reason until a day: the business status
// says which.
func (m *move) hold() error {
	if m.business != "held" {
		return m.asked(loop.Ask(m.a.W, m.f, loop.Question{Words: cmp.Or(m.why, "More information is needed.")}))
	}
	until := element.Instant(m.o.Text("executionPeriod", "start"))
	if until.IsZero() {
		until = m.a.W.Now().Add(14 * 24 * time.Hour)
	}
	return m.asked(loop.Hold(m.a.W, m.f, until, cmp.Or(m.o.Text("statusReason", "coding", "code"), "held"), m.why))
}

// resume ends a hold, or answers what was asked.
func (m *move) resume() error {
	if m.now.Business == "held" {
		return m.asked(loop.Resume(m.a.W, m.f))
	}
	if err := m.asked(loop.Answer(m.a.W, m.f, "", cmp.Or(words(m.o), m.why), nil)); err != nil || m.want == "received" {
		return err
	}
	return m.asked(loop.Accept(m.a.W, m.f, loop.Acceptance{}))
}

// proceed is the care itself: booked, missed, seen.
func (m *move) proceed() error {
	w := m.a.W
	switch {
	case m.business == "visit-complete" && m.s.Seen.IsZero(), m.business == "awaiting-report" && m.s.Seen.IsZero():
		return m.asked(loop.See(w, m.f, ""))
	case m.business == "no-show" && m.now.Business != "no-show":
		return m.asked(loop.Miss(w, m.f, "", m.why))
	case m.business == "appointment-cancelled" && m.now.Business == "scheduled":
		return m.asked(loop.Unbook(w, m.f, loop.Unbooking{Reason: "cancelled", Words: m.why}))
	case m.now.Task == "accepted", m.business == "scheduled" && slices.Contains([]string{"no-show", "appointment-cancelled"}, m.now.Business):
		start := element.Instant(m.o.Text("executionPeriod", "start"))
		if start.IsZero() {
			m.o["statusReason"] = r4.Object{"text": "No time is known yet. Post the Appointment."}
			return nil
		}
		return m.told(referral.Booked{Leg: m.s.Leg(), Appointment: schedule.AppointmentID(newID(m.a)), Start: start, End: element.Instant(m.o.Text("executionPeriod", "end"))})
	}
	return nil
}

// says is a status as the facts a feed tells.
func (m *move) says() []referral.Event {
	leg := m.s.Leg()
	if m.want == m.now.Task && m.business == m.now.Business {
		return nil
	}
	switch {
	case m.want == "received":
		return []referral.Event{referral.Delivered{Leg: leg}, referral.Opened{Leg: leg}}
	case m.want == "accepted":
		return []referral.Event{referral.Accepted{Leg: leg}}
	case m.want == "rejected":
		return []referral.Event{referral.Declined{Leg: leg, Reason: "other", Tells: "sender"}}
	case m.want == "in-progress" && slices.Contains([]string{"visit-complete", "awaiting-report"}, m.business):
		return []referral.Event{referral.Seen{Leg: leg}}
	case m.want == "in-progress" && m.business == "no-show":
		live, _ := m.s.Live()
		return []referral.Event{referral.Missed{Leg: leg, Appointment: live.ID, Reason: "did-not-attend"}}
	case m.want == "completed", m.want == "failed", m.want == "cancelled":
		return []referral.Event{referral.Asserted{What: m.want}}
	}
	return nil
}
