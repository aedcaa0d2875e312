package store

import "time"

// Link lets somebody in once, without signing in, by the machine's clock. It
// stays when it is over: who holds it is told so, who guesses one is not.
type Link struct {
	Token            string // hashed
	Kind             string
	Who              string
	Made, Ends, Used time.Time // never used is zero
}

// PutLink keeps a link.
func (tx *Tx) PutLink(l Link) error {
	_, err := tx.s.exec("insert into links (token, kind, who, made, ends, used) values (?, ?, ?, ?, ?, ?)", l.Token, l.Kind, l.Who, us0(l.Made), us0(l.Ends), us0(l.Used))
	return broken("store.PutLink", err)
}

// UseLinks ends every link of a kind that lets somebody in: one was used.
func (tx *Tx) UseLinks(kind, who string) error {
	_, err := tx.s.exec("update links set used = ? where kind = ? and who = ? and used = 0", tx.db.Machine().UnixMicro(), kind, who)
	return broken("store.UseLinks", err)
}

const linkColumns = "token, kind, who, made, ends, used"

func scanLink(scan func(...any) error) (l Link, err error) {
	var made, ends, used int64
	err = scan(&l.Token, &l.Kind, &l.Who, &made, &ends, &used)
	l.Made, l.Ends, l.Used = moment(&made), moment(&ends), moment(&used)
	return l, err
}

// Link reads one by its hashed token; found is false when there is none.
func (v *View) Link(token string) (l Link, found bool, err error) {
	err = v.s.each("select "+linkColumns+" from links where token = ?", []any{token}, func(scan func(...any) error) (err error) {
		l, err = scanLink(scan)
		found = true
		return err
	})
	return l, found, broken("store.Link", err)
}

// Links lists the links of a kind, the oldest first.
func (v *View) Links(kind string) ([]Link, error) { return v.links("kind = ?", kind) }

// LinksOf lists those of a kind that let somebody in.
func (v *View) LinksOf(kind, who string) ([]Link, error) {
	return v.links("kind = ? and who = ?", kind, who)
}

func (v *View) links(cond string, with ...any) (out []Link, err error) {
	err = v.s.each("select "+linkColumns+" from links where "+cond+" order by made, token", with, func(scan func(...any) error) error {
		l, err := scanLink(scan)
		out = append(out, l)
		return err
	})
	return out, broken("store.Links", err)
}

// UseLink ends one link alone.
func (tx *Tx) UseLink(token string) error {
	_, err := tx.s.exec("update links set used = ? where token = ? and used = 0", tx.db.Machine().UnixMicro(), token)
	return broken("store.UseLink", err)
}
