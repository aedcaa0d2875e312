package web_test

import (
	"bytes"
	"mime/multipart"
	"net/http"
	"net/url"
	"strings"
	"testing"
)

// posted is a form with files in its field "file", as a browser sends it.
func (b *browser) posted(t *testing.T, at string, fields url.Values, files map[string][]byte) (*http.Response, string) {
	t.Helper()
	var body bytes.Buffer
	w := multipart.NewWriter(&body)
	for name := range fields {
		w.WriteField(name, fields.Get(name))
	}
	for name, data := range files {
		f, err := w.CreateFormFile("file", name)
		if err != nil {
			t.Fatal(err)
		}
		f.Write(data)
	}
	w.Close()
	return b.send(t, "POST", at, w.FormDataContentType(), &body)
}

// A question is answered with several files at once. Where one of them is too large,
// or no document, its name is said, nothing is answered, and every word comes back.
func TestAnAnswerBringsSeveralFiles(t *testing.T) {
	s := open(t)
	of := "/referrals/" + string(asked(t, s).ID)
	doc := &browser{s: s}
	doc.signIn(t, "doc@example.org", "open sesame")
	session := doc.cookie
	_, form := doc.do(t, "GET", of+"/answer", nil)
	if !strings.Contains(form, `type="file" multiple`) {
		t.Error("one file at a time")
	}
	const words = "The tracing and the note are attached."
	press := func(once string, files map[string][]byte) (*http.Response, string) {
		t.Helper()
		doc.cookie = session
		return doc.posted(t, of+"/answer", url.Values{"words": {words}, "once": {once}, "confirmed": {"yes"}}, files)
	}
	note := []byte("Sinus rhythm.")
	for name, x := range map[string]struct {
		data []byte
		says string
	}{
		"film.mov": {bytes.Repeat([]byte("a"), 60<<20), "film.mov: The file is larger than 50 MB"},
		"tool.exe": {[]byte("MZ\x90\x00\x03"), "tool.exe: "},
	} {
		res, html := press(name, map[string][]byte{"note.txt": note, name: x.data})
		if res.StatusCode != http.StatusUnprocessableEntity || !strings.Contains(html, x.says) || !strings.Contains(html, words) {
			t.Errorf("%s: %d\n%.300s", name, res.StatusCode, html)
		}
	}
	if res, html := press("good", map[string][]byte{"note.txt": note, "tracing.txt": []byte("No ischemia.")}); res.StatusCode != http.StatusSeeOther {
		t.Fatalf("not answered: %d\n%.300s", res.StatusCode, html)
	}
	doc.cookie = session
	if _, html := doc.do(t, "GET", of, nil); !strings.Contains(html, "note.txt") || !strings.Contains(html, "tracing.txt") || strings.Count(html, ">note.txt<") > 1 {
		t.Error("the files are not on the referral, once each")
	}
}
