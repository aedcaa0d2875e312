package web_test

import (
	"bytes"
	"io"
	"mime/multipart"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"

	"referd/base/cells"
	"referd/core/party"
	"referd/desk"
	"referd/desk/bring"
	"referd/store"
	"referd/wire/table"
)

func room(s *site) bring.Room {
	return bring.Room{Desk: s.h.Desk, Open: func(_ bring.Kind, body io.ReaderAt, size int64, sheet string) (*bring.Grid, error) {
		t, err := table.Open(body, size, table.Options{Sheet: sheet})
		if err != nil {
			return nil, err
		}
		return &bring.Grid{Format: t.Format, Sheets: t.Sheets, Sheet: t.Sheet, Close: t.Close, Next: func() (int, []string, error) {
			r, err := t.Next()
			return r.N, r.Cells, err
		}}, nil
	}}
}

// upload posts a list as a browser does.
func (b *browser) upload(t *testing.T, kind, text string) (*http.Response, string) {
	t.Helper()
	var body bytes.Buffer
	w := multipart.NewWriter(&body)
	w.WriteField("kind", kind)
	f, err := w.CreateFormFile("file", "list.csv")
	if err != nil {
		t.Fatal(err)
	}
	f.Write([]byte(text))
	w.Close()
	return b.send(t, "POST", "/bring", w.FormDataContentType(), &body)
}

var columns = regexp.MustCompile(`(?s)<select id="f-column-(\d+)".*?</select>`)

var selected = regexp.MustCompile(`value="([^"]*)" selected`)

// named are the columns as the page offers them.
func named(page string) url.Values {
	out := url.Values{}
	for _, m := range columns.FindAllStringSubmatch(page, -1) {
		out.Set("column-"+m[1], "")
		if s := selected.FindStringSubmatch(m[0]); s != nil {
			out.Set("column-"+m[1], s[1])
		}
	}
	return out
}

// A list is brought by its pages, without scripts: the file is taken, its columns
// named, words explained, faults listed and given as a file, all of it made, seen
// and taken back; another practice's is not there.
func TestAListIsBroughtByPages(t *testing.T) {
	s := open(t)
	m := room(s)
	b := &browser{s: s}
	b.signIn(t, "doc@example.org", "open sesame")
	session := b.cookie
	get := func(path string) string { b.cookie = session; _, page := b.do(t, "GET", path, nil); return page }
	post := func(path string, form url.Values) (int, string) {
		b.cookie = session
		res, page := b.do(t, "POST", path, form)
		return res.StatusCode, page
	}
	if res, page := b.upload(t, "patients", "%PDF-1.7"); res.StatusCode != http.StatusUnprocessableEntity || !strings.Contains(page, "This is a PDF") {
		t.Fatalf("a PDF: %d", res.StatusCode)
	}
	b.cookie = session
	res, _ := b.upload(t, "patients", "MRN,Patient,DOB,Sex\nP1,\"Paged, Pia\",01/02/1970,elf\nP2,\"Paged, Pál\",=2+2,F\n")
	at := res.Header.Get("Location")
	if res.StatusCode != http.StatusSeeOther || !strings.HasPrefix(at, "/bring/") {
		t.Fatalf("taken: %d %s", res.StatusCode, at)
	}
	work := func() {
		t.Helper()
		for more := true; more; {
			var err error
			if more, err = m.Work(t.Context(), bring.ID(strings.TrimPrefix(at, "/bring/")), time.Time{}); err != nil {
				t.Fatal(err)
			}
		}
	}
	form := named(get(at))
	if form.Encode() != "column-0=number&column-1=name&column-2=born&column-3=sex" {
		t.Errorf("named as %v", form)
	}
	if code, _ := post(at+"/naming", form); code != http.StatusSeeOther {
		t.Fatalf("named: %d", code)
	}
	if page := get(at); !strings.Contains(page, "The rows are being read") {
		t.Error("its progress is not shown")
	}
	work()
	page := get(at)
	for _, want := range []string{"2 rows to correct", "Sex: “elf”", "“=2+2” is no day of the calendar"} {
		if !strings.Contains(page, want) {
			t.Errorf("the report does not say %q", want)
		}
	}
	if csv := get(at + "/faults.csv"); !strings.HasPrefix(csv, cells.Mark+"row,column,what is wrong\n2,D Sex,\"“elf” is not known") {
		t.Errorf("the faults as a file: %s", csv)
	}
	if code, page := post(at+"/applying", nil); code != http.StatusUnprocessableEntity || !strings.Contains(page, "whole or not at all") {
		t.Errorf("applied with faults: %d", code)
	}
	b.cookie = session
	res, _ = b.upload(t, "patients", "MRN,Patient,DOB,Sex\nP1,\"Paged, Pia\",01/02/1970,elf\nP2,\"Paged, Pál\",01/03/1970,F\n")
	at = res.Header.Get("Location")
	form = named(get(at))
	form.Set("of-0", "sex")
	form.Set("word-0", "elf")
	form.Set("means-0", "other")
	post(at+"/naming", form)
	work()
	if code, _ := post(at+"/applying", nil); code != http.StatusSeeOther {
		t.Fatalf("applied: %d", code)
	}
	work()
	if page := get(at); !strings.Contains(page, "2 rows were made") || !strings.Contains(page, "Take it back") {
		t.Error("what came of it is not said")
	}
	if page := get("/bring"); !strings.Contains(page, at) {
		t.Error("it is not among the lists")
	}
	if code, _ := post(at+"/undoing", nil); code != http.StatusSeeOther {
		t.Fatalf("undone: %d", code)
	}
	work()
	if page := get(at); !strings.Contains(page, "were taken back") {
		t.Error("its undoing is not said")
	}
	b.cookie = session
	foreign, _ := b.do(t, "GET", "/bring/zzzzzzzzzzzzzzzzzzzz", nil)
	if foreign.StatusCode != http.StatusNotFound {
		t.Errorf("one that is not there: %d", foreign.StatusCode)
	}
}

// An administrator brings the directory by the same pages: they are offered what is
// theirs to bring, no patient's list among it, and who is brought is invited by a
// press.
func TestTheDirectoryIsBroughtByPages(t *testing.T) {
	s := open(t)
	m := room(s)
	s.web.Mail = true
	if err := s.h.DB.Commit(t.Context(), func(tx *store.Tx) error {
		return tx.PutThing(desk.KindMembership, "doc@home-team", "home", party.Membership{User: "doc", Team: "home-team", Roles: []party.Job{party.ReferringClinician, party.Admin}})
	}); err != nil {
		t.Fatal(err)
	}
	b := &browser{s: s}
	b.signIn(t, "doc@example.org", "open sesame")
	session := b.cookie
	do := func(method, path string, form url.Values) (*http.Response, string) {
		b.cookie = session
		return b.do(t, method, path, form)
	}
	if _, page := do("GET", "/bring", nil); !strings.Contains(page, "People who work here") || !strings.Contains(page, "Clinicians") || strings.Contains(page, "Open referrals") || strings.Contains(page, "that are not here") {
		t.Fatalf("offered:\n%s", page)
	}
	b.cookie = session
	if res, _ := b.upload(t, "patients", "a,b\n1,2\n"); res.StatusCode != http.StatusForbidden {
		t.Errorf("an administrator brings patients: %d", res.StatusCode)
	}
	b.cookie = session
	res, page := b.upload(t, "people", "Name,Work e-mail,Team,What they do\n\"Lee, Kim\",lee@example.org,home-team,Referring staff\n")
	at := res.Header.Get("Location")
	if res.StatusCode != http.StatusSeeOther {
		t.Fatalf("%d\n%s", res.StatusCode, page)
	}
	on := func() string {
		for more := true; more; {
			var err error
			if more, err = m.Work(t.Context(), bring.ID(strings.TrimPrefix(at, "/bring/")), time.Time{}); err != nil {
				t.Fatal(err)
			}
		}
		_, page := do("GET", at, nil)
		return page
	}
	do("POST", at+"/naming", named(on()))
	if page = on(); !strings.Contains(page, "New account; no letter goes out yet") {
		t.Fatalf("the report:\n%s", page)
	}
	do("POST", at+"/applying", url.Values{})
	if page = on(); !strings.Contains(page, "Invite 1 person by e-mail") && !strings.Contains(page, "Invite one person by e-mail") {
		t.Fatalf("applied:\n%s", page)
	}
	if res, _ := do("POST", at+"/letters", url.Values{}); res.StatusCode != http.StatusSeeOther {
		t.Errorf("letters: %d", res.StatusCode)
	}
	if _, page = do("GET", "/admin/people", nil); !strings.Contains(page, "lee@example.org") || !strings.Contains(page, "Has not come in") {
		t.Errorf("they are not among the people:\n%s", page)
	}
}
