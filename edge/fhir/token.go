package fhir

import (
	"context"
	"encoding/json"
	"errors"
	"mime"
	"net"
	"net/http"
	"net/url"
	"os"
	"strconv"
	"strings"
	"time"

	"referd/base/fault"
	"referd/desk/people"
)

// bearing is the one kind of assertion that is taken (RFC 7523).
const bearing = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"

// refusal is an error of the token endpoint (RFC 6749, 5.2).
type refusal struct {
	status      int
	code, words string
	wait        time.Duration // before the next try
}

// token is the OAuth 2.0 token endpoint for client credentials (RFC 6749, 4.4):
// by secret, in the header or in the form, or by a signed assertion.
func (s *Server) token(w http.ResponseWriter, r *http.Request) {
	h := w.Header()
	h.Set("Content-Type", "application/json")
	h.Set("Cache-Control", "no-store")
	h.Set("Pragma", "no-cache")
	h.Set("X-Content-Type-Options", "nosniff")
	r.Body = http.MaxBytesReader(w, r.Body, 64<<10)
	token, lives, scopes, no := s.grant(r)
	if no == nil {
		json.NewEncoder(w).Encode(map[string]any{"access_token": token, "token_type": "bearer", "expires_in": int(lives.Seconds()), "scope": scopes})
		return
	}
	switch no.status {
	case http.StatusUnauthorized:
		h.Set("WWW-Authenticate", `Basic realm="referd", charset="UTF-8"`)
	case http.StatusMethodNotAllowed:
		h.Set("Allow", "POST")
	case http.StatusServiceUnavailable, http.StatusTooManyRequests:
		h.Set("Retry-After", strconv.Itoa(int(no.wait.Seconds())+1))
	}
	w.WriteHeader(no.status)
	json.NewEncoder(w).Encode(map[string]string{"error": no.code, "error_description": no.words})
}

// grant reads what a client asks with and gives its token.
func (s *Server) grant(r *http.Request) (token string, lives time.Duration, scopes string, no *refusal) {
	bad := func(code, words string) (string, time.Duration, string, *refusal) {
		return "", 0, "", &refusal{status: http.StatusBadRequest, code: code, words: words}
	}
	if r.Method != http.MethodPost {
		return "", 0, "", &refusal{status: http.StatusMethodNotAllowed, code: "invalid_request", words: "Post a form."}
	}
	kind, _, _ := mime.ParseMediaType(r.Header.Get("Content-Type"))
	read := r.ParseForm()
	if errors.Is(read, os.ErrDeadlineExceeded) {
		return "", 0, "", &refusal{status: http.StatusRequestTimeout, code: "invalid_request", words: "The form did not come in time."}
	}
	if kind != "application/x-www-form-urlencoded" || read != nil {
		return bad("invalid_request", "Post a form: application/x-www-form-urlencoded.")
	}
	f := r.PostForm
	for _, v := range f {
		if len(v) > 1 {
			return bad("invalid_request", "A parameter is there twice.")
		}
	}
	switch f.Get("grant_type") {
	case "client_credentials":
	case "":
		return bad("invalid_request", "Say grant_type=client_credentials.")
	default:
		return bad("unsupported_grant_type", "client_credentials is what is served.")
	}
	_, _, basic := r.BasicAuth()
	ways := 0
	for _, there := range []bool{basic, f.Has("client_secret"), f.Has("client_assertion")} {
		if there {
			ways++
		}
	}
	if ways > 1 {
		return bad("invalid_request", "Say who you are in one way: in the header, by client_secret, or by client_assertion.")
	}
	err := error(nil)
	switch scope := f.Get("scope"); {
	case f.Has("client_assertion") && f.Get("client_assertion_type") != bearing:
		return bad("invalid_request", "client_assertion_type is "+bearing+".")
	case f.Has("client_assertion"):
		token, lives, scopes, err = people.AssertedToken(r.Context(), s.Desk, f.Get("client_assertion"), s.Public+"/oauth/token", scope, s.from(r))
	default:
		token, lives, scopes, err = s.secret(r.Context(), r, scope)
	}
	switch {
	case err == nil:
		return token, lives, scopes, nil
	case fault.Of(err) == fault.Denied:
		return "", 0, "", &refusal{status: http.StatusUnauthorized, code: "invalid_client", words: fault.Public(err)}
	case fault.Of(err) == fault.Invalid:
		return bad("invalid_scope", fault.Public(err))
	}
	wait, guessing := errors.AsType[people.Wait](err)
	switch {
	case guessing:
		no = &refusal{status: http.StatusTooManyRequests, code: "slow_down", words: fault.Public(err), wait: time.Duration(wait)}
	case fault.Of(err) == fault.Busy:
		no = &refusal{status: http.StatusServiceUnavailable, code: "temporarily_unavailable", words: fault.Public(err), wait: time.Second}
	default:
		s.Log.Error("token", "err", err)
		no = &refusal{status: http.StatusInternalServerError, code: "server_error", words: fault.Public(err)}
	}
	return "", 0, "", no
}

// secret takes a client's id and secret; in the header they are escaped as in a
// form (RFC 6749, 2.3.1).
func (s *Server) secret(ctx context.Context, r *http.Request, scope string) (string, time.Duration, string, error) {
	from := s.from(r)
	client, secret, basic := r.BasicAuth()
	if !basic {
		return people.ClientToken(ctx, s.Desk, r.PostForm.Get("client_id"), r.PostForm.Get("client_secret"), scope, from)
	}
	if c, err := url.QueryUnescape(client); err == nil && strings.Contains(client, "%") {
		client = c
	}
	if p, err := url.QueryUnescape(secret); err == nil && strings.Contains(secret, "%") {
		secret = p
	}
	return people.ClientToken(ctx, s.Desk, client, secret, scope, from)
}

// from is where a request came from; behind a proxy of ours it is the address
// the proxy saw, the last it wrote down.
func (s *Server) from(r *http.Request) string {
	if list := r.Header.Values("X-Forwarded-For"); s.Behind && len(list) > 0 {
		all := strings.Split(list[len(list)-1], ",")
		return strings.TrimSpace(all[len(all)-1])
	}
	host, _, _ := net.SplitHostPort(r.RemoteAddr)
	return host
}
