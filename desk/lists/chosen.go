package lists

import (
	"slices"

	"referd/base/fault"
	"referd/core/referral"
	"referd/desk"
	"referd/desk/turn"
	"referd/store"
)

// Choice is one of the referrals somebody has chosen, as it stands now.
type Choice struct {
	Listing
	ID   referral.ID
	Gone bool           // not there, or not the reader's to see: nothing of it is said
	Acts []referral.Act // what the reader may do on it now
}

// Chosen reads the referrals somebody has chosen, in the order given, each once.
// What is not there and what is not theirs to see are the same.
func Chosen(r *desk.Reading, ids []referral.ID) ([]Choice, error) {
	out, rows := []Choice{}, []store.Listed{}
	for _, id := range ids {
		if slices.ContainsFunc(out, func(c Choice) bool { return c.ID == id }) {
			continue
		}
		c := Choice{ID: id}
		row, acts, err := chosen(r, id)
		if k := fault.Of(err); err != nil && k != fault.Missing && k != fault.Denied {
			return nil, err
		}
		if c.Gone = err != nil; !c.Gone {
			c.Acts = acts
			rows = append(rows, store.Listed{Row: row, Owed: store.Duty{Owed: row.Ball, Kind: "ball"}})
		}
		out = append(out, c)
	}
	dressed, err := dress(r, rows)
	if err != nil {
		return nil, err
	}
	for i := range out {
		if !out[i].Gone {
			out[i].Listing, dressed = dressed[0], dressed[1:]
		}
	}
	return out, nil
}

func chosen(r *desk.Reading, id referral.ID) (row store.Row, acts []referral.Act, err error) {
	if row, err = r.Row(id); err != nil {
		return row, nil, err
	}
	s, err := r.Loop(id)
	if err != nil {
		return row, nil, err
	}
	st := turn.Standing(r, &s)
	if st.Side == referral.Receiver && s.Sent.IsZero() || !r.Who().Charts() {
		return row, nil, desk.NoChart("lists.Chosen")
	}
	return row, turn.Offered(r, &s, st), nil
}
