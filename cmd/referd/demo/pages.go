// Package demo is a made-up network for trying the house: its folder, its
// pages, and the partners that act in it. Nobody in it exists.
package demo

import (
	"cmp"
	"context"
	"fmt"
	"maps"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"referd/base/fault"
	"referd/cmd/referd/demo/cast"
	"referd/cmd/referd/demo/partner"
	"referd/core/referral"
	"referd/desk"
	"referd/desk/loop"
	"referd/edge/notify"
	"referd/store"
	"referd/web/page"
	"referd/web/visit"
)

// Pages are what the demo adds: its clock, its mailbox, its partners.
type Pages struct {
	desk  *desk.Desk
	mail  *notify.Mailbox
	near  *neighborhood
	moved []page.Moved // the last moves of the clock, the newest first; under near.mu
	tour  tour
	size  string // of the demo
	reset func() // puts it back to its beginning; nil: not from here
}

// New makes them. mail may be nil: mail goes to a real relay then.
func New(d *desk.Desk, mail *notify.Mailbox) *Pages {
	p := &Pages{desk: d, mail: mail}
	p.near = &neighborhood{p: p, all: cast.Neighbors()}
	return p
}

// Routes of the demo.
func (p *Pages) Routes() []visit.Route {
	return []visit.Route{
		{Pattern: "GET /demo", Demo: true, To: p.home},
		{Pattern: "GET /demo/reset", Demo: true, To: p.ask},
		{Pattern: "POST /demo/reset", Demo: true, To: p.restart},
		{Pattern: "POST /demo/be", Demo: true, Open: true, To: p.be},
		{Pattern: "GET /demo/tour", Demo: true, Open: true, To: p.invite},
		{Pattern: "POST /demo/tour", Demo: true, Open: true, To: p.walk},
		{Pattern: "POST /demo/tour/clock", Demo: true, To: p.wait},
		{Pattern: "GET /demo/clock", To: p.clock},
		{Pattern: "POST /demo/clock", To: p.move},
		{Pattern: "GET /demo/mail", To: p.mails},
		{Pattern: "GET /demo/partners", To: p.partners},
		{Pattern: "POST /demo/partners", To: p.feel},
		{Pattern: "POST /demo/partners/step", To: p.press},
	}
}

// shell reads what stands around a page.
func (p *Pages) shell(v *visit.Visit, title string) (s page.Shell, err error) {
	err = v.Desk.Read(v.R.Context(), v.Who, "page", func(r *desk.Reading) (err error) {
		s, err = v.Shell(r, title)
		return err
	})
	return s, err
}

var moves = [][2]string{{"1", "One hour on"}, {"24", "One day on"}, {"morning", "To the next business morning"}, {"168", "One week on"}}

func (p *Pages) clock(v *visit.Visit) error {
	g := page.DemoClock{Words: "Move it, and the house reacts at once: deadlines pass, what is late climbs, partners answer, some of them late or twice."}
	var err error
	if g.Shell, err = p.shell(v, "The demo's clock"); err != nil {
		return err
	}
	for _, m := range moves {
		g.Moves = append(g.Moves, page.PostButton{Action: "/demo/clock", Words: m[1], Hidden: []page.Hidden{{Name: "hours", Value: m[0]}}, Primary: m[0] == "morning"})
	}
	p.near.mu.Lock()
	g.Results = slices.Clone(p.moved)
	p.near.mu.Unlock()
	return v.Page(http.StatusOK, page.DemoClockPage(g))
}

// move moves time, and the house reacts at once.
func (p *Pages) move(v *visit.Visit) error {
	f, err := v.Form()
	if err != nil {
		return err
	}
	by := cast.Morning(p.desk.Now()).Sub(p.desk.Now())
	if f.Get("hours") != "morning" {
		h, err := strconv.Atoi(f.Get("hours"))
		if err != nil || h < 1 || h > 24*90 {
			return fault.E("demo.move", fault.Invalid, "The clock moves forward, by one hour to ninety days.", err)
		}
		by = time.Duration(h) * time.Hour
	}
	if err := p.pass(v.R.Context(), by); err != nil {
		return err
	}
	v.Say("The clock was moved.", loop.Done{})
	return v.Go("/demo/clock")
}

// pass lets time pass in strides short enough that partners answer each other
// and what is late climbs in its turn, and notes what came of it.
func (p *Pages) pass(ctx context.Context, by time.Duration) error {
	n := p.near
	n.mu.Lock()
	defer n.mu.Unlock()
	m := page.Moved{From: p.desk.Now()}
	late, err := n.late(ctx)
	if err != nil {
		return err
	}
	told, climbed, mails := n.told, n.climbed, p.count()
	stride := max(2*time.Hour, by/60)
	for left := by; left > 0; left -= stride {
		if err := p.desk.DB.Advance(ctx, min(stride, left)); err != nil {
			return err
		}
		for _, x := range n.all {
			if err := n.step(ctx, x, false); err != nil {
				return err
			}
		}
		if err := n.climb(ctx); err != nil {
			return err
		}
	}
	after, err := n.late(ctx)
	if err != nil {
		return err
	}
	m.To, m.Late, m.Climbed, m.Mails = p.desk.Now(), max(0, after-late), n.climbed-climbed, p.count()-mails
	fresh := n.log[max(0, len(n.log)-(n.told-told)):]
	m.More = max(0, n.told-told-40)
	if m.Told, err = p.words(ctx, fresh[:min(40, len(fresh))]); err != nil {
		return err
	}
	p.moved = append([]page.Moved{m}, p.moved[:min(3, len(p.moved))]...)
	return nil
}

func (p *Pages) count() int {
	if p.mail == nil {
		return 0
	}
	return p.mail.Count()
}

// words are what partners told, each with its referral's code.
func (p *Pages) words(ctx context.Context, said []partner.Said) (out []page.PartnerWord, err error) {
	err = p.desk.DB.View(ctx, store.Scope{System: true}, func(v *store.View) error {
		for _, s := range said {
			if n := len(out); s.Again && n > 0 {
				out[n-1].What += ", and told it again"
				continue
			}
			w := page.PartnerWord{At: s.At, Partner: s.Partner, What: s.What, Code: s.Referral}
			if row, err := v.Row(referral.ID(s.Referral)); err == nil {
				w.Code, w.Href = row.Code, "/referrals/"+s.Referral
			}
			if !s.Taken {
				w.Refused = cmp.Or(s.Answer, "it does not fit")
			}
			out = append(out, w)
		}
		return nil
	})
	return out, err
}

func (p *Pages) mails(v *visit.Visit) error {
	g := page.DemoMail{Words: "What a real relay was given, for everybody here. No message names a patient or a diagnosis.", To: v.R.URL.Query().Get("box")}
	var err error
	if g.Shell, err = p.shell(v, "The demo's mailbox"); err != nil {
		return err
	}
	var all []notify.Mail
	if p.mail != nil {
		all = p.mail.All()
	}
	counts := map[string]int{}
	for _, m := range all {
		counts[m.To]++
	}
	g.Boxes = []page.MailBox{{To: "Everybody", Href: "/demo/mail", N: len(all), Here: g.To == ""}}
	var boxes []string
	for _, a := range People() {
		boxes = append(boxes, a.Email)
	}
	for _, to := range slices.Sorted(maps.Keys(counts)) { // and who has no account here
		if !slices.Contains(boxes, to) {
			boxes = append(boxes, to)
		}
	}
	for _, to := range boxes {
		if box, _, _ := strings.Cut(to, "@"); counts[to] > 0 {
			g.Boxes = append(g.Boxes, page.MailBox{To: to, Href: "/demo/mail?box=" + url.QueryEscape(box), N: counts[to], Here: g.To == box})
		}
	}
	for _, m := range all {
		if box, _, _ := strings.Cut(m.To, "@"); g.To != "" && box != g.To {
			continue
		}
		if g.Total++; len(g.Mails) < 50 {
			g.Mails = append(g.Mails, page.DemoLetter{To: m.To, Subject: m.Subject, Body: strings.TrimSpace(m.Body), Links: links(m.Body), At: m.At})
		}
	}
	return v.Page(http.StatusOK, page.DemoMailPage(g))
}

// links are the places of the house a mail names, a few at most.
func links(body string) (out []string) {
	for _, m := range places.FindAllStringSubmatch(body, 5) {
		out = append(out, m[1])
	}
	return out
}

var places = regexp.MustCompile(`https?://[^/\s]+(/(?:referrals|join|password|a)/[\w-]+)`)

func (p *Pages) partners(v *visit.Visit) error {
	ctx := v.R.Context()
	g := page.DemoPartners{Words: "Organizations without people in this house. Each is a scripted system under its own name that reads what it was sent and answers by the house's own FHIR door. Choose a mood, or let one act now. Pine Street Dermatology has no system: be its front desk by the link in the mailbox, or write down what it says on the telephone."}
	var err error
	if g.Shell, err = p.shell(v, "Partners"); err != nil {
		return err
	}
	for _, m := range partner.Moods {
		g.Moods = append(g.Moods, page.Opt{Words: m.Name, Hint: m.Does})
	}
	for _, x := range p.near.all {
		d := page.DemoPartner{Org: x.Org, Name: x.Name, Way: x.Way, Mood: string(x.Mood())}
		for _, m := range partner.Moods {
			d.Moods = append(d.Moods, page.Opt{Value: string(m.Mood), Words: m.Name})
			if m.Mood == x.Mood() {
				d.Does = m.Does
			}
		}
		if d.Open, err = p.near.with(ctx, x.Org); err != nil {
			return err
		}
		var mine []partner.Said
		p.near.mu.Lock()
		for _, s := range slices.Backward(p.near.log) {
			if s.Partner == x.Name && len(mine) < 8 {
				mine = append(mine, s)
			}
		}
		slices.Reverse(mine)
		p.near.mu.Unlock()
		if d.Told, err = p.words(ctx, mine); err != nil {
			return err
		}
		slices.Reverse(d.Told)
		g.Partners = append(g.Partners, d)
	}
	return v.Page(http.StatusOK, page.DemoPartnersPage(g))
}

// which is the partner a form names.
func (p *Pages) which(v *visit.Visit) (*partner.Partner, string, error) {
	f, err := v.Form()
	if err != nil {
		return nil, "", err
	}
	for _, x := range p.near.all {
		if x.Org == f.Get("partner") {
			return x, f.Get("mood"), nil
		}
	}
	return nil, "", fault.E("demo.partner", fault.Missing, "There is no such partner.", nil)
}

func (p *Pages) feel(v *visit.Visit) error {
	x, mood, err := p.which(v)
	if err != nil {
		return err
	}
	if !partner.Known(partner.Mood(mood)) {
		return fault.E("demo.feel", fault.Invalid, "Choose a mood of the list.", nil)
	}
	if err := p.near.feel(x.Org, partner.Mood(mood)); err != nil {
		return fmt.Errorf("demo: %s: %w", "the moods", err)
	}
	v.Say("The mood of "+x.Name+" is another now.", loop.Done{})
	return v.Go("/demo/partners#" + x.Org)
}

// press has one partner do the next step of everything at once.
func (p *Pages) press(v *visit.Visit) error {
	x, _, err := p.which(v)
	if err != nil {
		return err
	}
	p.near.mu.Lock()
	before := p.near.told
	err = p.near.step(v.R.Context(), x, true)
	n := p.near.told - before
	p.near.mu.Unlock()
	if err != nil {
		return err
	}
	v.Say(x.Name+" told "+page.Many(n, "thing", "things")+".", loop.Done{})
	return v.Go("/demo/partners#" + x.Org)
}
