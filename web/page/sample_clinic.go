package page

func radio(name, label, value string, opts ...Opt) Field {
	return Field{Kind: "radio", Name: name, Label: label, Value: value, Opts: opts}
}

func sampleDecide() Decide {
	return Decide{Shell: clinicShell("5RT9-C7WD: decide", 0), Crumb: sampleCrumb("Decide"), Pressing: samplePressing(), Banner: clinicBanner(), Asked: sampleAsked(), Urgent: true, SentAs: "urgent", Sender: "Lakeside Family Practice",
		Came:    []Came{{Name: "Document", Words: "12-lead ECG tracing", From: "Lakeside Family Practice", At: hence(-70), Href: "/samples", State: "ok"}, {Name: "Document", Words: "Letter, 2 pages", From: "Lakeside Family Practice", At: hence(-70), Href: "/samples", State: "unread"}, {Name: "Weight in kg", Words: "78", From: "Lakeside Family Practice", At: hence(-70)}},
		Needs:   []CheckLine{{State: "missing", Words: "ECG tracing", Source: "Not sent. Lakeside owes it since 06-Jun"}, {State: "ok", Words: "Weight in kg", Source: "Sent in words by Lakeside, 06-Jun"}, {State: "unchecked", Words: "Echocardiogram", Source: "Not sent, and not required"}},
		How:     radio("how", "Decision", "accept-and-ask", Opt{"accept-and-ask", "Accept and ask", "booking starts, the rest is owed"}, Opt{"accept", "Accept", "nothing is missing"}, Opt{"ask", "Ask", "the review goes on"}, Opt{"advise", "Advise", "no visit"}, Opt{"forward", "Forward", "to another service"}, Opt{"decline", "Decline", "reason and another place"}),
		Urgency: radio("urgency", "Priority", "urgent", Opt{"routine", "Routine", "needs a why"}, Opt{"urgent", "Keep urgent", ""}, Opt{"emergency", "Emergency", "I spoke to … at …"}), SpokeWith: Field{Kind: "text", Name: "spoke-with", Label: "I spoke to"}, SpokeAt: Field{Kind: "datetime", Name: "spoke-at", Label: "At"},
		By: Field{Kind: "date", Name: "by", Label: "Seen by", Hint: "Was Fri 19-Jun, set at sending", Value: "2026-06-10"}, Expected: Field{Kind: "date", Name: "expected", Label: "Expected by"}, Why: Field{Kind: "text", Name: "why", Label: "Why the priority or the date changes", Value: "Fainting on exertion with a murmur"},
		Items: []Field{{Kind: "check", Name: "item-ecg", Label: "ECG tracing", Value: "yes"}, {Kind: "check", Name: "item-w", Label: "Allergies"}}, AskDue: "Due Wed 10-Jun, 10:42", Asking: Field{Kind: "area", Name: "asking", Label: "And say", Value: "Please send the tracing and his allergies."}, Words: Field{Kind: "area", Name: "words", Label: "Words to the sender"},
		BackIf: Field{Kind: "area", Name: "back", Label: "Refer back if"}, Lines: []ReportLine{{What: Field{Kind: "text", Name: "line-1", Label: "1. What"}, Who: Field{Kind: "select", Name: "line-who-1", Label: "Who, proposed", Opts: []Opt{{Value: "r", Words: "Dr Ana Rivera"}}}, By: Field{Kind: "date", Name: "line-by-1", Label: "By"}}}, To: Field{Kind: "select", Name: "to", Label: "To which service", Opts: []Opt{{Value: "n", Words: "Neurology"}}}, DeclineAt: "/samples", Undo: "10:43",
		Told: []Told{{"inbox", "Dr Ana Rivera", "their list here", "Your answer, and what is asked for", ""}, {"calendar", "St Luke scheduling", "queue", "Book by today, 17:00", "accept"}}, After: map[string]string{"accept": "Then the ball is with St Luke scheduling.", "ask": "Then the ball is with Lakeside.", "advise": "Then the ball is with Dr Ana Rivera.", "forward": "The other service has it at once."}}
}

func sampleDecline() Decline {
	return Decline{Shell: clinicShell("2VX6-N9LB: decline", 0), Crumb: sampleCrumb("Decline"), Pressing: samplePressing(), Banner: clinicBanner(), Asked: sampleAsked(), Patient: "Daniel", Sender: "Dr Lee Park", Number: "LK 35 284", Ring: "xxx------", Age: "2 d", Stays: "The loop stays open and its clock runs on.", Undo: "10:43",
		Reason: radio("reason", "Reason", "no-capacity", Opt{"no-capacity", "No capacity before the seen-by date", "name a place that can"}, Opt{"wrong-service", "Wrong service", "forward instead?"}), Words: Field{Kind: "area", Name: "words", Label: "In your words, to Dr Lee Park", Value: "Our first visit is two months after the date."},
		Instead: radio("alternative", "Another place", "", Opt{"n", "Northgate Headache Clinic", "Northgate Hospital. Plan and wait: not checked"}, Opt{"", "No other place known", ""}), Tells: radio("tells", "Who tells", "", Opt{"receiver", "St Luke does", ""}, Opt{"sender", "Lakeside does", "only when Dr Park agrees"}),
		Passes: []Pass{{"Now: you", "decline", true}, {"Then: Dr Lee Park", "Choose the next step by Tue 16-Jun, 17:00.", false}, {"If late: the practice lead", "and then both sides", false}}}
}

func sampleBook() Book {
	slot := func(id, day, time string, tele bool) SlotLine {
		return SlotLine{ID: id, Start: hence(40), Day: day, Time: time, Clinician: "Dr Wei Chen", Place: "St Luke Medical Center", Minutes: "40 min", Tele: tele}
	}
	return Book{Shell: clinicShell("Book a visit", 1), Crumb: sampleCrumb("Book a visit"), Pressing: samplePressing(), Banner: clinicBanner(), Asked: sampleAsked(), Heading: "Book a visit", Button: "Book the visit",
		Slots: []SlotGroup{{Name: "In time, by Fri 19-Jun", Slots: []SlotLine{slot("1", "Wed 10-Jun", "08:30", false), slot("2", "Wed 10-Jun", "14:00", true)}}, {Name: "After the seen-by date: say why below", Late: true, Slots: []SlotLine{slot("3", "Mon 22-Jun", "08:00", false)}}},
		Start: Field{Kind: "datetime", Name: "start", Label: "When"}, Minutes: Field{Kind: "text", Name: "minutes", Label: "How long, in minutes"}, Clinician: Field{Kind: "select", Name: "clinician", Label: "With whom", Opts: []Opt{{Value: "c", Words: "Dr Wei Chen"}}}, Tele: Field{Kind: "check", Name: "tele", Label: "By video"},
		Preparation: Field{Kind: "area", Name: "words", Label: "Preparation"}, Late: Field{Kind: "text", Name: "late", Label: "Why it is after the seen-by date"}, Reached: Field{Kind: "check", Name: "reached", Label: "I spoke to the patient, who agreed"}, Interpreter: Field{Kind: "check", Name: "interpreter", Label: "With an interpreter", Hint: "This patient needs one: a call without does not count as reached."},
		Protocol: sampleProtocol(), Calls: []CallLine{{At: hence(-20), How: "by call", What: "No answer", By: "Priya Nair", Words: "Rang out twice."}}, LogAt: "/samples", After: "The referrer sees the date at once."}
}

func sampleProtocol() []CheckLine {
	return []CheckLine{{State: "ok", Words: "3 of 3 attempts"}, {State: "unchecked", Words: "On 2 of 3 days"}, {State: "unchecked", Words: "A letter, then fourteen days", Source: "In the patient's language"}}
}

func sampleReach() Reach {
	return Reach{Shell: clinicShell("Log a call", 1), Crumb: sampleCrumb("Log a call"), Pressing: samplePressing(), Banner: clinicBanner(), Asked: sampleAsked(), Phone: "(555) 010-3187", Safe: "by phone, only to the patient; leave no message", Protocol: sampleProtocol(), Calls: []CallLine{{At: hence(-20), How: "by call", What: "No answer", By: "Priya Nair"}},
		Channel: radio("channel", "How", "call", Opt{"call", "Call", ""}, Opt{"letter", "Letter", ""}), Outcome: radio("outcome", "What came of it", "", Opt{"reached", "Reached", "spoken to"}, Opt{"no-answer", "No answer", ""}),
		Alternate: Field{Kind: "check", Name: "alternate", Label: "It was the alternate contact"}, Interpreter: Field{Kind: "check", Name: "interpreter", Label: "With an interpreter"}, ByPatient: Field{Kind: "check", Name: "by-patient", Label: "The patient got in touch"}, Words: Field{Kind: "area", Name: "words", Label: "What was said"}}
}

func sampleCompose() Compose {
	line := func(n, what string) ReportLine {
		return ReportLine{What: Field{Kind: "text", Name: "line-" + n, Label: n + ". What", Value: what}, Who: Field{Kind: "select", Name: "line-who-" + n, Label: "Who, proposed", Opts: []Opt{{Value: "r", Words: "Dr Ana Rivera"}}, Value: "r"}, By: Field{Kind: "date", Name: "line-by-" + n, Label: "By", Value: "2026-07-07"}}
	}
	return Compose{Shell: clinicShell("Write the report", 2), Crumb: sampleCrumb("Write the report"), Pressing: samplePressing(), Banner: clinicBanner(), Asked: sampleAsked(), Heading: "Write the report", Asker: "Dr Ana Rivera",
		Answer: Field{Kind: "area", Name: "answer", Label: "Your answer", Value: "Yes, paroxysmal atrial fibrillation."}, Claim: radio("claim", "Answered", "answered", Opt{"answered", "Answered", ""}, Opt{"partly", "Partly", "say what is open"}), Open: Field{Kind: "text", Name: "open", Label: "What is open"},
		Actionable: radio("actionable", "How soon", "days", Opt{"none", "Nothing pressing", ""}, Opt{"days", "Within 3 days", ""}, Opt{"hours", "Within 6 hours", "by voice"}, Opt{"minutes", "Within 60 minutes", "by voice"}), SpokeWith: Field{Kind: "text", Name: "spoke-with", Label: "I spoke to"}, SpokeAt: Field{Kind: "datetime", Name: "spoke-at", Label: "At"},
		Findings: Field{Kind: "area", Name: "findings", Label: "Findings"}, Tests: Field{Kind: "area", Name: "tests", Label: "Tests and images"}, Medicines: Field{Kind: "area", Name: "medicines", Label: "Medicines changed"}, Kind: radio("kind", "This report is", "final", Opt{"final", "Final", ""}, Opt{"interim", "Interim", ""}), Normal: Field{Kind: "check", Name: "normal", Label: "A normal result"},
		Lines: []ReportLine{line("1", "Take aspirin off your list"), line("2", "")}, More: "4", Told: []Told{{"inbox", "Dr Ana Rivera", "their list here", "The report with its lines", ""}}, Checks: []CheckLine{{State: "look", Words: "Allergies: codeine", Source: "The record of St Luke"}}, After: "The ball goes to Dr Ana Rivera."}
}

func clinicSamples() (out []Sample) {
	decide := func(state string, change func(*Decide)) {
		p := sampleDecide()
		change(&p)
		out = append(out, of("Decide", state, DecidePage, p))
	}
	decide(FirstUse, func(p *Decide) { // intake, who changes neither how soon nor by when
		p.How.Value, p.Kept, p.Came, p.Needs, p.Urgency = "", "", nil, nil, Field{}
	})
	decide(ManyOf, func(*Decide) {})
	decide(Long, func(p *Decide) { p.Banner, p.Asked.Question, p.Asking.Value = longBanner(), longText(), longText() })
	decide(StaleOne, func(p *Decide) { p.Pressing = stalePressing() })
	decide(Refused, func(p *Decide) {
		p.Pressing, p.Why.Wrong = wrongPressing("why", "Say why the priority or the date changes."), "Say why the priority or the date changes."
	})
	decide(Partly, func(p *Decide) { p.Came[1].State, p.Came[0].State = "held", "differs" })
	decline := func(state string, change func(*Decline)) {
		p := sampleDecline()
		change(&p)
		out = append(out, of("Decline", state, DeclinePage, p))
	}
	decline(FirstUse, func(p *Decline) { p.Kept, p.Words.Value, p.Reason.Value = "", "", "" })
	decline(Long, func(p *Decline) { p.Banner, p.Words.Value = longBanner(), longText() })
	decline(StaleOne, func(p *Decline) { p.Pressing = stalePressing() })
	decline(Refused, func(p *Decline) {
		p.Pressing, p.Reason.Wrong = wrongPressing("reason", "Choose the reason."), "Choose the reason."
	})
	book := func(state string, change func(*Book)) {
		p := sampleBook()
		change(&p)
		out = append(out, of("Book", state, BookPage, p))
	}
	book(FirstUse, func(p *Book) { p.Kept, p.Calls = "", nil })
	book(Nothing, func(p *Book) { p.Slots = nil })
	book(Long, func(p *Book) { p.Banner = longBanner() })
	book(StaleOne, func(p *Book) {
		p.Pressing, p.Moving, p.Now, p.Heading, p.By, p.Reason = stalePressing(), true, "Booked for Wed 10-Jun", "Move the visit", radio("by", "Who asks", "", Opt{"patient", "The patient", ""}), Field{Kind: "select", Name: "reason", Label: "Why"}
	})
	book(Refused, func(p *Book) {
		p.Pressing, p.SlotWrong = wrongPressing("slot", "Somebody has just taken that time. Choose another."), "Somebody has just taken that time. Choose another."
	})
	reach := func(state string, p Reach) { out = append(out, of("Reach", state, ReachPage, p)) }
	reach(FirstUse, sampleReach())
	wrongReach := sampleReach()
	wrongReach.Pressing, wrongReach.Calls = wrongPressing("outcome", "Say how you tried and what came of it."), nil
	reach(Refused, wrongReach)
	compose := func(state string, change func(*Compose)) {
		p := sampleCompose()
		change(&p)
		out = append(out, of("Compose", state, ComposePage, p))
	}
	compose(FirstUse, func(p *Compose) { p.Kept, p.Answer.Value, p.Claim.Value, p.Actionable.Value = "", "", "", "" })
	compose(ManyOf, func(p *Compose) {
		p.Preview = &ReportPreview{Answer: "Yes, atrial fibrillation.", Claim: "The author says: answered", Act: "Act within 3 days", Sections: []Section{{Heading: "Tests", Lines: []string{"Holter 03-Jun"}}}, Lines: []string{"Take aspirin off your list · Dr Ana Rivera, by Fri 12-Jun"}}
	})
	compose(Long, func(p *Compose) { p.Banner, p.Answer.Value = longBanner(), longText() })
	compose(StaleOne, func(p *Compose) { p.Pressing = stalePressing() })
	compose(Refused, func(p *Compose) {
		p.Pressing, p.WrongLine = wrongPressing("lines", "Every recommendation needs a day."), "Every recommendation needs a day."
	})
	return append(out, opsSamples()...)
}

func opsSamples() []Sample {
	p := Ops{Shell: clinicShell("Operations", 4), Open: 468, Late: 12, Phases: []Count{{Name: "Being reviewed", N: 12, Open: true}, {Name: "Closed with proof", N: 93}}, Climbed: []Count{{Name: "Its owner", N: 3}}, Work: []WorkLine{{Name: "Notices to people", Waiting: 2, Oldest: hence(1)}},
		Ways: []Way{{Name: "City Heart Group", Channel: "FHIR", State: "ok", Words: "Has everything", Open: 3, Last: hence(-2), Heard: hence(-1)}}, Stored: []Stat{{"300 referrals", "62 of them open"}, {"2124 documents, 431 KB", "Counted 10:41. 0 are held back for a person to look at now"}, {"2305 audit records", "The last 10:42"}}}
	p.Leads = Leads{Each: true, List: []Lead{{"Dr Wei Chen", [2]Answers{{4, 2, 1, 0, 1}, {19, 11, 4, 2, 2}}}, {"Jo Brandt", [2]Answers{{}, {1, 0, 0, 0, 1}}}}, All: [2]Answers{{4, 2, 1, 0, 1}, {20, 11, 4, 2, 3}}}
	first := Ops{Shell: clinicShell("Operations", 4), Climbed: []Count{{Name: "Its owner"}}, Work: p.Work[:1], Stored: []Stat{{"0 referrals", "0 of them open"}}}
	loud := p
	loud.Ways = append([]Way{{Name: "Elm Orthopedics", Channel: "by phone", State: "late", Words: "Silent 13 d", OnWay: 7, Oldest: hence(-312), Phone: "(555) 010-8800", Unheard: "has no system here: they call"}}, p.Ways...)
	loud.Loudest, loud.GivenUp, loud.Behind, loud.Orphans, loud.Doubted, loud.MayConfirm = &loud.Ways[0], 2, 1, 1, hence(-1), true
	part := p
	part.Leads.Each, part.Leads.List = false, nil
	part.Missing = "The audit could not be read since 10:38."
	part.Outage = "From 10:31 to 10:38 nothing could be kept: the disk takes no more. Writes, and reads that need a record, were refused; nothing that was acknowledged is missing."
	first.Lacks, part.Downtime = 3, true
	return []Sample{of("Ops", FirstUse, OpsPage, first), of("Ops", ManyOf, OpsPage, p), of("Ops", Failed, OpsPage, loud), of("Ops", Partly, OpsPage, part)}
}
