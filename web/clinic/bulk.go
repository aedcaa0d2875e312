package clinic

import (
	"fmt"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"referd/base/fault"
	"referd/core/party"
	"referd/core/referral"
	"referd/desk"
	"referd/desk/loop"
	"referd/desk/turn"
	"referd/web/page"
	"referd/web/visit"
)

// most is how many can be chosen for one press.
const most = 500

// few are said in a line on the list itself; more have a page of their own.
const few = 20

// tally is what came of doing one thing to many: each answers for itself.
type tally []outcome

type outcome struct {
	id   string
	code string // the referral's, where it was refused
	done loop.Done
	err  error
}

// untried is the answer of those that come after one that could not be kept.
var untried = fault.E("clinic.each", fault.Busy, "Not tried: the one before could not be kept. Try it again.", nil)

// each does an act to what was selected, one commit each. What one is refused
// stops no other; when one cannot be kept, those after it are not tried, and
// say so. Each has the press's key, so that pressing twice does it once.
func each(v *visit.Visit, f url.Values, what string, act func(*desk.Writing, loop.Form) (loop.Done, error)) (t tally, err error) {
	var all []row
	for _, id := range chosen(f) {
		all = append(all, row{id: id})
	}
	return rows(v, f, all, what, func(w *desk.Writing, x loop.Form, _ string) (loop.Done, error) { return act(w, x) })
}

// row is a row of a list: a referral, and which of what is owed on it; an empty
// duty is the ball.
type row struct {
	id   referral.ID
	duty string
}

func (x row) String() string {
	if x.duty == "" {
		return string(x.id)
	}
	return string(x.id) + "~" + x.duty
}

// rows is each by the rows that were selected, of which a referral may have several.
func rows(v *visit.Visit, f url.Values, ids []row, what string, act func(*desk.Writing, loop.Form, string) (loop.Done, error)) (t tally, err error) {
	if len(ids) > most {
		return nil, fault.E("clinic.each", fault.Invalid, fmt.Sprintf("You chose %d. At most %d can be done by one press.", len(ids), most), nil)
	}
	stopped := false
	for _, id := range ids {
		o := outcome{id: id.String(), err: untried}
		if !stopped {
			form := loop.Form{Referral: id.id}
			form.Seq, _ = strconv.Atoi(f.Get("seq-" + o.id)) // none: no page of it was read
			if once := f.Get("once"); once != "" {
				form.Once = once + "/" + o.id
			}
			o.err = v.Desk.Write(v.R.Context(), v.Who, what, func(w *desk.Writing) (err error) {
				if o.done, err = act(w, form, id.duty); err != nil {
					if s, ok := turn.StaleOf(err); ok {
						err = overtaken(w, s)
					}
					if x, no := w.Row(id.id); no == nil {
						o.code = x.Code
					}
				}
				return err
			})
		}
		switch fault.Of(o.err) {
		case fault.Broken, fault.Busy:
			if o.err != nil && len(t.done()) == 0 {
				return nil, o.err // nothing was changed
			}
			stopped = stopped || o.err != nil
		}
		t = append(t, o)
	}
	return t, nil
}

// overtaken says of one of many who acted on it while the form was filled in.
func overtaken(w *desk.Writing, s *turn.Stale) error {
	by := s.Since[len(s.Since)-1].By
	who := w.Directory().PersonName(by.User)
	if who == "" {
		who = "Somebody"
	}
	return fault.E("clinic.overtaken", fault.Conflict, who+" acted on it meanwhile. Look, and press again if it still stands.", nil)
}

// chosen are the referrals a form is about, each once.
func chosen(f url.Values) (out []referral.ID) {
	for _, x := range chosenRows(f) {
		if !contains(out, x.id) {
			out = append(out, x.id)
		}
	}
	return out
}

// chosenRows are the rows a form is about, each once.
func chosenRows(f url.Values) (out []row) {
	seen := map[string]bool{}
	for _, x := range f["id"] {
		if id, duty, _ := strings.Cut(x, "~"); id != "" && !seen[x] {
			seen[x] = true
			out = append(out, row{referral.ID(id), duty})
		}
	}
	return out
}

func (t tally) done() (ids []string) {
	for _, o := range t {
		if o.err == nil {
			ids = append(ids, o.id)
		}
	}
	return ids
}

// refused are those that were not done, in words, one each, and of which referral.
func (t tally) refused() (words []string) {
	for _, o := range t {
		if o.err != nil {
			s := fault.Public(o.err)
			if o.code != "" && !strings.Contains(s, o.code) {
				s = o.code + ": " + s
			}
			words = append(words, s)
		}
	}
	return words
}

// words says it: "11 claimed. 8KQ2-M4TX was taken by Jo Brandt."
func (t tally) words(what string) string {
	s, not := fmt.Sprintf("%d %s.", len(t.done()), what), t.refused()
	if len(not) > 3 {
		return fmt.Sprintf("%s %d were not.", s, len(not))
	}
	return strings.TrimSpace(s + " " + strings.Join(not, " "))
}

// undo is the form that takes back what was done, while each can be.
func (t tally) undo(action string) *page.Toast {
	u := &page.Toast{}
	for _, o := range t {
		if o.err != nil || o.done.Undo == "" {
			continue
		}
		u.Undo = action
		u.Hidden = append(u.Hidden, page.Hidden{Name: "id", Value: o.id}, page.Hidden{Name: "fact-" + o.id, Value: string(o.done.Undo)})
		if u.Until.IsZero() || o.done.UndoUntil.Before(u.Until) {
			u.Until = o.done.UndoUntil
		}
	}
	return u
}

// answered says what came of each: few in a line on the list they were on, many
// in a page with a line for each.
func answered(v *visit.Visit, f url.Values, t tally, heading, past string, undo *page.Toast) error {
	if len(t) <= few && len(t.refused()) <= 3 {
		undo.Not = undo.Not || len(t.done()) == 0
		v.SayUndo(t.words(past), undo)
		return v.Go(back(f))
	}
	return many(v, onMany{heading: heading, past: past}, f, t, undo, nil)
}

var nothing = "Select a row first: press x on it, or tick its box."

// claim takes what was selected, one by one, and says what came of each.
func claim(v *visit.Visit) error {
	f, err := v.Form()
	if err != nil {
		return err
	}
	if len(f["id"]) == 0 {
		v.SayNot(nothing)
		return v.Go(back(f))
	}
	t, err := each(v, f, "claim", func(w *desk.Writing, x loop.Form) (loop.Done, error) {
		if err := free(w, x.Referral); err != nil {
			return loop.Done{}, err
		}
		return loop.Claim(w, x)
	})
	if err != nil {
		return err
	}
	u := t.undo("/releases")
	u.Until = time.Time{} // it can be given back at any time
	return answered(v, f, t, "Claim", "claimed", u)
}

// free refuses what somebody has: another, who is named, or the reader, who would
// trade what was given to them for a claim that ends by itself.
func free(w *desk.Writing, id referral.ID) error {
	row, err := w.Row(id)
	if err != nil {
		return err
	}
	switch row.Ball.Person {
	case "":
		return nil
	case w.Who().User:
		return fault.E("clinic.claim", fault.Conflict, row.Code+" is yours already.", nil)
	}
	return fault.E("clinic.claim", fault.Conflict, row.Code+" was taken by "+w.Directory().PersonName(row.Ball.Person)+".", nil)
}

// release undoes claims: what was claimed goes back to its team.
func release(v *visit.Visit) error {
	f, err := v.Form()
	if err != nil {
		return err
	}
	t, err := each(v, f, "release", loop.Release)
	if err != nil {
		return err
	}
	return answered(v, f, t, "Give back", "given back to the team", &page.Toast{})
}

// assign gives what was selected to somebody, one by one.
func assign(v *visit.Visit) error {
	f, err := v.Form()
	if err != nil {
		return err
	}
	to := party.UserID(f.Get("person"))
	whole := !slices.ContainsFunc(chosenRows(f), func(x row) bool { return x.duty != "" })
	switch {
	case len(f["id"]) == 0 && f.Get("once") == "" || to == "" && !whole:
		v.SayNot("Select a row, and choose to whom it goes.")
		return v.Go(back(f))
	case to == "" && f.Get("once") == "": // what was selected stays so
		return many(v, gives, f, nil, nil, nil)
	case to == "" || len(f["id"]) == 0:
		return many(v, gives, f, nil, nil, fault.All(turn.If(to == "", "person", "Choose to whom they go."), turn.If(len(f["id"]) == 0, "", "Tick at least one of them.")))
	}
	who := ""
	t, err := rows(v, f, chosenRows(f), "assign", func(w *desk.Writing, x loop.Form, duty string) (loop.Done, error) {
		row, err := w.Row(x.Referral)
		if err != nil {
			return loop.Done{}, err
		}
		team := row.Ball.Team
		if duty != "" {
			s, err := w.Loop(x.Referral)
			if err != nil {
				return loop.Done{}, err
			}
			o, _ := s.OwedFor(duty)
			team = o.Team // none when it is no longer owed, which Give says
		}
		if who = w.Directory().PersonName(to); team != "" && !member(w.Directory(), to, team) {
			return loop.Done{}, fault.E("clinic.assign", fault.Refused, row.Code+" is with "+w.Directory().TeamName(team)+", where "+who+" does not work.", nil)
		}
		return loop.Give(w, x, loop.Assign{Duty: duty, Person: to, Why: "assigned"})
	})
	if err != nil {
		return err
	}
	return answered(v, f, t, "Assign", "given to "+who, t.undo("/assignments/undo"))
}

// gives is the form where nobody was chosen yet: what was selected is on it.
var gives = onMany{at: "/assignments", act: referral.ActAssign, heading: "Assign", past: "given", icon: "users",
	happens: []string{"Each keeps its age and its due.", "Of a team they do not work in, nothing goes to them: that is said of each."},
	fields: func(v *visit.Visit, dir *desk.Directory, f url.Values) []page.Field {
		return []page.Field{{Kind: "select", Name: "person", Label: "Who has them from now", Value: f.Get("person"), Opts: givesTo(v, dir)}}
	}}

// takeBack undoes what was done to many, one by one: each as it was before, but
// where somebody acted on it since, which is said.
func takeBack(v *visit.Visit) error {
	f, err := v.Form()
	if err != nil {
		return err
	}
	t, err := rows(v, f, chosenRows(f), "undo", func(w *desk.Writing, x loop.Form, duty string) (loop.Done, error) {
		row, err := w.Row(x.Referral)
		if err != nil {
			return loop.Done{}, err
		}
		done, err := turn.Undo(w, x, referral.Key(f.Get("fact-"+rowOf(x, duty))))
		if s, ok := turn.StaleOf(err); ok {
			return done, fault.E("clinic.takeBack", fault.Conflict, row.Code+" was not: "+w.Directory().PersonName(s.Since[len(s.Since)-1].By.User)+" acted on it since.", nil)
		}
		done.Undo = ""
		return done, err
	})
	if err != nil {
		return err
	}
	return answered(v, f, t, "Undo", "undone, both entries kept", &page.Toast{})
}

// rowOf names the row of a list an act was about.
func rowOf(x loop.Form, duty string) string { return row{x.Referral, duty}.String() }

func member(dir *desk.Directory, u party.UserID, t party.TeamID) bool {
	for _, m := range dir.Members(t) {
		if m.ID == u {
			return true
		}
	}
	return false
}

// back is the list the form was on.
func back(f url.Values) string {
	to, err := url.Parse(f.Get("back"))
	if err != nil || to.Host != "" || to.Scheme != "" || to.Path != "/queue" && to.Path != "/exceptions" {
		return "/queue"
	}
	return to.Path + "?" + to.RawQuery
}
