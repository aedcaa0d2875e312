package partner

import (
	"strings"
	"time"

	"referd/base/fault"
	"referd/base/id"
	"referd/core/chart"
	"referd/core/referral"
	"referd/core/schedule"
	"referd/desk"
	"referd/desk/loop"
	"referd/desk/turn"
)

// Word is what a receiver who is not here says: what, who said it, by what and
// when, and the day it is about.
type Word struct {
	What     string // a code of Words
	Who      string // who said it
	By       string // a code of Says
	Said     time.Time
	At       time.Time // the visit they booked, or the day they saw the patient
	Words    string    // what they said; of a report, its answer
	Document chart.DocumentID
	Reason   string // of a decline
	Tells    string // who tells the patient of it
}

// Told is something a receiver may say: its code and words.
type Told struct{ Code, Words string }

// Words are what may be said, in the order a page offers them; Says is by what.
var (
	Words = []Told{{"received", "They have it"}, {"accepted", "They accept it"}, {"booked", "They booked a visit"}, {"seen", "They saw the patient"}, {"report", "Their report came"}, {"advised", "They advise, and see nobody"}, {"declined", "They decline"}}
	Says  = []Told{{"phone", "on the telephone"}, {"fax", "by fax"}, {"letter", "by letter"}, {"mail", "by e-mail"}, {"person", "in person"}}
)

// Hear writes down what a receiver who is not here says. Who may: the referring
// clinician or staff, and their lead. It is the receiver's word and is not
// refused: it counts from its own day, what was skipped before it is inferred,
// and what does not fit stands beside it as a contradiction. Who wrote it down
// and what was said, by whom, when and by what, is kept with it.
func Hear(w *desk.Writing, f Form, x Word) (Done, error) {
	if x.Said.IsZero() {
		x.Said = w.Now()
	}
	f.At = x.Said
	return turn.Do(w, f, func(t *turn.Turn) error {
		if err := away(t, referral.ActHear); err != nil {
			return err
		}
		if err := x.whole(t); err != nil {
			return err
		}
		var err error
		if t.Word, err = t.Note(x.proof(t), chart.Comment); err != nil {
			return err
		}
		t.Told = true
		return x.tell(t)
	})
}

// whole refuses a word that says too little to be kept.
func (x *Word) whole(t *turn.Turn) error {
	x.Who, x.Words = strings.TrimSpace(x.Who), strings.TrimSpace(x.Words)
	declines := x.What == "declined"
	return fault.All(
		turn.If(said(Words, x.What) == "", "what", "Say what they told you."),
		turn.If(x.Who == "", "who", "Write who said it."),
		turn.If(said(Says, x.By) == "", "by", "Say how they told you: on the telephone, by fax, by letter."),
		inTime(t, x.Said, "said"),
		turn.If(x.What == "booked" && x.At.IsZero(), "visit", "Write the day and the time of the visit."),
		turn.If(x.What == "seen" && x.At.IsZero(), "day", "Write the day they saw the patient."),
		x.past(t),
		turn.If(declines && x.Reason == "", "reason", "Choose why they decline."),
		turn.If(declines && x.Words == "", "words", "Write why, as they said it."),
		turn.If(x.What == "advised" && x.Words == "", "words", "Write their advice, as they gave it."),
		turn.If(declines && x.Tells != "receiver" && x.Tells != "sender", "tells", "Say who tells the patient."),
		turn.If(x.What == "report" && x.Document == "" && x.Words == "", "file", "Attach the report, or write down what they read to you."))
}

// past refuses a day of care that is to come; a booking's may be.
func (x *Word) past(t *turn.Turn) error {
	if x.What == "booked" {
		return nil
	}
	return inTime(t, x.At, "day")
}

func said(list []Told, code string) string {
	for _, w := range list {
		if w.Code == code {
			return w.Words
		}
	}
	return ""
}

// proof is who said what, when and by what, as it is kept.
func (x Word) proof(t *turn.Turn) string {
	zone := t.W.Who().Zone
	if zone == nil {
		zone = time.UTC
	}
	out := x.Who + ", " + t.W.Directory().Orgs[t.State.Recipient().Org].Name + ", " + said(Says, x.By) + ", " + x.Said.In(zone).Format("Mon 02-Jan-2006 15:04 MST")
	if x.Words != "" {
		out += ": “" + x.Words + "”"
	}
	return out
}

// tell makes what was said a fact.
func (x Word) tell(t *turn.Turn) error {
	leg := t.State.Leg()
	l := t.State.Legs[leg]
	switch x.What {
	case "received":
		if l.Delivered.IsZero() {
			t.Add(referral.Delivered{Leg: leg, Receipt: t.Word}, "")
		}
		return t.Ask(referral.Opened{Leg: leg})
	case "accepted":
		return t.Ask(referral.Accepted{Leg: leg, Note: t.Word})
	case "booked":
		if live, ok := t.State.Live(); ok {
			t.Add(referral.Unbooked{Leg: leg, Appointment: live.ID, Reason: "moved"}, "")
		}
		return t.Ask(referral.Booked{Leg: leg, Appointment: schedule.AppointmentID(id.New(t.W.Now())), Start: x.At, Note: t.Word})
	case "seen":
		return t.AskAt(visit(t), x.At)
	case "advised":
		n, err := t.Note(x.Words, chart.Advice)
		if err != nil {
			return err
		}
		return t.Ask(referral.Advised{Leg: leg, Advice: n})
	case "declined":
		return t.Ask(referral.Declined{Leg: leg, Reason: x.Reason, Tells: x.Tells, Note: t.Word})
	}
	if t.State.Seen.IsZero() && !x.At.IsZero() {
		if err := t.AskAt(visit(t), x.At); err != nil {
			return err
		}
	}
	return report(t, loop.Report{Answer: x.Words, Document: x.Document})
}

// visit is the seeing of the patient, at the appointment that stands.
func visit(t *turn.Turn) referral.Seen {
	ev := referral.Seen{Leg: t.State.Leg()}
	if live, ok := t.State.Live(); ok {
		ev.Appointment, ev.Clinician = live.ID, live.Clinician
	}
	return ev
}
