package lists

import (
	"strings"
	"time"

	"referd/core/chart"
	"referd/core/party"
	"referd/core/referral"
	"referd/desk"
	"referd/desk/turn"
	"referd/store"
)

// MostOfDay is how many lines a sheet of a day has at most.
const MostOfDay = 300

// Visit is a visit that stands on a day, with what whoever sees the patient reads.
type Visit struct {
	Listing
	Appointment referral.Appointment
	Bring       string // what the patient was told to bring or do, in the clinic's words
}

// Visits lists what is booked on a day at the reader's organization, by the time
// of day; at one of its services where one is named. The day is the reader's, in
// their zone. more reports that there are others past MostOfDay. Who may: whoever
// works with patients there; to others there is none.
func Visits(r *desk.Reading, day time.Time, service party.ServiceID) (out []Visit, more bool, err error) {
	if !r.Who().Charts() {
		return nil, false, desk.NoChart("lists.Visits")
	}
	from := morning(r, day)
	q := store.Queue{Side: referral.Receiver, Org: r.Who().Org, Service: service, VisitFrom: from, VisitTo: morning(r, from.AddDate(0, 0, 1)), Order: "visit", Limit: MostOfDay + 1}
	rows, err := r.Queue(q, r.Now())
	if err != nil {
		return nil, false, err
	}
	if more = len(rows) > MostOfDay; more {
		rows = rows[:MostOfDay]
	}
	list, err := dress(r, rows)
	if err != nil {
		return nil, false, err
	}
	var notes []chart.DocumentID
	for _, x := range list {
		s, err := r.Loop(x.ID)
		if err != nil {
			return nil, false, err
		}
		v := Visit{Listing: x}
		if a, ok := s.Live(); ok {
			v.Appointment = a
			notes = append(notes, a.Note)
		}
		out = append(out, v)
	}
	words, err := r.TextsOf(notes)
	for i := range out {
		bring, _, _ := strings.Cut(words[out[i].Appointment.Note], turn.PastSeenBy) // why it is late is not for the patient
		out[i].Bring = strings.TrimSpace(bring)
	}
	return out, more, err
}

// MyDay lists what the reader has to do until the day ends, what is late first
// among its like: theirs by name, of whom they cover, and their teams' that nobody
// has; without what they put aside.
func MyDay(r *desk.Reading) (out []Listing, more bool, err error) {
	if !r.Who().Charts() {
		return nil, false, desk.NoChart("lists.MyDay")
	}
	q := query(r, Team)
	q.Free, q.DueBefore, q.Limit = true, morning(r, r.Now().In(r.Who().Zone).AddDate(0, 0, 1)), MostOfDay+1
	rows, err := r.Queue(q, r.Now())
	if err != nil {
		return nil, false, err
	}
	if more = len(rows) > MostOfDay; more {
		rows = rows[:MostOfDay]
	}
	out, err = dress(r, rows)
	return out, more, err
}

// morning is when a day begins for the reader.
func morning(r *desk.Reading, day time.Time) time.Time {
	y, m, d := day.Date()
	return time.Date(y, m, d, 0, 0, 0, 0, r.Who().Zone)
}
