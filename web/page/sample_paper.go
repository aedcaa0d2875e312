package page

import "time"

// paperSamples are what is printed for when the system is away.
func paperSamples() []Sample {
	clock := Clock{Now: sampled, Zone: time.FixedZone("EDT", -4*3600)}
	line := KitLine{Code: "8KQ2-M4TX", Patient: "MORALES, Elena (Mrs)", Born: "12-Nov-1961", Number: "LK 26 540", Phone: "(555) 010-4471", Reach: "Reach by text, call, no voicemail, not at home", Urgency: "urgent", Phase: "Being reviewed", Act: "Decide", Other: "from Lakeside Family Practice, Cardiology", Question: "Six weeks of exertional chest pressure: is this ischemia?", Due: ago(50 * time.Hour)}
	soon, wide := line, line
	soon.Patient, soon.Code, soon.Due, soon.Act, soon.Reach = "KIM, Daniel", "2VX6-N9LB", hence(4), "Answer a question", "Nobody has asked how it is safe to reach the patient"
	wide.Patient, wide.Question = longest, longQuestion[:200]
	k := Kit{Clock: clock, Name: "St Luke Medical Center", Phone: "(555) 010-2200", House: "https://referd.stluke.example", Patients: true, Most: 400,
		Owners:   []KitOwner{{Name: "St Luke triage: Jo Brandt", Lines: []KitLine{line, soon}}, {Name: "St Luke triage: nobody’s yet", Lines: []KitLine{soon}}},
		Days:     []KitDay{{Name: "Tuesday 09-Jun-2026", Visits: []KitVisit{{KitLine: line, Time: "15:30", With: "Dr Wei Chen, St Luke Cardiology, Hospital Drive"}}}, {Name: "Wednesday 10-Jun-2026", Visits: []KitVisit{{KitLine: soon, Time: "08:10", With: "Dr Wei Chen, St Luke Cardiology, by video"}}}},
		Teams:    []KitTeam{{Name: "St Luke triage", Lead: "Jo Brandt", Hours: "Mon to Fri 08:00 to 17:00", OnCall: "Dr Wei Chen, (555) 010-2299, until Wed 10-Jun 08:00 EDT"}, {Name: "St Luke scheduling", Lead: "Priya Nair", Hours: "Mon to Fri 08:00 to 17:00", OnCall: "nobody is named"}},
		Partners: []KitPartner{{Name: "Lakeside Family Practice", Phone: "(555) 010-1100", Fax: "(555) 010-1101", Direct: "Nurse (555) 010-1109"}, {Name: "Pine Street Dermatology", Phone: "(555) 010-4400"}}}
	bare := Kit{Clock: clock, Name: k.Name, Patients: true}
	admin := k
	admin.Patients, admin.Owners, admin.Days = false, nil, nil
	many := k
	many.Owners, many.MoreWork, many.MoreVisits, many.MorePartners = nil, 212, 31, 40
	for range 6 {
		many.Owners = append(many.Owners, KitOwner{Name: "St Luke intake: nobody’s yet", Lines: []KitLine{line, wide, soon, line, soon, line}})
	}
	long := k
	long.Name, long.Owners, long.Days = longest, []KitOwner{{Name: longest, Lines: []KitLine{wide}}}, []KitDay{{Name: "Tuesday 09-Jun-2026", Visits: []KitVisit{{KitLine: wide, Time: "15:30", With: longest}}}}
	of2 := func(state string, k Kit) Sample {
		return of("Downtime", state, DowntimePage, Downtime{Shell: clinicShell("Downtime kit", -1), Kit: k})
	}
	return []Sample{of2(FirstUse, bare), of2(Refused, admin), of2(ManyOf, many), of2(Long, long), of2(Nothing, k)}
}
