package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"time"

	"referd/core/party"
	"referd/desk"
	"referd/web/paper"
	"referd/work"
)

// private makes the folder of the downtime kits, or refuses one that others on
// this machine may look into: the files name patients, and are not sealed,
// because nobody has a key at hand when they are needed.
func private(dir string) error {
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return fmt.Errorf("the folder of the downtime kits: %w", err)
	}
	at, err := os.Stat(dir)
	if err != nil {
		return fmt.Errorf("the folder of the downtime kits: %w", err)
	}
	if at.Mode().Perm()&0o077 != 0 {
		return fmt.Errorf("%w: others may look into %s, where the downtime kits name patients; chmod 700 it, or name another folder for -downtime", errUse, dir)
	}
	return nil
}

// kits is the tick that writes them; ok is false where no folder is named.
func (h *house) kits() (t work.Tick, ok bool) {
	minutes, err := strconv.Atoi(h.cfg.DowntimeEvery)
	if h.cfg.Downtime == "" || err != nil {
		return t, false
	}
	write := func(ctx context.Context) error { return writeKits(ctx, h.desk, h.cfg.Downtime, h.cfg.Public) }
	return work.Tick{Name: "downtime", Every: time.Duration(minutes) * time.Minute, Do: write, Always: true}, true
}

// writeKits writes the kit of each organization that works here, each whole or
// as it was, and takes away what an organization left that works here no more:
// what is stale must not be taken for the newest.
func writeKits(ctx context.Context, d *desk.Desk, dir, public string) error {
	if err := private(dir); err != nil {
		return err
	}
	all, err := d.Directory(ctx)
	if err != nil {
		return err
	}
	list := paper.Organizations(all)
	var failed error
	for _, o := range list {
		var b bytes.Buffer
		if err := paper.Write(ctx, d, o, public, &b); err != nil {
			failed = errors.Join(failed, fmt.Errorf("the downtime kit of %s: %w", o.ID, err))
			continue
		}
		failed = errors.Join(failed, replace(filepath.Join(dir, string(o.ID)+".html"), b.Bytes()))
	}
	var b bytes.Buffer
	if err := paper.Index(ctx, list, d.Now(), &b); err != nil {
		return errors.Join(failed, err)
	}
	return errors.Join(failed, replace(filepath.Join(dir, "index.html"), b.Bytes()), clear(dir, list))
}

// replace writes a file that nobody else may read, in one step.
func replace(name string, b []byte) error {
	f, err := os.CreateTemp(filepath.Dir(name), ".kit-*") // of mode 0600
	if err != nil {
		return err
	}
	defer os.Remove(f.Name())
	_, err = f.Write(b)
	if err == nil {
		err = f.Sync()
	}
	if err = errors.Join(err, f.Close()); err != nil {
		return err
	}
	return os.Rename(f.Name(), name)
}

func clear(dir string, list []party.Org) error {
	there, err := filepath.Glob(filepath.Join(dir, "*.html"))
	for _, name := range there {
		id := strings.TrimSuffix(filepath.Base(name), ".html")
		if id != "index" && !slices.ContainsFunc(list, func(o party.Org) bool { return string(o.ID) == id }) {
			err = errors.Join(err, os.Remove(name))
		}
	}
	return err
}
