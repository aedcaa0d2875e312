package fhir_test

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/rsa"
	"encoding/base64"
	"encoding/json"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/go-jose/go-jose/v4"
	"github.com/go-jose/go-jose/v4/jwt"

	"referd/core/party"
	"referd/desk"
	"referd/desk/people"
	"referd/store"
)

// ask posts a form to the token endpoint.
func (e *ehr) ask(f url.Values, headers ...string) (int, http.Header, map[string]any) {
	e.t.Helper()
	req, err := http.NewRequest("POST", e.url+"/oauth/token", strings.NewReader(f.Encode()))
	if err != nil {
		e.t.Fatal(err)
	}
	req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	for i := 0; i+1 < len(headers); i += 2 {
		req.Header.Set(headers[i], headers[i+1])
	}
	r, err := http.DefaultClient.Do(req)
	if err != nil {
		e.t.Fatal(err)
	}
	defer r.Body.Close()
	var out map[string]any
	if err := json.NewDecoder(r.Body).Decode(&out); err != nil {
		e.t.Fatal(err)
	}
	if r.Header.Get("Cache-Control") != "no-store" {
		e.t.Error("a token may be stored on its way")
	}
	return r.StatusCode, r.Header, out
}

func basic(id, secret string) string {
	return "Basic " + base64.StdEncoding.EncodeToString([]byte(url.QueryEscape(id)+":"+url.QueryEscape(secret)))
}

// The token endpoint, by RFC 6749.
func TestTokens(t *testing.T) {
	e := newEHR(t)
	grant := func(more ...string) url.Values {
		f := url.Values{"grant_type": {"client_credentials"}}
		for i := 0; i+1 < len(more); i += 2 {
			f.Add(more[i], more[i+1])
		}
		return f
	}
	for name, x := range map[string]struct {
		form    url.Values
		headers []string
		want    int
		says    string
	}{
		"by the form":               {grant("client_id", "ehr", "client_secret", "secret"), nil, 200, ""},
		"by the header":             {grant(), []string{"Authorization", basic("ehr", "secret")}, 200, ""},
		"both ways":                 {grant("client_id", "ehr", "client_secret", "secret"), []string{"Authorization", basic("ehr", "secret")}, 400, "invalid_request"},
		"a wrong secret":            {grant(), []string{"Authorization", basic("ehr", "guess")}, 401, "invalid_client"},
		"nobody":                    {grant("client_id", "nobody", "client_secret", "secret"), nil, 401, "invalid_client"},
		"no client":                 {grant(), nil, 401, "invalid_client"},
		"no grant":                  {url.Values{"client_id": {"ehr"}, "client_secret": {"secret"}}, nil, 400, "invalid_request"},
		"another grant":             {url.Values{"grant_type": {"password"}, "client_id": {"ehr"}, "client_secret": {"secret"}}, nil, 400, "unsupported_grant_type"},
		"a parameter twice":         {grant("client_id", "ehr", "client_id", "ehr", "client_secret", "secret"), nil, 400, "invalid_request"},
		"a scope of somebody else":  {grant("client_id", "ehr", "client_secret", "secret", "scope", "patient/*.rs"), nil, 400, "invalid_scope"},
		"letters out of order":      {grant("client_id", "ehr", "client_secret", "secret", "scope", "system/Task.sr"), nil, 400, "invalid_scope"},
		"no form":                   {grant("client_id", "ehr", "client_secret", "secret"), []string{"Content-Type", "text/plain"}, 400, "invalid_request"},
		"an unknown assertion type": {grant("client_assertion", "x", "client_assertion_type", "y"), nil, 400, "invalid_request"},
	} {
		code, h, out := e.ask(x.form, x.headers...)
		if says, _ := out["error"].(string); code != x.want || says != x.says {
			t.Errorf("%s: %d %v, want %d %s", name, code, out, x.want, x.says)
		}
		if code == 200 && (out["token_type"] != "bearer" || out["access_token"] == "" || out["expires_in"] != float64(3600)) {
			t.Errorf("%s: %v", name, out)
		}
		if code == 401 && h.Get("WWW-Authenticate") == "" {
			t.Errorf("%s: a 401 that does not say how", name)
		}
	}
	if r, err := http.Get(e.url + "/oauth/token"); err != nil || r.StatusCode != 405 || r.Header.Get("Allow") != "POST" {
		t.Errorf("GET /oauth/token: %v %v", r.StatusCode, err)
	}
}

// What a token may do is its scopes', of both versions, for each type and each
// interaction; and it ends.
func TestScopesAreKept(t *testing.T) {
	e := newEHR(t)
	w := e.world()
	for _, x := range []struct {
		scope                               string
		read, search, create, update, other int
	}{
		{"system/Patient.rs", 200, 200, 403, 403, 403}, {"system/Patient.r", 200, 403, 403, 403, 403}, {"system/Patient.c", 403, 403, 201, 403, 403},
		{"system/Patient.u", 403, 403, 403, 200, 403}, {"system/Patient.read", 200, 200, 403, 403, 403}, {"system/Patient.write", 403, 403, 201, 200, 403},
		{"system/*.rs", 200, 200, 403, 403, 200}, {"system/Patient.*", 200, 200, 201, 200, 403},
	} {
		_, _, out := e.ask(url.Values{"grant_type": {"client_credentials"}, "client_id": {"ehr"}, "client_secret": {"secret"}, "scope": {x.scope}})
		c := *e
		c.token, _ = out["access_token"].(string)
		if out["scope"] != x.scope {
			t.Errorf("asked %s, granted %v", x.scope, out["scope"])
		}
		const body = `{"resourceType":"Patient","name":[{"family":"Scope"}]}`
		id := strings.TrimPrefix(w["Patient"], "Patient/")
		for i, try := range []struct {
			want         int
			method, path string
			body         string
		}{{x.read, "GET", "/" + w["Patient"], ""}, {x.search, "GET", "/Patient?_id=" + id, ""}, {x.create, "POST", "/Patient", body},
			{x.update, "PUT", "/" + w["Patient"], `{"resourceType":"Patient","id":"` + id + `","name":[{"family":"Scope"}]}`}, {x.other, "GET", "/" + w["Task"], ""}} {
			code, b := c.send(try.method, try.path, []byte(try.body))
			if code != try.want || code == 403 && !strings.Contains(string(b), `"forbidden"`) {
				t.Errorf("%s: %d. %s %s: %d, want %d", x.scope, i, try.method, try.path, code, try.want)
			}
		}
		// A bundle is no way round: the whole transaction is refused, a batch by its entry.
		entry := `{"resourceType":"Bundle","type":"%","entry":[{"request":{"method":"POST","url":"Organization"},"resource":{"resourceType":"Organization","name":"Scope"}}]}`
		if code, b := c.send("POST", "", []byte(strings.Replace(entry, "%", "transaction", 1))); code != 403 {
			t.Errorf("%s: a transaction beyond the scopes: %d %s", x.scope, code, b)
		}
		if _, b := c.send("POST", "", []byte(strings.Replace(entry, "%", "batch", 1))); !strings.Contains(string(b), "403") {
			t.Errorf("%s: a batch beyond the scopes: %s", x.scope, b)
		}
	}
	c := *e
	e.house.Pass(time.Hour + time.Second)
	if code, _ := c.send("GET", "/"+w["Patient"], nil); code != 401 {
		t.Errorf("a token that has ended: %d", code)
	}
	for _, header := range []string{"", "Basic x", "Bearer", "Bearer ", "Bearer " + strings.Repeat("x", 5000)} {
		if code, _ := c.send("GET", "/"+w["Patient"], nil, "Authorization", header); code != 401 {
			t.Errorf("Authorization %.20q: %d", header, code)
		}
	}
}

// A client proves itself with a signed assertion: once, for five minutes, by its
// own key and for this endpoint.
func TestSignedAssertions(t *testing.T) {
	e := newEHR(t)
	key, err := ecdsa.GenerateKey(elliptic.P384(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	stranger, _ := ecdsa.GenerateKey(elliptic.P384(), rand.Reader)
	weak, _ := rsa.GenerateKey(rand.Reader, 2048)
	private := jose.JSONWebKey{Key: key, KeyID: "k1", Algorithm: "ES384", Use: "sig"}
	rsaKey := jose.JSONWebKey{Key: weak, KeyID: "k2", Use: "sig"}
	set, _ := json.Marshal(jose.JSONWebKeySet{Keys: []jose.JSONWebKey{private.Public(), rsaKey.Public()}})
	if err := e.house.DB.Commit(t.Context(), func(tx *store.Tx) error {
		if err := tx.PutThing(desk.KindClient, "closed", "home", party.Client{ID: "closed", Orgs: []party.OrgID{"home"}, Scopes: []string{"system/*.cruds"}}); err != nil {
			return err
		}
		if err := people.PutKeys(tx, "closed", set); err != nil {
			return err
		}
		return people.PutKeys(tx, "ehr", set)
	}); err != nil {
		t.Fatal(err)
	}
	now := e.house.Now()
	base := jwt.Claims{Issuer: "ehr", Subject: "ehr", Audience: jwt.Audience{"http://house/oauth/token"}, Expiry: jwt.NewNumericDate(now.Add(4 * time.Minute)), ID: "1"}
	signed := func(alg jose.SignatureAlgorithm, key any, kid string, c jwt.Claims) string {
		t.Helper()
		s, err := jose.NewSigner(jose.SigningKey{Algorithm: alg, Key: jose.JSONWebKey{Key: key, KeyID: kid}}, (&jose.SignerOptions{}).WithType("JWT"))
		if err != nil {
			t.Fatal(err)
		}
		out, err := jwt.Signed(s).Claims(c).Serialize()
		if err != nil {
			t.Fatal(err)
		}
		return out
	}
	with := func(id string, f func(*jwt.Claims)) jwt.Claims { c := base; c.ID = id; f(&c); return c }
	same := func(*jwt.Claims) {}
	none := base64.RawURLEncoding.EncodeToString([]byte(`{"alg":"none","kid":"k1"}`)) + "." + base64.RawURLEncoding.EncodeToString([]byte(`{"iss":"ehr","sub":"ehr","jti":"n","aud":"http://house/oauth/token","exp":9999999999}`)) + "."
	place := 0
	ask := func(from, assertion string) (int, http.Header, map[string]any) {
		return e.ask(url.Values{"grant_type": {"client_credentials"}, "scope": {"system/Task.rs"}, "client_assertion_type": {"urn:ietf:params:oauth:client-assertion-type:jwt-bearer"}, "client_assertion": {assertion}}, "X-Forwarded-For", from)
	}
	try := func(name, assertion string, want int) {
		t.Helper()
		place++ // each from elsewhere: guesses from one place are slowed
		code, _, out := ask("192.0.2."+strconv.Itoa(place), assertion)
		if code != want || want == 401 && out["error"] != "invalid_client" {
			t.Errorf("%s: %d %v, want %d", name, code, out, want)
		}
	}
	good := signed(jose.ES384, key, "k1", base)
	try("as it should be", good, 200)
	try("the same again", good, 401)
	try("by the second key", signed(jose.RS384, weak, "k2", with("2", same)), 200)
	try("by a stranger's key", signed(jose.ES384, stranger, "k1", with("3", same)), 401)
	try("an unknown kid", signed(jose.ES384, key, "k9", with("4", same)), 401)
	try("another algorithm", signed(jose.RS256, weak, "k2", with("5", same)), 401)
	try("a shared secret", signed(jose.HS256, []byte(strings.Repeat("s", 48)), "k1", with("6", same)), 401)
	try("no signature", none, 401)
	try("ended", signed(jose.ES384, key, "k1", with("7", func(c *jwt.Claims) { c.Expiry = jwt.NewNumericDate(now.Add(-time.Minute)) })), 401)
	try("for an hour", signed(jose.ES384, key, "k1", with("8", func(c *jwt.Claims) { c.Expiry = jwt.NewNumericDate(now.Add(time.Hour)) })), 401)
	try("for ever", signed(jose.ES384, key, "k1", with("9", func(c *jwt.Claims) { c.Expiry = nil })), 401)
	try("for another endpoint", signed(jose.ES384, key, "k1", with("10", func(c *jwt.Claims) { c.Audience = jwt.Audience{"https://else/token"} })), 401)
	try("about another client", signed(jose.ES384, key, "k1", with("11", func(c *jwt.Claims) { c.Subject = "stranger" })), 401)
	try("of a client without keys", signed(jose.ES384, key, "k1", with("12", func(c *jwt.Claims) { c.Issuer, c.Subject = "stranger", "stranger" })), 401)
	try("of a closed client", signed(jose.ES384, key, "k1", with("13", func(c *jwt.Claims) { c.Issuer, c.Subject = "closed", "closed" })), 401)
	try("without a jti", signed(jose.ES384, key, "k1", with("", same)), 401)
	try("not yet", signed(jose.ES384, key, "k1", with("14", func(c *jwt.Claims) { c.NotBefore = jwt.NewNumericDate(now.Add(3 * time.Minute)) })), 401)
	try("no assertion", "x.y.z", 401)

	// They are guessed no faster than a secret; elsewhere the client is not kept out.
	slowed := 0
	for i := range 8 {
		code, h, out := ask("198.51.100.7", signed(jose.ES384, stranger, "k1", with("guess"+strconv.Itoa(i), same)))
		if code == 429 && out["error"] == "slow_down" && h.Get("Retry-After") != "" {
			slowed++
		} else if code != 401 {
			t.Errorf("guess %d: %d %v", i, code, out)
		}
	}
	if slowed < 3 {
		t.Errorf("of eight guesses at once %d were slowed", slowed)
	}
	if code, _, out := ask("198.51.100.7", signed(jose.ES384, key, "k1", with("right", same))); code != 429 {
		t.Errorf("a right one among guesses is told apart: %d %v", code, out)
	}
	try("from elsewhere", signed(jose.ES384, key, "k1", with("right", same)), 200)
	symmetric, _ := json.Marshal(map[string]any{"keys": []any{map[string]any{"kty": "oct", "k": "c2VjcmV0", "kid": "k"}}})
	open, _ := json.Marshal(jose.JSONWebKeySet{Keys: []jose.JSONWebKey{private}})
	for _, bad := range [][]byte{nil, []byte("{}"), symmetric, open} {
		if err := e.house.DB.Commit(t.Context(), func(tx *store.Tx) error { return people.PutKeys(tx, "ehr", bad) }); err == nil {
			t.Errorf("registered as keys: %.80s", bad)
		}
	}
}

// A client's secret is guessed no faster than a password: 429 says how long to
// wait, whoever asks from there; elsewhere the client is not kept out.
func TestGuessingSecretsIsSlowed(t *testing.T) {
	e := newEHR(t)
	try := func(secret string) (int, http.Header, map[string]any) {
		return e.ask(url.Values{"grant_type": {"client_credentials"}}, "Authorization", basic("ehr", secret))
	}
	slowed := 0
	for i := range 8 {
		code, h, out := try("guess" + strconv.Itoa(i))
		switch {
		case code == 429 && out["error"] == "slow_down":
			if n, err := strconv.Atoi(h.Get("Retry-After")); err != nil || n < 1 || n > 61 {
				t.Errorf("wait %q", h.Get("Retry-After"))
			}
			slowed++
		case code != 401:
			t.Errorf("try %d: %d %v", i, code, out)
		}
	}
	if slowed == 0 {
		t.Fatal("eight guesses at once")
	}
	if code, _, out := try("secret"); code != 429 {
		t.Errorf("the right secret among guesses is told apart: %d %v", code, out)
	}
	if _, _, _, err := people.ClientToken(t.Context(), e.house.Desk, "ehr", "secret", "", "elsewhere"); err != nil {
		t.Errorf("kept out from elsewhere: %v", err)
	}
}

// A house that is closing is busy; one whose store is gone is broken, and says
// so in the log.
func TestTokensOfABrokenHouse(t *testing.T) {
	e := newEHR(t)
	f := url.Values{"grant_type": {"client_credentials"}, "client_id": {"ehr"}, "client_secret": {"secret"}}
	e.house.Stop()
	if code, h, out := e.ask(f); code != 503 || out["error"] != "temporarily_unavailable" || h.Get("Retry-After") == "" {
		t.Errorf("closing: %d %v", code, out)
	}
	e.house.DB.Close()
	if code, _, out := e.ask(f); code != 500 || out["error"] != "server_error" || strings.Contains(out["error_description"].(string), "sql") {
		t.Errorf("closed: %d %v", code, out)
	}
	if code, b := e.send("GET", "/Patient/pat00000000000000001", nil); code != 500 || !strings.Contains(string(b), `"exception"`) {
		t.Errorf("closed: %d %s", code, b)
	}
	if log := e.log.taken(); strings.Count(log, "level=ERROR") < 2 {
		t.Errorf("our own faults are not in the log: %s", log)
	}
}
