package clinic

import (
	"net/http"
	"net/url"
	"strconv"
	"strings"

	"referd/base/fault"
	"referd/core/party"
	"referd/core/referral"
	"referd/desk"
	"referd/desk/lists"
	"referd/desk/loop"
	"referd/desk/turn"
	"referd/web/page"
	"referd/web/sheet"
	"referd/web/visit"
)

// onMany is one form for all that was selected: what it asks once, and what it
// does to each.
type onMany struct {
	at      string // its address; none of what is already done
	act     referral.Act
	heading string
	past    string // "12 asked"
	icon    string
	happens []string
	final   bool // cannot be undone
	fields  func(v *visit.Visit, dir *desk.Directory, f url.Values) []page.Field
	check   func(v *visit.Visit, f url.Values) error // what is wrong with it whatever it is about
	do      func(v *visit.Visit, w *desk.Writing, x loop.Form, f url.Values) (loop.Done, error)
}

var asks = onMany{at: "/questions", act: referral.ActAsk, heading: "Ask", past: "asked", icon: "message-square",
	happens: []string{"Each sender is asked on their own referral, and sees nothing of the others.", "The review of each goes on. It can be undone for a minute."},
	fields: func(_ *visit.Visit, _ *desk.Directory, f url.Values) []page.Field {
		return []page.Field{{Kind: "area", Name: "words", Label: "What do you need to know?", Hint: "Each sender reads exactly this. Name no patient in it.", Value: f.Get("words")}}
	},
	check: func(_ *visit.Visit, f url.Values) error {
		return turn.If(strings.TrimSpace(f.Get("words")) == "", "words", "Say what you need.")
	},
	do: func(_ *visit.Visit, w *desk.Writing, x loop.Form, f url.Values) (loop.Done, error) {
		return loop.Ask(w, x, loop.Question{Words: strings.TrimSpace(f.Get("words"))})
	}}

var holds = onMany{at: "/holds", act: referral.ActHold, heading: "Hold", past: "on hold", icon: "clock",
	happens: []string{"Each wakes by itself on the day.", "Ninety days at most for a routine referral, seven for an urgent one, none for an emergency.", "Neither clock stops; each patient reads the reason and the day."},
	fields: func(_ *visit.Visit, _ *desk.Directory, f url.Values) []page.Field {
		return []page.Field{{Kind: "date", Name: "until", Label: "Until", Value: f.Get("until")}, {Kind: "radio", Name: "reason", Label: "Why", Value: f.Get("reason"), Opts: sheet.HoldReasons},
			{Kind: "area", Name: "words", Label: "More", Hint: "Past a seen-by date this is triage's reason, and the referrer reads it the same day.", Value: f.Get("words")}}
	},
	check: func(v *visit.Visit, f url.Values) error {
		return fault.All(turn.If(v.Day(f.Get("until")).IsZero(), "until", "Choose the day on which they wake."), turn.If(!page.Offers(sheet.HoldReasons, f.Get("reason")), "reason", "Choose the reason."))
	},
	do: func(v *visit.Visit, w *desk.Writing, x loop.Form, f url.Values) (loop.Done, error) {
		return loop.Hold(w, x, v.Day(f.Get("until")), f.Get("reason"), f.Get("words"))
	}}

var forwards = onMany{at: "/forwards", act: referral.ActForward, heading: "Forward", past: "forwarded", icon: "send", final: true,
	happens: []string{"The other service has each at once, with the same dates.", "Each sender sees where theirs went."},
	fields: func(_ *visit.Visit, dir *desk.Directory, f url.Values) []page.Field {
		to := page.Field{Kind: "select", Name: "to", Label: "To which service", Value: f.Get("to")}
		for _, x := range dir.Services("") {
			to.Opts = append(to.Opts, opt(string(x.ID), x.Name+" · "+dir.Orgs[x.Org].Name, ""))
		}
		return []page.Field{to, {Kind: "area", Name: "words", Label: "Why they go there", Value: f.Get("words")}}
	},
	check: func(_ *visit.Visit, f url.Values) error {
		return fault.All(turn.If(f.Get("to") == "", "to", "Choose the service."), turn.If(strings.TrimSpace(f.Get("words")) == "", "words", "Say why they go there."))
	},
	do: func(_ *visit.Visit, w *desk.Writing, x loop.Form, f url.Values) (loop.Done, error) {
		return loop.Forward(w, x, party.ServiceID(f.Get("to")), f.Get("words"))
	}}

// press shows the form for what was selected, and does it once it is filled in.
func (m onMany) press(v *visit.Visit) error {
	f, err := v.Form()
	if err != nil {
		return err
	}
	switch {
	case len(f["id"]) == 0 && f.Get("once") == "":
		v.SayNot(nothing)
		return v.Go(back(f))
	case f.Get("once") == "":
		return many(v, m, f, nil, nil, nil)
	}
	wrong := fault.All(m.check(v, f), turn.If(len(f["id"]) == 0, "", "Tick at least one of them."))
	if wrong != nil {
		return many(v, m, f, nil, nil, wrong)
	}
	t, err := each(v, f, strings.TrimPrefix(m.at, "/"), func(w *desk.Writing, x loop.Form) (loop.Done, error) { return m.do(v, w, x, f) })
	if err != nil {
		return err
	}
	return many(v, m, f, t, t.undo(m.at+"/undo"), nil)
}

// many shows the form of an act on what was selected, and after a press what came
// of each. What was not done stays ticked under the words that were typed.
func many(v *visit.Visit, m onMany, f url.Values, t tally, undo *page.Toast, wrong error) error {
	to := back(f)
	p := page.OnMany{Back: to, BackName: place(to), Heading: m.heading, Action: m.at, Once: visit.Once(), Undo: undo, Errors: page.Wrongs(wrong), Happens: m.happens,
		Carry: []page.Hidden{{Name: "back", Value: to}}, Icon: m.icon}
	ids := chosen(f)
	by := map[string]outcome{}
	for _, o := range t {
		id, _, _ := strings.Cut(o.id, "~")
		if was, ok := by[id]; !ok || was.err == nil { // of several rows of one, what was refused is said
			by[id] = o
		}
	}
	if wrong != nil { // those that were left unticked are still there
		for _, id := range f["all"] {
			if f2 := referral.ID(id); !contains(ids, f2) {
				ids = append(ids, f2)
			}
		}
	}
	if len(ids) > most {
		return fault.E("clinic.many", fault.Invalid, "At most 500 can be done by one press.", nil)
	}
	left := 0
	err := v.Desk.Read(v.R.Context(), v.Who, "queue.chosen", func(r *desk.Reading) (err error) {
		p.Lines, left = nil, 0
		list, err := lists.Chosen(r, ids)
		if err != nil {
			return err
		}
		if p.Shell, err = v.Shell(r, m.heading); err != nil {
			return err
		}
		for _, c := range list {
			l := manyLine(v, r.Directory(), c, m.act)
			if o, ok := by[string(c.ID)]; ok {
				came(&l, o, m.past)
			}
			l.Ticked = l.Can && (wrong == nil || contains(chosen(f), c.ID))
			if l.Can {
				left++
			}
			p.Lines = append(p.Lines, l)
		}
		if m.fields != nil && (t == nil || len(t.done()) < len(t)) {
			p.Fields = m.fields(v, r.Directory(), f)
		}
		return nil
	})
	if err != nil {
		return err
	}
	if left > 0 && m.at != "" {
		p.Button = m.heading + " " + page.Many(left, "referral", "referrals")
	}
	if m.final {
		p.Happens = append(p.Happens[:len(p.Happens):len(p.Happens)], "It cannot be undone. A further entry corrects it.")
	}
	if wrong != nil {
		p.Errors = page.Mark(wrong, p.Fields)
	}
	if t != nil {
		p.Words, p.Next = t.words(m.past), to
		if at, q, _ := strings.Cut(to, "?"); at == "/queue" {
			p.Next = "/queue/next?" + q
		}
	}
	if p.Heading != "" && len(p.Lines) > 0 {
		p.Heading += " " + page.Many(len(p.Lines), "referral", "referrals")
	}
	return v.Page(map[bool]int{true: http.StatusOK, false: http.StatusUnprocessableEntity}[wrong == nil], page.OnManyPage(p))
}

// manyLine is one of the selected as it stands now, and whether the act is
// possible on it.
func manyLine(v *visit.Visit, dir *desk.Directory, c lists.Choice, a referral.Act) page.ManyLine {
	l := page.ManyLine{ID: string(c.ID), State: "gone", Said: "Not there, or not yours to see."}
	if c.Gone {
		return l
	}
	x := sheet.Lines(v, dir, []lists.Listing{c.Listing})[0]
	l = page.ManyLine{ID: x.ID, Seq: strconv.Itoa(c.Seq), Href: x.Href, Code: x.Code, Patient: x.Patient, Born: x.Born, Number: x.Number, Phase: x.Phase, With: x.With}
	if l.Can = a != "" && contains(c.Acts, a); !l.Can && a != "" {
		l.State, l.Said = "not", "Not possible here now."
	}
	return l
}

// came says what came of it.
func came(l *page.ManyLine, o outcome, past string) {
	switch {
	case o.err == nil:
		l.State, l.Said, l.Can = "done", sheet.Title(past), false
	case l.State != "gone":
		l.State, l.Said = "not", fault.Public(o.err)
	}
}
