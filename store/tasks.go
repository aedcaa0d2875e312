package store

import (
	"slices"
	"time"

	"referd/core/party"
	"referd/core/referral"
)

// Task is the deal of one leg, as other systems see it.
type Task struct {
	ID                string
	Leg               int
	Owner, Requester  party.OrgID
	Status, Business  string
	Authored, Updated time.Time
}

// tasks brings the tasks of a loop up to date, and says on each where the loop
// stands now. One that this commit has read, and that stays as it is, is written
// with the others of its loop.
func (tx *Tx) tasks(r Row, fresh bool) error {
	was, stay := tx.memo.tasks[r.ID], 0
	for i, t := range r.Tasks {
		n := slices.IndexFunc(was, func(w Task) bool { return w.ID == t.ID })
		q, with := upsertTask, taskArgs(r, t)
		switch {
		case n >= 0 && was[n].deal() == t.deal():
			r.Tasks[i].Updated = was[n].Updated
			stay++
			continue
		case n >= 0:
			q, with = moveTask, []any{string(t.Owner), t.Status, t.Business, us0(t.Updated), string(r.Patient), r.Seq, r.Shown, us0(r.ShownAt), t.ID}
		case !fresh:
			stay++ // the upsert leaves what is there, and is alike, alone
		}
		if _, err := tx.s.exec(q, with...); err != nil {
			return err
		}
	}
	if was != nil {
		tx.memo.tasks[r.ID] = r.Tasks
	}
	if stay == 0 {
		return nil
	}
	_, err := tx.s.exec("update tasks set patient = ?, seq = ?, shown = ?, shown_at = ? where referral = ?", string(r.Patient), r.Seq, r.Shown, us0(r.ShownAt), string(r.ID))
	return err
}

// deal is what a task says of its leg; when it was said follows it.
func (t Task) deal() Task {
	t.Updated, t.Leg, t.Requester, t.Authored = time.Time{}, 0, "", time.Time{}
	return t
}

const upsertTask = "insert into tasks (" + taskKept + `) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
	on conflict (id) do update set owner = excluded.owner, status = excluded.status, business = excluded.business, updated = excluded.updated
	where (tasks.owner, tasks.status, tasks.business) <> (excluded.owner, excluded.status, excluded.business)`

const moveTask = "update tasks set owner = ?, status = ?, business = ?, updated = ?, patient = ?, seq = ?, shown = ?, shown_at = ? where id = ?"

const taskKept = "id, referral, leg, owner, requester, status, business, authored, updated, patient, seq, shown, shown_at"

// taskArgs are a task's values in that order.
func taskArgs(r Row, t Task) []any {
	return []any{t.ID, string(r.ID), t.Leg, string(t.Owner), string(t.Requester), t.Status, t.Business, us0(t.Authored), us0(t.Updated), string(r.Patient), r.Seq, r.Shown, us0(r.ShownAt)}
}

// Tasks reads the tasks of a loop the reader may see, by leg.
func (v *View) Tasks(id referral.ID) (out []Task, err error) {
	cond, with := v.visible("referral", "x.referral")
	if v.memo.loops[loopSeen{v.eyes(), id}] {
		cond, with = "1 = 1", nil
	}
	if kept, ok := v.memo.tasks[id]; ok && v.writing && cond == "1 = 1" {
		return slices.Clone(kept), nil
	}
	err = v.s.each("select x.id, x.leg, x.owner, x.requester, x.status, x.business, x.authored, x.updated from tasks x where x.referral = ? and "+cond+" order by x.leg", append([]any{string(id)}, with...), func(scan func(...any) error) error {
		var t Task
		var a, u int64
		err := scan(&t.ID, &t.Leg, &t.Owner, &t.Requester, &t.Status, &t.Business, &a, &u)
		t.Authored, t.Updated = moment(&a), moment(&u)
		out = append(out, t)
		return err
	})
	if err == nil && v.writing && len(out) > 0 {
		v.memo.tasks[id] = slices.Clone(out)
	}
	return out, broken("store.Tasks", err)
}

// TaskLoop finds the loop of a task, if the reader may see it.
func (v *View) TaskLoop(task string) (id referral.ID, leg int, err error) {
	cond, with := v.visible("referral", "x.referral")
	ok, err := v.s.one("select x.referral, x.leg from tasks x where x.id = ? and "+cond, append([]any{task}, with...), &id, &leg)
	if err == nil && !ok {
		return "", 0, gone("store.Task")
	}
	return id, leg, broken("store.Task", err)
}
