package clinic

import (
	"cmp"
	"net/url"
	"strings"
	"time"

	"referd/base/fault"
	"referd/core/party"
	"referd/core/referral"
	"referd/desk"
	"referd/desk/loop"
	"referd/desk/turn"
	"referd/web/page"
	"referd/web/sheet"
	"referd/web/visit"
)

// answers are the nouns of triage's decision: each has its address, and all
// are on the one page.
var answers = map[string]string{"decision": "", "acceptance": "accept", "question": "ask", "advice": "advise", "forward": "forward"}

func decideRoutes() (out []visit.Route) {
	for noun, how := range answers {
		show := func(v *visit.Visit) error { return decide(v, how, nil, nil) }
		out = append(out, visit.Route{Pattern: "GET /referrals/{id}/" + noun, To: show}, visit.Route{Pattern: "POST /referrals/{id}/" + noun, To: decided})
	}
	return out
}

// decide shows the page.
func decide(v *visit.Visit, how string, typed url.Values, wrong error) error {
	s, err := open(v, "decision", "decide", typed, wrong)
	if err != nil {
		return err
	}
	acts := s.p.Acts
	if wrong == nil && !contains(acts, referral.ActAccept) && !contains(acts, referral.ActAsk) && !contains(acts, referral.ActDecline) && !contains(acts, referral.ActForward) {
		return fault.E("clinic.decide", fault.Refused, "There is nothing to decide here now, or it is for triage and the specialist to decide.", nil)
	}
	st := &s.p.State
	p := page.Decide{Shell: s.shell, Crumb: s.crumb("Decide"), Pressing: s.pressing(), Banner: s.banner(), Asked: s.asked(), Came: s.came(), Needs: s.needs(), Urgent: st.Urgency != party.Routine,
		SentAs: string(st.Urgency), Sender: s.p.Sender.Name, DeclineAt: "/referrals/" + string(s.p.ID) + "/decline", Undo: until(s)}
	if how == "" && len(st.Missing) > 0 && contains(acts, referral.ActAsk) {
		how = "accept-and-ask" // what is missing is owed; it need not stop anybody
	}
	p.How = s.pick("radio", "how", "Decision", how, s.hows()...)
	if contains(acts, referral.ActPrioritise) || typed.Get("why") != "" { // what was typed stays
		p.Urgency = s.pick("radio", "urgency", "Priority", string(st.Urgency), s.soon(party.Routine, "needs a why"), s.soon(party.Urgent, "needs a why"), s.soon(party.Emergency, "I spoke to … at …"))
	}
	p.SpokeWith, p.SpokeAt = s.field("text", "spoke-with", "I spoke to", "Name and place"), s.field("datetime", "spoke-at", "At", "")
	s.dates(&p)
	for _, n := range s.p.Service.Needs {
		f := page.Field{Kind: "check", Name: "item-" + n.Code, Label: n.Label, Value: s.or("item-"+n.Code, map[bool]string{true: "yes"}[contains(st.Missing, n.Code)])}
		p.Items = append(p.Items, f)
	}
	p.Asking = s.field("area", "asking", "And say", "The sender reads exactly this.")
	p.Words, p.BackIf = s.field("area", "words", "Words to the sender", "Only an acceptance may go without."), s.field("area", "back", "Refer back if", "When should they send the patient after all?")
	p.Lines = s.lines()
	p.To = s.pick("select", "to", "To which service", "", s.elsewhere()...)
	s.after(&p)
	return v.Page(s.status(), page.DecidePage(p))
}

// soon is a choice of how soon; the one it has now is kept without a reason.
func (s *sheetOf) soon(u party.Urgency, hint string) page.Opt {
	if s.p.State.Urgency == u {
		return opt(string(u), "Keep "+string(u), "")
	}
	return opt(string(u), strings.ToUpper(string(u[:1]))+string(u[1:]), hint)
}

// hows are the decisions this reader may make now.
func (s *sheetOf) hows() (out []page.Opt) {
	add := func(a referral.Act, o page.Opt) {
		if contains(s.p.Acts, a) || s.wrong != nil && s.get("how") == o.Value { // what was chosen shows what was typed for it
			out = append(out, o)
		}
	}
	if contains(s.p.Acts, referral.ActAsk) || s.wrong != nil {
		add(referral.ActAccept, opt("accept-and-ask", "Accept and ask", "booking starts, the rest is owed"))
	}
	add(referral.ActAccept, opt("accept", "Accept", "nothing is missing"))
	add(referral.ActAsk, opt("ask", "Ask", "the review goes on"))
	add(referral.ActAdvise, opt("advise", "Advise", "no visit, say when to refer back"))
	add(referral.ActForward, opt("forward", "Forward", "to another service"))
	add(referral.ActDecline, opt("decline", "Decline", "reason and another place, on the next page"))
	return out
}

func (s *sheetOf) dates(p *page.Decide) {
	day, c := "", s.v.Clock()
	if by := s.p.State.SeenBy; !by.IsZero() {
		day = by.In(s.v.Zone()).Format("2006-01-02")
	}
	p.By = page.Field{Kind: "date", Name: "by", Label: "Seen by", Hint: "Was " + c.Day(s.p.State.SeenBy) + ", set at sending", Value: s.or("by", day), Wrong: s.wrongAt("by")}
	p.Expected = s.field("date", "expected", "Expected by", "What the sender is told, if you know it")
	p.Why = s.field("text", "why", "Why the priority or the date changes", "Only when one of them does. The sender is told the same day.")
}

// elsewhere lists services it could go to.
func (s *sheetOf) elsewhere() (out []page.Opt) {
	for _, x := range s.dir.Services("") {
		if x.ID != s.p.Service.ID {
			out = append(out, opt(string(x.ID), x.Name+" · "+s.dir.Orgs[x.Org].Name, ""))
		}
	}
	return out
}

// due is when the next party must have acted, if it is done now.
func (s *sheetOf) due(what string, team party.TeamID) string {
	t := s.dir.Teams[team]
	at := s.dir.Settings.Due(what, s.p.State.Urgency, t.Hours, s.v.Desk.Now())
	return s.v.Clock().Day(at) + ", " + at.In(s.v.Zone()).Format("15:04")
}

// after says what follows each answer: who is told, who has the ball, until when.
func (s *sheetOf) after(p *page.Decide) {
	asker := s.dir.ClinicianName(s.p.State.Clinician)
	if asker == "" {
		asker = s.p.Sender.Name
	}
	booking := s.dir.TeamName(s.p.Service.Scheduling)
	if booking == "" {
		booking = "scheduling"
	}
	p.AskDue = "Due " + s.due("questioned", s.p.State.Team)
	p.Told = []page.Told{{Icon: "inbox", Who: asker, How: "their list here, and an e-mail that names nobody", What: "Your answer: what is asked for, or where it went, and by when"},
		{Icon: "calendar", Who: booking, How: "queue", What: "When you accept: book by " + s.due("accepted", s.p.Service.Scheduling), If: "accept"},
		{Icon: "user-check", Who: "The patient", How: "is not written to by this house", What: "When you accept: scheduling calls to book", If: "accept"},
		{Icon: "user-check", Who: "The patient", How: "is not written to by this house", What: "When you advise: " + asker + " tells them", If: "advise"},
		{Icon: "user-check", Who: "The patient", How: "is not written to by this house", What: "When you forward: who takes it calls them", If: "forward"}}
	p.After = map[string]string{
		"accept":  "Then the ball is with " + booking + ": book by " + s.due("accepted", s.p.Service.Scheduling) + ". What is missing is owed by " + s.p.Sender.Name + " and stops nothing.",
		"ask":     "Then the ball is with " + s.p.Sender.Name + ": answer by " + s.due("questioned", s.p.State.Team) + ". The raw clock runs on, the adjusted one pauses.",
		"advise":  "Then the ball is with " + asker + ": accept the advice or refer back, by " + s.due("advised", s.p.State.Team) + ". It cannot be undone.",
		"forward": "The other service has it at once, with the same dates. " + asker + " sees where it went. It cannot be undone.",
	}
}

var said = map[string]string{"accept": "accepted.", "accept-and-ask": "accepted, and asked for what is missing.", "ask": "asked.", "advise": "the advice is sent.", "forward": "forwarded."}

// decided takes the decision. Declining asks for more, on a page of its own.
func decided(v *visit.Visit) error {
	typed, err := v.Form()
	if err != nil {
		return err
	}
	how := typed.Get("how")
	if how == "" {
		how = answers[v.R.URL.Path[strings.LastIndex(v.R.URL.Path, "/")+1:]]
	}
	if how == "decline" {
		return v.Go("/referrals/" + v.R.PathValue("id") + "/decline")
	}
	return press(v, "decision", said[how], func(w *desk.Writing, f loop.Form, typed url.Values) (loop.Done, error) {
		x := loop.Decision{How: how, Urgency: party.Urgency(typed.Get("urgency")), SeenBy: v.Day(typed.Get("by")), Why: typed.Get("why"), Expected: v.Day(typed.Get("expected")),
			Words: typed.Get("words"), Asking: typed.Get("asking"), BackIf: typed.Get("back"), To: party.ServiceID(typed.Get("to"))}
		if with := typed.Get("spoke-with"); with != "" && x.Urgency == party.Emergency {
			x.Spoke = &turn.Call{With: with, At: v.Moment(typed.Get("spoke-at"))}
		}
		for k := range typed {
			if code, ok := strings.CutPrefix(k, "item-"); ok && typed.Get(k) != "" {
				x.Items = append(x.Items, code)
			}
		}
		var unwhole error
		if how == "advise" { // what was begun of another answer is not sent with this one
			x.Lines = linesFrom(v, typed)
			if unwhole = whole(v, typed, x.Lines); unwhole != nil { // said of each line, once
				x.Lines = nil
			}
		}
		done, err := loop.Decide(w, f, x)
		return done, fault.All(err, unwhole, legible(typed, "by", "expected"))
	}, func(typed url.Values, wrong error) error { return decide(v, how, typed, wrong) })
}

// legible refuses dates that are none: they must not pass as empty.
func legible(typed url.Values, names ...string) error {
	var all []error
	for _, n := range names {
		_, err := time.Parse("2006-01-02", typed.Get(n))
		all = append(all, turn.If(typed.Get(n) != "" && err != nil, n, "That is no day of the calendar. Write it as 2026-06-15."))
	}
	return fault.All(all...)
}

var declineHints = map[string]string{"no-capacity": "name a place that can", "wrong-service": "forward instead?", "in-care": "say where", "out-of-scope": "", "plan": "say who checked it, and when", "patient-declines": "their own words"}

// decline shows its page.
func decline(v *visit.Visit, typed url.Values, wrong error) error {
	s, err := open(v, "decline", "decline", typed, wrong)
	if err != nil {
		return err
	}
	if wrong == nil && !contains(s.p.Acts, referral.ActDecline) {
		return fault.E("clinic.decline", fault.Refused, "It cannot be declined now, or it is for triage and the specialist to decline.", nil)
	}
	asker := s.dir.ClinicianName(s.p.State.Clinician)
	if asker == "" {
		asker = s.p.Sender.Name
	}
	p := page.Decline{Shell: s.shell, Crumb: s.crumb("Decline"), Pressing: s.pressing(), Banner: s.banner(), Asked: s.asked(), Sender: asker, Patient: "the patient", Undo: until(s)}
	if g := s.p.Patient.Name.Given; len(g) > 0 {
		p.Patient = g[0]
	}
	var rs []page.Opt
	for _, r := range sheet.DeclineReasons {
		rs = append(rs, opt(r.Value, r.Words, declineHints[r.Value]))
	}
	p.Reason, p.Words = s.pick("radio", "reason", "Reason", "", rs...), s.field("area", "words", "In your words, to "+asker, "")
	p.Instead = s.pick("radio", "alternative", "Another place", "", s.others()...)
	p.Tells = s.pick("radio", "tells", "Who tells the patient", "", opt("receiver", s.p.Receiver.Name+" does", "the call stays owed until it is recorded"), opt("sender", s.p.Sender.Name+" does", "only when "+asker+" agrees"))
	if len(s.p.Patient.Identifiers) > 0 {
		p.Number = s.p.Patient.Identifiers[0].Value
	}
	team := cmp.Or(s.p.State.Team, s.dir.Network()) // a sender without people here is chased
	next := s.due("declined", team)
	p.Passes = []page.Pass{{Who: "Now: you", What: "decline", You: true}, {Who: "Then: " + asker, What: "Choose the next step by " + next + ": elsewhere, back with new facts, or end it with a reason."}, {Who: "If late: the lead of " + s.dir.TeamName(team), What: "and then both sides"}}
	for _, st := range s.p.State.Ring() {
		p.Ring += map[bool]string{true: "x", false: "-"}[!st.At.IsZero()]
	}
	p.Age = page.Span(s.v.Desk.Now().Sub(s.p.State.Sent))
	p.Stays = "The loop stays open and its clock runs on. Seen by stays " + v.Clock().Day(s.p.State.SeenBy) + ". Nothing is closed by declining."
	return v.Page(s.status(), page.DeclinePage(p))
}

// others are places of the same specialty, and no place.
func (s *sheetOf) others() []page.Opt {
	var out []page.Opt
	for _, x := range s.dir.Services("") {
		if x.ID != s.p.Service.ID && x.Specialty.Code == s.p.Service.Specialty.Code {
			out = append(out, opt(string(x.ID), x.Name, s.dir.Orgs[x.Org].Name+", "+x.Phone+". Plan and wait: not checked"))
		}
	}
	return append(out, opt("", "No other place known", s.p.Sender.Name+" looks for one"))
}

func declineShown(v *visit.Visit) error { return decline(v, nil, nil) }

func declined(v *visit.Visit) error {
	return press(v, "decline", "declined.", func(w *desk.Writing, f loop.Form, typed url.Values) (loop.Done, error) {
		return loop.Decline(w, f, loop.Refusal{Reason: sheet.Declines(typed.Get("reason")), Alternative: party.ServiceID(typed.Get("alternative")), Tells: typed.Get("tells"), Words: typed.Get("words")})
	}, func(typed url.Values, wrong error) error { return decline(v, typed, wrong) })
}
