package web_test

import (
	"bufio"
	"context"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"regexp"
	"strings"
	"testing"
	"time"

	"referd/core/referral"
	"referd/desk"
	"referd/desk/chase"
	"referd/desk/desktest"
	"referd/desk/loop"
	"referd/desk/notice"
	"referd/store"
	"referd/web"
	"referd/web/live"
)

// listening is the pages on a socket with a stream that follows the feed. All sign
// in with doc's password.
func listening(t *testing.T, h *desktest.House) *site {
	t.Helper()
	if err := h.DB.Commit(t.Context(), func(tx *store.Tx) error { // a stranger too
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
	s := &site{h: h, hush: stop}
	s.web = web.New(web.Options{Desk: h.Desk, Log: slog.New(slog.DiscardHandler), Public: "http://referd.example.org", Live: feed})
	s.Server = httptest.NewServer(s.web)
	t.Cleanup(func() { stop(); <-ran })
	t.Cleanup(s.Close) // by then every stream has ended with the test
	return s
}

// A house that stops does not wait for the pages that are open: their streams end
// with what drives them.
func TestStreamsEndWithTheHouse(t *testing.T) {
	s := listening(t, desktest.New(t))
	lines, _ := s.stream(t, "doc@example.org")
	s.hush()
	for late := time.After(5 * time.Second); ; {
		select {
		case _, more := <-lines:
			if !more {
				return
			}
		case <-late:
			t.Fatal("a stream goes on")
		}
	}
}

// stream signs somebody in and opens their event stream: its lines, and the browser.
func (s *site) stream(t *testing.T, email string) (<-chan string, *browser) {
	t.Helper()
	b := &browser{s: s}
	b.signIn(t, email, "open sesame")
	return b.listen(t), b
}

// listen opens a browser's event stream, and gives its lines.
func (b *browser) listen(t *testing.T) <-chan string {
	t.Helper()
	r, err := http.NewRequestWithContext(t.Context(), "GET", b.s.URL+"/events", nil)
	if err != nil {
		t.Fatal(err)
	}
	r.AddCookie(b.cookie)
	res, err := b.s.Client().Do(r)
	if err != nil || res.StatusCode != 200 || res.Header.Get("Content-Type") != "text/event-stream" {
		t.Fatalf("a stream is answered %v, %v", res, err)
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
// of, and by no other's; a stream carries ids and numbers, nothing of a patient. Whoever
// comes when nobody listened hears of what changes from then on.
func TestAChangeIsHeardByThoseItIsOf(t *testing.T) {
	desktest.Both(t, func(t *testing.T, h *desktest.House) {
		s := listening(t, h)
		before := s.sent(t, 1)[0]
		clinic, _ := s.stream(t, "nurse@example.org")
		home, _ := s.stream(t, "doc@example.org")
		other, _ := s.stream(t, "stranger@example.org")
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
		if rest := regexp.MustCompile(`(?m)^(event: referral|data: [0-9a-z]{20}|data: \{"/counts":\{("/[a-z]+(\?view=[a-z-]+)?":(\d+|""),?)+\}\}|: still here)$`).ReplaceAllString(all, ""); strings.TrimSpace(rest) != "" {
			t.Errorf("a stream says %q", rest)
		}
		told(home, 300*time.Millisecond)
		if err := chase.Plan(t.Context(), h.Desk, referral.ID(id), "level/2/nurse/", false); err != nil { // the nurse's bell
			t.Fatal(err)
		}
		if l := told(clinic, time.Second); len(l) != 1 || !strings.Contains(l[0], `"/notices":"1",`) { // no referral changed
			t.Errorf("somebody who was told hears %q", l)
		}
		if l := told(home, 300*time.Millisecond); len(l) != 0 {
			t.Errorf("of another's bell one hears %q", l)
		}
		reads := func(f func(w *desk.Writing) error) { // in another window
			t.Helper()
			if err := h.Write(t.Context(), h.As("nurse"), "notices.read", f); err != nil {
				t.Fatal(err)
			}
			if l := told(clinic, time.Second); len(l) != 1 || !strings.Contains(l[0], `"/notices":"",`) {
				t.Errorf("of a notice that was read the other window hears %q", l)
			}
		}
		reads(func(w *desk.Writing) error { _, err := notice.ReadAll(w, h.Now()); return err })
		if l := told(other, time.Second); len(l) != 0 {
			t.Errorf("a stranger hears %q", l)
		}
	})
}
