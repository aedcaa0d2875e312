package store_test

import (
	"fmt"
	"path/filepath"
	"runtime"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"referd/core/access"
	"referd/core/chart"
	"referd/core/party"
	"referd/core/referral"
	"referd/store"
)

// spent is the processor time this process has used: what compares across
// machines and loads, where elapsed time does not.
func spent() time.Duration {
	var u syscall.Rusage
	syscall.Getrusage(syscall.RUSAGE_SELF, &u)
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}

// metered runs a benchmark's body with so many callers at once and reports
// processor time and the things done a second.
func metered(b *testing.B, callers int, each float64, f func(n int64)) {
	b.ReportAllocs()
	var next atomic.Int64
	b.SetParallelism(max(1, callers/max(1, procs())))
	before, began := spent(), time.Now()
	b.ResetTimer()
	b.RunParallel(func(pb *testing.PB) {
		for pb.Next() {
			f(next.Add(1))
		}
	})
	b.StopTimer()
	b.ReportMetric(float64((spent()-before).Microseconds())/float64(b.N), "cpu-µs/op")
	b.ReportMetric(each*float64(b.N)/time.Since(began).Seconds(), "per-s")
}

// BenchmarkCommit32: an entry with its row, what is owed, a job and its audit
// record, durable, from 32 callers.
func BenchmarkCommit32(b *testing.B) {
	db := open(b, filepath.Join(b.TempDir(), "r.db"))
	metered(b, 32, 1, func(n int64) {
		id := referral.ID(fmt.Sprintf("loop%016d", (n-1)/5))
		_ = id
		commitOne(b, db, n)
	})
}

// commitOne is one act on one of many loops: each loop gets four.
func commitOne(b *testing.B, db *store.DB, n int64) {
	id := fmt.Sprintf("loop%016d", n)
	err := db.Commit(b.Context(), func(tx *store.Tx) error {
		r := full(id, 1)
		if err := tx.Append([]referral.Entry{entry(1, referral.Opened{})}, r); err != nil {
			return err
		}
		if err := tx.Enqueue(store.Job{Kind: "notify", Referral: r.ID, Arg: "x", Due: day0}); err != nil {
			return err
		}
		return tx.Audit(access.Record{User: "user", Org: "home", Action: access.Update, Kind: "loop.open", Purpose: "TREAT", Referral: r.ID, Seq: 1, Patients: []party.PatientID{"pat"}, Outcome: access.Success, N: 1})
	})
	if err != nil {
		b.Error(err)
	}
}

// full is a row with a task, two relations and a duty beside its ball.
func full(id string, seq int) store.Row {
	r := row(id, seq)
	r.Code = id
	r.Tasks = []store.Task{{ID: "task" + id, Owner: "clinic", Requester: "home", Status: "requested", Authored: day0, Updated: day0}}
	r.Relations = append(r.Relations, store.Relation{Org: "clinic", Patient: "pat", Kind: "receiving", Since: day0})
	r.Duties = []store.Duty{{Owed: referral.Owed{Duty: "item/1", Team: "team", Act: referral.ActOpen, Due: day0.AddDate(0, 0, 3), From: day0}, Kind: "item"}}
	r.Service, r.Urgency, r.SRStatus, r.Class, r.Authored, r.Started, r.Since = "cardio", party.Routine, "active", 3, day0, day0, day0
	r.Extra = `{"r":"xx-------"}`
	return r
}

// BenchmarkAct32: a second entry on a loop there is already.
func BenchmarkAct32(b *testing.B) {
	db := open(b, filepath.Join(b.TempDir(), "r.db"))
	const loops = 2000
	fill(b, db, loops)
	metered(b, 32, 1, func(n int64) {
		id := fmt.Sprintf("loop%016d", n%loops)
		seq := int(2 + n/loops)
		err := db.Commit(b.Context(), func(tx *store.Tx) error {
			have, err := tx.Row(referral.ID(id))
			if err != nil {
				return err
			}
			if _, err := tx.Loop(referral.ID(id)); err != nil {
				return err
			}
			if _, err := tx.Tasks(referral.ID(id)); err != nil {
				return err
			}
			r := full(id, seq)
			r.Code = have.Code
			r.Noted = day0.Add(time.Duration(n) * time.Second)
			r.Tasks[0].Updated = r.Noted
			if err := tx.Append([]referral.Entry{entry(seq, referral.Opened{})}, r); err != nil {
				return err
			}
			if err := tx.Enqueue(store.Job{Kind: "notify", Referral: r.ID, Arg: "x", Due: day0}); err != nil {
				return err
			}
			return tx.Audit(access.Record{User: "user", Org: "home", Action: access.Update, Kind: "loop.open", Purpose: "TREAT", Referral: r.ID, Seq: 1, Patients: []party.PatientID{"pat"}, Outcome: access.Success, N: 1})
		})
		if err != nil {
			b.Error(err)
		}
	})
}

// fill puts loops in the store, each of a patient of its own of two hundred.
func fill(b *testing.B, db *store.DB, n int) {
	b.Helper()
	for from := 0; from < n; from += 500 {
		err := db.Commit(b.Context(), func(tx *store.Tx) error {
			for i := from; i < min(n, from+500); i++ {
				r := full(fmt.Sprintf("loop%016d", i), 1)
				r.Patient = party.PatientID(fmt.Sprintf("pat%d", i/5))
				for j := range r.Relations {
					r.Relations[j].Patient = r.Patient
				}
				r.Ball.Team = party.TeamID(fmt.Sprintf("team%d", i%10))
				r.Ball.Due = day0.Add(time.Duration(i%900) * time.Hour)
				r.Class = i % 4
				r.Authored = day0.Add(time.Duration(i) * time.Minute)
				r.Tasks[0].Authored = r.Authored
				if i%5 == 0 {
					if err := tx.PutPatient(party.Patient{ID: r.Patient, Org: "home", Name: party.Name{Family: fmt.Sprint("Family", i/5), Given: []string{"Given"}}, Born: "1970-01-01", Active: true}); err != nil {
						return err
					}
				}
				entries := []referral.Entry{entry(1, referral.Opened{}), entry(2, referral.Opened{}), entry(3, referral.Opened{})}
				if err := tx.Append(entries[:1], r); err != nil {
					return err
				}
				if i%50 == 0 {
					if err := tx.PutDocument(chart.Document{ID: chart.DocumentID(fmt.Sprintf("doc%017d", i)), Patient: r.Patient, Kind: chart.Question}, r.ID, []byte("Is this angina?")); err != nil {
						return err
					}
				}
			}
			return nil
		})
		if err != nil {
			b.Fatal(err)
		}
	}
}

func seen(b *testing.B, db *store.DB, kind string) {
	if err := db.Seen(b.Context(), access.Record{User: "user", Org: "home", Action: access.Read, Kind: kind, Purpose: "TREAT", Patients: []party.PatientID{"pat"}, Outcome: access.Success, N: 1}); err != nil {
		b.Error(err)
	}
}

// BenchmarkRead8: a loop read from its ledger, with its audit record committed.
func BenchmarkRead8(b *testing.B) {
	db := open(b, filepath.Join(b.TempDir(), "r.db"))
	fill(b, db, 2000)
	metered(b, 8, 1, func(n int64) {
		id := referral.ID(fmt.Sprintf("loop%016d", n%2000))
		if err := db.View(b.Context(), home, func(v *store.View) error {
			_, err := v.Loop(id)
			return err
		}); err != nil {
			b.Error(err)
		}
		seen(b, db, "loop.read")
	})
}

// BenchmarkQueue8: twenty of the ten thousand things owed, in the safe order, and the
// audit record of it.
func BenchmarkQueue8(b *testing.B) {
	db := open(b, filepath.Join(b.TempDir(), "r.db"))
	fill(b, db, 10000)
	metered(b, 8, 1, func(n int64) {
		if err := db.View(b.Context(), home, func(v *store.View) error {
			out, err := v.Queue(store.Queue{Teams: []party.TeamID{party.TeamID(fmt.Sprintf("team%d", n%10))}, Limit: 20}, day0)
			if len(out) != 20 {
				b.Errorf("%d in the queue", len(out))
			}
			return err
		}); err != nil {
			b.Error(err)
		}
		seen(b, db, "queue")
	})
}

// BenchmarkTasks8: twenty of ten thousand tasks by owner and status, newest first.
func BenchmarkTasks8(b *testing.B) {
	db := open(b, filepath.Join(b.TempDir(), "r.db"))
	fill(b, db, 10000)
	metered(b, 8, 1, func(n int64) {
		if err := db.View(b.Context(), store.Scope{Orgs: []party.OrgID{"clinic"}}, func(v *store.View) error {
			out, err := v.FindTasks(store.TaskQuery{Owner: "clinic", Statuses: []string{"requested"}, Newest: true, Limit: 20})
			if len(out) != 20 {
				b.Errorf("%d tasks", len(out))
			}
			return err
		}); err != nil {
			b.Error(err)
		}
		seen(b, db, "tasks")
	})
}

// BenchmarkCounts8: the badge of a team's tab, true.
func BenchmarkCounts8(b *testing.B) {
	db := open(b, filepath.Join(b.TempDir(), "r.db"))
	fill(b, db, 20000)
	metered(b, 8, 1, func(n int64) {
		if err := db.View(b.Context(), home, func(v *store.View) error {
			c, err := v.Count(store.Queue{Teams: []party.TeamID{party.TeamID(fmt.Sprintf("team%d", n%10))}}, day0)
			if c != 2000 {
				b.Errorf("counted %d", c)
			}
			return err
		}); err != nil {
			b.Error(err)
		}
	})
}

// BenchmarkPatient8: the requests of one patient.
func BenchmarkPatient8(b *testing.B) {
	db := open(b, filepath.Join(b.TempDir(), "r.db"))
	fill(b, db, 10000)
	metered(b, 8, 1, func(n int64) {
		if err := db.View(b.Context(), home, func(v *store.View) error {
			out, err := v.FindRequests(party.PatientID(fmt.Sprintf("pat%d", n%2000)), nil, 20)
			if len(out) != 5 {
				b.Errorf("%d requests", len(out))
			}
			return err
		}); err != nil {
			b.Error(err)
		}
		seen(b, db, "search")
	})
}

// BenchmarkSeen32: audit records alone, durable.
func BenchmarkSeen32(b *testing.B) {
	db := open(b, filepath.Join(b.TempDir(), "r.db"))
	metered(b, 32, 1, func(int64) { seen(b, db, "loop.read") })
}

func procs() int { return runtime.GOMAXPROCS(0) }
