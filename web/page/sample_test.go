package page

import (
	"bytes"
	"compress/gzip"
	"context"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"golang.org/x/net/html"
)

// Every state of every page is rendered: one h1, no style attribute, no script
// of its own, ids used once, every label with its field, and light enough.
func TestSamples(t *testing.T) {
	seen := map[string]bool{}
	for _, s := range Samples() {
		if seen[s.Path()] {
			t.Errorf("%s is there twice", s.Path())
		}
		seen[s.Path()] = true
		var b bytes.Buffer
		if err := s.Show.Render(context.Background(), &b); err != nil {
			t.Errorf("%s: %v", s.Path(), err)
			continue
		}
		doc, err := html.Parse(bytes.NewReader(b.Bytes()))
		if err != nil {
			t.Fatal(err)
		}
		look := &looker{ids: map[string]bool{}, fors: map[string]bool{}}
		look.at(doc)
		if look.h1 != 1 {
			t.Errorf("%s has %d h1", s.Path(), look.h1)
		}
		for _, w := range look.wrong {
			t.Errorf("%s: %s", s.Path(), w)
		}
		for f := range look.fors {
			if !look.ids[f] {
				t.Errorf("%s: a label for %q, which is not there", s.Path(), f)
			}
		}
		if n := packed(b.Bytes()); n > 25<<10 {
			t.Errorf("%s is %d bytes compressed", s.Path(), n)
		}
	}
}

type looker struct {
	h1    int
	ids   map[string]bool
	fors  map[string]bool
	wrong []string
}

func (l *looker) at(n *html.Node) {
	if n.Type == html.ElementNode {
		if n.Data == "h1" {
			l.h1++
		}
		src := false
		for _, a := range n.Attr {
			switch a.Key {
			case "style":
				l.wrong = append(l.wrong, "a style attribute on "+n.Data)
			case "id":
				if l.ids[a.Val] {
					l.wrong = append(l.wrong, "the id "+a.Val+" twice")
				}
				l.ids[a.Val] = true
			case "for":
				l.fors[a.Val] = true
			case "src":
				src = true
			}
			if strings.HasPrefix(a.Key, "on") {
				l.wrong = append(l.wrong, "a handler "+a.Key)
			}
		}
		if n.Data == "script" && !src {
			l.wrong = append(l.wrong, "a script of its own")
		}
	}
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		l.at(c)
	}
}

func packed(b []byte) int {
	var out bytes.Buffer
	w := gzip.NewWriter(&out)
	w.Write(b)
	w.Close()
	return out.Len()
}

// Every page has a sample, of the states that can be.
func TestEveryPageHasASample(t *testing.T) {
	have := map[string]int{}
	for _, s := range Samples() {
		have[s.Page]++
	}
	files, err := filepath.Glob("*.templ")
	inner, _ := filepath.Glob("phone/*.templ")
	files = append(files, inner...)
	if err != nil || len(files) == 0 {
		t.Fatal("no templates", err)
	}
	page := regexp.MustCompile(`(?m)^templ (\w+)Page\(`)
	for _, f := range files {
		b, err := os.ReadFile(f)
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range page.FindAllSubmatch(b, -1) {
			if name := string(m[1]); have[name] == 0 && name != "SampleList" {
				t.Errorf("%s has no sample", name)
			}
		}
	}
}

// Every page says where a safety concern is reported, also those of who is not
// signed in; what is paper alone does not.
func TestEveryPageTakesASafetyConcern(t *testing.T) {
	for _, s := range Samples() {
		if s.Page == "Slip" && strings.HasPrefix(s.State, "with") || s.Page == "DemoAgain" { // the patient's, on paper; while the house is away
			continue
		}
		var b bytes.Buffer
		if err := s.Show.Render(context.Background(), &b); err != nil {
			t.Fatal(err)
		}
		if h := b.String(); !strings.Contains(h, "Report a safety concern") && !strings.Contains(h, "Avisar de un problema de seguridad") {
			t.Errorf("%s has no way to report a safety concern", s.Path())
		}
	}
}
