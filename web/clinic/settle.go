package clinic

import (
	"net/http"
	"net/url"
	"slices"
	"strings"

	"referd/base/fault"
	"referd/desk"
	"referd/desk/lists"
	"referd/desk/loop"
	"referd/desk/turn"
	"referd/web/page"
	"referd/web/sheet"
	"referd/web/visit"
)

// settles is one form for several things of one kind that went wrong: each is
// settled in a commit of its own and says what came of it. What is clinical is
// settled by itself, on its referral.
func settles(v *visit.Visit) error {
	f, err := v.Form()
	if err != nil {
		return err
	}
	once := f.Get("once") != ""
	if len(f["id"]) == 0 && !once {
		v.SayNot(nothing)
		return v.Go(back(f))
	}
	if !once {
		return settling(v, f, nil, nil)
	}
	words := strings.TrimSpace(f.Get("words"))
	wrong := fault.All(turn.If(words == "", "words", "Say how they are settled."), turn.If(len(f["id"]) == 0, "", "Tick at least one of them."))
	if wrong != nil {
		return settling(v, f, nil, wrong)
	}
	t, err := rows(v, f, chosenRows(f), "settle", func(w *desk.Writing, x loop.Form, duty string) (loop.Done, error) {
		w.Tried(x.Referral)
		s, err := w.Loop(x.Referral)
		if err != nil {
			return loop.Done{}, err
		}
		d, why := lists.ToSettle(w.Reading, &s, duty)
		if why != "" {
			return loop.Done{}, fault.E("clinic.settles", fault.Refused, why, nil)
		}
		if d.Kind != f.Get("kind") {
			return loop.Done{}, fault.E("clinic.settles", fault.Refused, "It is of another kind than the form says.", nil)
		}
		return loop.Settle(w, x, d.Facts, words)
	})
	if err != nil {
		return err
	}
	return settling(v, f, t, nil)
}

// settling shows the form, and after a press what came of each. What was not done
// stays ticked under the words that were typed.
func settling(v *visit.Visit, f url.Values, t tally, wrong error) error {
	to := back(f)
	p := page.OnMany{Back: to, BackName: place(to), Heading: "Settle", Action: "/settlements", Once: visit.Once(), Icon: "check",
		Happens: []string{"Each is settled by these words, in an entry of its own.", "It cannot be undone. A further entry corrects it."}}
	all := chosenRows(f)
	if wrong != nil { // those that were left unticked are still there
		all = append(all, chosenRows(url.Values{"id": f["all"]})...)
	}
	if len(all) > most {
		return fault.E("clinic.settling", fault.Invalid, "At most 500 can be done by one press.", nil)
	}
	var things []lists.Wrong
	for _, x := range all {
		if w := (lists.Wrong{ID: x.id, Duty: x.duty}); !slices.Contains(things, w) {
			things = append(things, w)
		}
	}
	came := map[string]outcome{}
	for _, o := range t {
		came[o.id] = o
	}
	var kinds []string
	err := v.Desk.Read(v.R.Context(), v.Who, "exceptions.chosen", func(r *desk.Reading) (err error) {
		p.Lines, kinds = nil, nil
		list, err := lists.Settlings(r, things)
		if err != nil {
			return err
		}
		if p.Shell, err = v.Shell(r, p.Heading); err != nil {
			return err
		}
		for _, c := range list {
			l := settlingLine(v, r.Directory(), c)
			if o, ok := came[l.ID]; ok {
				cameOf(&l, o)
			}
			if l.Ticked = l.Can && (wrong == nil || slices.Contains(f["id"], l.ID)); l.Can && !slices.Contains(kinds, c.Kind) {
				kinds = append(kinds, c.Kind)
			}
			p.Lines = append(p.Lines, l)
		}
		return nil
	})
	if err != nil {
		return err
	}
	if len(kinds) > 1 {
		v.SayNot("Select things of one kind: these are of " + page.Many(len(kinds), "kind", "kinds") + ", and one reason cannot be that of all.")
		return v.Go(to)
	}
	n := len(slices.DeleteFunc(slices.Clone(p.Lines), func(l page.ManyLine) bool { return !l.Can }))
	p.Heading = "Settle " + page.Many(len(p.Lines), "thing", "things")
	p.Carry = []page.Hidden{{Name: "back", Value: to}}
	if n > 0 {
		p.Carry = append(p.Carry, page.Hidden{Name: "kind", Value: kinds[0]})
		p.Fields = []page.Field{{Kind: "area", Name: "words", Label: "How they are settled", Hint: "Said of each of them. Name no patient in it.", Value: f.Get("words")}}
		p.Button = "Settle " + page.Many(n, "thing", "things")
	}
	if wrong != nil {
		p.Errors = page.Mark(wrong, p.Fields)
	}
	if t != nil {
		p.Words, p.Next = t.words("settled"), to
	}
	return v.Page(map[bool]int{true: http.StatusOK, false: http.StatusUnprocessableEntity}[wrong == nil], page.OnManyPage(p))
}

// settlingLine is one of the selected, what of it went wrong, and whether it can
// be settled with the others.
func settlingLine(v *visit.Visit, dir *desk.Directory, c lists.Settling) page.ManyLine {
	l := manyLine(v, dir, c.Choice, "")
	l.ID = row{c.ID, c.Duty}.String()
	if c.Gone {
		return l
	}
	l.What = sheet.Kind(c.Kind)
	if n := dir.PersonName(c.To); n != "" {
		l.What = "A mail to " + n + " was not delivered"
	}
	if l.Can = c.Why == ""; !l.Can {
		l.State, l.Said = "not", c.Why
	}
	return l
}

func cameOf(l *page.ManyLine, o outcome) {
	if o.err == nil { // it waits no longer, because it was done
		l.State, l.Said, l.Can = "done", "Settled", false
		return
	}
	came(l, o, "")
}

// place is the list somebody goes back to, in a word.
func place(to string) string {
	if strings.HasPrefix(to, "/exceptions") {
		return "Exceptions"
	}
	return "Queue"
}
