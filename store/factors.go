package store

import "time"

// Factor is the secret of the codes somebody shows beside their password, sealed
// where it is kept. Its moments are the machine's.
type Factor struct {
	Who    string
	Secret []byte
	Made   time.Time
	Proved time.Time // zero until a code of it was right: before that nothing is asked
	Step   int64     // the newest step a code was taken of
}

// PutFactor keeps one, or what changed of it.
func (tx *Tx) PutFactor(f Factor) error {
	const op = "store.PutFactor"
	secret, err := seal(tx.db.key, f.Secret)
	if err != nil {
		return broken(op, err)
	}
	_, err = tx.s.exec("insert into factors (who, secret, made, proved, step) values (?, ?, ?, ?, ?) on conflict (who) do update set secret = excluded.secret, made = excluded.made, proved = excluded.proved, step = excluded.step",
		f.Who, secret, us0(f.Made), us0(f.Proved), f.Step)
	return broken(op, err)
}

// EndFactor forgets one.
func (tx *Tx) EndFactor(who string) error {
	_, err := tx.s.exec("delete from factors where who = ?", who)
	return broken("store.EndFactor", err)
}

// Factor reads somebody's; found is false when there is none.
func (v *View) Factor(who string) (f Factor, found bool, err error) {
	list, err := v.factors("where who = ?", who)
	if err != nil || len(list) == 0 {
		return f, false, err
	}
	f = list[0]
	f.Secret, err = unseal(v.db.key, f.Secret)
	return f, err == nil, broken("store.Factor", err)
}

// Factored are who has one of which a code was right.
func (v *View) Factored() (map[string]bool, error) {
	list, err := v.factors("where proved > 0")
	out := map[string]bool{}
	for _, f := range list {
		out[f.Who] = true
	}
	return out, err
}

func (v *View) factors(cond string, with ...any) (out []Factor, err error) {
	err = v.s.each("select who, secret, made, proved, step from factors "+cond, with, func(scan func(...any) error) error {
		var f Factor
		var made, proved int64
		err := scan(&f.Who, &f.Secret, &made, &proved, &f.Step)
		f.Made, f.Proved = moment(&made), moment(&proved)
		out = append(out, f)
		return err
	})
	return out, broken("store.factors", err)
}

// Machine is the machine's clock, and Hash the house's, for who decides in a commit.
func (tx *Tx) Machine() time.Time { return tx.db.Machine() }

// Hash is DB.Hash.
func (tx *Tx) Hash(data []byte) string { return tx.db.Hash(data) }
