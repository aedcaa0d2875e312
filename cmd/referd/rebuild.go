package main

import (
	"context"
	"flag"
	"fmt"
	"runtime"
	"runtime/debug"
	"strings"
	"time"

	"referd/desk"
	"referd/desk/chase"
	"referd/store"
)

// rebuild folds every ledger again and compares what is kept beside it with
// what comes of it; with -write what differs is repaired.
func rebuild(ctx context.Context, c *call) error {
	write := false
	cfg, err := configure("rebuild", c, func(fs *flag.FlagSet) {
		fs.BoolVar(&write, "write", false, "repair what differs; without it nothing is changed")
	})
	if err != nil {
		return err
	}
	if err := cfg.stands(); err != nil {
		return err
	}
	db, err := store.Open(ctx, store.Options{DSN: cfg.DB, Dir: cfg.Data, Vault: cfg.Vault, Read: 2 * runtime.GOMAXPROCS(0)})
	if err != nil {
		return err
	}
	defer db.Close()
	ended := make(chan error, 1)
	go func() { ended <- db.Run(context.WithoutCancel(ctx)) }()
	debug.SetGCPercent(400) // it allocates much and keeps little
	began, told := time.Now(), time.Now()
	out, err := chase.Rebuild(ctx, desk.New(db, nil), write, func(done int) {
		if time.Since(told) > time.Second {
			told = time.Now()
			fmt.Fprintf(c.err, "%d referrals\n", done)
		}
	})
	db.Stop()
	if e := <-ended; err == nil {
		err = e
	}
	fmt.Fprintf(c.out, "%d referrals folded again in %s; %d differ from their ledgers, %d were repaired.\n", out.Loops, time.Since(began).Round(time.Millisecond), out.Differ, out.Repaired)
	for _, d := range out.First {
		fmt.Fprintf(c.out, "  %s  %s\n", d.ID, strings.Join(d.Where, ", "))
	}
	if n := out.Differ - len(out.First); n > 0 {
		fmt.Fprintf(c.out, "  and %d more\n", n)
	}
	if err == nil && out.Differ > out.Repaired {
		return fmt.Errorf("%d referrals differ from their ledgers; look, then run referd rebuild -write", out.Differ-out.Repaired)
	}
	return err
}
