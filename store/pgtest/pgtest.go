// Package pgtest starts a throwaway PostgreSQL for tests: a cluster of its own
// in a temporary folder, on a free loopback port, gone when the tests end.
package pgtest

import (
	"database/sql"
	"errors"
	"fmt"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	_ "github.com/jackc/pgx/v5/stdlib"
)

// Start gives the address of an empty database on a server of its own. It
// skips, and says so, where PostgreSQL's programs are not installed, and where
// only what is short is asked for.
func Start(t testing.TB) string {
	t.Helper()
	if testing.Short() {
		t.Skip("a database server takes its time")
	}
	dsn, stop, err := Boot()
	if errors.Is(err, ErrAbsent) {
		t.Skip(err)
	}
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(stop)
	return dsn
}

// ErrAbsent says that there is no PostgreSQL to start.
var ErrAbsent = errors.New("PostgreSQL is not installed: apt-get install postgresql")

// Boot starts a server and gives the address of its empty database, and what
// stops it.
func Boot() (dsn string, stop func(), err error) {
	s, err := New()
	if err != nil {
		return "", nil, err
	}
	return s.DSN, s.Remove, nil
}

// Server is a cluster that can go away and come back.
type Server struct {
	DSN                string
	bin, dir, data, as string
}

// New makes a cluster and starts it, with settings as name=value where its own are
// not meant.
func New(settings ...string) (s *Server, err error) {
	bins, err := filepath.Glob("/usr/lib/postgresql/*/bin")
	if err != nil || len(bins) == 0 {
		return nil, ErrAbsent
	}
	s = &Server{bin: bins[len(bins)-1]}
	if s.dir, err = os.MkdirTemp("", "referd-pg-"); err != nil {
		return nil, err
	}
	s.data = filepath.Join(s.dir, "data")
	defer func(s *Server) {
		if err != nil {
			s.Remove()
		}
	}(s)
	if os.Getuid() == 0 {
		if out, err := exec.Command("chown", "postgres", s.dir).CombinedOutput(); err != nil {
			return nil, fmt.Errorf("chown: %w\n%s", err, out)
		}
	}
	if err := s.do("initdb", "-D", s.data, "-A", "trust", "-U", "postgres", "-E", "UTF8", "--no-sync"); err != nil {
		return nil, err
	}
	for range 3 { // somebody else may be given the same port before it is taken here
		var port int
		if port, err = free(); err != nil {
			return nil, err
		}
		s.as = fmt.Sprintf("-c listen_addresses=127.0.0.1 -p %d -k %s", port, s.dir)
		for _, x := range settings {
			s.as += " -c " + x
		}
		s.DSN = fmt.Sprintf("postgres://postgres@127.0.0.1:%d/postgres?sslmode=disable", port)
		if err = s.Start(); err == nil {
			return s, nil
		}
	}
	return nil, err
}

// Start starts it, at the first time and again.
func (s *Server) Start() error {
	if err := s.do("pg_ctl", "-D", s.data, "-w", "-l", filepath.Join(s.dir, "log"), "-o", s.as, "start"); err != nil {
		return err
	}
	return ours(s.DSN, s.data)
}

// Halt stops it as a crash would; what it has stays.
func (s *Server) Halt() error { return s.do("pg_ctl", "-D", s.data, "-m", "immediate", "stop") }

// Remove stops it and forgets what it has.
func (s *Server) Remove() {
	s.Halt()
	os.RemoveAll(s.dir)
}

func (s *Server) do(name string, args ...string) error {
	if out, err := as(filepath.Join(s.bin, name), args...).CombinedOutput(); err != nil {
		return fmt.Errorf("%s: %w\n%s", name, err, out)
	}
	return nil
}

// Fresh makes an empty database on a running server and gives its address.
func Fresh(t testing.TB, dsn string) string {
	t.Helper()
	db, err := sql.Open("pgx", dsn)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	name := fmt.Sprintf("t%d", made.Add(1))
	if _, err := db.ExecContext(t.Context(), "create database "+name); err != nil {
		t.Fatal(err)
	}
	return strings.Replace(dsn, "/postgres?", "/"+name+"?", 1)
}

var made atomic.Int64

// as runs a program as a user PostgreSQL accepts: it refuses root.
func as(name string, args ...string) *exec.Cmd {
	if os.Getuid() == 0 {
		return exec.Command("runuser", append([]string{"-u", "postgres", "--", name}, args...)...)
	}
	return exec.Command(name, args...)
}

// ours checks that the server that answers is the one just started.
func ours(dsn, data string) error {
	db, err := sql.Open("pgx", dsn)
	if err != nil {
		return err
	}
	defer db.Close()
	var where string
	for range 50 {
		if err = db.QueryRow("show data_directory").Scan(&where); err == nil {
			break
		}
		time.Sleep(100 * time.Millisecond)
	}
	if err != nil || !strings.HasSuffix(where, data) {
		return fmt.Errorf("another server answers: %s, %w", where, err)
	}
	return nil
}

func free() (int, error) {
	ln, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return 0, err
	}
	defer ln.Close()
	return ln.Addr().(*net.TCPAddr).Port, nil
}
