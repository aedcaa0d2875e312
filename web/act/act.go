// Package act is the form of every act on a referral, for both sides: what it
// asks, what happens, what is refused with every word still there. It shows the
// referral as web/sheet does.
package act

import (
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"referd/base/fault"
	"referd/core/referral"
	"referd/desk"
	"referd/desk/loop"
	"referd/desk/mine"
	"referd/desk/people"
	"referd/desk/turn"
	"referd/web/page"
	"referd/web/sheet"
	"referd/web/visit"
)

// form is one act's page: what it asks, what happens, and what it does.
type form struct {
	act     referral.Act
	noun    string // of its address; empty is the act's own
	heading string // empty is what the act's button says
	icon    string
	button  string // empty is the heading
	id      string // of its form, where parts of it wait for an answer
	said    string // when it is done
	final   bool
	finds   bool               // it looks for a service
	reads   func(x *ask) error // what asks and beside need besides the picture
	asks    func(x *ask) []page.Part
	happens []string
	beside  func(x *ask, a *page.Act) // what one must know to press it
	may     func(x *ask) bool         // nil: the act is offered now
	do      func(x *ask, w *desk.Writing, f loop.Form) (loop.Done, error)
}

// at is the noun of the form's address, and of its kept draft.
func (f form) at() string { return orElse(f.noun, string(f.act)) }

// name is what the page is called and its button says.
func (f form) name() string { return orElse(f.heading, sheet.Act(f.act)) }

// ask is a form being shown or pressed: the picture it is about, what was typed.
type ask struct {
	v     *visit.Visit
	p     *loop.Picture
	dir   *desk.Directory
	typed url.Values
	goes  string          // where to go when it is done, other than where every act does
	said  string          // instead of the form's own words, when it came out otherwise
	links []people.Ticket // given for the referral, where the form is about them
}

func (x *ask) get(name string) string { return x.typed.Get(name) }

// Routes of the acts on a referral: a page to show and a noun to post for each.
func Routes() []visit.Route {
	out := []visit.Route{
		{Pattern: "GET /referrals/{id}/acknowledgement", To: readReport},
		{Pattern: "POST /referrals/{id}/acknowledgement", To: acknowledge},
		{Pattern: "POST /referrals/{id}/undo", To: undo},
	}
	for _, f := range forms() {
		at := " /referrals/{id}/" + f.at()
		out = append(out, visit.Route{Pattern: "GET" + at, To: f.show}, visit.Route{Pattern: "POST" + at, Limit: visit.File, To: f.press})
	}
	return out
}

// Kept reports whether what is typed into a form of that noun is kept.
func Kept(noun string) bool {
	return slices.ContainsFunc(forms(), func(f form) bool { return f.at() == noun })
}

func (f form) show(v *visit.Visit) error {
	p, r, shell, err := sheet.Look(v, ": "+f.name())
	if err != nil {
		return err
	}
	if sheet.Waiting(p, f.act) && f.noun == "" { // somebody proposed this very act: it is answered, not done anew
		return v.Go("/referrals/" + string(p.ID) + "/" + sheet.ProposalNoun + sheet.Suffix(v))
	}
	x := &ask{v: v, p: p, dir: r.Directory(), typed: v.R.URL.Query()}
	if !f.possible(x) {
		v.SayNot("That is not possible here now: " + strings.ToLower(x.dir.PhaseName(v.Who.Org, p.Phase)) + ".")
		return v.Go("/referrals/" + string(p.ID) + sheet.Suffix(v))
	}
	x.typed = nil
	return f.page(x, r, shell, nil, nil, http.StatusOK, p.Seq, visit.Once())
}

// possible reports whether the reader may do the act now, so that no form is
// filled in for nothing.
func (f form) possible(x *ask) bool {
	if f.may != nil {
		return f.may(x)
	}
	return x.has(f.act)
}

// page shows the form with what was typed, what is wrong, and who came between.
func (f form) page(x *ask, r *desk.Reading, shell page.Shell, wrong error, stale *turn.Stale, status, seq int, once string) error {
	at := "/referrals/" + string(x.p.ID)
	typed, keeping, err := x.v.Recall(x.p.ID, f.at(), x.typed)
	if err != nil {
		return err
	}
	x.typed = typed
	a := page.Act{Shell: shell, Back: at, BackName: x.p.Code, Heading: f.name(), ID: f.id, Action: x.v.R.URL.Path, Keeping: keeping, Seq: seq, Once: once,
		Button: orElse(f.button, f.name()), Icon: f.icon, Happens: f.happens, Final: f.final}
	b, q := sheet.Banner(x.v, r, x.p.Patient), sheet.AskedOf(x.v, x.dir, x.p)
	a.Banner, a.Asked = &b, &q
	if f.reads != nil {
		if err := f.reads(x); err != nil {
			return err
		}
	}
	if f.asks != nil {
		a.Parts = f.asks(x)
	}
	for _, g := range a.Parts {
		a.File = a.File || slices.ContainsFunc(g.Fields, func(x page.Field) bool { return strings.HasPrefix(x.Kind, "file") })
	}
	if f.beside != nil {
		f.beside(x, &a)
	}
	if at := sheet.Suffix(x.v); at != "" {
		a.Action += at
		a.Back += at
	}
	if wrong != nil {
		a.Errors = mark(a.Parts, wrong)
	}
	if stale != nil {
		a.Conflict = conflict(x, stale)
		a.Seq = stale.Seq
	}
	if (stale != nil || wrong != nil) && !f.possible(x) { // what was typed stays; the button that can no longer work does not
		or := map[bool]string{true: ", or send it as a message above"}[stale != nil && a.Conflict.Say != ""]
		a.Button, a.Final, a.Happens = "", false, []string{"This can no longer be done here. What you typed is kept on this page: copy it" + or + "."}
	}
	return x.v.Page(status, page.ActPage(a))
}

// there is the field of the form a fault is about; what has no field of its own
// is mended in the words.
func there(parts []page.Part, field string) string {
	words := ""
	for _, p := range parts {
		for _, f := range p.Fields {
			if f.Name == field {
				return field
			}
			if f.Name == "words" {
				words = "words"
			}
		}
	}
	return words
}

// mark puts what is wrong beside its field, all of it, and says it for the
// summary on top.
func mark(parts []page.Part, wrong error) []page.Wrong {
	var lists [][]page.Field
	for _, p := range parts {
		lists = append(lists, p.Fields)
	}
	var placed []error
	for _, w := range page.Wrongs(wrong) {
		field := there(parts, w.Field)
		if field == "file" {
			w.Words += " No file was kept: choose again. Everything else is kept."
		}
		placed = append(placed, needed(field, w.Words))
	}
	return page.Mark(fault.All(placed...), lists...)
}

// conflict says who did what since the form was read, what was on the page and
// what is true now, and what is still possible. What was typed stays in the form.
func conflict(x *ask, s *turn.Stale) *page.Conflict {
	c := &page.Conflict{}
	c.Own = len(s.Since) > 0
	for _, e := range s.Since {
		c.Own = c.Own && e.By.User == x.v.Who.User
		if t := sheet.Tell(x.v, x.dir, x.p, e); t.Bold != "" { // another entry of the same press says it
			c.Since = append(c.Since, strings.TrimSpace(t.Bold+" "+t.Words)+", "+t.By+", "+x.v.Clock().At(e.At))
		}
	}
	for _, a := range s.Acts {
		if !sheet.Quiet[a] && !sheet.Seldom[a] {
			c.Acts = append(c.Acts, page.Button{Href: sheet.Path(x.p.ID, a), Words: sheet.Says(&x.p.State, a)})
		}
	}
	seq, _ := strconv.Atoi(x.typed.Get("seq"))
	if entries := x.p.State.Entries(); seq > 0 && seq < len(entries) {
		var then []referral.Entry
		for _, e := range entries {
			if e.Seq <= seq {
				then = append(then, e)
			}
		}
		was := referral.Fold(x.p.ID, then)
		c.Changes = changes(x, &was)
	}
	if w := strings.TrimSpace(x.typed.Get("words")); w != "" && slices.Contains(s.Acts, referral.ActMessage) {
		c.Words, c.Say, c.Once = w, "/referrals/"+string(x.p.ID)+"/message", visit.Once()
	}
	return c
}

// changes compares what was on the page with what is true now.
func changes(x *ask, was *referral.State) (out []page.Change) {
	add := func(name, a, b string) {
		out = append(out, page.Change{Name: name, Was: orElse(a, "nobody"), Now: orElse(b, "nobody")})
	}
	with := func(s *referral.State) string {
		b := s.Ball()
		return orElse(x.dir.PersonName(b.Person), x.dir.TeamName(b.Team))
	}
	next := func(s *referral.State) string {
		if b := s.Ball(); s.Phase().Open() {
			return sheet.Act(b.Act) + ", " + x.v.Clock().Due(b.Due)
		}
		return "nothing"
	}
	add("Phase", x.dir.PhaseName(x.v.Who.Org, was.Phase()), x.dir.PhaseName(x.v.Who.Org, x.p.Phase))
	add("With", with(was), with(&x.p.State))
	add("Next act", next(was), next(&x.p.State))
	return out
}

// press does the act. What is refused comes back with every word still there.
func (f form) press(v *visit.Visit) error {
	typed, err := v.Form()
	if err != nil {
		return err
	}
	x := &ask{v: v, typed: typed}
	if f.finds && typed.Get("then") == "find" {
		return f.found(x)
	}
	var done loop.Done
	err = v.Desk.Write(v.R.Context(), v.Who, string(f.act), func(w *desk.Writing) (err error) {
		x.dir = w.Directory()
		of := formOf(v, typed)
		if done, err = f.do(x, w, of); err != nil {
			return err
		}
		return mine.DropWords(w, of.Referral, f.at(), visit.Window(typed))
	})
	if err == nil {
		said, to := orElse(x.said, f.said), after(v, done)
		if !sheet.Quiet[f.act] && x.goes == "" {
			if next := sheet.Onward(v, done); next != to {
				said, to = done.Code+": "+said, next
			}
		}
		v.Say(said, done)
		return v.Go(orElse(x.goes, to))
	}
	return f.again(x, err)
}

// found shows the form with the services that were looked for.
func (f form) found(x *ask) error {
	p, r, shell, err := sheet.Glance(x.v, ": "+f.name())
	if err != nil {
		return err
	}
	x.p, x.dir = p, r.Directory()
	shell.OneAct = false // the keyboard goes on where it looked
	seq, _ := strconv.Atoi(x.typed.Get("seq"))
	return f.page(x, r, shell, nil, nil, http.StatusOK, seq, visit.Once())
}

// again shows the form once more, with what is wrong.
func (f form) again(x *ask, err error) error {
	stale, _ := turn.StaleOf(err)
	kind := fault.Of(err)
	if stale == nil && kind != fault.Invalid && kind != fault.Refused && kind != fault.Conflict && kind != fault.Denied {
		return err
	}
	p, r, shell, lookErr := sheet.Glance(x.v, ": "+f.name())
	if lookErr != nil {
		return lookErr
	}
	x.p, x.dir = p, r.Directory()
	seq, _ := strconv.Atoi(x.typed.Get("seq"))
	status := http.StatusUnprocessableEntity
	if stale != nil || kind == fault.Conflict {
		status = http.StatusConflict
	}
	if stale != nil {
		err = nil
	}
	return f.page(x, r, shell, err, stale, status, seq, visit.Once())
}

func formOf(v *visit.Visit, typed url.Values) loop.Form {
	seq, _ := strconv.Atoi(typed.Get("seq"))
	f := loop.Form{Referral: referral.ID(v.R.PathValue("id")), Seq: seq, Once: typed.Get("once")}
	if len(v.Who.For) > 0 && v.Who.Practitioner == "" {
		f.For = v.Who.For[0]
	}
	return f
}

// after is the referral, which shows what came of the act.
func after(v *visit.Visit, d loop.Done) string {
	return "/referrals/" + string(d.ID) + sheet.Suffix(v)
}

func undo(v *visit.Visit) error {
	typed, err := v.Form()
	if err != nil {
		return err
	}
	id := referral.ID(v.R.PathValue("id"))
	err = v.Desk.Write(v.R.Context(), v.Who, "undo", func(w *desk.Writing) error {
		_, err := turn.Undo(w, loop.Form{Referral: id}, referral.Key(typed.Get("fact")))
		return err
	})
	if err != nil {
		return err
	}
	v.Say("Undone. Both entries are kept.", loop.Done{})
	return v.Go("/referrals/" + string(id))
}

func (x *ask) has(a referral.Act) bool { return slices.Contains(x.p.Acts, a) }
