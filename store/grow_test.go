package store_test

import (
	"os"
	"path/filepath"
	"regexp"
	"testing"
)

// What happened and who looked is only ever added to: no statement of the house
// changes or removes an entry of the ledger or a line of the audit. Records that
// wait in fresh leave it in one place, where they have just been added.
func TestLedgerAndAuditOnlyGrow(t *testing.T) {
	var files []string
	for _, glob := range []string{"*.go", "schema/*.sql", "schema/reads/*.sql"} {
		list, err := filepath.Glob(glob)
		must(t, err)
		files = append(files, list...)
	}
	changes := regexp.MustCompile(`(?i)\b(update|delete\s+from|truncate|drop\s+table|alter\s+table)\s+(entries|audit|audit_patients|fresh)\b`)
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
		adds += len(regexp.MustCompile(`insert into (entries|audit|audit_patients)\b`).FindAll(b, -1))
	}
	if moved != 1 {
		t.Errorf("records leave fresh in %d places", moved)
	}
	if adds < 3 {
		t.Errorf("only %d statements add: are they still called so?", adds)
	}
}
