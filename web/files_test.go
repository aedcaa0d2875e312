package web_test

import (
	"bytes"
	"mime/multipart"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"referd/core/referral"
	"referd/desk"
	"referd/desk/draft"
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

// A file that goes along already, carried over or attached without a word, is said
// to answer what the service asks for, without being sent again.
func TestAFileThatGoesAlongAnswers(t *testing.T) {
	s := open(t)
	var id referral.ID
	s.act(t, "doc", func(w *desk.Writing) error {
		d, err := draft.Start(w, draft.Draft{Patient: "pat00000000000000001", Service: "cardio"})
		id = d.ID
		return err
	})
	at := "/referrals/" + string(id) + "/sending"
	b := &browser{s: s}
	b.signIn(t, "doc@example.org", "open sesame")
	session := b.cookie
	for _, name := range []string{"first.txt", "second.txt"} {
		b.cookie = session
		if res, _ := b.posted(t, at, url.Values{"then": {"attach"}, "service": {"cardio"}, "confirmed": {"yes"}}, map[string][]byte{name: []byte("Sinus rhythm, " + name)}); res.StatusCode != http.StatusSeeOther {
			t.Fatalf("%s: %d", name, res.StatusCode)
		}
	}
	kept := func() (d draft.Draft) {
		t.Helper()
		if err := s.h.Read(t.Context(), s.h.As("doc"), "draft", func(r *desk.Reading) (err error) { d, _, err = draft.Written(r, id); return err }); err != nil {
			t.Fatal(err)
		}
		return d
	}
	more := kept().More
	for _, x := range more { // the second takes the place of the first, which still goes along
		b.cookie = session
		_, form := b.do(t, "GET", at, nil)
		if !strings.Contains(form, `name="meets-`+string(x)+`"`) {
			t.Fatal("it is not asked what the file answers")
		}
		b.cookie = session
		b.do(t, "POST", at, url.Values{"then": {"keep"}, "service": {"cardio"}, "meets-" + string(x): {"ecg"}, "meets-nobody": {"ecg"}})
	}
	if d := kept(); len(more) != 2 || d.Documents["ecg"] != string(more[1]) || len(d.More) != 1 || d.More[0] != more[0] {
		t.Errorf("%+v, of %v", d, more)
	}
}

// A file of a draft that is not taken takes nothing else along: what was said of
// it, what it answers and what was looked for stand as they were typed. Said of a
// file that was taken, they are not said of the next.
func TestWhatIsSaidOfARefusedFileStays(t *testing.T) {
	s := open(t)
	at := ""
	s.act(t, "doc", func(w *desk.Writing) error {
		d, err := draft.Start(w, draft.Draft{Patient: "pat00000000000000001", Service: "cardio"})
		at = "/referrals/" + string(d.ID) + "/sending"
		return err
	})
	b := &browser{s: s}
	b.signIn(t, "doc@example.org", "open sesame")
	session := b.cookie
	fields := url.Values{"service": {"cardio"}, "title": {"Tracing of Monday"}, "find": {"the heart"}, "confirmed": {"yes"}, "then": {"attach"}}
	said := []string{`name="title" value="Tracing of Monday"`, `name="find" value="the heart"`, `name="confirmed" value="yes" checked`}
	res, html := b.posted(t, at, fields, map[string][]byte{"tool.exe": []byte("MZ\x90\x00\x03")})
	if res.StatusCode != http.StatusUnprocessableEntity {
		t.Fatalf("taken: %d", res.StatusCode)
	}
	for _, want := range said {
		if !strings.Contains(html, want) {
			t.Errorf("%s is gone", want)
		}
	}
	fields.Set("then", "send") // the file is taken, and what is missing is said
	b.cookie = session
	if res, html = b.posted(t, at, fields, map[string][]byte{"note.txt": []byte("Sinus rhythm.")}); res.StatusCode != http.StatusUnprocessableEntity || !strings.Contains(html, "Tracing of Monday</a>") || strings.Contains(html, said[0]) {
		t.Errorf("said of the next file too: %d", res.StatusCode)
	}
}
