package act

import (
	"time"

	"referd/base/fault"
	"referd/core/party"
	"referd/core/referral"
	"referd/desk"
	"referd/desk/loop"
	"referd/web/page"
)

func opt(v, words, hint string) page.Opt { return page.Opt{Value: v, Words: words, Hint: hint} }

func words(x *ask, label, hint string) page.Field {
	return page.Field{Kind: "area", Name: "words", Label: label, Hint: hint, Value: x.get("words")}
}

func pick(x *ask, kind, name, label string, opts ...page.Opt) page.Field {
	return page.Field{Kind: kind, Name: name, Label: label, Value: x.get(name), Opts: opts}
}

var tellOpts = []page.Opt{opt("call", "By phone", ""), opt("visit", "At a visit", ""), opt("letter", "By letter", "counts as told for a normal result only")}

// needed says what was not chosen or written, beside its field.
func needed(field, words string) error {
	return fault.About("act.form", field, fault.Invalid, words)
}

// due is when a team must have acted on something, if it begins now.
func (x *ask) due(what string, team party.TeamID) string {
	at := x.dir.Settings.Due(what, x.p.State.Urgency, x.dir.Teams[team].Hours, x.v.Desk.Now())
	return x.v.Clock().Day(at) + ", " + at.In(x.v.Zone()).Format("15:04")
}

// forms are the acts that have a page of their own.
func forms() []form {
	var out []form
	for _, list := range [][]form{triageForms(), visitForms(), senderForms(), restForms(), secondForms(), besideForms(), partnerForms()} {
		out = append(out, list...)
	}
	return out
}

func triageForms() []form {
	return []form{
		{act: referral.ActPrioritise, icon: "arrow-up-right", said: "How soon was changed.", happens: []string{"Dues count from now. The other side sees it and why."},
			asks: func(x *ask) []page.Part {
				return []page.Part{{Legend: "How soon", Fields: []page.Field{pick(x, "radio", "urgency", "", opt("routine", "Routine", ""), opt("urgent", "Urgent", ""), opt("emergency", "Emergency", "call first")), words(x, "Why", "")}}}
			},
			do: func(x *ask, w *desk.Writing, f loop.Form) (loop.Done, error) {
				return loop.Prioritise(w, f, party.Urgency(x.get("urgency")), x.get("words"))
			}},
		{act: referral.ActSeenBy, icon: "calendar-check", said: "The seen-by date was moved.", happens: []string{"The other side is told the same day."},
			asks: func(x *ask) []page.Part {
				return []page.Part{{Legend: "Seen by", Fields: []page.Field{{Kind: "date", Name: "by", Label: "New date", Value: x.get("by")}, words(x, "Why it moves", "")}}}
			},
			do: func(x *ask, w *desk.Writing, f loop.Form) (loop.Done, error) {
				return loop.SetSeenBy(w, f, x.day("by"), x.get("words"))
			}},
	}
}

func (x *ask) day(name string) time.Time    { return x.v.Day(x.get(name)) }
func (x *ask) moment(name string) time.Time { return x.v.Moment(x.get(name)) }

func orElse(s, other string) string {
	if s == "" {
		return other
	}
	return s
}
