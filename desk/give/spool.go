package give

import (
	"archive/zip"
	"bufio"
	"crypto/sha256"
	"encoding/hex"
	"hash"
	"io"
	"maps"
	"os"
	"slices"
	"time"
)

// spool is a file of the archive that is written line by line beside others. It
// waits in a file that has no name, so that nothing stays behind whatever ends
// the process.
type spool struct {
	f     *os.File
	w     *bufio.Writer
	lines int
}

// archive is what is being written: documents as they come, the rest when all
// of it is known.
type archive struct {
	zip     *zip.Writer
	at      time.Time
	scratch string
	spools  map[string]*spool
	sums    []string // name and digest of each file
}

func begin(out io.Writer, scratch string, at time.Time) *archive {
	return &archive{zip: zip.NewWriter(out), at: at, scratch: scratch, spools: map[string]*spool{}}
}

// to is the spool of a file, begun where it is not yet.
func (a *archive) to(name string) (*spool, error) {
	if s := a.spools[name]; s != nil {
		return s, nil
	}
	f, err := os.CreateTemp(a.scratch, ".referd-export-*")
	if err != nil {
		return nil, err
	}
	if err := os.Remove(f.Name()); err != nil {
		f.Close()
		return nil, err
	}
	s := &spool{f: f, w: bufio.NewWriterSize(f, 64<<10)}
	a.spools[name] = s
	return s, nil
}

// line adds a line to a file.
func (a *archive) line(name string, b []byte) error {
	s, err := a.to(name)
	if err != nil {
		return err
	}
	s.lines++
	if _, err = s.w.Write(b); err == nil {
		err = s.w.WriteByte('\n')
	}
	return err
}

// file writes a whole file, and says its digest.
func (a *archive) file(name string, method uint16, from io.Reader) (string, error) {
	w, err := a.zip.CreateHeader(&zip.FileHeader{Name: name, Method: method, Modified: a.at})
	if err != nil {
		return "", err
	}
	sum := sha256.New()
	if _, err := io.Copy(io.MultiWriter(w, sum), from); err != nil {
		return "", err
	}
	return a.noted(name, sum), nil
}

func (a *archive) noted(name string, sum hash.Hash) string {
	d := hex.EncodeToString(sum.Sum(nil))
	a.sums = append(a.sums, d+"  "+name)
	return d
}

// unspool writes every file that waits, in order of name, and says how many
// lines each has.
func (a *archive) unspool() (map[string]int, error) {
	out := map[string]int{}
	for _, name := range slices.Sorted(maps.Keys(a.spools)) {
		s := a.spools[name]
		if err := s.w.Flush(); err != nil {
			return nil, err
		}
		if _, err := s.f.Seek(0, io.SeekStart); err != nil {
			return nil, err
		}
		if _, err := a.file(name, zip.Deflate, s.f); err != nil {
			return nil, err
		}
		out[name] = s.lines
	}
	return out, nil
}

// shut lets the files go that wait.
func (a *archive) shut() {
	for _, s := range a.spools {
		s.f.Close()
	}
}
