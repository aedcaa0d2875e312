package chase

import (
	"encoding/json"
	"slices"
	"time"

	"referd/base/fault"
	"referd/core/party"
	"referd/core/referral"
	"referd/desk"
	"referd/desk/turn"
	"referd/store"
)

// Anew is what computing a service's open dues anew would move: read, and kept
// nowhere.
type Anew struct {
	Open           int // referrals of the service that are open
	Moved          int // of which something would be due at another time
	Earlier, Later int // things due at another time
	Late           int // of which are late at once
	List           []Move
	Done           []Done // what was done before, the newest first
	ids            []referral.ID
}

// Move is one thing that would be due at another time.
type Move struct {
	Of       referral.ID
	Code     string
	Act      referral.Act
	Was, Now time.Time
}

// Done is a time the dues were computed anew.
type Done struct {
	At    time.Time `json:"-"`
	Who   party.UserID
	Moved int
	Open  int
}

const (
	kindAnew = "recomputed" // a line of the directory for each service: its past is what was done
	listed   = 50           // of what moves, on a page
)

// LookAnew says what Recompute would move. Who may: an administrator of the
// service's organization. Another's service is Missing.
func LookAnew(r *desk.Reading, service party.ServiceID) (a Anew, err error) {
	const op = "chase.LookAnew"
	who := r.Who()
	s, ok := r.Directory().ServicesByID[service]
	switch {
	case !ok || s.Org != who.Org:
		return a, fault.E(op, fault.Missing, "There is no such service, or none of yours.", nil)
	case !who.Has(party.Admin):
		return a, desk.Denied(op, "An administrator of the service's organization does this.")
	}
	r.SawObject(desk.KindService + "/" + string(service))
	open := true
	for q := (store.Queue{Side: referral.Receiver, Org: s.Org, Service: service, Open: &open, Limit: 500}); ; q.Offset += q.Limit {
		rows, err := r.Queue(q, r.Now())
		if err != nil {
			return a, err
		}
		for _, x := range rows {
			if err := a.look(r, x.ID, service); err != nil {
				return a, err
			}
		}
		if len(rows) < q.Limit {
			break
		}
	}
	past, err := r.Past(store.PastQuery{Kind: kindAnew, ID: string(service), Limit: 10})
	for _, v := range past {
		d := Done{At: v.At}
		if err := json.Unmarshal(v.Body, &d); err != nil {
			return a, err
		}
		a.Done = append(a.Done, d)
	}
	return a, err
}

// look computes one loop's dues anew, in a turn that is never kept.
func (a *Anew) look(r *desk.Reading, of referral.ID, service party.ServiceID) error {
	t, err := turn.Peek(r, of)
	if err != nil {
		return err
	}
	a.Open++
	was := map[string]referral.Owed{}
	for k, o := range t.State.OwedNow() {
		was[k] = o
	}
	if !t.State.Open() || t.State.Recipient().Service != service || !t.Recompute() {
		return nil
	}
	a.Moved++
	a.ids = append(a.ids, of)
	for k, o := range t.State.OwedNow() {
		before := was[k]
		switch {
		case before.Due.Equal(o.Due):
			continue
		case o.Due.Before(before.Due):
			a.Earlier++
		default:
			a.Later++
		}
		if now := r.Now(); o.Due.Before(now) && !before.Due.Before(now) {
			a.Late++
		}
		if len(a.List) < listed {
			a.List = append(a.List, Move{Of: of, Code: t.Row.Code, Act: o.Act, Was: before.Due, Now: o.Due})
		}
	}
	slices.SortStableFunc(a.List, func(x, y Move) int { return x.Now.Compare(y.Now) })
	return nil
}
