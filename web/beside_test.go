package web_test

import (
	"html"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"
)

var opensRow = regexp.MustCompile(`<a class="pt" href="([^"]+)"`)

// A referral opened from a list knows what lies beside it there, in the order
// and as narrowed as the list was, by an address of codes and ids; and after an
// act the next of that list opens.
func TestBesideInTheListOneCameFrom(t *testing.T) {
	s := open(t)
	var ids []string
	for range 4 {
		ids = append(ids, s.sent(t, 1)...)
		s.h.Pass(time.Minute)
	}
	b := &browser{s: s}
	b.signIn(t, "intake@example.org", "open sesame")
	session := b.cookie
	get := func(path string) string {
		t.Helper()
		b.cookie = session
		res, page := b.do(t, "GET", html.UnescapeString(path), nil)
		b.cookie = session
		if res.StatusCode != 200 {
			t.Fatalf("%s: %d to %q", path, res.StatusCode, res.Header.Get("Location"))
		}
		return page
	}
	list := "/queue?order=-urgency&service=cardio&view=all"
	var rows, in []string
	for _, m := range opensRow.FindAllStringSubmatch(get(list), -1) {
		id, from, _ := strings.Cut(strings.TrimPrefix(m[1], "/referrals/"), "?")
		rows, in = append(rows, id), append(in, from)
	}
	if !slices.Equal(rows, ids) || in[0] != "in=queue.all.-urgency.cardio" {
		t.Fatalf("the list: %v from %v, want %v", rows, in, ids)
	}
	page := get("/referrals/" + rows[1] + "?" + in[1])
	for _, want := range []string{`href="/referrals/` + rows[0] + "?" + in[0] + `"`, `href="/referrals/` + rows[2] + "?" + in[0] + `"`, "2 of 4", `href="` + html.EscapeString(list) + `"`} {
		if !strings.Contains(page, want) {
			t.Errorf("beside the second there is no %s: %.200s", want, page[strings.Index(page, "crumb"):])
		}
	}
	if strings.Contains(page, "in=Testcase") || !strings.Contains(page, "question?"+in[0]) {
		t.Errorf("its acts do not carry the list")
	}
	res, _ := b.do(t, "POST", "/referrals/"+rows[1]+"/question?"+in[1], url.Values{"how": {"ask"}, "asking": {"The tracing, please."}, "once": {"k1"}})
	to := res.Header.Get("Location")
	if !strings.HasPrefix(to, "/queue/next?order=-urgency&service=cardio&view=all&not="+rows[1]) {
		t.Fatalf("after an act: %q", to)
	}
	b.cookie = session
	if res, _ = b.do(t, "GET", to, nil); res.Header.Get("Location") != "/referrals/"+rows[0]+"?"+in[0] {
		t.Errorf("the next is %q", res.Header.Get("Location"))
	}
	b.cookie = session
	if page = get("/referrals/" + rows[0] + "?in=queue.all.'drop"); strings.Contains(page, "drop") {
		t.Error("an order that is none comes back in an address")
	}
}
