package web_test

import (
	"net/url"
	"strings"
	"testing"
)

// The last day of a cover is said as the day that was chosen: where it is named,
// and on the lists of both.
func TestTheLastDayIsSaidAsThatDay(t *testing.T) {
	s := open(t)
	s.lets(t, "doc2")
	doc, doc2 := &browser{s: s}, &browser{s: s}
	doc.signIn(t, "doc@example.org", "open sesame")
	doc2.signIn(t, "doc2@example.org", "open sesame")
	doc.do(t, "POST", "/covers", url.Values{"to": {"doc2"}, "from": {"2026-06-01"}, "until": {"2026-06-12"}})
	doc.signIn(t, "doc@example.org", "open sesame") // the browser of a test keeps one cookie
	for at, b := range map[string]*browser{"/covers": doc, "/waiting": doc, "/waiting?": doc2} {
		if _, html := b.do(t, "GET", at, nil); !strings.Contains(html, "Fri 12-Jun") || strings.Contains(html, "13-Jun") {
			t.Errorf("%s says another last day", at)
		}
	}
}
