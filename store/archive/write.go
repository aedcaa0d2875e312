package archive

import (
	"archive/tar"
	"bytes"
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"time"

	"filippo.io/age"
	"github.com/klauspost/compress/zstd"
)

// Write writes a house as it is at this moment, sealed so that only who has a
// key of one of the seals can read it. The house may go on working: its rows are
// those of one moment, and a document is in the vault before a row names it.
func Write(ctx context.Context, h House, to io.Writer, seals ...age.Recipient) (m Manifest, err error) {
	s, err := snapshot(ctx, h)
	if err != nil {
		return m, fmt.Errorf("archive: %w", err)
	}
	defer s.close()
	sealed, err := age.Encrypt(to, seals...)
	if err != nil {
		return m, err
	}
	packed, err := zstd.NewWriter(sealed)
	if err != nil {
		return m, err
	}
	w := &writer{tar: tar.NewWriter(packed), m: Manifest{Format: format, Made: time.Now().UTC(), Rows: map[string]int64{}}}
	err = w.house(ctx, h, s)
	for _, c := range []io.Closer{w.tar, packed, sealed} { // an archive that was not closed is one that was cut short
		if err == nil {
			err = c.Close()
		}
	}
	return w.m, err
}

type writer struct {
	tar *tar.Writer
	m   Manifest
}

func (w *writer) house(ctx context.Context, h House, s *source) (err error) {
	if w.m.Schema, err = s.schema(ctx); err != nil {
		return err
	}
	head := w.m
	head.Rows = nil
	if err = w.json(nameHead, head); err != nil {
		return err
	}
	key, err := os.ReadFile(h.key())
	if err == nil {
		err = w.file(nameKey, key)
	}
	if err != nil {
		return err
	}
	tables, err := s.tables(ctx)
	if err != nil {
		return err
	}
	for _, t := range tables {
		if err := w.table(ctx, s, t); err != nil {
			return err
		}
	}
	if err := w.vault(ctx, h.Vault); err != nil {
		return err
	}
	return w.json(nameEnd, w.m)
}

// table writes the rows of a table in parts.
func (w *writer) table(ctx context.Context, s *source, table string) error {
	columns, err := s.columns(ctx, table)
	if err != nil {
		return err
	}
	first, err := json.Marshal(columns)
	if err != nil {
		return err
	}
	var b bytes.Buffer
	n, inPart := 0, 0
	flush := func() error {
		n++
		err := w.file(fmt.Sprintf("%s%s/%06d.ndjson", dirTables, table, n), b.Bytes())
		inPart = 0
		b.Reset()
		return err
	}
	w.m.Rows[table] = 0
	err = s.each(ctx, table, columns, func(row []any) error {
		if inPart == 0 {
			b.Write(append(first, '\n'))
		}
		if err := appendRow(&b, row); err != nil {
			return err
		}
		inPart++
		if w.m.Rows[table]++; b.Len() < part {
			return nil
		}
		return flush()
	})
	if err == nil && inPart > 0 {
		err = flush()
	}
	return err
}

// vault writes the large documents: all that are there by now, so that none a
// row of the moment names is missing.
func (w *writer) vault(ctx context.Context, dir string) error {
	err := filepath.WalkDir(dir, func(p string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || strings.HasPrefix(d.Name(), ".") || ctx.Err() != nil {
			return cmp.Or(err, ctx.Err())
		}
		b, err := os.ReadFile(p)
		if err != nil {
			return err
		}
		w.m.Documents++
		return w.file(dirVault+d.Name(), b)
	})
	if os.IsNotExist(err) {
		return nil
	}
	return err
}

func (w *writer) json(name string, v any) error {
	b, err := json.Marshal(v)
	if err != nil {
		return err
	}
	return w.file(name, b)
}

func (w *writer) file(name string, b []byte) error {
	if err := w.tar.WriteHeader(&tar.Header{Name: name, Mode: 0o600, Size: int64(len(b)), ModTime: w.m.Made}); err != nil {
		return err
	}
	_, err := w.tar.Write(b)
	return err
}
