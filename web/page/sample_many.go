package page

func manySamples() (out []Sample) {
	line := func(i int, state, said string, can bool) ManyLine {
		x := sampleLine(i)
		return ManyLine{ID: x.ID, Seq: "4", Href: "/samples", Code: x.Code, Patient: x.Patient, Born: x.Born, Number: x.Number, Phase: x.Phase, With: x.With, State: state, Said: said, Can: can, Ticked: can}
	}
	form := OnMany{Shell: clinicShell("Ask", 0), Back: "/samples", BackName: "Queue", Heading: "Ask 3 referrals", Action: "/samples", Once: "x", Icon: "message-square", Button: "Ask 2 referrals",
		Happens: []string{"Each sender is asked on their own referral, and sees nothing of the others."}, Fields: []Field{{Kind: "area", Name: "words", Label: "What do you need to know?", Hint: "Each sender reads exactly this. Name no patient in it."}},
		Lines: []ManyLine{line(0, "", "", true), line(1, "", "", true), line(2, "not", "Not possible here now.", false)}}
	add := func(state string, change func(*OnMany)) {
		p := form
		change(&p)
		out = append(out, of("OnMany", state, OnManyPage, p))
	}
	add(FirstUse, func(*OnMany) {})
	add(Refused, func(p *OnMany) {
		p.Fields = []Field{{Kind: "area", Name: "words", Label: "What do you need to know?", Wrong: "Say what you need."}}
		p.Errors = []Wrong{{Field: "words", Words: "Say what you need."}}
	})
	add(StaleOne, func(p *OnMany) {
		p.Words, p.Next, p.Undo = "1 asked. 2 were not.", "/samples", &Toast{Undo: "/samples", Until: hence(0), Hidden: []Hidden{{"id", "1"}}}
		p.Fields = []Field{{Kind: "area", Name: "words", Label: "What do you need to know?", Value: "Which anticoagulant, and since when?"}}
		p.Lines, p.Button = []ManyLine{line(0, "done", "Asked", false), line(1, "not", "It was declined meanwhile.", true), {ID: "x", State: "gone", Said: "Not there, or not yours to see."}}, "Ask 1 referral"
	})
	add(ManyOf, func(p *OnMany) {
		p.Words, p.Next, p.Button, p.Fields, p.Lines = "50 asked.", "/samples", "", nil, nil
		for i := range 50 {
			p.Lines = append(p.Lines, line(i, "done", "Asked", false))
		}
	})
	add("settle", func(p *OnMany) {
		p.BackName, p.Heading, p.Button, p.Icon, p.Happens = "Exceptions", "Settle 3 things", "Settle 2 things", "check", []string{"Each is settled by these words, in an entry of its own.", "It cannot be undone. A further entry corrects it."}
		p.Fields = []Field{{Kind: "area", Name: "words", Label: "How they are settled", Hint: "Said of each of them. Name no patient in it."}}
		p.Lines = []ManyLine{line(0, "", "", true), line(1, "", "", true), line(2, "not", "What a patient said is answered by itself.", false)}
		p.Lines[0].What, p.Lines[1].What, p.Lines[2].What = "A mail to Sam Moss was not delivered", "A mail to Dr Ana Rivera was not delivered", "The patient rang"
	})
	long := sampleBanner(true)
	add(Long, func(p *OnMany) { p.Lines[0].Patient = long.Name })
	sheet := PrintSheet{Code: "8KQ2-M4TX", Banner: sampleBanner(false), Asked: sampleAsked(), Phase: "In review", Came: []Came{{Name: "Weight in kg", Words: "78", From: "Lakeside Family Practice", At: hence(-70)}}, Visits: []Visit{{Words: "Wed 10-Jun 08:30, Dr Wei Chen", State: "booked"}}, Answer: "Yes, paroxysmal atrial fibrillation.", Answers: "Dr Wei Chen"}
	wide := sheet
	wide.Banner, wide.Asked.Question, wide.Came, wide.Answer, wide.Visits = long, longQuestion, nil, "", nil
	print := Prints{Shell: clinicShell("Print", 0), Back: "/samples", BackName: "Queue", Sheets: []PrintSheet{sheet, wide}}
	none, gone := print, print
	none.Sheets, none.Gone, gone.Gone = nil, 2, 1
	load := Workload{Shell: clinicShell("Who has what", 0), Unclaimed: 7, UnclaimedHref: "/samples", Lead: true, People: []LoadLine{{Name: "Dr Wei Chen", Teams: "St Luke cardiology", Open: 12, Late: 3, Href: "/samples", LateHref: "/samples"}, {Name: "Jo Brandt", Teams: "St Luke cardiology triage, St Luke neurology triage", Open: 4, Href: "/samples", You: true}, {Name: "Priya Nair", Teams: "St Luke scheduling"}}}
	quiet, stretched := load, load
	quiet.Unclaimed, quiet.People, quiet.Lead = 0, nil, false
	stretched.People = []LoadLine{{Name: long.Name, Teams: "St Luke cardiology triage, St Luke neurology triage, St Luke scheduling", Open: 1200, Late: 300, Href: "/samples", LateHref: "/samples"}}
	out = append(out, of("Workload", ManyOf, WorkloadPage, load), of("Workload", Nothing, WorkloadPage, quiet), of("Workload", Long, WorkloadPage, stretched))
	return append(out, of("Prints", ManyOf, PrintsPage, print), of("Prints", Nothing, PrintsPage, none), of("Prints", Gone, PrintsPage, gone))
}
