package act

import (
	"slices"
	"strings"

	"referd/core/referral"
	"referd/desk"
	"referd/desk/loop"
	"referd/desk/turn"
	"referd/web/page"
	"referd/web/sheet"
)

// settleForm settles one thing of those that wait for the reader: each has its
// own answer, and nothing is settled unseen.
var settleForm = form{act: referral.ActSettle, icon: "check", said: "Settled.", final: true, happens: []string{"What you choose is settled by it, and nothing else. No entry is changed."},
	asks: func(x *ask) []page.Part {
		var what []page.Opt
		for _, d := range settleable(slices.Clone(x.p.Settle)) {
			what = append(what, opt(d.Key, settles(x, d), "since "+x.v.Clock().At(d.From)))
		}
		field := pick(x, "radio", "what", "", what...)
		if len(what) == 1 {
			field.Value = what[0].Value
		}
		return []page.Part{{Legend: "What is settled", Fields: append([]page.Field{field}, toRead(x)...)}, {Legend: "Why", Fields: []page.Field{words(x, "How it is settled", "")}}}
	},
	do: func(x *ask, w *desk.Writing, f loop.Form) (loop.Done, error) {
		s, err := w.Loop(f.Referral)
		if err != nil {
			return loop.Done{}, err
		}
		waits := settleable(turn.ToSettle(w.Reading, &s, turn.Standing(w.Reading, &s)))
		i := slices.IndexFunc(waits, func(d referral.Duty) bool { return d.Key == x.get("what") })
		switch {
		case i < 0 && len(waits) == 1 && x.get("what") == "":
			i = 0
		case i < 0:
			return loop.Done{}, needed("what", "Choose what is settled. What no longer waits is not listed.")
		}
		return loop.Settle(w, f, waits[i].Facts, strings.TrimSpace(x.get("words")))
	}}

// settleable leaves out the recall, which has a form of its own.
func settleable(all []referral.Duty) []referral.Duty {
	return slices.DeleteFunc(all, func(d referral.Duty) bool { return d.Kind == "recall" })
}

// toRead leads to the reports of other loops that wait to be read, or says where
// they are to be had.
func toRead(x *ask) (out []page.Field) {
	for _, n := range x.p.State.News {
		if !slices.ContainsFunc(x.p.Settle, func(d referral.Duty) bool { return slices.Contains(d.Facts, n.Key) }) {
			continue
		}
		at := x.v.Clock().At(n.At)
		if b := sheet.News(x.p, n.NewFacts); b != nil {
			out = append(out, page.Field{Kind: "plain", Label: b.Words + ", " + at, Value: b.Href})
			continue
		}
		if n.Report == "" {
			out = append(out, plainly("It was recorded "+at+" on a referral that your organization has no part in. Ask who sent this one before you end it."))
			continue
		}
		out = append(out, plainly("The report of "+at+" is of a referral that your organization has no part in: what its sender attaches to this one is among the documents. Ask for it here if it is not."))
	}
	return out
}

// settles says what waits in words: its kind, and the facts it is about.
func settles(x *ask, d referral.Duty) string {
	out := sheet.Kind(d.Kind)
	if d.Kind == "contradiction" {
		kind, _, _ := strings.Cut(strings.TrimPrefix(d.Key, "contradiction/"), "/")
		out = orElse(sheet.Disputes[kind], out)
	}
	for _, e := range x.p.State.Entries() {
		if slices.Contains(d.Facts, e.Key) {
			switch t := sheet.Tell(x.v, x.dir, x.p, e); {
			case d.Kind == "new-facts":
				out = t.Bold + ": " + t.Words
			case t.Bold != "":
				out += ". " + strings.TrimSpace(t.Bold+" "+t.Words) + ", " + t.By
				if t.Text != "" {
					out += ": “" + sheet.Short(t.Text) + "”"
				}
			}
		}
	}
	return out
}
