package lists

import (
	"time"

	"referd/core/referral"
	"referd/desk"
	"referd/desk/draft"
	"referd/desk/turn"
	"referd/store"
)

// Views of the referring side's open loops by who has the ball.
const (
	WithUs         View = "with-us" // after sending
	WithTriage     View = "with-triage"
	WithScheduling View = "to-be-booked"
	WithVisit      View = "visit-booked"
	WithReport     View = "report-owed"
)

// holders says in which phases each has the ball (loop.md, Phases). What was sent
// and has not arrived is the sender's to deliver.
var holders = map[View][]referral.Phase{
	WithUs:         {referral.PhaseSent, referral.PhaseDeclined, referral.PhaseAdvised, referral.Questioned, referral.PhaseReported, referral.FollowThrough},
	WithTriage:     {referral.PhaseDelivered, referral.Review},
	WithScheduling: {referral.PhaseAccepted, referral.PhaseWaitlisted, referral.PhaseHeld, referral.PhaseMissed},
	WithVisit:      {referral.PhaseBooked},
	WithReport:     {referral.PhaseSeen, referral.Returning},
}

// Share is how many open loops of a practice stand in a view, how many of them
// are late and how many are due before the day ends.
type Share struct {
	View           View
	N, Late, Today int
}

// Balls counts the practice's open loops by who has the ball.
func Balls(r *desk.Reading) (out []Share, err error) {
	now := r.Now()
	local := now.In(r.Who().Zone)
	night := time.Date(local.Year(), local.Month(), local.Day()+1, 0, 0, 0, 0, r.Who().Zone)
	views := []View{WithUs, WithTriage, WithScheduling, WithVisit, WithReport}
	var qs []store.Queue
	for _, v := range views {
		all, late, soon := query(r, v), query(r, v), query(r, v)
		late.Late, soon.DueBefore = true, night
		qs = append(qs, all, late, soon)
	}
	ns, err := r.View.Counts(qs, now)
	if err != nil {
		return nil, err
	}
	for i, v := range views {
		out = append(out, Share{View: v, N: ns[3*i], Late: ns[3*i+1], Today: ns[3*i+2] - ns[3*i+1]})
	}
	return out, nil
}

// ClosedSince lists loops of the practice that closed with proof after a moment.
func ClosedSince(r *desk.Reading, after time.Time, limit int) ([]Listing, error) {
	q := query(r, LoopsDone)
	q.Closed, q.Limit, q.Order = after, limit, "-ended"
	rows, err := r.Queue(q, r.Now())
	if err != nil {
		return nil, err
	}
	return dress(r, rows)
}

// Card is a line of what waits with everything a person reads on it before
// opening: the loop, its words, what may be done, and what is written so far.
type Card struct {
	Listing
	State   referral.State
	Acts    []referral.Act
	Written draft.Draft // of one that was not sent yet
}

// PerCards is how many cards a page has.
const PerCards = 20

// Cards reads a page of a view as cards, safest order first.
func Cards(r *desk.Reading, v View, page int, views []View) (List, []Card, error) {
	l, err := LinesOf(r, Asking{View: v, Page: page, PerPage: PerCards, Beside: views})
	if err != nil {
		return l, nil, err
	}
	states := map[referral.ID]referral.State{}
	var out []Card
	for _, x := range l.Rows {
		s, ok := states[x.ID]
		if !ok {
			if s, err = r.Loop(x.ID); err != nil {
				return l, nil, err
			}
			states[x.ID] = s
		}
		c := Card{Listing: x, State: s, Acts: turn.Offered(r, &s, turn.Standing(r, &s))}
		if s.Sent.IsZero() && !r.Withheld() {
			if c.Written, err = draft.Of(r, x.ID, s); err != nil {
				return l, nil, err
			}
		}
		out = append(out, c)
	}
	return l, out, nil
}
