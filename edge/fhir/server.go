// Package fhir is the door for systems that speak FHIR R4: it hears, maps,
// asks the desk and answers. What a client wrote and we do not model comes
// back unchanged. Here are the routes, bundles, tokens and the
// CapabilityStatement; inside, what a write asks of the house (take), what is
// found (search), how the house reads (show), and what a fault says (outcome).
package fhir

import (
	"log/slog"
	"net/http"
	"strings"

	"referd/base/fault"
	"referd/desk"
	"referd/desk/people"
	"referd/edge/fhir/element"
	"referd/edge/fhir/outcome"
	"referd/edge/fhir/search"
	"referd/edge/fhir/take"
)

// Server answers FHIR requests.
type Server struct {
	Desk   *desk.Desk
	Log    *slog.Logger
	Public string
	Behind bool // a proxy of ours stands before it
}

// base is where the door is.
const base = "/fhir/R4"

// Limits of what is taken: a JSON body, and a Binary wrapped in its resource.
const (
	jsonLimit    = 16 << 20
	wrappedLimit = take.BinaryLimit/3*4 + 64<<10
)

// request is one interaction.
type request struct {
	s     *Server
	r     *http.Request
	who   desk.Who
	kind  string
	id    string
	body  []byte
	media string // of a body that is no FHIR
	inner bool   // an entry of a bundle
	sum   string // the digest of the body, once it was asked for
}

// ServeHTTP answers one request.
func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if r.URL.Path == "/oauth/token" {
		s.token(w, r)
		return
	}
	h := w.Header()
	h.Set("Cache-Control", "no-store")
	h.Set("X-Content-Type-Options", "nosniff")
	if id := r.Header.Get("X-Request-Id"); id != "" && id == search.Plain(id) || len(id) == 36 {
		h.Set("X-Request-Id", id)
	}
	path := strings.Trim(strings.TrimPrefix(r.URL.Path, base), "/")
	out, err := s.answer(r, path)
	if err != nil {
		out = failed(err)
		if out.status == http.StatusUnauthorized {
			h.Set("WWW-Authenticate", `Bearer realm="referd"`)
			if r.Header.Get("Authorization") != "" {
				h.Set("WWW-Authenticate", `Bearer realm="referd", error="invalid_token"`)
			}
		}
		if out.status == http.StatusInternalServerError { // that nothing can be kept the store says, once
			s.Log.Error("fhir", "method", r.Method, "path", strings.SplitN(path, "/", 2)[0], "err", err)
		}
	}
	send(w, r, out)
}

func (s *Server) answer(r *http.Request, path string) (reply, error) {
	get := r.Method == http.MethodGet || r.Method == http.MethodHead
	switch path {
	case "metadata", ".well-known/smart-configuration":
		if !get {
			return reply{}, outcome.NotAllowed("GET", "HEAD")
		}
		if path == "metadata" {
			return reply{status: http.StatusOK, body: s.metadata().Bytes()}, acceptable(r)
		}
		return reply{status: http.StatusOK, body: s.smart(), media: "application/json"}, nil
	}
	kind, bearer, _ := strings.Cut(r.Header.Get("Authorization"), " ")
	if !strings.EqualFold(kind, "Bearer") || bearer == "" {
		return reply{}, outcome.ErrUnauthorized
	}
	who, err := people.Bearer(r.Context(), s.Desk, strings.TrimSpace(bearer))
	if fault.Of(err) == fault.Denied && err != nil {
		return reply{}, outcome.ErrUnauthorized
	}
	if err != nil {
		return reply{}, err
	}
	who.Request = r.Header.Get("X-Request-Id")
	q := &request{s: s, r: r, who: who}
	if !strings.HasPrefix(path, "Binary") {
		if err := acceptable(r); err != nil {
			return reply{}, err
		}
	}
	if err := q.read(path); err != nil {
		return reply{}, err
	}
	out, err := q.route(strings.Split(path, "/"))
	if err != nil && lacking(failed(err).status) && !strings.HasSuffix(path, "_search") {
		q.refused()
	}
	return out, err
}

// door is where this server is.
func (s *Server) door() element.Door { return element.Door(s.Public + base) }
