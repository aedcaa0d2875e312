package archive

import (
	"archive/tar"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"strings"

	"filippo.io/age"
	"github.com/klauspost/compress/zstd"

	"referd/base/fault"
	"referd/store/vault"
)

// Restore makes a house of an archive where there is none yet: all of it, or no
// database. The archive may be of an earlier version and of the other database;
// whoever opens the house next brings it up to date.
func Restore(ctx context.Context, h House, from io.Reader, keys ...age.Identity) (Manifest, error) {
	opened, err := age.Decrypt(from, keys...)
	if err != nil {
		if wrong := new(age.NoIdentityMatchError); errors.As(err, &wrong) {
			err = refuse("This key does not open it.", err)
		} else {
			err = refuse("This is no backup of referd.", err)
		}
		return Manifest{}, err
	}
	unpacked, err := zstd.NewReader(opened)
	if err != nil {
		return Manifest{}, err
	}
	defer unpacked.Close()
	r := &reader{h: h, tar: tar.NewReader(unpacked), rows: map[string]int64{}}
	if err = r.head(); err == nil {
		r.to, err = target(ctx, h, r.m.Schema)
	}
	if err != nil {
		return r.m, err
	}
	if err = r.all(ctx); err == nil {
		err = r.to.keep(ctx)
	}
	if err != nil {
		r.to.discard()
		for _, id := range r.put {
			r.files.Remove(id)
		}
		if f, known := errors.AsType[*fault.Fault](err); known {
			err = f
		} else {
			err = refuse("The backup is damaged or was cut short. Nothing was restored.", err)
		}
	}
	return r.m, err
}

// unkept is what could not be written: that says nothing of the backup.
func unkept(err error) error {
	if err != nil {
		err = refuse("It could not be written where it goes: is there room? That says nothing against the backup. Nothing was restored.", err)
	}
	return err
}

func refuse(words string, err error) error {
	return fault.E("archive.Restore", fault.Refused, words, err)
}

type reader struct {
	h         House
	to        *sink
	tar       *tar.Reader
	m         Manifest
	rows      map[string]int64
	documents int64
	files     *vault.Folder
	put       []string // documents that were not there before
}

// next is one file of the archive.
func (r *reader) next() (name string, b []byte, err error) {
	head, err := r.tar.Next()
	if err != nil {
		return "", nil, err
	}
	if head.Size > largest {
		return "", nil, fmt.Errorf("%s has %d bytes", head.Name, head.Size)
	}
	b, err = io.ReadAll(r.tar)
	return head.Name, b, err
}

// head reads what must be known before a database can be made.
func (r *reader) head() error {
	name, b, err := r.next()
	if err != nil || name != nameHead {
		return refuse("This is no backup of referd.", err)
	}
	if err := json.Unmarshal(b, &r.m); err != nil {
		return refuse("This is no backup of referd.", err)
	}
	if r.m.Format != format {
		return refuse(fmt.Sprintf("This backup is of format %d, which this version does not read.", r.m.Format), nil)
	}
	return nil
}

// all reads the rest, up to the manifest, which must be what was read.
func (r *reader) all(ctx context.Context) error {
	var err error
	if r.files, err = vault.Open(r.h.Vault); err != nil {
		return unkept(err)
	}
	for {
		name, b, err := r.next()
		if err != nil {
			return err // the end too: the manifest comes before it
		}
		of, ok := strings.CutPrefix(name, dirTables)
		switch id, isFile := strings.CutPrefix(name, dirVault); {
		case ok:
			err = r.table(ctx, filepath.Dir(of), b)
		case isFile:
			r.documents++
			err = unkept(r.document(id, b))
		case name == nameKey:
			err = r.to.key(b)
		case name == nameEnd:
			return r.end(b)
		default:
			err = fmt.Errorf("%s has no place here", name)
		}
		if err != nil {
			return fmt.Errorf("%s: %w", name, err)
		}
	}
}

// document puts a document back where it lay. One that lies there still, in a
// vault that outlived its house, is not this restore's to take away again.
func (r *reader) document(id string, b []byte) error {
	if _, err := r.files.Read(id); errors.Is(err, fs.ErrNotExist) {
		r.put = append(r.put, id)
	}
	return r.files.Put(id, b)
}

// end compares what was read with what there must be.
func (r *reader) end(b []byte) error {
	if err := decode(b, &r.m); err != nil {
		return err
	}
	maps.DeleteFunc(r.m.Rows, func(_ string, n int64) bool { return n == 0 })
	if !maps.Equal(r.rows, r.m.Rows) || r.documents != r.m.Documents {
		return fmt.Errorf("there must be %v rows and %d documents, and there are %v and %d", r.m.Rows, r.m.Documents, r.rows, r.documents)
	}
	return nil
}

// table brings one part of a table back.
func (r *reader) table(ctx context.Context, table string, b []byte) error {
	first, rest, _ := bytes.Cut(b, []byte("\n"))
	var columns []string
	if err := decode(first, &columns); err != nil {
		return err
	}
	var rows [][]any
	for line := range bytes.Lines(rest) {
		row, err := readRow(line, len(columns))
		if err != nil {
			return err
		}
		rows = append(rows, row)
	}
	r.rows[table] += int64(len(rows))
	return r.to.insert(ctx, table, columns, rows)
}

// exists reports whether there is something at a path.
func exists(p string) bool { _, err := os.Lstat(p); return err == nil }
