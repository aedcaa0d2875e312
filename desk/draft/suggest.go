package draft

import (
	"encoding/json"
	"slices"
	"strings"
	"time"

	"referd/base/code"
	"referd/base/fault"
	"referd/core/party"
	"referd/core/referral"
	"referd/desk"
	"referd/store"
)

// Suggestion is a service that is offered before anything is looked for, with
// every reason why.
type Suggestion struct {
	Service   party.ServiceID
	Favourite bool         // the reader's own
	Times     int          // how many of the clinician's last referrals went there
	Last      time.Time    // and when the last of them did
	Problem   code.Concept // of these, for the same coded reason; empty: none
	ProblemAt time.Time
}

// lately is how many of a clinician's last referrals are looked at; most is how
// many services are suggested.
const (
	lately = 40
	most   = 8
)

// favourites is under which name a person's own services are kept, as theirs alone.
const favourites = "favourites"

// Favourites are the services somebody has marked as their own, in their order.
func Favourites(r *desk.Reading) (out []party.ServiceID, err error) {
	body, _, found, err := r.Draft(string(r.Who().User), favourites)
	if err != nil || !found {
		return nil, err
	}
	return out, json.Unmarshal([]byte(body), &out)
}

// Favour marks a service as one of the reader's own, or takes the mark away.
func Favour(w *desk.Writing, s party.ServiceID, on bool) error {
	if w.Who().User == "" {
		return desk.Denied("draft.Favour", "People have favourites.")
	}
	if _, ok := w.Directory().ServicesByID[s]; !ok {
		return fault.E("draft.Favour", fault.Missing, "There is no such service.", nil)
	}
	list, err := Favourites(w.Reading)
	if err != nil {
		return err
	}
	list = slices.DeleteFunc(list, func(x party.ServiceID) bool { return x == s })
	if on {
		list = append(list, s)
	}
	b, err := json.Marshal(list)
	if err != nil {
		return err
	}
	return w.Tx.PutDraft(string(w.Who().User), favourites, string(b))
}

// Suggest names the services a draft may be for: where the same clinician sent
// the same coded reason last, the reader's favourites, and where that clinician
// sent lately. It reads the ledgers of their last forty referrals, and shows
// nothing of any patient. Who may: whoever may read the draft.
func Suggest(r *desk.Reading, d Draft) (out []Suggestion, err error) {
	dir := r.Directory()
	mine, err := Favourites(r)
	if err != nil {
		return nil, err
	}
	at := func(s party.ServiceID) *Suggestion {
		i := slices.IndexFunc(out, func(x Suggestion) bool { return x.Service == s })
		if i < 0 {
			i, out = len(out), append(out, Suggestion{Service: s})
		}
		return &out[i]
	}
	for _, s := range mine {
		at(s).Favourite = true
	}
	q := store.Queue{Side: referral.Sender, Org: r.Who().Org, Clinician: d.Clinician, NotPhases: []referral.Phase{referral.Draft, referral.Unsigned, referral.InError}, Order: "-sent", Limit: lately}
	rows, err := r.Queue(q, r.Now())
	if err != nil {
		return nil, err
	}
	for _, row := range rows {
		if row.Sent.IsZero() || row.Service == "" {
			continue
		}
		x := at(row.Service)
		if x.Times++; row.Sent.After(x.Last) {
			x.Last = row.Sent
		}
		if len(d.Reasons) == 0 || !x.ProblemAt.IsZero() {
			continue
		}
		s, err := r.Loop(row.ID)
		if err != nil {
			return nil, err
		}
		if overlap(s.Reasons, d.Reasons[:1]) {
			x.Problem, x.ProblemAt = d.Reasons[0], row.Sent
		}
	}
	out = slices.DeleteFunc(out, func(x Suggestion) bool { return !dir.ServicesByID[x.Service].Active })
	slices.SortStableFunc(out, func(a, b Suggestion) int {
		if c := b.ProblemAt.Compare(a.ProblemAt); c != 0 {
			return c
		}
		if a.Favourite != b.Favourite {
			return map[bool]int{true: -1, false: 1}[a.Favourite]
		}
		if a.Favourite {
			return strings.Compare(dir.ServicesByID[a.Service].Name, dir.ServicesByID[b.Service].Name)
		}
		return b.Last.Compare(a.Last)
	})
	return out[:min(len(out), most)], nil
}

// Live are the open referrals of the same person that the practice has sent or
// begun, beside one that is being written: what a second one may double.
func Live(r *desk.Reading, d Draft, of referral.ID) (out []Past, err error) {
	same, err := r.SamePerson(d.Patient)
	if err != nil {
		return nil, err
	}
	rows, err := r.LoopsOf(same, true)
	for _, x := range rows {
		if x.ID != of && x.Sender == r.Who().Org && x.Service != "" {
			out = append(out, Past{x.ID, x.Code, x.Service, x.Phase, x.Sent})
		}
	}
	return out, err
}
