package page

func noticeSamples() []Sample {
	none := Notices{Shell: clinicShell("Notices", -1), Words: "0 unread", Number: 1}
	none.Shell.Unread = 0
	many := Notices{Shell: clinicShell("Notices", -1), Words: "3 unread", Unread: 3, Until: "1", Number: 1, More: true, Lines: []NoticeLine{
		{Href: "/samples", Kind: "Report to read", Code: "8KQ2-M4TX", Told: hence(0), Due: hence(48), State: "unread"},
		{Href: "/samples", Kind: "Referral to decide", Code: "5RT9-C7WD", Climbed: "late: the team's lead", Told: hence(-2), Due: hence(-20), State: "unread"},
		{Href: "/samples", Kind: "Priority changed", Code: "7PR4-XW2H", Told: hence(-5), State: "unread"},
		{Href: "/samples", Kind: "Visit to book", Code: "2VX6-N9LB", Told: hence(-26), Due: hence(30), State: "read"},
		{Href: "/samples", Kind: "Referral not delivered: call them", Code: "6HG3-TT1K", Climbed: "late", Told: hence(-50), Due: hence(-70), State: "over"}}}
	return []Sample{of("Notices", FirstUse, NoticesPage, none), of("Notices", ManyOf, NoticesPage, many)}
}
