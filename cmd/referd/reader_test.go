package main

import (
	"bytes"
	"fmt"
	"io"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"strings"
	"time"

	"golang.org/x/net/html"
)

// reader is somebody at the pages, without scripts. What goes wrong is told to
// fail, which does not come back.
type reader struct {
	base   string
	client *http.Client
	page   *html.Node
	text   string
	at     *url.URL
	status int
	chosen url.Values
	fail   func(format string, args ...any)
}

func (r *reader) take(resp *http.Response, err error) {
	if err != nil {
		r.fail("%v", err)
		return
	}
	defer resp.Body.Close()
	b, err := io.ReadAll(resp.Body)
	if err != nil {
		r.fail("%v", err)
	}
	if resp.StatusCode >= 500 {
		r.fail("%s answered %d", resp.Request.URL, resp.StatusCode)
	}
	if r.page, err = html.Parse(bytes.NewReader(b)); err != nil {
		r.fail("%v", err)
	}
	r.text, r.at, r.status, r.chosen = html.UnescapeString(string(b)), resp.Request.URL, resp.StatusCode, url.Values{}
}

// signIn opens the door as somebody of the demo.
func (r *reader) signIn(email string) { r.signInWith(email, "referd-demo") }

func (r *reader) signInWith(email, password string) {
	r.client, r.at = newcomer(), nil
	r.open("/")
	r.form("/session", url.Values{"email": {email}, "password": {password}})
	if strings.Contains(r.text, `action="/session"`) {
		r.fail("%s cannot sign in", email)
	}
}

// newcomer is a browser nobody has signed in with.
func newcomer() *http.Client {
	jar, _ := cookiejar.New(nil)
	return &http.Client{Jar: jar, Timeout: time.Minute}
}

func (r *reader) open(path string) {
	base := r.at
	if base == nil {
		base, _ = url.Parse(r.base)
	}
	to, err := base.Parse(path)
	if err != nil {
		r.fail("%v", err)
	}
	r.take(r.client.Get(to.String()))
}

// form fills the first form whose action ends so, and presses it: what it
// holds, then what was chosen on the page, then what is given.
func (r *reader) form(action string, fill url.Values) {
	var found *html.Node
	each(r.page, "form", func(f *html.Node) {
		at, _, _ := strings.Cut(attr(f, "action"), "?in=") // the list one came from
		if found == nil && strings.HasSuffix(at, action) {
			found = f
		}
	})
	if found == nil {
		r.fail("no form %q on %s:\n%.1200s", action, r.at, words(r.page))
		return
	}
	v := held(found)
	for _, more := range []url.Values{r.chosen, fill} {
		for k := range more {
			v.Set(k, more.Get(k))
		}
	}
	to, err := r.at.Parse(attr(found, "action"))
	if err != nil {
		r.fail("%v", err)
	}
	r.take(r.client.PostForm(to.String(), v))
}

// post presses what has no form of its own on the page.
func (r *reader) post(path string, v url.Values) {
	to, err := r.at.Parse(path)
	if err != nil {
		r.fail("%v", err)
	}
	r.take(r.client.PostForm(to.String(), v))
}

// held is what a form would send as it stands.
func held(form *html.Node) url.Values {
	v := url.Values{}
	each(form, "input", func(i *html.Node) {
		kind := attr(i, "type")
		if (kind != "radio" && kind != "checkbox" || has(i, "checked")) && kind != "file" && attr(i, "name") != "" {
			v.Add(attr(i, "name"), attr(i, "value"))
		}
	})
	each(form, "textarea", func(x *html.Node) { v.Set(attr(x, "name"), words(x)) })
	each(form, "select", func(s *html.Node) {
		each(s, "option", func(o *html.Node) {
			if has(o, "selected") {
				v.Set(attr(s, "name"), attr(o, "value"))
			}
		})
	})
	return v
}

// choose takes a value in every group of choices that offers it, and the first
// choice of a group that is named.
func (r *reader) choose(value, first string) {
	each(r.page, "input", func(i *html.Node) {
		name := attr(i, "name")
		if attr(i, "type") == "radio" && (attr(i, "value") == value && value != "" || name == first && r.chosen.Get(name) == "") {
			r.chosen.Set(name, attr(i, "value"))
		}
	})
}

// option is the value of a choice in a list, or of a button, by its words.
func (r *reader) option(name, text string) (value string) {
	found := false
	each(r.page, "button", func(b *html.Node) {
		if said := words(b); attr(b, "name") == name && !found && (said == text || strings.HasPrefix(said, text+" ")) {
			value, found = attr(b, "value"), true
		}
	})
	each(r.page, "select", func(s *html.Node) {
		each(s, "option", func(o *html.Node) {
			if attr(s, "name") == name && words(o) == text {
				value, found = attr(o, "value"), true
			}
		})
	})
	if !found {
		r.fail("no choice %q of %s on %s:\n%.1200s", text, name, r.at, words(r.page))
	}
	return value
}

func (r *reader) link(text string) {
	href := ""
	each(r.page, "a", func(a *html.Node) {
		if href == "" && strings.HasPrefix(words(a), text) {
			href = attr(a, "href")
		}
	})
	if href == "" {
		r.fail("no link %q on %s:\n%.1200s", text, r.at, words(r.page))
		return
	}
	r.open(href)
}

// says reports whether the page holds words, in its text or its source.
func (r *reader) says(what string) bool {
	return strings.Contains(r.text, what) || strings.Contains(words(r.page), what)
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
		fmt.Fprint(&b, words(c), " ")
	}
	return strings.Join(strings.Fields(b.String()), " ")
}
