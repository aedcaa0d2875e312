package main

import (
	"context"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"time"

	"referd/core/party"
	"referd/desk"
	"referd/desk/give"
	fhirgive "referd/edge/fhir/give"
	"referd/store/vault"
)

// givingRoom is where everything of an organization is given.
func givingRoom(d *desk.Desk, cfg *Config) give.Room {
	return give.Room{Desk: d, Speak: fhirgive.Speaker(cfg.Public + "/fhir/R4"), Scratch: cfg.Data}
}

// exportAll writes everything of one organization to an archive of open formats,
// on a house that is not served meanwhile (SQLite has one process) or beside one
// (PostgreSQL).
func exportAll(ctx context.Context, c *call) error {
	to, of, as := "", "", ""
	cfg, err := configure("export", c, func(fs *flag.FlagSet) {
		fs.StringVar(&to, "out", "", "the archive to write: a .zip that is not there yet")
		fs.StringVar(&of, "org", "", "the organization, by its name or id; empty is the only one that works here")
		fs.StringVar(&as, "as", "", "the e-mail of an administrator who works with patients, in whose name it is, with -org where they work in several; empty is who keeps this machine")
	})
	if err != nil {
		return err
	}
	if to == "" {
		return fmt.Errorf("%w: say -out", errUse)
	}
	if _, err := os.Lstat(to); err == nil {
		return fmt.Errorf("%s is there already; an export does not write over another", to)
	}
	return operate(ctx, cfg, c, func(d *desk.Desk) error {
		who, err := exporter(ctx, d, of, as)
		if err != nil {
			return err
		}
		return writeExport(ctx, c, givingRoom(d, cfg), who, to)
	})
}

// exporter is in whose name it is.
func exporter(ctx context.Context, d *desk.Desk, of, as string) (desk.Who, error) {
	if as != "" {
		return person(ctx, d, as, "-org", of)
	}
	list, err := give.Ours(ctx, d)
	if err != nil {
		return desk.Who{}, err
	}
	if of == "" && len(list) == 1 {
		return give.Operator(list[0]), nil
	}
	dir, err := d.Directory(ctx)
	if err != nil {
		return desk.Who{}, err
	}
	var words []string
	var named []party.OrgID
	for _, o := range list {
		words = append(words, fmt.Sprintf("%s (%s)", o, dir.Orgs[o].Name))
		if strings.EqualFold(dir.Orgs[o].Name, of) {
			named = append(named, o)
		}
	}
	switch {
	case of == "":
		return desk.Who{}, fmt.Errorf("%w: say which organization: -org, one of %s", errUse, strings.Join(words, ", "))
	case len(named) == 1:
		return give.Operator(named[0]), nil
	}
	return give.Operator(party.OrgID(of)), nil
}

func writeExport(ctx context.Context, c *call, m give.Room, who desk.Who, to string) error {
	f, err := os.CreateTemp(filepath.Dir(to), ".referd-export-*")
	if err != nil {
		return err
	}
	defer os.Remove(f.Name())
	defer f.Close()
	began := time.Now()
	last := began
	done, err := m.Write(ctx, who, f, func(p give.Progress) {
		if now := time.Now(); now.Sub(last) > 2*time.Second {
			last = now
			fmt.Fprintf(c.err, "%d patients, %d referrals, %d documents\n", p.Patients, p.Referrals, p.Documents)
		}
	})
	if err == nil {
		err = f.Sync()
	}
	if err != nil {
		return err
	}
	info, err := f.Stat()
	if err == nil {
		err = vault.Name(f.Name(), to)
	}
	if err != nil {
		return err
	}
	fmt.Fprintf(c.out, "%s: %d patients, %d referrals and %d documents of %s, %.1f MB, written in %s. It is not sealed: keep it where only who may read it can.\n",
		to, done.Patients, done.Referrals, done.Documents, done.Name, float64(info.Size())/1e6, time.Since(began).Round(time.Millisecond))
	return nil
}
