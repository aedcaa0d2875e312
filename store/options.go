// Package store keeps the ledger, the rows folded from it, the chart and the
// audit. It is the only package that speaks SQL. SQLite and PostgreSQL differ
// in a small unexported dialect; everything else is written once.
package store

import (
	"log/slog"
	"path/filepath"
	"time"
)

// Options say where the store lives.
type Options struct {
	DSN   string           // a SQLite file, or postgres://…
	Dir   string           // where the key lives
	Vault string           // where large documents live; empty is Dir/vault
	Now   func() time.Time // the machine's clock; nil is time.Now
	Log   *slog.Logger     // nil is silent
	Read  int              // readers at once; zero is 4
}

func (o *Options) fill() {
	if o.Now == nil {
		o.Now = time.Now
	}
	if o.Log == nil {
		o.Log = slog.New(slog.DiscardHandler)
	}
	if o.Vault == "" {
		o.Vault = filepath.Join(o.Dir, "vault")
	}
	if o.Read == 0 {
		o.Read = 4
	}
}

// us is a moment as the tables keep it: microseconds since 1970, nil for never.
func us(t time.Time) any {
	if t.IsZero() {
		return nil
	}
	return t.UnixMicro()
}

// us0 is us with 0 for never, for columns that are not null.
func us0(t time.Time) int64 {
	if t.IsZero() {
		return 0
	}
	return t.UnixMicro()
}

// moment reads what us wrote.
func moment(v *int64) time.Time {
	if v == nil || *v == 0 {
		return time.Time{}
	}
	return time.UnixMicro(*v).UTC()
}

// flag is a bool as the tables keep it.
func flag(b bool) int64 {
	if b {
		return 1
	}
	return 0
}
