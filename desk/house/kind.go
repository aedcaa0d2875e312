package house

import (
	"encoding/json"
	"slices"
	"strings"
	"time"

	"referd/core/party"
	"referd/desk"
)

// kind is what is known of the lines of one kind.
type kind struct {
	called string // "Service"
	read   func(json.RawMessage) (any, error)
	org    func(*desk.Directory, any) party.OrgID
	name   func(*desk.Directory, any) string
	words  func(*desk.Directory, any) []Word
	check  func(l *look, was, now any) error
	touch  func(l *look, was, now any) ([]string, error)
	gone   func(any, time.Time) any // as it is when it is no more
	next   func(was, now any) any   // as it is kept: a version counted up
	begin  func() any               // what holds where nothing is kept; nil: nothing
	stays  bool                     // once made it is not taken back: it is closed elsewhere
}

// line is kind, of the type its lines have. was is nil where nothing was there.
type line[T any] struct {
	called string
	org    func(*desk.Directory, T) party.OrgID
	name   func(*desk.Directory, T) string
	words  func(*desk.Directory, T) []Word
	check  func(l *look, was *T, now T) error
	touch  func(l *look, was *T, now T) ([]string, error)
	gone   func(T, time.Time) T
	next   func(was *T, now T) T // nil: as it is
	begin  func() T              // nil: nothing holds
	stays  bool
}

func (x line[T]) kind() kind {
	before := func(was any) *T {
		if t, ok := was.(T); ok {
			return &t
		}
		return nil
	}
	k := kind{called: x.called, stays: x.stays,
		read:  func(raw json.RawMessage) (any, error) { var t T; err := json.Unmarshal(raw, &t); return t, err },
		org:   func(d *desk.Directory, b any) party.OrgID { return x.org(d, b.(T)) },
		name:  func(d *desk.Directory, b any) string { return x.name(d, b.(T)) },
		words: func(d *desk.Directory, b any) []Word { return x.words(d, b.(T)) },
		check: func(l *look, was, now any) error { return x.check(l, before(was), now.(T)) },
		touch: func(l *look, was, now any) ([]string, error) { return x.touch(l, before(was), now.(T)) },
		gone:  func(b any, at time.Time) any { return x.gone(b.(T), at) },
		next:  func(_, now any) any { return now },
		begin: func() any { return nil }}
	if x.next != nil {
		k.next = func(was, now any) any { return x.next(before(was), now.(T)) }
	}
	if x.begin != nil {
		k.begin = func() any { return x.begin() }
	}
	return k
}

// kinds are what is set up here.
var kinds map[string]kind

func init() {
	kinds = map[string]kind{desk.KindOrg: organizations.kind(), desk.KindLocation: places.kind(), desk.KindTeam: teams.kind(), desk.KindService: services.kind(), desk.KindOnCall: onCalls.kind(), desk.KindSettings: allowed.kind(),
		desk.KindUser: users.kind(), desk.KindMembership: memberships.kind(), desk.KindPractitioner: clinicians.kind(), desk.KindRole: roles.kind()}
}

// before is what held before a version; nil is nothing.
func (k kind) before(raw json.RawMessage) (any, error) {
	if raw == nil {
		return k.begin(), nil
	}
	return k.read(raw)
}

// holidays are many days on one line.
const holidays = "Holidays"

// apart says which days go and which come: in two lists of forty nobody sees it.
func apart(about, was, is string) (out []Difference) {
	without := func(list, other string) string {
		days := strings.Split(other, ", ")
		return strings.Join(slices.DeleteFunc(strings.Split(list, ", "), func(d string) bool { return slices.Contains(days, d) }), ", ")
	}
	if gone := without(was, is); gone != "" {
		out = append(out, Difference{about, holidays + " taken out", gone, ""})
	}
	if come := without(is, was); come != "" {
		out = append(out, Difference{about, holidays + " added", "", come})
	}
	return out
}

// diff says what is other in a line than it was before.
func (k kind) diff(dir *desk.Directory, before json.RawMessage, now any) (out []Difference) {
	var was []Word
	if b, err := k.before(before); err == nil && b != nil {
		was = k.words(dir, b)
	}
	about := k.called + " " + k.name(dir, now)
	is := k.words(dir, now)
	value := func(list []Word, name string) string {
		if i := slices.IndexFunc(list, func(w Word) bool { return w.Name == name }); i >= 0 {
			return list[i].Value
		}
		return ""
	}
	for _, w := range is {
		switch old := value(was, w.Name); {
		case old == w.Value:
		case w.Name == holidays && old != "" && w.Value != "":
			out = append(out, apart(about, old, w.Value)...)
		default:
			out = append(out, Difference{about, w.Name, old, w.Value})
		}
	}
	for _, w := range was {
		if w.Value != "" && !slices.ContainsFunc(is, func(x Word) bool { return x.Name == w.Name }) {
			out = append(out, Difference{about, w.Name, w.Value, ""})
		}
	}
	return out
}

func has(m party.Membership, j ...party.Job) bool {
	return slices.ContainsFunc(m.Roles, func(x party.Job) bool { return slices.Contains(j, x) })
}

func yes(b bool) string {
	if b {
		return "yes"
	}
	return "no"
}
