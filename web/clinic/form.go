package clinic

import (
	"net/http"
	"net/url"
	"strconv"

	"referd/base/fault"
	"referd/core/party"
	"referd/core/referral"
	"referd/desk"
	"referd/desk/loop"
	"referd/desk/mine"
	"referd/desk/turn"
	"referd/web/act"
	"referd/web/page"
	"referd/web/sheet"
	"referd/web/visit"
)

// sheetOf is a form of the clinic being shown or pressed: the picture it is
// about, what was typed, what is wrong with it, who acted meanwhile.
type sheetOf struct {
	v       *visit.Visit
	p       *loop.Picture
	r       *desk.Reading
	dir     *desk.Directory
	shell   page.Shell
	noun    string // of the form: its address and its draft's name
	typed   url.Values
	keeping page.Keeping
	wrong   error
}

// open reads the picture, and what was kept of the form when nothing was typed now.
func open(v *visit.Visit, noun, title string, typed url.Values, wrong error) (*sheetOf, error) {
	p, r, shell, err := sheet.Look(v, ": "+title)
	if err != nil {
		return nil, err
	}
	s := &sheetOf{v: v, p: p, r: r, dir: r.Directory(), shell: shell, noun: noun, typed: typed, wrong: wrong}
	s.typed, s.keeping, err = v.Recall(p.ID, noun, typed)
	return s, err
}

func (s *sheetOf) get(name string) string { return s.typed.Get(name) }

// or is what was typed, else a sensible default.
func (s *sheetOf) or(name, other string) string {
	if _, ok := s.typed[name]; ok {
		return s.typed.Get(name)
	}
	return other
}

func (s *sheetOf) field(kind, name, label, hint string) page.Field {
	return page.Field{Kind: kind, Name: name, Label: label, Hint: hint, Value: s.get(name), Wrong: s.wrongAt(name)}
}

func (s *sheetOf) pick(kind, name, label, value string, opts ...page.Opt) page.Field {
	return page.Field{Kind: kind, Name: name, Label: label, Value: s.or(name, value), Opts: opts, Wrong: s.wrongAt(name)}
}

func (s *sheetOf) wrongAt(name string) string { return page.WrongAt(s.wrong, name) }

// pressing is what the form carries: the entry it was made from, its key, what
// is wrong, and who came between.
func (s *sheetOf) pressing() page.Pressing {
	p := page.Pressing{Action: "/referrals/" + string(s.p.ID) + "/" + s.noun, Keeping: s.keeping, Seq: strconv.Itoa(s.p.Seq), Once: visit.Once()}
	if s.wrong == nil {
		return p
	}
	p.Seq = s.or("seq", p.Seq)
	if stale, ok := turn.StaleOf(s.wrong); ok {
		p.Conflict, p.Seq = act.Between(s.v, s.dir, s.p, stale), strconv.Itoa(stale.Seq)
		return p
	}
	p.Errors = page.Wrongs(s.wrong)
	return p
}

// status of a form shown again.
func (s *sheetOf) status() int {
	switch {
	case s.wrong == nil:
		return http.StatusOK
	case fault.Of(s.wrong) == fault.Conflict:
		return http.StatusConflict
	}
	return http.StatusUnprocessableEntity
}

func (s *sheetOf) crumb(here string) page.Crumb {
	c := page.Crumb{Back: "/referrals/" + string(s.p.ID), BackName: s.p.Code, Here: here}
	if to := s.v.Worked(); to != "" {
		c.Back, c.BackName = to, "Queue"
		c.Here = s.p.Code + " · " + here
	}
	return c
}

func (s *sheetOf) banner() page.Banner { return sheet.Banner(s.v, s.r, s.p.Patient) }

// asked is the question with its ball, on top of every form.
func (s *sheetOf) asked() page.Asked { return sheet.AskedOf(s.v, s.dir, s.p) }

func (s *sheetOf) came() []page.Came { return sheet.CameOf(s.dir, s.p) }

// needs are what the service asks for before it decides, and whether it came.
func (s *sheetOf) needs() (out []page.CheckLine) {
	given := map[string]page.Came{}
	for _, x := range s.came() {
		given[x.Name] = x
	}
	for _, n := range s.p.Service.Needs {
		came, there := given[n.Label]
		l := page.CheckLine{State: "unchecked", Words: n.Label, Source: "Not sent, and not required"}
		switch {
		case contains(s.p.State.Missing, n.Code):
			l.State, l.Source = "missing", "Not sent. "+s.p.Sender.Name+" owes it since "+s.v.Clock().At(s.p.State.Sent)
		case there:
			l.State, l.Source = "ok", "Sent in words by "+came.From+", "+s.v.Clock().At(came.At)
		case n.Required:
			l.State, l.Source = "ok", "Sent as a document by "+s.p.Sender.Name+", "+s.v.Clock().At(s.p.State.Sent)
		}
		out = append(out, l)
	}
	return out
}

func contains[T comparable](list []T, x T) bool {
	for _, y := range list {
		if x == y {
			return true
		}
	}
	return false
}

// press does an act and goes on: the next of the queue one works from, else the
// referral. What is refused is shown again with every word still there.
func press(v *visit.Visit, noun, said string, do func(*desk.Writing, loop.Form, url.Values) (loop.Done, error), again func(typed url.Values, wrong error) error) error {
	typed, err := v.Form()
	if err != nil {
		return err
	}
	var done loop.Done
	err = v.Desk.Write(v.R.Context(), v.Who, noun, func(w *desk.Writing) (err error) {
		f := act.Pressed(v, typed)
		if done, err = do(w, f, typed); err != nil {
			return err
		}
		return mine.DropWords(w, f.Referral, noun, visit.Window(typed))
	})
	switch fault.Of(err) {
	case fault.Invalid, fault.Refused, fault.Conflict, fault.Denied: // it may have gone to somebody else meanwhile
		return again(typed, err)
	}
	if err != nil {
		return err
	}
	v.Say(done.Code+": "+said, done)
	return v.Go(sheet.Onward(v, done))
}

// forms whose words are kept while they are typed.
var drafts = []string{"decision", "decline", "booking", "rebooking", "report"}

// keep keeps what is typed into a form; nobody else can see it.
func keep(v *visit.Visit) error {
	f, err := v.Form()
	if err != nil {
		return err
	}
	noun := v.R.PathValue("form")
	if !contains(drafts, noun) && !act.Kept(noun) {
		return fault.E("clinic.keep", fault.Missing, "There is no such form.", nil)
	}
	said, err := v.Keep(referral.ID(v.R.PathValue("id")), noun, f)
	if err != nil {
		return err
	}
	_, err = v.W.Write([]byte(said))
	return err
}

func opt(value, words, hint string) page.Opt {
	return page.Opt{Value: value, Words: words, Hint: hint}
}

// until is when an answer given now can still be undone, for an urgency that waits.
func until(s *sheetOf) string {
	if s.p.State.Urgency == party.Emergency {
		return ""
	}
	return s.v.Desk.Now().Add(s.v.Desk.UndoFor).In(s.v.Zone()).Format("15:04")
}
