package main

import (
	"bytes"
	"context"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"testing"
	"time"

	"golang.org/x/net/html"
)

// logged is a demo house whose log a test reads.
func logged(t *testing.T) (base string, log func() string) {
	t.Helper()
	if testing.Short() {
		t.Skip("a whole house")
	}
	addr, err := free()
	if err != nil {
		t.Fatal(err)
	}
	dir := filepath.Join(t.TempDir(), "house")
	if err := furnished(dir); err != nil {
		t.Fatal(err)
	}
	ctx, stop := context.WithCancel(context.Background())
	out := &locked{}
	done := make(chan int, 1)
	go func() {
		done <- run(ctx, &call{args: []string{"demo", "-addr", addr, "-data", dir}, env: func(string) string { return "" }, out: out, err: out})
	}()
	t.Cleanup(func() { stop(); <-done })
	if !ready(addr) {
		t.Fatal("the house did not open")
	}
	return "http://" + addr, out.String
}

type locked struct {
	mu sync.Mutex
	b  bytes.Buffer
}

func (l *locked) Write(p []byte) (int, error) { l.mu.Lock(); defer l.mu.Unlock(); return l.b.Write(p) }
func (l *locked) String() string              { l.mu.Lock(); defer l.mu.Unlock(); return l.b.String() }

var sixDigits = regexp.MustCompile(`\b\d{3} \d{3}\b`)

// linkFor has a link mailed to Pine Street about a patient, and gives its address,
// which is not the one before, and its code.
func linkFor(t *testing.T, r *reader, patient, not string) (loop, link, code string) {
	t.Helper()
	r.open("/loops")
	r.link(patient)
	loop = r.at.Path
	r.open(loop + "/receiver-link")
	r.form("/receiver-link", url.Values{"do": {"send"}, "address": {"frontdesk@pinestreet.example"}})
	r.open(loop + "/packet")
	code = sixDigits.FindString(words(r.page))
	for range 300 {
		r.open("/demo/mail?box=frontdesk")
		each(r.page, "a", func(n *html.Node) {
			if h := attr(n, "href"); strings.HasPrefix(h, "/a/") && h != not && link == "" {
				link = h
			}
		})
		if link != "" {
			return loop, link, code
		}
		time.Sleep(50 * time.Millisecond)
	}
	t.Fatal("no mail")
	return
}

// formOf is the form of a page that is sent to an act.
func formOf(r *reader, action string) (found *html.Node) {
	each(r.page, "form", func(f *html.Node) {
		if strings.HasSuffix(attr(f, "action"), action) {
			found = f
		}
	})
	return found
}

// stranger is a browser without anything.
func stranger(t *testing.T, base string) *reader {
	r := visit(t, base)
	jar, _ := cookiejar.New(nil)
	r.client = &http.Client{Jar: jar}
	return r
}

// A link is attacked: opened by scanners, guessed, tried with every code, used
// for another referral, carried from one link to the other, pressed twice, and
// pressed after it was ended. It shows nobody's patient and changes nothing.
func TestALinkIsAttacked(t *testing.T) {
	base, log := logged(t)
	staff := visit(t, base)
	staff.signIn("moss@lakeside.example")
	loop, link, code := linkFor(t, staff, "SAITO", "")
	const patient, question = "SAITO", "Psoriasis"
	shows := func(r *reader) bool { return strings.Contains(r.text, patient) || strings.Contains(r.text, question) }

	scanner := stranger(t, base)
	for range 50 {
		if scanner.open(link); scanner.status != http.StatusOK || shows(scanner) {
			t.Fatalf("a scanner got %d", scanner.status)
		}
	}
	for _, noun := range []string{"receipt", "acceptance", "booking", "question", "decline", "report"} {
		if scanner.open(link + "/" + noun); shows(scanner) || !scanner.says("Open the referral") {
			t.Errorf("%s without the code: %d", noun, scanner.status)
		}
		if scanner.post(link+"/"+noun, url.Values{"words": {"Yes."}, "day": {"2030-01-01T10:00"}}); shows(scanner) {
			t.Errorf("%s was pressed without the code", noun)
		}
	}
	guess := stranger(t, base)
	guess.open("/a/AAAAAAAAAAAAAAAAAAAAAA")
	never := guess.text
	if guess.open(link[:len(link)-1] + "?"); guess.status != http.StatusNotFound || guess.text != never {
		t.Errorf("one letter off answers %d, and not like a guess", guess.status)
	}
	if guess.post("/a/AAAAAAAAAAAAAAAAAAAAAA/entry", url.Values{"name": {"Eve"}, "code": {code}}); guess.status != http.StatusNotFound || guess.text != never {
		t.Errorf("a guess with a code answers %d", guess.status)
	}

	kate := stranger(t, base)
	kate.open(link)
	kate.form("/entry", url.Values{"name": {"Kate Bell"}, "code": {code}})
	if !shows(kate) {
		t.Fatalf("the code does not open it:\n%.600s", words(kate.page))
	}
	for _, path := range []string{loop, "/waiting", "/queue", "/loops", "/documents/00000000000000000000", "/me"} {
		if kate.open(path); shows(kate) || kate.status == http.StatusOK && !kate.says("Sign in") {
			t.Errorf("a link opens %s: %d", path, kate.status)
		}
	}
	staff.open("/loops")
	staff.link("COSTA")
	foreign := ""
	each(staff.page, "a", func(n *html.Node) {
		if h := attr(n, "href"); strings.HasPrefix(h, "/documents/") {
			foreign = h
		}
	})
	if foreign == "" {
		t.Fatal("the other referral has no document")
	}
	if kate.open(link + foreign); kate.status != http.StatusNotFound {
		t.Errorf("another referral's document answers %d", kate.status)
	}
	_, second, other := linkFor(t, staff, "KIM", link)
	carried, _ := url.Parse(base + link)
	for _, c := range kate.client.Jar.Cookies(carried) {
		resp, body := kate.raw("GET", second, nil, "Cookie", c.String())
		if resp.StatusCode != http.StatusOK || strings.Contains(body, "KIM") {
			t.Errorf("the session of one link opens another: %d", resp.StatusCode)
		}
		if resp, body := kate.raw("GET", "/waiting", nil, "Cookie", "referd-session="+c.Value); strings.Contains(body, "Waiting on me") {
			t.Errorf("the session of a link is an account's: %d", resp.StatusCode)
		}
	}

	kate.open(link + "/acceptance")
	once := held(formOf(kate, "/acceptance"))
	for range 2 {
		kate.post(link+"/acceptance", once)
	}
	if staff.open(loop); strings.Count(words(staff.page), "Kate Bell, Pine Street Dermatology, by a link") != 1 {
		t.Errorf("pressed twice: %d acts", strings.Count(words(staff.page), "by a link"))
	}
	kate.open(link + "/decline")
	late := held(formOf(kate, "/decline"))
	staff.open(loop + "/receiver-link")
	each(staff.page, "input", func(n *html.Node) {
		if v := attr(n, "value"); strings.HasPrefix(v, "end/") {
			staff.chosen.Set("do", v)
		}
	})
	staff.form("/receiver-link", nil)
	late.Set("words", "Full.")
	late.Set("reason", "no-capacity")
	late.Set("tells", "sender")
	if kate.post(link+"/decline", late); kate.status != http.StatusNotFound || !kate.says("This link was ended") || shows(kate) {
		t.Errorf("pressed after it was ended: %d", kate.status)
	}
	if staff.open(loop); !staff.says("Accepted, to be booked") {
		t.Error("an ended link declined")
	}

	brute := stranger(t, base)
	for range 5 {
		brute.open(second)
		brute.form("/entry", url.Values{"name": {"Eve"}, "code": {"12345"}})
	}
	if brute.open(second); brute.status != http.StatusNotFound || !brute.says("This link has stopped") || !brute.says("(555) 010-1100") {
		t.Errorf("five wrong codes: %d\n%.400s", brute.status, words(brute.page))
	}
	if brute.post(second+"/entry", url.Values{"name": {"Eve"}, "code": {other}}); brute.says("KIM") {
		t.Error("the sixth code was looked at")
	}
	for _, secret := range []string{strings.TrimPrefix(link, "/a/"), strings.TrimPrefix(second, "/a/"), strings.ReplaceAll(code, " ", ""), "Kate Bell", patient} {
		if strings.Contains(log(), secret) {
			t.Errorf("the log holds %q", secret)
		}
	}
	for range 60 {
		guess.open("/a/BBBBBBBBBBBBBBBBBBBBBB")
	}
	if guess.status != http.StatusTooManyRequests {
		t.Errorf("eighty guesses from one place, and it answers %d", guess.status)
	}
}
