package main

import (
	"bytes"
	"fmt"
	"io"
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"

	"golang.org/x/net/html"

	"referd/web"
)

// whole is an answer as its reader has it: the status, every header but the
// moment, and the bytes, with the id that was asked for taken out.
func whole(resp *http.Response, body, id string) string {
	var b strings.Builder
	fmt.Fprintln(&b, resp.StatusCode)
	for _, k := range slices.Sorted(maps.Keys(resp.Header)) {
		if k != "Date" {
			fmt.Fprintln(&b, k, resp.Header[k])
		}
	}
	return strings.ReplaceAll(b.String()+body, id, "ID")
}

// nobodys is an id of nothing.
const nobodys = "00000000000000000000"

// Every page and every form of a referral, asked for by somebody of another
// clinic with a foreign id, answers byte for byte and header for header as with
// an absent one.
func TestEveryForeignPageIsAnAbsentOne(t *testing.T) {
	r := visit(t, start(t))
	r.signIn("intake@stluke.example")
	r.open("/queue")
	ids := referralsOf(r)
	if len(ids) < 5 {
		t.Fatal("the queue is empty")
	}
	foreign := ids[0]
	paper := ""
	for _, id := range ids {
		r.open("/referrals/" + id)
		each(r.page, "a", func(a *html.Node) {
			if d, ok := strings.CutPrefix(attr(a, "href"), "/documents/"); ok && len(d) >= 20 {
				paper = d[:20]
			}
		})
	}
	if paper == "" {
		t.Fatal("no document is in the queue")
	}
	r.signIn("rivera@lakeside.example")
	r.form("/search", url.Values{"q": {"LK 26 540"}})
	record := ""
	each(r.page, "input", func(i *html.Node) {
		if attr(i, "name") == "patient" {
			record = attr(i, "value")
		}
	})
	if record == "" {
		t.Fatal("nobody is found to refer")
	}
	asked := 0
	for _, who := range []string{"radiology@harbor.example", "admin@stluke.example"} {
		r.signIn(who)
		a, one := r.raw("GET", "/search?patient="+record, nil)
		b, other := r.raw("GET", "/search?patient="+nobodys, nil)
		if a.StatusCode != http.StatusNotFound || whole(a, one, record) != whole(b, other, nobodys) {
			t.Errorf("%s: a foreign record answers\n%.900s\n-- and an absent one\n%.900s", who, whole(a, one, record), whole(b, other, nobodys))
		}
		r.client.CheckRedirect = func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
		for _, route := range (&web.Server{}).Routes() {
			method, path, _ := strings.Cut(route.Pattern, " ")
			if !strings.Contains(path, "{id}") || ofAJob(path) || who == "admin@stluke.example" && !strings.HasPrefix(path, "/documents/") {
				continue // an administrator sees where a referral of the hospital stands, and no paper
			}
			id := foreign
			if strings.HasPrefix(path, "/documents/") {
				id = paper
			}
			at := func(id string) string {
				return strings.NewReplacer("{id}", id, "{form}", "message", "{document}", nobodys).Replace(path)
			}
			words := url.Values{"words": {"Is it?"}, "seq": {"1"}, "once": {"o"}, "fact": {"f"}, "day": {"2026-06-09"}}
			a, one := r.raw(method, at(id), words)
			b, other := r.raw(method, at(nobodys), words)
			if asked++; a.StatusCode != http.StatusNotFound || whole(a, one, id) != whole(b, other, nobodys) {
				t.Errorf("%s: %s %s of a foreign id answers\n%.900s\n-- and of an absent one\n%.900s", who, method, path, whole(a, one, id), whole(b, other, nobodys))
			}
		}
	}
	if asked < 50 {
		t.Errorf("only %d doors were tried", asked)
	}
}

// ofAJob reports whether a door is for people of one job alone.
func ofAJob(path string) bool {
	return strings.HasPrefix(path, "/setup/") || strings.HasPrefix(path, "/incidents/")
}

// The doors of a job answer whoever has it about another organization's as about
// what is absent, and whoever has it not the same about everything.
func TestWhatAnotherSetsUpIsAbsent(t *testing.T) {
	t.Parallel()
	r := visit(t, start(t))
	r.signIn("rivera@lakeside.example")
	r.open("/loops?view=open")
	loop := ""
	for _, id := range referralsOf(r) {
		if r.open("/referrals/" + id); r.says("Harbor Imaging") {
			loop = id
		}
	}
	if loop == "" {
		t.Fatal("nothing of Lakeside is with Harbor")
	}
	r.client.CheckRedirect = func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
	theirs := map[string]string{"locations": "harbor-main", "teams": "harbor-desk", "hours": "harbor-desk", "services": "harbor-imaging", "people": "sato", "on-call": "harbor-desk", "network": "harbor"}
	asked := 0
	for _, route := range (&web.Server{}).Routes() {
		method, path, _ := strings.Cut(route.Pattern, " ")
		if !ofAJob(path) || !strings.Contains(path, "{id}") {
			continue
		}
		of, foreign := "admin@stluke.example", theirs[strings.Split(path, "/")[2]]
		if strings.HasPrefix(path, "/incidents/") {
			of, foreign = "privacy@stluke.example", loop
		}
		if foreign == "" {
			t.Fatalf("%s: name something of Harbor's", path)
		}
		for _, who := range []string{of, "nurse@stluke.example"} {
			r.client.CheckRedirect = nil
			r.signIn(who)
			r.client.CheckRedirect = func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
			words := url.Values{"words": {"Is it?"}, "seq": {"1"}, "once": {"o"}, "name": {"Another"}}
			a, one := r.raw(method, strings.Replace(path, "{id}", foreign, 1), words)
			b, other := r.raw(method, strings.Replace(path, "{id}", nobodys, 1), words)
			if asked++; who == of && a.StatusCode != http.StatusNotFound || a.StatusCode < 300 || whole(a, one, foreign) != whole(b, other, nobodys) {
				t.Errorf("%s: %s %s of a foreign id answers\n%.300s\n-- and of an absent one\n%.300s", who, method, path, whole(a, one, foreign), whole(b, other, nobodys))
			}
		}
	}
	if asked < 30 {
		t.Errorf("only %d doors were tried", asked)
	}
}

// referralsOf are the referrals a list shows, at most a dozen.
func referralsOf(r *reader) (out []string) {
	each(r.page, "a", func(a *html.Node) {
		id, ok := strings.CutPrefix(attr(a, "href"), "/referrals/")
		if id, _, _ = strings.Cut(id, "?"); ok && len(id) == 20 && !slices.Contains(out, id) && len(out) < 12 {
			out = append(out, id)
		}
	})
	return out
}

// A partner's system asks for what is between two others: reads, versions and
// changes answer as for what is not there, header for header.
func TestEveryForeignResourceIsAnAbsentOne(t *testing.T) {
	base := start(t)
	theirs, err := tokenAs(base, "demo-ehr")
	if err != nil {
		t.Fatal(err)
	}
	elm, err := tokenAs(base, "partner-elm")
	if err != nil {
		t.Fatal(err)
	}
	ask := func(token, method, path, body string) (*http.Response, string) {
		req, _ := http.NewRequest(method, base+"/fhir/R4/"+path, strings.NewReader(body))
		req.Header.Set("Authorization", "Bearer "+token)
		req.Header.Set("Content-Type", "application/fhir+json")
		req.Header.Set("If-Match", `W/"1"`)
		resp, err := http.DefaultClient.Do(req)
		if err != nil {
			t.Fatal(err)
		}
		defer resp.Body.Close()
		b, err := io.ReadAll(resp.Body)
		if err != nil {
			t.Fatal(err)
		}
		return resp, string(b)
	}
	tried := 0
	for _, kind := range []string{"Patient", "ServiceRequest", "Task", "DocumentReference", "DiagnosticReport", "Appointment", "Communication"} {
		found := func(token string) (ids []string) {
			_, body := ask(token, "GET", kind+"?_count=50", "")
			for _, part := range strings.Split(body, `/fhir/R4/`+kind+"/")[1:] {
				if id, _, ok := strings.Cut(part, `"`); ok && len(id) == 20 {
					ids = append(ids, id)
				}
			}
			return ids
		}
		own, id := found(elm), ""
		for _, x := range found(theirs) {
			if !slices.Contains(own, x) {
				id = x
			}
		}
		if id == "" {
			continue // nothing of this kind is here
		}
		body := func(id string) string {
			return `{"resourceType":"` + kind + `","id":"` + id + `","status":"active","intent":"order","subject":{"reference":"Patient/` + nobodys + `"}}`
		}
		for _, x := range []struct{ method, tail, body string }{{"GET", "", ""}, {"HEAD", "", ""}, {"GET", "/_history/1", ""}, {"GET", "/_history/99", ""}, {"GET", "/$everything", ""}, {"PUT", "", "b"}, {"PUT", "", "{"}, {"DELETE", "", ""}} {
			send := func(id string) string {
				b := x.body
				if b == "b" {
					b = body(id)
				}
				resp, got := ask(elm, x.method, kind+"/"+id+x.tail, b)
				if resp.StatusCode < 400 {
					t.Errorf("%s %s%s of %s answers %d", x.method, kind, x.tail, id, resp.StatusCode)
				}
				return whole(resp, got, id)
			}
			if tried++; send(id) != send(nobodys) {
				t.Errorf("%s %s%s: a foreign one answers\n%.700s\n-- and an absent one\n%.700s", x.method, kind, x.tail, send(id), send(nobodys))
			}
		}
	}
	if tried < 40 {
		t.Errorf("only %d answers were compared", tried)
	}
}

// rubbish is what no field expects.
var rubbish = []string{`<script>alert(1)</script>"'><img src=x onerror=alert(1)>`, "2026-02-30", "9999-99-99T99:99", "-1", strings.Repeat("A", 20_000), "\x00\xff", ""}

// Every form a clinician sees takes rubbish in every field: an answer in words,
// no page that broke, no script that runs, and every open referral has its owner.
func TestEveryFormTakesRubbish(t *testing.T) {
	t.Parallel()
	base := start(t)
	pressed := 0
	for who, list := range map[string]string{"rivera@lakeside.example": "/waiting", "intake@stluke.example": "/queue", "chen@stluke.example": "/queue", "schedule@stluke.example": "/queue?view=to-book", "admin@stluke.example": "/admin/people"} {
		r := visit(t, base)
		r.signIn(who)
		r.open(list)
		pages := []string{list, "/referrals/new", "/exceptions", "/me", "/covers", "/ops"}
		for i, id := range referralsOf(r) {
			if pages = append(pages, "/referrals/"+id); i == 3 {
				break
			}
		}
		for _, page := range pages {
			resp, body := r.raw("GET", page, nil)
			at, seen := resp.Request.URL, map[string]bool{}
			doc, err := html.Parse(strings.NewReader(body))
			if err != nil {
				t.Fatal(err)
			}
			each(doc, "form", func(f *html.Node) {
				to, err := at.Parse(attr(f, "action"))
				if err != nil || attr(f, "method") != "post" || seen[to.Path] || strings.HasPrefix(to.Path, "/session") || strings.HasPrefix(to.Path, "/demo") || strings.HasPrefix(to.Path, "/me/sessions") {
					return
				}
				seen[to.Path] = true
				for _, bad := range rubbish {
					v := held(f)
					for k := range v {
						v.Set(k, bad)
					}
					resp, body := r.raw("POST", to.RequestURI(), v)
					if pressed++; resp.StatusCode >= 500 {
						t.Errorf("%s: %s with %.20q answers %d", who, to.Path, bad, resp.StatusCode)
					}
					if strings.Contains(body, "<script>alert") || strings.Contains(body, "<img src=x") {
						t.Errorf("%s: %s gives a script back as a script", who, to.Path)
					}
				}
			})
		}
	}
	if pressed < 200 {
		t.Errorf("only %d forms were pressed", pressed)
	}
	if _, m := visit(t, base).raw("GET", "/metrics", nil); !strings.Contains(m, "referd_orphans 0\n") {
		t.Error("somebody was lost")
	}
}

// What is too large is refused in words, by pages and by the door of systems,
// and leaves nothing; and a form in another dress is none.
func TestTooLargeAndOtherwiseDressed(t *testing.T) {
	base := start(t)
	r := visit(t, base)
	r.signIn("rivera@lakeside.example")
	r.open("/referrals/new")
	r.form("/patients", url.Values{"family": {"Okafor"}, "given": {"Ngozi"}, "born": {"1961-11-12"}, "sex": {"female"}})
	sending := actionOf(r, "/sending")
	post := func(path, kind string, body io.Reader) (int, string) {
		req, err := http.NewRequest("POST", base+path, body)
		if err != nil {
			t.Fatal(err)
		}
		req.Header.Set("Content-Type", kind)
		resp, err := r.client.Do(req)
		if err != nil {
			t.Fatalf("%s: %v", path, err)
		}
		defer resp.Body.Close()
		b, _ := io.ReadAll(resp.Body)
		return resp.StatusCode, string(b)
	}
	const formed = "application/x-www-form-urlencoded"
	multi := func(size int) io.Reader {
		return io.MultiReader(strings.NewReader("--x\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.txt\"\r\nContent-Type: text/plain\r\n\r\n"), bytes.NewReader(bytes.Repeat([]byte("a"), size)), strings.NewReader("\r\n--x--\r\n"))
	}
	for name, x := range map[string]struct {
		path, kind string
		body       io.Reader
		says       string
	}{
		"a form of 1 MB":  {"/search", formed, strings.NewReader("q=" + strings.Repeat("a", 1<<20)), "takes 256 KB of words at most"},
		"JSON":            {sending, "application/json", strings.NewReader(`{"question":"Is it?"}`), "not a form"},
		"half a document": {sending, "multipart/form-data; boundary=x", strings.NewReader("--x\r\nContent-Disposition: form-data; na"), "could not be read"},
		"text":            {"/patients", "text/plain", strings.NewReader("family=Okafor"), "not a form"},
	} {
		status, body := post(x.path, x.kind, x.body)
		if status != http.StatusBadRequest || !strings.Contains(body, x.says) {
			t.Errorf("%s: %d %.600s", name, status, body)
		}
	}
	// a document that is too large is told in the form, where the words stand
	if status, body := post(sending, "multipart/form-data; boundary=x", multi(60<<20)); status != http.StatusUnprocessableEntity || !strings.Contains(body, "larger than 50 MB") {
		t.Errorf("a document of 60 MB: %d %.600s", status, body)
	}
	if r.open(strings.TrimSuffix(sending, "/sending")); strings.Contains(r.text, "Is it?") || strings.Contains(r.text, "a.txt") {
		t.Error("something of what was refused was kept")
	}
}

// A decision pressed twice is made once; one that somebody else has made
// meanwhile is refused with who, and gives every typed word back.
func TestPressedTwiceAndTooLate(t *testing.T) {
	base := start(t)
	at := func(who string) *reader {
		r := visit(t, base)
		r.signIn(who)
		return r
	}
	nurse, doctor := at("nurse@stluke.example"), at("chen@stluke.example")
	nurse.open("/queue?view=team")
	page := ""
	for _, id := range referralsOf(nurse) {
		if nurse.open("/referrals/" + id); page == "" && strings.Contains(nurse.text, "/"+id+"/decision") {
			page = "/referrals/" + id
		}
	}
	if page == "" {
		t.Fatal("nothing is to be decided")
	}
	nurse.open(page + "/decision")
	doctor.open(page + "/decision")
	press := func(r *reader, fill url.Values) (*http.Response, string) {
		v := url.Values{}
		each(r.page, "form", func(f *html.Node) {
			if strings.HasSuffix(attr(f, "action"), "/decision") {
				v = held(f)
			}
		})
		maps.Copy(v, fill)
		return r.raw("POST", page+"/decision", v)
	}
	accept := url.Values{"how": {"accept"}, "words": {"We see her on a morning."}}
	for n := range 2 {
		if resp, body := press(nurse, accept); resp.StatusCode >= 400 {
			t.Fatalf("pressed %d times: %d %.900s", n+1, resp.StatusCode, body)
		}
	}
	nurse.open(page)
	if n := strings.Count(words(nurse.page), "We see her on a morning."); n != 1 {
		t.Errorf("pressed twice, it stands there %d times", n)
	}
	const typed = "Not in our scope: she is better served by electrophysiology."
	resp, body := press(doctor, url.Values{"how": {"advise"}, "words": {typed}})
	if resp.StatusCode != http.StatusConflict || !strings.Contains(body, typed) || !strings.Contains(body, "Jo Brandt") {
		t.Errorf("too late: %d, the words back: %v\n%.2000s", resp.StatusCode, strings.Contains(body, typed), body)
	}
}

// A person typed wrongly stays on the page with what is wrong beside it; one who
// is perhaps on record is asked about, and nobody is made meanwhile.
func TestAPersonTypedWrongly(t *testing.T) {
	r := visit(t, start(t))
	r.signIn("rivera@lakeside.example")
	for name, x := range map[string]struct {
		born, sex, says string
	}{
		"no such day":     {"1961-02-30", "female", "as 1961-11-12"},
		"not born yet":    {"2061-02-03", "female", "cannot be right"},
		"no day":          {"yesterday", "female", "as 1961-11-12"},
		"half filled":     {"", "female", "birth date is needed"},
		"before anybody":  {"1061-02-03", "female", "cannot be right"},
		"no such anybody": {"1961-02-03", "<b>", "Choose a sex of the list"},
	} {
		r.open("/referrals/new")
		resp, body := r.raw("POST", "/patients", url.Values{"family": {"Zanzibarov"}, "given": {"Ada"}, "born": {x.born}, "sex": {x.sex}, "phone": {"5550104471"}})
		if resp.StatusCode != http.StatusUnprocessableEntity || !strings.Contains(body, "Zanzibarov") || !strings.Contains(body, "5550104471") || !strings.Contains(body, x.says) {
			t.Errorf("%s: %d, %v: %s", name, resp.StatusCode, strings.Contains(body, "Zanzibarov"), x.says)
		}
	}
	r.open("/referrals/new")
	r.form("/search", url.Values{"q": {"Zanzibarov"}})
	if strings.Contains(r.text, "ZANZIBAROV, Ada") {
		t.Error("somebody was made of it")
	}
}
