package setup

import (
	"cmp"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"referd/base/fault"
	"referd/base/id"
	"referd/desk"
	"referd/desk/house"
	"referd/web/page"
	"referd/web/visit"
)

// subject is something that is set up on a form: what is kept fills it, what was
// typed is read from it as changes.
type subject struct {
	step    string // whose tab it is under
	path    string // its address without its id
	list    string // where one goes afterwards, and its name
	back    string
	name    func(x *asked) string
	lines   func(x *asked) []house.Mark // the lines of the directory it is of, the first the one it is called by
	fill    func(x *asked) (url.Values, error)
	show    func(x *asked, p *page.SetupForm)
	read    func(x *asked) ([]house.Change, error) // what can be read of it, and what is wrong with the rest
	happens []string
}

// asked is one form asked for: by whom, of what, with what was typed.
type asked struct {
	*visit.Visit
	r     *desk.Reading
	dir   *desk.Directory
	id    string // of what it is about; "new" is of what is not there yet
	made  string // the id it gets, so that a form pressed twice makes one
	f     url.Values
	fresh bool
}

// is reports whether a box of the form is ticked.
func (x *asked) is(name string) bool { return x.f.Get(name) != "" }

// get is a value of the form without what stands around it.
func (x *asked) get(name string) string { return strings.TrimSpace(x.f.Get(name)) }

// field is a field that shows what the form holds.
func (x *asked) field(kind, name, label, hint string) page.Field {
	return page.Field{Kind: kind, Name: name, Label: label, Hint: hint, Value: x.f.Get(name)}
}

func (x *asked) choice(name, label, hint string, opts []page.Opt) page.Field {
	f := x.field("select", name, label, hint)
	f.Opts = opts
	return f
}

// absent is asked for what is not there, or not the reader's to set up.
func absent() error {
	return fault.E("setup.absent", fault.Missing, "There is no such thing here, or none you may see.", nil)
}

// open shows the form of what is kept.
func (s *subject) open(v *visit.Visit) error { return s.form(v, nil, nil, false) }

// form shows it: filled with what is kept, or with what was typed and what is
// wrong with it. renewed takes the newest versions for what it was made from.
func (s *subject) form(v *visit.Visit, typed url.Values, wrong error, renewed bool) error {
	p := page.SetupForm{Pressing: page.Pressing{Action: v.R.URL.Path}, Back: s.list, BackName: s.back, Button: "See what changes", Happens: s.happens}
	err := v.Desk.Read(v.R.Context(), v.Who, "setup."+s.step, func(r *desk.Reading) (err error) {
		x := &asked{Visit: v, r: r, dir: r.Directory(), id: cmp.Or(v.R.PathValue("id"), "own"), f: typed}
		if x.fresh = x.id == "new"; x.fresh {
			p.Button = "Save"
		}
		if x.made = x.id; x.fresh {
			if x.made = typed.Get("made"); !id.Is(x.made) {
				x.made = id.New(v.Desk.Now())
			}
			p.Hidden = append(p.Hidden, page.Hidden{Name: "made", Value: x.made})
		}
		if p.Setup, err = Around(v, r, s.step); err != nil {
			return err
		}
		kept, err := s.fill(x)
		if err != nil {
			return err
		}
		if typed == nil {
			x.f = kept
		}
		p.Heading = s.name(x)
		p.Shell.Title = p.Heading
		s.show(x, &p)
		return s.versions(x, &p, typed, renewed)
	})
	if err != nil {
		return err
	}
	p.Typed = typed != nil
	status := http.StatusOK
	if wrong != nil {
		status = http.StatusUnprocessableEntity
		if fault.Of(wrong) == fault.Conflict {
			status = http.StatusConflict
		}
		p.Errors = markAll(&p, wrong)
	}
	return v.Page(status, page.SetupFormPage(p))
}

// versions notes what the form was made from, and shows what was changed before.
func (s *subject) versions(x *asked, p *page.SetupForm, typed url.Values, renewed bool) error {
	lines := s.lines(x)
	if typed != nil && !renewed {
		for _, w := range typed["was"] {
			p.Hidden = append(p.Hidden, page.Hidden{Name: "was", Value: w})
		}
	} else {
		for _, m := range lines {
			n, err := house.Version(x.r, m.Kind, m.ID)
			if err != nil {
				return err
			}
			if n > 0 {
				p.Hidden = append(p.Hidden, page.Hidden{Name: "was", Value: m.Kind + " " + strconv.FormatInt(n, 10) + " " + m.ID})
			}
		}
	}
	if x.fresh || len(lines) == 0 {
		return nil
	}
	past, next, err := house.Past(x.r, lines[0].Kind, lines[0].ID, 0, 5)
	if err != nil {
		return err
	}
	p.Past = told(past)
	if next > 0 {
		p.PastHref = "/setup/history?of=" + url.QueryEscape(lines[0].Kind+" "+lines[0].ID)
	}
	return nil
}

// was gives changes the versions the form was made from.
func was(f url.Values, list []house.Change) []house.Change {
	for _, w := range f["was"] {
		part := strings.SplitN(w, " ", 3)
		if len(part) != 3 {
			continue
		}
		for i := range list {
			if list[i].Kind == part[0] && list[i].ID == part[2] {
				list[i].Was, _ = strconv.ParseInt(part[1], 10, 64)
			}
		}
	}
	return list
}

// markAll says what is wrong beside its field, and for the summary on top.
func markAll(p *page.SetupForm, wrong error) []page.Wrong {
	lists := [][]page.Field{}
	for _, g := range append(slices.Clone(p.Parts), p.After...) {
		lists = append(lists, g.Fields)
	}
	for _, g := range p.Grids {
		for _, r := range g.Rows {
			lists = append(lists, r.Fields)
		}
	}
	return page.Mark(wrong, lists...)
}

// press reads the form and shows what it would change; keeps it, when that was
// seen, or when it is of something new.
func (s *subject) press(v *visit.Visit) error {
	f, err := v.Form()
	if err != nil {
		return err
	}
	if f.Get("do") == "edit" {
		return s.form(v, f, nil, false)
	}
	var p page.SetupLook
	var changes []house.Change
	fresh := v.R.PathValue("id") == "new"
	err = v.Desk.Read(v.R.Context(), v.Who, "setup."+s.step, func(r *desk.Reading) (err error) {
		x := &asked{Visit: v, r: r, dir: r.Directory(), id: cmp.Or(v.R.PathValue("id"), "own"), made: v.R.PathValue("id"), f: f, fresh: fresh}
		if fresh {
			if x.made = f.Get("made"); !id.Is(x.made) {
				return absent()
			}
		}
		if _, err := s.fill(x); err != nil { // it is there, and the reader's
			return err
		}
		var unread error
		changes, unread = s.read(x)
		changes = was(f, changes)
		look, err := house.Look(r, changes...)
		if err = fault.All(unread, err); err != nil {
			return err
		}
		p.Touches = look.Touches
		p.Lines = differences(look.Differences)
		p.Heading = s.name(x)
		p.Setup, err = Around(v, r, s.step)
		return err
	})
	if again(err) {
		return s.form(v, f, err, fault.Of(err) == fault.Conflict)
	}
	if err != nil {
		return err
	}
	if fresh || f.Get("do") == "save" {
		return s.save(v, f, changes)
	}
	if len(p.Lines) == 0 {
		v.SayNot("Nothing is other than it was.")
		return v.Go(s.list)
	}
	p.Action, p.Typed = v.R.URL.Path, carried(f)
	p.Shell.Title = "Look before you save"
	return v.Page(http.StatusOK, page.SetupLookPage(p))
}

// again reports whether the form is shown once more, with what was typed.
func again(err error) bool {
	return err != nil && slices.Contains([]fault.Kind{fault.Invalid, fault.Conflict, fault.Refused}, fault.Of(err))
}

func (s *subject) save(v *visit.Visit, f url.Values, changes []house.Change) error {
	var made []house.Mark
	err := v.Desk.Write(v.R.Context(), v.Who, "setup."+s.step, func(w *desk.Writing) (err error) {
		made, err = house.Save(w, changes...)
		return err
	})
	if again(err) {
		return s.form(v, f, err, fault.Of(err) == fault.Conflict)
	}
	if err != nil {
		return err
	}
	saved(v, made)
	return v.Go(s.list)
}

// saved says that it is kept, with the way back.
func saved(v *visit.Visit, made []house.Mark) {
	if len(made) == 0 {
		v.SayNot("Nothing is other than it was.")
		return
	}
	v.SayUndo("Saved.", &page.Toast{Undo: "/setup/undo", Hidden: undoOf(made)})
}

func undoOf(made []house.Mark) (out []page.Hidden) {
	for _, m := range made {
		out = append(out, page.Hidden{Name: "line", Value: m.Kind + " " + strconv.FormatInt(m.Version, 10) + " " + m.ID})
	}
	return out
}

// carried is what was typed, for the page in between.
func carried(f url.Values) (out []page.Hidden) {
	names := make([]string, 0, len(f))
	for k := range f {
		if k != "do" {
			names = append(names, k)
		}
	}
	slices.Sort(names)
	for _, k := range names {
		for _, x := range f[k] {
			out = append(out, page.Hidden{Name: k, Value: x})
		}
	}
	return out
}

func differences(list []house.Difference) (out []page.SetupDifference) {
	for _, d := range list {
		out = append(out, page.SetupDifference{About: d.About, Name: d.Name, Was: jobs(d.Was), Now: jobs(d.Now)})
	}
	return out
}

// wrongAbout is what is wrong with what was typed in a field.
func wrongAbout(field, words string) error {
	return fault.About("setup.read", field, fault.Invalid, words)
}
