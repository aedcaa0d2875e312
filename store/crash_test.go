package store_test

import (
	"bufio"
	"cmp"
	"context"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"referd/core/access"
	"referd/core/chart"
	"referd/core/party"
	"referd/core/referral"
	"referd/store"
)

// writeUntilKilled does whole acts from eight callers, every fifth with a
// document for the vault, looks at each, and prints what was acknowledged.
func writeUntilKilled(dir, round string) {
	db, err := store.Open(context.Background(), store.Options{DSN: cmp.Or(os.Getenv("REFERD_CRASH_DSN"), filepath.Join(dir, "r.db")), Dir: dir, Read: 8})
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(3)
	}
	go db.Run(context.Background())
	var out sync.Mutex
	for w := range 8 {
		go func() {
			for n := 1; ; n++ {
				id := fmt.Sprintf("%s-%d-%d", round, w, n)
				err := db.Commit(context.Background(), func(tx *store.Tx) error {
					for _, step := range whole(id) {
						if err := step(tx); err != nil {
							return err
						}
					}
					if n%5 != 0 {
						return nil
					}
					return tx.PutDocument(chart.Document{ID: documentOf("large" + id), Patient: "pat", Kind: chart.Attachment}, referral.ID(id), large(id))
				})
				if err == nil {
					err = db.Seen(context.Background(), access.Record{User: "u", Org: "home", Action: access.Read, Kind: "loop.read", Referral: referral.ID(id), Patients: []party.PatientID{"pat"}, Outcome: access.Success})
				}
				if err != nil {
					fmt.Fprintln(os.Stderr, err)
					os.Exit(4)
				}
				out.Lock()
				fmt.Println(id)
				out.Unlock()
			}
		}()
	}
	select {}
}

// large is a document too large for a row, of its own content.
func large(id string) []byte { return []byte(strings.Repeat(id+" ", 70_000/len(id))) }

// The process is killed at random under load, fifty times: nothing that was
// acknowledged is missing, nothing is there twice or in part: no row without
// its entries, no document without its bytes, no answer without its loop.
func TestKilledFiftyTimes(t *testing.T) {
	both(t, func(t *testing.T, dsn string) {
		rounds, dir := 50, filepath.Dir(dsn)
		lite := !strings.HasPrefix(dsn, "postgres")
		if !lite {
			rounds, dir = 20, t.TempDir()
		}
		if testing.Short() {
			rounds = 3
		}
		acked := killed(t, dsn, dir, rounds)
		db := opened(t, dsn, dir)
		must(t, view(t, db, store.Scope{System: true}, func(v *store.View) error {
			for _, id := range acked {
				acknowledged(t, v, id)
			}
			if n, err := v.Orphans(); n != 0 || err != nil {
				t.Errorf("%d orphans, %v", n, err)
			}
			return nil
		}))
		operator := &counter{t, raw(t, dsn)}
		loops := operator.count("select count(*) from referrals")
		for table, each := range tables {
			extra := 0
			if table == "documents" { // the large ones
				extra = operator.count("select count(*) from documents where place = 'vault'")
			}
			if !lite && strings.HasPrefix(table, "audit") { // those who looked are in the same table
				extra = operator.count("select count(distinct id) from audit where action = 'R'")
			}
			if n := operator.rows(table); n != each*loops+extra {
				t.Errorf("%s has %d rows for %d loops, want %d each: something is there in part", table, n, loops, each)
			}
		}
		for _, q := range []string{
			"select count(*) from referrals l where not exists (select 1 from entries e where e.referral = l.id and e.seq = l.seq)",
			"select count(*) from entries e where not exists (select 1 from referrals l where l.id = e.referral)",
			"select count(*) from blobs b where not exists (select 1 from documents d where d.id = b.document)",
			"select count(*) from inbox i where i.answer is null",
		} {
			if n := operator.count(q); n != 0 {
				t.Errorf("%d by %s", n, q)
			}
		}
		t.Logf("%d acknowledged of %d acts over %d kills", len(acked), loops, rounds)
	})
}

// acknowledged finds everything of an act that was answered.
func acknowledged(t *testing.T, v *store.View, id string) {
	t.Helper()
	if l, err := v.Ledger(referral.ID(id)); err != nil || len(l) != 2 {
		t.Fatalf("%s was acknowledged and has %d entries: %v", id, len(l), err)
	}
	if _, _, b, err := v.Document(documentOf(id)); err != nil || string(b) != "Is it the heart? "+id {
		t.Errorf("%s: the question is %q, %v", id, b, err)
	}
	if n := id[strings.LastIndexByte(id, '-')+1:]; strings.HasSuffix(n, "0") || strings.HasSuffix(n, "5") {
		if _, _, b, err := v.Document(documentOf("large" + id)); err != nil || string(b) != string(large(id)) {
			t.Errorf("%s: %d bytes of its letter, %v", id, len(b), err)
		}
	}
	if _, found, err := v.Kept("ServiceRequest", id, 0); !found || err != nil {
		t.Errorf("%s: what was written is gone, %v", id, err)
	}
	if list, err := v.Audits(access.Query{Referral: referral.ID(id)}); err != nil || len(list) != 2 || list[0].Action != access.Read || list[1].Action != access.Create {
		t.Errorf("%s: the audit has %v, %v; want who wrote it and who looked", id, list, err)
	}
}

// killed starts the writer again and again and kills it at random moments after
// its first answer; it gives what was acknowledged.
func killed(t *testing.T, dsn, dir string, rounds int) (acked []string) {
	t.Helper()
	for round := range rounds {
		cmd := exec.Command(os.Args[0])
		cmd.Env = append(os.Environ(), "REFERD_CRASH_DIR="+dir, fmt.Sprintf("REFERD_CRASH_ROUND=%d", round))
		if strings.HasPrefix(dsn, "postgres") {
			cmd.Env = append(cmd.Env, "REFERD_CRASH_DSN="+dsn)
		}
		cmd.Stderr = os.Stderr
		out, err := cmd.StdoutPipe()
		must(t, err)
		must(t, cmd.Start())
		lines := bufio.NewScanner(out)
		kill := time.AfterFunc(20*time.Second, func() { cmd.Process.Kill() })
		for lines.Scan() {
			if acked = append(acked, lines.Text()); kill != nil { // the first answer: from here on, at random
				kill.Stop()
				kill = nil
				time.AfterFunc(time.Duration(rand.IntN(60))*time.Millisecond, func() { cmd.Process.Kill() })
			}
		}
		cmd.Wait()
	}
	if len(acked) < rounds {
		t.Fatalf("only %d acts in %d rounds", len(acked), rounds)
	}
	return acked
}
