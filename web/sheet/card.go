package sheet

import (
	"net/url"
	"slices"
	"strings"
	"time"

	"referd/core/chart"
	"referd/core/party"
	"referd/core/policy"
	"referd/core/referral"
	"referd/desk"
	"referd/desk/lists"
	"referd/desk/loop"
	"referd/web/page"
	"referd/web/sheet/climb"
	"referd/web/visit"
)

// Cards says what waits in its own words: the question asked, the answer's
// first line, why it was declined, what is to be signed.
func Cards(v *visit.Visit, r *desk.Reading, list string, view lists.View, rows []lists.Card) ([]page.Card, error) {
	var ids []chart.DocumentID
	for i := range rows {
		ids = append(ids, spoken(&rows[i])...)
	}
	words, err := r.TextsOf(ids)
	if err != nil {
		return nil, err
	}
	out := make([]page.Card, len(rows))
	for i := range rows {
		t := teller{v: v, dir: r.Directory(), x: &rows[i], words: words, from: From(list, lists.Asking{View: view})}
		out[i] = t.card()
	}
	return out, nil
}

// spoken lists the documents a card may quote.
func spoken(x *lists.Card) (out []chart.DocumentID) {
	s := &x.State
	out = append(out, s.Question)
	if len(s.Legs) > 0 {
		l := s.Legs[s.Leg()]
		out = append(out, l.DeclineNote, l.Advice, l.BackIf)
	}
	for _, a := range s.Asks {
		out = append(out, a.Note)
	}
	for _, h := range s.Reports {
		out = append(out, h.Document)
	}
	for _, i := range s.Items {
		out = append(out, i.What)
	}
	for _, p := range s.Proposals {
		out = append(out, p.Evidence)
	}
	for _, b := range s.Bells {
		out = append(out, b.Note)
	}
	return out
}

// cut is how much of a text a card holds: two lines at a desk.
func cut(s string) string { return shortTo(s, 240) }

// teller makes one card.
type teller struct {
	v     *visit.Visit
	dir   *desk.Directory
	x     *lists.Card
	words map[chart.DocumentID]string
	from  string
}

func (t *teller) card() page.Card {
	x := t.x
	c := page.Card{Href: "/referrals/" + string(x.ID) + t.from, Patient: page.StaffName(x.Patient.Name.Family, x.Patient.Name.Given, x.Patient.Name.Prefix), Born: page.Born(string(x.Patient.Born), t.v.Desk.Now()), Urgency: string(x.Urgency), Due: x.Owed.Due, Zones: t.dir.Meets(t.v.Zone(), t.v.Desk.Now(), x.Sender, x.Receiver), Tone: "line", Lead: t.service() + ":", Text: "“" + cut(t.question()) + "”"}
	if !t.v.Who.Charts() {
		c.Patient, c.Lead, c.Text = x.Code, t.service(), ""
	}
	if len(x.Patient.Identifiers) > 0 {
		c.Number = x.Patient.Identifiers[0].Value
	}
	c.For = t.dir.PersonName(x.For)
	if x.Owed.Holder != "" {
		t.chase(&c)
		t.aside(&c)
		return c
	}
	switch x.Owed.Act {
	case referral.ActAcknowledge:
		t.read(&c)
	case referral.ActAnswer:
		t.answer(&c)
	case referral.ActNextStep:
		t.declined(&c)
	case referral.ActAnswerAdvice:
		t.advised(&c)
	case referral.ActSign, referral.ActFinish:
		t.unsent(&c)
	case referral.ActDoItem, referral.ActAcceptItem:
		t.line(&c)
	default:
		t.other(&c)
	}
	if x.Urgency == party.Urgent && c.Tone == "line" {
		c.Chip += ", urgent"
	}
	t.aside(&c)
	return c
}

func (t *teller) service() string {
	to := t.x.State.Recipient()
	if t.x.State.Sent.IsZero() {
		return orElse(t.dir.ServicesByID[t.x.Written.Service].Name, "No service yet")
	}
	return orElse(t.dir.ServicesByID[to.Service].Name, t.dir.Orgs[to.Org].Name)
}

func (t *teller) question() string {
	if !t.v.Who.Charts() {
		return notShown
	}
	if t.x.State.Sent.IsZero() {
		return t.x.Written.Question
	}
	return t.words[t.x.State.Question]
}

func (t *teller) button(c *page.Card, a referral.Act, words, icon string) {
	c.Buttons = append(c.Buttons, page.Button{Href: Path(t.x.ID, a) + t.from, Words: words, Icon: icon})
}

// climbs says where it goes when it stays.
func (t *teller) climbs(c *page.Card) {
	if !t.x.Next.After(t.v.Desk.Now()) {
		return
	}
	has := t.x.Owed.Person
	if has == "" && t.v.Who.Practitioner != "" && t.v.Who.Practitioner == t.x.Clinician {
		has = t.v.Who.User // it waits on the reader, whom nobody needs to send it to
	}
	if s := climb.To(t.v, t.dir, &t.x.State, t.x.Owed.Owed, has, t.x.Next); s != "" {
		c.Foot += ". " + s
	}
}

func (t *teller) read(c *page.Card) {
	h := Unread(t.x.State)
	if h == nil {
		t.other(c)
		return
	}
	answer, _ := loop.Parts(t.words[h.Document])
	c.Chip, c.Text = "Report", orElse(cut(answer), "A document of its own.")
	if h.Actionable != "" {
		c.Chip, c.Tone = "Needs action "+Pressings[h.Actionable], orElse(t.v.Clock().Tone(t.x.Owed.Due), "soon")
	}
	if h.Kind != referral.Final {
		c.Lead = t.service() + ", " + string(h.Kind) + ":"
	}
	c.Second = "You asked: “" + cut(t.question()) + "”"
	if Claims[h.Claim] != "" {
		c.Second += " The author says: " + Claims[h.Claim] + "."
	}
	c.Foot = orElse(t.dir.ClinicianName(h.Author), t.dir.Orgs[t.x.Receiver].Name) + ", delivered " + t.v.Clock().At(h.Delivered)
	if h.Opened.IsZero() && !h.Viewed.IsZero() {
		c.Foot += ". Staff looked " + t.v.Clock().At(h.Viewed) + ", which is not an opening"
	}
	t.button(c, referral.ActAcknowledge, "Read", "")
	if tel := phone(t.dir, t.x.State.Recipient()); h.Actionable != "" && tel != "" {
		c.Buttons = append(c.Buttons, page.Button{Href: "tel:" + strings.Map(digits, tel), Words: "Call " + tel, Icon: "phone"})
	}
}

func phone(dir *desk.Directory, to referral.Recipient) string {
	return orElse(dir.ServicesByID[to.Service].Phone, dir.Orgs[to.Org].Phone)
}

func digits(r rune) rune {
	if r >= '0' && r <= '9' || r == '+' {
		return r
	}
	return -1
}

func (t *teller) answer(c *page.Card) {
	c.Chip = "Question"
	for _, a := range t.x.State.Asks {
		if !a.Answered.IsZero() && !a.Answered.Before(a.Asked) {
			continue
		}
		asked := cut(orElse(t.words[a.Note], AsksFor(t.dir, t.x.State.Recipient().Service, a.Items)))
		c.Lead, c.Text = "", orElse(strings.TrimPrefix("“"+asked+"”", "“”"), "What they ask is not on record: call them.")
		c.Foot = By(t.dir, a.By) + ", " + t.service() + ", " + t.v.Clock().At(a.Asked)
	}
	t.climbs(c)
	t.button(c, referral.ActAnswer, "Answer", "")
	for _, d := range t.dir.Delegations {
		if d.For != "" && d.For == t.v.Who.Practitioner && !d.Cover && t.can(referral.ActAssign) {
			c.Buttons = append(c.Buttons, page.Button{Href: Path(t.x.ID, referral.ActAssign) + t.from + "&person=" + string(d.To), Words: "Give to " + t.dir.PersonName(d.To)})
		}
	}
}

func (t *teller) can(a referral.Act) bool {
	for _, x := range t.x.Acts {
		if x == a {
			return true
		}
	}
	return false
}

// AsksFor says coded items in the service's own words.
func AsksFor(dir *desk.Directory, service party.ServiceID, items []string) string {
	var out []string
	for _, i := range items {
		label := i
		for _, n := range dir.ServicesByID[service].Needs {
			if n.Code == i {
				label = n.Label
			}
		}
		out = append(out, label)
	}
	return strings.Join(out, ", ")
}

func (t *teller) declined(c *page.Card) {
	l := t.x.State.Legs[t.x.State.Leg()]
	c.Chip, c.Lead = "Declined", t.service()+":"
	c.Text = orElse(ReasonWords(l.DeclineReason), "declined")
	if n := t.words[l.DeclineNote]; n != "" {
		c.Text += ". “" + cut(n) + "”"
	}
	if a := t.dir.ServicesByID[l.Alternative].Name; a != "" {
		c.Text += " They name " + a + "."
	}
	c.Second = "You asked: “" + cut(t.question()) + "”"
	c.Foot = "Declined " + t.v.Clock().At(l.Declined)
	t.climbs(c)
	t.button(c, referral.ActNextStep, "Choose the next step", "")
}

func ReasonWords(code string) string {
	if i := slices.IndexFunc(DeclineReasons, func(r page.Opt) bool { return r.Value == code }); i >= 0 {
		return DeclineReasons[i].Words
	}
	return code
}

func (t *teller) advised(c *page.Card) {
	l := t.x.State.Legs[t.x.State.Leg()]
	c.Chip, c.Lead, c.Text = "Advice", t.service()+" advises, no visit:", cut(t.words[l.Advice])
	if b := t.words[l.BackIf]; b != "" {
		c.Second = "Refer back if: " + cut(b)
	}
	c.Foot = "Advised " + t.v.Clock().At(l.Advised)
	t.climbs(c)
	t.button(c, referral.ActAnswerAdvice, "Answer the advice", "")
}

func (t *teller) unsent(c *page.Card) {
	s := &t.x.State
	if t.v.Who.Charts() && t.x.Written.Question == "" {
		c.Text = "no question yet"
	}
	who := ""
	for _, e := range s.Entries() {
		if w := By(t.dir, e.By); e.By.User != "" {
			who = w
		}
	}
	if t.x.Owed.Act == referral.ActSign {
		if c.Chip, c.Foot = "To sign", "Prepared by "+who+", "+t.v.Clock().At(s.Readied); !s.Sent.IsZero() {
			c.Text, c.Foot = "“"+cut(t.question())+"”", "It was sent "+t.v.Clock().At(s.Sent)+", signed by nobody"
		}
		if t.can(referral.ActSign) {
			t.button(c, referral.ActSign, "Read and sign", "")
		} else if s.Sent.IsZero() {
			t.button(c, referral.ActFinish, "Go on writing", "")
		}
		return
	}
	c.Chip, c.Foot = "Draft, "+t.aged(s.Drafted), "Begun by "+who+", "+t.v.Clock().At(s.Drafted)+". No timer deletes it"
	if b := t.x.Written.Back; b != nil && !s.GivenBack.IsZero() {
		c.Chip, c.Tone = "Given back", "soon"
		c.Second, c.Foot = "To change: “"+cut(b.Words)+"”", orElse(t.dir.PersonName(b.By), "Somebody")+" gave it back "+t.v.Clock().At(b.At)
	}
	t.button(c, referral.ActFinish, "Go on writing", "")
}

// aged is how old something is: "begun today", "12 d old".
func (t *teller) aged(since time.Time) string {
	if a := t.v.Clock().Age(since); a != "today" {
		return a + " old"
	}
	return "begun today"
}

func (t *teller) line(c *page.Card) {
	s := &t.x.State
	n, _ := s.Next()
	key := strings.TrimPrefix(t.x.Owed.Duty, "item/")
	if t.x.Owed.Kind == "ball" {
		key = string(n.Item)
	}
	c.Chip = "Plan"
	href := Path(t.x.ID, referral.ActDoItem) + t.from
	for _, i := range s.Items {
		if string(i.ID) == key {
			c.Text = t.words[i.What]
			href += "&item=" + key
		}
	}
	c.Second = "From: “" + cut(t.question()) + "”"
	c.Foot = orElse(t.dir.PersonName(t.x.Owed.Person), t.dir.TeamName(t.x.Owed.Team)) + " does it"
	c.Buttons = append(c.Buttons, page.Button{Href: href, Words: map[bool]string{true: "Take it on or not", false: "Done, not done, or give it"}[t.x.Owed.Act == referral.ActAcceptItem]})
}

// other says a duty by its kind.
func (t *teller) other(c *page.Card) {
	x := t.x
	act, own := x.Owed.Act, ""
	if c.Chip = Kind(x.Owed.Kind); x.Owed.Kind == "ball" {
		c.Chip = Act(act)
	}
	c.Foot = t.dir.PhaseName(t.v.Who.Org, x.Phase) + ", since " + t.v.Clock().At(x.Owed.From)
	switch {
	case x.Owed.Kind == "missing":
		c.Lead, c.Text = t.service()+" waits for:", AsksFor(t.dir, x.State.Recipient().Service, []string{strings.TrimPrefix(x.Owed.Duty, "missing/")})
		c.Second = "You asked: “" + cut(t.question()) + "”"
	case act == referral.ActCallPatient, act == referral.ActInform:
		if heads := x.State.Heads(); len(heads) > 0 {
			answer, _ := loop.Parts(t.words[heads[len(heads)-1].Document])
			c.Text = cut(answer)
		}
		act = referral.ActInform
		if x.Owed.Kind == "patient-call" {
			c.Chip, c.Tone = "Tell the patient: the result asks for action", orElse(t.v.Clock().Tone(x.Owed.Due), "soon")
		}
	case x.Owed.Kind == "proposal": // it is answered, and not done by who did not propose it
		c.Second, act = "Proposed: "+Act(act), referral.ActRefuseProposal
		if x.State.Proposer(x.Owed.Duty) == t.v.Who.User {
			c.Chip, own = "Your proposal waits for a second person", "Take it back"
		}
	case act == referral.ActLook:
		c.Lead, c.Text, c.Second = "To look for:", cut(x.Look), t.service()+": “"+cut(t.question())+"”"
		c.Foot = orElse(t.dir.PersonName(x.Owed.Person), t.dir.TeamName(x.Owed.Team)) + " looks again " + t.v.Clock().Day(x.Owed.From)
	case x.Owed.Kind == "bell-worse", x.Owed.Kind == "bell":
		c.Tone = orElse(t.v.Clock().Tone(x.Owed.Due), "soon")
		for _, b := range x.State.Bells { // what they said leads: the question is what they came with
			if x.Owed.Duty == "bell/"+string(b.Key) {
				c.Lead, c.Text, c.Second = "The patient "+bells[b.Bell], strings.TrimPrefix("“"+cut(t.words[b.Note])+"”", "“”"), t.service()+": “"+cut(t.question())+"”"
			}
		}
	}
	t.climbs(c)
	if x.Owed.Kind == policy.KindWorse && x.Mine && t.can(referral.ActSettle) { // a call alone does not answer it
		c.Buttons = append(c.Buttons, page.Button{Href: Path(x.ID, referral.ActSettle) + t.from + "&what=" + url.QueryEscape(x.Owed.Duty), Words: "Answer the patient", Icon: "check"})
	}
	words := orElse(own, orElse(map[string]string{"missing": "Attach it", "look": Kind("look")}[x.Owed.Kind], Act(act)))
	if t.can(act) || act == referral.ActReadFacts || act == referral.ActReach || act == referral.ActLook {
		href := Path(x.ID, act) + t.from
		if x.Owed.Kind == "missing" {
			href += "&meets=" + strings.TrimPrefix(x.Owed.Duty, "missing/")
		}
		c.Buttons = append(c.Buttons, page.Button{Href: href, Words: words})
		return
	}
	c.Buttons = append(c.Buttons, page.Button{Href: c.Href, Words: "Open"})
}

// aside says who put it aside, and offers it for what may wait.
func (t *teller) aside(c *page.Card) {
	words := "Put aside"
	for _, a := range t.x.Asides {
		c.Foot += ". " + asideWords(t.v, t.dir, a.Who, a.Until, a.Words)
		if a.Who == t.v.Who.User {
			words = "Take it up again"
		}
	}
	if t.x.Class == 3 && t.x.Owed.Act != referral.ActLook && !strings.HasPrefix(t.x.Owed.Kind, "bell-") && t.v.Who.Charts() {
		c.Buttons = append(c.Buttons, page.Button{Href: "/referrals/" + string(t.x.ID) + "/" + AsideNoun + t.from + "&duty=" + url.QueryEscape(t.x.Owed.Duty), Words: words})
	}
}

// chase says what a partner owes and this practice follows.
func (t *teller) chase(c *page.Card) {
	who := t.dir.Orgs[t.x.Owed.Holder]
	c.Chip, c.Foot = "To chase", t.dir.PhaseName(t.v.Who.Org, t.x.Phase)+". "+who.Name+" has the ball, "+t.dir.TeamName(t.x.Owed.Team)+" chases"
	switch {
	case t.can(referral.ActHear):
		t.button(c, referral.ActHear, "Write down what they say", "")
	case t.can(referral.ActContact):
		t.button(c, referral.ActContact, "Log a call", "")
	}
	if who.Phone != "" {
		c.Buttons = append(c.Buttons, page.Button{Href: "tel:" + strings.Map(digits, who.Phone), Words: "Call " + who.Phone, Icon: "phone"})
	}
}
