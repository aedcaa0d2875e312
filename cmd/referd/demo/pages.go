package demo

import (
	"strconv"
	"strings"
	"time"

	"referd/base/fault"
	"referd/desk"
	"referd/desk/loop"
	"referd/edge/notify"
	"referd/web"
	"referd/web/page"
	"referd/web/visit"
)

// Pages are what the demo adds: its clock, its mailbox, its partners.
type Pages struct {
	desk *desk.Desk
	mail *notify.Mailbox
}

// New makes them.
func New(d *desk.Desk, mail *notify.Mailbox) *Pages { return &Pages{d, mail} }

// People lists who can sign in, and where they are.
func People() (out []page.Account) {
	roles := map[string]string{"rivera": "referring family physician", "park": "referring family physician, covers Dr Rivera", "moss": "referring staff, delegate of Dr Rivera", "haddad": "referral coordinator", "brandt": "triage nurse", "chen": "cardiologist", "nair": "scheduler",
		"ortega": "imaging technologist", "sato": "radiologist", "adler": "service-line lead", "weiss": "privacy officer", "flynn": "integration engineer", "olsen": "administrator"}
	for _, p := range staff {
		where := ""
		for _, o := range places {
			if o.id == p.org {
				where = o.name
			}
		}
		name := strings.TrimSpace(p.name.Prefix + " " + p.name.Given[0] + " " + p.name.Family)
		out = append(out, page.Account{Email: p.email, Who: name + ", " + roles[p.id], Where: where})
	}
	return out
}

// Accounts are shown at the door.
func (p *Pages) Accounts() []page.Account { return People() }

// Routes of the demo.
func (p *Pages) Routes() []visit.Route {
	return []visit.Route{
		{Pattern: "GET /demo/clock", To: p.clock},
		{Pattern: "POST /demo/clock", To: p.move},
		{Pattern: "GET /demo/mail", To: p.mails},
		{Pattern: "GET /demo/partners", To: p.partners},
	}
}

var moves = [][2]string{{"1", "One hour on"}, {"4", "Four hours on"}, {"24", "One day on"}, {"72", "Three days on"}, {"168", "One week on"}}

func (p *Pages) clock(v *visit.Visit) error {
	return web.Plain(v, "The demo's clock", "It only moves forward. Deadlines pass, what is late climbs, partners answer late or twice.", func(g *page.Plain) {
		for i, m := range moves {
			g.Buttons = append(g.Buttons, page.PostButton{Action: "/demo/clock", Words: m[1], Hidden: []page.Hidden{{Name: "hours", Value: m[0]}}, Primary: i == 2})
		}
	})
}

// move moves time, and the house reacts at once: what is late climbs, and
// partners answer.
func (p *Pages) move(v *visit.Visit) error {
	f, err := v.Form()
	if err != nil {
		return err
	}
	h, err := strconv.Atoi(f.Get("hours"))
	if err != nil || h < 1 || h > 24*90 {
		return fault.E("demo.move", fault.Invalid, "The clock moves forward, by one hour to ninety days.", err)
	}
	for range h / 24 {
		if err := p.step(v, 24*time.Hour); err != nil {
			return err
		}
	}
	if h%24 > 0 {
		if err := p.step(v, time.Duration(h%24)*time.Hour); err != nil {
			return err
		}
	}
	v.Say("The clock was moved.", loop.Done{})
	return v.Go("/demo/clock")
}

func (p *Pages) step(v *visit.Visit, by time.Duration) error {
	ctx := v.R.Context()
	if err := p.desk.DB.Advance(ctx, by); err != nil {
		return err
	}
	if err := answer(ctx, p.desk); err != nil {
		return err
	}
	for {
		n, err := loop.Escalate(ctx, p.desk)
		if err != nil || n < 500 {
			return err
		}
	}
}

func (p *Pages) mails(v *visit.Visit) error {
	return web.Plain(v, "The demo's mailbox", "What a real relay was given. No message names a patient or a diagnosis.", func(g *page.Plain) {
		t := page.Table{Caption: "Messages, the newest first", Head: []string{"To", "Subject", "Text"}}
		if p.mail != nil {
			for _, m := range p.mail.All() {
				if len(t.Rows) == 100 {
					break
				}
				t.Rows = append(t.Rows, []string{m.To, m.Subject, strings.TrimSpace(m.Body)})
			}
		}
		g.Tables = []page.Table{t}
	})
}

var moods = map[string]string{"pine": "slow: opens after days", "valley": "prompt", "northgate": "late, and tells things twice", "cityheart": "prompt, sometimes declines", "elm": "silent until the note arrives"}

func (p *Pages) partners(v *visit.Visit) error {
	return web.Plain(v, "Partners", "Organizations without people in this house. Each is a script that tells what happened, late, twice or not at all.", func(g *page.Plain) {
		t := page.Table{Caption: "Partners and their moods", Head: []string{"Partner", "Mood"}}
		for _, o := range places {
			if m := moods[o.id]; m != "" {
				t.Rows = append(t.Rows, []string{o.name, m})
			}
		}
		g.Tables = []page.Table{t}
	})
}
