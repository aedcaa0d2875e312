package lists

import (
	"slices"
	"strconv"

	"referd/core/referral"
	"referd/desk"
)

// near is how far into a list neighbours are looked for.
const near = 200

// Neighbours are where a loop stands on a view and what lies beside it there.
// At is 0 when it is not, or no longer, on the view's first lines.
type Neighbours struct {
	Previous, Next referral.ID
	At, Of         int
}

// Around finds the neighbours of a loop on a list as it was asked for, narrowed
// and in the order it has; a loop that owes several things counts once.
func Around(r *desk.Reading, a Asking, id referral.ID) (n Neighbours, err error) {
	q := a.query(r, a.View)
	q.Limit = near
	rows, err := r.Queue(q, r.Now())
	if err != nil {
		return n, err
	}
	var ids []referral.ID
	for _, x := range rows {
		if !slices.Contains(ids, x.ID) {
			ids = append(ids, x.ID)
		}
	}
	n.Of = len(ids)
	i := slices.Index(ids, id)
	if i < 0 {
		if len(ids) > 0 {
			n.Next = ids[0]
		}
		return n, nil
	}
	n.At = i + 1
	if i > 0 {
		n.Previous = ids[i-1]
	}
	if i+1 < len(ids) {
		n.Next = ids[i+1]
	}
	return n, nil
}

// Total says how many there are, as far as was looked.
func (n Neighbours) Total() string {
	if n.Of >= near {
		return strconv.Itoa(near) + " and more"
	}
	return strconv.Itoa(n.Of)
}
