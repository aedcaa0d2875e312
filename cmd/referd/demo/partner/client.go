// Package partner is the demo's neighbors: organizations without people in the
// house. Each is a scripted FHIR client under its own name that reads what it
// was sent and answers by the house's own door, in its own mood.
package partner

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"
	"time"
)

// client is a FHIR client with its token.
type client struct {
	id, secret string
	door       http.Handler // the house's, asked without a socket
	token      string
	until      time.Time
}

// answer is what the house answered.
type answer struct {
	status int
	etag   string
	body   map[string]any
}

// said is the house's own words about what it did not take.
func (a answer) said() string {
	for _, x := range list(a.body["issue"]) {
		if s := text(x, "details", "text"); s != "" {
			return s
		}
		if s := text(x, "diagnostics"); s != "" {
			return s
		}
	}
	return ""
}

// signIn gets a token, and another before it ends.
func (c *client) signIn(ctx context.Context) error {
	if c.token != "" && time.Now().Before(c.until) {
		return nil
	}
	form := url.Values{"grant_type": {"client_credentials"}, "client_id": {c.id}, "client_secret": {c.secret}}
	a, err := c.do(ctx, "POST", "/oauth/token", []byte(form.Encode()), "Content-Type", "application/x-www-form-urlencoded")
	if err != nil {
		return err
	}
	c.token, c.until = text(a.body, "access_token"), time.Now().Add(30*time.Minute)
	if c.token == "" {
		return fmt.Errorf("partner: %s got no token: %d", c.id, a.status)
	}
	return nil
}

// call is one FHIR request; body may be nil.
func (c *client) call(ctx context.Context, method, path string, body map[string]any, headers ...string) (answer, error) {
	if err := c.signIn(ctx); err != nil {
		return answer{}, err
	}
	var b []byte
	if body != nil {
		var err error
		if b, err = json.Marshal(body); err != nil {
			return answer{}, err
		}
	}
	a, err := c.do(ctx, method, "/fhir/R4/"+path, b, append(headers, "Content-Type", "application/fhir+json", "Authorization", "Bearer "+c.token)...)
	if a.status == http.StatusUnauthorized {
		c.token = ""
	}
	return a, err
}

func (c *client) do(ctx context.Context, method, path string, body []byte, headers ...string) (answer, error) {
	r, err := http.NewRequestWithContext(ctx, method, "http://house"+path, bytes.NewReader(body))
	if err != nil {
		return answer{}, err
	}
	r.RemoteAddr, r.RequestURI = "127.0.0.1:0", path
	for i := 0; i+1 < len(headers); i += 2 {
		r.Header.Set(headers[i], headers[i+1])
	}
	w := &reply{head: http.Header{}, status: http.StatusOK}
	c.door.ServeHTTP(w, r)
	a := answer{status: w.status, etag: w.head.Get("ETag")}
	if w.body.Len() > 0 {
		if err := json.Unmarshal(w.body.Bytes(), &a.body); err != nil {
			return a, fmt.Errorf("partner: %s %s answered %d and no JSON", method, strings.SplitN(path, "?", 2)[0], w.status)
		}
	}
	return a, nil
}

// reply takes down an answer.
type reply struct {
	head   http.Header
	status int
	body   bytes.Buffer
}

func (w *reply) Header() http.Header         { return w.head }
func (w *reply) WriteHeader(status int)      { w.status = status }
func (w *reply) Write(b []byte) (int, error) { return w.body.Write(b) }

var _ io.Writer = (*reply)(nil)

// list gives an array's members.
func list(v any) (out []map[string]any) {
	all, _ := v.([]any)
	for _, x := range all {
		if m, ok := x.(map[string]any); ok {
			out = append(out, m)
		}
	}
	return out
}

// text follows names into objects, and into the first member of arrays.
func text(v any, path ...string) string {
	for _, name := range path {
		if l, ok := v.([]any); ok && len(l) > 0 {
			v = l[0]
		}
		m, ok := v.(map[string]any)
		if !ok {
			return ""
		}
		v = m[name]
	}
	s, _ := v.(string)
	return s
}
