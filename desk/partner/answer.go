package partner

import (
	"slices"
	"strings"
	"time"

	"referd/base/fault"
	"referd/base/id"
	"referd/core/chart"
	"referd/core/party"
	"referd/core/referral"
	"referd/core/schedule"
	"referd/desk"
	deskchart "referd/desk/chart"
	"referd/desk/loop"
	"referd/desk/turn"
)

// Book gives a date by a link: it accepts what was not accepted yet, and moves a
// visit that stands. Who may: whoever is in by the receiver's link.
func Book(w *desk.Writing, f Form, start time.Time, words string) (Done, error) {
	return turn.Do(w, f, func(t *turn.Turn) error {
		leg := t.State.Leg()
		if start.IsZero() {
			return turn.Invalid("day", "Write the day and the time of the visit.")
		}
		n, err := t.Note(strings.TrimSpace(words), chart.Comment)
		if err != nil {
			return err
		}
		live, stands := t.State.Live()
		if stands && live.Start.Equal(start) { // pressed again: a visit is not cancelled to be made once more
			return turn.Invalid("day", "The visit stands for that time already.")
		}
		if stands {
			if err := t.Ask(referral.Unbooked{Leg: leg, Appointment: live.ID, Reason: "moved"}); err != nil {
				return err
			}
		} else if slices.Contains(t.State.May(t.Who), referral.ActAccept) {
			if err := t.Ask(referral.Accepted{Leg: leg}); err != nil {
				return err
			}
		}
		return t.Ask(referral.Booked{Leg: leg, Appointment: schedule.AppointmentID(id.New(t.W.Now())), Start: start, Note: n})
	})
}

// Answer is the report as a receiver brings it by its link.
type Answer struct {
	Seen      time.Time // when the patient was seen, where nobody has said so yet
	Words     string
	Claim     string // answered, partly, no; may be empty
	Soon      bool   // somebody must act within three days
	Name      string // of the file
	Data      []byte // the file; nil is none
	Confirmed bool
}

// Report takes the report by a link, and with it the visit it is about. Who may:
// whoever is in by the receiver's link. Its file is looked at as every other is,
// for what it is and for whom it names.
func Report(w *desk.Writing, f Form, x Answer) (Done, error) {
	return turn.Do(w, f, func(t *turn.Turn) error {
		if err := t.Again(loop.Wrote); err != nil {
			return err
		}
		x.Words = strings.TrimSpace(x.Words)
		unseen := t.State.Seen.IsZero() && t.State.DeskReviewed.IsZero()
		if err := fault.All(turn.If(unseen && x.Seen.IsZero(), "seen", "Write the day you saw the patient."), inTime(t, x.Seen, "seen"),
			turn.If(x.Words == "" && x.Data == nil, "file", "Choose the report, or write the answer.")); err != nil {
			return err
		}
		if unseen {
			if err := earlier(t, x.Seen); err != nil {
				return err
			}
			if err := t.AskAt(visit(t), x.Seen); err != nil {
				return err
			}
		}
		r := loop.Report{Answer: x.Words, Claim: x.Claim}
		if x.Soon {
			r.Actionable = referral.WithinDays
		}
		if x.Data != nil {
			d, err := deskchart.Upload(w, deskchart.File{Patient: record(t), Referral: f.Referral, Kind: chart.Attachment, Name: x.Name, Title: "Report, " + w.Directory().Orgs[w.Who().Org].Name, Data: x.Data, Confirmed: x.Confirmed})
			if err != nil {
				return err
			}
			if d.Held != "" {
				return turn.Invalid("file", "This file is not taken: "+d.Held)
			}
			r.Document = d.ID
		}
		return report(t, r)
	})
}

// earlier takes off a visit that stands for later than the patient was seen.
func earlier(t *turn.Turn, seen time.Time) error {
	live, ok := t.State.Live()
	if !ok || live.Start.Sub(seen) <= 12*time.Hour {
		return nil
	}
	return t.Ask(referral.Unbooked{Leg: t.State.Leg(), Appointment: live.ID, Reason: "moved"})
}

// record is the receiver's record of the patient, else the sender's.
func record(t *turn.Turn) party.PatientID {
	return t.State.RecordOf(t.W.Who().All())
}

// report files a report: its words and its file, or the one that is there. One
// that is not the receiver's first takes the place of the one before.
func report(t *turn.Turn, x loop.Report) error {
	ev := referral.Reported{Leg: t.State.Leg(), Report: referral.ReportID(id.New(t.W.Now())), Kind: referral.Final, Claim: x.Claim, Actionable: x.Actionable, Document: x.Document}
	for _, h := range t.State.Heads() {
		if h.Leg == ev.Leg {
			ev.Kind, ev.Replaces = referral.Amended, h.ID
		}
	}
	if x.Document != "" {
		if err := t.Fits(x.Document); err != nil {
			return err
		}
	}
	if x.Answer != "" {
		n, err := t.Note(loop.Text(x.Answer, ""), chart.Report)
		if err != nil {
			return err
		}
		if ev.Document = n; x.Document != "" {
			ev.More = []chart.DocumentID{x.Document}
		}
	}
	return t.Ask(ev)
}
