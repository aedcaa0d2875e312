package demo

import (
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"syscall"

	"referd/cmd/referd/demo/story"
)

// Place is a folder that holds a demo, or will.
type Place struct {
	Dir   string
	Own   bool   // its database is the folder's own
	Size  string // asked for; once it is ready, what is there
	Asked bool   // the size was asked for, not assumed
	Fresh bool   // what is there is thrown away
	Reset bool   // the same, and made again in the size it has
}

// mark is what stands in the folder about the demo in it.
type mark struct {
	Version, Size string
	Whole         bool // its histories were told to the end
}

func (p *Place) file() string { return filepath.Join(p.Dir, "demo.json") }

// Ready looks at what is in the folder before anything is opened. A demo of
// another version, or one that was not finished, is thrown away: nobody real is
// in it. What is no demo is never touched: that is an error in words.
func (p *Place) Ready() error {
	if !p.Own {
		if p.Fresh || p.Reset {
			return errors.New("-fresh and -reset throw away the folder's own database only; empty the one of -db yourself")
		}
		return nil
	}
	b, err := os.ReadFile(p.file())
	if errors.Is(err, os.ErrNotExist) {
		if _, err := os.Stat(filepath.Join(p.Dir, "referd.db")); err == nil {
			return fmt.Errorf("%[1]s holds a database that is not marked as a demo, and is left as it is. If it is a demo from before the mark, with nobody real in it, remove it (rm -r %[1]s) and start again; if it may be somebody's, choose another folder (referd demo -data DIR)", p.Dir)
		}
		return nil
	}
	if err != nil {
		return err
	}
	var m mark
	if err := json.Unmarshal(b, &m); err != nil {
		return fmt.Errorf("%s cannot be read: %w", p.file(), err)
	}
	if _, known := story.Sizes[m.Size]; p.Reset && known && !p.Asked {
		p.Size = m.Size
	}
	if p.Fresh || p.Reset || !m.Whole || m.Version != story.Version {
		return p.empty()
	}
	if p.Asked && p.Size != m.Size {
		return fmt.Errorf("the demo in %s is of size %s; add -fresh to make another", p.Dir, m.Size)
	}
	p.Size = m.Size
	return nil
}

// empty removes what a demo leaves in its folder, and nothing else.
func (p *Place) empty() error {
	if lock, err := os.OpenFile(filepath.Join(p.Dir, "referd.db.lock"), os.O_RDWR, 0); err == nil {
		defer lock.Close()
		if syscall.Flock(int(lock.Fd()), syscall.LOCK_EX|syscall.LOCK_NB) != nil {
			return fmt.Errorf("a demo is running in %s; stop it first", p.Dir)
		}
	}
	for _, name := range []string{"referd.db", "referd.db-wal", "referd.db-shm", "referd.reads.db", "referd.reads.db-wal", "referd.reads.db-shm", "vault", "key", "moods.json", "tour.json", "demo.json"} {
		if err := os.RemoveAll(filepath.Join(p.Dir, name)); err != nil {
			return err
		}
	}
	return nil
}

// Begin and Done say in the folder that a demo is being made, and is whole.
func (p *Place) Begin() error { return p.write(false) }

// Done says that it is whole.
func (p *Place) Done() error { return p.write(true) }

func (p *Place) write(whole bool) error {
	b, err := json.Marshal(mark{story.Version, p.Size, whole})
	if err != nil {
		return err
	}
	return os.WriteFile(p.file(), append(b, '\n'), 0o600)
}
