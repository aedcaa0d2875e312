// Package row is one row of a list that is brought: what it says, read; what is
// wrong with it, in words; what becomes of it; and how that is made, changed and
// taken back.
package row

import (
	"encoding/json"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"referd/base/cells"
	"referd/base/fault"
	"referd/core/party"
	"referd/desk"
	"referd/desk/bring/said"
	"referd/store"
)

// List is the list a row stands in, as a person has named it.
type List struct {
	ID    ListID                       `json:"-"`
	Org   party.OrgID                  `json:"-"` // whose it is
	Kind  said.Kind                    `json:"-"`
	By    party.UserID                 // who brought it, or took it back
	Zone  string                       // whose days its dates are
	Map   []string                     // the field of each column; empty is left out
	Words map[string]map[string]string `json:",omitempty"` // a field's words of this file → ours
	Order []int                        `json:",omitempty"` // of each column: 1 a day was seen before its month, 2 behind it
}

// ListID names a list.
type ListID string

// Word is a word of a file that is none of ours, and how often it stands there.
type Word struct {
	Field, Word string
	N           int
}

// What becomes of a row.
const (
	Unread = "read"   // nothing is known yet
	Make   = "make"   // it is new
	Change = "change" // it changes what is here
	Same   = "same"   // it is here already
	Left   = "left"   // it is left out, for a reason
	Ask    = "ask"    // a person decides
	Wrong  = "wrong"
	Gone   = "gone" // it was made, and taken back
)

// Fault is what is wrong with a row, in words for the person who has the file.
type Fault struct {
	Field string `json:"f,omitempty"`
	Words string `json:"w"`
}

// Line is what is kept of a row beside its state.
type Line struct {
	Cells  []string        `json:"c,omitempty"`
	Faults []Fault         `json:"f,omitempty"`
	Does   string          `json:"d,omitempty"` // what becomes of it, in words
	Alike  []string        `json:"a,omitempty"` // the records it may be, or the referral
	Choice string          `json:"p,omitempty"` // what a person decided: one of those, or New
	Like   string          `json:"l,omitempty"` // the code of an open referral that may be the same
	Other  bool            `json:"o,omitempty"` // a person says that it is another
	Before json.RawMessage `json:"b,omitempty"` // what it changed, as it was
	After  json.RawMessage `json:"z,omitempty"` // and as it left it
	With   string          `json:"t,omitempty"` // the patient a referral made or found
	New    bool            `json:"n,omitempty"` // that patient was made for it
	NoRow  *NoRow          `json:"u,omitempty"` // it is none
}

// NoRow is a line of a file that is no row of it: why it is left out, or else
// what is wrong with it.
type NoRow struct {
	Left   string  `json:"l,omitempty"`
	Faults []Fault `json:"f,omitempty"`
}

func (*NoRow) Error() string { return "the line is no row" }

// Row is a row being looked at.
type Row struct {
	Line
	Faults []Fault // what is wrong with it
	Words  []Word  // nobody knows

	w     *desk.Writing // the house, in the list's organization
	i     *List
	n     int
	frame *Frame
}

// Frame is what the rows of one slice share: which column is what, and the
// names of the directory.
type Frame struct {
	at    map[string]int // field → column
	zone  *time.Location
	dir   *desk.Directory
	own   *store.View                     // with the organization's eyes: what another import makes is not seen
	names map[string]map[string][]string  // of what → a name → ids
	made  map[string]party.PractitionerID // by NPI: whom an earlier row made, whom the directory does not know yet
}

// Frame begins a slice.
func (i *List) Frame(w *desk.Writing) *Frame {
	f := &Frame{at: map[string]int{}, dir: w.Directory(), own: w.View.As(store.Scope{Orgs: []party.OrgID{i.Org}}), names: map[string]map[string][]string{}, made: map[string]party.PractitionerID{}}
	var err error
	if f.zone, err = time.LoadLocation(i.Zone); err != nil {
		f.zone = time.UTC
	}
	for c, key := range i.Map {
		if key != "" {
			f.at[key] = c
		}
	}
	return f
}

// Of is a row as it was kept, to be looked at in a commit.
func Of(w *desk.Writing, i *List, f *Frame, k store.ImportRow) (*Row, error) {
	r := &Row{w: w, i: i, n: k.N, frame: f}
	return r, json.Unmarshal(k.Body, &r.Line)
}

// Kept is the row as it is to be kept.
func (r *Row) Kept(state, key, thing string) (store.ImportRow, error) {
	b, err := json.Marshal(r.Line)
	return store.ImportRow{N: r.n, State: state, Key: key, Thing: thing, Body: b}, err
}

// text is what a row says of a field.
func (r *Row) text(key string) string {
	c, ok := r.frame.at[key]
	if !ok || c >= len(r.Cells) {
		return ""
	}
	return strings.Join(strings.Fields(cells.Plain(r.Cells[c])), " ")
}

// lines is text whose lines are kept.
func (r *Row) lines(key string) string {
	c, ok := r.frame.at[key]
	if !ok || c >= len(r.Cells) {
		return ""
	}
	return strings.TrimSpace(strings.ReplaceAll(cells.Plain(r.Cells[c]), "\r\n", "\n"))
}

// wrong notes what is wrong with a field.
func (r *Row) wrong(key, words string) {
	r.Faults = append(r.Faults, Fault{key, words})
}

// Digest is the same for the same words, in whatever order the columns stand.
func (r *Row) Digest() string {
	var b strings.Builder
	for _, f := range said.Fields(r.i.Kind) {
		if s := r.text(f.Key); s != "" {
			b.WriteString(f.Key + "\x00" + s + "\x00")
		}
	}
	return said.Digest(b.String())
}

// said is what somebody said that a word of this file means; nothing, when it
// means nothing.
func (r *Row) meant(key, word string) (value string, ok bool) {
	value, ok = r.i.Words[key][said.Bare(word)]
	if value == Nothing {
		value = ""
	}
	return value, ok
}

// Nothing is what a word means that is to be passed over.
const Nothing = "-"

// stranger notes a word that is none of ours.
func (r *Row) stranger(key, word, words string) {
	r.Words = append(r.Words, Word{Field: key, Word: word, N: 1})
	r.wrong(key, words)
}

// word reads a field that has one of a few values; empty is empty.
func (r *Row) word(key string, known map[string]string) string {
	s := r.text(key)
	if s == "" {
		return ""
	}
	if v, ok := r.meant(key, s); ok {
		return v
	}
	if v, ok := known[said.Bare(s)]; ok {
		return v
	}
	r.stranger(key, s, "“"+short(s)+"” is not known here. Say what it means, once for all rows.")
	return ""
}

// dated is the beginning of a day as FHIR writes it.
var dated = regexp.MustCompile(`^\d{4}-\d\d-\d\d`)

// birth reads a birth date, which has no zone and no time.
func (r *Row) birth(key string) party.Date {
	s := r.text(key)
	if s == "" {
		r.wrong(key, "The birth date is needed.")
		return ""
	}
	if d := dated.FindString(s); d != "" {
		s = d
	}
	t, year2, ok := said.Day(s, r.daysFirst(key), time.UTC)
	now := r.w.Now()
	switch {
	case !ok:
		r.wrong(key, "“"+short(s)+"” is no day of the calendar. Write it as 1961-11-12.")
	case year2:
		r.wrong(key, "“"+short(s)+"” has two figures for the year. Write all four.")
	case t.After(now), t.Before(now.AddDate(-130, 0, 0)):
		r.wrong(key, "“"+short(s)+"” cannot be a birth date.")
	default:
		return party.Date(t.Format(time.DateOnly))
	}
	return ""
}

func (r *Row) daysFirst(key string) bool {
	c, ok := r.frame.at[key]
	return ok && c < len(r.i.Order) && r.i.Order[c] == 1
}

// moment reads a day, at noon where it has no time, in the zone of who brought it.
func (r *Row) moment(key string) time.Time {
	s := r.text(key)
	if s == "" {
		return time.Time{}
	}
	t, _, ok := said.Day(s, r.daysFirst(key), r.frame.zone)
	if !ok {
		r.wrong(key, "“"+short(s)+"” is no day of the calendar. Write it as 2026-06-05, or 2026-06-05 14:30.")
		return time.Time{}
	}
	if t.Hour() == 0 && t.Minute() == 0 && !strings.Contains(s, ":") {
		t = t.Add(12 * time.Hour)
	}
	if y := t.Year(); y < 1990 || y > r.w.Now().Year()+10 {
		r.wrong(key, "“"+short(s)+"” cannot be right: look at the year.")
		return time.Time{}
	}
	return t.UTC()
}

// past is a moment that has been; today counts as now.
func (r *Row) past(key string) time.Time {
	t, now := r.moment(key), r.w.Now()
	if t.After(now) && t.Sub(now) < 24*time.Hour && t.In(r.frame.zone).YearDay() == now.In(r.frame.zone).YearDay() {
		t = now
	}
	if t.After(now) {
		r.wrong(key, "“"+short(r.text(key))+"” is still to come.")
		return time.Time{}
	}
	return t
}

// name reads a name out of one column or out of several.
func (r *Row) name() party.Name {
	n := party.Name{Family: r.text("family"), Given: strings.Fields(r.text("given") + " " + r.text("middle")), Prefix: r.text("prefix")}
	if n.Family == "" && len(n.Given) == 0 {
		n = said.Named(r.text("name"))
	}
	key := "family"
	if _, ok := r.frame.at[key]; !ok {
		key = "name"
	}
	if n.Family == "" {
		r.wrong(key, "The family name is needed.")
	}
	if f, words := n.Wrong(); words != "" {
		r.wrong(f, words)
	}
	return n
}

func (r *Row) address() party.Address {
	a := party.Address{City: r.text("city"), State: r.text("state"), PostalCode: r.text("postal"), Country: r.text("country")}
	for _, k := range []string{"line", "line2"} {
		if s := r.text(k); s != "" {
			a.Lines = append(a.Lines, s)
		}
	}
	return a
}

// short is a cell as a fault quotes it.
func short(s string) string {
	if r := []rune(s); len(r) > 40 {
		return string(r[:40]) + "…"
	}
	return s
}

// Verdict is what becomes of a row: its state, what it is or was made, and in words.
type Verdict struct{ State, Thing, Does string }

// item is what a row says, read.
type item interface {
	key(*Row) string
	check(*Row) (Verdict, error)
	make(*Row) (thing string, err error)
}

// changer is an item that may change what is here.
type changer interface {
	change(r *Row, thing string) error
}

// item reads a row; what is wrong with it is in its faults.
func (r *Row) item() item {
	r.Faults, r.Words = nil, nil
	x := readers[r.i.Kind](r)
	r.formulas()
	return x
}

// readers read a row of each kind.
var readers = map[said.Kind]func(*Row) item{
	said.Organizations: func(r *Row) item { return r.organization() },
	said.Locations:     func(r *Row) item { return r.place() },
	said.Services:      func(r *Row) item { return r.offered() },
	said.Clinicians:    func(r *Row) item { return r.practitioner() },
	said.People:        func(r *Row) item { return r.colleague() },

	said.Patients:  func(r *Row) item { return &patientItem{r.patient(), r.died()} },
	said.Referrals: func(r *Row) item { return r.referral() },
}

// Look says what becomes of a row, and its sender's name for it.
func (r *Row) Look() (v Verdict, key string, err error) {
	if u := r.NoRow; u != nil {
		r.Faults, r.Words = u.Faults, nil
		return Verdict{State: map[bool]string{true: Left, false: Wrong}[u.Left != ""], Does: u.Left}, "", nil
	}
	x := r.item()
	if len(r.Faults) > 0 {
		return Verdict{State: Wrong}, "", nil
	}
	key = x.key(r)
	have, found, err := r.w.Brought(r.i.Org, string(r.i.Kind), key)
	switch {
	case err != nil:
		return v, key, err
	case found && have.Digest == r.Digest() && have.Import != string(r.i.ID):
		return Verdict{Same, have.Thing, "Brought before"}, key, nil
	}
	if v, err = x.check(r); len(r.Faults) > 0 {
		v.State = Wrong
	}
	return v, key, err
}

// Made makes what a row says, and notes it under its sender's name for it; one
// that is here already is noted. It faults with Conflict when the row is no
// longer what it was when it was looked at.
func (r *Row) Made(k store.ImportRow) (thing string, err error) {
	if r.i.Kind.Directory() {
		if err := r.now(k); err != nil {
			return "", err
		}
	}
	x := r.item()
	if len(r.Faults) > 0 {
		return "", moved("row.Made")
	}
	if thing = k.Thing; k.State == Make {
		if thing, err = x.make(r); err != nil {
			return "", err
		}
	}
	return thing, r.w.Tx.Bring(r.i.Org, string(r.i.Kind), store.ImportKey{Key: k.Key, Thing: thing, Digest: r.Digest(), Import: string(r.i.ID)})
}

// Changed changes what is here as a row says. It faults as Made.
func (r *Row) Changed(thing string) error {
	x := r.item()
	if len(r.Faults) > 0 {
		return moved("row.Changed")
	}
	return x.(changer).change(r, thing)
}

// Undone takes back what a row made or changed; false when it was used since.
func (r *Row) Undone(k store.ImportRow) (bool, error) { return undoers[r.i.Kind](r, k) }

// What a person may decide of a row, beside one of the records it may be.
const (
	New   = "new"   // it is somebody else
	Other = "other" // it is another referral than the one that is open
	Leave = "leave" // it is left out
)

// Decide notes what a person decided; false when that was not to be chosen.
func (r *Row) Decide(choice string) bool {
	switch {
	case choice == Leave:
	case choice == Other && r.Like != "":
		r.Other = true
	case choice == New && len(r.Alike) > 0, slices.Contains(r.Alike, choice):
		r.Choice = choice
	default:
		return false
	}
	return true
}

// moved is what is found when what a row was checked against has changed since.
func moved(op string) error {
	return fault.E(op, fault.Conflict, "Something in the directory has changed meanwhile. Nothing was changed; the list is looked at again.", nil)
}

// itoa is a row's number in words.
func itoa(n int) string { return strconv.Itoa(n) }
