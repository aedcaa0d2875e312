package clinic

import (
	"fmt"
	"net/url"
	"strings"

	"referd/base/fault"
	"referd/core/party"
	"referd/core/referral"
	"referd/desk"
	"referd/desk/lists"
	"referd/desk/loop"
	"referd/desk/turn"
	"referd/web/page"
	"referd/web/visit"
)

// tally is what came of doing one thing to many: each answers for itself.
type tally struct {
	done    []string
	refused []string // in words, one each
}

// each does an act to what was selected, one commit each. What one is refused
// stops no other; a fault of ours stops.
func each(v *visit.Visit, ids []string, what string, act func(*desk.Writing, loop.Form) error) (t tally, err error) {
	for _, id := range ids[:min(len(ids), lists.PerPage)] {
		err := v.Desk.Write(v.R.Context(), v.Who, what, func(w *desk.Writing) error { return act(w, loop.Form{Referral: referral.ID(id)}) })
		switch fault.Of(err) {
		case fault.Denied, fault.Refused, fault.Missing, fault.Conflict, fault.Invalid:
			t.refused = append(t.refused, fault.Public(err))
			continue
		}
		if err != nil {
			return t, err
		}
		t.done = append(t.done, id)
	}
	return t, nil
}

// words says it: "11 claimed. 8KQ2-M4TX was taken by Jo Brandt."
func (t tally) words(what string) string {
	s := fmt.Sprintf("%d %s.", len(t.done), what)
	if len(t.refused) > 3 {
		return fmt.Sprintf("%s %d were not: %s …", s, len(t.refused), strings.Join(t.refused[:3], " "))
	}
	return strings.TrimSpace(s + " " + strings.Join(t.refused, " "))
}

func (t tally) undo(action string) *page.Toast {
	if len(t.done) == 0 {
		return &page.Toast{}
	}
	u := &page.Toast{Undo: action}
	for _, id := range t.done {
		u.Hidden = append(u.Hidden, page.Hidden{Name: "id", Value: id})
	}
	return u
}

// claim takes what was selected, one by one, and says what came of each.
func claim(v *visit.Visit) error {
	f, err := v.Form()
	if err != nil {
		return err
	}
	if len(f["id"]) == 0 {
		v.SayNot("Select a row first: press x on it, or tick its box.")
		return v.Go(back(f))
	}
	t, err := each(v, f["id"], "claim", func(w *desk.Writing, x loop.Form) error {
		if err := free(w, x.Referral); err != nil {
			return err
		}
		_, err := loop.Claim(w, x)
		return err
	})
	if err != nil {
		return err
	}
	v.SayUndo(t.words("claimed"), t.undo("/releases"))
	return v.Go(back(f))
}

// free refuses what somebody else has claimed meanwhile, and says who.
func free(w *desk.Writing, id referral.ID) error {
	row, err := w.Row(id)
	if err != nil {
		return err
	}
	if row.Ball.Person != "" && row.Ball.Person != w.Who().User {
		return fault.E("clinic.claim", fault.Conflict, row.Code+" was taken by "+w.Directory().PersonName(row.Ball.Person)+".", nil)
	}
	return nil
}

// release undoes claims: what was claimed goes back to its team.
func release(v *visit.Visit) error {
	f, err := v.Form()
	if err != nil {
		return err
	}
	t, err := each(v, f["id"], "release", func(w *desk.Writing, x loop.Form) error { _, err := loop.Release(w, x); return err })
	if err != nil {
		return err
	}
	v.Say(t.words("given back to the team"), loop.Done{})
	return v.Go(back(f))
}

// assign gives what was selected to somebody, one by one.
func assign(v *visit.Visit) error {
	f, err := v.Form()
	if err != nil {
		return err
	}
	to := party.UserID(f.Get("person"))
	if len(f["id"]) == 0 || to == "" {
		v.SayNot("Select a row, and choose to whom it goes.")
		return v.Go(back(f))
	}
	who, given := "", map[string]loop.Done{}
	t, err := each(v, f["id"], "assign", func(w *desk.Writing, x loop.Form) error {
		row, err := w.Row(x.Referral)
		if err != nil {
			return err
		}
		if who = w.Directory().PersonName(to); !member(w.Directory(), to, row.Ball.Team) {
			return fault.E("clinic.assign", fault.Refused, row.Code+" is with "+w.Directory().TeamName(row.Ball.Team)+", where "+who+" does not work.", nil)
		}
		given[string(x.Referral)], err = loop.Give(w, x, loop.Assign{Person: to, Why: "assigned"})
		return err
	})
	if err != nil {
		return err
	}
	u := t.undo("/assignments/undo")
	for _, id := range t.done {
		u.Until = given[id].UndoUntil
		u.Hidden = append(u.Hidden, page.Hidden{Name: "fact-" + id, Value: string(given[id].Undo)})
	}
	v.SayUndo(t.words("given to "+who), u)
	return v.Go(back(f))
}

// unassign undoes assignments, one by one: each as it was before, but where
// somebody acted on it since, which is said.
func unassign(v *visit.Visit) error {
	f, err := v.Form()
	if err != nil {
		return err
	}
	t, err := each(v, f["id"], "undo", func(w *desk.Writing, x loop.Form) error {
		row, err := w.Row(x.Referral)
		if err != nil {
			return err
		}
		_, err = turn.Undo(w, x, referral.Key(f.Get("fact-"+string(x.Referral))))
		if s, ok := turn.StaleOf(err); ok {
			return fault.E("clinic.unassign", fault.Conflict, row.Code+" was not: "+w.Directory().PersonName(s.Since[len(s.Since)-1].By.User)+" acted on it since.", nil)
		}
		return err
	})
	if err != nil {
		return err
	}
	v.Say(t.words("undone, both entries kept"), loop.Done{})
	return v.Go(back(f))
}

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
	if err != nil || to.Host != "" || to.Scheme != "" || to.Path != "/queue" {
		return "/queue"
	}
	return "/queue?" + to.RawQuery
}

func saveView(v *visit.Visit) error {
	f, err := v.Form()
	if err != nil {
		return err
	}
	var query string
	err = v.Desk.Write(v.R.Context(), v.Who, "view.save", func(w *desk.Writing) error {
		id, err := desk.SaveView(w, f.Get("name"), f.Get("query"), f.Get("team") != "")
		query = f.Get("query")
		_ = id
		return err
	})
	if err != nil {
		return err
	}
	v.Say("The view is kept.", loop.Done{})
	return v.Go("/queue?" + query)
}

func dropView(v *visit.Visit) error {
	f, err := v.Form()
	if err != nil {
		return err
	}
	err = v.Desk.Write(v.R.Context(), v.Who, "view.drop", func(w *desk.Writing) error { return desk.DropView(w, desk.ViewID(f.Get("id"))) })
	if err != nil {
		return err
	}
	v.Say("The view is gone.", loop.Done{})
	return v.Go("/me")
}
