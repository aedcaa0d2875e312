package main

import (
	"context"
	"database/sql"
	"fmt"
	"strings"
)

// multiply copies the loops of a house that is not running until there are
// about as many as asked: each copy has ids, codes and tasks of its own, in
// order, so that it is a hospital's many years and not one loop many times. With
// people each copy is of other patients too, whose records are the caller's to make.
func multiply(ctx context.Context, file string, want int, people bool) (int, error) {
	db, err := sql.Open("sqlite3", "file:"+file+"?_pragma=journal_mode(wal)&_pragma=synchronous(off)&_pragma=cache_size(-65536)")
	if err != nil {
		return 0, err
	}
	defer db.Close()
	db.SetMaxOpenConns(1)
	have := 0
	if err := db.QueryRowContext(ctx, "select count(*) from referrals").Scan(&have); err != nil || have == 0 {
		return 0, fmt.Errorf("bench: %d referrals to copy: %w", have, err)
	}
	for _, table := range []string{"referrals", "entries", "owed", "tasks", "relations"} {
		q := "create temp table seed_" + table + " as select * from " + table
		if table == "relations" {
			q += " where referral <> ''"
		}
		if _, err := db.ExecContext(ctx, q); err != nil {
			return 0, err
		}
	}
	whose := strings.NewReplacer("{patient}", "patient", "{receiver}", "receiver_patient", "{body}", "body")
	if people {
		other := func(id string) string { return "iif(" + id + " = '', '', 'z' || {k} || substr(" + id + ", 8))" }
		whose = strings.NewReplacer("{patient}", other("patient"), "{receiver}", other("receiver_patient"),
			"{body}", "(select replace(replace(body, l.patient, "+other("l.patient")+"), l.receiver_patient, "+other("l.receiver_patient")+") from seed_referrals l where l.id = seed_entries.referral)")
		if _, err := db.ExecContext(ctx, "create index temp.seed_referrals_id on seed_referrals (id)"); err != nil {
			return 0, err
		}
	}
	copies := want/have - 1
	for k := 1; k <= copies; k++ {
		for _, q := range copied {
			if _, err := db.ExecContext(ctx, strings.ReplaceAll(whose.Replace(q), "{k}", fmt.Sprintf("'%06d'", k))); err != nil {
				return 0, fmt.Errorf("%w in %s", err, q)
			}
		}
	}
	_, err = db.ExecContext(ctx, "pragma wal_checkpoint(truncate)")
	return have * (copies + 1), err
}

// copied are the statements of one copy: an id gets the copy's number in front
// of its last letters, which are chance, and sorts after the copies before it.
var copied = []string{
	"begin",
	`insert into referrals select 'z' || {k} || substr(id, 8), {k} || code, seq, phase, open, urgency, origin, leg, {patient}, {receiver}, sender, sender_team, clinician, receiver, service, question,
		owner_team, owner_person, holder, act, due, due_from, class, seen_by, started, sent, since, ended, visit, sr_status, authored, noted, extra, shown, shown_at from seed_referrals order by 1`,
	`insert into entries select 'z' || {k} || substr(referral, 8), seq, at, noted, who, key, kind, {body}, owed from seed_entries order by 1, 2`,
	`insert into owed (referral, duty, kind, team, person, holder, act, due, since, class, phase, open, level, next)
		select 'z' || {k} || substr(referral, 8), duty, kind, team, person, holder, act, due, since, class, phase, open, level, next from seed_owed order by 1, 2`,
	`insert into tasks (id, referral, leg, owner, requester, status, business, authored, updated)
		select 'z' || {k} || substr(id, 8), 'z' || {k} || substr(referral, 8), leg, owner, requester, status, business, authored, updated from seed_tasks order by 1`,
	`insert into relations (org, patient, kind, referral, since, until)
		select org, {patient}, kind, 'z' || {k} || substr(referral, 8), since, until from seed_relations order by 4`,
	"commit",
}
