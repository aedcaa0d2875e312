package main

import (
	"context"
	"flag"
	"fmt"

	"referd/desk"
	"referd/desk/loop"
	"referd/store"
)

// rebuild folds every ledger again and compares the rows with what comes of
// it; with -write the rows that differ are repaired.
func rebuild(ctx context.Context, c *call) error {
	write := false
	cfg, err := configure("rebuild", c, func(fs *flag.FlagSet) { fs.BoolVar(&write, "write", false, "repair the rows that differ") })
	if err != nil {
		return err
	}
	db, err := store.Open(ctx, store.Options{DSN: cfg.DB, Dir: cfg.Data})
	if err != nil {
		return err
	}
	defer db.Close()
	running, stop := context.WithCancel(ctx)
	defer stop()
	go db.Run(running)
	n, differ, err := loop.Rebuild(ctx, desk.New(db, nil), write, func(done int) { fmt.Fprintf(c.err, "\r%d referrals", done) })
	fmt.Fprintf(c.out, "\n%d referrals folded again, %d rows differ", n, len(differ))
	if write && len(differ) > 0 {
		fmt.Fprint(c.out, " and were repaired")
	}
	fmt.Fprintln(c.out, ".")
	for _, d := range differ[:min(len(differ), 20)] {
		fmt.Fprintln(c.out, "  ", d)
	}
	if err == nil && len(differ) > 0 && !write {
		return fmt.Errorf("rows differ from their ledgers; look, then run referd rebuild -write")
	}
	return err
}
