package main

import (
	"fmt"
	"io"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"regexp"
	"strconv"
	"strings"
	"testing"
)

// worker is somebody at the pages.
type worker struct {
	t    *testing.T
	base string
	http *http.Client
}

func enter(t *testing.T, base, email string) *worker {
	t.Helper()
	jar, _ := cookiejar.New(nil)
	w := &worker{t, base, &http.Client{Jar: jar}}
	w.post("/session", url.Values{"email": {email}, "password": {"referd-demo"}})
	return w
}

func (w *worker) read(r *http.Response, err error) (int, string) {
	w.t.Helper()
	if err != nil {
		w.t.Fatal(err)
	}
	defer r.Body.Close()
	b, err := io.ReadAll(r.Body)
	if err != nil {
		w.t.Fatal(err)
	}
	return r.StatusCode, string(b)
}

func (w *worker) get(path string) (int, string) {
	w.t.Helper()
	return w.read(w.http.Get(w.base + path))
}

func (w *worker) post(path string, f url.Values) string {
	w.t.Helper()
	_, s := w.read(w.http.PostForm(w.base+path, f))
	return s
}

var (
	tabLink = regexp.MustCompile(`<a href="(/queue\?view=[a-z-]+)"[^>]*>[^<]*<span class="count">(\d+)</span>`)
	rowID   = regexp.MustCompile(`data-row data-id="([^"]+)"`)
)

// What a badge counts is what its list holds, page by page and in the file.
func TestTheQueueHoldsWhatItCounts(t *testing.T) {
	w := enter(t, start(t), "intake@stluke.example")
	_, html := w.get("/queue")
	tabs := tabLink.FindAllStringSubmatch(html, -1)
	if len(tabs) < 9 {
		t.Fatalf("%d tabs", len(tabs))
	}
	for _, tab := range tabs {
		want, _ := strconv.Atoi(tab[2])
		seen := map[string]int{}
		rows := 0
		for page := 1; page <= want/50+1; page++ {
			_, html := w.get(fmt.Sprintf("%s&page=%d", tab[1], page))
			for _, m := range rowID.FindAllStringSubmatch(html, -1) {
				rows++
				seen[m[1]]++
			}
		}
		if rows != want {
			t.Errorf("%s counts %d and lists %d", tab[1], want, rows)
		}
		_, csv := w.get(strings.Replace(tab[1], "/queue?", "/queue.csv?", 1))
		if n := strings.Count(csv, "\n") - 1; n != want {
			t.Errorf("%s counts %d and its file holds %d", tab[1], want, n)
		}
	}
	_, counts := w.get("/counts")
	if all := tabs[0][2]; !strings.Contains(counts, `"/queue":`+all) {
		t.Errorf("the rail says %s, the list %s", counts, all)
	}
	for _, bad := range []string{"/queue?view=nothing", "/queue?view=all&order=name"} {
		if code, _ := w.get(bad); code != http.StatusNotFound {
			t.Errorf("%s answered %d", bad, code)
		}
	}
}

// Bulk acts answer one by one: what somebody else has taken is named, and what
// was claimed can be given back.
func TestBulkClaimsAnswerOneByOne(t *testing.T) {
	base := start(t)
	nurse, doctor := enter(t, base, "nurse@stluke.example"), enter(t, base, "chen@stluke.example")
	_, html := nurse.get("/queue?view=unclaimed")
	var ids []string
	for _, m := range rowID.FindAllStringSubmatch(html, -1) {
		if claimed := doctor.post("/claims", url.Values{"id": {m[1]}}); strings.Contains(claimed, "1 claimed.") {
			ids = append(ids, m[1]) // the doctor has it; is the nurse in that team too?
			break
		}
	}
	_, html = nurse.get("/queue?view=team")
	for _, m := range rowID.FindAllStringSubmatch(html, -1) {
		if len(ids) < 2 && m[1] != ids[0] {
			ids = append(ids, m[1])
		}
	}
	if len(ids) < 2 {
		t.Fatal("there is too little in the demo's queue")
	}
	said := nurse.post("/claims", url.Values{"id": ids, "back": {"/queue?view=team"}})
	if !strings.Contains(said, "was taken by Dr Wei Chen.") || !regexp.MustCompile(`[01] claimed\.`).MatchString(said) {
		t.Errorf("the answer does not say what came of each")
	}
	if said := nurse.post("/claims", nil); !strings.Contains(said, "Select a row first") {
		t.Error("nothing selected says nothing")
	}
	if said := nurse.post("/releases", url.Values{"id": {ids[1]}}); !strings.Contains(said, "given back to the team") {
		t.Error("a claim cannot be given back")
	}
}
