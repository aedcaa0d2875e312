package loop

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
	Orphans  int // promise 1: it is 0
	Phases   map[referral.Phase]int
	Backlog  store.Backlog
	Late     int
	Partners []party.Org
	Now      time.Time
}

// Operations reads the state of the house.
func Operations(r *desk.Reading) (h Health, err error) {
	all := r.View.As(store.Scope{System: true})
	if h.Orphans, err = all.Orphans(); err != nil {
		return h, err
	}
	if h.Phases, err = all.Phases(); err != nil {
		return h, err
	}
	if h.Late, err = all.Count(store.Queue{Late: true}, r.Now()); err != nil {
		return h, err
	}
	h.Backlog, err = all.Backlog()
	h.Now = r.Now()
	return h, err
}

// Slots lists a service's free time in the next weeks.
func Slots(r *desk.Reading, service party.ServiceID, weeks int) ([]schedule.Slot, error) {
	return r.FreeSlots(service, r.Now(), r.Now().AddDate(0, 0, 7*weeks), 60)
}
