// Package fhir is the door for systems that speak FHIR R4: it hears, maps,
// asks the desk and answers. What a client wrote and we do not model comes
// back unchanged.
package fhir

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"strconv"
	"strings"

	"referd/base/fault"
	"referd/desk"
	"referd/desk/people"
	"referd/wire/r4"
)

// Server answers FHIR requests.
type Server struct {
	Desk   *desk.Desk
	Log    *slog.Logger
	Public string
}

// base is where the door is.
const base = "/fhir/R4"

// Limits of what is taken: a JSON body, a Binary.
const (
	jsonLimit   = 16 << 20
	binaryLimit = 50 << 20
)

// request is one interaction.
type request struct {
	s    *Server
	r    *http.Request
	who  desk.Who
	kind string
	id   string
	body []byte
}

// reply is what an interaction answers.
type reply struct {
	status   int
	body     []byte
	version  int
	modified string
	location string
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
	path := strings.Trim(strings.TrimPrefix(r.URL.Path, base), "/")
	switch path {
	case "metadata":
		send(w, r, reply{status: 200, body: s.metadata().Bytes()})
		return
	case ".well-known/smart-configuration":
		send(w, r, reply{status: 200, body: []byte(`{"token_endpoint":"` + s.Public + `/oauth/token","grant_types_supported":["client_credentials"],"token_endpoint_auth_methods_supported":["client_secret_basic","client_secret_post"],"scopes_supported":["system/*.cruds"],"capabilities":["permission-v2"]}`)})
		return
	}
	out, err := s.answer(r, path)
	if err != nil {
		out = outcome(err)
		if out.status == http.StatusUnauthorized {
			h.Set("WWW-Authenticate", `Bearer realm="referd"`)
		}
		if out.status >= 500 {
			s.Log.Error("fhir", "method", r.Method, "path", strings.SplitN(path, "/", 2)[0], "err", err)
		}
	}
	send(w, r, out)
}

// errUnauthorized is the answer to a request without a token that holds.
var errUnauthorized = errors.New("fhir: no token")

func (s *Server) answer(r *http.Request, path string) (reply, error) {
	bearer, ok := strings.CutPrefix(r.Header.Get("Authorization"), "Bearer ")
	if !ok {
		return reply{}, errUnauthorized
	}
	who, err := people.Bearer(r.Context(), s.Desk, bearer)
	if fault.Of(err) == fault.Denied && err != nil {
		return reply{}, errUnauthorized
	}
	if err != nil {
		return reply{}, err
	}
	who.Request = r.Header.Get("X-Request-Id")
	q := &request{s: s, r: r, who: who}
	if err := q.read(path); err != nil {
		return reply{}, err
	}
	return q.route(strings.Split(path, "/"))
}

// read takes the body within its limit and checks its media type.
func (q *request) read(path string) error {
	if q.r.Method == http.MethodGet || q.r.Method == http.MethodHead {
		return nil
	}
	limit := int64(jsonLimit)
	if strings.HasPrefix(path, "Binary") {
		limit = binaryLimit
	}
	b, err := io.ReadAll(http.MaxBytesReader(nil, q.r.Body, limit))
	var big *http.MaxBytesError
	if errors.As(err, &big) {
		return status(http.StatusRequestEntityTooLarge, "too-costly", fmt.Sprintf("The body is larger than %d MiB.", limit>>20))
	}
	if err != nil {
		return invalid("", "The body could not be read.")
	}
	q.body = b
	kind, _, _ := strings.Cut(q.r.Header.Get("Content-Type"), ";")
	switch strings.TrimSpace(kind) {
	case "application/fhir+json", "application/json":
	case "application/x-www-form-urlencoded":
		if !strings.HasSuffix(path, "_search") {
			return status(http.StatusUnsupportedMediaType, "not-supported", "Send application/fhir+json.")
		}
	default:
		if !strings.HasPrefix(path, "Binary") {
			return status(http.StatusUnsupportedMediaType, "not-supported", "Send application/fhir+json.")
		}
	}
	return nil
}

func (q *request) route(part []string) (reply, error) {
	get := q.r.Method == http.MethodGet || q.r.Method == http.MethodHead
	q.kind = part[0]
	switch {
	case part[0] == "" && q.r.Method == http.MethodPost:
		return q.bundle()
	case part[0] == "":
		return reply{}, status(http.StatusMethodNotAllowed, "not-supported", "Post a transaction or a batch here.")
	}
	v := verbs[part[0]]
	if v == nil {
		return reply{}, status(http.StatusNotFound, "not-supported", "This type is not served here. /metadata lists what is.")
	}
	switch {
	case len(part) == 1 && get:
		return q.search(q.r.URL.Query())
	case len(part) == 2 && part[1] == "_search" && q.r.Method == http.MethodPost:
		if err := q.r.ParseForm(); err != nil {
			return reply{}, invalid("", "The search could not be read.")
		}
		f, err := parseForm(q.body)
		if err != nil {
			return reply{}, invalid("", "The search could not be read.")
		}
		return q.search(f)
	case len(part) == 1 && q.r.Method == http.MethodPost:
		return q.create()
	case len(part) == 2 && get:
		q.id = part[1]
		return q.readOne(0)
	case len(part) == 4 && part[2] == "_history" && get:
		n, err := strconv.Atoi(part[3])
		if err != nil || n < 1 {
			return reply{}, gone()
		}
		q.id = part[1]
		return q.readOne(n)
	case len(part) == 2 && q.r.Method == http.MethodPut:
		q.id = part[1]
		return q.update()
	}
	return reply{}, status(http.StatusMethodNotAllowed, "not-supported", "This interaction is not served. Nothing is deleted here: use a status.")
}

// may refuses what the client's scopes do not grant: system/Type.cruds.
func (q *request) may(kind string, letter byte) error {
	for _, s := range q.who.Scopes {
		rest, ok := strings.CutPrefix(s, "system/")
		if !ok {
			continue
		}
		of, letters, _ := strings.Cut(rest, ".")
		if (of == "*" || of == kind) && strings.IndexByte(letters, letter) >= 0 {
			return nil
		}
	}
	return status(http.StatusForbidden, "forbidden", "The scopes of this client do not grant it.")
}

// send writes a reply with its version.
func send(w http.ResponseWriter, r *http.Request, p reply) {
	h := w.Header()
	h.Set("Content-Type", "application/fhir+json; charset=utf-8")
	if p.version > 0 {
		h.Set("ETag", `W/"`+strconv.Itoa(p.version)+`"`)
		if m := r.Header.Get("If-None-Match"); m == h.Get("ETag") && p.status == 200 && r.Method == http.MethodGet {
			w.WriteHeader(http.StatusNotModified)
			return
		}
	}
	if p.modified != "" {
		h.Set("Last-Modified", p.modified)
	}
	if p.location != "" {
		h.Set("Location", p.location)
	}
	if strings.Contains(r.Header.Get("Prefer"), "return=minimal") && (p.status == 201 || p.status == 200 && r.Method == http.MethodPut) {
		p.body = nil
	}
	h.Set("Content-Length", strconv.Itoa(len(p.body)))
	w.WriteHeader(p.status)
	if r.Method != http.MethodHead {
		w.Write(p.body)
	}
}

func (q *request) ctx() context.Context { return q.r.Context() }

func (q *request) object() (r4.Object, error) {
	o, err := r4.Read(q.body)
	if err != nil {
		return nil, invalid("", "This is not a FHIR resource: "+err.Error())
	}
	return o, nil
}
