package page

import "github.com/a-h/templ"

func ownSamples() []Sample {
	me := Me{Shell: clinicShell("You", -1), Email: "intake@stluke.example", Does: "Intake, St Luke Medical Center", Sessions: []Seat{{Name: "a", Made: hence(-2), Used: hence(0), Here: true}, {Name: "b", Made: hence(-30), Used: hence(-5)}}, Views: []Tab{{Href: "/samples", Name: "Cardiology, late"}}, ViewIDs: []string{"v"}}
	alone, wrong := me, me
	alone.Views, alone.ViewIDs, alone.Sessions, alone.KeysOff = nil, nil, me.Sessions[:1], true
	wrong.Errors = []Wrong{{Field: "old", Words: "The old password is not right."}}
	help := Help{Shell: clinicShell("Help and keys", -1), Groups: []KeyGroup{{Name: "Move", Keys: []KeyLine{{Keys: []string{"j", "k"}, Does: "next, previous row"}}}, {Name: "Act", Keys: []KeyLine{{Keys: []string{"c"}, Does: "claim"}}}}}
	door := func(state string, p SignIn) Sample {
		return of("SignIn", state, func(p SignIn) templ.Component { return SignInPage(p) }, p)
	}
	demo := []Account{{"rivera@lakeside.example", "Dr Ana Rivera, referring family physician", "Lakeside Family Practice"}}
	plain := Plain{Shell: clinicShell("Words", -1), Heading: "Words", Words: "A page of words.", Tables: []Table{{Caption: "A table", Head: []string{"One", "Two"}, Rows: [][]string{{"1", "2"}}}, {Caption: "Nothing", Head: []string{"One"}}}, Buttons: []PostButton{{Action: "/samples", Words: "One hour on", Primary: true}}}
	return []Sample{
		of("Me", FirstUse, MePage, alone), of("Me", ManyOf, MePage, me), of("Me", Refused, MePage, wrong), of("Help", ManyOf, HelpPage, help), of("Plain", ManyOf, PlainPage, plain),
		door(FirstUse, SignIn{Demo: demo}), door(Refused, SignIn{Email: "noor@stluke.example", Wrong: "The address or the password is not right."}), door("wait", SignIn{Wrong: "Too many tries. Wait 8 seconds and try again.", Wait: true}),
		door(StaleOne, SignIn{Ended: true, Again: "/referrals/r1/decline", Typed: []Hidden{{"words", longText()}}}),
		of("GoOn", ManyOf, func(p GoOn) templ.Component { return GoOnPage(p) }, GoOn{Action: "/samples", Back: "/queue", Typed: []Hidden{{"words", "Please attach the stress ECG tracing, the report alone does not show the leads."}, {"how", "ask"}}}),
	}
}

func demoSamples() []Sample {
	return []Sample{
		of("DemoClock", ManyOf, DemoClockPage, DemoClock{Shell: clinicShell("The demo's clock", -1), Words: "It only moves forward.", Moves: []PostButton{{Action: "/samples", Words: "One hour on"}}}),
		of("DemoMail", Nothing, DemoMailPage, DemoMail{Shell: clinicShell("Mail", -1), Words: "Nothing was sent yet."}),
		of("DemoPartners", ManyOf, DemoPartnersPage, DemoPartners{Shell: clinicShell("Partners", -1), Words: "Seven.", Partners: []DemoPartner{{Org: "elm", Name: "Elm Orthopedics", Way: "by phone", Mood: "silent", Does: "says nothing until the note", Moods: []Opt{{"silent", "Silent", ""}}}}}),
	}
}

func findSamples() []Sample {
	who := Person{ID: "p", Name: "TRAN, Minh (Mr)", Born: "30-Jan-1966 (60y)", Sex: "male", Number: "SL 231 504", Phone: "(555) 010-1000", Loops: []Button{{"/samples", "8KQ2-M4TX, Cardiology, Being reviewed", "", ""}}}
	find := Find{Shell: clinicShell("Search", -1), Heading: "Search", Words: "Only what your organization may see is found.", Action: "/search"}
	none, many, long := find, find, find
	none.Asked, many.Asked, long.Asked = true, true, true
	many.Found, many.Services = []Person{who, who, who}, []Opt{{"", "Cardiology", "St Luke"}}
	who.Name = longName
	long.Found = []Person{who}
	return []Sample{of("Find", FirstUse, FindPage, find), of("Find", Nothing, FindPage, none), of("Find", ManyOf, FindPage, many), of("Find", Long, FindPage, long)}
}
