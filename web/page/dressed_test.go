package page

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// hooks are classes that a test or a rule by another selector looks for, or that
// say only what a thing is.
var hooks = map[string]bool{"if": true, "file": true, "mail": true, "unread": true, "recs": true}

// A class that a template gives has a rule in the stylesheet of the pages: one that
// lost its rules leaves a page undressed, which no other test sees.
func TestEveryClassHasItsRule(t *testing.T) {
	sheets, _ := filepath.Glob("../static/files/app/*.css")
	var css strings.Builder
	for _, f := range sheets {
		b, err := os.ReadFile(f)
		if err != nil {
			t.Fatal(err)
		}
		css.Write(b)
	}
	ruled := map[string]bool{}
	for _, m := range regexp.MustCompile(`\.([A-Za-z][\w-]*)`).FindAllStringSubmatch(css.String(), -1) {
		ruled[m[1]] = true
	}
	templates, _ := filepath.Glob("*.templ")
	if len(sheets) == 0 || len(templates) == 0 {
		t.Fatalf("%d stylesheets, %d templates", len(sheets), len(templates))
	}
	for _, f := range templates {
		b, err := os.ReadFile(f)
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range regexp.MustCompile(`class="([^"{}]*)"`).FindAllStringSubmatch(string(b), -1) {
			for _, c := range strings.Fields(m[1]) {
				if !ruled[c] && !hooks[c] {
					t.Errorf("%s: no rule for the class %q", f, c)
				}
			}
		}
	}
}
