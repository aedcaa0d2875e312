package page

func sampleLoop() Loop {
	return Loop{Shell: clinicShell("8KQ2-M4TX", 0), ID: "r1", Code: "8KQ2-M4TX", Crumb: sampleCrumb("8KQ2-M4TX"), Banner: clinicBanner(), Service: "Cardiology", From: "Dr Ana Rivera, Lakeside Family Practice", Urgency: "urgent", Question: "Is this severe aortic stenosis?", Reasons: "R55 Syncope", Phase: "Being reviewed",
		Ball: Ball{Mine: true, With: "St Luke triage", Act: "Decide", Due: hence(-3), Climbs: "Goes to the lead 08:00"}, SeenBy: hence(200), Primary: &Button{"/samples", "Decide", "check", ""}, Buttons: []Button{{"/samples", "Decline", "", ""}}, More: []Button{{"/samples", "Strike an entry", "", ""}},
		Duties: []DutyLine{{Words: "New facts: read", With: "St Luke triage", Due: hence(5), Mine: true, Href: "/samples"}}, Story: []Event{{At: hence(-60), Icon: "send", Bold: "Sent", Words: "to St Luke Cardiology", By: "Dr Ana Rivera"}, {At: hence(-50), Icon: "triangle-alert", Bold: "Late", Words: "its owner was told", By: "The house", Late: true}},
		Ladder: []Rung{{What: "Referral", Channel: "works here", Sent: hence(-60), Delivered: hence(-60)}}, Messages: []Message{{Who: "Dr Wei Chen", Text: "He must not drive.", At: hence(-4), Mine: true}}, CanMessage: true, Other: "Lakeside Family Practice", Ring: "xxx------", RingWords: "3 of 9", Raw: "3 d", Adjusted: "3 d", RawUsed: .3, AdjustedUsed: .3,
		Steps: []Step{{Name: "Sent", At: hence(-60)}, {Name: "Delivered", Inferred: true}, {Name: "Reviewed", Next: true, By: hence(3)}}, Documents: []Doc{{Href: "/samples", Title: "ECG", From: "Lakeside", State: "unread", At: hence(-60)}}, Visits: []Visit{{"Wed 10-Jun 08:30", "booked"}},
		Plan: []PlanLine{{What: "Repeat lipids", Who: "Dr Ana Rivera", State: "open", Due: hence(300), Buttons: []Button{{"/samples", "Done", "", ""}}}}, Lookers: []Looker{{"Jo Brandt", "read", hence(-1)}}, Proof: []ProofLine{{Name: "P1", Words: "The patient was seen", By: "not yet"}}, Seq: 4, Once: "once"}
}

func referringSamples() []Sample {
	long, over := sampleLoop(), sampleLoop()
	long.Banner, long.Question = longBanner(), longText()
	over.Ball = Ball{Over: true}
	over.Phase, over.Ring, over.Primary, over.Buttons, over.Duties, over.Answer, over.AnswerBy = "Closed with proof", "xxxxxxxxx", nil, nil, nil, "No, the heart is well.", "Dr Wei Chen"
	b, q := clinicBanner(), sampleAsked()
	act := Act{Shell: clinicShell("Hold", 0), Back: "/samples", BackName: "8KQ2-M4TX", Banner: &b, Heading: "Hold until a date", Asked: &q, Action: "/samples", Once: "once", Button: "Hold", Icon: "clock", Happens: []string{"It wakes by itself."},
		Parts: []Part{{Legend: "Hold", Fields: []Field{{Kind: "date", Name: "until", Label: "Until"}, {Kind: "area", Name: "words", Label: "More"}, {Kind: "select", Name: "reason", Label: "Reason", Opts: []Opt{{"a", "A test comes first", ""}}}}}}}
	stale, wrong := act, act
	stale.Conflict = stalePressing().Conflict
	wrong.Errors = []Wrong{{Field: "until", Words: "Choose a day ahead."}}
	found := Person{ID: "p", Name: "TRAN, Minh (Mr)", Born: "30-Jan-1966 (60y)", Sex: "male", Number: "SL 231 504", Phone: "(555) 010-1", Refer: "p", Loops: []Button{{"/samples", "8KQ2-M4TX, Cardiology", "", ""}}}
	find := Find{Shell: clinicShell("Search", 0), Heading: "Search", Words: "Only what your organization may see is found."}
	none, many := find, find
	none.Asked = true
	many.Asked, many.Said, many.Groups = true, []string{"Read as"}, []Hits{{Name: "Patients", Of: 2, List: []Hit{{Href: "/samples", Icon: "user-search", Name: "TRAN, Minh", Rest: []string{"born"}, Why: []string{"nearly"}, Refer: "p", AllHref: "/samples", Loops: []Button{{"/samples", "8KQ2", "", "you"}}}}}}
	patient := FindPatient{Shell: clinicShell("New referral", 0), Asked: true, Found: []Person{found}, Once: "once", Fields: []Field{{Kind: "text", Name: "family", Label: "Family name"}}}
	waits := Waiting{Shell: clinicShell("Waiting on me", 0), Words: "1 thing, none late.", Tabs: []Tab{{Href: "/samples", Name: "All", Count: 1, Here: true}}, Order: "Emergency first.", Empty: "Nothing waits on you.", Others: "31 loops are with others", Cards: []Card{{Href: "/samples", Patient: "TRAN, Minh (Mr)", Born: "30-Jan-1966", Number: "SL 1", Chip: "Report to read", Tone: "soon", Due: hence(3), Lead: "Dr Wei Chen answers", Text: "Yes.", Buttons: []Button{{"/samples", "Read and acknowledge", "check", ""}}}}}
	nothing := waits
	nothing.Cards = nil
	report := Report{Shell: clinicShell("Report", 0), Crumb: sampleCrumb("Read and acknowledge"), Banner: clinicBanner(), Asked: "You asked", Question: "Is it atrial fibrillation?", AskedAt: hence(-600), Author: "Dr Wei Chen", Answer: "Yes.", Claim: "answered", Kind: "final", Seen: hence(-100), Signed: hence(-3), Sections: []Section{{"Findings", []string{"Holter."}}}, Ring: "xxxxxxx--", Phase: "Report delivered", Code: "8KQ2-M4TX", Href: "/samples",
		Form: &Reading{Action: "/samples", Once: "once", Report: "r", Seq: 3, Lines: []Recommended{{Key: "i", What: "Repeat lipids", Proposes: "Dr Wei Chen proposes you", N: 1}}}}
	draft := New{Shell: clinicShell("New referral", 1), Banner: clinicBanner(), Heading: "New referral", Action: "/samples", Keeping: Keeping{Keep: "/samples"}, Once: "once", Offers: []Offer{{ID: "c", Name: "Cardiology", Org: "St Luke"}}, Button: "Send referral", Icon: "send", Soon: []Opt{{"routine", "Routine", ""}, {"urgent", "Urgent", ""}}}
	return []Sample{of("Loop", ManyOf, LoopPage, sampleLoop()), of("Loop", Long, LoopPage, long), of("Loop", "over", LoopPage, over), of("Act", FirstUse, ActPage, act), of("Act", StaleOne, ActPage, stale), of("Act", Refused, ActPage, wrong),
		of("Find", FirstUse, FindPage, find), of("Find", Nothing, FindPage, none), of("Find", ManyOf, FindPage, many), of("FindPatient", ManyOf, FindPatientPage, patient), of("Waiting", ManyOf, WaitingPage, waits), of("Waiting", Nothing, WaitingPage, nothing),
		of("Report", ManyOf, ReportPage, report), of("New", FirstUse, NewPage, draft)}
}
