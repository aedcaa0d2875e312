package main

import (
	"context"
	"flag"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"time"

	"filippo.io/age"

	"referd/desk"
	"referd/desk/chase"
	"referd/store"
	"referd/store/archive"
	"referd/store/vault"
)

// backup writes the whole house to one file that only the holder of a key can
// open. The house may go on serving.
func backup(ctx context.Context, c *call) error {
	to, seals, fresh := "", "", ""
	cfg, err := configure("backup", c, func(fs *flag.FlagSet) {
		fs.StringVar(&to, "file", "", "the file to write")
		fs.StringVar(&seals, "seal", "", "the public key it is sealed for (age1…), or a file of them, one a line")
		fs.StringVar(&fresh, "new-key", "", "make a key: write its secret half to this file, which belongs on another machine, and print its public half")
	})
	if err != nil {
		return err
	}
	if fresh != "" {
		return newKey(fresh, c.out)
	}
	if to == "" || seals == "" {
		return fmt.Errorf("%w: say -file and -seal; -new-key makes a key", errUse)
	}
	recipients, err := recipients(seals)
	if err != nil {
		return fmt.Errorf("%w: -seal: %v", errUse, err)
	}
	if _, err := os.Lstat(to); err == nil {
		return fmt.Errorf("%s is there already; a backup does not write over another", to)
	}
	f, err := os.CreateTemp(filepath.Dir(to), ".referd-backup-*")
	if err != nil {
		return err
	}
	defer os.Remove(f.Name())
	defer f.Close()
	began := time.Now()
	m, err := archive.Write(ctx, archive.House{DSN: cfg.DB, Dir: cfg.Data, Vault: cfg.Vault}, f, recipients...)
	if err == nil {
		err = f.Sync()
	}
	if err != nil {
		return err
	}
	size, err := f.Seek(0, io.SeekCurrent)
	if err == nil {
		err = vault.Name(f.Name(), to)
	}
	if err != nil {
		return err
	}
	fmt.Fprintf(c.out, "%s: %d rows and %d large documents as they were at %s, %.1f MB, written in %s.\n", to, m.All(), m.Documents, m.Made.Local().Format("2006-01-02 15:04:05"), float64(size)/1e6, time.Since(began).Round(time.Millisecond))
	return nil
}

func newKey(file string, out io.Writer) error {
	k, err := age.GenerateX25519Identity()
	if err != nil {
		return err
	}
	f, err := os.OpenFile(file, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600)
	if err != nil {
		return err
	}
	if _, err = fmt.Fprintf(f, "# made %s; opens what was sealed for %s\n%s\n", time.Now().Format(time.DateOnly), k.Recipient(), k); err == nil {
		err = f.Sync()
	}
	if e := f.Close(); err == nil {
		err = e
	}
	fmt.Fprintln(out, k.Recipient())
	return err
}

// recipients are one public key, or those of a file.
func recipients(s string) ([]age.Recipient, error) {
	if !strings.HasPrefix(s, "age1") {
		f, err := os.Open(s)
		if err != nil {
			return nil, err
		}
		defer f.Close()
		return age.ParseRecipients(f)
	}
	return age.ParseRecipients(strings.NewReader(s))
}

// restore brings a backup back into an empty house, opens it, and folds every
// ledger again to see that it is whole.
func restore(ctx context.Context, c *call) error {
	from, key := "", ""
	cfg, err := configure("restore", c, func(fs *flag.FlagSet) {
		fs.StringVar(&from, "file", "", "the backup")
		fs.StringVar(&key, "key", "", "the file with the secret key that opens it")
	})
	if err != nil {
		return err
	}
	if from == "" || key == "" {
		return fmt.Errorf("%w: say -file and -key", errUse)
	}
	keys, err := os.Open(key)
	if err != nil {
		return err
	}
	defer keys.Close()
	identities, err := age.ParseIdentities(keys)
	if err != nil {
		return fmt.Errorf("%w: -key: %v", errUse, err)
	}
	f, err := os.Open(from)
	if err != nil {
		return err
	}
	defer f.Close()
	began := time.Now()
	m, err := archive.Restore(ctx, archive.House{DSN: cfg.DB, Dir: cfg.Data, Vault: cfg.Vault}, f, identities...)
	if err != nil {
		return err
	}
	fmt.Fprintf(c.out, "%d rows and %d large documents as they were at %s, brought back in %s.\n", m.All(), m.Documents, m.Made.Local().Format("2006-01-02 15:04:05"), time.Since(began).Round(time.Millisecond))
	return compared(ctx, c, cfg)
}

// compared opens a house and compares every row with its ledger.
func compared(ctx context.Context, c *call, cfg *Config) error {
	db, err := store.Open(ctx, store.Options{DSN: cfg.DB, Dir: cfg.Data, Vault: cfg.Vault, Read: 2 * runtime.GOMAXPROCS(0)})
	if err != nil {
		return err
	}
	defer db.Close()
	ended := make(chan error, 1)
	go func() { ended <- db.Run(context.WithoutCancel(ctx)) }()
	out, err := chase.Rebuild(ctx, desk.New(db, nil), false, func(int) {})
	db.Stop()
	if e := <-ended; err == nil {
		err = e
	}
	fmt.Fprintf(c.out, "%d referrals folded again; %d differ from their ledgers.\n", out.Loops, out.Differ)
	if err == nil && out.Differ > 0 {
		err = fmt.Errorf("%d referrals differ from their ledgers, as they did when this was written or because of this version; look, then run referd rebuild -write", out.Differ)
	}
	return err
}
