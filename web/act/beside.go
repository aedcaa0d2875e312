package act

import (
	"slices"
	"strings"
	"time"

	"referd/base/fault"
	"referd/core/chart"
	"referd/core/party"
	"referd/core/referral"
	"referd/desk"
	"referd/desk/draft"
	"referd/desk/loop"
	"referd/desk/turn"
	"referd/web/page"
	"referd/web/sheet"
)

// besideForms are the acts that stand beside the ball: they move no phase.
func besideForms() []form {
	return []form{speakForm, callbackForm, permitForm, readdressForm, releaseForm, detachForm, recommendForm}
}

var speakForm = form{act: referral.ActSpeak, icon: "phone-call", said: "The call is recorded.",
	happens: []string{"It is kept with whom you spoke to, and when.", "A result that needs action within hours is theirs once a named clinician has taken it by voice and read it back. A message left is not a call."},
	asks: func(x *ask) []page.Part {
		about := page.Part{Legend: "What the call was about"}
		if r := x.unspoken(); r != nil {
			answer, _ := loop.Parts(x.p.Words[r.Document])
			about.Fields = []page.Field{plainly(orElse(sheet.Short(answer), "The report that needs action.")), pick(x, "select", "took", "Who took it, by voice", x.clinicians()...)}
			about.Fields[1].Hint = "The referring clinician, or the cover, who read it back to you."
		} else {
			about.Fields = []page.Field{plainly("This referral: its urgency, its decline, whatever could not wait.")}
		}
		return []page.Part{about, {Legend: "I spoke to", Fields: []page.Field{{Kind: "text", Name: "with", Label: "Whom you spoke to", Hint: "Name and place", Value: x.get("with")},
			{Kind: "text", Name: "number", Label: "On which number", Value: x.get("number"), Auto: "off"}, {Kind: "datetime", Name: "at", Label: "When, if not now", Hint: "In your time zone. Empty is now.", Value: x.get("at")}, words(x, "What was said, and read back", "")}}}
	},
	beside: func(x *ask, a *page.Act) {
		a.Reaching = &page.Reaching{Protocol: Protocol(x.v, x.p), Calls: sheet.Calls(x.v, x.dir, x.p)}
	},
	do: func(x *ask, w *desk.Writing, f loop.Form) (loop.Done, error) {
		s, err := w.Loop(f.Referral)
		if err != nil {
			return loop.Done{}, err
		}
		x.p = &loop.Picture{State: s}
		c := turn.Call{With: strings.TrimSpace(x.get("with")), Number: x.get("number"), Note: strings.TrimSpace(x.get("words")), At: w.Now(), Took: party.UserID(x.get("took"))}
		if x.get("at") != "" {
			c.At = x.moment("at")
		}
		if err := fault.All(turn.If(c.With == "", "with", "Say whom you spoke to."), turn.If(c.At.IsZero() || c.At.After(w.Now()), "at", "Write when you spoke, not later than now.")); err != nil {
			return loop.Done{}, err
		}
		var of referral.ReportID
		if r := x.unspoken(); r != nil {
			of = r.ID
		}
		return loop.Speak(w, f, c, of)
	}}

// unspoken is the report that must be told by voice and was not yet.
func (x *ask) unspoken() *referral.Report {
	for i, r := range x.p.State.Reports {
		if r.Actionable.ByVoice() && r.Spoken.IsZero() && r.Acknowledged.IsZero() {
			return &x.p.State.Reports[i]
		}
	}
	return nil
}

// clinicians are those of the referring side.
func (x *ask) clinicians() (out []page.Opt) {
	for _, u := range x.dir.Members(x.p.State.Team) {
		if u.Practitioner != "" {
			out = append(out, opt(string(u.ID), x.dir.PersonName(u.ID), ""))
		}
	}
	return out
}

var callbackForm = form{act: referral.ActSpeak, noun: sheet.CallbackNoun, heading: sheet.CallbackWords, icon: "phone", said: "The number is on the referral.",
	happens: []string{"Both sides see it, for a call about a result or an emergency. No clock moves.", "Give one that somebody answers, not a switchboard that plays music."},
	asks: func(x *ask) []page.Part {
		part := page.Part{Legend: "A number that somebody answers", Fields: []page.Field{{Kind: "text", Name: "number", Label: "Telephone number", Value: x.get("number"), Auto: "tel"}, {Kind: "text", Name: "who", Label: "Whom it reaches, and when", Value: x.get("who")}}}
		for _, e := range x.p.State.Entries() {
			if c, ok := e.What.(referral.CallbackSet); ok {
				part.Hint = "Now: " + x.p.Words[c.Note]
			}
		}
		return []page.Part{part}
	},
	do: func(x *ask, w *desk.Writing, f loop.Form) (loop.Done, error) {
		return loop.SetCallback(w, f, strings.TrimSpace(x.get("number")), strings.TrimSpace(x.get("who")))
	}}

var permits = []page.Opt{opt("needed", "Needed", "somebody must ask the payer"), opt("submitted", "Asked for", "the payer has it"), opt("pended", "Pended", "the payer wants more"), opt("approved", "Approved", "give its number"), opt("denied", "Denied", "the referring side decides what next"), opt("expired", "Expired", "")}

var permitForm = form{act: referral.ActAuthorize, icon: "shield-alert", said: "The authorization is recorded.",
	happens: []string{"It has a clock of its own and moves no phase: an urgent referral never stops for paper.", "Denied, or running out before the visit, is a duty of the referring side."},
	asks: func(x *ask) []page.Part {
		now := x.p.State.Authorization
		state := pick(x, "radio", "state", "How it stands", permits...)
		state.Value = orElse(state.Value, now.State)
		return []page.Part{{Legend: "The payer's authorization", Fields: []page.Field{state}},
			{Legend: "When approved", Fields: []page.Field{{Kind: "text", Name: "number", Label: "Its number", Value: orElse(x.get("number"), now.Number), Auto: "off"}, {Kind: "text", Name: "units", Label: "How many visits or units it covers", Value: x.get("units"), Auto: "off"}, {Kind: "date", Name: "until", Label: "Good until", Value: x.get("until")}, words(x, "What the payer said", "")}}}
	},
	beside: func(x *ask, a *page.Act) {
		appointment(x, a)
		a.CameName = "On record so far"
		for _, e := range x.p.State.Entries() {
			if p, ok := e.What.(referral.Authorization); ok {
				line := page.Came{Name: sheet.Title(p.State), Words: orElse(p.Number, orElse(x.p.Words[p.Note], "no number")), From: sheet.By(x.dir, e.By), At: e.At}
				if !p.Until.IsZero() {
					line.Words += ", good until " + x.v.Clock().Day(p.Until)
				}
				a.Came = append(a.Came, line)
			}
		}
	},
	do: func(x *ask, w *desk.Writing, f loop.Form) (loop.Done, error) {
		p := loop.Permit{State: x.get("state"), Number: strings.TrimSpace(x.get("number")), Until: x.day("until"), Words: strings.TrimSpace(x.get("words"))}
		u, ok := strings.TrimSpace(x.get("units")), false
		p.Units, ok = count(u)
		done, err := loop.Authorize(w, f, p)
		return done, fault.All(err, turn.If(u != "" && !ok, "units", "Write the units as a number."),
			turn.If(x.get("until") != "" && p.Until.IsZero(), "until", "That is no day of the calendar. Write it as 2026-06-15."))
	}}

var readdressForm = form{act: referral.ActReaddress, icon: "users", said: "Somebody else answers for it from now on.",
	happens: []string{"The ball moves with it, and keeps its age and its due.", "The clinic sees whom the answer goes to. What was signed stays signed by who signed it."},
	asks: func(x *ask) []page.Part {
		var teams []page.Opt
		for id, t := range x.dir.Teams {
			if t.Org == x.p.State.Org && t.Active && id != x.p.State.Team {
				teams = append(teams, opt(string(id), t.Name, ""))
			}
		}
		var who []page.Opt
		for _, u := range x.dir.Users {
			if u.Org == x.p.State.Org && u.Active && u.Practitioner != "" && u.Practitioner != x.p.State.Clinician {
				who = append(who, opt(string(u.Practitioner), x.dir.ClinicianName(u.Practitioner), ""))
			}
		}
		part := page.Part{Legend: "Who answers for it from now on", Hint: "Now " + orElse(x.dir.ClinicianName(x.p.State.Clinician), "nobody") + ", " + x.dir.TeamName(x.p.State.Team), Fields: []page.Field{pick(x, "select", "clinician", "The clinician who asked", sorted(who)...)}}
		part.Fields[0].Hint = "Empty keeps the one it has."
		if len(teams) > 0 {
			part.Fields = append(part.Fields, pick(x, "select", "team", "The team", sorted(teams)...))
			part.Fields[1].Hint = "Empty keeps the one it has."
		}
		return []page.Part{part}
	},
	do: func(x *ask, w *desk.Writing, f loop.Form) (loop.Done, error) {
		return draft.Readdress(w, f, party.PractitionerID(x.get("clinician")), party.TeamID(x.get("team")))
	}}

var releaseForm = form{act: referral.ActRelease, icon: "users", said: "It is the team's again.", happens: []string{"Anybody of the team may take it. It keeps its age and its due."},
	asks: func(x *ask) []page.Part {
		return []page.Part{{Legend: "Give it back to the team", Fields: []page.Field{plainly(orElse(x.dir.PersonName(x.p.Ball.Person), "Nobody") + " has it, of " + x.dir.TeamName(x.p.Ball.Team) + ".")}}}
	},
	do: func(x *ask, w *desk.Writing, f loop.Form) (loop.Done, error) { return loop.Release(w, f) }}

var detachForm = form{act: referral.ActDetach, icon: "file-x", said: "Taken off the referral.", happens: []string{"Nobody reads it here any more; that it was here, and who took it off, is kept.", "What it was sent for is owed again.", "Another patient's paper on a referral that was sent opens a privacy incident: its officer settles it."},
	may: func(x *ask) bool { return x.has(referral.ActDetach) && len(x.attached()) > 0 },
	asks: func(x *ask) []page.Part {
		return []page.Part{{Legend: "Which document", Fields: []page.Field{pick(x, "radio", "document", "", x.attached()...)}}, {Legend: "Why", Fields: []page.Field{pick(x, "radio", "reason", "", sheet.DetachReasons...)}}}
	},
	do: withReason(sheet.DetachReasons, func(x *ask, w *desk.Writing, f loop.Form, r string) (loop.Done, error) {
		if x.get("document") == "" {
			return loop.Done{}, needed("document", "Say which document.")
		}
		return loop.Detach(w, f, chart.DocumentID(x.get("document")), r)
	})}

// attached are the files that lie on the referral.
func (x *ask) attached() (out []page.Opt) {
	for _, d := range x.p.State.Documents {
		if f, ok := x.p.Files[d.ID]; ok {
			name, _ := sheet.Saying(f, x.p.Words[d.ID]) // two answers typed for a service are told apart by what they answer
			out = append(out, opt(string(d.ID), orElse(name, sheet.Title(string(f.Kind))), x.dir.Orgs[f.Org].Name+", "+x.v.Clock().At(d.At)))
		}
	}
	return out
}

var recommendForm = form{act: referral.ActPlan, noun: "recommendation", heading: "Add to the plan", icon: "file-plus", said: "It is on the plan.",
	happens: []string{"The line has an owner, a day and a clock of its own, and outlives this referral.", "Who is named takes it on, hands it on or says why not."},
	may:     func(x *ask) bool { return x.has(referral.ActPlan) },
	asks: func(x *ask) []page.Part {
		who := pick(x, "select", "to", "Who does it", x.doers()...)
		return []page.Part{{Legend: "What is to be done", Fields: []page.Field{words(x, "In words", "One thing. The patient's plan shows it."), who, {Kind: "date", Name: "due", Label: "By when", Value: x.get("due")}}}}
	},
	beside: func(x *ask, a *page.Act) {
		a.CameName = "On the plan already"
		for _, i := range x.p.State.Items {
			if i.Owed() {
				a.Came = append(a.Came, page.Came{Name: orElse(x.dir.PersonName(i.Person), x.dir.TeamName(i.Team)), Words: x.p.Words[i.What] + ", by " + x.v.Clock().Day(i.Due), From: "Planned", At: i.Planned})
			}
		}
	},
	do: func(x *ask, w *desk.Writing, f loop.Form) (loop.Done, error) {
		l := loop.Line{What: strings.TrimSpace(x.get("words")), Due: x.day("due")}
		kind, rest, _ := strings.Cut(x.get("to"), "/")
		team, person, _ := strings.Cut(rest, "/")
		l.Team, l.Person = party.TeamID(team), party.UserID(person)
		if err := fault.All(turn.If(l.What == "", "words", "Write what is to be done."), turn.If(kind == "", "to", "Say who does it."),
			turn.If(!l.Due.After(w.Now().Add(-24*time.Hour)), "due", "Every line needs a day ahead.")); err != nil {
			return loop.Done{}, err
		}
		var of referral.ReportID
		if s, err := w.Loop(f.Referral); err == nil {
			for _, h := range s.Heads() {
				of = h.ID
			}
		}
		return loop.Recommend(w, f, of, []loop.Line{l})
	}}

// doers are who a line may be planned for: the reader, the referring team's
// people, and the teams of both sides.
func (x *ask) doers() (out []page.Opt) {
	for _, t := range []party.TeamID{x.p.State.Team, x.p.Service.Clinic} {
		if x.dir.Teams[t].Name == "" {
			continue
		}
		out = append(out, opt("team/"+string(t), x.dir.TeamName(t), ""))
		if slices.Contains(x.v.Who.Teams, t) || t == x.p.State.Team {
			for _, u := range x.dir.Members(t) {
				out = append(out, opt("person/"+string(t)+"/"+string(u.ID), x.dir.PersonName(u.ID), ""))
			}
		}
	}
	return out
}

// count reads a small whole number.
func count(s string) (n int, ok bool) {
	for _, c := range s {
		if c < '0' || c > '9' || n > 9999 {
			return 0, false
		}
		n = n*10 + int(c-'0')
	}
	return n, s != ""
}
