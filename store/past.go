package store

import (
	"encoding/json"
	"time"

	"referd/core/party"
)

// Version is a line of the directory as somebody left it.
type Version struct {
	Thing
	Version int64
	At      time.Time       // zero: written before versions were kept
	Who     string          // user or client; empty is the house
	Before  json.RawMessage // what it was; nil where it was not there
	Newest  bool            // it is so now
}

// PastQuery asks for versions: of one line, or of the lines of some kinds of an
// organization.
type PastQuery struct {
	Kind, ID string
	Org      party.OrgID
	Kinds    []string
	Until    int64 // older than this version; 0 is from the newest
	Limit    int
}

// Past lists versions of the directory, the newest first.
func (v *View) Past(q PastQuery) (out []Version, err error) {
	where, with := "p.kind = ? and p.id = ?", []any{q.Kind, q.ID}
	if q.ID == "" {
		where, with = "p.org = ? and p.kind in ("+marksFor(len(q.Kinds))+")", append([]any{string(q.Org)}, args(q.Kinds)...)
	}
	if q.Until > 0 {
		where, with = where+" and p.version < ?", append(with, q.Until)
	}
	err = v.s.each(`select p.kind, p.id, p.org, p.version, p.at, p.who, p.body,
		(select b.body from directory_past b where b.kind = p.kind and b.id = p.id and b.version < p.version order by b.version desc limit 1),
		(select d.version from directory d where d.kind = p.kind and d.id = p.id)
		from directory_past p where `+where+" order by p.version desc limit ?", append(with, q.Limit), func(scan func(...any) error) error {
		var x Version
		var at, newest int64
		var body, before []byte
		err := scan(&x.Kind, &x.ID, &x.Org, &x.Version, &at, &x.Who, &body, &before, &newest)
		x.At, x.Body, x.Before, x.Newest = moment(&at), body, before, newest == x.Version
		out = append(out, x)
		return err
	})
	return out, broken("store.Past", err)
}
