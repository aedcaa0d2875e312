package lists

import (
	"time"

	"referd/core/party"
	"referd/core/referral"
	"referd/desk"
	"referd/store"
)

// Downtime is what an organization needs on paper while the system is away: what
// its teams owe and the visits of the next days. The rest of a kit (numbers, who
// is on call, blank forms) names no patient and is in the directory.
type Downtime struct {
	Work   []Listing // by due, the most late first
	Owed   int       // how many there are
	Visits []Awaited // by their hour
	Booked int       // how many there are
}

// Awaited is one that is booked: here, or elsewhere for a patient of ours.
type Awaited struct {
	Listing
	referral.Appointment
	Ours bool // we see the patient
}

// ahead is for how many days, beside today, visits are printed: over a long
// weekend.
const ahead = 3

// MayDowntime reports whether somebody prints the work of the whole organization:
// who leads a team of it, or watches it, and works with patients.
func MayDowntime(who desk.Who) bool {
	return who.System || who.Charts() && who.Has(party.TeamLead, party.Quality)
}

// InDowntime reads what an organization needs, so many lines at most. Every
// patient in it is on record as seen. Who may: MayDowntime, of their own
// organization; the house for its file of any.
func InDowntime(r *desk.Reading, org party.OrgID, most int) (d Downtime, err error) {
	const op = "lists.InDowntime"
	who := r.Who()
	if !MayDowntime(who) || !who.System && org != who.Org {
		return d, desk.Denied(op, "Who leads a team prints what it needs when the system is away.")
	}
	if teams := teamsOf(r, org); len(teams) > 0 { // without one nothing is owed, and no teams is no limit
		q := store.Queue{Teams: teams, Order: "due", ItemsDue: r.Now().AddDate(0, 0, 7), Limit: most}
		rows, err := r.Queue(q, r.Now())
		if err != nil {
			return d, err
		}
		if d.Owed, err = r.View.Count(q, r.Now()); err != nil {
			return d, err
		}
		if d.Work, err = dress(r, rows); err != nil {
			return d, err
		}
	}
	local := r.Now().In(who.Zone)
	today := time.Date(local.Year(), local.Month(), local.Day(), 0, 0, 0, 0, who.Zone)
	for _, side := range []referral.Side{referral.Receiver, referral.Sender} {
		q := store.Queue{Side: side, Org: org, Phases: []referral.Phase{referral.PhaseBooked}, VisitFrom: today, VisitTo: today.AddDate(0, 0, 1+ahead), Order: "visit", Limit: most}
		if err := d.booked(r, q); err != nil {
			return d, err
		}
	}
	return d, nil
}

// booked adds the visits of one side; a referral within the organization stands
// on both and is said once.
func (d *Downtime) booked(r *desk.Reading, q store.Queue) error {
	rows, err := r.Queue(q, r.Now())
	if err != nil {
		return err
	}
	n, err := r.View.Count(q, r.Now())
	if err != nil {
		return err
	}
	all, err := dress(r, rows)
	if err != nil {
		return err
	}
	for _, x := range all {
		if q.Side == referral.Sender && x.Receiver == q.Org {
			n--
			continue
		}
		s, err := r.Loop(x.ID)
		if err != nil {
			return err
		}
		if a, ok := s.Live(); ok {
			d.Visits = append(d.Visits, Awaited{x, a, q.Side == referral.Receiver})
		}
	}
	d.Booked += n
	return nil
}
