package page

func sampleTicks() []Field {
	return []Field{{Kind: "check", Name: "safe-text", Label: "A text", Value: "yes"}, {Kind: "check", Name: "safe-call", Label: "A call", Hint: "only to them", Value: "yes"}, {Kind: "check", Name: "safe-voicemail", Label: "A voicemail", Hint: "it names nobody and nothing"},
		{Kind: "check", Name: "safe-email", Label: "E-mail", Hint: "it says nothing of health"}, {Kind: "check", Name: "safe-letter", Label: "A letter to their home"}}
}

func sampleMore() []Field {
	return []Field{{Kind: "check", Name: "safe-home", Label: "No contact at home", Hint: "no letter there, no call to a number there"}, {Kind: "tel", Name: "safe-number", Label: "Another number that is safe", Hint: "Empty: the one in the record."},
		{Kind: "email", Name: "safe-address", Label: "E-mail address that is safe"}, {Kind: "text", Name: "safe-hours", Label: "Best hours", Value: "After 17:00"},
		{Kind: "text", Name: "safe-knows", Label: "Who else may know", Hint: "Empty: nobody."}, {Kind: "select", Name: "safe-language", Label: "Language of messages", Opts: []Opt{{"en", "English", ""}, {"es", "Spanish", ""}}}}
}

// reachingSamples are the pages by which staff reach a patient.
func reachingSamples() []Sample {
	banner := sampleBanner(false)
	safe := Act{Shell: sampleShell("8KQ2-M4TX: how to reach the patient", ""), Back: "/samples", BackName: "8KQ2-M4TX", Banner: &banner, Heading: "How it is safe to reach the patient", Action: "/samples", Button: "Keep it", Icon: "shield-alert",
		Happens: []string{"What is not ticked is not done: no message leaves by it.", "The other side of the patient's open referrals sees it at once.", "What was said before stays on record."}, CameName: "What they said before",
		Parts: []Part{{Legend: "What is safe", Hint: "Ask the patient; tick what they say", Fields: sampleTicks()}, {Legend: "And", Hint: "Each may stay empty", Fields: sampleMore()}}}
	asked := safe
	asked.Parts = append([]Part{{Legend: "The patient asks to be reached another way", Hint: "Confirm it with them first, by what was safe before and not by what it names: another may hold their telephone", Fields: []Field{{Kind: "plain", Label: "“Reach by text, not at home. Number: (555) 010-7788” 09:12"}}}}, safe.Parts...)
	asked.Came = []Came{{Name: "Reach by call, voicemail", From: "Sam Moss, Lakeside Family Practice", At: ago(400 * 3600e9)}, {Name: "Reach by nothing: paper only, handed over", Words: "May know: nobody", From: "Priya Nair, St Luke Medical Center", At: ago(900 * 3600e9)}}
	wrong := safe
	wrong.Errors = []Wrong{{Field: "safe-address", Words: "E-mail is said to be safe: write the address that is."}}
	return []Sample{{"Act", "safe contact not asked", ActPage(safe)}, {"Act", "safe contact asked again", ActPage(asked)}, {"Act", "safe contact refused", ActPage(wrong)}}
}
