package store_test

import (
	"strings"
	"testing"

	"referd/core/referral"
	"referd/store"
)

// Promise 1 in the words of the database: whoever writes around the house, an
// operator with a console, cannot leave an open loop or a duty without an
// owner, an act and a due, give one to "system", or write an entry twice.
func TestTheDatabaseItselfRefusesAnOrphan(t *testing.T) {
	both(t, func(t *testing.T, dsn string) {
		db := open(t, dsn)
		must(t, commit(t, db, func(tx *store.Tx) error {
			return tx.Append([]referral.Entry{entry(1, referral.Opened{})}, full("a", 1))
		}))
		operator := raw(t, dsn)
		for _, q := range []string{
			"update referrals set owner_team = '' where id = 'a'",
			"update referrals set owner_team = 'system' where id = 'a'",
			"update referrals set owner_person = 'system' where id = 'a'",
			"update referrals set act = '' where id = 'a'",
			"update referrals set due = null where id = 'a'",
			"update referrals set open = 2 where id = 'a'",
			"update referrals set class = 4 where id = 'a'",
			"update owed set team = '' where referral = 'a'",
			"update owed set team = 'system' where referral = 'a'",
			"update owed set person = 'system' where referral = 'a'",
			"update owed set act = '' where referral = 'a'",
			"update owed set due = 0 where referral = 'a'",
			"update owed set due = null where referral = 'a'",
			"insert into owed (referral, duty, kind, team, person, holder, act, due, since, class, phase, open, next) values ('a', 'y', 'item', '', '', '', 'read', 1, 1, 1, 'sent', 1, 1)",
			"insert into owed (referral, duty, kind, team, person, holder, act, due, since, class, phase, open, next) values ('a', 'y', 'item', 'team', '', '', '', 1, 1, 1, 'sent', 1, 1)",
			"insert into owed (referral, duty, kind, team, person, holder, act, since, class, phase, open, next) values ('a', 'y', 'item', 'team', '', '', 'read', 1, 1, 'sent', 1, 1)",
			"insert into owed (referral, duty, kind, team, person, holder, act, due, since, class, phase, open, next) values ('a', '', 'ball', 'team', '', '', 'read', 1, 1, 1, 'sent', 1, 1)",
			"insert into entries (referral, seq, at, noted, who, key, kind, body) values ('a', 1, 1, 1, '{}', 'k', 'opened', '{}')",
			"insert into referrals select 'b', 'b', seq, phase, 1, urgency, origin, leg, patient, receiver_patient, sender, sender_team, clinician, receiver, service, question, '', '', holder, act, due, due_from, class, seen_by, started, sent, since, ended, visit, sr_status, authored, noted, extra, shown, shown_at from referrals",
			"insert into referrals select 'b', code, seq, phase, open, urgency, origin, leg, patient, receiver_patient, sender, sender_team, clinician, receiver, service, question, owner_team, owner_person, holder, act, due, due_from, class, seen_by, started, sent, since, ended, visit, sr_status, authored, noted, extra, shown, shown_at from referrals",
		} {
			_, err := operator.ExecContext(t.Context(), q)
			if err == nil || !strings.Contains(strings.ToLower(err.Error()), "constraint") {
				t.Errorf("not refused by a constraint: %s: %v", q, err)
			}
		}
		for _, q := range []string{ // what is allowed is: the list above fails for its reason
			"update referrals set owner_team = 'other', act = 'read', due = 5 where id = 'a'",
			"insert into owed (referral, duty, kind, team, person, holder, act, due, since, class, phase, open, next) values ('a', 'y', 'item', 'team', '', '', 'read', 1, 1, 1, 'sent', 1, 1)",
			"update referrals set open = 0, owner_team = '', act = '', due = null where id = 'a'",
		} {
			if _, err := operator.ExecContext(t.Context(), q); err != nil {
				t.Errorf("%s: %v", q, err)
			}
		}
	})
}
