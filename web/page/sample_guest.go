package page

import "time"

// guestSamples are the pages of a receiver without an account, and its packet.
func guestSamples() []Sample {
	clock := Clock{Now: sampled, Zone: time.FixedZone("EDT", -4*3600)}
	mast := GuestMast{Title: "A referral", Sender: "Lakeside Family Practice", Phone: "(555) 010-1100", ConcernHref: "/samples"}
	door := GuestDoor{Mast: mast, Clock: clock, Action: "/samples", Clinician: "Dr Ana Rivera", Whose: "Pine Street Dermatology", Act: "Open it and confirm that you have it", Urgency: "routine", Sent: hence(-20), Due: hence(26), Ends: hence(300)}
	wrong, away, idle := door, door, door
	wrong.Name, wrong.CodeWrong = "Kate Bell", "That is not right. After five wrong answers the link stops."
	wrong.Errors = []Wrong{{Field: "code", Words: wrong.CodeWrong}}
	away.Away, away.Again, away.Typed = true, "decline", []Hidden{{"words", longText()}}
	idle.Act, idle.Due, idle.Urgency = "", time.Time{}, "urgent"
	over := func(state, title, words string, typed ...Hidden) Sample {
		return of("GuestOver", state, GuestOverPage, GuestOver{Mast: mast, Title: title, Words: words, Typed: typed})
	}
	asked := sampleAsked()
	asked.Heading, asked.Question, asked.Reasons, asked.Urgency = "Dermatology: the question", "Patches on both shins for a year, photos attached. Is a biopsy needed?", "L30.9 Dermatitis, unspecified", "routine"
	loop := GuestLoop{Mast: mast, Clock: clock, Back: "/samples", Who: "Kate Bell", Banner: clinicBanner(), Asked: asked, Phase: "Being reviewed", Next: "Accept it, ask, or decline, by Mon 15-Jun.", Primary: &Button{Href: "/samples", Words: "Accept"},
		Buttons: []Button{{Href: "/samples", Words: "Give the date of the visit"}, {Href: "/samples", Words: "Ask for something"}, {Href: "/samples", Words: "Decline"}},
		Came:    []Came{{Name: "Photo, left shin", Words: "Photo, left shin", Href: "/samples", From: "Lakeside Family Practice", At: hence(-20), State: "unread"}, {Name: "Medicines", Words: "None.", From: "Lakeside Family Practice", At: hence(-20)}},
		Story:   []Event{{At: hence(-1), Icon: "server", Bold: "Delivered", Words: "they opened the link with its code", By: "The house, by the link"}, {At: hence(-20), Icon: "send", Bold: "Sent", Words: "to Dermatology, routine", By: "Dr Ana Rivera"}}}
	done, booked, long := loop, loop, loop
	done.Phase, done.Next, done.Primary, done.Buttons, done.Said = "Closed with proof", "Nothing is asked of you any more. Thank you.", nil, nil, "The report is with them. Thank you."
	booked.Phase, booked.Next, booked.Visits, booked.Messages = "Booked", "See the patient, then send the report, by Tue 16-Jun.", []Visit{{Words: "Mon 15-Jun-2026 10:30 EDT", State: "booked"}}, []Message{{Who: "Sam Moss", Text: "She can come on Mondays only.", At: hence(-3)}}
	booked.Primary = &Button{Href: "/samples", Words: "Send the report"}
	long.Banner, long.Asked.Question, long.Who = longBanner(), longText(), longName
	act := GuestAct{Mast: mast, Clock: clock, Back: "/samples", Who: "Kate Bell", Banner: clinicBanner(), Heading: "Send the report", Action: "/samples", Once: "once", File: true, Code: "8KQ2-M4TX", Button: "Send the report", Happens: []string{"It goes to the clinician who asked.", "Must somebody act today? Call first."},
		Parts: []Part{{Legend: "The visit", Fields: []Field{{Kind: "date", Name: "seen", Label: "The day you saw the patient"}}}, {Legend: "The report", Fields: []Field{{Kind: "file", Name: "file", Label: "The report as a file", Hint: "PDF, picture or text, at most 50 MB."}, {Kind: "area", Name: "words", Label: "The answer to the question, in a sentence or two"},
			{Kind: "radio", Name: "claim", Label: "Does it answer the question?", Opts: []Opt{{"answered", "Yes", ""}, {"partly", "Partly", ""}, {"no", "No", ""}}}}}}}
	refused, stale, gone := act, act, act
	refused.Errors = []Wrong{{Field: "seen", Words: "Write the day you saw the patient."}}
	stale.Since = []string{"Answered , Sam Moss, 10:41"}
	gone.Button, gone.Happens = "", []string{"This can no longer be done here. What you typed is kept on this page. Call Lakeside Family Practice."}
	packet := Packet{Shell: sampleShell("8KQ2-M4TX: packet", ""), Back: "/samples", Code: "8KQ2-M4TX", To: "Dermatology, Pine Street Dermatology", ToFax: "(555) 010-4401", ToAt: "88 Pine Street, Lakeside, WI", From: mast.Sender, FromPhone: mast.Phone, FromFax: "(555) 010-1101", FromAt: "12 Shore Road, Lakeside, WI", Clinician: "Dr Ana Rivera", Urgency: "routine", Due: hence(26),
		Link: "frontdesk@pinestreet.example", Digits: "482 913", LinkEnds: hence(300), Banner: clinicBanner(), Asked: asked, Came: loop.Came, Separate: []Came{{Words: "Letter of the cardiologist", Href: "/samples"}}}
	bare, wide := packet, packet
	bare.Digits, bare.FromFax, bare.ToFax, bare.Separate, bare.Came, bare.Due = "", "", "", nil, nil, time.Time{}
	wide.Banner, wide.Asked.Question = longBanner(), longText()
	scan := packet
	scan.Link, scan.Digits, scan.Offers = "", "", true
	again := scan
	again.Printed = "482 913"
	scan.Scan, scan.Printed, scan.Square, scan.Side = "https://referd.example.org/a/kX3vQe0hT9yYw2mB5cDfGg", "482 913", sampleSquare, 33
	return []Sample{
		of("Packet", StaleOne, PacketPage, again), of("Packet", Nothing, PacketPage, scan),
		of("GuestDoor", FirstUse, GuestDoorPage, door), of("GuestDoor", Refused, GuestDoorPage, wrong), of("GuestDoor", StaleOne, GuestDoorPage, away), of("GuestDoor", Nothing, GuestDoorPage, idle),
		over(Gone, "This link has run out", "It worked for some days, and they are over. Call Lakeside Family Practice, (555) 010-1100.", Hidden{"words", "We cannot see her before the date; Elm Street Dermatology has time in June."}), over(Nothing, "This link opens nothing", "Perhaps a letter of it is missing, or a newer one was mailed to you."),
		of("GuestLoop", FirstUse, GuestLoopPage, loop), of("GuestLoop", ManyOf, GuestLoopPage, booked), of("GuestLoop", Nothing, GuestLoopPage, done), of("GuestLoop", Long, GuestLoopPage, long),
		of("GuestAct", FirstUse, GuestActPage, act), of("GuestAct", Refused, GuestActPage, refused), of("GuestAct", StaleOne, GuestActPage, stale), of("GuestAct", Gone, GuestActPage, gone),
		of("Packet", ManyOf, PacketPage, packet), of("Packet", FirstUse, PacketPage, bare), of("Packet", Long, PacketPage, wide),
	}
}
