package page

import "github.com/a-h/templ"

func ownSamples() []Sample {
	me := Me{Shell: clinicShell("You", -1), Email: "intake@stluke.example", Does: "Intake, St Luke Medical Center", Sessions: []Seat{{Name: "a", Made: hence(-2), Used: hence(0), Here: true}, {Name: "b", Made: hence(-30), Used: hence(-5)}}, Views: []Tab{{Href: "/samples", Name: "Cardiology, late"}}, ViewIDs: []string{"v"}}
	alone, wrong := me, me
	alone.Views, alone.ViewIDs, alone.Sessions, alone.KeysOff = nil, nil, me.Sessions[:1], true
	me.Codes, wrong.Codes = Codes{On: true, Must: true, Left: 9}, Codes{On: true, Left: 1}
	several := me
	several.Seat, several.Spot, several.Seats = "s2", "/me", []Elsewhere{{"s1", "Lakeside Family Practice", 12}, {"s3", "North Shore Gastroenterology and Hepatology Associates of the Lakes", 0}}
	mistyped := me
	mistyped.CodeErrors = []Wrong{{Field: "confirm", Words: "The password is not right."}}
	wrong.Errors = []Wrong{{Field: "old", Words: "The old password is not right."}}
	help := Help{Shell: clinicShell("Help and keys", -1), Groups: []KeyGroup{{Name: "Move", Keys: []KeyLine{{Keys: []string{"j", "k"}, Does: "next, previous row"}}}, {Name: "Act", Keys: []KeyLine{{Keys: []string{"c"}, Does: "claim"}}}}}
	door := func(state string, p SignIn) Sample {
		return of("SignIn", state, func(p SignIn) templ.Component { return SignInPage(p) }, p)
	}
	demo := []Account{{"rivera@lakeside.example", "Dr Ana Rivera, referring family physician", "Lakeside Family Practice"}}
	plain := Plain{Shell: clinicShell("Words", -1), Heading: "Words", Words: "A page of words.", Tables: []Table{{Caption: "A table", Head: []string{"One", "Two"}, Rows: [][]string{{"1", "2"}}}, {Caption: "Nothing", Head: []string{"One"}}}, Buttons: []PostButton{{Action: "/samples", Words: "One hour on", Primary: true}}}
	return []Sample{
		of("Me", FirstUse, MePage, alone), of("Me", ManyOf, MePage, me), of("Me", "several organizations", MePage, several), of("Me", Refused, MePage, wrong), of("Me", "password wrong", MePage, mistyped), of("Help", ManyOf, HelpPage, help), of("Plain", ManyOf, PlainPage, plain),
		door(FirstUse, SignIn{Demo: demo}), door(Refused, SignIn{Email: "noor@stluke.example", Wrong: "The address or the password is not right."}), door("wait", SignIn{Wrong: "Too many tries. Wait 8 seconds and try again.", Wait: true}),
		door("opened by another", SignIn{Another: true, Again: "/referrals/r1/decline", Typed: []Hidden{{"words", longText()}}}),
		door(StaleOne, SignIn{Ended: true, Again: "/referrals/r1/decline", Typed: []Hidden{{"words", longText()}}}),
		of("OtherSeat", ManyOf, func(p OtherSeat) templ.Component { return OtherSeatPage(p) }, OtherSeat{Of: "Lakeside Family Practice", Now: "St Luke Medical Center", Action: "/samples", Typed: []Hidden{{"words", "Please attach the stress ECG tracing, the report alone does not show the leads."}}, Choices: []Elsewhere{{"s1", "Lakeside Family Practice", 0}}}),
		of("OtherSeat", "it does not say", func(p OtherSeat) templ.Component { return OtherSeatPage(p) }, OtherSeat{Now: "St Luke Medical Center", Action: "/samples", Choices: []Elsewhere{{"s1", "Lakeside Family Practice", 0}, {"s2", "St Luke Medical Center", 0}}}),
		of("GoOn", ManyOf, func(p GoOn) templ.Component { return GoOnPage(p) }, GoOn{Action: "/samples", Back: "/queue", Typed: []Hidden{{"words", "Please attach the stress ECG tracing, the report alone does not show the leads."}, {"how", "ask"}}}),
	}
}

func demoSamples() []Sample {
	step := Tour{N: 3, Of: 10, Title: "Decide", Words: "Read the question and what came with it, and choose: accept.", Code: "8KQ2-M4TX", User: "brandt", Who: "Jo Brandt, triage nurse", Href: "/samples"}
	mine, here, clock, over, skipped := step, step, step, step, step
	mine.You, here.You, here.Here = true, true, true
	clock.N, clock.Title, clock.Words, clock.User, clock.Clock = 5, "Let time pass", "The visit is on Wed 02-Dec, 08:00. Move the clock.", "", true
	over.N, over.Title, over.Over, over.You, skipped.Hidden = 10, "Closed, with its proof", true, true, true
	end, done := over, over
	end.Here, done.Hidden = true, true
	home := func(t *Tour) DemoHome {
		return DemoHome{Shell: clinicShell("The demo", -1), Tour: t, Takes: "a few seconds", People: []Seated{{"rivera", Account{"rivera@lakeside.example", "Dr Ana Rivera, referring family physician", "Lakeside Family Practice"}}, {"brandt", Account{"nurse@stluke.example", "Jo Brandt, triage nurse", "St Luke Medical Center"}}}}
	}
	walked := func(t Tour) Plain {
		p := Plain{Shell: clinicShell("Words", -1), Heading: "Words", Words: "A page of words, with the tour above it."}
		p.Shell.Tour = &t
		return p
	}
	elses := home(nil)
	elses.Takes = ""
	return []Sample{
		of("DemoHome", FirstUse, DemoHomePage, home(nil)), of("DemoHome", ManyOf, DemoHomePage, home(&step)), of("DemoHome", "skipped", DemoHomePage, home(&skipped)), of("DemoHome", "walked to its end", DemoHomePage, home(&done)), of("DemoHome", "not from here", DemoHomePage, elses),
		of("DemoReset", ManyOf, DemoResetPage, DemoReset{Shell: clinicShell("Back to the beginning?", -1), Takes: "a few seconds"}), of("DemoAgain", ManyOf, DemoAgainPage, DemoAgain{Takes: "a few seconds"}),
		of("TourDoor", FirstUse, TourDoorPage, TourDoor{}), of("TourDoor", ManyOf, TourDoorPage, TourDoor{Under: &step}),
		of("Tour", ManyOf, PlainPage, walked(step)), of("Tour", "mine", PlainPage, walked(mine)), of("Tour", "here", PlainPage, walked(here)), of("Tour", "the clock", PlainPage, walked(clock)), of("Tour", "over", PlainPage, walked(over)), of("Tour", "the end", PlainPage, walked(end)),
		of("DemoClock", ManyOf, DemoClockPage, DemoClock{Shell: clinicShell("The demo's clock", -1), Words: "It only moves forward.", Moves: []PostButton{{Action: "/samples", Words: "One hour on"}}}),
		of("DemoMail", Nothing, DemoMailPage, DemoMail{Shell: clinicShell("Mail", -1), Words: "Nothing was sent yet."}),
		of("DemoPartners", ManyOf, DemoPartnersPage, DemoPartners{Shell: clinicShell("Partners", -1), Words: "Seven.", Moods: []Opt{{"", "Silent", "says nothing until the note"}}, Partners: []DemoPartner{{Org: "elm", Name: "Elm Orthopedics", Way: "by phone", Mood: "silent", Does: "says nothing until the note", Moods: []Opt{{"silent", "Silent", ""}}}}}),
	}
}

func findSamples() []Sample {
	who := Hit{Href: "/samples", Icon: "user-search", Name: "TRAN, Minh (Mr)", Rest: []string{"born 30-Jan-1966 (60y)", "male", "SL 231 504", "(555) 010-1000"}, Short: "born 30-Jan-1966 · SL 231 504", AllHref: "/samples",
		Loops: []Button{{"/samples", "St Luke Cardiology: Being reviewed, 8KQ2-M4TX", "", "you"}, {"/samples", "St Luke Neurology: Closed, 7PR4-XW2H", "", ""}}}
	bill := Hit{Href: "/samples", Icon: "user-search", Name: "BROWN, William (Mr)", Rest: []string{"born 11-Dec-1961 (64y)", "male", "no record number"}, Short: "born 11-Dec-1961 · no record number", Why: []string{"Bill is William", "“borwn” is nearly Brown", "the day first"}, Refer: "p"}
	find := Find{Shell: clinicShell("Search", -1), Heading: "Search", Words: "Only what your organization may see is found."}
	none, many, long, one, not := find, find, find, find, find
	none.Asked, none.Add, many.Asked, long.Asked, not.Asked = true, true, true, true, true
	many.Said = []string{"The birth date was read as 12-Nov-1961, the month first; and as 11-Dec-1961, the day first."}
	many.Groups = []Hits{{Name: "Do on 8KQ2-M4TX", Of: 1, List: []Hit{{Href: "/samples", Icon: "check", Name: "Book a visit"}}}, {Name: "Patients", Of: 300, More: true, List: []Hit{who, bill, who}},
		{Name: "Services", Of: 2, List: []Hit{{Href: "/samples", Icon: "hospital", Name: "St Luke Cardiology", Rest: []string{"St Luke Medical Center", "Cardiovascular Disease", "(555) 010-2210"}, Why: []string{"heart"}}, {Icon: "hospital", Name: "Elm Orthopedics", Rest: []string{"Elm Orthopedics"}}}},
		{Name: "Pages", Of: 1, List: []Hit{{Href: "/samples", Icon: "inbox", Name: "Queue"}}}}
	who.Name = longName
	long.Groups = []Hits{{Name: "Patients", Of: 1, List: []Hit{who}}}
	one.Heading, one.Words, one.Groups = who.Name, "Their referrals that your organization may see.", []Hits{{Name: "Patient", Of: 1, List: []Hit{who}}}
	not.Refused = "Patients are looked for by those who work with them."
	typing := func(state string, groups []Hits) Sample {
		return of("Typing", state, func(g Typing) templ.Component { return TypingPage(g) }, Typing{Shell: clinicShell("Find or do", -1), Groups: groups})
	}
	return []Sample{of("Find", FirstUse, FindPage, find), of("Find", Nothing, FindPage, none), of("Find", ManyOf, FindPage, many), of("Find", Long, FindPage, long), of("Find", "one patient", FindPage, one), of("Find", Refused, FindPage, not),
		typing(Nothing, nil), typing(ManyOf, many.Groups), typing(Long, long.Groups)}
}
