package web_test

import (
	"net/http"
	"net/url"
	"regexp"
	"testing"
	"time"

	"referd/desk/desktest"
)

var mySessions = regexp.MustCompile(`name="session" value="([^"]+)"`)

// A session that is ended from another one hears nothing more from that moment:
// one, by its name on one's own page; all of them; and without that anything else
// changes. Those that go on do.
func TestAStreamEndsWithItsSession(t *testing.T) {
	desktest.Both(t, func(t *testing.T, h *desktest.House) {
		s := listening(t, h)
		away, _ := s.stream(t, "nurse@example.org")
		here, b := s.stream(t, "nurse@example.org")
		other, _ := s.stream(t, "doc@example.org")
		ends := func(who string, lines <-chan string) {
			t.Helper()
			from := time.Now()
			for late := time.After(5 * time.Second); ; {
				select {
				case _, ok := <-lines:
					if !ok {
						t.Logf("%s ends after %s", who, time.Since(from))
						return
					}
				case <-late:
					t.Fatalf("%s: its session has ended, its stream has not", who)
				}
			}
		}
		session := b.cookie
		_, body := b.do(t, "GET", "/me", nil)
		all := mySessions.FindAllStringSubmatch(body, -1)
		if len(all) != 1 { // the other one
			t.Fatalf("one's own page offers to end %v", all)
		}
		if res, _ := b.do(t, "POST", "/me/sessions", url.Values{"session": {all[0][1]}}); res.StatusCode != http.StatusSeeOther {
			t.Fatalf("to end it is answered %d", res.StatusCode)
		}
		b.cookie = session
		ends("the one ended by name", away)
		told(here, 500*time.Millisecond)
		select {
		case l, ok := <-here:
			if !ok {
				t.Fatalf("the one that goes on ended too: %q", l)
			}
		default:
		}
		if res, _ := b.do(t, "POST", "/me/sessions/all", url.Values{}); res.StatusCode != http.StatusSeeOther {
			t.Fatalf("to end all is answered %d", res.StatusCode)
		}
		ends("the one that ended all", here)
		if l := told(other, 500*time.Millisecond); len(l) != 0 {
			t.Errorf("somebody else hears of it: %q", l)
		}
		select {
		case _, ok := <-other:
			t.Errorf("somebody else's has ended or says more: %v", ok)
		default:
		}
	})
}
