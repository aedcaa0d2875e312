package lists

import (
	"time"

	"referd/core/party"
	"referd/core/referral"
	"referd/core/schedule"
	"referd/desk"
	"referd/store"
)

// Health is what the operations page shows: no patient is in it.
type Health struct {
	Orphans int // promise 1: it is 0
	Loops   int
	Open    int
	Phases  map[referral.Phase]int
	Backlog store.Backlog
	Work    []store.Work
	Late    int
	Climbed [4]int // what is late, by how far it was escalated
	Aside   int    // what somebody put aside until a day
	Ways    []store.Reached
	Heard   map[party.OrgID]time.Time // when a client of theirs last sent something
	Stored  store.Stored
	Outage  store.Outage // the last time in which nothing could be kept
	Now     time.Time
}

// Reached is how an organization is reached, and what is on its way to it.
type Reached = store.Reached

// Operations reads the state of the house.
func Operations(r *desk.Reading) (h Health, err error) {
	all := r.View.As(store.Scope{System: true})
	h.Now, h.Outage, h.Heard = r.Now(), r.Desk().Outage(), map[party.OrgID]time.Time{}
	if h.Orphans, err = all.Orphans(); err != nil {
		return h, err
	}
	if h.Phases, err = all.Phases(); err != nil {
		return h, err
	}
	for p, n := range h.Phases {
		h.Loops += n
		if p.Open() {
			h.Open += n
		}
	}
	if h.Late, err = all.Count(store.Queue{Late: true}, r.Now()); err != nil {
		return h, err
	}
	if h.Climbed, err = all.Climbing(r.Now()); err != nil {
		return h, err
	}
	if h.Aside, err = all.LyingAside(r.Now()); err != nil {
		return h, err
	}
	if h.Work, err = all.WorkByKind(); err != nil {
		return h, err
	}
	if h.Ways, err = all.Deliveries(); err != nil {
		return h, err
	}
	heard, err := all.Heard()
	if err != nil {
		return h, err
	}
	for c, at := range heard {
		for _, o := range r.Directory().Clients[c].Orgs {
			if at.After(h.Heard[o]) {
				h.Heard[o] = at
			}
		}
	}
	if h.Stored, err = all.Stored(); err != nil {
		return h, err
	}
	h.Backlog, err = all.Backlog()
	return h, err
}

// Slots lists a service's free time in the next weeks.
func Slots(r *desk.Reading, service party.ServiceID, weeks int) ([]schedule.Slot, error) {
	return r.FreeSlots(service, r.Now(), r.Now().AddDate(0, 0, 7*weeks), 60)
}
