package house

import (
	"time"

	"referd/base/fault"
	"referd/desk"
	"referd/store"
)

// Step is a version of a line: who made it of what, and when.
type Step struct {
	Mark
	At          time.Time // zero: before versions were kept
	Who         string
	About       string // "Service Cardiology"
	Made        bool   // it was not there before
	Newest      bool   // it is so now, and can be taken back
	Differences []Difference
}

// order is that of setting up; histories show these.
var order = []string{desk.KindOrg, desk.KindLocation, desk.KindTeam, desk.KindService, desk.KindUser, desk.KindMembership, desk.KindPractitioner, desk.KindRole, desk.KindOnCall, desk.KindSettings}

// Past lists what was changed of the asker's organization, or of one line of it,
// the newest first; until is the version to go on from, 0 the newest. Changes
// that nobody sees (a key switched off) are left out. Who may: an administrator.
func Past(r *desk.Reading, kind, id string, until int64, limit int) (out []Step, next int64, err error) {
	l := &look{r, r.Directory()}
	if err := l.may("", r.Who().Org); err != nil {
		return nil, 0, err
	}
	q := store.PastQuery{Kind: kind, ID: id, Org: r.Who().Org, Kinds: order, Until: until, Limit: limit}
	list, err := r.Past(q)
	if err != nil {
		return nil, 0, err
	}
	for _, v := range list {
		s, ok, err := l.step(v)
		if err != nil {
			return nil, 0, err
		}
		if ok {
			out = append(out, s)
		}
	}
	if len(list) == limit {
		next = list[limit-1].Version
	}
	return out, next, nil
}

func (l *look) step(v store.Version) (s Step, ok bool, err error) {
	k, known := kinds[v.Kind]
	if !known {
		return s, false, nil
	}
	now, err := k.read(v.Body)
	if err != nil {
		return s, false, err
	}
	if l.may(v.Kind, k.org(l.dir, now)) != nil {
		return s, false, nil
	}
	s = Step{Mark: Mark{v.Kind, v.ID, v.Version}, At: v.At, Who: l.whose(v), About: k.called + " " + k.name(l.dir, now), Made: v.Before == nil && k.begin() == nil, Newest: v.Newest}
	if s.Differences = k.diff(l.dir, v.Before, now); s.Made {
		s.Differences, s.Newest = nil, s.Newest && !k.stays
	}
	if s.Newest && v.Before != nil { // what cannot be so again is not offered
		back, err := k.read(v.Before)
		if err != nil {
			return s, false, err
		}
		err = k.check(l, now, k.next(now, back))
		if err != nil && fault.Of(err) == fault.Broken {
			return s, false, err
		}
		s.Newest = err == nil
	}
	return s, s.Made || len(s.Differences) > 0, nil
}

// Undo puts back what was before some versions, as versions of their own: nothing
// is forgotten. A line that was not there before is closed or ended. Who may: an
// administrator. What was changed again since is a Conflict; what cannot be so
// any more is refused in the words of Save.
func Undo(w *desk.Writing, list ...Mark) (made []Mark, err error) {
	const op = "house.Undo"
	dir, err := w.Current()
	if err != nil {
		return nil, err
	}
	l := &look{w.Reading, dir}
	for _, m := range list {
		k, known := kinds[m.Kind]
		past, err := w.Past(store.PastQuery{Kind: m.Kind, ID: m.ID, Limit: 1})
		switch {
		case err != nil:
			return nil, err
		case !known || len(past) == 0:
			return nil, fault.E(op, fault.Missing, "There is no such thing here, or none you may see.", nil)
		}
		v := past[0]
		now, err := k.read(v.Body)
		if err != nil {
			return nil, err
		}
		if err := l.may(m.Kind, k.org(dir, now)); err != nil {
			return nil, err
		}
		if v.Version != m.Version {
			return nil, fault.E(op, fault.Conflict, l.whose(v)+" changed it again since: "+l.said(k.diff(dir, v.Before, now))+". Take that back first, or change it by hand.", nil)
		}
		if v.Before == nil && k.stays {
			return nil, fault.E(op, fault.Refused, "That it is there is not taken back here. An account is closed under People.", nil)
		}
		back := k.gone(now, w.Now())
		if v.Before != nil {
			if back, err = k.read(v.Before); err != nil {
				return nil, err
			}
		}
		back = k.next(now, back)
		if err := k.check(l, now, back); err != nil {
			return nil, err
		}
		one, err := l.put(w, m.Kind, m.ID, k.org(dir, back), back)
		if err != nil {
			return nil, err
		}
		made = append(made, one)
	}
	return made, l.keepsOne(w, made)
}
