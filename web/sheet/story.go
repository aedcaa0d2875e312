package sheet

import (
	"regexp"
	"slices"
	"strings"
	"time"

	"referd/core/chart"
	"referd/core/party"
	"referd/core/referral"
	"referd/desk"
	"referd/desk/loop"
	"referd/web/page"
	"referd/web/visit"
)

// story says every entry in words, the newest first: who, on whose behalf,
// when it happened, and what they wrote.
func story(v *visit.Visit, dir *desk.Directory, p *loop.Picture) (out []page.Event) {
	struck := map[referral.Key]bool{}
	for _, e := range p.State.Entries() {
		if x, ok := e.What.(referral.Struck); ok {
			struck[x.Fact] = true
		}
	}
	for _, e := range p.State.Entries() {
		x := Tell(v, dir, p, e)
		if x.Bold == "" {
			continue
		}
		x.Struck = struck[e.Key]
		out = append(out, x)
	}
	slices.Reverse(out)
	return out
}

// Tell says one entry in words.
func Tell(v *visit.Visit, dir *desk.Directory, p *loop.Picture, e referral.Entry) page.Event {
	x := page.Event{At: e.At, Icon: "check", By: By(dir, e.By)}
	if g := p.Guests[e.By.Guest]; g.Name != "" {
		x.By = g.Name + ", " + x.By
	}
	if e.By.Rule == "tell-patient" { // the house wrote the line down; somebody chose it
		x.By = By(dir, chooser(p, e))
	}
	if e.Noted.Sub(e.At).Minutes() > 2 {
		x.By += ", learned " + v.Clock().At(e.Noted)
	}
	note := func(id chart.DocumentID) { x.Text = p.Words[id] }
	set := func(icon, bold, words string) { x.Icon, x.Bold, x.Words = icon, bold, words }
	c := v.Clock()
	switch w := e.What.(type) {
	case referral.Drafted:
		set("pen-line", "Draft begun", "")
	case referral.Readied:
		set("pen-line", "Made ready", "for the signature of "+dir.ClinicianName(w.Clinician))
	case referral.Signed:
		set("pen-line", "Signed", map[bool]string{true: "on behalf of " + dir.ClinicianName(w.Clinician)}[w.Behalf])
	case referral.Spoke:
		set("phone-call", "Spoken", "")
		x.Text = local(v, p.Words[w.Note])
	case referral.Sent:
		set("send", "Sent", "to "+orElse(dir.ServicesByID[w.To.Service].Name, dir.Orgs[w.To.Org].Name)+", "+string(w.Urgency)+". Seen by "+c.Day(w.SeenBy)+". The raw clock starts")
		note(w.Override)
	case referral.SeenBySet:
		set("calendar-check", "Seen-by date moved", "to "+c.Day(w.By))
		note(w.Note)
	case referral.Delivered:
		set("server", "Delivered", map[string]string{"house": "they work here: delivered as it was sent", "ticket": "they opened the link with its code"}[e.By.Rule])
		note(w.Receipt)
	case referral.Transmitted:
		set("send", "On its way", map[string]string{"link": "a link was mailed to them", "fax": "by fax, not confirmed", "post": "by post"}[w.How])
		note(w.Receipt)
	case referral.DeliveryFailed:
		if x.Late = true; w.To != "" {
			set("triangle-alert", "A mail could not be delivered", "to "+orElse(dir.PersonName(w.To), "somebody here"))
		} else {
			set("triangle-alert", "Delivery failed", w.Why)
		}
	case referral.Opened:
		set("eye", "Opened", "")
	case referral.Asked:
		set("message-circle-question-mark", "Asked", AsksFor(dir, p.State.Recipient().Service, w.Items))
		note(w.Note)
	case referral.Answered:
		set("message-square-reply", "Answered", map[bool]string{true: page.Many(len(w.Documents), "document", "documents")}[len(w.Documents) > 0])
		note(w.Note)
	case referral.Prioritised:
		set("arrow-up-right", "How soon changed", "to "+string(w.Urgency))
		note(w.Note)
	case referral.Accepted:
		set("circle-check", "Accepted", "")
		note(w.Note)
	case referral.Declined:
		set("circle-x", "Declined", "("+orElse(ReasonWords(w.Reason), "no reason was coded")+")"+map[bool]string{true: " They name " + dir.ServicesByID[w.Alternative].Name}[w.Alternative != ""])
		note(w.Note)
	case referral.Advised:
		set("message-square-reply", "Advised without a visit", "")
		note(w.Advice)
	case referral.AdviceAnswered:
		set("reply", "Advice "+map[string]string{"accept": "accepted", "back": "answered: referred back", "disagree": "answered: disagrees"}[w.How], "")
		note(w.Note)
	case referral.Forwarded:
		set("arrow-up-right", "Forwarded", "to "+orElse(dir.ServicesByID[w.To.Service].Name, dir.Orgs[w.To.Org].Name)+". The same loop, the same clocks")
		note(w.Note)
	case referral.SentBack:
		set("undo-2", "Sent back with new facts", "")
		note(w.Note)
	default:
		tellMore(&x, e, dir, p, c)
	}
	if w := p.Words[e.By.Word]; w != "" && x.Text != w {
		x.Text = strings.TrimSpace(w + " " + x.Text)
	}
	return x
}

// chooser is who acknowledged in the commit that made an entry.
func chooser(p *loop.Picture, of referral.Entry) referral.By {
	who := of.By
	for _, e := range p.State.Entries() {
		if _, ok := e.What.(referral.Acknowledged); ok && !e.Noted.After(of.Noted) {
			who = e.By
		}
	}
	return who
}

// spokenAt is a moment as a call's note keeps it.
var spokenAt = regexp.MustCompile(`\d{4}-\d\d-\d\d \d\d:\d\d UTC`)

// local says the moments of a kept note in the reader's zone.
func local(v *visit.Visit, text string) string {
	return spokenAt.ReplaceAllStringFunc(text, func(m string) string {
		t, err := time.Parse("2006-01-02 15:04 MST", m)
		if err != nil {
			return m
		}
		return v.Clock().Exact(t)
	})
}

func tellMore(x *page.Event, e referral.Entry, dir *desk.Directory, p *loop.Picture, c page.Clock) {
	note := func(id chart.DocumentID) { x.Text = p.Words[id] }
	set := func(icon, bold, words string) { x.Icon, x.Bold, x.Words = icon, bold, words }
	switch w := e.What.(type) {
	case referral.Waitlisted:
		set("list-checks", "Put on the waiting list", "")
		note(w.Note)
	case referral.Booked:
		set("calendar-check", "Booked", "for "+c.Exact(w.Start)+" "+dir.ClinicianName(w.Clinician))
		note(w.Note)
	case referral.Confirmed:
		set("user-check", "Visit confirmed", "")
	case referral.Unbooked:
		set("calendar-x", "Booking cancelled", map[bool]string{true: "by the patient ", false: "by the clinic "}[w.ByPatient]+"("+spelled(UnbookReasons, w.Reason)+")")
		note(w.Note)
	case referral.Missed:
		set("calendar-x", "Did not attend", "")
		note(w.Note)
	case referral.Arrived:
		set("user-check", "Arrived", "")
	case referral.Seen:
		set("stethoscope", "Seen", "by "+orElse(dir.ClinicianName(w.Clinician), "the clinic"))
		x.Icon = "heart-pulse"
	case referral.DeskReviewed:
		set("scan-text", "Reviewed at the desk", "")
		note(w.Note)
	case referral.Held:
		set("clock", "On hold", "until "+c.Day(w.Until)+" ("+orElse(spelled(HoldReasons, w.Reason), "no reason was coded")+")")
		note(w.Note)
	case referral.Resumed:
		set("play", "Resumed", "")
	case referral.Reported:
		set("file-text", "Report, "+string(w.Kind), "by "+orElse(dir.ClinicianName(w.Author), "the clinic")+map[referral.Actionable]string{referral.WithinDays: ". Act within 3 days", referral.WithinHours: ". Act within 6 hours, by voice", referral.WithinMinutes: ". Act within 60 minutes, by voice"}[w.Actionable])
	case referral.ReportDelivered:
		set("server", "Report delivered", "")
	case referral.ReportOpened:
		set("eye", "Report opened", map[bool]string{true: "by the clinician", false: "by staff, which is not an opening"}[w.Clinician])
	case referral.Acknowledged:
		set("circle-check", "Acknowledged", map[string]string{"yes": "the question was answered", "partly": "partly answered", "no": "not answered"}[w.Answered])
		note(w.Note)
	case referral.PatientInformed:
		set("user-check", "The patient was told", map[string]string{"call": "by phone", "visit": "at a visit", "letter": "by letter", "page": "on their page"}[w.How])
		note(w.Note)
	case referral.Planned:
		set("square", "Planned", "by "+c.Day(w.Due)+" for "+orElse(dir.PersonName(w.Person), dir.TeamName(w.Team)))
		note(w.What)
	case referral.HandedOn:
		set("reply", "A line was given", "to "+orElse(dir.PersonName(w.Person), dir.TeamName(w.Team)))
	case referral.ItemAccepted:
		set("user-check", "A line was taken on", "by "+c.Day(w.Due))
	case referral.PlanDone:
		set("square-check", "A line is done", "")
		note(w.Evidence)
	case referral.PlanRefused:
		set("circle-x", "A line is not done", "")
		note(w.Note)
	case referral.Contacted:
		set("phone", "Contact: "+strings.ReplaceAll(w.Outcome, "-", " "), "("+w.Channel+map[bool]string{true: ", without the interpreter this patient needs: it does not count"}[w.Without]+")")
		note(w.Note)
	default:
		tellRest(x, e, dir, p)
	}
}

// claimer is who had claimed what an entry released.
func claimer(p *loop.Picture, e referral.Entry) (who party.UserID) {
	for _, x := range p.State.Entries() {
		if c, ok := x.What.(referral.Claimed); ok && x.Seq < e.Seq {
			who = c.Person
		}
	}
	return who
}

func tellRest(x *page.Event, e referral.Entry, dir *desk.Directory, p *loop.Picture) {
	note := func(id chart.DocumentID) { x.Text = p.Words[id] }
	set := func(icon, bold, words string) { x.Icon, x.Bold, x.Words = icon, bold, words }
	switch w := e.What.(type) {
	case referral.Rang:
		set("bell-ring", "The patient rang", "("+bells[w.Bell]+")")
		note(w.Note)
		x.Late = true
	case referral.NewFacts:
		set("file-plus", "New facts", "another loop of this patient got a report")
		if w.Report == "" {
			x.Words = "another loop says that the patient has died"
		}
		x.More = News(p, w)
	case referral.Claimed:
		set("user-check", "Claimed", "")
	case referral.Released:
		set("users", "Released", "")
		if e.By.Rule == "escalation" {
			set("users", "The claim is over", "nothing was done on it by "+orElse(dir.PersonName(claimer(p, e)), "its claimer")+" for a working day; it is the team's again")
		}
	case referral.Attached:
		set("paperclip", "Attached", p.Files[w.Document].Title)
	case referral.Detached:
		set("file-x", "Taken off", spelled(DetachReasons, w.Reason))
	case referral.Reassigned:
		set("users", "Assigned", "to "+orElse(dir.PersonName(w.Person), dir.TeamName(w.Team))+" ("+orElse(map[string]string{referral.Unopened: "the cover: unopened at half its time"}[w.Reason], w.Reason)+")")
	case referral.Escalated:
		if w.Level == 0 {
			set("arrow-up-right", "Unopened at half its time", orElse(dir.PersonName(w.Person), dir.TeamName(w.Team))+" was told, as the cover")
			x.Late = true
			return
		}
		set("arrow-up-right", "Late", map[int]string{1: "its owner was told", 2: "it went to " + orElse(dir.PersonName(w.Person), "the team lead"), 3: "both sides were told"}[w.Level])
		x.Late = true
	case referral.Closed:
		set("circle-check", "Closed", map[string]string{"proof": "with proof", "advice": "on advice", "decline": "after the decline"}[w.How])
	case referral.Cancelled:
		set("circle-x", "Cancelled", "("+spelled(CancelReasons, w.Reason)+")")
		note(w.Note)
	case referral.Withdrawn:
		set("circle-x", "Withdrawn by the patient", "")
		note(w.Words)
	case referral.Unreachable:
		set("unplug", "The patient could not be reached", "")
		note(w.Note)
	case referral.Deceased:
		set("circle-x", "The patient has died", "")
	case referral.ClosedAdmin:
		set("circle-x", "Closed without proof", "("+spelled(AdminReasons, w.Reason)+"). It does not count as closed")
		note(w.Note)
	case referral.IncidentOpened:
		set("lock", "A privacy incident is opened", "the privacy officer settles it")
		x.Late = true
	case referral.EnteredInError:
		set("circle-x", "Entered in error", "("+spelled(ErrorReasons, w.Reason)+")")
		note(w.Note)
	case referral.Reopened:
		set("rotate-ccw", "Opened again", "("+spelled(ReopenReasons, w.Reason)+")")
		note(w.Note)
	case referral.Authorization:
		set("shield-alert", "Authorization "+w.State, w.Number)
		note(w.Note)
	case referral.CallbackSet:
		set("phone", "Callback number", "")
		note(w.Note)
	case referral.Readdressed:
		set("users", "Somebody else answers for it", strings.TrimSpace(dir.ClinicianName(w.Clinician)+" "+dir.TeamName(w.Team)))
	case referral.Proposed:
		set("user-search", "Proposed", Act(w.Act)+"; a second person confirms")
		if x.Text = AdminWords(p.Words[w.Evidence]); p.Files[w.Evidence].Title != "" { // a document, which is beside
			x.Text = ""
		}
	case referral.ProposalRefused:
		set("circle-x", "Proposal refused", "")
		note(w.Note)
	case referral.Asserted:
		set("circle-dashed", "Told “"+w.What+"”", "which ends nothing by itself")
	case referral.Joined:
		set("link", "Joined into another referral", "")
	case referral.Settled:
		set("check", "Settled", "")
		note(w.Note)
	case referral.Struck:
		if w.Reason == "given-back" {
			set("undo-2", "Given back", "before the signature, to be changed")
			return
		}
		set("undo-2", "Struck an entry", "("+spelled(StrikeReasons, w.Reason)+")")
	}
}

// News leads to the loop something is to be read of, for whom that is open.
func News(p *loop.Picture, n referral.NewFacts) *page.Button {
	code := p.News[n.From]
	if code == "" {
		return nil
	}
	return &page.Button{Href: "/referrals/" + string(n.From), Words: "Read it: referral " + code}
}

// By says who, on whose behalf, or which rule.
func By(dir *desk.Directory, b referral.By) string {
	who := dir.PersonName(b.User)
	switch {
	case b.Guest != "":
		who = orElse(dir.Orgs[b.Org].Name, "A partner") + ", by a link"
	case b.Word != "":
		who += ", who wrote it down"
	case b.Client != "":
		who = orElse(dir.Orgs[b.Org].Name, "A partner") + " through " + string(b.Client)
	case who == "" && b.Rule == "import":
		who = orElse(dir.Orgs[b.Org].Name, "The house") + ", from the system before"
	case who == "" && b.Rule != "":
		who = map[string]string{"house": "The house", "P1-P5": "The house, with the fact that completed the proof", "escalation": "The house, by the clock", "ticket": "The house, by the link", "partner-link": "The house, by mail"}[b.Rule]
	}
	if who == "" {
		who = "The house"
	}
	if b.For != "" {
		who += " for " + dir.ClinicianName(b.For)
	}
	return who
}

// spelled is a coded reason in the words it was chosen by; a partner's own code
// is said without its hyphens.
func spelled(of []page.Opt, code string) string {
	for _, o := range of {
		if o.Value == code {
			return strings.ToLower(o.Words[:1]) + o.Words[1:]
		}
	}
	return strings.ReplaceAll(code, "-", " ")
}
