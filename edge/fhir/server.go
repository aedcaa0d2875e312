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
	"mime"
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
	Behind bool // a proxy of ours stands before it
}

// base is where the door is.
const base = "/fhir/R4"

// Limits of what is taken: a JSON body, the bytes of a Binary, and a Binary
// wrapped in its resource.
const (
	jsonLimit    = 16 << 20
	binaryLimit  = 50 << 20
	wrappedLimit = binaryLimit/3*4 + 64<<10
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
	if id := r.Header.Get("X-Request-Id"); id != "" && id == plain(id) || len(id) == 36 {
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
		if out.status >= 500 {
			s.Log.Error("fhir", "method", r.Method, "path", strings.SplitN(path, "/", 2)[0], "err", err)
		}
	}
	send(w, r, out)
}

// errUnauthorized is the answer to a request without a token that holds.
var errUnauthorized = errors.New("fhir: no token")

func (s *Server) answer(r *http.Request, path string) (reply, error) {
	get := r.Method == http.MethodGet || r.Method == http.MethodHead
	switch path {
	case "metadata", ".well-known/smart-configuration":
		if !get {
			return reply{}, notAllowed("GET", "HEAD")
		}
		if path == "metadata" {
			return reply{status: http.StatusOK, body: s.metadata().Bytes()}, acceptable(r)
		}
		return reply{status: http.StatusOK, body: s.smart(), media: "application/json"}, nil
	}
	kind, bearer, _ := strings.Cut(r.Header.Get("Authorization"), " ")
	if !strings.EqualFold(kind, "Bearer") || bearer == "" {
		return reply{}, errUnauthorized
	}
	who, err := people.Bearer(r.Context(), s.Desk, strings.TrimSpace(bearer))
	if fault.Of(err) == fault.Denied && err != nil {
		return reply{}, errUnauthorized
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

// acceptable refuses whom JSON is no answer to (FHIR R4, 3.1.0.1.11).
func acceptable(r *http.Request) error {
	if f := r.URL.Query().Get("_format"); f != "" {
		switch f {
		case "json", "application/json", "application/fhir json", "application/fhir+json", "text/json":
			return nil
		}
		return status(http.StatusNotAcceptable, "not-supported", "Only JSON is spoken here: application/fhir+json.")
	}
	accept := strings.Join(r.Header.Values("Accept"), ",")
	if accept == "" {
		return nil
	}
	for _, one := range strings.Split(accept, ",") {
		kind, params, err := mime.ParseMediaType(one)
		if err != nil || params["q"] == "0" {
			continue
		}
		if v := params["fhirversion"]; v != "" && v != "4.0" {
			continue
		}
		switch kind {
		case "*/*", "application/*", "application/fhir+json", "application/json", "text/json", "application/json+fhir":
			return nil
		}
	}
	return status(http.StatusNotAcceptable, "not-supported", "Only JSON is spoken here: application/fhir+json.")
}

// read takes the body within its limit and checks its media type.
func (q *request) read(path string) error {
	if q.r.Method == http.MethodGet || q.r.Method == http.MethodHead {
		return nil
	}
	kind, params, _ := mime.ParseMediaType(q.r.Header.Get("Content-Type"))
	fhir := kind == "application/fhir+json" || kind == "application/json" || kind == "text/json"
	binary := strings.HasPrefix(path, "Binary")
	limit := int64(jsonLimit)
	switch {
	case q.r.Method == http.MethodDelete || q.r.Method == http.MethodPatch:
		return nil // refused by its method
	case strings.HasSuffix(path, "_search"):
		if kind != "application/x-www-form-urlencoded" && q.r.ContentLength != 0 {
			return unsupported("Send the search as a form: application/x-www-form-urlencoded.")
		}
		limit = 64 << 10
	case !fhir && !binary, fhir && params["charset"] != "" && !strings.EqualFold(params["charset"], "utf-8"), params["fhirversion"] != "" && params["fhirversion"] != "4.0":
		return unsupported("Send application/fhir+json of FHIR R4 in UTF-8.")
	case binary && fhir:
		limit = wrappedLimit
	case binary:
		if limit, q.media = binaryLimit, kind; kind == "" {
			return unsupported("Say what the bytes are: Content-Type.")
		}
	}
	if e := q.r.Header.Get("Content-Encoding"); e != "" && e != "identity" {
		return unsupported("Send the body as it is, without a Content-Encoding.")
	}
	if q.r.ContentLength > limit {
		return large(limit)
	}
	b, err := io.ReadAll(http.MaxBytesReader(nil, q.r.Body, limit))
	var big *http.MaxBytesError
	if errors.As(err, &big) {
		return large(limit)
	}
	if err != nil {
		return invalid("", "The body could not be read.")
	}
	q.body = b
	return nil
}

func unsupported(words string) error {
	return status(http.StatusUnsupportedMediaType, "not-supported", words)
}

func large(limit int64) error {
	return status(http.StatusRequestEntityTooLarge, "too-long", fmt.Sprintf("The body is larger than %d MiB.", limit>>20))
}

func (q *request) route(part []string) (reply, error) {
	get := q.r.Method == http.MethodGet || q.r.Method == http.MethodHead
	q.kind = part[0]
	if part[0] == "" {
		if q.r.Method != http.MethodPost {
			return reply{}, notAllowed("POST")
		}
		return q.bundle()
	}
	v := verbs[part[0]]
	if v == nil {
		return reply{}, status(http.StatusNotFound, "not-supported", "This type is not served here. /metadata lists what is.")
	}
	switch {
	case len(part) == 1 && get && !kinds[part[0]].mute:
		return q.search(q.r.URL.Query())
	case len(part) == 1 && q.r.Method == http.MethodPost && v.create != nil:
		return q.create()
	case len(part) == 1:
		return reply{}, notAllowed(methods(part[0], true)...)
	case len(part) == 2 && part[1] == "_search" && !kinds[part[0]].mute:
		if q.r.Method != http.MethodPost {
			return reply{}, notAllowed("POST")
		}
		return q.posted()
	case len(part) == 2 && get:
		q.id = part[1]
		return q.readOne(0)
	case len(part) == 2 && q.r.Method == http.MethodPut && v.update != nil:
		q.id = part[1]
		return q.update()
	case len(part) == 2:
		return reply{}, notAllowed(methods(part[0], false)...)
	case len(part) == 4 && part[2] == "_history" && get:
		n, err := strconv.Atoi(part[3])
		if err != nil || n < 1 {
			return reply{}, gone()
		}
		q.id = part[1]
		return q.readOne(n)
	case len(part) == 4 && part[2] == "_history":
		return reply{}, notAllowed("GET", "HEAD")
	}
	return reply{}, status(http.StatusNotFound, "not-supported", "This interaction is not served here. /metadata lists those that are.")
}

// posted is a search whose words are in the body, and perhaps the address.
func (q *request) posted() (reply, error) {
	f, err := parseForm(q.body)
	if err != nil {
		return reply{}, invalid("", "The search could not be read.")
	}
	for name, v := range q.r.URL.Query() {
		f[name] = append(f[name], v...)
	}
	return q.search(f)
}

// may refuses what the client's scopes do not grant: system/Type.cruds.
func (q *request) may(kind string, letter byte) error {
	for _, s := range q.who.Scopes {
		if of, letters, ok := people.Scope(s); ok && (of == "*" || of == kind) && strings.IndexByte(letters, letter) >= 0 {
			return nil
		}
	}
	return status(http.StatusForbidden, "forbidden", "The scopes of this token do not grant it: system/"+kind+"."+string(letter)+".")
}

// door is where this server is.
func (s *Server) door() door { return door(s.Public + base) }

func (q *request) ctx() context.Context { return q.r.Context() }

// object reads and checks a FHIR resource: what is not valid R4 is refused
// with every place and reason, and never with a value.
func (q *request) object() (r4.Node, error) {
	d, err := r4.Accept(q.body, wrappedLimit)
	if err != nil {
		return r4.Node{}, err
	}
	if d.Root().Type() != q.kind {
		return r4.Node{}, invalid("resourceType", "The resource is not a "+q.kind+".")
	}
	return d.Root(), nil
}
