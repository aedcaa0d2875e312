package page

// planSamples are the times of a service: what is owed computed anew, and what can
// be booked.
func planSamples() []Sample {
	none := DuesAnew{Setup: sampleSetup("services"), Name: "St Luke Cardiology", Action: "/samples", Back: "/samples", Open: 41}
	many := none
	many.Moved, many.Earlier, many.Later, many.Late = 12, 11, 2, 3
	many.List = []DueMove{{"/samples", "8KQ2-M4TX", "Decide", hence(40), hence(-2)}, {"/samples", "7PR4-XW2H", "Decide", hence(52), hence(20)}, {"/samples", "9KT4-M2PX", "Book the visit", hence(60), hence(90)}}
	many.Done = []DuesDone{{hence(-400), "Kay Olsen", 31, 40}}
	long := many
	long.Name = "Interventional, structural and congenital cardiology with electrophysiology of the northern lakes"
	day := func(name, label, value string) Field {
		return Field{Kind: "check", Name: name, Label: label, Value: value}
	}
	first := Times{Setup: sampleSetup("services"), Pressing: Pressing{Action: "/samples"}, Name: "St Luke Cardiology", Back: "/samples",
		Days: []Field{day("day-1", "Monday", "yes"), day("day-2", "Tuesday", ""), day("day-3", "Wednesday", "yes"), day("day-4", "Thursday", ""), day("day-5", "Friday", ""), day("day-6", "Saturday", ""), day("day-0", "Sunday", "")},
		When: []Field{{Kind: "text", Name: "from", Label: "From", Hint: "As 08:00", Value: "08:30"}, {Kind: "text", Name: "to", Label: "To", Hint: "As 12:00", Value: "12:00"}, {Kind: "text", Name: "minutes", Label: "Length of one, in minutes", Value: "40"}, {Kind: "date", Name: "first", Label: "From this day on", Value: "2026-06-15"}, {Kind: "text", Name: "weeks", Label: "For how many weeks", Hint: "At most 26", Value: "8"}},
		Who:  []Field{{Kind: "select", Name: "clinician", Label: "With", Hint: "May stay empty: whoever the clinic has.", Opts: []Opt{{Value: "c", Words: "Dr Wei Chen"}}}, {Kind: "select", Name: "location", Label: "Where", Opts: []Opt{{Value: "l", Words: "St Luke Medical Center"}}}, day("tele", "By telephone or video", "")}}
	looked := first
	looked.Look = []string{"80 new times, from Mon 15-Jun-2026 08:30 EDT to Wed 05-Aug-2026 11:10 EDT.", "5 are there already with the same clinician, or would overlap: they stay as they are.", "Left out, since nobody works then: 2026-07-03."}
	looked.List = []TimesOffered{{At: hence(-300), Who: "Kay Olsen", Words: "Mon, Wed 08:30 to 12:00, 40 min, 8 weeks from 2026-04-13, Dr Wei Chen, St Luke Medical Center", Free: 12, Taken: 61, EndHref: "/samples"}, {At: hence(-900), Who: "Kay Olsen", Words: "Fri 13:00 to 15:00, 20 min, 4 weeks from 2026-03-06, by telephone or video", Taken: 7, Ended: true}}
	wrong := first
	wrong.Errors = []Wrong{{Field: "to", Words: "It ends before it begins."}}
	return []Sample{of("DuesAnew", Nothing, DuesAnewPage, none), of("DuesAnew", ManyOf, DuesAnewPage, many), of("DuesAnew", Long, DuesAnewPage, long), of("Times", FirstUse, TimesPage, first), of("Times", ManyOf, TimesPage, looked), of("Times", Refused, TimesPage, wrong)}
}
