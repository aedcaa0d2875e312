package main

import (
	"context"
	"database/sql"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"time"

	"referd/store/pgtest"
)

// region measures the demo of a million referrals, on SQLite and on PostgreSQL:
// how long it takes to make from nothing, how large it is, how soon it is there
// again, and its work queue and referral page beside those of the demo of
// 20,000, by turns.
func (b *bench) region() error {
	if b.on != "postgres" {
		if err := b.regionOn("sqlite", "", ""); err != nil {
			return err
		}
	}
	if b.on == "sqlite" {
		return nil
	}
	var dsn [2]string
	for i := range dsn {
		s, err := pgtest.New(forMany...)
		if err != nil {
			return err
		}
		defer s.Remove()
		dsn[i] = s.DSN
	}
	return b.regionOn("postgres", dsn[0], dsn[1])
}

// forMany is what docs/operate.md says of PostgreSQL for a million.
var forMany = []string{"shared_buffers=2GB", "max_wal_size=8GB"}

// regionOn measures it on one of the two: large and smaller are the databases of
// the two houses, empty for SQLite.
func (b *bench) regionOn(on, large, smaller string) error {
	dir := filepath.Join(b.dir, "region-"+on)
	if b.regions != "" && large == "" {
		dir = b.regions
	} else {
		defer os.RemoveAll(dir)
	}
	_, err := os.Stat(filepath.Join(dir, "demo.json"))
	fresh := err != nil
	p, err := b.demo("region", dir, large)
	if err != nil {
		return err
	}
	if fresh {
		if err := b.sheet.put("region.made."+on, p.ready.Seconds(), fmt.Sprintf(" (%.0f s of the process's own; %.0f MB at most)", p.cpu(), p.most())); err != nil {
			return err
		}
	}
	if err := p.stop(); err != nil {
		return err
	}
	if size, err := weighs(dir, large); err == nil {
		fmt.Printf("region: %s keeps it in %.1f GB\n", on, size/1e9)
	}
	if p, err = b.demo("region", dir, large); err != nil {
		return err
	}
	defer p.end()
	if err := b.sheet.put("region.ready."+on, p.ready.Seconds(), ""); err != nil {
		return err
	}
	small, err := b.demo("hospital", filepath.Join(b.dir, "region-beside-"+on), smaller)
	if err != nil {
		return err
	}
	defer small.end()
	for _, x := range []*process{p, small} { // people are measured at work, not beside the counting of a start
		if _, _, err := x.counted(); err != nil {
			return err
		}
	}
	if n, err := p.referrals(); err != nil || n < enough {
		return fmt.Errorf("bench: the region holds %.0f referrals: %w", n, err)
	}
	time.Sleep(5 * time.Second) // what is due at the start is done
	if large != "" {
		if err := tidied(large); err != nil {
			return err
		}
	}
	return b.beside(on, p, small)
}

// tidied waits until PostgreSQL is done with what it does by itself about so many new
// rows: until no table has been vacuumed for longer than it naps between two.
func tidied(dsn string) error {
	db, err := sql.Open("pgx", dsn)
	if err != nil {
		return err
	}
	defer db.Close()
	began := time.Now()
	for idle := began; time.Since(idle) < 75*time.Second; time.Sleep(time.Second) {
		var n int
		if err := db.QueryRowContext(context.Background(), "select count(*) from pg_stat_progress_vacuum").Scan(&n); err != nil {
			return err
		}
		if n > 0 {
			idle = time.Now()
		}
		if time.Since(began) > 20*time.Minute {
			return fmt.Errorf("bench: PostgreSQL vacuums for twenty minutes")
		}
	}
	fmt.Printf("PostgreSQL tidied after %.0f s\n", time.Since(began).Seconds())
	return nil
}

// beside has people at work in both houses by turns.
func (b *bench) beside(on string, large, small *process) error {
	routes, names := []string{"GET /queue", "GET /referrals/{id}"}, []string{"queue", "referral"}
	took := map[*process][2][]figure{}
	for range b.repeats {
		for _, p := range []*process{large, small} {
			before, err := p.took()
			if err != nil {
				return err
			}
			if _, _, err := visit(p, 3*b.span); err != nil {
				return err
			}
			after, err := p.took()
			if err != nil {
				return err
			}
			all := took[p]
			for i, r := range routes {
				all[i] = append(all[i], figure{rate: after.since(before, r).quantile(.95) * 1000})
			}
			took[p] = all
		}
	}
	for i, name := range names {
		at, beside := median(took[large][i]).rate, median(took[small][i]).rate
		if err := b.sheet.put("region."+name+"."+on, at, fmt.Sprintf(" (%.1f ms with 20,000)", beside)); err != nil {
			return err
		}
		if err := b.sheet.put("region."+name+".ratio."+on, at/beside, ""); err != nil {
			return err
		}
	}
	return nil
}

// demo starts a demo of a size in a folder, on a database of its own where one is
// named.
func (b *bench) demo(size, dir, dsn string) (*process, error) {
	addr, err := free()
	if err != nil {
		return nil, err
	}
	args := []string{"demo", "-size", size, "-addr", addr, "-data", dir}
	if dsn != "" {
		args = append(args, "-db", dsn)
	}
	return begin("referd", "/fhir/R4", exec.Command(b.binary, args...), addr, "/readyz")
}

// weighs is how much a house takes on the disk, in bytes.
func weighs(dir, dsn string) (size float64, err error) {
	if dsn != "" {
		db, err := sql.Open("pgx", dsn)
		if err != nil {
			return 0, err
		}
		defer db.Close()
		err = db.QueryRowContext(context.Background(), "select pg_database_size(current_database())").Scan(&size)
		return size, err
	}
	st, err := os.Stat(filepath.Join(dir, "referd.db"))
	if err == nil {
		size = float64(st.Size())
	}
	return size, err
}
