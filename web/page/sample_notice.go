package page

import "github.com/a-h/templ"

func noticeSamples() []Sample {
	none := Notices{Shell: clinicShell("Notices", -1), Words: "0 unread", Number: 1}
	none.Shell.Unread = 0
	many := Notices{Shell: clinicShell("Notices", -1), Words: "3 unread", Unread: 3, Until: "1", Number: 1, More: true, Lines: []NoticeLine{
		{Href: "/samples", Kind: "Report to read", Code: "8KQ2-M4TX", Told: hence(0), Due: hence(48), State: "unread"},
		{Href: "/samples", Kind: "Referral to decide", Code: "5RT9-C7WD", Climbed: "late: the team's lead", Told: hence(-2), Due: hence(-20), State: "unread"},
		{Href: "/samples", Kind: "Priority changed", Code: "7PR4-XW2H", Told: hence(-5), State: "unread"},
		{Href: "/samples", Kind: "Visit to book", Code: "2VX6-N9LB", Told: hence(-26), Due: hence(30), State: "read"},
		{Href: "/samples", Kind: "Referral not delivered: call them", Code: "6HG3-TT1K", Climbed: "late", Told: hence(-50), Due: hence(-70), State: "over"}}}
	pace := func(name, label, value string) Field {
		return Field{Kind: "select", Name: name, Label: label, Value: value, Opts: []Opt{{Value: "at-once", Words: "At once"}, {Value: "hourly", Words: "Every hour, together"}, {Value: "daily", Words: "Once a day"}}}
	}
	wish := Wishes{Shell: clinicShell("How you are told", -1), Mailed: true, Email: "intake@stluke.example", Mails: []Field{pace("mail-reports", "Reports and new facts to read", "at-once"), pace("mail-mine", "What is mine by name", "at-once"), pace("mail-team", "What comes to my team", "hourly"), pace("mail-late", "What is late, and what climbs to me", "daily"), pace("mail-changes", "What the other side changed", "at-once")},
		Quiet: Field{Kind: "check", Name: "quiet", Label: "Quiet hours: no mail in them but what presses", Value: "yes"}, From: pace("from", "Quiet from", ""), To: pace("to", "until", ""), Daily: pace("daily", "The daily mail comes at", "")}
	wrong := wish
	wrong.Errors, wrong.Mailed = []Wrong{{Field: "to", Words: "Choose until when it is quiet."}}, false
	wrong.To.Wrong = "Choose until when it is quiet."
	stop := func(state string, done bool) Sample {
		return of("Stop", state, func(p Stop) templ.Component { return StopPage(p) }, Stop{Action: "/samples", Kinds: []string{"What comes to my team", "What the other side changed"}, Done: done})
	}
	return []Sample{of("Wishes", ManyOf, WishesPage, wish), of("Wishes", Refused, WishesPage, wrong), stop(FirstUse, false), stop("done", true), of("Notices", FirstUse, NoticesPage, none), of("Notices", ManyOf, NoticesPage, many)}
}
