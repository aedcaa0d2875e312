package store_test

import (
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"referd/core/access"
	"referd/core/party"
	"referd/core/referral"
	"referd/store"
)

// What happened, who looked and what was set up is only ever added to: no
// statement of the house changes or removes an entry of the ledger, a line of
// the audit or a version of the directory. Records that wait in fresh leave it in
// one place, where they have just been added.
func TestLedgerAndAuditOnlyGrow(t *testing.T) {
	var files []string
	for _, glob := range []string{"*.go", "schema/*.sql", "schema/reads/*.sql"} {
		list, err := filepath.Glob(glob)
		must(t, err)
		files = append(files, list...)
	}
	changes := regexp.MustCompile(`(?i)\b(update|delete\s+from|truncate|drop\s+table|alter\s+table)\s+(entries|audit|audit_patients|fresh|directory_past)\b`)
	adds, moved := 0, 0
	for _, f := range files {
		if filepath.Ext(f) == ".go" && regexp.MustCompile(`_test\.go$`).MatchString(f) {
			continue
		}
		b, err := os.ReadFile(f)
		must(t, err)
		for _, m := range changes.FindAll(b, -1) {
			if string(m) == "delete from fresh" && f == "reads.go" {
				moved++
				continue
			}
			t.Errorf("%s: %s", f, m)
		}
		adds += len(regexp.MustCompile(`insert into (entries|audit|audit_patients|directory_past)\b`).FindAll(b, -1))
	}
	if moved != 1 {
		t.Errorf("records leave fresh in %d places", moved)
	}
	if adds < 3 {
		t.Errorf("only %d statements add: are they still called so?", adds)
	}
}

// Nor does the database let anybody else: it refuses to change, replace or remove
// an entry or a record, those that wait to be put where they are found included.
func TestTheDatabaseForgetsNothing(t *testing.T) {
	both(t, func(t *testing.T, dsn string) {
		db := opened(t, dsn, t.TempDir())
		record := access.Record{User: "u", Org: "home", Action: access.Read, Kind: "loop.read", Referral: "r", Patients: []party.PatientID{"pat"}, Outcome: access.Success}
		must(t, commit(t, db, func(tx *store.Tx) error {
			if err := tx.Append([]referral.Entry{entry(1, referral.Opened{})}, row("r", 1)); err != nil {
				return err
			}
			if err := tx.PutThing("org", "home", "home", "Home"); err != nil {
				return err
			}
			return tx.Audit(record)
		}))
		for range 1100 { // the first of them are where they are found, the last wait
			must(t, db.Seen(t.Context(), record))
		}
		pg := strings.HasPrefix(dsn, "postgres")
		files := map[string][]string{dsn: {"entries", "audit", "fresh", "directory_past"}, strings.TrimSuffix(dsn, ".db") + ".reads.db": {"audit", "fresh", "audit_patients"}}
		if pg {
			files = map[string][]string{dsn: {"entries", "audit", "audit_patients", "directory_past"}}
		}
		for file, tables := range files {
			db := raw(t, file)
			for _, table := range tables {
				column := map[string]string{"entries": "noted", "audit_patients": "patient", "directory_past": "at"}[table]
				if column == "" {
					column = "recorded"
				}
				count := func() (n int) {
					must(t, db.QueryRowContext(t.Context(), "select count(*) from "+table).Scan(&n))
					return n
				}
				before := count()
				if before == 0 && !(table == "audit" && strings.HasSuffix(file, "r.db")) {
					t.Errorf("%s: nothing is in %s", file, table)
				}
				forbidden := []string{"update %[1]s set %[2]s = %[2]s", "delete from %[1]s", "truncate %[1]s"}
				if !pg {
					forbidden[2] = "insert or replace into %[1]s select * from %[1]s"
				}
				for _, q := range forbidden {
					if table == "audit_patients" && strings.HasPrefix(q, "insert") || before == 0 {
						continue // what it is is its key
					}
					_, err := db.ExecContext(t.Context(), fmt.Sprintf(q, table, column))
					if err == nil || !strings.Contains(err.Error(), "grows") {
						t.Errorf("%s, %s: %v", file, fmt.Sprintf(q, table, column), err)
					}
				}
				if n := count(); n != before {
					t.Errorf("%s: of %d in %s there are %d", file, before, table, n)
				}
			}
		}
	})
}
