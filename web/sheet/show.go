package sheet

import (
	"net/http"
	"net/url"
	"slices"
	"strings"

	"referd/core/referral"
	"referd/desk"
	"referd/desk/link"
	"referd/desk/loop"
	"referd/web/page"
	"referd/web/sheet/climb"
	"referd/web/visit"
)

// Routes of the referral's own pages.
func Routes() []visit.Route {
	return []visit.Route{
		{Pattern: "GET /referrals/{id}", To: show},
		{Pattern: "GET /documents/{id}", To: Paper},
	}
}

// Glance reads the picture and the shell in one reading.
func Glance(v *visit.Visit, title string) (*loop.Picture, *desk.Reading, page.Shell, error) {
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
		v.Zones = reading.Directory().Meets(v.Zone(), v.Desk.Now(), p.Sender.ID, p.Receiver.ID)
		shell.Clock.Named = v.Zones
	}
	return p, reading, shell, err
}

// show is the referral page. A receiver's first look is its opening; a
// clinician's first look at a report is the report's.
func show(v *visit.Visit) error {
	p, r, shell, err := Glance(v, "")
	if err != nil {
		return err
	}
	first, err := opened(v, p)
	if err != nil {
		return err
	}
	if first {
		if p, r, shell, err = Glance(v, ""); err != nil {
			return err
		}
	}
	if p.Phase == referral.Draft && p.Standing.Side == referral.Sender {
		return v.Go("/referrals/" + string(p.ID) + "/sending")
	}
	g := build(v, r, p, shell)
	if g.Crumb, err = CrumbIn(v, p.ID, p.Code, ""); err != nil {
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

// build makes the page from the picture.
func build(v *visit.Visit, r *desk.Reading, p *loop.Picture, shell page.Shell) page.Loop {
	dir, s := r.Directory(), &p.State
	g := page.Loop{Shell: shell, ID: string(p.ID), Code: p.Code, Banner: Banner(v, r, p.Patient), Service: orElse(p.Service.Name, orElse(p.Receiver.Name, dir.ServicesByID[p.Written.Service].Name)), From: Asker(dir, p), Urgency: orElse(string(s.Urgency), string(p.Written.Urgency)),
		Question: question(p), Phase: dir.PhaseName(v.Who.Org, p.Phase), SeenBy: s.SeenBy, Seq: p.Seq, Once: visit.Once(), Other: orElse(p.Receiver.Name, dir.Orgs[p.Service.Org].Name)}
	if s.Into != "" {
		g.IntoHref = "/referrals/" + string(s.Into)
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
		g.AnswerBy, g.Claim, g.Answered = orElse(dir.ClinicianName(h.Author), p.Receiver.Name), Claims[h.Claim], h.Answered
		if g.Answer == "" {
			g.Answer = "The report is a document of its own."
		}
		g.ReportHref = "/referrals/" + string(p.ID) + "/acknowledgement" + Suffix(v)
		if p.Withheld {
			g.Answer, g.Claim, g.ReportHref = notShown, "", ""
		}
	}
	g.Ball = BallOf(v, dir, p)
	buttons(&g, p)
	wishes := link.Wishes(s)
	for _, d := range p.Duties {
		line := page.DutyLine{Words: orElse(rang(s, d.Duty), Kind(d.Kind)), With: dir.TeamName(d.Owed.Team), Due: d.Owed.Due, Mine: d.Mine, Climbs: climb.Of(v, dir, s, d.Owed)}
		if d.Mine && d.Owed.Person != v.Who.User && !dir.Own(v.Who, s.Org, s.Clinician, d.Owed.Person, v.Desk.Now()) {
			line.For = dir.PersonName(d.Owed.Person)
		}
		if d.Kind == "item" {
			line.Words = "Plan: " + orElse(p.Words[item(s, d.Duty.Key).What], "a line of it")
		}
		if d.Kind == "missing" {
			line.Words = "Send what was missing: " + AsksFor(dir, s.Recipient().Service, []string{strings.TrimPrefix(d.Duty.Key, "missing/")})
		}
		settles := slices.ContainsFunc(p.Settle, func(x referral.Duty) bool { return x.Key == d.Duty.Key })
		switch {
		case d.Kind == "recall" && slices.Contains(p.Acts, referral.ActSettle):
			line.Href = "/referrals/" + string(p.ID) + "/" + RecallNoun
		case d.Kind == "proposal" && d.Mine: // who made it waits for somebody else
			line.Mine = s.Proposer(d.Key) != v.Who.User
			line.Href = Path(p.ID, referral.ActRefuseProposal)
		case slices.ContainsFunc(wishes, func(b referral.Bell) bool { return slices.Contains(d.Facts, b.Key) }):
			line.Href = "/referrals/" + string(p.ID) + SafeContact
		case slices.Contains(p.Acts, d.Duty.Act) || d.Duty.Act == referral.ActReadFacts || d.Duty.Act == referral.ActIncident && settles || d.Duty.Act == referral.ActCallPatient && slices.Contains(p.Acts, referral.ActInform):
			if line.Href = Path(p.ID, d.Duty.Act); settles && d.Duty.Act != referral.ActContact {
				line.Href += "?what=" + url.QueryEscape(d.Duty.Key)
			}
		}
		g.Duties = append(g.Duties, line)
	}
	looks(&g, v, dir, p)
	carry(&g, Suffix(v))
	g.Story, g.Messages = story(v, dir, p), messages(dir, p)
	g.CanMessage = slices.Contains(p.Acts, referral.ActMessage)
	g.Ladder = ladder(p)
	g.Disputes = contradictions(v, dir, p)
	if slices.Contains(p.Acts, referral.ActSettle) && slices.ContainsFunc(g.Disputes, func(d page.Dispute) bool { return !d.Settled }) {
		g.SettleHref = Path(p.ID, referral.ActSettle) + Suffix(v)
	}
	clock(&g, v, p)
	things(&g, v, dir, p)
	if !p.Withheld {
		safe := p.Patient.Safe
		g.Reach = page.ReachLine{Words: Safe(safe), More: SafeMore(safe), At: safe.Agreed, Href: "/referrals/" + string(p.ID) + SafeContact, Wish: len(wishes) > 0}
		pageLine(&g.Reach, v, p)
	}
	return g
}

// carry keeps in every act's address the list the page was opened from.
func carry(g *page.Loop, suffix string) {
	add := func(b *page.Button) {
		if suffix != "" && strings.HasPrefix(b.Href, "/referrals/") && !strings.ContainsAny(b.Href, "?#") {
			b.Href += suffix
		}
	}
	if g.Primary != nil {
		add(g.Primary)
	}
	for i := range g.Buttons {
		add(&g.Buttons[i])
	}
	for i := range g.More {
		add(&g.More[i])
	}
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

// Claims are what an author says of the question they answered.
var Claims = map[string]string{"answered": "answered", "partly": "partly answered", "no": "not answered"}

func orElse(s, other string) string {
	if s == "" {
		return other
	}
	return s
}

func Asker(dir *desk.Directory, p *loop.Picture) string {
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
