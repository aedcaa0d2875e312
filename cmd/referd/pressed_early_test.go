package main

import (
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"golang.org/x/net/html"
)

// Pressed too early, every form of the house says at once everything it lacks,
// each with a link to its field and again beside it, and keeps what was typed:
// whoever then fills in what was named hears of nothing else that was empty.
func TestPressedEarlyAFormSaysAllItLacks(t *testing.T) {
	t.Parallel()
	p := &presser{t: t, r: visit(t, start(t)), tried: map[string]int{}}
	for _, who := range []string{"nurse@stluke.example", "schedule@stluke.example", "chen@stluke.example", "intake@stluke.example", "rivera@lakeside.example", "moss@lakeside.example", "admin@stluke.example"} {
		p.r.signIn(who)
		if strings.HasSuffix(who, "@lakeside.example") {
			p.form("/referrals/new", "/patients", nil)
			p.form(p.r.at.Path, p.r.at.Path, nil)
		}
		if strings.HasPrefix(who, "admin") {
			p.form("/admin/people/new", "/admin/people", nil)
			p.form("/covers", "/covers", nil)
		}
		for _, loop := range p.loops() {
			p.acts(loop)
		}
	}
	if len(p.tried) < 24 || p.lacking < 40 {
		t.Errorf("only %d forms were tried, %d times with something lacking: %v", len(p.tried), p.lacking, slices.Sorted(maps.Keys(p.tried)))
	}
}

// presser is an impatient reader.
type presser struct {
	t       *testing.T
	r       *reader
	tried   map[string]int
	lacking int
}

// loops are the referrals on the reader's lists.
func (p *presser) loops() (out []string) {
	for _, list := range []string{"/waiting", "/queue", "/queue?view=all", "/loops", "/loops?view=all"} {
		if p.r.open(list); p.r.status != http.StatusOK {
			continue
		}
		each(p.r.page, "a", func(a *html.Node) {
			u, err := url.Parse(attr(a, "href"))
			if err == nil && strings.Count(u.Path, "/") == 2 && strings.HasPrefix(u.Path, "/referrals/") && u.Path != "/referrals/new" && !slices.Contains(out, u.Path) {
				out = append(out, u.Path)
			}
		})
	}
	return out
}

// acts presses the forms a referral offers, a few of each kind.
func (p *presser) acts(loop string) {
	if p.r.open(loop); p.r.status != http.StatusOK {
		return
	}
	nouns := map[string]string{}
	each(p.r.page, "a", func(a *html.Node) {
		u, err := url.Parse(attr(a, "href"))
		if noun, ok := strings.CutPrefix(attr(a, "href"), loop+"/"); err == nil && ok && !strings.Contains(noun, "/") && u.Path != loop+"/print" {
			noun, _, _ = strings.Cut(noun, "?")
			nouns[noun] = u.Path
		}
	})
	for _, noun := range slices.Sorted(maps.Keys(nouns)) {
		if p.tried[noun] >= 3 || noun == "claim" || noun == "release" { // nothing to fill in
			continue
		}
		p.r.open(nouns[noun])
		hows := p.choices("how")
		for _, how := range append(hows, "") {
			p.form(nouns[noun], "/"+noun, url.Values{"how": {how}})
		}
		if p.tried[noun]++; noun == "acknowledgement" {
			return
		}
	}
}

// choices are the values of a group of the page.
func (p *presser) choices(name string) (out []string) {
	each(p.r.page, "input", func(i *html.Node) {
		if attr(i, "name") == name && attr(i, "type") == "radio" {
			out = append(out, attr(i, "value"))
		}
	})
	return out
}

// form presses a form as it stands, then with what was named as lacking.
func (p *presser) form(at, action string, with url.Values) {
	p.r.open(at)
	if how := with.Get("how"); p.r.status != http.StatusOK || p.find(action) == nil || how != "" && !slices.Contains(p.choices("how"), how) {
		return
	}
	first := p.press(action, with)
	if len(first) == 0 {
		return
	}
	p.lacking++
	fill := url.Values{}
	for k, v := range with {
		fill[k] = v
	}
	for name := range first {
		if v := p.value(name); v != "" {
			fill.Set(name, v)
		}
	}
	sent := p.holds(action, fill)
	for name, words := range p.press(action, fill) {
		asks := first["how"] != "" || first["slot"] != "" || first["do"] != "" // what is chosen there asks for more
		if first[name] == "" && sent.Get(name) == "" && !asks {
			p.t.Errorf("%s, pressed early, named %v, and the next time %q: %s", at, slices.Sorted(maps.Keys(first)), name, words)
		}
	}
}

func (p *presser) find(action string) (found *html.Node) {
	each(p.r.page, "form", func(f *html.Node) {
		u, err := url.Parse(attr(f, "action"))
		if err == nil && found == nil && strings.HasSuffix(u.Path, action) && attr(f, "method") == "post" {
			found = f
		}
	})
	return found
}

func (p *presser) holds(action string, with url.Values) url.Values {
	v := held(p.find(action))
	for k := range with {
		v.Set(k, with.Get(k))
	}
	return v
}

// press sends the form, and gives what it is told to mend by its field: each
// must be linked from the summary, be there, and say so beside itself. What was
// sent stands in the form that comes back.
func (p *presser) press(action string, with url.Values) map[string]string {
	sent, at := p.holds(action, with), p.r.at.Path
	then := map[string]string{"/sending": "send"}[action[strings.LastIndex(action, "/"):]]
	if then != "" {
		sent.Set("then", then)
	}
	to, _ := p.r.at.Parse(attr(p.find(action), "action"))
	p.r.take(p.r.client.PostForm(to.String(), sent))
	if p.r.status != http.StatusUnprocessableEntity {
		return nil
	}
	wrong := map[string]string{}
	each(p.r.page, "a", func(a *html.Node) {
		if name, ok := strings.CutPrefix(attr(a, "href"), "#f-"); ok {
			wrong[name] = words(a)
			if !strings.Contains(p.r.text, `id="f-`+name+`"`) {
				p.t.Errorf("%s: %q leads nowhere, to %q", at, words(a), name)
			}
		}
	})
	if len(wrong) == 0 && !strings.Contains(p.r.text, `id="wrong"`) {
		p.t.Errorf("%s is refused without a word", at)
	}
	back := p.find(action)
	if back == nil {
		p.t.Errorf("%s, refused, shows no form", at)
		return nil
	}
	kept := held(back)
	if sent.Get("safe-asked") != "" && kept.Get("safe-asked") == "" { // when it was made: of the page it is on now
		p.t.Errorf("%s, refused, does not say when it was made", at)
	}
	for k := range sent {
		if k != "seq" && k != "once" && k != "then" && k != "password" && k != "safe-asked" && sent.Get(k) != "" && strings.TrimSpace(kept.Get(k)) != strings.TrimSpace(sent.Get(k)) {
			p.t.Errorf("%s, refused: %s was %q and is %q", at, k, sent.Get(k), kept.Get(k))
		}
	}
	return wrong
}

// value is something that fits a field of the page.
func (p *presser) value(name string) (v string) {
	now := time.Now().UTC()
	each(p.r.page, "input", func(i *html.Node) {
		if attr(i, "name") != name || v != "" {
			return
		}
		switch attr(i, "type") {
		case "radio", "checkbox":
			v = attr(i, "value")
		case "date":
			v = now.AddDate(0, 0, 20).Format(time.DateOnly)
			if name == "born" {
				v = "1961-11-12"
			}
		case "datetime-local":
			v = now.Add(-40 * time.Hour).Format("2006-01-02T15:04")
			if name == "start" {
				v = now.AddDate(0, 0, 12).Format("2006-01-02T15:04")
			}
		case "email":
			v = "somebody.else@stluke.example"
		case "file", "password":
		default:
			v = "5550100123"
		}
	})
	each(p.r.page, "textarea", func(x *html.Node) {
		if attr(x, "name") == name {
			v = "Because it is so."
		}
	})
	each(p.r.page, "select", func(s *html.Node) {
		if attr(s, "name") == name {
			each(s, "option", func(o *html.Node) {
				if v == "" {
					v = attr(o, "value")
				}
			})
		}
	})
	return v
}
