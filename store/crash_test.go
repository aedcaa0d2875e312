package store_test

import (
	"bufio"
	"context"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"referd/core/referral"
	"referd/store"
)

// writeUntilKilled commits from eight callers and prints what was acknowledged.
func writeUntilKilled(dir, round string) {
	db, err := store.Open(context.Background(), store.Options{DSN: filepath.Join(dir, "r.db"), Dir: dir})
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
					r := row(id, 1)
					r.Code = id
					if err := tx.Append([]referral.Entry{entry(1, referral.Opened{})}, r); err != nil {
						return err
					}
					return tx.Enqueue(store.Job{Kind: "x", Referral: r.ID, Due: day0, Once: id})
				})
				if err != nil {
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

// The process is killed at random under load, fifty times: nothing that was
// acknowledged is missing, and nothing is there twice or in part.
func TestKilledFiftyTimes(t *testing.T) {
	rounds := 50
	if testing.Short() {
		rounds = 5
	}
	dir, acked := t.TempDir(), []string{}
	for round := range rounds {
		cmd := exec.Command(os.Args[0])
		cmd.Env = append(os.Environ(), "REFERD_CRASH_DIR="+dir, fmt.Sprintf("REFERD_CRASH_ROUND=%d", round))
		cmd.Stderr = os.Stderr
		out, err := cmd.StdoutPipe()
		must(t, err)
		must(t, cmd.Start())
		lines := bufio.NewScanner(out)
		kill := time.AfterFunc(10*time.Second, func() { cmd.Process.Kill() })
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
		t.Fatalf("only %d commits in %d rounds", len(acked), rounds)
	}
	db := open(t, filepath.Join(dir, "r.db"))
	must(t, view(t, db, store.Scope{System: true}, func(v *store.View) error {
		for _, id := range acked {
			l, err := v.Ledger(referral.ID(id))
			if err != nil || len(l) != 1 {
				t.Fatalf("%s was acknowledged and has %d entries: %v", id, len(l), err)
			}
		}
		n, err := v.Orphans()
		if n != 0 {
			t.Errorf("%d loops in part", n)
		}
		return err
	}))
	t.Logf("%d acknowledged commits over %d kills", len(acked), rounds)
}
