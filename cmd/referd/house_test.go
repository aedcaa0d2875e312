package main

import (
	"bytes"
	"context"
	"io"
	"net"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"os"
	"strings"
	"testing"
	"time"

	"golang.org/x/net/html"
)

// start opens the demo house on a free port and waits until it is ready.
func start(t *testing.T) string {
	t.Helper()
	ln, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	addr := ln.Addr().String()
	ln.Close()
	ctx, stop := context.WithCancel(context.Background())
	var out bytes.Buffer
	done := make(chan int, 1)
	dir := t.TempDir()
	go func() {
		done <- run(ctx, &call{args: []string{"demo", "-addr", addr, "-data", dir}, env: func(string) string { return "" }, out: io.Discard, err: &out})
	}()
	t.Cleanup(func() {
		stop()
		if code := <-done; code != 0 {
			t.Errorf("the house ended with %d:\n%.2000s", code, out.String())
		}
	})
	for range 300 {
		if r, err := http.Get("http://" + addr + "/readyz"); err == nil {
			r.Body.Close()
			if r.StatusCode == 200 {
				return "http://" + addr
			}
		}
		time.Sleep(100 * time.Millisecond)
	}
	t.Fatal("the house did not open")
	return ""
}

// reader is somebody at the pages, without scripts.
type reader struct {
	t      *testing.T
	base   string
	client *http.Client
	page   *html.Node
	text   string
	at     *url.URL
	code   string
	extra  url.Values
}

func (r *reader) take(resp *http.Response, err error) {
	r.t.Helper()
	if err != nil {
		r.t.Fatal(err)
	}
	defer resp.Body.Close()
	b, err := io.ReadAll(resp.Body)
	if err != nil {
		r.t.Fatal(err)
	}
	if resp.StatusCode >= 500 {
		r.t.Fatalf("%s answered %d", resp.Request.URL, resp.StatusCode)
	}
	if r.page, err = html.Parse(bytes.NewReader(b)); err != nil {
		r.t.Fatal(err)
	}
	r.text, r.at, r.extra = html.UnescapeString(string(b)), resp.Request.URL, url.Values{}
}

func (r *reader) open(path string) {
	r.t.Helper()
	to, err := r.base2().Parse(path)
	if err != nil {
		r.t.Fatal(err)
	}
	r.take(r.client.Get(to.String()))
}

func (r *reader) base2() *url.URL {
	if r.at != nil {
		return r.at
	}
	u, _ := url.Parse(r.base)
	return u
}

// each visits elements of a kind.
func each(n *html.Node, kind string, f func(*html.Node)) {
	if n.Type == html.ElementNode && n.Data == kind {
		f(n)
	}
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		each(c, kind, f)
	}
}

func attr(n *html.Node, name string) string {
	for _, a := range n.Attr {
		if a.Key == name {
			return a.Val
		}
	}
	return ""
}

func has(n *html.Node, name string) bool {
	for _, a := range n.Attr {
		if a.Key == name {
			return true
		}
	}
	return false
}

func words(n *html.Node) string {
	if n.Type == html.TextNode {
		return n.Data
	}
	var b strings.Builder
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		b.WriteString(words(c))
	}
	return strings.Join(strings.Fields(b.String()), " ")
}

// form fills the first form whose action ends so, and presses it.
func (r *reader) form(action string, fill url.Values) {
	r.t.Helper()
	var found *html.Node
	each(r.page, "form", func(f *html.Node) {
		if found == nil && strings.HasSuffix(attr(f, "action"), action) {
			found = f
		}
	})
	if found == nil {
		r.t.Fatalf("no form %q on %s", action, r.at)
	}
	v := url.Values{}
	each(found, "input", func(i *html.Node) {
		if kind := attr(i, "type"); (kind != "radio" && kind != "checkbox" || has(i, "checked")) && kind != "file" && attr(i, "name") != "" {
			v.Set(attr(i, "name"), attr(i, "value"))
		}
	})
	each(found, "textarea", func(x *html.Node) { v.Set(attr(x, "name"), words(x)) })
	for _, more := range []url.Values{r.extra, fill} {
		for k := range more {
			v.Set(k, more.Get(k))
		}
	}
	to, err := r.at.Parse(attr(found, "action"))
	if err != nil {
		r.t.Fatal(err)
	}
	r.take(r.client.PostForm(to.String(), v))
}

// radio chooses a value in every group of lines that has it.
func (r *reader) radio(value string) {
	keep := url.Values{}
	each(r.page, "input", func(i *html.Node) {
		if attr(i, "type") == "radio" && attr(i, "value") == value {
			keep.Set(attr(i, "name"), value)
		}
		if attr(i, "type") == "radio" && attr(i, "name") == "item" && keep.Get("item") == "" {
			keep.Set("item", attr(i, "value"))
		}
	})
	r.extra = keep
}

func (r *reader) link(text string) {
	r.t.Helper()
	href := ""
	each(r.page, "a", func(a *html.Node) {
		if href == "" && strings.HasPrefix(words(a), text) {
			href = attr(a, "href")
		}
	})
	if href == "" {
		r.t.Fatalf("no link %q on %s", text, r.at)
	}
	r.open(href)
}

// TestFirstStory walks testdata/loops/first.txt in the running house.
func TestFirstStory(t *testing.T) {
	script, err := os.ReadFile("../../testdata/loops/first.txt")
	if err != nil {
		t.Fatal(err)
	}
	r := &reader{t: t, base: start(t)}
	for n, line := range strings.Split(string(script), "\n") {
		verb, rest, _ := strings.Cut(strings.TrimSpace(line), " ")
		if verb == "" || verb[0] == '#' {
			continue
		}
		r.do(verb, rest)
		if t.Failed() {
			t.Fatalf("line %d: %s", n+1, line)
		}
	}
}

func (r *reader) do(verb, rest string) {
	r.t.Helper()
	switch verb {
	case "signin":
		jar, _ := cookiejar.New(nil)
		r.client, r.at = &http.Client{Jar: jar, Timeout: time.Minute}, nil
		r.open("/")
		r.form("/session", url.Values{"email": {rest}, "password": {"referd-demo"}})
	case "open":
		r.open(rest)
	case "form", "slot":
		part := strings.Fields(rest)
		fill := url.Values{}
		for _, p := range part[1:] {
			k, v, _ := strings.Cut(p, "=")
			fill.Set(k, strings.ReplaceAll(v, "_", " "))
		}
		if verb == "slot" {
			each(r.page, "input", func(i *html.Node) {
				if attr(i, "name") == "slot" && fill.Get("slot") == "" {
					fill.Set("slot", attr(i, "value"))
				}
			})
		}
		r.form(part[0], fill)
	case "radio":
		r.radio(rest)
	case "link":
		r.link(rest)
	case "remember":
		each(r.page, "p", func(p *html.Node) {
			if attr(p, "class") == "crumb" {
				f := strings.Fields(words(p))
				r.code = f[len(f)-1]
			}
		})
	case "search":
		r.form("/search", url.Values{"q": {r.code}})
	case "clock":
		r.open("/demo/clock")
		r.form("/demo/clock", url.Values{"hours": {rest}})
	case "expect":
		if !strings.Contains(r.text, rest) {
			r.t.Errorf("%s does not say %q:\n%.1500s", r.at, rest, words(r.page))
		}
	case "reject":
		if strings.Contains(r.text, rest) {
			r.t.Errorf("%s says %q", r.at, rest)
		}
	default:
		r.t.Errorf("no such command %q", verb)
	}
}
