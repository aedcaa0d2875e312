package store

import (
	"context"
	"slices"
	"strings"

	"referd/core/party"
	"referd/core/referral"
)

// Scope is who reads: what they may see is what stands in a relation to one of
// their organizations. System is for jobs and for what is nobody's patient.
type Scope struct {
	Orgs   []party.OrgID
	User   party.UserID
	Client party.ClientID
	Teams  []party.TeamID
	Only   referral.ID // let into this loop and no other; empty is any
	System bool
}

// View is a snapshot somebody reads.
type View struct {
	db      *DB
	s       *session
	scope   Scope
	writing bool  // it sees what a commit under way has written
	acted   int64 // acts before the snapshot began; on PostgreSQL once it is asked for (keeps)
	asked   bool  // it was, on PostgreSQL
	memo    *memo
	like    *View  // the commit it comes after, whose eyes it has
	joined  string // the scope's organizations as one text, once asked for
}

// View runs f on a snapshot.
func (db *DB) View(ctx context.Context, scope Scope, f func(*View) error) error {
	begin := "begin"
	if db.pg {
		begin = "begin isolation level repeatable read read only"
	}
	acted := db.acted.Load()
	s, err := db.begun(ctx, begin)
	if err != nil {
		return broken("store.View", err)
	}
	defer db.give(s)
	defer s.exec("rollback")
	return broken("store.View", f(&View{db: db, s: s, scope: scope, acted: acted, memo: newMemo()}))
}

// Later runs f on a snapshot after a commit, which knows what the commit knew.
func (db *DB) Later(ctx context.Context, was *View, f func(*View) error) error {
	return db.View(ctx, was.scope, func(v *View) error {
		v.memo, v.like = was.memo, was
		return f(v)
	})
}

// Committed reports whether all it shows has come to be: a commit under way sees
// what it has written itself, and that may be taken back.
func (v *View) Committed() bool { return !v.writing }

// eyes are what a memo is kept by: who reads.
func (v *View) eyes() *View {
	if v.like != nil {
		return v.like
	}
	return v
}

// As is the same snapshot as somebody else sees it: inside a commit, the one
// who asked for it.
func (v *View) As(scope Scope) *View {
	return &View{db: v.db, s: v.s, scope: scope, writing: v.writing, acted: v.acted, asked: v.asked, memo: v.memo}
}

// As is the same commit with the reading rights of who asked for it.
func (tx *Tx) As(scope Scope) *Tx { return &Tx{tx.View.As(scope), tx.audits, tx.veil, tx.held} }

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
	stands, with := v.related()
	return "exists (select 1 from relations r where r." + column + " = " + of + " and " + stands + ")", with
}

// related is that a relation is one of the reader's organizations' and stands
// now; of the one loop alone, where the reader is let into no other.
func (v *View) related() (string, []any) {
	cond, with := v.own("r.org")
	if v.scope.Only != "" {
		cond, with = cond+" and r.referral = ?", append(with, string(v.scope.Only))
	}
	return cond + " and (r.until = 0 or r.until > ?)", append(with, v.db.Now().UnixMicro())
}

// own is that a column names one of the reader's organizations. Many are one
// text to look in: who is asked about has few organizations, so that going
// through those is less than looking for each of the reader's.
func (v *View) own(column string) (string, []any) {
	if len(v.scope.Orgs) == 1 {
		return column + " = ?", []any{string(v.scope.Orgs[0])}
	}
	return v.s.within() + "(?, ' ' || " + column + " || ' ') > 0", []any{v.orgs()}
}

// within is what says where in a text another begins.
func (s *session) within() string {
	if s.pg {
		return "strpos"
	}
	return "instr"
}

// orgs are the reader's organizations as one text. No id has a space or is empty.
func (v *View) orgs() string {
	if v.joined == "" {
		v.joined = spaced(v.scope.Orgs)
	}
	return v.joined
}

// spaced is a list of ids as one text, with a space before and after each.
func spaced(list []party.OrgID) string {
	var b strings.Builder
	for _, o := range list {
		if o != "" && !strings.Contains(string(o), " ") {
			b.WriteString(" " + string(o))
		}
	}
	return b.String() + " "
}

// sees reports whether the reader may see a loop.
func (v *View) sees(id referral.ID) (bool, error) {
	if v.scope.System || len(v.scope.Orgs) == 0 {
		return v.scope.System, nil
	}
	key := loopSeen{v.eyes(), id}
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

// Through is a relation that lets somebody see a loop or a patient.
type Through struct {
	Referral referral.ID // empty: of a patient registered there
	Patient  party.PatientID
	Org      party.OrgID
}

// Through lists the reader's own relations to loops and to patients.
func (v *View) Through(loops []referral.ID, patients []party.PatientID) (out []Through, err error) {
	if len(v.scope.Orgs) == 0 {
		return nil, nil
	}
	var asked []referral.ID
	for _, l := range loops {
		if known, ok := v.memo.through[loopSeen{v.eyes(), l}]; ok {
			out = append(out, known...)
		} else {
			asked = append(asked, l)
		}
	}
	for column, ids := range map[string][]any{"referral": args(asked), "patient": args(patients)} {
		for some := range slices.Chunk(ids, 500) {
			stands, mine := v.related()
			err := v.s.each("select r.referral, r.patient, r.org from relations r where r."+column+" in ("+marksFor(len(some))+") and "+stands, slices.Concat(some, mine), func(scan func(...any) error) error {
				var x Through
				err := scan(&x.Referral, &x.Patient, &x.Org)
				out = append(out, x)
				return err
			})
			if err != nil {
				return nil, broken("store.Through", err)
			}
		}
	}
	return out, nil
}

// several reports whether the reader acts for more than one organization.
func (v *View) several() bool { return len(v.scope.Orgs) > 1 && !v.scope.System }

// throughs is what Through says of one loop as a text in a list of loops, for a
// reader of several organizations; nobody else's record asks.
func (v *View) throughs(of string) (string, []any) {
	if !v.several() {
		return "''", nil
	}
	stands, mine := v.related()
	gather := "group_concat"
	if v.s.pg {
		gather = "string_agg"
	}
	return "coalesce((select " + gather + "(r.org || ' ' || r.patient, ' ') from relations r where r.referral = " + of + " and " + stands + "), '')", mine
}

// noteThrough remembers what throughs gave. No id has a space.
func (v *View) noteThrough(of referral.ID, text string) {
	if text == "" {
		return
	}
	var out []Through
	for pair := range slices.Chunk(strings.Fields(text), 2) {
		out = append(out, Through{Referral: of, Patient: party.PatientID(pair[1]), Org: party.OrgID(pair[0])})
	}
	v.memo.through[loopSeen{v.eyes(), of}] = out
}

// listed is visible for a list. What an organization of the reader's sent is its
// own by the very condition of the list, and is not asked about row by row; nor is
// what came to it, or what a team of theirs owes (who owes a thing is in relation to
// it), where none of their relations ends.
func (v *View) listed(q Queue, id string) (string, []any) {
	cond, with := v.visible("referral", id)
	if v.scope.System || v.scope.Only != "" || len(v.scope.Orgs) == 0 {
		return cond, with
	}
	stands, mine := v.own("e.org")
	never := "not exists (select 1 from relations e where " + stands + " and e.until <> 0)"
	switch own := slices.Contains(v.scope.Orgs, q.Org); {
	case own && q.Side == referral.Sender:
		return "1 = 1", nil
	case own && q.Side == referral.Receiver:
		return "(" + never + " or " + cond + ")", slices.Concat(mine, with)
	case q.Side == "" && len(q.Teams) > 0:
		theirs, of := v.own("d.org")
		return "(o.team in (select d.id from directory d where d.kind = 'team' and " + theirs + ") and " + never + " or " + cond + ")", slices.Concat(of, mine, with)
	}
	return cond, with
}
