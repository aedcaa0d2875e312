package store

import (
	"context"
	"crypto/rand"
	"encoding/hex"
	"strings"
	"time"

	"referd/core/party"
	"referd/core/referral"
)

// Job is work an act called for, queued in the commit of the act.
type Job struct {
	ID       int64
	Kind     string
	Referral referral.ID
	Arg      string
	Due      time.Time // domain time
	Tries    int
	Once     string // unique: asked for twice, done once
	Failed   string
	token    string
}

// Alone reports that no other job waits for this one's end to be asked for.
func (j *Job) Alone() bool { return j.Once == "" }

// Enqueue adds a job. One that is there already by its Once is left as it is.
func (tx *Tx) Enqueue(j Job) error {
	var once any
	if j.Once != "" {
		once = j.Once
	}
	_, err := tx.s.exec("insert into jobs (kind, referral, arg, due, once) values (?, ?, ?, ?, ?) on conflict (once) do nothing", j.Kind, string(j.Referral), j.Arg, us0(j.Due), once)
	return broken("store.Enqueue", err)
}

// Lease takes up to n jobs of some kinds that are due, until a moment of the
// machine's clock; nobody else gets them before it. The same commit ends others.
func (db *DB) Lease(ctx context.Context, kinds []string, n int, until time.Time, ended ...Job) (out []Job, err error) {
	if len(kinds) == 0 {
		return nil, nil
	}
	var b [8]byte
	rand.Read(b[:])
	token := hex.EncodeToString(b[:])
	with := make([]any, 0, len(kinds)+6)
	with = append(with, until.UnixMicro(), token)
	for _, k := range kinds {
		with = append(with, k)
	}
	q := leaseOf(len(kinds), db.pg)
	with = append(with, db.Now().UnixMicro(), db.Machine().UnixMicro(), n)
	err = db.Commit(ctx, func(tx *Tx) error {
		out = nil
		for _, j := range ended {
			if err := tx.Done(j); err != nil {
				return err
			}
		}
		return tx.s.each(q, with, func(scan func(...any) error) error {
			j := Job{token: token}
			var due int64
			err := scan(&j.ID, &j.Kind, &j.Referral, &j.Arg, &j.Once, &due, &j.Tries)
			j.Due = moment(&due)
			out = append(out, j)
			return err
		})
	})
	return out, broken("store.Lease", err)
}

// leaseOf is the statement that leases jobs of some kinds (jobs_due).
func leaseOf(kinds int, pg bool) string {
	lock := ""
	if pg {
		lock = " for update skip locked"
	}
	return "update jobs set leased = ?, token = ?, tries = tries + 1 where id in (select id from jobs where kind in (" + marksFor(kinds) + ") and due <= ? and leased < ? and failed = '' order by due limit ?" + lock + ") returning id, kind, referral, arg, coalesce(once, ''), due, tries"
}

// abandoned gives back what a process that fell had leased. Whoever has the file
// has it alone; on PostgreSQL others may be at it, and a lease ends by itself.
const abandoned = "update jobs set leased = 0, token = '' where leased > 0"

// Done ends a job, if the lease is still this one's.
func (tx *Tx) Done(j Job) error {
	_, err := tx.s.exec("delete from jobs where id = ? and token = ?", j.ID, j.token)
	return broken("store.Done", err)
}

// Retry gives a job back until a moment.
func (tx *Tx) Retry(j Job, at time.Time) error {
	_, err := tx.s.exec("update jobs set leased = 0, token = '', due = ? where id = ? and token = ?", at.UnixMicro(), j.ID, j.token)
	return broken("store.Retry", err)
}

// GiveUp sets a job aside, with why, for a person.
func (tx *Tx) GiveUp(j Job, why string) error {
	_, err := tx.s.exec("update jobs set leased = 0, failed = ? where id = ? and token = ?", why, j.ID, j.token)
	return broken("store.GiveUp", err)
}

// Forget drops the jobs of a loop that have not begun, of one kind.
func (tx *Tx) Forget(id referral.ID, kind string) error {
	_, err := tx.s.exec("delete from jobs where referral = ? and kind = ? and leased = 0", string(id), kind)
	return broken("store.Forget", err)
}

// ForgetKinds drops the jobs that have not begun and whose kind begins so: with
// letters, and a slash at the end.
func (tx *Tx) ForgetKinds(begins string) error {
	_, err := tx.s.exec("delete from jobs where kind > ? and kind < ? and leased = 0", begins, strings.TrimSuffix(begins, "/")+"0") // what comes after a slash
	return broken("store.ForgetKinds", err)
}

// Backlog is how many jobs wait, are late, and were given up.
type Backlog struct{ Waiting, Late, GivenUp int }

// Backlog counts the jobs.
func (v *View) Backlog() (b Backlog, err error) {
	now := v.db.Now()
	_, err = v.s.one("select count(*), coalesce(sum(case when due < ? and failed = '' then 1 else 0 end), 0), coalesce(sum(case when failed <> '' then 1 else 0 end), 0) from jobs", []any{now.Add(-time.Minute).UnixMicro()}, &b.Waiting, &b.Late, &b.GivenUp)
	return b, broken("store.Backlog", err)
}

// Change is something that changed.
type Change struct {
	Pos        int64
	Kind, Name string
	Orgs       string // whose, comma between
}

// Feed lists what changed after a position for the reader's organizations, and
// where to go on. Commits on PostgreSQL become visible out of order: whoever
// follows reads a stretch again (Tide).
func (v *View) Feed(after int64, limit int) (out []Change, pos int64, err error) {
	pos = after
	err = v.s.each("select id, kind, name, orgs from feed where id > ? order by id limit ?", []any{after, limit}, func(scan func(...any) error) error {
		var c Change
		if err := scan(&c.Pos, &c.Kind, &c.Name, &c.Orgs); err != nil {
			return err
		}
		pos = c.Pos
		if v.scope.System || among(c.Orgs, v.scope.Orgs) && (v.scope.Only == "" || c.Name == string(v.scope.Only)) {
			out = append(out, c)
		}
		return nil
	})
	return out, pos, broken("store.Feed", err)
}

// PruneFeed forgets what changed long ago: all but the newest so many changes.
// Nobody follows from so far behind, and a hint that is missed is no fact. Of what
// says that lists have moved a thousand are more than anybody looks at.
func (tx *Tx) PruneFeed(keep int64) (int64, error) {
	n, err := tx.s.exec("delete from feed where id <= (select max(id) from feed) - ?", keep)
	if err == nil {
		_, err = tx.s.exec("delete from moved where id <= (select max(id) from moved) - 1000")
	}
	return n, broken("store.PruneFeed", err)
}

// Tide is how far the feed reaches as a snapshot sees it: its oldest position
// and its newest, the oldest transaction still under way and the next to begin.
// What stands before the newest is complete for whoever sees that none is under
// way which began before. On SQLite none ever is.
type Tide struct{ First, End, Oldest, Next int64 }

// FeedEnd reads how far the feed reaches.
func (v *View) FeedEnd() (t Tide, err error) {
	q := "select coalesce((select min(id) from feed), 0), coalesce((select max(id) from feed), 0), " // each from an end of the key
	if v.s.pg {
		q += "pg_snapshot_xmin(pg_current_snapshot())::text::bigint, pg_snapshot_xmax(pg_current_snapshot())::text::bigint"
	} else {
		q += "0, 0"
	}
	_, err = v.s.one(q, nil, &t.First, &t.End, &t.Oldest, &t.Next)
	return t, broken("store.FeedEnd", err)
}

func among(list string, orgs []party.OrgID) bool {
	for _, o := range strings.Split(list, ",") {
		for _, mine := range orgs {
			if o == string(mine) {
				return true
			}
		}
	}
	return false
}

// ForgetBefore drops jobs that were due before a moment: a history that was
// loaded wakes nobody.
func (tx *Tx) ForgetBefore(at time.Time) error {
	_, err := tx.s.exec("delete from jobs where due <= ?", at.UnixMicro())
	return broken("store.ForgetBefore", err)
}
