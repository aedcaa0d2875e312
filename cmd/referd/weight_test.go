package main

import (
	"compress/gzip"
	"io"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"referd/web/static"
)

// The first load of any page, as it travels, is under 100 KB: the page, its
// styles, script, icons and type. The next page is under 20 KB, because all
// else is kept for ever under a name that carries its hash.
func TestPagesAreLight(t *testing.T) {
	base := start(t)
	if n := static.Scripts(); n > 6<<10 {
		t.Errorf("the house's own scripts are %d bytes, over 6 KB", n)
	}
	for who, paths := range map[string][]string{
		"intake@stluke.example":   {"/queue", "/queue?view=late&order=due", "/ops", "/exceptions", "/help", "/me"},
		"nurse@stluke.example":    {"/queue?view=team", "first:/queue?view=team", "first:/queue?view=team:/decision", "first:/queue?view=team:/decline"},
		"schedule@stluke.example": {"first:/queue?view=to-book:/booking", "first:/queue?view=to-book:/contact"},
		"chen@stluke.example":     {"first:/queue?view=to-report:/report"},
		"rivera@lakeside.example": {"/waiting", "/loops", "/referrals/new"},
	} {
		jar, _ := cookiejar.New(nil)
		c := &http.Client{Jar: jar, Transport: &http.Transport{DisableCompression: true}}
		if r, err := c.PostForm(base+"/session", url.Values{"email": {who}, "password": {"referd-demo"}}); err != nil || r.StatusCode != 200 {
			t.Fatal(err)
		}
		for _, p := range paths {
			if list, then, ok := strings.Cut(strings.TrimPrefix(p, "first:"), ":"); strings.HasPrefix(p, "first:") {
				_, html := fetch(t, c, base+list)
				m := regexp.MustCompile(`class="pt" href="(/referrals/[^"?]+)`).FindStringSubmatch(html)
				if m == nil {
					t.Errorf("%s is empty", list)
					continue
				}
				if p = m[1]; ok {
					p += then
				}
			}
			size, html := fetch(t, c, base+p)
			if size > 20<<10 {
				t.Errorf("%s: %d bytes of page, over 20 KB", p, size)
			}
			whole := size
			for asset := range assets(html) {
				n, _ := fetch(t, c, base+asset)
				whole += n
			}
			if whole > 100<<10 {
				t.Errorf("%s: %d bytes on the first load, over 100 KB", p, whole)
			}
			t.Logf("%s: %d bytes, %d on the first load", p, size, whole)
		}
	}
}

// assets are the house's own files a page needs.
func assets(html string) map[string]bool {
	out := map[string]bool{}
	for _, m := range regexp.MustCompile(`/static/[A-Za-z0-9.-]+`).FindAllString(html, -1) {
		out[m] = true
	}
	return out
}

// fetch gives how many bytes travelled, and what they said.
func fetch(t *testing.T, c *http.Client, at string) (int, string) {
	t.Helper()
	req, _ := http.NewRequest("GET", at, nil)
	req.Header.Set("Accept-Encoding", "gzip")
	r, err := c.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	defer r.Body.Close()
	b, err := io.ReadAll(r.Body)
	if err != nil || r.StatusCode != 200 {
		t.Fatalf("%s: %d %v", at, r.StatusCode, err)
	}
	if strings.HasPrefix(r.Request.URL.Path, "/static/") && r.Header.Get("Cache-Control") != "public, max-age=31536000, immutable" {
		t.Errorf("%s is not kept for ever", at)
	}
	if r.Header.Get("Content-Encoding") != "gzip" {
		return len(b), string(b)
	}
	z, err := gzip.NewReader(strings.NewReader(string(b)))
	if err != nil {
		t.Fatal(err)
	}
	plain, err := io.ReadAll(z)
	if err != nil {
		t.Fatal(err)
	}
	return len(b), string(plain)
}
