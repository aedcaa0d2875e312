// Package vault keeps large documents in a folder, each under a name the
// store made. A document is durable before anything points at it, and a name
// from outside is never a path.
package vault

import (
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"time"
)

// Folder is a vault in a folder.
type Folder struct{ dir string }

// Open opens or makes the folder.
func Open(dir string) (*Folder, error) {
	return &Folder{dir}, os.MkdirAll(dir, 0o700)
}

var name = regexp.MustCompile(`^[0-9a-z]{20}$`)

func (f *Folder) path(id string) (string, error) {
	if !name.MatchString(id) {
		return "", fmt.Errorf("vault: %q is no name of ours", id)
	}
	return filepath.Join(f.dir, id[8:10], id), nil
}

// Put writes data under id and returns when it is on the disk.
func (f *Folder) Put(id string, data []byte) error {
	p, err := f.path(id)
	if err != nil {
		return err
	}
	dir := filepath.Dir(p)
	if _, err := os.Stat(dir); err != nil {
		if err := os.MkdirAll(dir, 0o700); err != nil {
			return err
		}
		if err := syncDir(f.dir); err != nil { // the folder itself must be found again
			return err
		}
	}
	return Write(p, data)
}

// Write writes a file whole or not at all, for its owner alone, and returns
// when it and its name are on the disk.
func Write(p string, data []byte) error {
	dir := filepath.Dir(p)
	tmp, err := os.CreateTemp(dir, ".new-*")
	if err != nil {
		return err
	}
	defer os.Remove(tmp.Name())
	if _, err = tmp.Write(data); err == nil {
		err = tmp.Sync()
	}
	if e := tmp.Close(); err == nil {
		err = e
	}
	if err != nil {
		return err
	}
	return Name(tmp.Name(), p)
}

// Name gives a file that is on the disk another name, and returns when that is.
func Name(tmp, p string) error {
	if err := os.Rename(tmp, p); err != nil {
		return err
	}
	return syncDir(filepath.Dir(p))
}

// Read gives back what was put.
func (f *Folder) Read(id string) ([]byte, error) {
	p, err := f.path(id)
	if err != nil {
		return nil, err
	}
	return os.ReadFile(p)
}

// Remove takes a document away; one that is gone already is no error.
func (f *Folder) Remove(id string) error {
	p, err := f.path(id)
	if err != nil {
		return err
	}
	if err := os.Remove(p); err != nil && !os.IsNotExist(err) {
		return err
	}
	return nil
}

// Sweep removes files older than before that known does not know.
func (f *Folder) Sweep(before time.Time, known func(id string) (bool, error)) (removed int, err error) {
	err = filepath.Walk(f.dir, func(p string, info os.FileInfo, err error) error {
		if err != nil || info.IsDir() || info.ModTime().After(before) {
			return err
		}
		if ok, err := known(filepath.Base(p)); err != nil || ok {
			return err
		}
		removed++
		return os.Remove(p)
	})
	return removed, err
}

func syncDir(dir string) error {
	d, err := os.Open(dir)
	if err != nil {
		return err
	}
	defer d.Close()
	return d.Sync()
}
