package page

func adminSamples() []Sample {
	row := Staff{Name: "Noor Haddad", Email: "intake@stluke.example", Does: "Intake", Teams: "St Luke intake", Work: 4, LeavesHref: "/samples"}
	doctor := Staff{Name: "Dr Wei Chen", Email: "chen@stluke.example", Does: "Specialist, Team lead", Teams: "St Luke clinics, St Luke triage", AnswerFor: 12, Work: 3, LeavesHref: "/samples"}
	long := doctor
	long.Name, long.Email = longest, "wawrzynczanna.brzeczyszczykiewicz-chrzaszczewoszycka@university-hospital.example"
	left := Staff{Name: "Ida Berg", Email: "berg@stluke.example"}
	people := People{Shell: clinicShell("People", -1), Words: "St Luke Medical Center", Here: []Staff{doctor, row, {Name: "Kay Olsen", Email: "admin@stluke.example", Does: "Administrator", Teams: "St Luke office"}}, Closed: []Staff{left}}
	first, lengthy := people, people
	first.Here, first.Closed = people.Here[2:], nil
	lengthy.Here = []Staff{long, row}
	leaving := Leaving{Shell: clinicShell("Dr Wei Chen leaves", -1), Staff: doctor, Pressing: Pressing{Action: "/samples"}, To: Field{Kind: "select", Name: "to", Label: "The clinician who takes over", Opts: []Opt{{Value: "s", Words: "Dr Mina Sato"}}},
		Happens: []string{"Every open referral they answer for goes to who takes over.", "What they have in hand goes back to its teams."}}
	wrong := leaving
	wrong.Errors = []Wrong{{Field: "to", Words: "This clinician answers for open referrals. Choose the clinician who takes over."}}
	wrong.To.Wrong = wrong.Errors[0].Words
	return []Sample{of("People", FirstUse, PeoplePage, first), of("People", ManyOf, PeoplePage, people), of("People", Long, PeoplePage, lengthy), of("Leaving", ManyOf, LeavingPage, leaving), of("Leaving", Refused, LeavingPage, wrong)}
}
