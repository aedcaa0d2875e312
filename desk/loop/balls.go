package loop

import (
	"time"

	"referd/core/referral"
	"referd/desk"
)

// Views of the referring side's open loops by who has the ball.
const (
	WithUs         View = "with-us" // after sending
	WithTriage     View = "with-triage"
	WithScheduling View = "to-be-booked"
	WithVisit      View = "visit-booked"
	WithReport     View = "report-owed"
)

var holders = map[View][]referral.Phase{
	WithUs:         {referral.PhaseDeclined, referral.PhaseAdvised, referral.Questioned, referral.PhaseReported, referral.FollowThrough},
	WithTriage:     {referral.PhaseSent, referral.PhaseDelivered, referral.Review},
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
	for _, v := range []View{WithUs, WithTriage, WithScheduling, WithVisit, WithReport} {
		s, q := Share{View: v}, query(r, v)
		if s.N, err = r.Count(q, now); err != nil {
			return nil, err
		}
		if s.N > 0 {
			q.DueBefore = night
			soon, err := r.Count(q, now)
			if err != nil {
				return nil, err
			}
			q.DueBefore, q.Late = time.Time{}, true
			if s.Late, err = r.Count(q, now); err != nil {
				return nil, err
			}
			s.Today = soon - s.Late
		}
		out = append(out, s)
	}
	return out, nil
}

// ClosedSince lists loops of the practice that closed with proof after a moment.
func ClosedSince(r *desk.Reading, after time.Time, limit int) ([]Listing, error) {
	q := query(r, LoopsDone)
	q.Closed, q.Limit = after, limit
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
	Written Draft // of one that was not sent yet
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
		c := Card{Listing: x, State: s, Acts: s.May(Standing(r, &s))}
		if s.Sent.IsZero() {
			if c.Written, err = written(r, x.ID, s); err != nil {
				return l, nil, err
			}
		}
		out = append(out, c)
	}
	return l, out, nil
}
