package store

import (
	"time"

	"referd/core/party"
)

// Concern is something unsafe that somebody reported. Its words and its answer
// are sealed where they are kept: people write whom they mean.
type Concern struct {
	ID       string
	Org      party.OrgID
	By       party.UserID
	At       time.Time
	Page     string // its address, without what was asked
	Phase    string // of the referral the page is of; empty is none
	Version  string // of the program
	Grade    string // unsafe, near, harm
	Words    string
	State    string // open, looking, done
	Answer   string
	Answered time.Time // zero is not yet
	Answerer party.UserID
}

// PutConcern keeps one, or what changed of it: its state and its answer.
func (tx *Tx) PutConcern(c Concern) error {
	const op = "store.PutConcern"
	words, err := seal(tx.db.key, []byte(c.Words))
	if err != nil {
		return broken(op, err)
	}
	answer, err := seal(tx.db.key, []byte(c.Answer))
	if err != nil {
		return broken(op, err)
	}
	_, err = tx.s.exec(`insert into concerns (id, org, by_user, at, page, phase, version, grade, words, state, answer, answered, answerer) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
		on conflict (id) do update set state = excluded.state, answer = excluded.answer, answered = excluded.answered, answerer = excluded.answerer`,
		c.ID, string(c.Org), string(c.By), us0(c.At), c.Page, c.Phase, c.Version, c.Grade, words, c.State, answer, us0(c.Answered), string(c.Answerer))
	return broken(op, err)
}

// Concerns lists those of an organization, the newest first.
func (v *View) Concerns(org party.OrgID) (out []Concern, err error) {
	err = v.s.each("select id, org, by_user, at, page, phase, version, grade, words, state, answer, answered, answerer from concerns where org = ? order by at desc, id desc", []any{string(org)}, func(scan func(...any) error) error {
		var c Concern
		var at, answered int64
		var words, answer []byte
		if err := scan(&c.ID, &c.Org, &c.By, &at, &c.Page, &c.Phase, &c.Version, &c.Grade, &words, &c.State, &answer, &answered, &c.Answerer); err != nil {
			return err
		}
		c.At, c.Answered = moment(&at), moment(&answered)
		plain, err := unseal(v.db.key, words)
		if err != nil {
			return err
		}
		c.Words = string(plain)
		plain, err = unseal(v.db.key, answer)
		c.Answer = string(plain)
		out = append(out, c)
		return err
	})
	return out, broken("store.Concerns", err)
}

// OpenConcerns counts those of an organization that are not done.
func (v *View) OpenConcerns(org party.OrgID) (n int, err error) {
	_, err = v.s.one("select count(*) from concerns where org = ? and state <> 'done'", []any{string(org)}, &n)
	return n, broken("store.OpenConcerns", err)
}
