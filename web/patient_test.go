package web_test

import (
	"bytes"
	"fmt"
	"image"
	"image/color"
	"image/png"
	"io"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"referd/core/party"
	"referd/core/referral"
	"referd/desk"
	"referd/desk/draft"
	"referd/desk/loop"
	"referd/store"
)

// phone is a patient's browser: it keeps its cookies and follows nothing by itself.
type phone struct {
	t *testing.T
	s *site
	c *http.Client
}

func (s *site) phone(t *testing.T) *phone {
	jar, err := cookiejar.New(nil)
	if err != nil {
		t.Fatal(err)
	}
	return &phone{t, s, &http.Client{Jar: jar, Transport: s.Client().Transport, CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}}
}

func (p *phone) do(method, path string, form url.Values, head ...string) (*http.Response, string) {
	p.t.Helper()
	var body io.Reader
	if form != nil {
		body = strings.NewReader(form.Encode())
	}
	r, err := http.NewRequest(method, p.s.URL+path, body)
	if err != nil {
		p.t.Fatal(err)
	}
	if form != nil {
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	}
	for i := 0; i+1 < len(head); i += 2 {
		r.Header.Set(head[i], head[i+1])
	}
	res, err := p.c.Do(r)
	if err != nil {
		p.t.Fatal(err)
	}
	defer res.Body.Close()
	b, err := io.ReadAll(res.Body)
	if err != nil {
		p.t.Fatal(err)
	}
	return res, string(b)
}

func (p *phone) get(path string) (*http.Response, string) {
	p.t.Helper()
	return p.do("GET", path, nil)
}

func (p *phone) born(token, y, m, d string) (*http.Response, string) {
	p.t.Helper()
	return p.do("POST", "/p/"+token+"/birth-date", url.Values{"year": {y}, "month": {m}, "day": {d}})
}

// booked is a referral with a visit in three days.
func (s *site) booked(t *testing.T) referral.ID {
	t.Helper()
	ctx := t.Context()
	var of referral.ID
	do := func(user string, f func(*desk.Writing) error) {
		t.Helper()
		if err := s.h.Write(ctx, s.h.As(party.UserID(user)), "test", f); err != nil {
			t.Fatal(err)
		}
	}
	do("doc", func(w *desk.Writing) error {
		d, err := draft.Start(w, draft.Draft{Patient: "pat00000000000000001", Service: "cardio", Urgency: party.Routine})
		of = d.ID
		return err
	})
	f := loop.Form{Referral: of}
	do("doc", func(w *desk.Writing) error {
		return draft.Save(w, of, draft.Draft{Service: "cardio", Clinician: "dr-doc", Question: "Is it the heart?", Urgency: party.Routine, Told: true, Override: "none here"})
	})
	do("doc", func(w *desk.Writing) error { _, err := draft.Send(w, f); return err })
	do("nurse", func(w *desk.Writing) error { _, err := loop.Accept(w, f, loop.Acceptance{}); return err })
	do("booker", func(w *desk.Writing) error {
		_, err := loop.Book(w, f, loop.Booking{Start: s.h.Now().Add(72 * time.Hour), Clinician: "dr-chen", Words: "Nothing to eat."})
		return err
	})
	return of
}

var (
	addressed = regexp.MustCompile(`https://referd\.example\.org/p/([A-Za-z0-9_-]+)<`)
	coded     = regexp.MustCompile(`class="code"><b>(\d{6})<`)
)

// slip has a link made by staff and gives its secret and its code.
func (s *site) slip(t *testing.T, of referral.ID, tongue string) (token, code, html string) {
	t.Helper()
	b := &browser{s: s}
	b.signIn(t, "doc@example.org", "open sesame")
	res, html := b.do(t, "POST", "/referrals/"+string(of)+"/patient-link", url.Values{"how": {"print"}, "tongue": {tongue}, "once": {"press " + string(of)}})
	m, n := addressed.FindStringSubmatch(html), coded.FindStringSubmatch(html)
	if res.StatusCode != http.StatusOK || m == nil || n == nil {
		t.Fatalf("no slip: %d %s", res.StatusCode, html)
	}
	if strings.Contains(html, "Cardiology") || strings.Contains(html, "Testcase") {
		t.Error("the slip names the patient or the service")
	}
	if _, again := b.do(t, "POST", "/referrals/"+string(of)+"/patient-link", url.Values{"how": {"print"}, "tongue": {tongue}, "once": {"press " + string(of)}}); addressed.MatchString(again) || !strings.Contains(again, "shown once") {
		t.Error("the same press made another")
	}
	return m[1], n[1], html
}

// A link that was read out says no language: it opens in the one the patient asked
// staff for, whatever their telephone asks for, until they press another.
func TestALinkReadOutIsInTheirLanguage(t *testing.T) {
	s := open(t)
	token, _, _ := s.slip(t, s.booked(t), "en")
	reads := func(language string) {
		t.Helper()
		if err := s.h.DB.Commit(t.Context(), func(tx *store.Tx) error {
			tx = tx.As(store.Scope{System: true})
			p, err := tx.Patient("pat00000000000000001")
			if err != nil {
				return err
			}
			p.Language = language
			return tx.PutPatient(p)
		}); err != nil {
			t.Fatal(err)
		}
	}
	for _, x := range []struct{ reads, asks, pressed, want string }{{"", "es", "", "es"}, {"", "en", "", "en"}, {"es", "en", "", "es"}, {"en", "es", "", "en"}, {"es", "es", "?lang=en", "en"}} {
		reads(x.reads)
		if res, html := s.phone(t).do("GET", "/p/"+token+x.pressed, nil, "Accept-Language", x.asks); res.StatusCode != http.StatusOK || !strings.Contains(html, `<html lang="`+x.want) || x.pressed == "" && len(res.Cookies()) > 0 {
			t.Errorf("%+v: %d, %.80s", x, res.StatusCode, html)
		}
	}
}

// The patient's page over HTTP: a thousand looks by scanners use nothing up and
// show nothing; the birth date opens where, who and when; the code the rest; in
// English and Spanish, without a script, in cookies apart from staff's, with the
// patient in no address, title or log; and leaving leaves nothing behind.
func TestThePatientsPage(t *testing.T) {
	s := open(t)
	of := s.booked(t)
	token, code, _ := s.slip(t, of, "en")
	at := "/p/" + token
	secrets := []string{"Testcase", "Ada", "Cardiology", "The Clinic", "1961", "Nothing to eat"}
	for i := range 1000 {
		res, html := s.phone(t).get(at)
		if i == 0 || i == 999 {
			if res.StatusCode != http.StatusOK || len(res.Cookies()) > 0 || !strings.Contains(html, "Call 911 now") || strings.Contains(html, "<script") {
				t.Errorf("look %d: %d %v", i, res.StatusCode, res.Cookies())
			}
			for _, w := range secrets {
				if strings.Contains(html, w) {
					t.Errorf("the link alone shows %q", w)
				}
			}
		}
	}
	p := s.phone(t)
	if res, html := p.born(token, "1961", "11", ""); res.StatusCode != http.StatusUnprocessableEntity || !strings.Contains(html, "Fill in") {
		t.Errorf("half a date: %d", res.StatusCode)
	}
	if res, html := p.born(token, "1960", "11", "12"); res.StatusCode != http.StatusUnprocessableEntity || !strings.Contains(html, "not the date") || !strings.Contains(html, `value="1960"`) {
		t.Errorf("a wrong date: %d", res.StatusCode)
	}
	res, _ := p.born(token, "1961", "11", "12")
	if res.StatusCode != http.StatusSeeOther || res.Header.Get("Location") != at || len(res.Cookies()) != 1 {
		t.Fatalf("the right date: %d to %s", res.StatusCode, res.Header.Get("Location"))
	}
	if c := res.Cookies()[0]; c.Path != "/p" || !c.HttpOnly || !c.Secure || c.Name != "__Secure-referd-p" || c.SameSite != http.SameSiteLaxMode {
		t.Errorf("the cookie is %+v", c)
	}
	_, html := p.get(at)
	for _, w := range []string{"You have a visit: Thursday 4 June, 10\u00a0am.", "The Clinic has it now", "(555) 010-9999", "With your code you see", "I cannot come", "I feel worse"} {
		if !strings.Contains(html, w) {
			t.Errorf("with the birth date there is no %q", w)
		}
	}
	for _, w := range []string{"Testcase", "Cardiology", "1961", "Nothing to eat", "Chen", "chen"} {
		if strings.Contains(html, w) {
			t.Errorf("with the birth date alone it shows %q", w)
		}
	}
	if res, _ := p.do("POST", at+"/code", url.Values{"code": {code[:3] + " " + code[3:]}}); res.StatusCode != http.StatusSeeOther {
		t.Fatalf("the code: %d", res.StatusCode)
	}
	_, html = p.get(at)
	for _, w := range []string{"Clinic Cardiology", "Nothing to eat.", "Some chen", "Change how you reach me"} {
		if !strings.Contains(html, w) {
			t.Errorf("with the code there is no %q", w)
		}
	}
	if _, es := p.get(at + "?lang=es"); !strings.Contains(es, `<html lang="es">`) || !strings.Contains(es, "Tiene una cita: jueves 4 de junio, a las 10\u00a0a.\u00a0m.") || !strings.Contains(es, "Este texto es un borrador") || !strings.Contains(es, "Pídales que se lo lean") {
		t.Error("the Spanish page is not Spanish, or does not say that it is a draft")
	}
	if _, es := p.get(at); !strings.Contains(es, `<html lang="es">`) {
		t.Error("the tongue is forgotten")
	}
	if title := regexp.MustCompile(`<title>(.*)</title>`).FindStringSubmatch(html); title == nil || title[1] != "Your page" {
		t.Errorf("the title is %v", title)
	}
	if res, _ := p.do("POST", at+"/bell", url.Values{"bell": {"worse"}, "once": {"x"}}); res.StatusCode != http.StatusSeeOther {
		t.Errorf("the bell: %d", res.StatusCode)
	}
	if res, html := p.do("POST", at+"/bell", url.Values{"bell": {"dance"}, "words": {"keep these"}}); res.StatusCode != http.StatusUnprocessableEntity || !strings.Contains(html, "keep these") {
		t.Errorf("no bell: %d", res.StatusCode)
	}
	if res, _ := p.do("POST", at+"/safe-contact", url.Values{"safe-text": {"yes"}, "safe-number": {"5550107788"}}); res.StatusCode != http.StatusSeeOther {
		t.Errorf("the wish: %d", res.StatusCode)
	}
	res, _ = p.get("/p/leave")
	if to := res.Header.Get("Location"); res.StatusCode != http.StatusSeeOther || to != "https://www.weather.gov/" || res.Header.Get("Referrer-Policy") != "no-referrer" {
		t.Errorf("leaving: %d to %q", res.StatusCode, to)
	}
	if _, html := p.get(at); !strings.Contains(html, "fecha de nacimiento") || strings.Contains(html, "Clinic") {
		t.Error("back after leaving there is more than the question")
	}
	logs := regexp.MustCompile(`"time":"[^"]*"`).ReplaceAllString(s.logs.String(), "") // whose digits may be any six
	for _, w := range append(secrets[:4], "1961-11", token, code, "keep these", "5550107788") {
		if strings.Contains(logs, w) {
			t.Errorf("the log holds %q", w)
		}
	}
}

// Where messages go is changed by nobody who knows a birth date alone: without the
// code the page does not offer it, the form is not there and what is sent to it all
// the same changes nothing. Nor has any paper of staff both answers: the page by
// which a link is read out is empty in print, and the code of one that was given.
func TestABirthDateAloneChangesNoWay(t *testing.T) {
	s := open(t)
	of := s.booked(t)
	staff := s.phone(t) // it keeps every cookie
	staff.do("POST", "/session", url.Values{"email": {"doc@example.org"}, "password": {"open sesame"}})
	at := "/referrals/" + string(of)
	if res, html := staff.do("POST", at+"/safe-contact", url.Values{"safe-asked": {"yes"}, "safe-call": {"yes"}, "seq": {"0"}, "once": {"asked"}}); res.StatusCode != http.StatusSeeOther {
		t.Fatalf("asked how to reach them: %d %s", res.StatusCode, html)
	}
	res, html := staff.do("POST", at+"/patient-link", url.Values{"how": {"phone"}, "tongue": {"en"}, "once": {"aloud"}})
	told := regexp.MustCompile(`<p class="say">([^<]+)</p>`).FindAllStringSubmatch(html, -1)
	if res.StatusCode != http.StatusOK || len(told) != 2 {
		t.Fatalf("read out: %d, %v", res.StatusCode, told)
	}
	link, code := told[0][1], strings.ReplaceAll(told[1][1], " ", "")
	for _, secret := range []string{told[0][1], told[1][1]} {
		before, _, _ := strings.Cut(html, secret)
		if !strings.Contains(before[strings.LastIndex(before, "<section"):], "noprint") {
			t.Error("the link or the code that is read out is printed with the birth date")
		}
	}
	if _, list := staff.do("GET", at+"/patient-link", nil); !strings.Contains(list, `noprint">Their code: `+told[1][1]) {
		t.Error("the code of a link that was given is printed")
	}

	p := s.phone(t)
	if res, _ := p.born(link, "1961", "11", "12"); res.StatusCode != http.StatusSeeOther {
		t.Fatalf("the birth date: %d", res.StatusCode)
	}
	here := "/p/" + link
	if _, html := p.get(here); strings.Contains(html, "safe-contact") || !strings.Contains(html, "what you can change") || !strings.Contains(html, "No code? Call") {
		t.Error("the birth date alone offers another way, or does not say who asks for the code")
	}
	way := url.Values{"safe-text": {"yes"}, "safe-number": {"5550107788"}, "once": {"theft"}}
	if res, _ := p.get(here + "/safe-contact"); res.StatusCode != http.StatusSeeOther || res.Header.Get("Location") != here {
		t.Errorf("the form without the code: %d to %q", res.StatusCode, res.Header.Get("Location"))
	}
	if res, html := p.do("POST", here+"/safe-contact", way); res.StatusCode != http.StatusOK || !strings.Contains(html, `name="code"`) || strings.Contains(html, here+"/safe-contact") {
		t.Errorf("sent without the code: %d", res.StatusCode)
	}
	asks := func() bool {
		_, html := staff.do("GET", at+"/safe-contact", nil)
		return strings.Contains(html, "asks to be reached another way") || strings.Contains(html, "010-7788")
	}
	if asks() {
		t.Error("a birth date alone asked for another way")
	}
	p.do("POST", here+"/code", url.Values{"code": {code}})
	if res, _ := p.do("POST", here+"/safe-contact", way); res.StatusCode != http.StatusSeeOther || !asks() {
		t.Errorf("with the code they may not: %d", res.StatusCode)
	}
}

// A visit whose day is over, and of which nobody has said what came, is not one to
// come: there is nothing to get ready for, and the patient may say they were seen.
func TestAVisitThatIsOverIsNotToCome(t *testing.T) {
	s := open(t)
	token, code, _ := s.slip(t, s.booked(t), "en")
	s.h.Pass(73 * time.Hour)
	p := s.phone(t)
	p.born(token, "1961", "11", "12")
	p.do("POST", "/p/"+token+"/code", url.Values{"code": {code}})
	_, html := p.get("/p/" + token)
	for _, w := range []string{"Your visit was on Thursday 4 June, 10\u00a0am.", "If you were not there, call", "I have been seen", "Clinic Cardiology"} {
		if !strings.Contains(html, w) {
			t.Errorf("after the visit there is no %q", w)
		}
	}
	for _, w := range []string{"You have a visit", "How to get ready", "Nothing to eat", "I cannot come"} {
		if strings.Contains(html, w) {
			t.Errorf("after the visit it still says %q", w)
		}
	}
}

// Who administers reads no chart, and so no page of the patient's links: without
// the record it could only say what is not true of it.
func TestAnAdministratorHasNoPatientsLinks(t *testing.T) {
	s := open(t)
	of := s.booked(t)
	s.slip(t, of, "en")
	s.lets(t, "kay")
	admin := &browser{s: s}
	admin.signIn(t, "kay@example.org", "open sesame")
	for _, noun := range []string{"/patient-link", "/patient-slip", "/safe-contact"} {
		if res, html := admin.do(t, "GET", "/referrals/"+string(of)+noun, nil); res.StatusCode != http.StatusNotFound || strings.Contains(html, "not known whole") {
			t.Errorf("%s answered %d", noun, res.StatusCode)
		}
	}
}

// What never was a link, one that is over, and one of another kind are answered
// with the same bytes, and no session of staff opens a patient's page.
func TestLinksThatDoNotWorkAreAlike(t *testing.T) {
	s := open(t)
	of := s.booked(t)
	token, _, _ := s.slip(t, of, "en")
	old, _, _ := s.slip(t, s.booked(t), "en")
	staff := &browser{s: s}
	staff.signIn(t, "doc@example.org", "open sesame")
	if _, html := staff.do(t, "GET", "/p/"+token, nil); !strings.Contains(html, "Your birth date") {
		t.Error("a session of staff opens a patient's page")
	}
	s.h.Pass(8 * 24 * time.Hour)
	said := map[string]bool{}
	for _, x := range []string{old, token, "guessedguessedguessed0", "K7QM-3XTP-9HWC", "zzqq"} {
		res, html := s.phone(t).get("/p/" + x)
		if res.StatusCode != http.StatusNotFound {
			t.Errorf("%s: %d", x, res.StatusCode)
		}
		if !strings.Contains(html, `href="/p"`) { // a letter that was heard wrong is typed again
			t.Errorf("%s leads nowhere", x)
		}
		said[strings.ReplaceAll(html, x, "")] = true
		if res, post := s.phone(t).born(x, "1961", "11", "12"); res.StatusCode != http.StatusNotFound || strings.ReplaceAll(post, x, "") != strings.ReplaceAll(html, x, "") {
			t.Errorf("%s answers a form with %d", x, res.StatusCode)
		}
	}
	if len(said) != 1 {
		t.Errorf("%d answers tell one from another", len(said))
	}
	if res, _ := s.phone(t).do("POST", "/p", url.Values{"link": {"k7qm 3xtp-9hwc"}}); res.Header.Get("Location") != "/p/K7QM-3XTP-9HWC" {
		t.Errorf("letters that were read out lead to %s", res.Header.Get("Location"))
	}
}

// The first load of a patient's page, as it travels, is under 40 KB, and there is
// no type and no script in it.
func TestPatientPagesAreLight(t *testing.T) {
	s := open(t)
	token, code, _ := s.slip(t, s.booked(t), "es")
	p := s.phone(t)
	p.born(token, "1961", "11", "12")
	p.do("POST", "/p/"+token+"/code", url.Values{"code": {code}})
	sum := 0
	res, html := p.do("GET", "/p/"+token+"?lang=es", nil, "Accept-Encoding", "identity")
	sum += len(html)
	for _, m := range regexp.MustCompile(`/static/[A-Za-z0-9.-]+`).FindAllString(html, -1) {
		_, body := p.do("GET", m, nil, "Accept-Encoding", "identity")
		sum += len(body)
		if strings.HasSuffix(m, ".woff2") || strings.HasSuffix(m, ".js") {
			t.Errorf("it loads %s", m)
		}
	}
	if res.StatusCode != http.StatusOK || sum > 40<<10 || sum < 5<<10 {
		t.Errorf("%d bytes uncompressed", sum)
	}
	t.Logf("%d bytes, uncompressed", sum)
}

// The square on the slip is read back by another program, and leads to the link
// in the tongue it was printed in.
func TestTheSquareIsReadBack(t *testing.T) {
	if _, err := exec.LookPath("zbarimg"); err != nil {
		t.Skip("zbar is missing: make tools")
	}
	s := open(t)
	token, _, html := s.slip(t, s.booked(t), "es")
	name := filepath.Join(t.TempDir(), "slip.png")
	if err := os.WriteFile(name, drawnFrom(t, html), 0o600); err != nil {
		t.Fatal(err)
	}
	out, err := exec.Command("zbarimg", "--quiet", "--raw", name).Output()
	if got, want := strings.TrimSpace(string(out)), "https://referd.example.org/p/"+token+"?lang=es"; err != nil || got != want {
		t.Errorf("zbar read %q, want %q: %v", got, want, err)
	}
}

// drawnFrom paints the page's path of squares, six dots a module.
func drawnFrom(t *testing.T, html string) []byte {
	t.Helper()
	box := regexp.MustCompile(`viewBox="0 0 (\d+) \d+"`).FindStringSubmatch(html)
	path := regexp.MustCompile(`<path d="([^"]+)"`).FindStringSubmatch(html)
	if box == nil || path == nil {
		t.Fatal("there is no square")
	}
	const dots = 6
	var side int
	fmt.Sscan(box[1], &side)
	img := image.NewGray(image.Rect(0, 0, side*dots, side*dots))
	for i := range img.Pix {
		img.Pix[i] = 255
	}
	for _, m := range regexp.MustCompile(`M(\d+) (\d+)h(\d+)v1h-\d+z`).FindAllStringSubmatch(path[1], -1) {
		var x, y, n int
		fmt.Sscan(m[1]+" "+m[2]+" "+m[3], &x, &y, &n)
		for i := range n * dots {
			for j := range dots {
				img.SetGray(x*dots+i, y*dots+j, color.Gray{})
			}
		}
	}
	var b bytes.Buffer
	if err := png.Encode(&b, img); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}
