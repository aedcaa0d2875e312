package sheet

import (
	"fmt"
	"net/http"
	"net/url"
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

// Routes of the referral's own pages.
func Routes() []visit.Route {
	out := []visit.Route{
		{Pattern: "GET /referrals/{id}", To: show},
		{Pattern: "GET /referrals/{id}/acknowledgement", To: readReport},
		{Pattern: "POST /referrals/{id}/acknowledgement", To: acknowledge},
		{Pattern: "POST /referrals/{id}/undo", To: undo},
		{Pattern: "GET /documents/{id}", To: document},
	}
	return append(out, actRoutes()...)
}

// look reads the picture and the shell in one reading.
func look(v *visit.Visit, title string) (*loop.Picture, *desk.Reading, page.Shell, error) {
	var p *loop.Picture
	var shell page.Shell
	var reading *desk.Reading
	err := v.Desk.Read(v.R.Context(), v.Who, "loop.read", func(r *desk.Reading) (err error) {
		reading = r
		if p, err = loop.Look(r, referral.ID(v.R.PathValue("id"))); err != nil {
			return err
		}
		shell, err = v.Shell(r, title)
		return err
	})
	if err == nil {
		shell.Title = p.Code + title
		shell.Only = string(p.ID)
	}
	return p, reading, shell, err
}

// show is the referral page. A receiver's first look is its opening; a
// clinician's first look at a report is the report's.
func show(v *visit.Visit) error {
	p, r, shell, err := look(v, "")
	if err != nil {
		return err
	}
	first, err := opened(v, p)
	if err != nil {
		return err
	}
	if first {
		if p, r, shell, err = look(v, ""); err != nil {
			return err
		}
	}
	if p.Phase == referral.Draft && p.Standing.Side == referral.Sender {
		return v.Go("/referrals/" + string(p.ID) + "/sending")
	}
	g := build(v, r, p, shell)
	if g.Crumb, err = crumbIn(v, p.ID, p.Code, ""); err != nil {
		return err
	}
	return v.Page(http.StatusOK, page.LoopPage(g))
}

// opened records that a person has it in front of them.
func opened(v *visit.Visit, p *loop.Picture) (first bool, err error) {
	l := p.State.Legs[p.State.Leg()]
	if p.Standing.Side != referral.Receiver || !l.Opened.IsZero() || !slices.Contains(p.Acts, referral.ActOpen) {
		return false, nil
	}
	return true, v.Desk.Write(v.R.Context(), v.Who, "open", func(w *desk.Writing) error {
		_, err := loop.Open(w, loop.Form{Referral: p.ID})
		return err
	})
}

// Banner is the patient on top of every page of the loop.
func Banner(v *visit.Visit, r *desk.Reading, p party.Patient) page.Banner {
	if r.Withheld() {
		return page.Banner{Withheld: true}
	}
	b := page.Banner{Name: page.StaffName(p.Name.Family, p.Name.Given, p.Name.Prefix), Born: page.Born(string(p.Born), v.Desk.Now()), Sex: title(p.Sex), Allergies: p.Allergies, Access: p.Access}
	if len(p.Identifiers) > 0 {
		b.Number, b.NumberOf = p.Identifiers[0].Value, "Record no."
	}
	if len(p.Phones) > 0 {
		b.Phone = page.Phone(p.Phones[0].Number)
	}
	if p.Language != "" && p.Language != "en" {
		b.Language = languages[p.Language]
		if p.Interpreter {
			b.Language += " interpreter"
		}
	}
	return b
}

var languages = map[string]string{"es": "Spanish", "pt": "Portuguese", "vi": "Vietnamese", "zh": "Chinese", "fr": "French", "de": "German", "pl": "Polish"}

// Languages a patient may read, for the page that adds one.
func Languages() (out []page.Opt) {
	out = append(out, page.Opt{Value: "en", Words: "English"})
	for c, name := range languages {
		out = append(out, page.Opt{Value: c, Words: name})
	}
	slices.SortFunc(out[1:], func(a, b page.Opt) int { return strings.Compare(a.Words, b.Words) })
	return out
}

func title(s string) string {
	if s == "" {
		return "not recorded"
	}
	return strings.ToUpper(s[:1]) + s[1:]
}

// build makes the page from the picture.
func build(v *visit.Visit, r *desk.Reading, p *loop.Picture, shell page.Shell) page.Loop {
	dir, s := r.Directory(), &p.State
	g := page.Loop{Shell: shell, ID: string(p.ID), Code: p.Code, Banner: Banner(v, r, p.Patient), Service: p.Service.Name, From: from(dir, p), Urgency: string(s.Urgency),
		Question: question(p), Phase: Phase(p.Phase), SeenBy: s.SeenBy, Seq: p.Seq, Once: visit.Once(), Other: orElse(p.Receiver.Name, dir.Orgs[p.Service.Org].Name)}
	if g.Service == "" {
		g.Service = p.Receiver.Name
	}
	if p.Standing.Side == referral.Receiver {
		g.Other = p.Sender.Name
	}
	var codes []string
	for _, c := range append(p.Written.Reasons, s.Reasons...) {
		codes = append(codes, strings.TrimSpace(c.Code+" "+c.Display))
	}
	g.Reasons = strings.Join(codes, ", ")
	if s.PatientTold {
		g.Told = strings.TrimPrefix(" · ", map[bool]string{true: " · ", false: ""}[g.Reasons == ""]) + "The patient was told before it was sent, " + v.Clock().At(s.Sent)
	}
	if heads := s.Heads(); len(heads) > 0 {
		h := heads[len(heads)-1]
		g.Answer, g.Findings = loop.Parts(p.Words[h.Document])
		g.AnswerBy, g.Claim, g.Answered = orElse(dir.ClinicianName(h.Author), p.Receiver.Name), claims[h.Claim], h.Answered
		if g.Answer == "" {
			g.Answer = "The report is a document of its own."
		}
		g.ReportHref = "/referrals/" + string(p.ID) + "/acknowledgement" + suffix(v)
		if p.Withheld {
			g.Answer, g.Claim, g.ReportHref = notShown, "", ""
		}
	}
	g.Ball = ball(v, dir, p)
	buttons(&g, p)
	for _, d := range p.Duties {
		line := page.DutyLine{Words: Kind(d.Kind), With: dir.TeamName(d.Owed.Team), Due: d.Owed.Due, Mine: d.Mine}
		if d.Mine && d.Owed.Person != v.Who.User {
			line.For = dir.PersonName(d.Owed.Person)
		}
		if d.Kind == "item" {
			line.Words = "Plan: " + orElse(p.Words[item(s, d.Duty.Key).What], "a line of it")
		}
		if d.Kind == "missing" {
			line.Words = "Send what was missing: " + asksFor(dir, s.Recipient().Service, []string{strings.TrimPrefix(d.Duty.Key, "missing/")})
		}
		switch {
		case d.Kind == "recall" && slices.Contains(p.Acts, referral.ActSettle):
			line.Href = "/referrals/" + string(p.ID) + "/" + recallForm.at()
		case d.Kind == "proposal" && d.Mine:
			line.Href = path(p.ID, referral.ActRefuseProposal)
		case slices.Contains(p.Acts, d.Duty.Act) || d.Duty.Act == referral.ActReadFacts || d.Duty.Act == referral.ActCallPatient && slices.Contains(p.Acts, referral.ActInform):
			if line.Href = path(p.ID, d.Duty.Act); slices.ContainsFunc(p.Settle, func(x referral.Duty) bool { return x.Key == d.Duty.Key }) && d.Duty.Act != referral.ActContact {
				line.Href += "?what=" + url.QueryEscape(d.Duty.Key)
			}
		}
		g.Duties = append(g.Duties, line)
	}
	g.Story, g.Messages = story(v, dir, p), messages(dir, p)
	g.CanMessage = slices.Contains(p.Acts, referral.ActMessage)
	g.Ladder = ladder(p)
	g.Disputes = contradictions(v, dir, p)
	if slices.Contains(p.Acts, referral.ActSettle) && slices.ContainsFunc(g.Disputes, func(d page.Dispute) bool { return !d.Settled }) {
		g.SettleHref = path(p.ID, referral.ActSettle) + suffix(v)
	}
	clock(&g, v, p)
	things(&g, v, dir, p)
	return g
}

// notShown stands where a reader sees where a referral stands and no more.
const notShown = "Not shown to you."

// question is what is asked, where it is for the reader.
func question(p *loop.Picture) string {
	if p.Withheld {
		return notShown
	}
	return orElse(p.Words[p.State.Question], p.Written.Question)
}

var claims = map[string]string{"answered": "answered", "partly": "partly answered", "no": "not answered"}

func orElse(s, other string) string {
	if s == "" {
		return other
	}
	return s
}

func from(dir *desk.Directory, p *loop.Picture) string {
	if c := dir.ClinicianName(p.State.Clinician); c != "" {
		return c + ", " + p.Sender.Name
	}
	return p.Sender.Name
}

func item(s *referral.State, duty string) referral.Item {
	for _, i := range s.Items {
		if "item/"+string(i.ID) == duty {
			return i
		}
	}
	return referral.Item{}
}

func ball(v *visit.Visit, dir *desk.Directory, p *loop.Picture) page.Ball {
	b := page.Ball{Over: !p.Phase.Open(), Mine: p.Mine, Act: Act(p.Ball.Act), Due: p.Ball.Due, With: dir.TeamName(p.Ball.Team)}
	if n := dir.PersonName(p.Ball.Person); n != "" {
		b.With = n
		if p.Mine && p.Ball.Person != v.Who.User {
			b.With = "for " + n
		}
	}
	if p.Ball.Holder != "" {
		b.With = dir.Orgs[p.Ball.Holder].Name + "; " + dir.TeamName(p.Ball.Team) + " chases"
	}
	for _, l := range p.Levels {
		if l.Level == 2 && l.At.After(v.Desk.Now()) {
			b.Climbs = goesTo(v, dir, p.Ball.Team, p.Ball.Person, p.Ball.Act, l.At)
		}
	}
	return b
}

// goesTo says who is asked next when it stays where it is: nothing when that is
// whoever has it already.
func goesTo(v *visit.Visit, dir *desk.Directory, team party.TeamID, has party.UserID, act referral.Act, at time.Time) string {
	who := loop.Above(dir, team, act)
	switch {
	case who != "" && who == has:
		return ""
	case who != "" && who == v.Who.User:
		return "Goes to you, as the team's lead, " + v.Clock().At(at)
	}
	return "Goes to " + orElse(dir.PersonName(who), "the team lead") + " " + v.Clock().At(at)
}

// quiet are acts whose button is elsewhere on the page, or that reading it does.
var quiet = map[referral.Act]bool{referral.ActOpen: true, referral.ActOpenReport: true, referral.ActClaim: true, referral.ActMessage: true, referral.ActAttach: true,
	referral.ActHandOn: true, referral.ActAcceptItem: true, referral.ActRefuseItem: true, referral.ActDoItem: true, referral.ActStrike: true, referral.ActAssign: true, referral.ActReady: true}

// seldom are acts behind More.
var seldom = map[referral.Act]bool{referral.ActPrioritise: true, referral.ActSeenBy: true, referral.ActCancel: true, referral.ActWithdraw: true, referral.ActUnreachable: true, referral.ActDeceased: true, referral.ActCloseAdmin: true, referral.ActInError: true,
	referral.ActHold: true, referral.ActForward: true, referral.ActDeskReview: true, referral.ActMiss: true, referral.ActUnbook: true, referral.ActWaitlist: true,
	referral.ActSpeak: true, referral.ActAuthorize: true, referral.ActReaddress: true, referral.ActRelease: true, referral.ActDetach: true, referral.ActConfirm: true, referral.ActArrive: true, referral.ActPlan: true}

// buttons offers what may be done now: the next act first, the usual ones
// beside it, the rest behind More.
func buttons(g *page.Loop, p *loop.Picture) {
	next := p.Ball.Act
	if next == referral.ActReach {
		next = referral.ActContact
	}
	if next == referral.ActDecide {
		next = referral.ActAccept
	}
	if next == referral.ActFinish {
		next = referral.ActSend
	}
	for _, a := range p.Acts {
		b := page.Button{Href: path(p.ID, a), Words: Act(a), Icon: "check"}
		switch {
		case waiting(p, a) || a == referral.ActSettle && recalled(p) || a == referral.ActDetach && len(p.State.Documents) == 0: // answered below, on a page of its own
		case a == next && p.Mine, a == next && p.Ball.Holder == "" && g.Primary == nil && next != referral.ActClose && !quiet[a]:
			g.Primary = &b
		case a == referral.ActDoItem && next == a:
			g.Primary = &b
		case quiet[a], a == referral.ActSend && next == referral.ActSign: // signing sends
		case seldom[a]:
			g.More = append(g.More, b)
		default:
			g.Buttons = append(g.Buttons, b)
		}
	}
	if _, stands := p.State.Live(); stands && slices.Contains(p.Acts, referral.ActUnbook) {
		g.Buttons = append(g.Buttons, page.Button{Href: "/referrals/" + string(p.ID) + "/rebooking", Words: "Move the visit"})
	}
	if g.Primary != nil && p.Ball.Act == referral.ActDecide { // all the answers are on one page
		g.Primary.Href, g.Primary.Words = path(p.ID, referral.ActDecide), Act(referral.ActDecide)
	}
	second(g, p)
	for _, a := range []referral.Act{referral.ActClaim, referral.ActAttach, referral.ActAssign, referral.ActStrike} {
		if slices.Contains(p.Acts, a) && (p.Mine || a != referral.ActClaim && a != referral.ActAssign) {
			g.More = append(g.More, page.Button{Href: path(p.ID, a), Words: Act(a)})
		}
	}
}

// second offers what waits for a second person, and a number to call back on.
func second(g *page.Loop, p *loop.Picture) {
	add := func(list *[]page.Button, f form) {
		*list = append(*list, page.Button{Href: "/referrals/" + string(p.ID) + "/" + f.at(), Words: f.name()})
	}
	if recalled(p) && slices.Contains(p.Acts, referral.ActSettle) {
		add(&g.Buttons, recallForm)
	}
	if slices.ContainsFunc(p.State.Proposals, func(x referral.Proposal) bool {
		return slices.Contains(p.Acts, x.Act) || slices.ContainsFunc(p.Duties, func(d loop.Owing) bool { return d.Mine && d.Key == "proposal/"+string(x.ID) })
	}) {
		add(&g.Buttons, proposalForm)
	}
	if slices.Contains(p.Acts, referral.ActSpeak) {
		add(&g.More, callbackForm)
	}
}

func ladder(p *loop.Picture) (out []page.Rung) {
	s := &p.State
	for i, l := range s.Legs {
		if s.Sent.IsZero() {
			continue
		}
		r := page.Rung{What: "Referral", Channel: channelWords[l.To.Channel], Sent: l.Begun, Delivered: l.Delivered, Opened: l.Opened}
		if i > 0 {
			r.What = fmt.Sprintf("Referral, recipient %d", i+1)
		}
		if l.Failed.After(l.Delivered) {
			r.Failed = "failed"
		}
		out = append(out, r)
	}
	for _, x := range s.Reports {
		if !x.Written.IsZero() {
			out = append(out, page.Rung{What: "Report, " + string(x.Kind), Channel: "referd", Sent: x.Written, Delivered: x.Delivered, Opened: x.Opened})
		}
	}
	return out
}

var channelWords = map[party.Channel]string{party.House: "referd, works here", party.FHIR: "FHIR", party.Feed: "FHIR feed", party.Phone: "by phone"}

func messages(dir *desk.Directory, p *loop.Picture) (out []page.Message) {
	for _, m := range p.State.Messages {
		out = append(out, page.Message{Who: orElse(dir.PersonName(m.By.User), dir.Orgs[m.By.Org].Name), Text: orElse(p.Words[m.ID], map[bool]string{true: notShown}[p.Withheld]), At: m.At, Mine: (m.To == string(referral.Receiver)) == (p.Standing.Side == referral.Sender)})
	}
	return out
}

func clock(g *page.Loop, v *visit.Visit, p *loop.Picture) {
	s, now := &p.State, v.Desk.Now()
	n, _ := s.Next()
	for _, st := range s.Ring() {
		mark := "-"
		if !st.At.IsZero() {
			mark = "x"
		} else if st.Inferred {
			mark = "~"
		}
		step := page.Step{Name: title(st.Name), At: st.At, Inferred: st.Inferred}
		if mark == "-" && !strings.Contains(g.Ring, "-") && p.Phase.Open() {
			step.Next, step.By = true, p.Ball.Due
		}
		g.Ring += mark
		g.Steps = append(g.Steps, step)
	}
	g.RingWords = fmt.Sprintf("%d of 9 · %s", strings.Count(g.Ring, "x")+strings.Count(g.Ring, "~"), g.Phase)
	c := s.Clocks(now)
	if c.Started.IsZero() {
		return
	}
	g.Raw, g.Adjusted = page.Span(c.Raw), page.Span(c.Adjusted)
	if allowed := s.SeenBy.Sub(c.Started); allowed > 0 {
		g.RawUsed, g.AdjustedUsed = float64(c.Raw)/float64(allowed), float64(c.Adjusted)/float64(allowed)
		g.Paused = "Tick: seen by " + v.Clock().Day(s.SeenBy) + "."
	}
	g.SeenLate = !s.SeenBy.IsZero() && s.Seen.IsZero() && s.DeskReviewed.IsZero() && p.Phase.Open() && (now.After(s.SeenBy) || n.Act == referral.ActSee && n.Fixed.After(s.SeenBy.Add(24*time.Hour)))
	if allowed := s.SeenBy.Sub(c.Started); allowed > 0 {
		for _, x := range c.Paused {
			g.Pauses = append(g.Pauses, page.Stretch{From: float64(x.From.Sub(c.Started)) / float64(allowed), To: float64(x.To.Sub(c.Started)) / float64(allowed)})
		}
	}
	for _, x := range c.Paused {
		g.Paused += " Paused " + v.Clock().At(x.From) + " to " + v.Clock().At(x.To) + map[string]string{"question": ": a question to the sender.", "patient": ": the patient's own delay."}[x.Why]
	}
	pr := s.Proof()
	for i, x := range []*referral.Shown{pr.P1, pr.P2, pr.P3, pr.P4, pr.P5} {
		line := page.ProofLine{Name: fmt.Sprintf("P%d", i+1), Words: proofs[i], Holds: x != nil}
		if x != nil {
			line.At, line.By = x.At, shownBy(v, p, x)
		} else if i > 0 && len(s.Heads()) == 0 {
			line.By = "not checked: there is no report yet"
		}
		g.Proof = append(g.Proof, line)
	}
}

var proofs = []string{"The patient was seen, or reviewed at the desk", "The report is delivered", "The clinician who asked has acknowledged it", "The patient knows the answer and the plan", "Every line of the plan has somebody, nothing contradicts"}

func things(g *page.Loop, v *visit.Visit, dir *desk.Directory, p *loop.Picture) {
	s := &p.State
	seen := map[chart.DocumentID]bool{}
	add := func(id chart.DocumentID, at time.Time) {
		d, ok := p.Files[id]
		if !ok || seen[id] {
			return
		}
		seen[id] = true
		name, text := saying(d, p.Words[id])
		x := page.Doc{Href: "/documents/" + string(id), Title: orElse(name, title(string(d.Kind))), From: dir.Orgs[d.Org].Name, At: at, Text: short(text)}
		switch {
		case d.Held != "":
			x.State = "held"
		case d.Guard == chart.Unread && d.Kind == chart.Attachment:
			x.State = "unread"
		default:
			x.State = string(d.Guard)
		}
		g.Documents = append(g.Documents, x)
	}
	for _, f := range s.Documents {
		add(f.ID, f.At)
	}
	for _, r := range s.Reports {
		for _, m := range r.More {
			add(m, r.Written)
		}
	}
	var held []chart.DocumentID // kept, and not on the referral until somebody releases it
	for id, d := range p.Files {
		if d.Held != "" && d.Kind == chart.Attachment && !seen[id] {
			held = append(held, id)
		}
	}
	slices.Sort(held)
	for _, id := range held {
		add(id, p.Files[id].Received)
	}
	g.Visits = visits(v, dir, p)
	for _, i := range s.Items {
		if i.Planned.IsZero() {
			continue
		}
		l := page.PlanLine{What: orElse(p.Words[i.What], "A line of the plan"), Who: orElse(dir.PersonName(i.Person), dir.TeamName(i.Team)), Due: i.Due, State: "open"}
		switch {
		case !i.Done.IsZero():
			l.Done, l.State = true, "done "+v.Clock().At(i.Done)
		case !i.Refused.IsZero():
			l.Done, l.State = true, "not done: "+p.Words[i.Because]
		case !i.Replaced.IsZero():
			l.Done, l.State = true, "replaced with its report "+v.Clock().At(i.Replaced)
		case !i.HandedOn.IsZero() && i.Accepted.After(i.HandedOn):
			l.Done, l.State = true, "taken on by another"
		case slices.Contains(p.Acts, referral.ActDoItem):
			base := "/referrals/" + string(p.ID) + "/plan?item=" + string(i.ID)
			l.Buttons = []page.Button{{Href: base, Words: "Done, not done, or give it"}}
		}
		g.Plan = append(g.Plan, l)
	}
	g.Lookers = lookers(v, dir, p)
}

// visits are the appointments on record, and what became of each.
func visits(v *visit.Visit, dir *desk.Directory, p *loop.Picture) (out []page.Visit) {
	for _, a := range p.State.Appointments {
		state := "booked"
		switch {
		case !a.Seen.IsZero():
			state = "seen"
		case !a.Missed.IsZero() && a.Missed.After(a.Booked):
			state = "did not attend"
		case !a.Unbooked.IsZero() && a.Unbooked.After(a.Booked):
			state = "cancelled" + map[bool]string{true: " by the patient"}[a.ByPatient]
		case !a.Confirmed.IsZero():
			state = "confirmed"
		}
		out = append(out, page.Visit{Words: v.Clock().Exact(a.Start) + " " + dir.ClinicianName(a.Clinician), State: state})
	}
	return out
}
