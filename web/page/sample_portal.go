package page

import "time"

// portalSamples are the states of the referring side's pages.
func portalSamples() (out []Sample) {
	out = append(out, waitingSamples()...)
	out = append(out, patientSamples()...)
	out = append(out, newSamples()...)
	out = append(out, signingSamples()...)
	out = append(out, notesSamples()...)
	out = append(out, looksSamples()...)
	out = append(out, asideSamples()...)
	out = append(out, daySamples()...)
	return append(append(out, reportSamples()...), loopSamples()...)
}

func sampleCards(n int) (out []Card) {
	all := []Card{
		{Patient: "TRAN, Minh (Mr)", Born: "30-Jan-1966 (60y)", Number: "LK 22 418", Chip: "Needs action within 3 days", Tone: "soon", Due: sampled.Add(70 * time.Hour), Lead: "CT abdomen:", Text: "4 cm mass in the ascending colon, no obstruction.", Second: "You asked: “Iron deficiency and 6 kg weight loss, where is the blood going?” The author says: answered.", Foot: "Harbor Imaging, delivered 06:02. Staff looked 08:14, which is not an opening", Buttons: []Button{{Href: "#", Words: "Read"}, {Href: "tel:5550103300", Words: "Call (555) 010-3300", Icon: "phone"}}},
		{Patient: "WASHINGTON, Renee (Ms)", Born: "17-Sep-1979 (46y)", Number: "LK 31 660", Chip: "Question, urgent", Tone: "line", Due: sampled.Add(3 * time.Hour), Text: "“Did anyone see the seizure? Please add what the witness says and whether she drives.”", Foot: "Jo Brandt, St Luke Neurology, 08-Jun 15:30. Goes to Dr Lee Park 15:30", Buttons: []Button{{Href: "#", Words: "Answer"}, {Href: "#", Words: "Give to Sam Moss"}}},
		{Patient: "HOLM, Astrid (Mrs)", For: "Dr Lee Park", Born: "30-Sep-1969 (56y)", Number: "LK 29 813", Chip: "To sign", Tone: "line", Due: sampled.Add(26 * time.Hour), Lead: "St Luke Neurology:", Text: "“Numb feet for a year, B12 normal. Is this neuropathy worth studying?”", Foot: "Prepared by Sam Moss, 08-Jun", Buttons: []Button{{Href: "#", Words: "Read and sign"}}},
		{Patient: "KIM, Hana (Ms)", Born: "12-Feb-1992 (34y)", Number: "LK 33 027", Chip: "Advice", Tone: "line", Due: sampled.Add(80 * time.Hour), Lead: "Pine Street Dermatology advises, no visit:", Text: "a photo check in 3 months.", Second: "Refer back if: it grows or bleeds", Foot: "Advised 05-Jun", Buttons: []Button{{Href: "#", Words: "Answer the advice"}}},
		{Patient: "NOVAK, Petr (Mr)", Born: "19-Oct-1959 (66y)", Number: "LK 19 556", Chip: "Declined", Tone: "line", Due: ago(50 * time.Hour), Lead: "Elm Orthopedics:", Text: "No capacity before the seen-by date. They name St Luke Orthopedics.", Foot: "Declined 08-Jun", Buttons: []Button{{Href: "#", Words: "Choose the next step"}}},
	}
	for i := range n {
		c := all[i%len(all)]
		c.Href = "#"
		out = append(out, c)
	}
	return out
}

func waitingSamples() []Sample {
	page := func(state string, cards []Card, fill func(*Waiting)) Sample {
		p := Waiting{Shell: sampleShell("Waiting on me", "/waiting"), New: true, Words: Many(len(cards), "thing", "things") + ", none late. The rest is watched for you.", Cards: cards, Order: "Emergency first, then what asks for action, then urgent, then the most of its time used.", All: 31,
			Tabs:  []Tab{{Href: "#", Name: "All", Count: len(cards), Here: true}, {Href: "#", Name: "To read", Count: 1}, {Href: "#", Name: "Questions", Count: 1}, {Href: "#", Name: "To sign", Count: 1}},
			Balls: []BallCount{{"#", "With us, after sending", 7, 0, 1}, {"#", "With their triage", 6, 1, 0}, {"#", "To be booked", 9, 0, 2}, {"#", "Booked", 5, 0, 0}, {"#", "Report owed", 4, 1, 0}}, Closed: []ClosedLoop{{"#", "PARK, Soo-jin (Ms)", "Dermatology", "18 d"}}, Cover: []string{"Dr Lee Park covers you: may read and acknowledge."}}
		fill(&p)
		return Sample{"Waiting", state, WaitingPage(p)}
	}
	long := sampleCards(2)
	long[0].Patient, long[0].Text, long[0].Second = longest, longQuestion, longQuestion
	return []Sample{
		page("first use", nil, func(p *Waiting) {
			p.Empty, p.Others, p.All, p.Balls, p.Closed, p.Cover = "Nothing waits on you.", "No loop is open yet. The first begins with a patient.", 0, nil, nil, nil
		}),
		page("nothing now", nil, func(p *Waiting) {
			p.Empty, p.Others = "Nothing waits on you.", "31 loops are open; what is with others is watched for you and comes back when it is late."
		}),
		page("now", sampleCards(5), func(p *Waiting) {}), page("to sign", sampleCards(5)[2:3], func(p *Waiting) { p.Sign = 1 }), page("many", sampleCards(20), func(p *Waiting) { p.Page, p.Pages, p.PageHref = 2, 250, "#?" }), page("long", long, func(p *Waiting) {}),
	}
}

func patientSamples() []Sample {
	who := Person{ID: "1", Name: "MORALES, Elena (Mrs)", Born: "12-Nov-1961 (64y)", Sex: "female", Number: "LK 26 540", Phone: "(555) 010-4471", Refer: "1", Loops: []Button{{Href: "#", Words: "St Luke Cardiology: Being reviewed, 8KQ2-M4TX"}}}
	fields := []Field{{Kind: "text", Name: "family", Label: "Family name", Value: "Morales"}, {Kind: "text", Name: "given", Label: "Given names", Value: "Elena"}, {Kind: "date", Name: "born", Label: "Birth date", Value: "1961-11-12"}}
	page := func(state string, fill func(*FindPatient)) Sample {
		p := FindPatient{Shell: sampleShell("New referral", "/referrals/new"), Fields: fields, Once: "once"}
		fill(&p)
		return Sample{"FindPatient", state, FindPatientPage(p)}
	}
	long, gone := who, who
	long.Name, gone.Refer, gone.Loops = longest, "", nil
	return []Sample{page("first use", func(p *FindPatient) {}), page("nothing now", func(p *FindPatient) { p.Asked, p.Q = true, "Morales" }), page("now", func(p *FindPatient) { p.Asked, p.Q, p.Found = true, "Morales", []Person{who, gone} }),
		page("long", func(p *FindPatient) { p.Asked, p.Found = true, []Person{long} }), page("refused", func(p *FindPatient) { p.Alike = []Person{who} }),
		page("error", func(p *FindPatient) {
			p.Errors, p.Fields[2].Wrong = []Wrong{{"born", "That birth date cannot be right."}}, "That birth date cannot be right."
		})}
}

func newSamples() []Sample {
	offer := Offer{ID: "c", Name: "St Luke Cardiology", Org: "St Luke Medical Center", Lines: []Fact{{"Specialty", "Cardiovascular Disease"}, {"Reads it", "Dr Wei Chen"}, {"Needs", "12-lead ECG tracing; Weight in kg; Current medicines (helps)"}, {"Open", "Mon to Fri 08:00 to 17:00"}, {"Phone", "(555) 010-2200"}}}
	page := func(state string, fill func(*New)) Sample {
		p := New{Shell: sampleShell("New referral", "/referrals/new"), Banner: sampleBanner(false), Heading: "New referral", Keeping: Keeping{Keep: "#", Kept: "Draft kept 10:41. Nothing is sent until you press Send."}, Action: "#", Clinicians: []Opt{{Value: "r", Words: "Dr Ana Rivera"}}, Clinician: "r", CallWords: "Call Dr Wei Chen, (555) 010-2299 now: on call for St Luke triage, as St Luke Medical Center named under On call. Else (555) 010-2210, the service's direct line.", Chosen: &offer, Service: "c",
			Soon: []Opt{{"routine", "Routine", "seen by Fri 10-Jul"}, {"urgent", "Urgent", "seen by Mon 15-Jun"}, {"emergency", "Emergency", "call first: (555) 010-2200. It asks whom you spoke to, and when"}}, Reach: "Not asked how to reach: paper only", ReachOpen: true, Ticks: sampleTicks(), ReachMore: sampleMore(), Question: "Six weeks of exertional chest pressure and an abnormal stress ECG. Is this ischemia?", Urgency: "urgent", Told: true,
			Needs: []Field{{Kind: "text", Name: "need-weight", Label: "Weight in kg, required", Hint: "1 to 400 kg. Doses depend on it.", Value: "71 kg"}}, Wanted: []Opt{{Value: "ecg", Words: "12-lead ECG tracing"}},
			Files:   []Attachment{{ID: "1", Title: "Stress ECG report", Meets: "12-lead ECG tracing", Href: "#", State: "names", At: "29-May 09:12"}, {ID: "2", Title: "Echocardiogram", Href: "#", At: "28-May 11:40"}, {ID: "3", Title: "Scan 14, two pages", Href: "#", State: "differs", At: "25-May 08:00"}, {ID: "4", Title: "Letter", Href: "#", State: "held", At: "25-May 08:00"}},
			Checks:  []CheckLine{{State: "blocks", Words: "Scan 14 names someone else. Take it out, or confirm whose it is.", Source: "file check, 10:41"}, {State: "look", Words: "Echocardiogram could not be read for a name: not checked. Look at it.", Source: "file check, 10:41"}, {State: "unchecked", Words: "Current medicines: not given. It helps, and is not required.", Source: "the service's own list, 10:41"}, {State: "ok", Words: "No other open referral to this specialty", Source: "loops of your practice, 10:41"}},
			Checked: "10:41", Button: "Sign and send", Icon: "send", Then: "send", Sum: "It leaves at once. It cannot be undone: a message, a document or a cancellation corrects it.", Happens: []string{"St Luke Cardiology works here: it is in their queue at once.", "They must see the patient by Mon 15-Jun."}, Wrong: map[string]string{}}
		fill(&p)
		return Sample{"New", state, NewPage(p)}
	}
	return []Sample{page("first use", func(p *New) {
		p.Chosen, p.Service, p.Needs, p.Wanted, p.Files, p.Question, p.Urgency, p.Told = nil, "", nil, nil, nil, "", "", false
		p.Checks = []CheckLine{{State: "blocks", Words: "Choose the service."}, {State: "blocks", Words: "Write your question."}}
	}), page("nothing now", func(p *New) { p.Looked, p.Find = true, "xyz" }), page("now", func(p *New) {}), page("many", func(p *New) {
		p.Looked = true
		for range 13 {
			p.Offers = append(p.Offers, offer)
		}
	}), page("long", func(p *New) { p.Banner, p.Question = sampleBanner(true), longQuestion }),
		page("suggested", func(p *New) {
			p.Chosen, p.Service, p.Needs = nil, "", nil
			far := Offer{ID: "d", Name: "City Heart Group", Org: "City Heart Group", Why: []string{"Sent here 3 times lately, last 12-May-2026"}}
			p.Suggested = []Offer{{ID: "c", Name: offer.Name, Org: offer.Org, Star: true, Why: []string{"Your favourite", "Sent here 9 times lately, last 02-Jun-2026"}, Live: []LiveLoop{{ID: "1", Href: "#", Words: "St Luke Cardiology: Being reviewed, 8KQ2-M4TX", Same: true}}}, far}
			p.Earlier = []Earlier{{ID: "1", Href: "#", Words: "St Luke Cardiology, 12-Jan-2026, 7QQ2-M4TA"}}
		}),
		page("carried", func(p *New) {
			o := offer
			o.Live = []LiveLoop{{ID: "1", Href: "#", Words: "City Heart Group: Sent, not yet delivered, 8KQ2-M4TX"}}
			p.Chosen, p.Presumed, p.Suggested = &o, "Chosen as the last time for R07.89, 12-May-2026. Choose another where this is another matter.", []Offer{offer}
			p.Copied = "Carried from 7QQ2-M4TA of 12-Jan-2026: the question, 2 documents. Read it as if it were new; how soon, what was measured and what the patient was told are said again."
		}),
		page("written twice", func(p *New) {
			p.Versions = []Before{{2, "Sam Moss", "Is this ischemia, and may he drive?", ago(3 * time.Hour)}, {1, "Dr Ana Rivera", "Six weeks of exertional chest pressure, worse on hills and in the cold, gone in two minutes at rest; the str…", ago(26 * time.Hour)}}
		}),
		page("emergency", func(p *New) { p.Urgency = "emergency" }),
		page("stale", func(p *New) {
			p.Kept, p.GoneHref = "", "#"
			p.Gone = "It was sent by Dr Ana Rivera, 10:43. What you typed is kept on this page and nowhere else: copy what is still to be said, and send it as a message there."
		}),
		page("staff", func(p *New) {
			p.Button, p.Icon, p.Then, p.Sum = "Ready for Dr Ana Rivera’s signature", "pen-line", "ready", "It waits on Dr Ana Rivera, who reads it, signs and sends."
		}),
		page("refused", func(p *New) {
			p.Without = true
			p.Errors, p.Wrong["override"] = []Wrong{{"override", "12-lead ECG tracing is missing. Add it, or say why it goes without."}}, "Say why it goes without."
		}),
		page("error", func(p *New) {
			p.Errors, p.Wrong["file"] = []Wrong{{"file", "This file names somebody else. Look at it; if it is about this patient, tick that you looked. The file was not kept: choose it again."}}, "This file names somebody else."
		})}
}
