package fhir

import (
	"encoding/json"
	"net/http"

	"referd/base/fault"
	"referd/desk/people"
)

// token is the OAuth 2.0 token endpoint for client credentials (RFC 6749, 4.4).
func (s *Server) token(w http.ResponseWriter, r *http.Request) {
	w.Header().Set("Content-Type", "application/json")
	w.Header().Set("Cache-Control", "no-store")
	fail := func(code int, what, words string) {
		w.WriteHeader(code)
		json.NewEncoder(w).Encode(map[string]string{"error": what, "error_description": words})
	}
	r.Body = http.MaxBytesReader(w, r.Body, 64<<10)
	if r.Method != http.MethodPost || r.ParseForm() != nil {
		fail(http.StatusBadRequest, "invalid_request", "Post a form.")
		return
	}
	if r.PostForm.Get("grant_type") != "client_credentials" {
		fail(http.StatusBadRequest, "unsupported_grant_type", "client_credentials is what is served.")
		return
	}
	client, secret, basic := r.BasicAuth()
	if !basic {
		client, secret = r.PostForm.Get("client_id"), r.PostForm.Get("client_secret")
	}
	token, lives, scopes, err := people.ClientToken(r.Context(), s.Desk, client, secret, r.PostForm.Get("scope"))
	switch {
	case err == nil:
		json.NewEncoder(w).Encode(map[string]any{"access_token": token, "token_type": "Bearer", "expires_in": int(lives.Seconds()), "scope": scopes})
	case fault.Of(err) == fault.Denied:
		w.Header().Set("WWW-Authenticate", `Basic realm="referd"`)
		fail(http.StatusUnauthorized, "invalid_client", fault.Public(err))
	case fault.Of(err) == fault.Invalid:
		fail(http.StatusBadRequest, "invalid_scope", fault.Public(err))
	default:
		fail(http.StatusServiceUnavailable, "temporarily_unavailable", fault.Public(err))
	}
}
