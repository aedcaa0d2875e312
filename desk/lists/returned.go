package lists

import (
	"slices"

	"referd/core/party"
	"referd/core/referral"
	"referd/desk"
	"referd/store"
)

// looked is how many of a practice's last referrals to a service are looked at
// for what it asked back; few is fewer than say anything.
const (
	looked = 20
	few    = 5
)

// Asked is for how many of the reader's practice's last referrals a service
// asked for each of its items after they were sent, and of how many; of is 0
// when too few were sent in the last 90 days to say. Nothing of them is shown.
func Asked(r *desk.Reading, of party.ServiceID) (asked map[string]int, n int, err error) {
	rows, err := r.Queue(store.Queue{Side: referral.Sender, Org: r.Who().Org, Service: of, Order: "-sent", Limit: looked}, r.Now())
	if err != nil {
		return nil, 0, err
	}
	asked = map[string]int{}
	for _, x := range rows {
		if x.Sent.IsZero() || r.Now().AddDate(0, 0, -90).After(x.Sent) {
			continue
		}
		s, err := r.Loop(x.ID)
		if err != nil {
			return nil, 0, err
		}
		n++
		var items []string
		for _, a := range s.Asks {
			items = append(items, a.Items...)
		}
		slices.Sort(items)
		for _, i := range slices.Compact(items) {
			asked[i]++
		}
	}
	if n < few {
		return nil, 0, nil
	}
	return asked, n, nil
}
