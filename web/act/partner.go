package act

import (
	"slices"
	"strings"
	"time"

	"referd/base/fault"
	"referd/core/referral"
	"referd/desk"
	"referd/desk/loop"
	"referd/desk/partner"
	"referd/desk/people"
	"referd/web/page"
	"referd/web/sheet"
)

// partnerForms are the acts for a receiver who is not here: the delivery that is
// owed by whoever sent it, the link it answers by, and what it says elsewhere.
func partnerForms() []form { return []form{deliverForm, linkForm, wordForm} }

func told(list []partner.Told) (out []page.Opt) {
	for _, w := range list {
		out = append(out, opt(w.Code, sheet.Title(w.Words), ""))
	}
	return out
}

// given reads the links given for the referral, before its form is shown.
func given(x *ask) error {
	return x.v.Desk.Read(x.v.R.Context(), x.v.Who, "links", func(r *desk.Reading) (err error) { x.links, err = partner.Tickets(r, x.p.ID); return err })
}

// packet puts the packet and the links beside the form: to whom, with which code,
// until when, and when they were opened.
func packet(x *ask, a *page.Act) {
	a.CameName = "Packet and link"
	now := x.v.Desk.Now()
	a.Came = append(a.Came, page.Came{Name: "Packet", Words: "Print the packet", Href: "/referrals/" + string(x.p.ID) + "/packet", From: "cover sheet, referral, documents", At: now})
	for _, t := range x.links {
		line := page.Came{Name: "Link", Words: onto(t), From: orElse(x.dir.PersonName(t.By), "The house"), At: t.Made}
		switch over := people.Over(t, now); {
		case over == people.Revoked:
			line.Words += ". Ended " + x.v.Clock().At(t.Revoked)
		case over == people.Expired:
			line.Words += ". It ran out " + x.v.Clock().At(t.Ends)
		case over == people.Locked:
			line.Words += ". Stopped: five wrong codes. Call them, then prolong it"
		default:
			line.Words = "Code " + t.Code[:3] + " " + t.Code[3:] + ". " + line.Words + ", works until " + x.v.Clock().Day(t.Ends)
		}
		if t.Token == "" && t.Revoked.IsZero() {
			line.Words = strings.Replace(line.Words, "Mailed", "On its way", 1)
		}
		if !t.Used.IsZero() {
			line.Words += ". Last opened " + x.v.Clock().At(t.Used)
		}
		a.Came = append(a.Came, line)
	}
}

// onto is how a link came to them: by mail, or on the cover of a packet.
func onto(t people.Ticket) string {
	if t.Address == "" {
		return "Printed on a cover"
	}
	return "Mailed to " + t.Address
}

// address asks where a link is mailed: where the last one was, or as the
// directory says.
func address(x *ask) page.Field {
	last := x.p.Receiver.Email
	for _, t := range x.links {
		if t.Address != "" {
			last = t.Address
			break
		}
	}
	return page.Field{Kind: "email", Name: "address", Label: "Their e-mail address", Hint: "Of the office. The mail names no patient. The code is not in it: read it to them, or it is on the packet's cover sheet.", Value: orElse(x.get("address"), last), Auto: "off"}
}

const noMail = "No mail goes out from this house: print the packet, and write down what they say."

// mailed is what is said when a link was given, and where its code stands.
func (x *ask) mailed(of referral.ID) {
	x.said, x.goes = "The link is being mailed. Its code is on this page: read it to them.", "/referrals/"+string(of)+"/"+sheet.LinkNoun+sheet.Suffix(x.v)
}

var deliverForm = form{act: referral.ActDeliver, id: "deliver", icon: "send", said: "It is written down.",
	happens: []string{"Who wrote it down, when it left and what shows it are kept.", "By fax with its confirmation, or by hand, they have it: their time begins. By a link or by post you still owe that they have it, and by when.", "They answer by the link without an account; what they say on the telephone or on paper you write down."},
	asks: func(x *ask) []page.Part {
		how := pick(x, "radio", "how", "")
		if x.v.Mail {
			how.Opts = append(how.Opts, opt("link", "Mail them a link", "they answer this one referral, without an account"))
		}
		for _, w := range partner.Ways {
			how.Opts = append(how.Opts, opt(w.Code, w.Words, map[bool]string{true: "they have it"}[w.Receipt]))
		}
		out := []page.Part{{Legend: "How it goes to them", Hint: reach(x), Fields: []page.Field{how}}}
		if x.v.Mail {
			out = append(out, page.Part{Legend: "The link", If: "link", Fields: []page.Field{address(x)}})
		}
		shows := words(x, "What shows it", "Time and pages of the fax confirmation, a tracking number, who took it.")
		return append(out, page.Part{Legend: "What shows it", If: "sent", Fields: []page.Field{shows, {Kind: "datetime", Name: "at", Label: "When it left, if not now", Value: x.get("at")}}})
	},
	reads: given, beside: packet,
	do: func(x *ask, w *desk.Writing, f loop.Form) (loop.Done, error) {
		if x.get("how") == "link" {
			x.mailed(f.Referral)
			return partner.Link(w, f, x.get("address"))
		}
		at, err := x.when("at")
		if err != nil {
			return loop.Done{}, err
		}
		return partner.Deliver(w, f, partner.Handing{How: x.get("how"), Words: x.get("words"), At: at})
	}}

// reach is how the receiver is reached, in words.
func reach(x *ask) string {
	var out []string
	for _, l := range [][2]string{{"Fax", x.p.Receiver.Fax}, {"Telephone", orElse(x.p.Service.Phone, x.p.Receiver.Phone)}} {
		if l[1] != "" {
			out = append(out, l[0]+" "+l[1])
		}
	}
	return strings.Join(out, " · ")
}

// when reads a moment that may be left out; one that cannot be read is said.
func (x *ask) when(name string) (time.Time, error) {
	at := x.moment(name)
	if at.IsZero() && x.get(name) != "" {
		return at, needed(name, "That is no day and time of the calendar. Write it as 2026-06-15T09:50.")
	}
	return at, nil
}

var linkForm = form{act: referral.ActHear, noun: sheet.LinkNoun, heading: sheet.LinkWords, button: "Do that", icon: "link", id: "link", said: "Done.",
	happens: []string{"By the link they confirm, accept, give a date, ask, decline or bring the report, for this referral only.", "There is one link at a time: another one ends the one before.", "Five wrong codes stop it. Who opened it, and what they did, is kept under the name they gave."},
	may:     func(x *ask) bool { return x.has(referral.ActHear) && x.p.Phase.Open() },
	asks: func(x *ask) []page.Part {
		do := pick(x, "radio", "do", "")
		if len(x.links) == 0 {
			do.Value = "send"
		}
		if x.v.Mail {
			do.Opts = append(do.Opts, opt("send", "Mail them a link", "with a new code"))
		}
		for _, t := range x.links {
			if t.Revoked.IsZero() {
				do.Opts = append(do.Opts, opt("prolong/"+t.ID, "Let it work for its whole time again", "the same link and code; wrong codes are forgotten"), opt("end/"+t.ID, "End it now", "whoever is in by it is out"))
			}
		}
		if len(do.Opts) == 0 {
			return []page.Part{{Legend: "The link", Fields: []page.Field{plainly(noMail)}}}
		}
		out := []page.Part{{Legend: "The link", Hint: reach(x), Fields: []page.Field{do}}}
		if x.v.Mail {
			out = append(out, page.Part{Legend: "Where to", If: "link", Fields: []page.Field{address(x)}})
		}
		return out
	},
	reads: given, beside: packet,
	do: func(x *ask, w *desk.Writing, f loop.Form) (loop.Done, error) {
		f.Seq = 0 // a link moves nothing
		switch do, id, _ := strings.Cut(x.get("do"), "/"); do {
		case "send":
			x.mailed(f.Referral)
			return partner.Link(w, f, x.get("address"))
		case "prolong":
			x.said = "The link works again for its whole time."
			return partner.Prolong(w, f, id)
		case "end":
			x.said = "The link is ended."
			return partner.End(w, f, id)
		}
		return loop.Done{}, needed("do", "Say what is to be done with the link.")
	}}

var wordForm = form{act: referral.ActHear, icon: "phone-call", id: "word", said: "Their word is written down.",
	happens: []string{"It is their word, with who said it, when and by what, and that you wrote it down.", "It counts from its own day. What nobody told you of before it is inferred, without a date.", "What does not fit what was told before stands beside it, for a person to settle."},
	asks: func(x *ask) []page.Part {
		reason, by := pick(x, "radio", "reason", "Why they decline", sheet.DeclineReasons...), pick(x, "radio", "by", "How", told(partner.Says)...)
		by.Value = orElse(by.Value, "phone")
		papers := file(x, "It lies with the referral.")
		return []page.Part{
			{Legend: "What they say", Hint: reach(x), Fields: []page.Field{pick(x, "radio", "what", "", told(partner.Words)...)}},
			{Legend: "Who says it", Fields: []page.Field{{Kind: "text", Name: "who", Label: "Who said it", Hint: "Name and place there", Value: x.get("who"), Auto: "off"}, by, {Kind: "datetime", Name: "said", Label: "When, if not now", Value: x.get("said")}}},
			{Legend: "The visit they booked", If: "booked", Fields: []page.Field{{Kind: "datetime", Name: "visit", Label: "Day and time of the visit", Value: x.get("visit")}}},
			{Legend: "The day they saw the patient", If: "seen", Fields: []page.Field{{Kind: "date", Name: "day", Label: "The day", Hint: "With the report too, where nobody has said so yet.", Value: x.get("day")}}},
			{Legend: "Why they decline", If: "declined", Fields: []page.Field{reason, pick(x, "radio", "tells", "Who tells the patient", opt("sender", "We do", ""), opt("receiver", "They do", ""))}},
			{Legend: "Their words", Fields: append([]page.Field{words(x, "As they said it", "Of a report: its answer. The clinician reads it.")}, papers...)},
		}
	},
	beside: func(x *ask, a *page.Act) {
		appointment(x, a)
		a.CameName = "Said so far"
		for _, e := range slices.Backward(x.p.State.Entries()) {
			if w := x.p.Words[e.By.Word]; w != "" {
				t := sheet.Tell(x.v, x.dir, x.p, e)
				a.Came = append(a.Came, page.Came{Name: t.Bold, Words: w, From: "written down by " + x.dir.PersonName(e.By.User), At: e.Noted})
			}
		}
	},
	do: func(x *ask, w *desk.Writing, f loop.Form) (loop.Done, error) {
		word := partner.Word{What: x.get("what"), Who: x.get("who"), By: x.get("by"), Words: x.get("words"), Reason: sheet.Declines(x.get("reason")), Tells: x.get("tells")}
		said, err := x.when("said")
		visit, wrong := x.when("visit")
		if err = fault.All(err, wrong); err != nil {
			return loop.Done{}, err
		}
		if word.Said, word.At = said, visit; word.What != "booked" {
			word.At = x.v.Care(x.get("day"), w.Now())
		}
		docs, err := x.upload(w, f)
		if err != nil {
			return loop.Done{}, err
		}
		if len(docs) > 0 {
			word.Document = docs[0]
		}
		return partner.Hear(w, f, word)
	}}
