package sheet

import (
	"net/url"
	"slices"
	"strings"

	"referd/core/party"
	"referd/desk/loop"
	"referd/desk/people"
	"referd/web/page"
	"referd/web/visit"
)

// ways are the ways to reach a patient, as a form asks for them and as a page
// says them.
var ways = []struct {
	way         party.Way
	asked, hint string
	said        string
}{
	{party.ByText, "A text", "", "text"},
	{party.ByCall, "A call", "only to them", "call"},
	{party.ByVoicemail, "A voicemail", "it names nobody and nothing", "voicemail"},
	{party.ByEmail, "E-mail", "it says nothing of health", "e-mail"},
	{party.ByLetter, "A letter to their home", "", "letter"},
}

// SafeFields ask how it is safe to reach a patient; what is not ticked is not done.
func SafeFields(s party.SafeContact) (ticks, more []page.Field) {
	for _, w := range ways {
		f := page.Field{Kind: "check", Name: "safe-" + string(w.way), Label: w.asked, Hint: w.hint}
		if slices.Contains(s.Ways, w.way) {
			f.Value = "yes"
		}
		ticks = append(ticks, f)
	}
	home := page.Field{Kind: "check", Name: "safe-home", Label: "No contact at home", Hint: "no letter there, no call to a number there"}
	if s.NotHome {
		home.Value = "yes"
	}
	more = []page.Field{home,
		{Kind: "tel", Name: "safe-number", Label: "Another number that is safe", Hint: "Empty: the one in the record.", Value: s.Number, Auto: "off"},
		{Kind: "email", Name: "safe-address", Label: "E-mail address that is safe", Value: s.Email, Auto: "off"},
		{Kind: "text", Name: "safe-hours", Label: "Best hours", Hint: "“After 17:00”, “not on weekends”.", Value: s.Hours},
		{Kind: "text", Name: "safe-knows", Label: "Who else may know", Hint: "“Her sister Maria may take the call”. Empty: nobody.", Value: s.Knows},
		{Kind: "select", Name: "safe-language", Label: "Language of messages", Hint: "Empty: the one they read.", Value: s.Language, Opts: Languages()}}
	return ticks, more
}

// SafeContact is where, below a referral, it is written down.
const SafeContact = "/safe-contact"

// PatientLink is where, below a referral, its patient is given a link.
const PatientLink = "/patient-link"

// SafeAsked marks a form that asks it: a tick that is not there was taken out.
const SafeAsked = "safe-asked"

// SafeOf reads what SafeFields asked; nil from a form that did not ask.
func SafeOf(f url.Values) *party.SafeContact {
	if !f.Has(SafeAsked) {
		return nil
	}
	get := func(name string) string { return strings.TrimSpace(f.Get("safe-" + name)) }
	s := &party.SafeContact{NotHome: get("home") != "", Number: get("number"), Email: get("address"), Hours: get("hours"), Knows: get("knows"), Language: get("language")}
	for _, w := range ways {
		if get(string(w.way)) != "" {
			s.Ways = append(s.Ways, w.way)
		}
	}
	return s
}

// notAsked is what a page says where nobody has asked: nothing is assumed.
const notAsked = "Not asked how to reach: paper only"

// Safe says in a line how it is safe to reach a patient.
func Safe(s party.SafeContact) string {
	if !s.Known() {
		return notAsked
	}
	var by []string
	for _, w := range ways {
		if s.May(w.way) {
			by = append(by, w.said)
		}
	}
	out := "Reach by " + strings.Join(by, ", ")
	if len(by) == 0 {
		out = "Reach by nothing: paper only, handed over"
	} else if s.May(party.ByCall) && !s.May(party.ByVoicemail) {
		out += ", no voicemail"
	}
	if s.NotHome {
		out += ", not at home"
	}
	return out
}

// pageLine says how it stands with the patient's own page: the newest link, in a line.
func pageLine(l *page.ReachLine, v *visit.Visit, p *loop.Picture) {
	if p.State.Sent.IsZero() {
		return
	}
	l.PageHref, l.Page = "/referrals/"+string(p.ID)+PatientLink, "No link was given"
	for _, x := range p.Tickets {
		if x.Kind != people.Patients {
			continue
		}
		opened := "not opened yet"
		if !x.Used.IsZero() {
			opened = "opened " + v.Clock().At(x.Used)
		}
		switch people.Over(x, v.Desk.Now()) {
		case people.Locked:
			l.Page, l.PageLate = "Locked after five wrong answers", true
		case "":
			if l.Page = "Works until " + v.Clock().Day(x.Ends) + ", " + opened; x.Tries > 0 {
				l.Page += ", " + page.Many(x.Tries, "wrong answer", "wrong answers")
			}
		default:
			l.Page = "The last link is over, " + opened
		}
		return
	}
}

// SafeMore says the rest of it, a line each.
func SafeMore(s party.SafeContact) (out []string) {
	add := func(name, words string) {
		if words != "" {
			out = append(out, name+words)
		}
	}
	add("Number: ", page.Phone(s.Number))
	add("E-mail: ", s.Email)
	add("Best: ", s.Hours)
	add("May know: ", s.Knows)
	add("Messages in ", languages[s.Language])
	return out
}
