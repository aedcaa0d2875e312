package guest

import (
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"referd/base/fault"
	"referd/core/party"
	"referd/core/referral"
	"referd/desk"
	"referd/desk/loop"
	"referd/desk/partner"
	"referd/desk/turn"
	"referd/web/page"
	"referd/web/sheet"
	"referd/web/visit"
)

// form is one act by a link: what it asks, what happens, and what it does by the
// desk's own verb.
type form struct {
	noun, name, done string
	further          string         // its name once there is one
	when             []referral.Act // it is what is asked of them then
	may              func(x *seen) bool
	asks             func(x *seen, typed url.Values) []page.Part
	happens          []string
	do               func(v *visit.Visit, w *desk.Writing, f loop.Form, typed url.Values) (loop.Done, error)
}

func (x *seen) has(acts ...referral.Act) bool {
	return slices.ContainsFunc(acts, func(a referral.Act) bool { return slices.Contains(x.p.Acts, a) })
}

func said(noun string) string {
	for _, f := range forms {
		if f.noun == noun {
			return f.done
		}
	}
	return ""
}

func area(typed url.Values, label, hint string) page.Field {
	return page.Field{Kind: "area", Name: "words", Label: label, Hint: hint, Value: typed.Get("words")}
}

func words(typed url.Values) string { return strings.TrimSpace(typed.Get("words")) }

// called is what the act is called now.
func (f form) called(x *seen) string {
	if f.further != "" && len(x.p.State.Heads()) > 0 {
		return f.further
	}
	return f.name
}

// forms are what may be done by a link, in the order the page offers them.
var forms []form

func init() {
	forms = []form{
		{noun: "receipt", name: "Confirm that we have it", done: "Thank you. They know that you have it.", when: []referral.Act{referral.ActDeliver, referral.ActOpen},
			may: func(x *seen) bool {
				return x.has(referral.ActOpen) && x.p.State.Legs[x.p.State.Leg()].Opened.IsZero()
			},
			asks: func(x *seen, _ url.Values) []page.Part {
				return []page.Part{{Legend: "Receipt", Hint: "It tells " + x.p.Sender.Name + " that a person here has it. It accepts nothing yet."}}
			},
			happens: []string{"Your time to decide begins."},
			do: func(_ *visit.Visit, w *desk.Writing, f loop.Form, _ url.Values) (loop.Done, error) {
				return loop.Open(w, f)
			}},
		{noun: "acceptance", name: "Accept", done: "Accepted. They see it now.", when: []referral.Act{referral.ActDecide},
			may: func(x *seen) bool { return x.has(referral.ActAccept) },
			asks: func(_ *seen, t url.Values) []page.Part {
				return []page.Part{{Legend: "Words", Fields: []page.Field{area(t, "A word to the practice, if you like", "They read it.")}}}
			},
			happens: []string{"You take the patient on and call them to make an appointment.", "Know the date already? Give it instead: that accepts too."},
			do: func(_ *visit.Visit, w *desk.Writing, f loop.Form, t url.Values) (loop.Done, error) {
				return loop.Accept(w, f, loop.Acceptance{Words: words(t)})
			}},
		{noun: "booking", name: "Give the date of the visit", done: "The date is with them.", when: []referral.Act{referral.ActBook, referral.ActReach},
			may: func(x *seen) bool {
				_, stands := x.p.State.Live()
				return x.has(referral.ActBook, referral.ActAccept) || stands && x.has(referral.ActUnbook)
			},
			asks: func(x *seen, t url.Values) []page.Part {
				out := []page.Part{}
				if live, ok := x.p.State.Live(); ok {
					out = append(out, page.Part{Legend: "Now", Hint: "It stands for " + x.v.Clock().Exact(live.Start) + ". A new date takes its place."})
				}
				return append(out, page.Part{Legend: "The visit", Fields: []page.Field{{Kind: "datetime", Name: "day", Label: "Day and time", Hint: "In your own time, " + strings.ReplaceAll(x.v.Zone().String(), "_", " ") + ".", Value: t.Get("day")}, area(t, "A word to the practice, if you like", "Needed when it is after the day the patient should be seen by: say why.")}})
			},
			happens: []string{"It accepts the referral, where nobody has yet.", "They expect the report after that day."},
			do: func(v *visit.Visit, w *desk.Writing, f loop.Form, t url.Values) (loop.Done, error) {
				return partner.Book(w, f, v.Moment(t.Get("day")), words(t))
			}},
		{noun: "report", name: "Send the report", further: "Correct the report", done: "The report is with them. Thank you.", when: []referral.Act{referral.ActSee, referral.ActReport},
			may:     func(x *seen) bool { return x.has(referral.ActSee, referral.ActReport) || x.ahead() },
			asks:    reportParts,
			happens: []string{"It goes to the clinician who asked. It cannot be taken back: a further one takes its place.", "Must somebody act today? Call first."},
			do: func(v *visit.Visit, w *desk.Writing, f loop.Form, t url.Values) (loop.Done, error) {
				name, data, _, err := v.File("file")
				if err != nil {
					return loop.Done{}, err
				}
				return partner.Report(w, f, partner.Answer{Seen: v.Care(t.Get("seen"), w.Now()), Words: words(t), Claim: t.Get("claim"), Soon: t.Get("soon") != "", Name: name, Data: data, Confirmed: t.Get("confirmed") != ""})
			}},
		{noun: "question", name: "Ask for something", done: "Asked. You find the answer here.",
			may: func(x *seen) bool { return x.has(referral.ActAsk) && x.p.State.Urgency != party.Emergency },
			asks: func(_ *seen, t url.Values) []page.Part {
				return []page.Part{{Legend: "Question", Fields: []page.Field{area(t, "What do you need?", "The practice answers; you read it on this page.")}}}
			},
			happens: []string{"Until you have accepted, it waits for their answer."},
			do: func(_ *visit.Visit, w *desk.Writing, f loop.Form, t url.Values) (loop.Done, error) {
				return loop.Ask(w, f, loop.Question{Words: words(t)})
			}},
		{noun: "decline", name: "Decline", done: "Declined. They choose the next step.",
			may: func(x *seen) bool { return x.has(referral.ActDecline) },
			asks: func(x *seen, t url.Values) []page.Part {
				why := page.Field{Kind: "radio", Name: "reason", Label: "Why", Value: t.Get("reason"), Opts: sheet.DeclineReasons}
				return []page.Part{{Legend: "Why", Fields: []page.Field{why, area(t, "In your words, to the clinician who asked", "And who else could take it, if you know.")}},
					{Legend: "The patient", Fields: []page.Field{{Kind: "radio", Name: "tells", Label: "Who tells the patient", Value: t.Get("tells"), Opts: []page.Opt{{Value: "sender", Words: x.p.Sender.Name + " does"}, {Value: "receiver", Words: "We do"}}}}}}
			},
			happens: []string{"It goes back to the clinician who asked. Nothing more is asked of you."},
			do: func(_ *visit.Visit, w *desk.Writing, f loop.Form, t url.Values) (loop.Done, error) {
				return loop.Decline(w, f, loop.Refusal{Reason: sheet.Declines(t.Get("reason")), Tells: t.Get("tells"), Words: words(t)})
			}},
	}
}

// ahead reports whether a visit stands that may have taken place earlier, of
// which nobody has told.
func (x *seen) ahead() bool {
	_, stands := x.p.State.Live()
	return stands && x.has(referral.ActUnbook) && x.p.State.Seen.IsZero()
}

func reportParts(x *seen, t url.Values) []page.Part {
	out := []page.Part{}
	if x.p.State.Seen.IsZero() && x.p.State.DeskReviewed.IsZero() {
		day := page.Field{Kind: "date", Name: "seen", Label: "The day you saw the patient", Value: t.Get("seen")}
		if live, ok := x.p.State.Live(); ok && x.ahead() {
			day.Hint = "A visit stands for " + x.v.Clock().Exact(live.Start) + ". When you saw the patient before it, that visit is taken off."
		}
		out = append(out, page.Part{Legend: "The visit", Fields: []page.Field{day}})
	}
	return append(out, page.Part{Legend: "The report", Fields: []page.Field{
		{Kind: "file", Name: "file", Label: "The report as a file", Hint: "PDF, picture or text, at most 50 MB."},
		{Kind: "check", Name: "confirmed", Label: "I looked: it is about this patient", Hint: "needed when it names somebody else", Value: t.Get("confirmed")},
		area(t, "The answer to the question, in a sentence or two", "The clinician reads it first. With a file it may be left out."),
		{Kind: "radio", Name: "claim", Label: "Does it answer the question?", Value: t.Get("claim"), Opts: []page.Opt{{Value: "answered", Words: "Yes"}, {Value: "partly", Words: "Partly"}, {Value: "no", Words: "No"}}},
		{Kind: "check", Name: "soon", Label: "The clinician should act on it within three days", Hint: "it comes first in their list", Value: t.Get("soon")}}})
}

func (f form) show(v *visit.Visit) error {
	if err := come(v); err != nil {
		return turned(v, err, "", nil)
	}
	x, err := read(v, "loop.read")
	if err != nil {
		return turned(v, err, "", nil)
	}
	if !f.may(x) {
		return v.Go(home(v))
	}
	return f.page(x, url.Values{}, x.p.Seq, nil, nil, http.StatusOK)
}

func (f form) page(x *seen, typed url.Values, seq int, wrong error, since []string, status int) error {
	a := page.GuestAct{Mast: x.mast(), Clock: x.v.Clock(), Back: home(x.v), Who: x.who(), Banner: sheet.Banner(x.v, x.r, x.p.Patient), Heading: f.called(x), Action: home(x.v) + "/" + f.noun, Seq: seq, Once: visit.Once(), Parts: f.asks(x, typed), Button: f.called(x), Happens: f.happens, Code: x.p.Code, Since: since}
	var lists [][]page.Field
	for _, g := range a.Parts {
		lists = append(lists, g.Fields)
		a.File = a.File || slices.ContainsFunc(g.Fields, func(y page.Field) bool { return y.Kind == "file" })
	}
	a.Errors = page.Mark(wrong, lists...)
	if !f.may(x) { // what was typed stays; the button that can no longer work does not
		a.Button, a.Happens = "", []string{"This can no longer be done here. What you typed is kept on this page. Call " + x.p.Sender.Name + "."}
	}
	return x.v.Page(status, page.GuestActPage(a))
}

// press does the act. What is refused comes back with every word still there.
func (f form) press(v *visit.Visit) error {
	if _, err := partner.Knock(v.R.Context(), v.Desk, token(v), v.From); err != nil { // a guess has no document of its read
		return turned(v, err, "", nil)
	}
	typed, err := v.Form()
	if err != nil {
		return err
	}
	if err := come(v); err != nil {
		return turned(v, err, f.noun, hidden(typed))
	}
	seq, _ := strconv.Atoi(typed.Get("seq"))
	err = v.Desk.Write(v.R.Context(), v.Who, f.noun, func(w *desk.Writing) error {
		_, err := f.do(v, w, loop.Form{Referral: v.Who.Only, Seq: seq, Once: typed.Get("once")}, typed)
		return err
	})
	if err == nil {
		return v.Go(home(v) + "?done=" + f.noun)
	}
	kind := fault.Of(err)
	stale, overtaken := turn.StaleOf(err)
	if !overtaken && kind != fault.Invalid && kind != fault.Refused && kind != fault.Conflict {
		return turned(v, err, "", nil)
	}
	x, lookErr := read(v, "loop.read")
	if lookErr != nil {
		return turned(v, lookErr, "", nil)
	}
	if !overtaken {
		return f.page(x, typed, seq, err, nil, http.StatusUnprocessableEntity)
	}
	var since []string
	for _, e := range stale.Since {
		if t := sheet.Tell(v, x.dir, x.p, e); t.Bold != "" {
			since = append(since, strings.TrimSpace(t.Bold+" "+t.Words)+", "+t.By+", "+v.Clock().At(e.At))
		}
	}
	return f.page(x, typed, stale.Seq, nil, since, http.StatusConflict)
}

func hidden(f url.Values) (out []page.Hidden) {
	for k, list := range f {
		out = append(out, page.Hidden{Name: k, Value: list[0]})
	}
	slices.SortFunc(out, func(a, b page.Hidden) int { return strings.Compare(a.Name, b.Name) })
	return out
}
