package page

import "time"

func sampleBall() Ball {
	return Ball{Mine: true, With: "Dr Ana Rivera", Act: "Read and acknowledge", Due: sampled.Add(140 * time.Hour), Climbs: "Goes to Dr Lee Park 15-Jun"}
}

func reportSamples() []Sample {
	page := func(state string, fill func(*Report)) Sample {
		f := Reading{Action: "#", Once: "once", Report: "1", Reads: "Reads Spanish", Care: "An interpreter is needed: a call without one does not count as told. Cannot climb stairs.", People: []Opt{{Value: "rivera", Words: "I do"}, {Value: "moss", Words: "Sam Moss"}}, Left: "Still to choose: answered, 2 lines, how and when the patient is told", Ask: "#m", Wrong: map[string]string{},
			Lines: []Recommended{{Key: "a", N: 1, What: "Stop metoprolol: halve to 12.5 mg for a week, then stop.", Proposes: "Proposed to you, by Mon 15-Jun", By: "2026-06-15", People: []Opt{{Value: "person/moss", Words: "Sam Moss"}}}, {Key: "b", N: 2, What: "Repeat lipids in 3 months.", Proposes: "Proposed to you, by Fri 04-Sep", By: "2026-09-04", People: []Opt{{Value: "person/moss", Words: "Sam Moss"}}}}}
		p := Report{Shell: sampleShell("8KQ2-M4TX: read and acknowledge", "/waiting"), Crumb: Crumb{Back: "/waiting", BackName: "Waiting on me", Here: "8KQ2-M4TX", At: "8 of 9", Previous: "#", Next: "#"}, Banner: sampleBanner(false), Asked: "You asked", Question: "Chest tightness on hills since March. Is this ischemia, and does she still need metoprolol?", AskedAt: ago(36 * 24 * time.Hour),
			Author: "Dr Wei Chen", Answer: "No ischemia. No, she does not need metoprolol. Halve it for a week, then stop.", Claim: "answered", Kind: "final", Seen: ago(100 * time.Hour), Signed: ago(29 * time.Hour), Sections: []Section{{"What was found", []string{"Tightness on steep hills only, gone in two minutes, none at rest. Pulse 58, blood pressure 124/72."}}, {"Watch for", []string{"If tightness comes at rest or lasts: emergency department."}}},
			Files: []Doc{{Href: "#", Title: "CT coronary angiogram", From: "Harbor Imaging", At: ago(260 * time.Hour)}}, Form: &f, Ring: "xxxxxxx--", Phase: "Report delivered, not acknowledged", Ball: sampleBall(), Facts: []Fact{{"Action", "not marked as pressing"}, {"Delivered", "08-Jun 09:21"}, {"Opened", "by a clinician, Today 10:40"}}, Code: "8KQ2-M4TX", Href: "#"}
		fill(&p)
		return Sample{"Report", state, ReportPage(p)}
	}
	return []Sample{page("now", func(p *Report) {}), page("nothing now", func(p *Report) { p.Sections, p.Files, p.Form.Lines = nil, nil, nil }),
		page("many", func(p *Report) {
			for range 10 {
				p.Form.Lines = append(p.Form.Lines, p.Form.Lines[0])
			}
			for i := range p.Form.Lines {
				p.Form.Lines[i].Key, p.Form.Lines[i].N = string(rune('a'+i)), i+1
			}
		}),
		page("long", func(p *Report) {
			p.Banner, p.Question, p.Answer, p.Form.Lines[0].What = sampleBanner(true), longQuestion, longQuestion, longQuestion
		}),
		page("staff view", func(p *Report) {
			p.Form, p.Staff = nil, "You see this as staff: it is not an opening. Dr Ana Rivera or the named cover acknowledges it."
		}),
		page("actionable", func(p *Report) { p.Form.StepUp, p.Facts[0].Words = true, "within 3 days" }),
		page("partly", func(p *Report) {
			p.Sections, p.Answer = nil, "No answer was written: the report is a document of its own."
		}),
		page("refused", func(p *Report) {
			p.Form.Errors = []Wrong{{"answered", "Say whether it answered your question."}, {"line-a", "Each line needs somebody: I do it, give it, or not doing, because."}}
			p.Form.Wrong["answered"], p.Form.Lines[0].Wrong = "Say whether it answered your question.", "Each line needs somebody."
		}),
		page("stale", func(p *Report) { p.Form.Conflict = sampleConflict() }),
		page("overtaken", func(p *Report) {
			c := sampleConflict()
			c.Words, c.Say = "", ""
			p.Form, p.Staff, p.Late = nil, "Acknowledged by Dr Lee Park, Today 10:42: the question was answered.", &Late{Conflict: c, Typed: []Fact{{"Still open", "Does she need aspirin?"}, {"For the patient", "Your heart is well. You get a scan and a new tablet."}}}
		})}
}

func sampleConflict() *Conflict {
	return &Conflict{Since: []string{"Acknowledged the question was answered, Dr Lee Park, Today 10:42"}, Changes: []Change{{"Phase", "Report delivered, not acknowledged", "Acknowledged; something is open"}, {"With", "Dr Ana Rivera", "Lakeside practice"}, {"Next act", "Read and acknowledge, by Mon 15-Jun", "Tell the patient, by Tue 16-Jun"}}, Acts: []Button{{Href: "#", Words: "Tell the patient"}}, Words: "Please attach the stress ECG tracing.", Say: "#", Once: "once"}
}

func loopSamples() []Sample {
	page := func(state string, fill func(*Loop)) Sample {
		p := Loop{Shell: sampleShell("8KQ2-M4TX", "/loops"), ID: "1", Code: "8KQ2-M4TX", Crumb: Crumb{Back: "/loops", BackName: "My loops", Here: "8KQ2-M4TX", At: "4 of 7", Previous: "#", Next: "#"}, Banner: sampleBanner(false), Service: "St Luke Cardiology", From: "Dr Ana Rivera, Lakeside Family Practice", Urgency: "urgent", Question: "Six weeks of exertional chest pressure and an abnormal stress ECG. Is this ischemia, and does she need an angiogram?", Reasons: "R94.39", Told: " · The patient was told on 01-Jun 15:12",
			Phase: "Accepted, to be booked", Ball: Ball{With: "St Luke scheduling", Act: "Book a visit", Due: sampled.Add(6 * time.Hour), Climbs: "Went to Jo Brandt today 10:10; goes to both sides today 16:40"}, SeenBy: sampled.Add(6 * 24 * time.Hour), Buttons: []Button{{Href: "#", Words: "Log a call"}}, More: []Button{{Href: "#", Words: "Cancel the referral"}}, Other: "St Luke Medical Center", CanMessage: true,
			Ring: "xxxx-----", RingWords: "4 of 9 · Accepted, to be booked", Steps: []Step{{Name: "Sent", At: ago(191 * time.Hour)}, {Name: "Delivered", At: ago(191 * time.Hour)}, {Name: "Reviewed", Inferred: true}, {Name: "Accepted", At: ago(22 * time.Hour)}, {Name: "Booked", Next: true, By: sampled.Add(6 * time.Hour)}, {Name: "Seen"}, {Name: "Reported"}, {Name: "Acknowledged"}, {Name: "Closed"}}, Raw: "8 d", Adjusted: "7 d", RawUsed: .57, AdjustedUsed: .5, Paused: "Tick: seen by Mon 15-Jun. Paused 04-Jun to 05-Jun: a question to the sender.", Pauses: []Stretch{{.2, .27}},
			Story:     []Event{{At: ago(22 * time.Hour), Icon: "circle-check", Bold: "Accepted", By: "Dr Wei Chen", Text: "Repeat lipids and bring the ECG."}, {At: ago(2 * time.Hour), Icon: "file-plus", Bold: "New facts", Words: "another loop of this patient got a report", By: "The house", More: &Button{Href: "#", Words: "Read it: referral 7K3-MPQ"}}, {At: ago(90 * time.Hour), Icon: "message-square-reply", Bold: "Answered", By: "Sam Moss for Dr Ana Rivera"}, {At: ago(95 * time.Hour), Icon: "arrow-up-right", Bold: "Late", Words: "it went to Dr Wei Chen", By: "The house, by the clock", Late: true}, {At: ago(96 * time.Hour), Icon: "check", Bold: "Accepted", By: "Jo Brandt", Struck: true}, {At: ago(191 * time.Hour), Icon: "send", Bold: "Sent", Words: "to St Luke Cardiology, urgent", By: "Dr Ana Rivera"}},
			Ladder:    []Rung{{What: "Referral", Channel: "referd, works here", Sent: ago(191 * time.Hour), Delivered: ago(191 * time.Hour), Opened: ago(190 * time.Hour)}, {What: "Referral, recipient 2", Channel: "FHIR", Sent: ago(20 * time.Hour), Failed: "failed"}},
			Messages:  []Message{{Who: "Jo Brandt", Text: "Could she come earlier?", At: ago(20 * time.Hour)}, {Who: "Sam Moss", Text: "Any morning.", At: ago(19 * time.Hour), Mine: true}},
			Documents: []Doc{{Href: "#", Title: "Stress ECG tracing", From: "Lakeside Family Practice", State: "names", At: ago(90 * time.Hour)}, {Href: "#", Title: "Scan 14", From: "Lakeside Family Practice", State: "held", At: ago(90 * time.Hour)}}, Plan: []PlanLine{{What: "Repeat lipids in 3 months.", Who: "Dr Ana Rivera", State: "open", Due: sampled.Add(2000 * time.Hour), Buttons: []Button{{Href: "#", Words: "Done, not done, or give it"}}}, {What: "Stress echo before spring.", Who: "Dr Ana Rivera", State: "open", Due: sampled.Add(1500 * time.Hour), Given: "given to Dr Wei Chen today, 08:10, not taken yet", Answer: sampled.Add(70 * time.Hour)}, {What: "Blood count before it.", Who: "Dr Ana Rivera", State: "not done: done last week", Done: true, Dropped: true}},
			Proof: []ProofLine{{Name: "P1", Words: "The patient was seen, or reviewed at the desk"}, {Name: "P2", Words: "The report is delivered"}, {Name: "P3", Words: "The clinician who asked has acknowledged it"}, {Name: "P4", Words: "The patient knows the answer and the plan"}, {Name: "P5", Words: "Every line of the plan has somebody, nothing contradicts", By: "not checked: there is no report yet"}},
			Reach: ReachLine{Words: "Reach by text, call, no voicemail, not at home", More: []string{"Number: (555) 010-7788", "Best: after 17:00", "May know: her sister Maria"}, At: ago(50 * time.Hour), Href: "/samples", Wish: true}, Lookers: []Looker{{"Dr Wei Chen", "St Luke Medical Center, opened the referral", ago(22 * time.Hour)}}, Duties: []DutyLine{{Words: "Send what was missing: Weight in kg", With: "Lakeside practice", Due: sampled.Add(30 * time.Hour), Mine: true, Href: "#", Climbs: "Goes to Sam Moss Fri 12:00"}, {Words: "Look again: has the plan answered?", With: "Sam Moss", Due: sampled.Add(300 * time.Hour), Href: "#", Own: true}}}
		fill(&p)
		return Sample{"Loop", state, LoopPage(p)}
	}
	return append([]Sample{page("now", func(p *Loop) {}), page("withheld", func(p *Loop) {
		p.Banner, p.Question, p.Reasons, p.Told, p.Documents, p.Messages, p.Plan, p.Duties, p.CanMessage = Banner{Withheld: true}, "Not shown to you.", "", "", nil, nil, nil, nil, false
	}), page("first use", func(p *Loop) {
		p.Story, p.Ladder, p.Messages, p.Documents, p.Plan, p.Lookers, p.Duties = p.Story[4:], p.Ladder[:1], nil, nil, nil, nil, nil
	}), page("closed", func(p *Loop) {
		p.Ball, p.Phase, p.Ring, p.RingWords = Ball{Over: true}, "Closed with proof", "xxxxxxxxx", "9 of 9 · Closed with proof"
		p.Answer, p.AnswerBy, p.Answered, p.ReportHref = "No ischemia. She does not need metoprolol.", "Dr Wei Chen", "yes", "#"
	}), page("many", func(p *Loop) {
		for range 40 {
			p.Story, p.Messages = append(p.Story, p.Story[0]), append(p.Messages, p.Messages[0])
		}
	}), page("long", func(p *Loop) {
		p.Banner, p.Question, p.Answer, p.AnswerBy = sampleBanner(true), longQuestion, longQuestion, "Dr Wei Chen"
	}),
		page("late", func(p *Loop) {
			p.SeenLate, p.SeenBy, p.Ball.Due, p.RawUsed, p.AdjustedUsed = true, ago(48*time.Hour), ago(50*time.Hour), 1.6, 1.2
		}),
		page("contradiction", func(p *Loop) {
			p.SettleHref, p.Disputes = "#", []Dispute{{Words: "Told as missed, and as seen", Facts: []Event{{At: ago(30 * time.Hour), Bold: "Did not attend", By: "Priya Nair"}, {At: ago(31 * time.Hour), Bold: "Seen", Words: "by Dr Wei Chen", By: "Northgate Hospital through partner-northgate"}}}}
		})}, actSamples()...)
}

func actSamples() []Sample {
	page := func(state string, fill func(*Act)) Sample {
		b, q := sampleBanner(false), sampleAsked()
		p := Act{Shell: sampleShell("8KQ2-M4TX: Answer the question", "/waiting"), Back: "#", BackName: "8KQ2-M4TX", Banner: &b, Asked: &q, Heading: "Answer the question", Action: "#", Keeping: Keeping{Keep: "#"}, Once: "once", Button: "Answer the question", Icon: "message-square-reply", Final: true, Happens: []string{"The ball goes back to the clinic."},
			Parts: []Part{{Legend: "They ask", Hint: "Jo Brandt, 04-Jun 11:48", Fields: []Field{{Kind: "plain", Label: "“Please attach the stress ECG tracing.”"}, {Kind: "plain", Label: "Read it: referral 7K3-MPQ", Value: "#"}}}, {Legend: "Your answer", Fields: []Field{{Kind: "area", Name: "words", Label: "In words", Value: "It is attached."}, {Kind: "files", Name: "file", Label: "Attach files"}, {Kind: "radio", Name: "how", Label: "How", Opts: []Opt{{"call", "By phone", ""}, {"visit", "At a visit", ""}}}, {Kind: "check", Name: "confirmed", Label: "I looked: it is about this patient"}, {Kind: "select", Name: "to", Label: "Who gets it", Opts: []Opt{{"a", "Sam Moss", ""}}}, {Kind: "date", Name: "due", Label: "By"}}}}}
		fill(&p)
		return Sample{"Act", state, ActPage(p)}
	}
	return []Sample{page("now", func(p *Act) {}), page("long", func(p *Act) { b := sampleBanner(true); p.Banner, p.Asked.Question = &b, longQuestion }), page("stale", func(p *Act) { p.Conflict = sampleConflict() }),
		page("written twice", func(p *Act) {
			p.Kept, p.Beside = "Draft kept 10:41", []Button{{Href: "#", Words: "Kept 10:38: open it"}, {Href: "#", Words: "Kept Yesterday 16:02: open it"}}
		}),
		page("with context", func(p *Act) {
			p.Heading, p.Button, p.Icon, p.Final = "Cancel the booking", "Cancel the booking", "calendar-x", false
			p.Visits, p.Passes, p.Reaching = []Visit{{"Wed 10-Jun-2026 08:30 EDT Dr Wei Chen", "booked"}}, []Pass{{"Now: the clinic", "see the patient", true}, {"Then: St Luke scheduling", "book again by Wed 10-Jun, 17:00", false}}, &Reaching{Protocol: sampleProtocol(), Calls: []CallLine{{At: hence(-20), How: "by call", What: "No answer", By: "Priya Nair"}}, LogAt: "#"}
			p.CameName, p.Came = "What came with it", []Came{{Name: "Document", Words: "12-lead ECG tracing", From: "Lakeside Family Practice", At: hence(-70), Href: "#", State: "ok"}}
			p.Parts = []Part{{Legend: "Who cancels, and why", Fields: []Field{{Kind: "plain", Label: "Booked for Wed 10-Jun-2026 08:30 EDT Dr Wei Chen"}, radio("by", "Who cancels", "patient", Opt{"patient", "The patient", "the delay is theirs, and dated"}, Opt{"clinic", "The clinic", "it counts in both clocks"}), {Kind: "area", Name: "words", Label: "What was said"}}}}
		}),
		page("finds", func(p *Act) {
			p.Heading, p.Button, p.Icon = "Choose the next step", "Choose the next step", "arrow-up-right"
			p.Parts = []Part{{Legend: "Where to, for elsewhere", Fields: []Field{radio("to", "", "", Opt{"elm", "Elm Orthopedics", "The same specialty. Elm Orthopedics, (555) 010-8800"}), {Kind: "find", Name: "find", Label: "Find another service", Hint: "A service, a specialty, a place or what is wrong.", Value: "hip"}}}}
		}),
		page("refused", func(p *Act) {
			p.Errors = []Wrong{{"words", "Write the answer, or attach what was asked for."}}
			p.Parts[1].Fields[0].Wrong = "Write the answer, or attach what was asked for."
		})}
}
