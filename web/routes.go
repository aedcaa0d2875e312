package web

import (
	"net/http"

	"referd/base/fault"
	"referd/desk"
	"referd/web/act"
	"referd/web/admin"
	"referd/web/bring"
	"referd/web/clinic"
	"referd/web/find"
	"referd/web/guest"
	"referd/web/measure"
	ours "referd/web/mine"
	"referd/web/notice"
	"referd/web/page"
	"referd/web/paper"
	"referd/web/patient"
	"referd/web/plan"
	"referd/web/portal"
	"referd/web/setup"
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
		{Pattern: "POST /session/seat", To: s.workAt},
		{Pattern: "GET /session/code", Open: true, To: s.owed},
		{Pattern: "POST /session/code", Open: true, To: s.showCode},
		{Pattern: "POST /session/factor", Open: true, To: s.firstCode},
		{Pattern: "GET /healthz", Open: true, To: s.healthy},
		{Pattern: "GET /readyz", Open: true, To: s.ready},
		{Pattern: "POST /session/stay", To: stay},
		{Pattern: "GET /events", Quiet: true, To: s.Live.Listen},
		{Pattern: "GET /counts", Quiet: true, To: counts},
		{Pattern: "GET /me", To: me},
		{Pattern: "POST /me/keys", To: switchKeys},
		{Pattern: "POST /me/password", To: s.renew},
		{Pattern: "POST /me/factor", To: factor},
		{Pattern: "POST /me/factor/code", To: prove},
		{Pattern: "POST /me/sessions", To: endOne},
		{Pattern: "POST /me/sessions/all", To: s.endAll},
		{Pattern: "GET /help", To: help},
	}
	for _, room := range [][]visit.Route{portal.Routes(), patient.Routes(), clinic.Routes(), sheet.Routes(), act.Routes(), guest.Routes(), admin.Routes(), setup.Routes(s.Give), plan.Routes(), bring.Routes(s.Bring), measure.Routes(s.Board), find.Routes(), notice.Routes(), ours.Routes(), paper.Routes()} {
		out = append(out, room...)
	}
	if s.Demo != nil {
		out = append(out, s.Demo.Routes()...)
		out = append(out, visit.Route{Pattern: "GET /samples", Open: true, Demo: true, To: samples}, visit.Route{Pattern: "GET /samples/{page}/{state}", Open: true, Demo: true, To: sample})
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
		http.Error(v.W, "not ready: "+fault.Public(err), http.StatusServiceUnavailable)
		return nil
	}
	_, err := v.W.Write([]byte("ready\n"))
	return err
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
