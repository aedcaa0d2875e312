package web_test

import (
	"encoding/json"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"referd/core/party"
	"referd/desk/desktest"
)

// next is the next badges a stream says, by the address they are of.
func next(t *testing.T, lines <-chan string) (at, counts string) {
	t.Helper()
	for late := time.After(5 * time.Second); ; {
		select {
		case l, ok := <-lines:
			if !ok {
				t.Fatal("the stream has ended")
			}
			var all map[string]json.RawMessage
			if said, is := strings.CutPrefix(l, "data: {"); !is {
				continue
			} else if err := json.Unmarshal([]byte("{"+said), &all); err != nil || len(all) != 1 {
				t.Fatalf("a stream says %q, %v", l, err)
			}
			for at, counts := range all {
				return at, string(counts)
			}
		case <-late:
			t.Fatal("a stream says no counts")
		}
	}
}

// asked is what a page of a browser is answered that asks for its badges.
func (b *browser) asked(t *testing.T, at string) string {
	t.Helper()
	res, said := b.do(t, "GET", at, nil)
	if res.StatusCode != http.StatusOK {
		t.Fatalf("%s: %d %s", at, res.StatusCode, said)
	}
	return strings.TrimSpace(said)
}

// One change, and each who may hear of it is sent the badges of their own rail as
// they are after it, to the letter what their page would be answered if it asked; of
// two browsers of one person each. A stranger hears nothing. Many changes together
// are one message, and a session that has ended hears nothing more.
func TestAStreamSaysTheBadges(t *testing.T) {
	desktest.Both(t, func(t *testing.T, h *desktest.House) {
		s := listening(t, h)
		clinic, intake := s.stream(t, "intake@example.org")
		second, away := s.stream(t, "intake@example.org")
		home, doc := s.stream(t, "doc@example.org")
		other, _ := s.stream(t, "stranger@example.org")
		for _, lines := range []<-chan string{clinic, second, home} { // all listen
			for heard := false; !heard; {
				s.sent(t, 1)
				heard = len(told(lines, time.Second)) > 0
			}
		}
		for _, lines := range []<-chan string{clinic, second, home} {
			told(lines, 300*time.Millisecond)
		}
		before := map[*browser]string{intake: intake.asked(t, "/counts"), doc: doc.asked(t, "/counts")}
		s.sent(t, 1)
		for lines, b := range map[<-chan string]*browser{clinic: intake, second: intake, home: doc} {
			at, counts := next(t, lines)
			if want := b.asked(t, "/counts"); at != "/counts" || counts != want || counts == before[b] {
				t.Errorf("%s says %s, a page that asks is told %s; before it was %s", at, counts, want, before[b])
			}
			if more := told(lines, 300*time.Millisecond); len(more) != 0 {
				t.Errorf("and then %q", more)
			}
		}
		s.sent(t, 40) // one commit
		if _, counts := next(t, clinic); counts != intake.asked(t, "/counts") {
			t.Errorf("after forty changes a stream says %s", counts)
		}
		if more := told(clinic, 300*time.Millisecond); len(more) != 0 {
			t.Errorf("forty changes are told again: %q", more)
		}
		told(second, 300*time.Millisecond)
		gone := away.cookie
		away.do(t, "POST", "/session/end", url.Values{})
		for at := time.After(2 * time.Second); ; { // it ends by itself
			select {
			case l, ok := <-second:
				if ok {
					t.Errorf("of a session that has ended: %q", l)
					continue
				}
			case <-at:
				t.Error("the stream of a session that has ended goes on")
			}
			break
		}
		if res, _ := (&browser{s: s, cookie: gone}).do(t, "GET", "/events", nil); res.StatusCode != http.StatusUnauthorized {
			t.Errorf("it is opened again: %d", res.StatusCode)
		}
		s.sent(t, 1)
		if _, counts := next(t, clinic); counts != intake.asked(t, "/counts") {
			t.Errorf("their other browser hears %s", counts)
		}
		if l := told(other, time.Second); len(l) != 0 {
			t.Errorf("a stranger hears %q", l)
		}
	})
}

// Who works in two organizations hears of the one they are in. The badges stand
// under the address their pages of it ask at, so that an open page of the other
// takes none of them.
func TestAStreamFollowsItsReader(t *testing.T) {
	s := listening(t, desktest.New(t))
	at := s.invited(t, "intake", party.Intake)
	b := &browser{s: s}
	b.signIn(t, "doc@example.org", "open sesame")
	session := b.cookie
	b.do(t, "POST", at+"/acceptance", url.Values{})
	b.cookie = session
	_, body := b.do(t, "GET", "/queue", nil)
	clinic := seatOf.FindStringSubmatch(body)[1]
	b.cookie = session
	lines := b.listen(t)
	for heard := false; !heard; {
		s.sent(t, 1)
		heard = len(told(lines, 500*time.Millisecond)) > 0
	}
	for _, seat := range []string{clinic, "doc", clinic} {
		b.do(t, "POST", "/session/seat", url.Values{"to": {seat}, "next": {"/me"}})
		b.cookie = session
		_, body := b.do(t, "GET", "/help", nil)
		b.cookie = session
		if !strings.Contains(body, `data-counts="/counts?seat=`+seat+`"`) {
			t.Fatalf("they do not work as %s", seat)
		}
		s.sent(t, 1)
		of, counts := next(t, lines)
		if want := b.asked(t, "/counts?seat="+seat); of != "/counts?seat="+seat || counts != want || strings.Contains(counts, `"/queue"`) != (seat == clinic) {
			t.Errorf("as %s they hear, of %s, %s; a page is told %s", seat, of, counts, want)
		}
	}
}
