package store_test

import (
	"bufio"
	"bytes"
	"crypto/sha256"
	"database/sql"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/pressly/goose/v3"

	"referd/base/fault"
	"referd/core/party"
	"referd/core/referral"
	"referd/store"
	"referd/store/schema"
)

// raw speaks SQL to a database around the store, as an operator might.
func raw(t testing.TB, dsn string) *sql.DB {
	t.Helper()
	driver := "sqlite3"
	if strings.HasPrefix(dsn, "postgres") {
		driver = "pgx"
	} else {
		dsn = "file:" + dsn
	}
	db, err := sql.Open(driver, dsn)
	must(t, err)
	t.Cleanup(func() { db.Close() })
	return db
}

// both runs a test on an empty database of each kind.
func both(t *testing.T, f func(t *testing.T, dsn string)) {
	t.Run("sqlite", func(t *testing.T) { f(t, filepath.Join(t.TempDir(), "r.db")) })
	t.Run("postgres", func(t *testing.T) { f(t, postgres(t)) })
}

// A migration is never edited once it is released: a database made by it must
// be what its number says. A new one gets a line here.
func TestReleasedMigrationsAreNeverEdited(t *testing.T) {
	b, err := os.ReadFile("testdata/released.txt")
	must(t, err)
	released := map[string]string{}
	for line := range strings.Lines(string(b)) {
		hash, name, _ := strings.Cut(strings.TrimSpace(line), "  ")
		released[name] = hash
	}
	names, err := fs.Glob(os.DirFS("schema"), "*.sql")
	must(t, err)
	ofReads, err := fs.Glob(os.DirFS("schema"), "reads/*.sql")
	must(t, err)
	names = append(names, ofReads...)
	for _, name := range names {
		b, err := os.ReadFile(filepath.Join("schema", name))
		must(t, err)
		sum := sha256.Sum256(b)
		if got := hex.EncodeToString(sum[:]); released[name] != got {
			t.Errorf("%s is %s, released as %q: write a new migration instead", name, got, released[name])
		}
		delete(released, name)
	}
	for name := range released {
		t.Errorf("%s was released and is gone", name)
	}
}

// A database a newer version wrote is left alone, in words that say what to do.
func TestANewerDatabaseIsRefused(t *testing.T) {
	both(t, func(t *testing.T, dsn string) {
		open(t, dsn)
		_, err := raw(t, dsn).ExecContext(t.Context(), "insert into goose_db_version (version_id, is_applied) values (99, true)")
		must(t, err)
		if strings.HasPrefix(dsn, "postgres") {
			_, err = store.Open(t.Context(), store.Options{DSN: dsn, Dir: t.TempDir()})
		} else { // another process would be kept off by the lock: look at a copy
			copied := filepath.Join(t.TempDir(), "r.db")
			_, e := raw(t, dsn).ExecContext(t.Context(), "vacuum into '"+copied+"'")
			must(t, e)
			_, err = store.Open(t.Context(), store.Options{DSN: copied, Dir: t.TempDir()})
		}
		if fault.Of(err) != fault.Refused || !strings.Contains(fault.Public(err), "newer version (schema 99)") {
			t.Errorf("opened with %v: %q", err, fault.Public(err))
		}
	})
}

// kept is a line of a filled database of an earlier schema.
type kept struct {
	Table string
	Row   map[string]any
}

// filled reads the rows of a database as an earlier schema had them: ten loops
// of different phases with all that belongs to them.
func filled(t *testing.T, name string) (rows []kept, key []byte) {
	t.Helper()
	b, err := os.ReadFile(name)
	must(t, err)
	lines := bufio.NewScanner(bytes.NewReader(b))
	lines.Buffer(nil, 1<<20)
	for lines.Scan() {
		var k kept
		d := json.NewDecoder(bytes.NewReader(lines.Bytes()))
		d.UseNumber()
		must(t, d.Decode(&k))
		for c, v := range k.Row {
			switch x := v.(type) {
			case json.Number:
				k.Row[c], err = x.Int64()
			case map[string]any:
				var bin struct{ B []byte }
				body, _ := json.Marshal(x)
				err = json.Unmarshal(body, &bin)
				k.Row[c] = bin.B
			}
			must(t, err)
		}
		if k.Table == "key" {
			key = k.Row["key"].([]byte)
			continue
		}
		rows = append(rows, k)
	}
	must(t, lines.Err())
	return rows, key
}

// statement is a text over a row's columns, and its values in order.
func (k kept) statement(pg bool, text func(columns, marks []string) string) (string, []any) {
	columns := slices.Sorted(maps.Keys(k.Row))
	var marks []string
	var with []any
	for i, c := range columns {
		mark := "?"
		if pg {
			mark = fmt.Sprintf("$%d", i+1)
		}
		marks, with = append(marks, mark), append(with, k.Row[c])
	}
	return text(columns, marks), with
}

// From a filled earlier schema: everything that was there is there, and is
// found the new ways too.
func TestAFilledEarlierSchemaIsBroughtUp(t *testing.T) {
	both(t, func(t *testing.T, dsn string) {
		pg := strings.HasPrefix(dsn, "postgres")
		rows, key := filled(t, "testdata/schema2.jsonl")
		dir := t.TempDir()
		must(t, os.WriteFile(filepath.Join(dir, "key"), key, 0o600))
		old := raw(t, dsn)
		upTo(t, old, pg, 2)
		for _, k := range rows {
			over := ""
			if pg && (k.Table == "audit" || k.Table == "feed" || k.Table == "jobs") {
				over = " overriding system value"
			}
			q, with := k.statement(pg, func(c, m []string) string {
				return "insert into " + k.Table + " (" + strings.Join(c, ", ") + ")" + over + " values (" + strings.Join(m, ", ") + ")"
			})
			if _, err := old.ExecContext(t.Context(), q, with...); err != nil {
				t.Fatalf("%s: %v", k.Table, err)
			}
		}
		if pg {
			for _, table := range []string{"audit", "feed", "jobs"} {
				_, err := old.ExecContext(t.Context(), "select setval(pg_get_serial_sequence('"+table+"', 'id'), (select max(id) from "+table+"))")
				must(t, err)
			}
		}
		must(t, old.Close())
		db := opened(t, dsn, dir)
		stays(t, raw(t, dsn), rows, pg)
		reads(t, db, rows)
	})
}

func upTo(t *testing.T, db *sql.DB, pg bool, version int64) {
	t.Helper()
	files, err := schema.For(pg)
	must(t, err)
	dialect := goose.DialectSQLite3
	if pg {
		dialect = goose.DialectPostgres
	}
	p, err := goose.NewProvider(dialect, db, files)
	must(t, err)
	_, err = p.UpTo(t.Context(), version)
	must(t, err)
}

// stays finds every row again by all its columns; a mark's system stands apart now.
func stays(t *testing.T, db *sql.DB, rows []kept, pg bool) {
	for _, k := range rows {
		if system, value, ok := strings.Cut(fmt.Sprint(k.Row["value"]), "|"); ok && k.Table == "marks" {
			k.Row["system"], k.Row["value"] = system, value
		}
		q, with := k.statement(pg, func(c, m []string) string {
			for i := range c {
				c[i] += " is not distinct from " + m[i]
			}
			return "select count(*) from " + k.Table + " where " + strings.Join(c, " and ")
		})
		var n int
		if err := db.QueryRowContext(t.Context(), q, with...).Scan(&n); err != nil || n != 1 {
			t.Errorf("%s: %v is there %d times, %v", k.Table, k.Row, n, err)
		}
	}
}

// reads reads what was filled through the store, and writes on.
func reads(t *testing.T, db *store.DB, rows []kept) {
	must(t, view(t, db, store.Scope{System: true}, func(v *store.View) error {
		if n, err := v.Orphans(); err != nil || n != 0 {
			t.Errorf("%d orphans, %v", n, err)
		}
		owed, texts := 0, 0
		for _, k := range rows {
			switch k.Table {
			case "owed":
				owed++
			case "patients":
				family := k.Row["family"].(string)
				last := family[strings.LastIndexByte(family, ' ')+1:]
				if out, err := v.FindPatients(store.Find{Name: last, Limit: 100}); err != nil || !slices.ContainsFunc(out, func(p party.Patient) bool { return string(p.ID) == k.Row["id"] }) {
					t.Errorf("nobody is found by %q: %v", last, err)
				}
				finds(t, v, k)
			case "referrals":
				id := referral.ID(k.Row["id"].(string))
				r, err := v.Row(id)
				must(t, err)
				s, err := v.Loop(id)
				must(t, err)
				if n, at := s.Shown(); n != r.Shown || n == 0 || !at.Equal(r.ShownAt) {
					t.Errorf("%s: %d entries have shown by %v, the row says %d by %v", id, n, at, r.Shown, r.ShownAt)
				}
				if s.Seq != r.Seq || s.Phase() != r.Phase || s.Open() != r.Open {
					t.Errorf("%s: the row says %d %s, the ledger %d %s", id, r.Seq, r.Phase, s.Seq, s.Phase())
				}
				words, err := v.Texts(id)
				must(t, err)
				texts += len(words)
			}
		}
		list, err := v.Queue(store.Queue{Limit: 100}, day0)
		must(t, err)
		if len(list) != owed || owed == 0 || texts == 0 {
			t.Errorf("%d of %d owed things listed, %d texts", len(list), owed, texts)
		}
		for i := 1; i < len(list); i++ {
			if list[i].Open && !list[i-1].Open {
				t.Error("what is over stands before what is open")
			}
		}
		if ids, err := v.Marked("ServiceRequest", "identifier", "PLAC-1"); err != nil || len(ids) != 1 {
			t.Errorf("a mark is not found by its bare value: %v, %v", ids, err)
		}
		return nil
	}))
	must(t, commit(t, db, func(tx *store.Tx) error {
		r := row("new", 1)
		return tx.Append([]referral.Entry{entry(1, referral.Opened{})}, r)
	}))
}

// finds finds a filled patient by the columns and tables that came since.
func finds(t *testing.T, v *store.View, k kept) {
	t.Helper()
	p, err := v.Patient(party.PatientID(k.Row["id"].(string)))
	must(t, err)
	asked := []store.Find{}
	for _, number := range strings.Fields(k.Row["phones"].(string)) {
		asked = append(asked, store.Find{Phone: number}, store.Find{Phone: number[len(number)-4:]})
	}
	if p.Email != "" {
		asked = append(asked, store.Find{Email: strings.ToUpper(p.Email)})
	}
	if p.Address.PostalCode != "" {
		asked = append(asked, store.Find{PostalCode: p.Address.PostalCode})
	}
	found, err := v.FoundBy([]store.Stretch{store.ByBirth(p.Born)}, 500)
	if err != nil || !slices.ContainsFunc(found, func(f store.Found) bool { return f.Patient == p.ID }) {
		t.Errorf("%s is not found by the birth date: %v", p.ID, err)
	}
	if len(asked) == 0 {
		t.Errorf("%s has nothing to be found by", p.ID)
	}
	for _, f := range asked {
		f.Limit = 500
		if out, err := v.FindPatients(f); err != nil || !slices.ContainsFunc(out, func(q party.Patient) bool { return q.ID == p.ID }) {
			t.Errorf("not found by %+v: %v", f, err)
		}
	}
}
