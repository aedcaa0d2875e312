package web_test

import (
	"bufio"
	"context"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"

	"referd/core/referral"
	"referd/desk"
	"referd/desk/chase"
	"referd/desk/desktest"
	"referd/desk/loop"
	"referd/store"
	"referd/web"
	"referd/web/live"
)

// stream opens somebody's event stream, and gives its lines.
func stream(t *testing.T, at, email string) <-chan string {
	t.Helper()
	c := &http.Client{CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	res, err := c.PostForm(at+"/session", url.Values{"email": {email}, "password": {"open sesame"}})
	if err != nil {
		t.Fatal(err)
	}
	res.Body.Close()
	r, err := http.NewRequestWithContext(t.Context(), "GET", at+"/events", nil)
	if err != nil {
		t.Fatal(err)
	}
	for _, k := range res.Cookies() {
		r.AddCookie(k)
	}
	if res, err = c.Do(r); err != nil || res.StatusCode != 200 || res.Header.Get("Content-Type") != "text/event-stream" {
		t.Fatalf("%s: %v, %v", email, res, err)
	}
	lines := make(chan string, 100)
	go func() {
		defer close(lines)
		defer res.Body.Close()
		for s := bufio.NewScanner(res.Body); s.Scan(); {
			lines <- s.Text()
		}
	}()
	if first := <-lines; first != "retry: 5000" {
		t.Fatalf("a stream begins with %q", first)
	}
	return lines
}

// told is what a stream says until it has been quiet for a while.
func told(lines <-chan string, quiet time.Duration) (out []string) {
	for {
		select {
		case l, ok := <-lines:
			if !ok {
				return out
			}
			if l != "" {
				out = append(out, l)
			}
		case <-time.After(quiet):
			return out
		}
	}
}

// A change is heard within half a second by the streams of the organizations it is
// of, and by no other's; a stream carries ids and nothing of a patient. Whoever
// comes when nobody listened hears of what changes from then on.
func TestAChangeIsHeardByThoseItIsOf(t *testing.T) {
	desktest.Both(t, func(t *testing.T, h *desktest.House) {
		if err := h.DB.Commit(t.Context(), func(tx *store.Tx) error { // a stranger signs in with doc's password
			hash, err := tx.Credential("user/doc")
			if err != nil {
				return err
			}
			return tx.PutCredential("user/stranger", hash)
		}); err != nil {
			t.Fatal(err)
		}
		ctx, stop := context.WithCancel(context.Background())
		feed, ran := live.New(h.Desk), make(chan error, 1)
		go func() { ran <- feed.Run(ctx) }()
		srv := httptest.NewServer(web.New(web.Options{Desk: h.Desk, Log: slog.New(slog.DiscardHandler), Public: "http://referd.example.org", Live: feed}))
		t.Cleanup(func() { stop(); <-ran })
		t.Cleanup(srv.Close) // by then every stream has ended with the test
		s := &site{h: h}
		before := s.sent(t, 1)[0]
		clinic, home, other := stream(t, srv.URL, "nurse@example.org"), stream(t, srv.URL, "doc@example.org"), stream(t, srv.URL, "stranger@example.org")
		for _, lines := range []<-chan string{clinic, home} { // both listen
			for heard := false; !heard; {
				s.sent(t, 1)
				heard = len(told(lines, time.Second)) > 0
			}
			told(clinic, 300*time.Millisecond)
		}
		id := s.sent(t, 1)[0]
		for name, lines := range map[string]<-chan string{"the clinic": clinic, "the practice": home} {
			from := time.Now()
			for heard := false; !heard; {
				select {
				case l := <-lines:
					heard = l == "data: "+id
				case <-time.After(5 * time.Second):
					t.Fatalf("%s hears nothing", name)
				}
			}
			if took := time.Since(from); took > 500*time.Millisecond {
				t.Errorf("%s hears after %s", name, took)
			}
		}
		s.act(t, "nurse", func(w *desk.Writing) error { _, err := loop.Open(w, loop.Form{Referral: referral.ID(id)}); return err })
		all := strings.Join(told(clinic, time.Second), "\n")
		if !strings.Contains(all, "data: "+id) || strings.Contains(all, before) {
			t.Errorf("the clinic hears %q", all)
		}
		if rest := regexp.MustCompile(`(?m)^(event: referral|data: ([0-9a-z]{20})?|: still here)$`).ReplaceAllString(all, ""); strings.TrimSpace(rest) != "" {
			t.Errorf("a stream says %q", rest)
		}
		told(home, 300*time.Millisecond)
		if err := chase.Plan(t.Context(), h.Desk, referral.ID(id), "level/2/nurse/", false); err != nil { // the nurse's bell
			t.Fatal(err)
		}
		if l := told(clinic, time.Second); len(l) != 2 || l[1] != "data: " {
			t.Errorf("somebody who was told hears %q", l)
		}
		if l := told(home, 300*time.Millisecond); len(l) != 0 {
			t.Errorf("of another's bell one hears %q", l)
		}
		if l := told(other, time.Second); len(l) != 0 {
			t.Errorf("a stranger hears %q", l)
		}
	})
}
