package web_test

import (
	"html"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"testing"
)

var (
	carries = regexp.MustCompile(`<input type="hidden" name="([^"]+)" value="([^"]*)"`)
	oneSlot = regexp.MustCompile(`\{[^}]*\}`)
)

// carried is what the hidden fields of a page hold.
func carried(body string) url.Values {
	out := url.Values{}
	for _, m := range carries.FindAllStringSubmatch(body, -1) {
		out.Add(html.UnescapeString(m[1]), html.UnescapeString(m[2]))
	}
	return out
}

// Every form of the people who sign in, sent when the session has ended: what was
// typed waits behind the sign-in, word for word, to be sent to where it was for.
// Passwords are typed again, and to leave asks for nothing.
func TestEveryFormOutlivesItsSession(t *testing.T) {
	s := open(t)
	typed := url.Values{"words": {"What I wrote, and would not write again."}, "from": {"21"}, "mail-mine": {"daily"}, "reason": {"a", "b"}, "old": {"secret"}}
	want := url.Values{"words": typed["words"], "from": typed["from"], "mail-mine": typed["mail-mine"], "reason": typed["reason"]}
	n := 0
	for _, r := range s.web.Routes() {
		at, post := strings.CutPrefix(r.Pattern, "POST ")
		if !post || r.Open || strings.HasPrefix(at, "/session/") {
			continue
		}
		n++
		at = oneSlot.ReplaceAllString(at, "x1")
		b := &browser{s: s, cookie: &http.Cookie{Name: "__Host-referd", Value: "over"}}
		res, body := b.do(t, "POST", at, typed)
		door := carried(body)
		if res.StatusCode != http.StatusUnauthorized || door.Get("again") != at || door.Has("typed.old") {
			t.Errorf("%s: %d, again %q, the old password kept: %v", at, res.StatusCode, door.Get("again"), door.Has("typed.old"))
			continue
		}
		door.Set("email", "doc@example.org")
		door.Set("password", "open sesame")
		_, body = (&browser{s: s}).do(t, "POST", "/session", door)
		got := carried(body)
		for name, list := range want {
			if !slices.Equal(got[name], list) {
				t.Errorf("%s: of %v there is %v after the sign-in", at, list, got[name])
			}
		}
		if !strings.Contains(body, `action="`+at+`"`) {
			t.Errorf("%s: it leads elsewhere after the sign-in", at)
		}
	}
	if n < 70 {
		t.Errorf("%d forms", n)
	}
}

// A form says whose it was: what one typed is given to nobody else who signs in after
// it, also when the browser forgot who worked in it, or somebody else did since.
func TestWhatOneTypedIsGivenToNobodyElse(t *testing.T) {
	s := open(t)
	at := "/referrals/x1/answer"
	for _, cookie := range []string{"__Host-referd=over", "referd-typist=" + s.h.DB.Hash([]byte("types: doc"))} {
		name, value, _ := strings.Cut(cookie, "=")
		b := &browser{s: s, cookie: &http.Cookie{Name: name, Value: value}}
		res, body := b.do(t, "POST", at, url.Values{"seat": {"nurse"}, "words": {"What I wrote."}})
		if door := carried(body); res.StatusCode != http.StatusUnauthorized || door.Get("again") != at {
			t.Fatalf("%d, again %q", res.StatusCode, door.Get("again"))
		}
		for email, given := range map[string]bool{"nurse@example.org": true, "doc@example.org": false} {
			door := carried(body)
			door.Set("email", email)
			door.Set("password", "open sesame")
			if _, back := (&browser{s: s}).do(t, "POST", "/session", door); strings.Contains(back, "What I wrote.") != given {
				t.Errorf("with %s, to %s: want given %v", name, email, given)
			}
		}
	}
}

// A patient who was away while they wrote: their birth date is asked again, and
// the code where the form needs it; what they wrote is in its form then, not sent.
func TestAPatientsWordsOutliveTheirSession(t *testing.T) {
	s := open(t)
	token, code, _ := s.slip(t, s.booked(t), "en")
	at := "/p/" + token
	born := url.Values{"year": {"1961"}, "month": {"11"}, "day": {"12"}}
	with := func(kept, more url.Values) url.Values {
		out := url.Values{}
		for _, f := range []url.Values{kept, more} {
			for k, v := range f {
				out[k] = v
			}
		}
		return out
	}
	p := s.phone(t)
	_, body := p.do("POST", at+"/bell", url.Values{"bell": {"cannot"}, "words": {"My mother is ill that week."}, "once": {"b"}})
	if !strings.Contains(body, "What you wrote is kept") || carried(body).Get("typed.words") != "My mother is ill that week." || strings.Contains(body, "Clinic") {
		t.Fatalf("the bell, away, is answered by\n%s", body)
	}
	_, body = p.do("POST", at+"/birth-date", with(carried(body), url.Values{"year": {"1960"}, "month": {"11"}, "day": {"12"}}))
	if carried(body).Get("typed.words") != "My mother is ill that week." {
		t.Fatal("a wrong date lost what was written")
	}
	res, body := p.do("POST", at+"/birth-date", with(carried(body), born))
	if res.StatusCode != http.StatusOK || !strings.Contains(body, ">My mother is ill that week.</textarea>") || !strings.Contains(body, "It is not sent yet") || strings.Contains(body, "answers you by Tuesday</p>") {
		t.Errorf("back at the bell: %d\n%s", res.StatusCode, body)
	}
	if res, _ := p.do("POST", at+"/bell", url.Values{"bell": {"cannot"}, "words": {"My mother is ill that week."}, "once": {"b"}}); res.StatusCode != http.StatusSeeOther {
		t.Errorf("they are in, and may not: %d", res.StatusCode)
	}

	p = s.phone(t)
	wish := url.Values{"safe-text": {"yes"}, "safe-knows": {"My sister Ana"}, "once": {"w"}}
	_, body = p.do("POST", at+"/safe-contact", wish)
	_, body = p.do("POST", at+"/birth-date", with(carried(body), born))
	if kept := carried(body); kept.Get("typed.safe-knows") != "My sister Ana" || !strings.Contains(body, `name="code"`) {
		t.Fatalf("the wish, with the birth date, is answered by\n%s", body)
	}
	_, body = p.do("POST", at+"/code", with(carried(body), url.Values{"code": {"1"}}))
	res, body = p.do("POST", at+"/code", with(carried(body), url.Values{"code": {code}}))
	if res.StatusCode != http.StatusOK || !strings.Contains(body, `value="My sister Ana"`) || !regexp.MustCompile(`name="safe-text" value="yes" checked`).MatchString(body) {
		t.Errorf("back at the wish: %d\n%s", res.StatusCode, body)
	}
	for _, w := range []string{"Ana", "mother"} {
		if strings.Contains(s.logs.String(), w) {
			t.Errorf("the log holds %q", w)
		}
	}
}
