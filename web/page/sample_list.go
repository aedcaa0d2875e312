package page

import "github.com/a-h/templ"

func sampleList(rows ...Line) List {
	p := List{Shell: clinicShell("Work queue", 0), Heading: "Work queue", Words: "25 open, 3 late, all with a team, 7 not yet claimed", OpenNext: "/samples", CSV: "/samples", PeopleHref: "/samples", SaveView: "view=late&service=x", Order: "Emergency first, then what asks for action, then urgent, then the most of its time used.",
		Tabs:    []Tab{{Href: "/samples", Name: "All open", Count: 25, Here: true}, {Href: "/samples", Name: "My team's", Count: 5}, {Href: "/samples", Name: "Mine", Count: 2}, {Href: "/samples", Name: "To open", Count: 5}, {Href: "/samples", Name: "Unclaimed", Count: 7}, {Href: "/samples", Name: "Late", Count: 3}, {Href: "/samples", Name: "Due today", Count: 10}, {Href: "/samples", Name: "Awaiting answer", Count: 3}, {Href: "/samples", Name: "To book", Count: 7}},
		Saved:   []Tab{{Href: "/samples", Name: "Cardiology, late", Count: -1}},
		Filters: []Field{{Name: "service", Label: "Service", Opts: []Opt{{Words: "All services"}, {Value: "c", Words: "Cardiology"}}}, {Name: "sender", Label: "Sender", Opts: []Opt{{Words: "All senders"}}}, {Name: "order", Label: "Order", Opts: []Opt{{Words: "Safest order"}}}},
		Kept:    []Hidden{{Name: "view", Value: "all"}}, Clear: "/samples", Bulk: true, Assign: []Opt{{Value: "a", Words: "Jo Brandt"}, {Value: "b", Words: "Dr Wei Chen"}}, Acts: []Button{{Href: "/questions", Words: "Ask"}, {Href: "/holds", Words: "Hold"}, {Href: "/forwards", Words: "Forward"}, {Href: "/prints", Words: "Print"}, {Href: "/queue.csv", Words: "CSV"}}, Rows: rows, Page: 1, Pages: 1, PageHref: "/samples?x=1"}
	for range listHeads {
		p.Sorts = append(p.Sorts, Sort{Href: "/samples"})
	}
	p.Sorts[5].Now = "ascending"
	return p
}

func listSamples() (out []Sample) {
	add := func(state string, p List) { out = append(out, of("List", state, ListPage, p)) }
	first := sampleList()
	first.Words, first.Empty, first.Filters, first.Bulk = "0 open", "No referral has come yet. New ones come by themselves.", nil, false
	add(FirstUse, first)
	none := sampleList()
	none.Empty, none.EmptyHref, none.EmptyWords = "Every open referral is with somebody else or in another view.", "/samples", "See all 25 open"
	add(Nothing, none)
	var rows []Line
	for i := range 50 {
		rows = append(rows, sampleLine(i))
	}
	many := sampleList(rows...)
	many.Page, many.Pages = 2, 100
	add(ManyOf, many)
	add(Long, sampleList(longLine(), sampleLine(2)))
	partly := sampleList(sampleLine(0), sampleLine(1))
	partly.Missing = "City Heart Group has not answered since 10:38: what is with them is shown as it was then."
	add(Partly, partly)
	changed := sampleList(sampleLine(0), sampleLine(1))
	changed.Toast = &Toast{Words: "11 claimed. 8KQ2-M4TX was taken by Jo Brandt.", Undo: "/samples", Hidden: []Hidden{{Name: "id", Value: "1"}}, Until: hence(1)}
	add(StaleOne, changed)
	not := sampleList(sampleLine(0))
	not.Toast = &Toast{Words: "Select a row first: press x on it, or tick its box.", Not: true}
	add(Refused, not)
	wrong := sampleList(sampleLine(1))
	wrong.Tabs, wrong.Filters, wrong.Saved, wrong.Bulk, wrong.OpenNext, wrong.PeopleHref, wrong.SaveView, wrong.CSV, wrong.Words = []Tab{{Href: "/samples", Name: "All", Count: 1, Here: true}, {Href: "/samples", Name: "Contradictions", Count: 1}, {Href: "/samples", Name: "Failed deliveries"}}, nil, nil, false, "", "", "", "", "1 thing to settle, 1 document held"
	wrong.Rows[0].Extra, wrong.Rows[0].Act = "Settle a contradiction", "Settle"
	wrong.Heading, wrong.Rows[0].Facts = "Exceptions", []FactLine{{Words: "Did not attend", By: "Priya Nair", At: hence(-30)}, {Words: "Seen by Dr Wei Chen", By: "City Heart Group through its EHR", At: hence(-28)}}
	wrong.Bulk, wrong.Settles, wrong.Acts = true, true, nil
	wrong.Held = []HeldLine{{Href: "/samples", Code: "8KQ2-M4TX", Title: "ECG.pdf", Why: "It holds a script", From: "Lakeside Family Practice", At: hence(-5)}}
	add("exceptions", wrong)
	return append(out, troubles()...)
}

// troubles are what stands where a page cannot: gone, refused, broken.
func troubles() []Sample {
	t := func(state string, p Trouble) Sample {
		return of("Trouble", state, func(p Trouble) templ.Component { return TroublePage(p) }, p)
	}
	return []Sample{
		t(Gone, Trouble{Status: 404, Icon: "file-x", Title: "There is nothing here that you may open", Words: "There is no such thing here, or none you may see.", Kept: "Perhaps the link is old, one letter is off, or the patient is not in your care.", Next: "/queue", NextWords: "Back to the queue", Find: true}),
		t("perhaps elsewhere", Trouble{Status: 404, Icon: "file-x", Title: "There is nothing here that you may open", Words: "There is no such thing here, or none you may see.", Kept: "Perhaps the link is old, one letter is off, or the patient is not in your care.", Next: "/queue", NextWords: "Back to the queue", Find: true, At: "/samples", Seats: []Elsewhere{{"s1", "Lakeside Family Practice", 0}}}),
		t(Refused, Trouble{Status: 409, Icon: "users", Title: "Not possible now", Words: "Your role may not do this. It is for triage or the specialist.", Kept: "Nothing was changed.", Next: "/queue", NextWords: "Back to the queue"}),
		t("denied", Trouble{Status: 403, Icon: "lock", Title: "Not yours to do", Words: "This is with St Luke triage. Somebody there may do it.", Kept: "Nothing was changed.", Next: "/", NextWords: "Back to your work"}),
		t(Failed, Trouble{Status: 500, Icon: "unplug", Title: "Something broke, and it is ours", Words: "Something broke on our side. Nothing was changed. Please try again.", Kept: "It is on record for those who run this house.", Next: "/", NextWords: "Back to your work"}),
		t("busy", Trouble{Status: 503, Icon: "clock", Title: "Not just now", Words: "Too much at once. Try again in a moment.", Kept: "Wait a moment and try again.", Next: "/", NextWords: "Back to your work"}),
		t("full", Trouble{Status: 503, Icon: "clock", Title: "Not just now", Words: "The disk takes no more, so that nothing can be kept. Nothing was changed. Whoever runs this house must make room; then it goes on by itself.", Kept: "Nothing can be kept since 10:42, and nobody may read what cannot be put on record. What was kept before is safe.", Next: "/queue", NextWords: "Back to the queue", Action: "/samples", Typed: []Hidden{{"words", "Please attach the stress ECG tracing, the report alone does not show the leads."}, {"seq", "4"}}}),
	}
}
