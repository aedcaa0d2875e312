package page

import "time"

// daySamples are the sheets of a day.
func daySamples() (out []Sample) {
	visits := DayVisits{Shell: clinicShell("Visits on 09-Jun-2026", 0), Back: "/queue", Org: "St Luke Medical Center", Day: sampled, Previous: "#", Next: "#",
		Filters: []Field{{Kind: "date", Name: "on", Label: "Day", Value: "2026-06-09"}, {Kind: "select", Name: "service", Label: "Service", Opts: []Opt{{Words: "All services"}, {Value: "c", Words: "Cardiology"}}}},
		Lines: []VisitLine{{At: sampled.Add(time.Hour), Href: "#", Code: "8KQ2-M4TX", Patient: "MORALES, Elena (Mrs)", Born: "12-Nov-1961 (64y)", Sex: "F", Number: "LK 26 540", Urgency: "urgent", Service: "Cardiology", From: "Dr A. Rivera", Clinician: "Dr Wei Chen", Place: "Heart clinic, 2nd floor", Bring: "Bring the tracing and every tablet you take.", Language: "Spanish interpreter", Access: "Cannot climb stairs", Allergies: "penicillin (rash, 2009)", Question: "Six weeks of exertional chest pressure and an abnormal stress ECG. Is this ischemia?", Confirmed: true},
			{At: sampled.Add(2 * time.Hour), Href: "#", Code: "4WTY-9RNP", Patient: "OKAFOR, Samuel", Born: "03-Mar-1950 (76y)", Sex: "M", Urgency: "routine", Service: "Cardiology", From: "Dr P. Lang", Place: "by video or telephone", Question: "Is the murmur new?"}}}
	add := func(state string, p DayVisits) { out = append(out, of("DayVisits", state, DayVisitsPage, p)) }
	add("now", visits)
	none, many, long := visits, visits, visits
	none.Lines, none.Service = nil, "Cardiology"
	add(Nothing, none)
	for range 40 {
		many.Lines = append(many.Lines, visits.Lines[1])
	}
	many.More = true
	add(ManyOf, many)
	l := visits.Lines[0]
	l.Patient, l.Question, l.Bring = longName, longText(), longText()[:400]
	long.Lines = []VisitLine{l}
	add(Long, long)

	mine := MyDay{Shell: clinicShell("My day", 0), Back: "/queue", Org: "St Luke Medical Center", Lines: []Line{sampleLine(0), sampleLine(1), sampleLine(2)}}
	out = append(out, of("MyDay", "now", MyDayPage, mine))
	free, all, wide := mine, mine, mine
	free.Lines = nil
	for i := range 40 {
		all.Lines = append(all.Lines, sampleLine(i))
	}
	all.More = true
	wide.Lines = []Line{sampleLine(0)}
	wide.Lines[0].Patient, wide.Lines[0].Question = longName, longText()
	return append(out, of("MyDay", Nothing, MyDayPage, free), of("MyDay", ManyOf, MyDayPage, all), of("MyDay", Long, MyDayPage, wide))
}
