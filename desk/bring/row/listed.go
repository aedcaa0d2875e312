package row

import (
	"cmp"
	"encoding/json"
	"reflect"
	"slices"
	"strings"
	"time"

	"referd/base/fault"
	"referd/core/party"
	"referd/core/referral"
	"referd/desk"
	"referd/desk/bring/said"
	"referd/desk/house"
	"referd/store"
)

// put is one line of the directory a row writes.
type put struct {
	Kind, ID string
	Org      party.OrgID
	Body     json.RawMessage
	Was      json.RawMessage `json:",omitempty"` // what it was; none: it was not there
}

// listed is a row of the directory, read: what it is called by, what it is here,
// and which lines it writes.
type listed struct {
	name  string   // what the list calls it by
	marks []string // what no two rows may both be, with the field each is of
	one   string   // what all rows of one person have, and
	who   string   // the name of that person in each
	have  string   // it is here already
	is    string   // what it is a line of, where an earlier row of the list makes that
	left  string   // why it is left out
	stays string   // why nothing of it changes
	new   string   // what is new, in words
	other []string // what becomes other
	puts  []change
	last  func() (string, []put, error) // makes it by a verb of its own
}

// change is a line as it becomes, looked at by the same rules as on its page.
type change struct {
	kind, id string
	org      party.OrgID
	body     any
	set      bool              // by the rules of the pages of setting up
	fields   map[string]string // what those call a field → what the list does
}

// write adds a line.
func (x *listed) write(kind, id string, org party.OrgID, body any, set bool) {
	x.puts = append(x.puts, change{kind: kind, id: id, org: org, body: body, set: set})
}

func (x *listed) key(*Row) string { return x.name }

func (x *listed) check(r *Row) (Verdict, error) {
	if x.one != "" { // rows of one number are of one person
		first, same, err := r.w.Tx.Mark(string(r.i.ID), x.one, x.who, r.n)
		if err != nil {
			return Verdict{}, err
		}
		if first != r.n && !same {
			r.wrong("family", "Row "+itoa(first)+" has this NPI for somebody of another family name. Correct the one or the other.")
			return Verdict{State: Wrong}, nil
		}
	}
	for _, m := range x.marks {
		field, mark, _ := strings.Cut(m, " ")
		first, same, err := r.w.Tx.Mark(string(r.i.ID), mark, r.Digest(), r.n)
		if err != nil {
			return Verdict{}, err
		}
		if first == r.n {
			continue
		}
		if same {
			return Verdict{State: Left, Does: "The same as row " + itoa(first)}, nil
		}
		r.wrong(field, "Row "+itoa(first)+" is of the same and says something else. Leave one out.")
		return Verdict{State: Wrong}, nil
	}
	if x.left != "" {
		return Verdict{State: Left, Thing: x.have, Does: x.left}, nil
	}
	if err := x.lawful(r); err != nil || len(r.Faults) > 0 {
		return Verdict{State: Wrong}, err
	}
	switch {
	case x.have == "":
		return Verdict{State: Make, Does: x.new}, nil
	case len(x.puts) == 0:
		return Verdict{State: Same, Thing: x.have, Does: cmp.Or(x.stays, "In the directory already")}, nil
	}
	return Verdict{State: Change, Thing: x.have, Does: "Changes " + strings.Join(x.other, ", ")}, nil
}

// lawful has the pages' own rules look at each line, and says what they refuse as
// what is wrong with the row.
func (x *listed) lawful(r *Row) error {
	admin := r.admin()
	for _, c := range x.puts {
		if !c.set {
			continue
		}
		was, err := house.Version(admin.Reading, c.kind, c.id)
		if err != nil {
			return err
		}
		_, err = house.Look(admin.Reading, house.Change{Kind: c.kind, ID: c.id, Body: c.body, Was: was})
		if err != nil && fault.Of(err) == fault.Broken {
			return err
		}
		for _, f := range fault.Each(err) {
			key := f.Field
			if k, ok := c.fields[key]; ok {
				key = k
			}
			if said.Find(r.i.Kind, key).Key == "" {
				key = ""
			}
			r.wrong(key, fault.Public(f))
		}
		if err != nil && len(fault.Each(err)) == 0 {
			r.wrong("", fault.Public(err))
		}
	}
	return nil
}

// admin is the same commit as whoever brought the list does it: an administrator,
// who was asked about before.
func (r *Row) admin() *desk.Writing {
	return r.w.As(desk.Who{User: r.i.By, Org: r.i.Org, Jobs: []party.Job{party.Admin}, Request: "import"})
}

// now is the verdict of a row as the directory is in this commit; it faults with
// Conflict when that is another than was shown to a person.
func (r *Row) now(k store.ImportRow) error {
	v, _, err := r.Look()
	if err == nil && (v.State != k.State || v.State != Make && v.Thing != k.Thing) {
		err = moved("row.now")
	}
	return err
}

func (x *listed) make(r *Row) (string, error) {
	if x.last != nil {
		thing, puts, err := x.last()
		if err == nil {
			r.After, err = json.Marshal(puts)
		}
		return thing, err
	}
	if err := x.keep(r); err != nil {
		return "", err
	}
	return cmp.Or(x.is, x.puts[0].id), nil
}

func (x *listed) change(r *Row, _ string) error { return x.keep(r) }

// keep writes the lines, and notes them for an undo.
func (x *listed) keep(r *Row) error {
	admin := r.admin()
	var puts []put
	for _, c := range x.puts {
		p := put{Kind: c.kind, ID: c.id, Org: c.org}
		if _, err := r.w.Thing(c.kind, c.id, &p.Was); err != nil {
			return err
		}
		var err error
		if p.Body, err = json.Marshal(c.body); err != nil {
			return err
		}
		if err := admin.Tx.PutThing(c.kind, c.id, c.org, c.body); err != nil {
			return err
		}
		if x, ok := c.body.(party.Practitioner); ok && house.NPI(x.Identifiers) != "" {
			r.frame.made[house.NPI(x.Identifiers)] = x.ID
		}
		puts = append(puts, p)
	}
	var err error
	r.After, err = json.Marshal(puts)
	return err
}

// unlisted takes back the lines a row wrote, where they are still as it wrote
// them and nobody has used what it made.
func (r *Row) unlisted(k store.ImportRow) (bool, error) {
	var puts []put
	if err := json.Unmarshal(r.After, &puts); err != nil {
		return false, err
	}
	for _, p := range puts {
		var now json.RawMessage
		if _, err := r.w.Thing(p.Kind, p.ID, &now); err != nil || !alike(now, p.Body) {
			return false, err
		}
		if p.Was != nil {
			continue
		}
		if used, err := r.used(p); err != nil || used {
			return false, err
		}
	}
	admin := r.admin()
	for _, p := range slices.Backward(puts) {
		body := any(p.Was)
		if p.Was == nil {
			var err error
			if body, err = gone(p, r.w.Now()); err != nil {
				return false, err
			}
		}
		if err := admin.Tx.PutThing(p.Kind, p.ID, p.Org, body); err != nil {
			return false, err
		}
		if p.Kind == desk.KindUser && p.Was == nil {
			if err := admin.Tx.UseLinks("invitation", p.ID); err != nil {
				return false, err
			}
		}
	}
	return true, nil
}

// alike reports whether two lines say the same, however they are written.
func alike(a, b json.RawMessage) bool {
	var x, y any
	return json.Unmarshal(a, &x) == nil && json.Unmarshal(b, &y) == nil && reflect.DeepEqual(x, y)
}

// used reports whether anybody has used what a row made.
func (r *Row) used(p put) (bool, error) {
	dir := r.frame.dir
	whole := r.w.View.As(store.Scope{System: true})
	some := func(list ...store.Queue) (bool, error) {
		for _, q := range list {
			if n, err := whole.Count(q, r.w.Now()); err != nil || n > 0 {
				return true, err
			}
		}
		return false, nil
	}
	switch p.Kind {
	case desk.KindOrg:
		org := party.OrgID(p.ID)
		if dir.Here(org) || slices.ContainsFunc(dir.Services(""), func(s party.Service) bool { return s.Org == org }) {
			return true, nil
		}
		for _, x := range dir.Roles {
			if x.Org == org && x.Active {
				return true, nil
			}
		}
		return some(store.Queue{Side: referral.Sender, Org: org}, store.Queue{Side: referral.Receiver, Org: org})
	case desk.KindService:
		return some(store.Queue{Side: referral.Receiver, Org: p.Org, Service: party.ServiceID(p.ID)})
	case desk.KindLocation:
		return slices.ContainsFunc(dir.Services(""), func(s party.Service) bool { return s.Location == party.LocationID(p.ID) }), nil
	case desk.KindPractitioner:
		of := party.PractitionerID(p.ID)
		for _, u := range dir.Users {
			if u.Practitioner == of && u.Active && !u.Invited {
				return true, nil
			}
		}
		return some(store.Queue{Side: referral.Sender, Org: p.Org, Clinician: of})
	case desk.KindUser:
		kept, err := whole.Credential("user/" + p.ID)
		return kept != "" || dir.Users[party.UserID(p.ID)].Login != "", err
	}
	return false, nil
}

// gone is a line that was made, when it is no more: closed or ended, as its page
// would do it. Nothing is deleted.
func gone(p put, now time.Time) (any, error) {
	switch p.Kind {
	case desk.KindOrg:
		return closed(p.Body, func(x *party.Org) { x.Active = false })
	case desk.KindLocation:
		return closed(p.Body, func(x *party.Location) { x.Active = false })
	case desk.KindService:
		return closed(p.Body, func(x *party.Service) { x.Active = false })
	case desk.KindPractitioner:
		return closed(p.Body, func(x *party.Practitioner) { x.Active = false })
	case desk.KindRole:
		return closed(p.Body, func(x *party.Role) { x.Active = false })
	case desk.KindUser:
		return closed(p.Body, func(x *party.User) { x.Active = false })
	}
	return closed(p.Body, func(x *party.Membership) { x.Until = now })
}

func closed[T any](body json.RawMessage, f func(*T)) (T, error) {
	var x T
	err := json.Unmarshal(body, &x)
	f(&x)
	return x, err
}
