package web

import (
	"net/http"

	"referd/base/fault"
	"referd/desk"
	"referd/web/clinic"
	"referd/web/page"
	"referd/web/portal"
	"referd/web/sheet"
	"referd/web/visit"
)

// Routes lists everything the pages answer. What is not here does not exist.
func (s *Server) Routes() []visit.Route {
	out := []visit.Route{
		{Pattern: "GET /{$}", Open: true, To: s.signIn},
		{Pattern: "/", Open: true, To: nowhere},
		{Pattern: "POST /session", Open: true, To: s.openSession},
		{Pattern: "POST /session/end", To: s.closeSession},
		{Pattern: "GET /healthz", Open: true, To: s.healthy},
		{Pattern: "GET /readyz", Open: true, To: s.ready},
		{Pattern: "GET /events", To: s.Live.Listen},
		{Pattern: "GET /me", To: me},
		{Pattern: "GET /help", To: help},
	}
	for _, room := range [][]visit.Route{portal.Routes(), clinic.Routes(), sheet.Routes()} {
		out = append(out, room...)
	}
	if s.Demo != nil {
		out = append(out, s.Demo.Routes()...)
	}
	return out
}

// nowhere answers what no route does, like anything that is not there.
func nowhere(*visit.Visit) error {
	return fault.E("web.nowhere", fault.Missing, "There is no such thing here, or none you may see.", nil)
}

func (s *Server) healthy(v *visit.Visit) error {
	_, err := v.W.Write([]byte("ok\n"))
	return err
}

// ready reports whether a commit can be made now.
func (s *Server) ready(v *visit.Visit) error {
	if err := s.Desk.Ready(v.R.Context()); err != nil {
		http.Error(v.W, "not ready", http.StatusServiceUnavailable)
		return nil
	}
	_, err := v.W.Write([]byte("ready\n"))
	return err
}

func me(v *visit.Visit) error {
	return plain(v, "You", "Signed in as "+v.Who.Email+".", func(p *page.Plain) {
		p.Buttons = []page.PostButton{{Action: "/session/end", Words: "Sign out", Primary: true}}
	})
}

var keys = [][]string{{"j, k", "next, previous row"}, {"Enter", "open"}, {"/", "search"}, {"x, shift with a click", "select, select a range"}, {"n", "open next"}, {"c", "claim"}, {"e", "open the form of the primary act; it never completes it"},
	{"m", "write a message"}, {"z", "undo"}, {"g then w q l e o", "go to waiting, queue, loops, exceptions, operations"}, {"Ctrl Enter", "press the form's button"}, {"?", "this page"}}

func help(v *visit.Visit) error {
	return plain(v, "Help and keys", "A referral is done when the answer is back with the clinician who asked, acknowledged, the patient knows, and every recommendation has an owner.", func(p *page.Plain) {
		p.Tables = []page.Table{{Caption: "Keys, outside fields", Head: []string{"Key", "Does"}, Rows: keys}}
	})
}

func plain(v *visit.Visit, heading, words string, fill func(*page.Plain)) error {
	p := page.Plain{Heading: heading, Words: words}
	err := v.Desk.Read(v.R.Context(), v.Who, "page", func(r *desk.Reading) (err error) {
		p.Shell, err = v.Shell(r, heading)
		return err
	})
	if err != nil {
		return err
	}
	fill(&p)
	return v.Page(http.StatusOK, page.PlainPage(p))
}

// Plain shows a page of words, for the demo's own.
func Plain(v *visit.Visit, heading, words string, fill func(*page.Plain)) error {
	return plain(v, heading, words, fill)
}
