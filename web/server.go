// Package web is the house as people see it: every page and every form, from
// one list of routes. It knows the desk and nothing below it.
package web

import (
	"log/slog"
	"net/http"
	"strings"
	"time"

	"referd/desk"
	"referd/desk/bring"
	"referd/desk/give"
	"referd/desk/measure"
	"referd/web/live"
	"referd/web/static"
	"referd/web/visit"
)

// Options are what the pages need to be told.
type Options struct {
	Desk   *desk.Desk
	Log    *slog.Logger
	Public string         // the address people see; https makes cookies secure
	Demo   Demo           // nil outside the demo
	Live   *live.Stream   // tells open pages that something changed
	Board  *measure.Board // counts how an organization does
	Doubt  Doubt          // of the machine's clock
	Mail   bool           // a relay takes mail out: who is invited is told by it
	Bring  bring.Room     // where lists of other systems are brought
	Give   give.Room      // where everything of an organization is given
	Behind bool           // a proxy of ours stands before us: it says where a request came from
}

// Doubt is what the pages know of the machine's clock.
type Doubt = visit.Doubt

// Server serves the pages.
type Server struct {
	Options
	mux    *http.ServeMux
	secure bool
}

// New makes the pages' handler. Routes are registered here and nowhere else.
func New(o Options) *Server {
	if o.Board == nil { // nobody counts: the pages say so
		o.Board = measure.New(o.Desk)
	}
	s := &Server{Options: o, mux: http.NewServeMux(), secure: strings.HasPrefix(o.Public, "https://")}
	for _, r := range s.Routes() {
		s.mux.Handle(r.Pattern, s.serve(r))
	}
	s.mux.Handle("GET /static/", static.Handler())
	return s
}

// ServeHTTP answers one request: headers first, then who may ask, then the route.
func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	headers(w.Header(), s.secure)
	http.NewCrossOriginProtection().Handler(s.mux).ServeHTTP(w, r)
}

// headers says what a browser may do with our pages: run nothing that is not
// ours, keep nothing, show them in no frame.
func headers(h http.Header, secure bool) {
	h.Set("Content-Security-Policy", "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; connect-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'")
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("Referrer-Policy", "same-origin")
	h.Set("Cross-Origin-Opener-Policy", "same-origin")
	h.Set("Cross-Origin-Resource-Policy", "same-origin")
	h.Set("Permissions-Policy", "camera=(), geolocation=(), microphone=(), payment=(), usb=(), browsing-topics=()")
	h.Set("Cache-Control", "no-store")
	if secure {
		h.Set("Strict-Transport-Security", "max-age=31536000")
	}
}

// serve wraps a route: its body limit, its session, and what happens when it fails.
func (s *Server) serve(r visit.Route) http.Handler {
	limit := r.Limit
	if limit == 0 {
		limit = visit.Small
	}
	return http.HandlerFunc(func(w http.ResponseWriter, req *http.Request) {
		began := time.Now()
		req.Body = http.MaxBytesReader(w, req.Body, limit)
		v := &visit.Visit{W: w, R: req, Desk: s.Desk, Log: s.Log, Demo: s.Demo != nil, Doubt: s.Doubt, Secure: s.secure, Public: s.Public, Mail: s.Mail, From: s.from(req), Moved: s.Live.Moved}
		if s.Demo != nil {
			v.Tour = s.Demo.Tour
		}
		defer s.recovered(v, r)
		err := s.admit(v, r)
		if err == nil {
			err = v.Seated()
		}
		if err == nil {
			err = r.To(v)
		}
		if err != nil {
			s.fail(v, err)
		}
		s.Log.Info("page", "route", r.Pattern, "user", v.Who.User, "ms", time.Since(began).Milliseconds(), "failed", err != nil)
	})
}
