package page

func adminSamples() []Sample {
	row := Staff{Name: "Noor Haddad", Email: "intake@stluke.example", Does: "Intake", Teams: "St Luke intake", Work: 4, LeavesHref: "/samples"}
	doctor := Staff{Name: "Dr Wei Chen", Email: "chen@stluke.example", Does: "Specialist, Team lead", Teams: "St Luke clinics, St Luke triage", AnswerFor: 12, Work: 3, LeavesHref: "/samples"}
	long := doctor
	long.Name, long.Email = longest, "wawrzynczanna.brzeczyszczykiewicz-chrzaszczewoszycka@university-hospital.example"
	left := Staff{Name: "Ida Berg", Email: "berg@stluke.example"}
	people := People{Setup: sampleSetup("people"), Words: "St Luke Medical Center", Here: []Staff{doctor, row, {Name: "Kay Olsen", Email: "admin@stluke.example", Does: "Administrator", Teams: "St Luke office"}, {Name: "Kim Lee", Email: "lee@stluke.example", Does: "Scheduling", Teams: "St Luke scheduling", Waits: "Invited, has not come in. The link works until Tue 16-Jun", LetterHref: "/samples", SlipHref: "/samples", LeavesHref: "/samples"}}, Closed: []Staff{left}}
	first, lengthy := people, people
	first.Here, first.Closed = people.Here[2:], nil
	lengthy.Here = []Staff{long, row}
	leaving := Leaving{Shell: clinicShell("Dr Wei Chen leaves", -1), Staff: doctor, Pressing: Pressing{Action: "/samples"}, To: Field{Kind: "select", Name: "to", Label: "The clinician who takes over", Opts: []Opt{{Value: "s", Words: "Dr Mina Sato"}}},
		Happens: []string{"Every open referral they answer for goes to who takes over.", "What they have in hand goes back to its teams."}}
	wrong := leaving
	wrong.Errors = []Wrong{{Field: "to", Words: "This clinician answers for open referrals. Choose the clinician who takes over."}}
	wrong.To.Wrong = wrong.Errors[0].Words
	return append(accountSamples(), of("People", FirstUse, PeoplePage, first), of("People", ManyOf, PeoplePage, people), of("People", Long, PeoplePage, lengthy), of("Leaving", ManyOf, LeavingPage, leaving), of("Leaving", Refused, LeavingPage, wrong))
}

func accountSamples() []Sample {
	account := NewAccount{Setup: sampleSetup("people"), Pressing: Pressing{Action: "/samples"}, Who: []Field{{Kind: "text", Name: "family", Label: "Family name"}, {Kind: "email", Name: "email", Label: "Work e-mail", Hint: "They sign in with it."}},
		Team: []Field{{Kind: "select", Name: "team", Label: "Their team", Opts: []Opt{{Value: "t", Words: "St Luke intake"}}}}, Jobs: []Field{{Kind: "check", Name: "job-RX", Label: "Intake"}, {Kind: "check", Name: "job-TL", Label: "Team lead", Value: "yes"}}}
	account.Clinician = []Field{{Kind: "text", Name: "npi", Label: "NPI"}, {Kind: "list", Name: "specialty", Label: "Specialty", Opts: []Opt{{Value: "Neurology (2084N0400X)"}}}}
	wrong := account
	wrong.Who = []Field{{Kind: "email", Name: "email", Label: "Work e-mail", Value: "not an address", Wrong: "That is not an e-mail address."}}
	wrong.Errors = []Wrong{{Field: "email", Words: "That is not an e-mail address."}}
	none := Covers{Shell: sampleShell("Cover", ""), Pressing: Pressing{Action: "/samples"}}
	covers := none
	covers.Fields = []Field{{Kind: "select", Name: "to", Label: "Who covers", Opts: []Opt{{Value: "p", Words: "Dr Lee Park"}}}, {Kind: "date", Name: "from", Label: "From"}, {Kind: "date", Name: "until", Label: "Until"}}
	end := []Hidden{{Name: "for", Value: "a"}, {Name: "to", Value: "b"}}
	covers.Lines = []Cover{{For: "Dr Ana Rivera", To: "Dr Lee Park", Does: "covers: signs, reads and acknowledges in their place", From: hence(24), Until: hence(24 * 14), Waits: true, Hidden: end}, {For: "Dr Ana Rivera", To: "Sam Moss", Does: "prepares and answers for them; signs and acknowledges nothing"}}
	long := covers
	long.Lines = []Cover{{For: longest, To: longest, Does: covers.Lines[0].Does, Hidden: end}}
	refused := covers
	refused.Errors = []Wrong{{Field: "to", Words: "Only a clinician covers for a clinician."}}
	return []Sample{of("NewAccount", FirstUse, NewAccountPage, account), of("NewAccount", Refused, NewAccountPage, wrong),
		of("Covers", Nothing, CoversPage, none), of("Covers", ManyOf, CoversPage, covers), of("Covers", Long, CoversPage, long), of("Covers", Refused, CoversPage, refused)}
}
