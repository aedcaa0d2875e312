// Package house is how a house is set up and changed: organizations, places,
// teams, services, hours, who is on call, what is allowed for what, and who does
// what. A change is looked at before it is kept, is kept beside what was before,
// and can be taken back.
package house

import (
	"bytes"
	"encoding/json"
	"strings"

	"referd/base/fault"
	"referd/core/party"
	"referd/desk"
	"referd/store"
)

// Change is a line of the directory as an administrator would have it.
type Change struct {
	Kind string // of desk
	ID   string
	Body any   // party.Org, party.Location, party.Team …, by the kind
	Was  int64 // the version it was made from; 0 is of a line that is not there yet
}

// Mark names a version of a line.
type Mark struct {
	Kind, ID string
	Version  int64
}

// Word is one thing that is set up, as people say it.
type Word struct{ Name, Value string }

// Difference is what a change makes of one thing.
type Difference struct{ About, Name, Was, Now string }

// Preview is what a change would do.
type Preview struct {
	Differences []Difference
	Touches     []string // whom and what else it touches, in sentences
}

// look is one change, or several at once, looked at in a snapshot.
type look struct {
	*desk.Reading
	dir *desk.Directory
}

// may refuses who is no administrator, and anything of another organization. Who
// keeps the house sees to its partners too, who have nobody here, and to what is
// allowed in the whole of it.
func (l *look) may(kind string, org party.OrgID) error {
	const op = "house.may"
	who := l.Who()
	keeps := l.dir.Keeps(who.Org)
	switch {
	case !who.Has(party.Admin):
		return desk.Denied(op, "An administrator sets the house up.")
	case kind == desk.KindSettings && !keeps:
		return desk.Denied(op, "An administrator of the organization that keeps the house changes what is allowed in all of it.")
	case kind == desk.KindSettings, org == who.Org && org != "", keeps && !l.dir.Here(org):
		return nil
	}
	return fault.E(op, fault.Missing, "There is no such thing here, or none you may see.", nil)
}

// seen is a change beside what is there.
type seen struct {
	Change
	kind
	was  any // nil where nothing is there
	body json.RawMessage
	same bool
}

// see reads what is there and refuses a change that may not be, or was made from
// what is no longer so.
func (l *look) see(c Change) (s seen, err error) {
	const op = "house.see"
	k, known := kinds[c.Kind]
	if !known {
		return s, fault.E(op, fault.Missing, "There is no such thing here.", nil)
	}
	s = seen{Change: c, kind: k}
	list, err := l.Past(store.PastQuery{Kind: c.Kind, ID: c.ID, Limit: 1})
	if err != nil {
		return s, err
	}
	if s.body, err = json.Marshal(c.Body); err != nil {
		return s, err
	}
	org := k.org(l.dir, c.Body)
	if s.was = k.begin(); len(list) > 0 {
		if s.was, err = k.read(list[0].Body); err != nil {
			return s, err
		}
	}
	if s.was != nil {
		there, err := json.Marshal(s.was)
		if err != nil {
			return s, err
		}
		s.same = bytes.Equal(there, s.body)
		org = k.org(l.dir, s.was)
	}
	if err := l.may(c.Kind, org); err != nil {
		return s, err
	}
	switch {
	case org != k.org(l.dir, c.Body):
		return s, fault.E(op, fault.Invalid, "A thing stays with its organization.", nil)
	case s.same:
		return s, nil
	case len(list) > 0 && list[0].Version != c.Was:
		return s, fault.E(op, fault.Conflict, l.whose(list[0])+" changed this meanwhile: "+l.said(k.diff(l.dir, list[0].Before, s.was))+". What you typed is still here. Look at both, and save again if yours is right.", nil)
	}
	s.Body = k.next(s.was, c.Body)
	return s, k.check(l, s.was, s.Body)
}

// whose is who wrote a version.
func (l *look) whose(v store.Version) string {
	if name := l.dir.PersonName(party.UserID(v.Who)); name != "" {
		return name
	}
	if c, ok := l.dir.Clients[party.ClientID(v.Who)]; ok {
		return c.Name
	}
	return "The house"
}

// said is what changed, in a sentence.
func (l *look) said(list []Difference) string {
	var out []string
	for _, d := range list {
		out = append(out, d.Name+" is now “"+d.Now+"”")
	}
	if len(out) == 0 {
		return "it was set up"
	}
	return strings.Join(out, ", ")
}

// Look says what changes would do, and refuses those that Save would refuse. Who
// may: an administrator.
func Look(r *desk.Reading, list ...Change) (p Preview, err error) {
	l := &look{r, r.Directory()}
	for _, c := range list {
		s, err := l.see(c)
		if err != nil {
			return p, err
		}
		if s.same {
			continue
		}
		r.SawObject(c.Kind + "/" + c.ID)
		p.Differences = append(p.Differences, s.differences(l)...)
		touches, err := s.touch(l, s.was, s.Body)
		if err != nil {
			return p, err
		}
		p.Touches = append(p.Touches, touches...)
	}
	return p, nil
}

func (s seen) differences(l *look) []Difference {
	if s.was == nil {
		return nil
	}
	before, _ := json.Marshal(s.was)
	return s.diff(l.dir, before, s.Body)
}

// Save keeps changes, all or none, and says which versions that made: none of
// what is so already. Who may: an administrator. What cannot be kept is Invalid,
// with the field it is about; what somebody else changed meanwhile a Conflict.
func Save(w *desk.Writing, list ...Change) (made []Mark, err error) {
	dir, err := w.Current()
	if err != nil {
		return nil, err
	}
	l := &look{w.Reading, dir}
	for _, c := range list {
		s, err := l.see(c)
		if err != nil {
			return nil, err
		}
		if s.same {
			continue
		}
		m, err := l.put(w, c.Kind, c.ID, s.org(l.dir, s.Body), s.Body)
		if err != nil {
			return nil, err
		}
		made = append(made, m)
	}
	return made, l.keepsOne(w, made)
}

// put writes a line and says which version it is.
func (l *look) put(w *desk.Writing, kind, id string, org party.OrgID, body any) (Mark, error) {
	if err := w.Tx.PutThing(kind, id, org, body); err != nil {
		return Mark{}, err
	}
	if err := l.moved(w, body); err != nil {
		return Mark{}, err
	}
	w.SawObject(kind + "/" + id)
	n, err := w.DirectoryVersion()
	return Mark{kind, id, n}, err
}

// keepsOne refuses what would leave an organization with nobody who may set it up.
func (l *look) keepsOne(w *desk.Writing, made []Mark) error {
	if len(made) == 0 {
		return nil
	}
	after, err := w.Current()
	if err != nil {
		return err
	}
	org := w.Who().Org
	for _, m := range after.Memberships {
		if u := after.Users[m.User]; u.Org == org && u.Active && m.In(w.Now()) && has(m, party.Admin) {
			return nil
		}
	}
	return fault.E("house.keepsOne", fault.Refused, "Then nobody would be left who may set this organization up. Make somebody else an administrator first.", nil)
}

// Version is the version a line has now; 0 is none.
func Version(r *desk.Reading, kind, id string) (int64, error) {
	list, err := r.Past(store.PastQuery{Kind: kind, ID: id, Limit: 1})
	if err != nil || len(list) == 0 {
		return 0, err
	}
	return list[0].Version, nil
}

// whole counts over all organizations: numbers only, of what a change touches.
func (l *look) whole(q store.Queue) (int, error) {
	return l.View.As(store.Scope{System: true}).Count(q, l.Now())
}
