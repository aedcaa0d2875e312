package loop_test

import (
	"database/sql"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"referd/core/party"
	"referd/core/referral"
	"referd/desk/chase"
	"referd/desk/desktest"
	"referd/store/pgtest"
)

// What was changed behind the ledger's back is found and named; nothing is
// touched until that is asked for; then every row is what its ledger says.
func TestRebuildNamesAndMendsWhatDiffers(t *testing.T) {
	t.Run("sqlite", func(t *testing.T) { rebuilds(t, "sqlite3", filepath.Join(t.TempDir(), "referd.db")) })
	t.Run("postgres", func(t *testing.T) { rebuilds(t, "pgx", pgtest.Start(t)) })
}

func rebuilds(t *testing.T, driver, dsn string) {
	h := desktest.On(t, dsn)
	story(t, h)
	var ids []referral.ID
	for range 12 {
		ids = append(ids, sent(t, h, party.Routine, "cardio"))
	}
	again := func(repair bool) chase.Rebuilt {
		t.Helper()
		out, err := chase.Rebuild(ctx, h.Desk, repair, nil)
		if err != nil || out.Loops < 13 {
			t.Fatalf("%+v, %v", out, err)
		}
		return out
	}
	if out := again(false); out.Differ != 0 || out.Loops != 13 {
		t.Fatalf("nothing was touched, and %+v", out)
	}
	want := map[referral.ID]string{}
	db, err := sql.Open(driver, dsn)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	for i, x := range []struct{ change, where string }{
		{"update referrals set phase = 'booked' where id = ?", "Phase"},
		{"update referrals set due = due + 1, owner_team = 'other' where id = ?", "Ball"},
		{"update referrals set class = 1, extra = '{}' where id = ?", "Class, Extra"},
		{"delete from owed where referral = ?", "owed ball"},
		{"update owed set act = 'report' where referral = ?", "owed ball"},
		{"update tasks set status = 'completed' where referral = ?", "task"},
		{"delete from tasks where referral = ?", "task"},
		{"delete from relations where kind = 'receiving' and referral = ?", "relation receiving"},
		{"delete from referrals where id = ?", "no row"},
		{"insert into owed (referral, duty, kind, team, person, holder, act, due, since, class, phase, open, next) values (?, 'x', 'item', 'team', '', '', 'read', 1, 1, 1, 'sent', 1, 1)", "owed x, which is over"},
	} {
		q := x.change
		if driver == "pgx" {
			q = strings.Replace(q, "?", "$1", 1)
		}
		if _, err := db.ExecContext(ctx, q, string(ids[i])); err != nil {
			t.Fatal(err)
		}
		want[ids[i]] = x.where
	}
	for range 2 { // looking changes nothing
		out := again(false)
		if out.Differ != len(want) || out.Repaired != 0 {
			t.Errorf("%d differ and %d were repaired, want %d and none", out.Differ, out.Repaired, len(want))
		}
		for _, d := range out.First {
			if where := slices.Compact(d.Where); strings.Join(where, ", ") != want[d.ID] && !strings.HasPrefix(strings.Join(where, ", "), want[d.ID]) {
				t.Errorf("%s differs in %v, want %q", d.ID, d.Where, want[d.ID])
			}
		}
	}
	if out := again(true); out.Repaired != len(want) {
		t.Errorf("repaired %+v", out)
	}
	if out := again(false); out.Differ != 0 {
		t.Errorf("after the repair: %+v", out)
	}
	refuses := map[string]string{"pgx": "drop trigger entries_grows on entries", "sqlite3": "drop trigger entries_delete"}[driver]
	for _, q := range []string{refuses, "delete from entries where referral = '" + string(ids[11]) + "'"} {
		if _, err := db.ExecContext(ctx, q); err != nil {
			t.Fatal(err)
		}
	}
	if out := again(true); out.Differ != 1 || out.Repaired != 0 || out.First[0].Where[0] != "no ledger" {
		t.Errorf("a row without a ledger: %+v", out)
	}
}
