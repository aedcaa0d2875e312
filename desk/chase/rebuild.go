package chase

import (
	"cmp"
	"context"
	"reflect"
	"runtime"
	"slices"
	"strings"
	"sync"
	"time"

	"golang.org/x/sync/errgroup"

	"referd/base/id"
	"referd/core/referral"
	"referd/desk"
	"referd/desk/turn"
	"referd/store"
)

// Rebuilt is what came of folding every ledger again.
type Rebuilt struct {
	Loops    int
	Differ   int
	Repaired int
	First    []Difference // the first hundred, by id
}

// Difference is a loop whose row is not what its ledger says, and where. It
// names no value: those may be a patient's.
type Difference struct {
	ID    referral.ID
	Where []string // "Phase", "owed item/1", "task of leg 0", "no row", "no ledger"
}

// stretch is how many loops are read at once: what a rebuild keeps in memory,
// for each of those at work on it.
const stretch = 256

// Rebuild folds every ledger again and compares the row, what is owed, the
// tasks and the relations with what comes of it; as many stretches of loops at
// once as there are processors. With repair, what differs is written anew.
func Rebuild(ctx context.Context, d *desk.Desk, repair bool, said func(done int)) (Rebuilt, error) {
	dir, err := d.Directory(ctx)
	if err != nil {
		return Rebuilt{}, err
	}
	r := &rebuild{d: d, dir: dir, repair: repair, said: said}
	var cuts []referral.ID
	err = d.DB.View(ctx, store.Scope{System: true}, func(v *store.View) (err error) { cuts, err = v.Cuts(4 * runtime.GOMAXPROCS(0)); return err })
	if err != nil {
		return Rebuilt{}, err
	}
	g, ctx := errgroup.WithContext(ctx)
	g.SetLimit(runtime.GOMAXPROCS(0))
	after := referral.ID("")
	for _, upto := range append(cuts, "") {
		from := after
		g.Go(func() error { return r.run(ctx, from, upto) })
		after = upto
	}
	err = g.Wait()
	slices.SortFunc(r.out.First, func(a, b Difference) int { return strings.Compare(string(a.ID), string(b.ID)) })
	return r.out, err
}

// rebuild is one under way.
type rebuild struct {
	d      *desk.Desk
	dir    *desk.Directory
	repair bool
	said   func(int)
	mu     sync.Mutex
	out    Rebuilt
}

// run goes through the loops after one id up to another.
func (r *rebuild) run(ctx context.Context, after, upto referral.ID) error {
	for {
		var page []store.Whole
		var last referral.ID
		err := r.d.DB.View(ctx, store.Scope{System: true}, func(v *store.View) (err error) {
			page, last, err = v.Wholes(after, upto, stretch)
			return err
		})
		if err != nil || len(page) == 0 {
			return err
		}
		var differ []Difference
		for _, w := range page {
			if where := r.compare(w); len(where) > 0 {
				differ = append(differ, Difference{w.ID, where})
			}
		}
		mended := 0
		for _, x := range differ {
			if !r.repair || slices.Contains(x.Where, "no ledger") {
				continue
			}
			if err := r.d.DB.Commit(ctx, func(tx *store.Tx) error { return r.mend(tx, x.ID) }); err != nil {
				return err
			}
			mended++
		}
		r.note(len(page), mended, differ)
		if last == upto || last == "~" {
			return nil
		}
		after = last
	}
}

func (r *rebuild) note(n, mended int, differ []Difference) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.out.Loops += n
	r.out.Differ += len(differ)
	r.out.Repaired += mended
	r.out.First = append(r.out.First, differ[:min(len(differ), 100-min(100, len(r.out.First)))]...)
	if r.said != nil {
		r.said(r.out.Loops)
	}
}

// mend writes what a ledger says, as it is in this commit.
func (r *rebuild) mend(tx *store.Tx, of referral.ID) error {
	s, err := tx.Loop(of)
	if err != nil {
		return err
	}
	was, err := tx.Row(of)
	if err != nil {
		was = store.Row{Code: id.Code()} // the row is lost, and with it the code
	}
	tasks, err := tx.Tasks(of)
	if err != nil {
		return err
	}
	return tx.Append(nil, turn.Row(was, &s, r.dir, tasks, s.LastNoted()))
}

// compare says where a loop differs from its ledger.
func (r *rebuild) compare(w store.Whole) (where []string) {
	switch {
	case len(w.Entries) == 0:
		return []string{"no ledger"}
	case w.Row.ID == "":
		return []string{"no row"}
	}
	s := referral.Fold(w.ID, w.Entries)
	have, want := w.Row, turn.Row(w.Row, &s, r.dir, w.Row.Tasks, w.Row.Noted)
	where = fields(want, have)
	where = append(where, owedDiffer(want, have)...)
	for i, t := range want.Tasks {
		if i >= len(have.Tasks) || t.Owner != have.Tasks[i].Owner || t.Status != have.Tasks[i].Status || t.Business != have.Tasks[i].Business {
			where = append(where, "task")
			break
		}
	}
	for _, x := range want.Relations {
		if !slices.ContainsFunc(have.Relations, func(y store.Relation) bool { return y.Org == x.Org && y.Patient == x.Patient && y.Kind == x.Kind }) {
			where = append(where, "relation "+x.Kind)
		}
	}
	return where
}

// fields names the fields of two rows that differ, but for what is kept beside.
func fields(want, have store.Row) (where []string) {
	a, b := reflect.ValueOf(want), reflect.ValueOf(have)
	for i := range a.NumField() {
		switch name := a.Type().Field(i).Name; name {
		case "Duties", "Tasks", "Relations", "Look":
		default:
			if !same(a.Field(i).Interface(), b.Field(i).Interface()) {
				where = append(where, name)
			}
		}
	}
	return where
}

// same compares two values as the tables keep them: moments in microseconds.
func same(a, b any) bool {
	switch x := a.(type) {
	case time.Time:
		return x.UnixMicro() == b.(time.Time).UnixMicro()
	case referral.Owed:
		y := b.(referral.Owed)
		return x.Team == y.Team && x.Person == y.Person && x.Holder == y.Holder && x.Act == y.Act && same(x.Due, y.Due) && same(x.From, y.From)
	}
	return a == b
}

// owedDiffer names what is owed otherwise than the ledger says: the ball is "".
func owedDiffer(want, have store.Row) (where []string) {
	all := want.Duties
	if want.Open {
		all = append([]store.Duty{{Owed: want.Ball, Kind: "ball"}}, all...)
	}
	left := map[string]store.Duty{}
	for _, x := range have.Duties {
		left[x.Duty] = x
	}
	for _, x := range all {
		y, ok := left[x.Duty]
		delete(left, x.Duty)
		if !ok || x.Kind != y.Kind || !same(x.Owed, y.Owed) {
			where = append(where, "owed "+cmp.Or(x.Duty, "ball"))
		}
	}
	for duty := range left {
		where = append(where, "owed "+cmp.Or(duty, "ball")+", which is over")
	}
	return where
}
