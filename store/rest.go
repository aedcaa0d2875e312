package store

import (
	"slices"
	"strings"
	"time"

	"referd/base/fault"
	"referd/core/party"
	"referd/core/referral"
	"referd/core/schedule"
)

// PutDraft keeps words nobody has sent yet.
func (tx *Tx) PutDraft(owner, name, body string) error {
	_, err := tx.s.exec("insert into drafts (owner, name, saved, body) values (?, ?, ?, ?) on conflict (owner, name) do update set saved = excluded.saved, body = excluded.body", owner, name, tx.db.Now().UnixMicro(), body)
	return broken("store.PutDraft", err)
}

// Draft reads it; found is false when there is none the reader may see: their
// own, their team's, or that of a loop they may see, which is called "loop" and
// "referral/ID", whatever follows.
func (v *View) Draft(owner, name string) (body string, saved time.Time, found bool, err error) {
	var at int64
	may := v.scope.System || owner != "" && (owner == string(v.scope.User) || slices.Contains(v.scope.Teams, party.TeamID(owner)))
	if !may && owner == "loop" {
		id, _, _ := strings.Cut(strings.TrimPrefix(name, "referral/"), "/")
		may, err = v.sees(referral.ID(id))
	}
	if err != nil || !may {
		return "", time.Time{}, false, broken("store.Draft", err)
	}
	found, err = v.s.one("select body, saved from drafts where owner = ? and name = ?", []any{owner, name}, &body, &at)
	return body, moment(&at), found, broken("store.Draft", err)
}

// DropDraft forgets it.
func (tx *Tx) DropDraft(owner, name string) error {
	_, err := tx.s.exec("delete from drafts where owner = ? and name = ?", owner, name)
	return broken("store.DropDraft", err)
}

// PutSlot offers a stretch of time.
func (tx *Tx) PutSlot(s schedule.Slot) error {
	_, err := tx.s.exec("insert into slots (id, service, clinician, location, tele, starts, ends, batch) values (?, ?, ?, ?, ?, ?, ?, ?) on conflict (id) do nothing",
		string(s.ID), string(s.Service), string(s.Clinician), string(s.Location), flag(s.Tele), us0(s.Start), us0(s.End), s.Batch)
	return broken("store.PutSlot", err)
}

// EndSlots takes back what nobody took of times that were offered together and are
// still to come, and says how many.
func (tx *Tx) EndSlots(batch string) (int64, error) {
	n, err := tx.s.exec("delete from slots where batch = ? and appointment is null and starts > ?", batch, tx.db.Now().UnixMicro())
	return n, broken("store.EndSlots", err)
}

// EndSlotsWith takes back what nobody took of a clinician's times at a service and
// is still to come, whenever it was offered.
func (tx *Tx) EndSlotsWith(service party.ServiceID, clinician party.PractitionerID) error {
	_, err := tx.s.exec("delete from slots where service = ? and clinician = ? and appointment is null and starts > ?", string(service), string(clinician), tx.db.Now().UnixMicro())
	return broken("store.EndSlotsWith", err)
}

// Offered counts times that were offered together: free and to come, and taken.
func (v *View) Offered(batch string) (free, taken int, err error) {
	_, err = v.s.one("select coalesce(sum(case when appointment is null and starts > ? then 1 else 0 end), 0), coalesce(sum(case when appointment is null then 0 else 1 end), 0) from slots where batch = ?", []any{v.db.Now().UnixMicro(), batch}, &free, &taken)
	return free, taken, broken("store.Offered", err)
}

// Slots lists a service's time between two moments, free and taken.
func (v *View) Slots(service party.ServiceID, from, to time.Time) ([]schedule.Slot, error) {
	return v.slots("service = ? and starts >= ? and starts < ? order by starts", string(service), from.UnixMicro(), to.UnixMicro())
}

// TakeSlot gives a slot to an appointment, once.
func (tx *Tx) TakeSlot(id schedule.SlotID, a schedule.AppointmentID) (schedule.Slot, error) {
	const op = "store.TakeSlot"
	n, err := tx.s.exec("update slots set appointment = ? where id = ? and appointment is null", string(a), string(id))
	if err != nil {
		return schedule.Slot{}, broken(op, err)
	}
	if n == 0 {
		return schedule.Slot{}, fault.E(op, fault.Conflict, "Somebody has just taken that time. Choose another.", nil)
	}
	out, err := tx.slots("id = ?", string(id))
	if err != nil || len(out) == 0 {
		return schedule.Slot{}, broken(op, err)
	}
	return out[0], nil
}

// FreeSlot gives an appointment's time back.
func (tx *Tx) FreeSlot(a schedule.AppointmentID) error {
	_, err := tx.s.exec("update slots set appointment = null where appointment = ?", string(a))
	return broken("store.FreeSlot", err)
}

// Slot reads one that is free; ok is false when it is taken or there is none.
func (v *View) Slot(id schedule.SlotID) (s schedule.Slot, ok bool, err error) {
	list, err := v.slots("id = ? and appointment is null", string(id))
	if err != nil || len(list) == 0 {
		return s, false, err
	}
	return list[0], true, nil
}

// FreeSlots lists a service's free time between two moments.
func (v *View) FreeSlots(service party.ServiceID, from, to time.Time, limit int) ([]schedule.Slot, error) {
	return v.slots("service = ? and starts >= ? and starts < ? and appointment is null order by starts limit ?", string(service), from.UnixMicro(), to.UnixMicro(), limit)
}

func (v *View) slots(cond string, with ...any) (out []schedule.Slot, err error) {
	err = v.s.each("select id, service, clinician, location, tele, starts, ends, coalesce(appointment, '') from slots where "+cond, with, func(scan func(...any) error) error {
		var s schedule.Slot
		var tele, a, b int64
		err := scan(&s.ID, &s.Service, &s.Clinician, &s.Location, &tele, &a, &b, &s.Taken)
		s.Tele, s.Start, s.End = tele == 1, moment(&a), moment(&b)
		out = append(out, s)
		return err
	})
	return out, broken("store.Slots", err)
}
