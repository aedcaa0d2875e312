package page

import (
	"slices"

	"strings"
	"time"

	"referd/base/fault"
)

const sampleLink = "https://referd.stluke.example/join/b1Zk3nQ0xT7uWc9yLm2Vpg"

// sampleSetup is what stands around a page of setting up, at a step.
func sampleSetup(step string) Setup {
	s := Setup{Shell: clinicShell("Setup", -1)}
	for _, x := range []SetupStep{{Name: "Checklist"}, {Name: "Organization"}, {Name: "Locations"}, {Name: "Teams", Missing: 1}, {Name: "Services"}, {Name: "People", Missing: 2}, {Name: "Hours"}, {Name: "On call", Missing: 1}, {Name: "Practice sheet"}, {Name: "History"}, {Name: "Export"}} {
		x.Href, x.Here = "/samples", strings.EqualFold(x.Name, step)
		s.Steps = append(s.Steps, x)
	}
	return s
}

func setupSamples() []Sample {
	return slices.Concat(doorSamples(), factorSamples(), concernSamples(), stepSamples(), exportSamples(), planSamples())
}

func stepSamples() []Sample {
	lack := func(words, step string) SetupLack { return SetupLack{Words: words, Href: "/samples", Step: step} }
	begun := SetupHome{Setup: sampleSetup("checklist"), Must: []SetupLack{lack("A telephone number: the other side calls it, and an emergency is spoken.", "Organization"), lack("St Luke Cardiology: nobody in St Luke triage decides. Give somebody there that job.", "People"), lack("St Luke triage: nobody is on call now. Name a clinician or a number for what presses.", "On call")}, Good: []SetupLack{lack("The NPI: systems know you by it.", "Organization")}}
	ready := SetupHome{Setup: sampleSetup("checklist")}
	list := SetupList{Setup: sampleSetup("services"), Heading: "Services", One: "service", More: "services", Words: "What others refer to.", AddHref: "/samples", AddWords: "Add a service", Rows: []SetupRow{{Name: "St Luke Cardiology", Words: "Cardiovascular Disease · 3 things asked for · (555) 010-2200", Href: "/samples"}, {Name: "St Luke triage", Words: "nobody now", Note: "what presses is its lead's to see", Posts: []SetupPost{{Action: "/samples", Words: "Slip"}}}},
		Closed: []SetupRow{{Name: "St Luke Sleep Laboratory", Words: "Sleep Medicine", Href: "/samples"}}}
	none, long := list, list
	none.Rows, none.Closed, none.Empty = nil, nil, "No service yet. An organization that only refers needs none."
	long.Rows = []SetupRow{{Name: longest, Words: longText()[:300], Href: "/samples"}}
	due := func(name, value string) Field {
		return Field{Kind: "text", Name: name, Label: "Decide, " + name, Value: value, Hint: "3 working days"}
	}
	change := []SetupStepPast{{At: ago(26 * time.Hour), Who: "Kay Olsen", About: "Service St Luke Cardiology", Lines: []SetupDifference{{Name: "Phone", Was: "(555) 010-2200", Now: "(555) 010-2244"}, {Name: "Asks for: Creatinine", Now: "helps, in words"}}, Undo: []Hidden{{Name: "line", Value: "service 7 stluke-cardiology"}}}, {Who: "The house", About: "Service St Luke Cardiology", Made: true}}
	form := SetupForm{Setup: sampleSetup("services"), Pressing: Pressing{Action: "/samples"}, Heading: "St Luke Cardiology", Back: "/samples", BackName: "Services", Button: "See what changes", Happens: []string{"The next page shows what changes."}, Past: change, PastHref: "/samples",
		Parts: []Part{{Legend: "The service", Fields: []Field{{Kind: "text", Name: "name", Label: "Name", Value: "St Luke Cardiology"}, {Kind: "list", Name: "specialty", Label: "Specialty", Value: "Cardiovascular Disease (207RC0000X)", Opts: []Opt{{Value: "Neurology (2084N0400X)"}}}}}, {Legend: "What it takes", Wrap: true, Fields: []Field{{Kind: "check", Name: "takes-routine", Label: "Routine", Value: "yes"}, {Kind: "check", Name: "takes-urgent", Label: "Urgent", Value: "yes"}}}},
		Grids: []Grid{{Legend: "Time it allows itself", Hint: "Empty is the house's", First: "To", Heads: []string{"Routine", "Urgent", "Emergency"}, Rows: []GridRow{{Name: "Decide", Fields: []Field{due("routine", ""), due("urgent", "4 working hours"), due("emergency", "")}}}}},
		After: []Part{{Legend: "In St Luke intake", Folded: true, Wrap: true, Fields: []Field{{Kind: "check", Name: "job-RX", Label: "Intake"}}}, {Legend: "Other days it is shut", Fields: []Field{{Kind: "area", Name: "others", Label: "Days", Value: "2026-12-24"}}}}, Also: []Choice2{{Name: "do", Value: "close", Words: "Close it"}}, Links: []Button{{Href: "/samples", Words: "Add a service of theirs", Icon: "plus"}}, Hidden: []Hidden{{Name: "was", Value: "service 7 x"}}}
	first, refused, stale := form, form, form
	first.Past, first.Back, first.Links, first.Button = nil, "", nil, "Save"
	refused.Grids = []Grid{{Legend: "Time it allows itself", First: "To", Heads: form.Grids[0].Heads, Rows: []GridRow{{Name: "Decide", Fields: []Field{due("routine", "soon"), due("urgent", ""), due("emergency", "")}}}}}
	refused.Errors = Mark(fault.About("sample", "routine", fault.Invalid, "“soon” is no time allowed. Write 3 working days, same day, 2 working hours, 4 h or 30 min."), refused.Grids[0].Rows[0].Fields)
	stale.Errors = []Wrong{{Words: "Ruth Adler changed this meanwhile: Phone is now “(555) 010-2299”. What you typed is still here. Look at both, and save again if yours is right."}}
	look := SetupLook{Setup: sampleSetup("services"), Pressing: Pressing{Action: "/samples"}, Heading: "St Luke Cardiology", Lines: []SetupDifference{{About: "Service St Luke Cardiology", Name: "Time to: Decide", Was: "", Now: "2 working days · urgent 4 working hours · emergency 30 min"}, {About: "Service St Luke Cardiology", Name: "Asks for: Weight in kg", Was: "needed, in kg, from 1 to 400: Doses depend on it.", Now: ""}},
		Touches: []string{"12 referrals are open at St Luke Cardiology.", "What they owe now keeps its due, and each its seen-by date. The next step of each, and every new referral, gets the new time."}, Typed: []Hidden{{Name: "name", Value: "St Luke Cardiology"}}}
	calm := look
	calm.Lines, calm.Touches = look.Lines[:1], nil
	past := SetupPast{Setup: sampleSetup("history"), Words: "Of St Luke Medical Center: who changed what, when, and what it was before.", Lines: change, Next: "/samples"}
	quiet := past
	quiet.Lines, quiet.Next = nil, ""
	sheet := Practice{Setup: sampleSetup("practice sheet"), Name: "St Luke Medical Center", NPI: "1000500144", Address: "400 Hospital Drive, Lakeside, WI 53000", Phone: "(555) 010-2200", Fax: "(555) 010-2201", Hours: "Mon to Fri 08:00 to 17:00", House: "https://referd.stluke.example", FHIR: "https://referd.stluke.example/fhir/R4", OnCall: []Fact{{Name: "Any hour", Words: "Dr Wei Chen · (555) 010-2299"}},
		Services: []PracticeService{{Name: "St Luke Cardiology", Specialty: "Cardiovascular Disease", Phone: "(555) 010-2200", Decides: "Decides within 3 working days, urgent 1 working day", Sees: "Sees within 42 days, urgent 14", Needs: []string{"12-lead ECG tracing", "Weight in kg", "Current medicines (helps)"}}, {Name: "St Luke Rheumatology", Specialty: "Rheumatology", Takes: "no emergencies", Decides: "Decides within 3 working days, urgent 1 working day", Sees: "Sees within 42 days, urgent 14"}}, People: []string{"Dr Wei Chen (Cardiovascular Disease)", longest}, More: 2}
	return []Sample{of("SetupHome", FirstUse, SetupHomePage, begun), of("SetupHome", Nothing, SetupHomePage, ready), of("SetupList", FirstUse, SetupListPage, none), of("SetupList", ManyOf, SetupListPage, list), of("SetupList", Long, SetupListPage, long),
		of("SetupForm", FirstUse, SetupFormPage, first), of("SetupForm", ManyOf, SetupFormPage, form), of("SetupForm", Refused, SetupFormPage, refused), of("SetupForm", StaleOne, SetupFormPage, stale),
		of("SetupLook", ManyOf, SetupLookPage, look), of("SetupLook", Nothing, SetupLookPage, calm), of("SetupPast", Nothing, SetupPastPage, quiet), of("SetupPast", ManyOf, SetupPastPage, past), of("Practice", ManyOf, PracticePage, sheet)}
}

func doorSamples() []Sample {
	password := []Field{{Kind: "password", Name: "password", Label: "Password", Hint: "At least fifteen characters.", Auto: "new-password"}, {Kind: "password", Name: "repeat", Label: "The same once more", Auto: "new-password"}}
	door := Door{Pressing: Pressing{Action: "/samples"}, Fields: append([]Field{{Kind: "text", Name: "family", Label: "Your family name"}, {Kind: "email", Name: "email", Label: "Your work e-mail"}, {Kind: "list", Name: "zone", Label: "Its time zone", Value: "America/New_York", Opts: []Opt{{Value: "America/Chicago", Words: "Central"}}}}, password...)}
	refused := door
	refused.Fields = append([]Field{}, door.Fields...)
	refused.Errors = Mark(fault.About("sample", "email", fault.Invalid, "That is not an e-mail address."), refused.Fields)
	join := Join{Pressing: Pressing{Action: "/samples"}, Name: "Kim Lee", Email: "lee@stluke.example", Org: "St Luke Medical Center", Fields: password}
	here := join
	another := here
	another.Here, another.Name, another.Email, another.Fields = "Kay Olsen, kay@stluke.example", "", "", nil
	join.Again, here.Theirs, here.Here = "/samples", true, "Dr Ana Rivera, rivera@lakeside.example"
	long, short := join, join
	long.Name, long.Email = longest, "wawrzynczanna.brzeczyszczykiewicz-chrzaszczewoszycka@university-hospital.example"
	short.Fields = append([]Field{}, password...)
	short.Errors = Mark(fault.About("sample", "repeat", fault.Invalid, "The two differ. Type the password once more."), short.Fields)
	forgot := Forgot{Pressing: Pressing{Action: "/samples"}, Mailed: true, Fields: []Field{{Kind: "email", Name: "email", Label: "Your work e-mail", Hint: "The one you sign in with.", Auto: "username"}}}
	unnamed := forgot
	unnamed.Fields = slices.Clone(forgot.Fields)
	unnamed.Errors = Mark(fault.About("sample", "email", fault.Invalid, "Type your address."), unnamed.Fields)
	renewal := Renewal{Pressing: Pressing{Action: "/samples"}, Email: "lee@stluke.example", Fields: password}
	rescued := renewal
	rescued.Codes = true
	differ := renewal
	differ.Fields, differ.Errors = short.Fields, short.Errors
	slip := Slip{Setup: sampleSetup("people"), Heading: "Invitation for Kim Lee", Of: "St Luke Medical Center", Words: "St Luke Medical Center works with referd, which keeps referrals from being lost. Open this address once and choose your password.", Email: "lee@stluke.example", Link: sampleLink, Ends: sampled.AddDate(0, 0, 7)}
	return []Sample{of("Door", FirstUse, DoorPage, door), of("Door", Refused, DoorPage, refused), of("Join", FirstUse, JoinPage, join), of("Join", "signed in", JoinPage, here), of("Join", "signed in as another", JoinPage, another), of("Join", Long, JoinPage, long), of("Join", Refused, JoinPage, short),
		of("Over", Gone, OverPage, Over{Heading: "This invitation is over", Words: "It let you in for seven days, and they are over. Ask your administrator for another."}), of("Over", Nothing, OverPage, Over{Heading: "This link is over", Words: "It worked for an hour, and that is over. Ask for another.", Reset: true}), of("Slip", ManyOf, SlipPage, slip),
		of("Forgot", FirstUse, ForgotPage, forgot), of("Forgot", Refused, ForgotPage, unnamed), of("Forgot", Nothing, ForgotPage, Forgot{}), of("Renewal", FirstUse, RenewalPage, renewal), of("Renewal", Refused, RenewalPage, differ), of("Renewal", "let back in", RenewalPage, rescued)}
}
