package store

import (
	"context"
	"slices"

	"referd/core/party"
	"referd/core/referral"
)

// Scope is who reads: what they may see is what stands in a relation to one of
// their organizations. System is for jobs and for what is nobody's patient.
type Scope struct {
	Orgs   []party.OrgID
	User   party.UserID
	Teams  []party.TeamID
	System bool
}

// View is a snapshot somebody reads.
type View struct {
	db      *DB
	s       *session
	scope   Scope
	writing bool // it sees what a commit under way has written
	memo    *memo
}

// View runs f on a snapshot.
func (db *DB) View(ctx context.Context, scope Scope, f func(*View) error) error {
	begin := "begin"
	if db.pg {
		begin = "begin isolation level repeatable read read only"
	}
	s, err := db.begun(ctx, begin)
	if err != nil {
		return broken("store.View", err)
	}
	defer db.give(s)
	defer s.exec("rollback")
	return broken("store.View", f(&View{db: db, s: s, scope: scope, memo: newMemo()}))
}

// As is the same snapshot as somebody else sees it: inside a commit, the one
// who asked for it.
func (v *View) As(scope Scope) *View {
	return &View{db: v.db, s: v.s, scope: scope, writing: v.writing, memo: v.memo}
}

// As is the same commit with the reading rights of who asked for it.
func (tx *Tx) As(scope Scope) *Tx { return &Tx{tx.View.As(scope), tx.audits} }

// visible is the one place that says which loops, patients or documents a
// scope may see: it narrows a condition to rows that stand in a relation to
// one of the reader's organizations now. column is "patient" or "referral".
func (v *View) visible(column, of string) (string, []any) {
	if v.scope.System {
		return "1 = 1", nil
	}
	if len(v.scope.Orgs) == 0 {
		return "(1 = 0 and " + of + " = '')", nil
	}
	org := "r.org"
	if column == "referral" {
		org = "coalesce(r.org, '')" // a loop has few relations: look through them, not for each organization of the reader
	}
	return "exists (select 1 from relations r where r." + column + " = " + of + " and " + org + " in (" + marksFor(len(v.scope.Orgs)) + ") and (r.until = 0 or r.until > ?))",
		append(args(v.scope.Orgs), v.db.Now().UnixMicro())
}

// sees reports whether the reader may see a loop.
func (v *View) sees(id referral.ID) (bool, error) {
	if v.scope.System || len(v.scope.Orgs) == 0 {
		return v.scope.System, nil
	}
	key := loopSeen{v, id}
	if v.memo.loops[key] {
		return true, nil
	}
	cond, with := v.visible("referral", "?")
	var one int
	ok, err := v.s.one("select 1 where "+cond, append([]any{string(id)}, with...), &one)
	if ok {
		v.memo.loops[key] = true
	}
	return ok, err
}

// listed is visible for a list: what an organization of the reader's sent is its
// own by the very condition of the list, and is not asked about row by row.
func (v *View) listed(q Queue, id string) (string, []any) {
	if q.Side == referral.Sender && slices.Contains(v.scope.Orgs, q.Org) {
		return "1 = 1", nil
	}
	return v.visible("referral", id)
}
