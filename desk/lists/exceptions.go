package lists

import (
	"slices"

	"referd/core/referral"
	"referd/desk"
	"referd/desk/loop"
	"referd/store"
)

// Views of what went wrong and waits for a person, by what it is.
const (
	Contradictions View = "contradictions"
	Deliveries     View = "deliveries"
	Proposals      View = "proposals"
	Reopenings     View = "reopenings"
	Recalls        View = "recalls"
	Bells          View = "bells"
	Leaks          View = "incidents"
)

// exceptional are the kinds of duty of each; Exceptions is all of them.
var exceptional = map[View][]string{Contradictions: {"contradiction"}, Deliveries: {"delivery"}, Proposals: {"proposal"}, Reopenings: {"reopening"}, Recalls: {"recall", "slot"}, Bells: {"bell", "bell-worse"}, Leaks: {"incident"},
	Exceptions: {"contradiction", "delivery", "proposal", "reopening", "recall", "slot", "bell", "bell-worse", "incident"}}

// Disputed are the entries of a loop that cannot all be right, for a list that
// shows them side by side, with the words that stand beside them.
func Disputed(r *desk.Reading, of referral.ID) (*loop.Picture, []referral.Entry, error) {
	r.Tried(of)
	s, err := r.Loop(of)
	if err != nil {
		return nil, nil, err
	}
	p := &loop.Picture{ID: of, State: s}
	if p.Words, err = r.Texts(of); err != nil {
		return nil, nil, err
	}
	var facts []referral.Key
	for _, c := range s.Contradictions() {
		if !c.Settled {
			facts = append(facts, c.Facts...)
		}
	}
	var out []referral.Entry
	for _, e := range s.Entries() {
		if slices.Contains(facts, e.Key) {
			out = append(out, e)
		}
	}
	r.SawLoop(of, s.Seq)
	return p, out, nil
}

// Held lists documents that are held back from the reader's people, at most 50.
func Held(r *desk.Reading) ([]store.HeldDocument, error) { return r.HeldDocuments(50) }
