package store

import (
	"encoding/json"
	"time"

	"referd/core/chart"
	"referd/core/party"
	"referd/core/referral"
)

// Work is what waits of one kind of job: how many, since when the oldest is
// due, how many were given up for a person.
type Work struct {
	Kind    string
	Waiting int
	Oldest  time.Time // due; zero when none waits
	GivenUp int
}

// WorkByKind counts the jobs by what they do.
func (v *View) WorkByKind() (out []Work, err error) {
	err = v.s.each("select kind, count(*) filter (where failed = ''), coalesce(min(due) filter (where failed = ''), 0), count(*) filter (where failed <> '') from jobs group by kind order by kind", nil, func(scan func(...any) error) error {
		var w Work
		var due int64
		err := scan(&w.Kind, &w.Waiting, &due, &w.GivenUp)
		w.Oldest = moment(&due)
		out = append(out, w)
		return err
	})
	return out, broken("store.WorkByKind", err)
}

// Reached is how an organization is reached: what is on its way to it, since
// when the oldest, and when it last had one.
type Reached struct {
	Org      party.OrgID
	Open     int // loops with it that are open
	OnWay    int
	Oldest   time.Time // sent; zero when nothing is on its way
	LastSent time.Time
}

// Deliveries counts what is on its way by who is to get it. When somebody last had
// one is read from the tasks, one of which begins with each sending.
func (v *View) Deliveries() ([]Reached, error) {
	out, err := kept(v, v.db.Now(), question[[]Reached]{&v.db.reached, "deliveries", nil, deliveries})
	return out, broken("store.Deliveries", err)
}

func deliveries(v *View, _ time.Time) (out []Reached, err error) {
	at := map[party.OrgID]int{}
	err = v.s.each("select owner, max(authored) from tasks where owner <> '' group by owner order by owner", nil, func(scan func(...any) error) error {
		var r Reached
		var last int64
		err := scan(&r.Org, &last)
		r.LastSent, at[r.Org] = moment(&last), len(out)
		out = append(out, r)
		return err
	})
	if err != nil {
		return nil, err
	}
	err = v.s.each(`select receiver, count(*), count(*) filter (where phase = 'sent'), coalesce(min(sent) filter (where phase = 'sent'), 0)
		from referrals where open = 1 and sent is not null group by receiver`, nil, func(scan func(...any) error) error {
		var r Reached
		var oldest int64
		err := scan(&r.Org, &r.Open, &r.OnWay, &oldest)
		if i, ok := at[r.Org]; ok {
			r.Oldest, r.LastSent = moment(&oldest), out[i].LastSent
			out[i] = r
		}
		return err
	})
	return out, err
}

// Heard is when each client last sent a message, by the domain's clock.
func (v *View) Heard() (out map[party.ClientID]time.Time, err error) {
	out = map[party.ClientID]time.Time{}
	err = v.s.each("select client, max(noted) from inbox where client not like 'form:%' group by client", nil, func(scan func(...any) error) error {
		var c party.ClientID
		var at int64
		err := scan(&c, &at)
		out[c] = moment(&at)
		return err
	})
	return out, broken("store.Heard", err)
}

// Climbing counts what is late by how far it has been escalated.
func (v *View) Climbing(now time.Time) (out [4]int, err error) {
	err = v.s.each("select case when level > 3 then 3 else level end, count(*) from owed where due < ? group by 1", []any{now.UnixMicro()}, func(scan func(...any) error) error {
		var level, n int
		if err := scan(&level, &n); err != nil {
			return err
		}
		out[level] += n
		return nil
	})
	return out, broken("store.Climbing", err)
}

// Stored is how much is kept, and the newest record of the audit.
type Stored struct {
	Documents int
	Bytes     int64     // of the documents
	Counted   time.Time // when these two were, by the machine's clock
	Held      int       // documents held back
	Audits    int64
	LastAudit time.Time // by the machine's clock
}

// recount is how long a count of the documents is good: it reads all of their
// rows, half a second in a hospital, and nothing hangs on it.
const recount = 10 * time.Minute

// Stored tells it. The documents were counted ten minutes ago at most.
func (v *View) Stored() (k Stored, err error) {
	const op = "store.Stored"
	now := v.db.Machine()
	if have := v.db.counted.Load(); have != nil && now.Sub(have.Counted).Abs() < recount {
		k = *have
	} else {
		if _, err = v.s.one("select count(*), coalesce(sum(size), 0) from documents", nil, &k.Documents, &k.Bytes); err != nil {
			return k, broken(op, err)
		}
		k.Counted = now
		count := k
		v.db.counted.Store(&count)
	}
	if _, err = v.s.one("select count(*) from documents where held = 1", nil, &k.Held); err != nil {
		return k, broken(op, err)
	}
	var last int64
	for _, place := range v.auditPlaces() {
		var n, at int64
		if _, err = v.s.one("select coalesce(max(id), 0), coalesce(max(recorded), 0) from "+place.table+" where id = (select max(id) from "+place.table+")", nil, &n, &at); err != nil {
			return k, broken(op, err)
		}
		k.Audits, last = max(k.Audits, n), max(last, at)
	}
	k.LastAudit = moment(&last)
	return k, nil
}

// HeldDocument is a document held back, and the loop it came with.
type HeldDocument struct {
	Referral referral.ID
	Code     string
	Document chart.Document
}

// HeldDocuments lists what is held back from readers of the loops the reader
// may see, the newest first.
func (v *View) HeldDocuments(limit int) (out []HeldDocument, err error) {
	cond, with := v.visible("referral", "l.id")
	err = v.s.each("select l.id, l.code, d.body from documents d join referrals l on l.id = d.referral where d.held = 1 and "+cond+" order by d.received desc limit ?", append(with, limit), func(scan func(...any) error) error {
		var h HeldDocument
		var b []byte
		if err := scan(&h.Referral, &h.Code, &b); err != nil {
			return err
		}
		err := json.Unmarshal(b, &h.Document)
		out = append(out, h)
		return err
	})
	return out, broken("store.HeldDocuments", err)
}
