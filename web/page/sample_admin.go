package page

import "time"

func adminSamples() []Sample {
	row := Staff{Name: "Noor Haddad", Email: "intake@stluke.example", Does: "Intake", Teams: "St Luke intake", Work: 4, LeavesHref: "/samples"}
	doctor := Staff{Name: "Dr Wei Chen", Email: "chen@stluke.example", Does: "Specialist, Team lead", Teams: "St Luke clinics, St Luke triage", AnswerFor: 12, Work: 3, LeavesHref: "/samples"}
	long := doctor
	long.Name, long.Email = longest, "wawrzynczanna.brzeczyszczykiewicz-chrzaszczewoszycka@university-hospital.example"
	left := Staff{Name: "Ida Berg", Email: "berg@stluke.example"}
	people := People{Setup: sampleSetup("people"), Words: "St Luke Medical Center", Here: []Staff{doctor, row, {Name: "Sam Moss", Email: "moss@stluke.example", Does: "Triage nurse", Teams: "St Luke triage", PasswordHref: "/samples", CodesHref: "/samples", LeavesHref: "/samples"}, {Name: "Kay Olsen", Email: "admin@stluke.example", Does: "Administrator", Teams: "St Luke office"}, {Name: "Kim Lee", Email: "lee@stluke.example", Does: "Scheduling", Teams: "St Luke scheduling", Waits: "Invited, has not come in. The link works until Tue 16-Jun", LetterHref: "/samples", SlipHref: "/samples", LeavesHref: "/samples"}}, Closed: []Staff{left}}
	first, lengthy := people, people
	first.Here, first.Closed = people.Here[3:], nil
	lengthy.Here = []Staff{long, row}
	leaving := Leaving{Shell: clinicShell("Dr Wei Chen leaves", -1), Staff: doctor, Pressing: Pressing{Action: "/samples"}, To: Field{Kind: "select", Name: "to", Label: "The clinician who takes over", Opts: []Opt{{Value: "s", Words: "Dr Mina Sato"}}},
		Happens: []string{"Every open referral they answer for goes to who takes over.", "What they have in hand goes back to its teams."}}
	wrong := leaving
	wrong.Errors = []Wrong{{Field: "to", Words: "This clinician answers for open referrals. Choose the clinician who takes over."}}
	wrong.To.Wrong = wrong.Errors[0].Words
	back := Forgotten{Shell: clinicShell("A new password for Sam Moss", -1), Name: "Sam Moss", Action: "/samples", Field: Field{Kind: "password", Name: "password", Label: "Your own password", Hint: "So that nobody does this at your desk while you are away.", Auto: "current-password"}}
	not, mailed := back, back
	mailed.Mailed = true
	not.Errors = []Wrong{{Field: "password", Words: "That is not your password."}}
	not.Field.Wrong = not.Errors[0].Words
	return append(append(accountSamples(), incidentSamples()...), of("People", FirstUse, PeoplePage, first), of("People", ManyOf, PeoplePage, people), of("People", Long, PeoplePage, lengthy), of("Leaving", ManyOf, LeavingPage, leaving), of("Leaving", Refused, LeavingPage, wrong), of("Forgotten", "now", ForgottenPage, back), of("Forgotten", Refused, ForgottenPage, not), of("Forgotten", Nothing, ForgottenPage, mailed))
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
	asked := covers
	asked.Lines = []Cover{{For: "Dr Ana Rivera", To: "Dr Lee Park", Does: "you are asked to cover: sign, read and acknowledge in their place; it holds once you accept", From: hence(24), Until: hence(24 * 14), Asked: true, Declines: true, Hidden: end}, {For: "Dr Ben Ito", To: "Dr Lee Park", Does: "declined: choose somebody else to cover them", From: hence(24), Until: hence(48), Why: "I am away those days myself: Thursday and Friday."}}
	long := covers
	long.Lines = []Cover{{For: longest, To: longest, Does: covers.Lines[0].Does, Hidden: end}}
	refused := covers
	refused.Errors = []Wrong{{Field: "to", Words: "Only a clinician covers for a clinician."}}
	covers.Leads = true
	out := covers
	out.Out, out.Fields = true, []Field{{Kind: "select", Name: "for", Label: "Who is out", Hint: "A clinician of a team you lead.", Opts: []Opt{{Value: "r", Words: "Dr Ana Rivera"}}}, covers.Fields[0], {Kind: "date", Name: "until", Label: "Until", Hint: "The last day, to its end. Empty: today."}}
	nobody := out
	nobody.Asks, nobody.Fields, nobody.None = true, nil, "There is nobody who could cover Dr Ana Rivera: a cover is another clinician who works here and has come in. An administrator invites one. Until then what waits for them stands in the lists of their team."
	alone := none
	alone.None = "There is nobody who could cover: a cover is another clinician who works here and has come in. An administrator invites one."
	return []Sample{of("NewAccount", FirstUse, NewAccountPage, account), of("NewAccount", Refused, NewAccountPage, wrong),
		of("Covers", Nothing, CoversPage, none), of("Covers", ManyOf, CoversPage, covers), of("Covers", Long, CoversPage, long), of("Covers", "asked", CoversPage, asked), of("Covers", Refused, CoversPage, refused), of("Covers", "out", CoversPage, out), of("Covers", "nobody to cover", CoversPage, nobody), of("Covers", "alone", CoversPage, alone)}
}

func incidentSamples() []Sample {
	line := IncidentLine{Href: "/samples", Code: "3FW7-K2PD", What: "A referral about the wrong patient", With: "Tom Weiss", Opened: ago(26 * time.Hour), Due: hence(90), Mine: true}
	late, settled := line, line
	late.Code, late.Due, late.Opened, late.Mine, late.With = "8KQ2-M4TX", ago(3*time.Hour), ago(200*time.Hour), false, "Lakeside practice"
	settled.Code, settled.Mine, settled.Settled = "7HJ3-P9RC", false, ago(3*time.Hour)
	none := Incidents{Shell: clinicShell("Privacy incidents", -1), Words: "0 wait, 0 are settled"}
	many := none
	many.Words, many.Lines = "2 wait, 1 is settled", []IncidentLine{late, line, settled}
	one := Incident{Shell: clinicShell("Privacy incident 3FW7-K2PD", -1), Pressing: Pressing{Action: "/samples"}, IncidentLine: line,
		Facts: []Fact{{"Sent by", "Lakeside Family Practice"}, {"Sent", "05-Jun 09:12"}, {"Taken back", "08-Jun 12:40"}, {"By", "Dr Ana Rivera"}, {"With", "Tom Weiss"}}, Papers: []string{"The question, in words", "2 documents"},
		Got:    []GotLine{{Name: "Pine Street Dermatology", Delivered: ago(100 * time.Hour), Waits: "with Lakeside practice, by Thu 11-Jun"}, {Name: "St Luke Medical Center", Delivered: ago(98 * time.Hour), Opened: ago(97 * time.Hour), Confirmed: ago(20 * time.Hour), By: "Noor Haddad", Words: "Deleted from our record; nobody was called."}},
		Looked: []LookedLine{{Name: "Noor Haddad", Org: "St Luke Medical Center", First: ago(97 * time.Hour), N: 3}}, Say: Field{Kind: "area", Name: "words", Label: "What was found and what was done", Hint: "Who was told, whether it must be reported, what keeps it from happening again."}, Confirms: "1 recipient has not confirmed yet. It may be settled all the same."}
	long, done, refused := one, one, one
	long.Got = []GotLine{{Name: longest, By: longest, Words: longQuestion, Delivered: ago(98 * time.Hour), Opened: ago(97 * time.Hour), Confirmed: ago(20 * time.Hour)}}
	done.IncidentLine, done.Say, done.Words, done.ByWhom = settled, Field{}, "Nobody outside read it. The patient was told on the telephone.", "Tom Weiss"
	done.Got, done.Looked, done.Pressing = one.Got[1:], nil, Pressing{}
	twice := done
	twice.Say = Field{Kind: "area", Name: "words", Label: "What you typed", Value: "Called both; nothing is left with either.", Wrong: "It waits no longer."}
	twice.Errors = []Wrong{{Field: "words", Words: twice.Say.Wrong}}
	refused.Say.Wrong = "Say what was found and what was done."
	refused.Errors = []Wrong{{Field: "words", Words: refused.Say.Wrong}}
	paper := one
	paper.Paper, paper.What, paper.Confirms, paper.Papers = true, "A paper of another patient on a referral", "", []string{"1 document"}
	paper.Facts = []Fact{{"Filed by", "Lakeside Family Practice"}, {"There since", "05-Jun 09:12"}, {"Taken off", "08-Jun 12:40"}, {"By", "Dr Ana Rivera"}, {"With", "Tom Weiss"}}
	paper.Got = []GotLine{{Name: "St Luke Medical Center", Delivered: ago(98 * time.Hour), Opened: ago(97 * time.Hour)}}
	return []Sample{of("Incident", "paper", IncidentPage, paper), of("Incidents", Nothing, IncidentsPage, none), of("Incidents", ManyOf, IncidentsPage, many), of("Incident", ManyOf, IncidentPage, one), of("Incident", Long, IncidentPage, long), of("Incident", Gone, IncidentPage, done), of("Incident", "settled meanwhile", IncidentPage, twice), of("Incident", Refused, IncidentPage, refused)}
}
