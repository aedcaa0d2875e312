package main

import (
	"maps"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"golang.org/x/net/html"
)

// window is somebody at the pages who has a form open.
func window(t *testing.T, base, who string) *reader {
	r := visit(t, base)
	r.signIn(who)
	return r
}

// press sends the open form of a noun as it stands, with what is typed.
func press(r *reader, path string, fill url.Values) (int, string) {
	v := url.Values{}
	each(r.page, "form", func(f *html.Node) {
		if a, _, _ := strings.Cut(attr(f, "action"), "?"); strings.HasSuffix(path, a) {
			v = held(f)
		}
	})
	maps.Copy(v, fill)
	resp, body := r.raw("POST", path, v)
	return resp.StatusCode, body
}

// whichOffers finds a referral of a list whose page offers a noun.
func whichOffers(t *testing.T, r *reader, list, noun string) string {
	t.Helper()
	r.open(list)
	for _, id := range referralsOf(r) {
		if r.open("/referrals/" + id); strings.Contains(r.text, "/"+id+"/"+noun) {
			return "/referrals/" + id + "/" + noun
		}
	}
	t.Fatal("nothing there offers " + noun)
	return ""
}

// The cover and the clinician read the same report. The second to acknowledge
// is told who was faster, not what is missing, and has every word back; who was it
// themselves, in another window, is told just that.
func TestTheSecondToAcknowledgeKeepsTheirWords(t *testing.T) {
	base := start(t)
	first, second := window(t, base, "rivera@lakeside.example"), window(t, base, "park@lakeside.example")
	page := whichOffers(t, first, "/waiting?view=to-read", "acknowledgement")
	again := window(t, base, "rivera@lakeside.example")
	for _, w := range []*reader{first, second, again} {
		w.open(page)
	}
	fill := url.Values{"answered": {"yes"}, "told": {"yes"}, "tell": {"call"}, "tell-words": {"All is well."}, "password": {"referd-demo"}}
	each(first.page, "input", func(n *html.Node) {
		if name := attr(n, "name"); strings.HasPrefix(name, "line-") {
			fill.Set(name, "do")
			fill.Set("by-"+strings.TrimPrefix(name, "line-"), "2040-01-02")
		}
	})
	if status, body := press(first, page, fill); status >= 400 {
		t.Fatalf("the first: %d %.1500s", status, body)
	}
	if status, body := press(again, page, fill); status != http.StatusConflict || !strings.Contains(body, "You did something here meanwhile") || strings.Contains(body, "Somebody was faster") {
		t.Errorf("the first in another window: %d", status)
	}
	typed := url.Values{"answered": {"no"}, "open": {"Is the aorta wide?"}, "tell-words": {"Come back in a month."}, "password": {"referd-demo"}}
	status, body := press(second, page, typed)
	if status != http.StatusConflict || !strings.Contains(body, "Somebody was faster") || !strings.Contains(body, "Dr Ana Rivera") {
		t.Errorf("the second: %d, told who: %v", status, strings.Contains(body, "Somebody was faster"))
	}
	for _, words := range []string{"Is the aorta wide?", "Come back in a month."} {
		if !strings.Contains(body, words) {
			t.Errorf("lost: %s", words)
		}
	}
	if strings.Contains(body, "Each line needs somebody") {
		t.Error("the second is asked for what nobody can choose any more")
	}
}

// A visit booked in another window is said to be there; it is not called a time
// that somebody else has taken.
func TestAReferralBookedMeanwhileIsSaidToBe(t *testing.T) {
	base := start(t)
	one, other := window(t, base, "schedule@stluke.example"), window(t, base, "schedule@stluke.example")
	page := whichOffers(t, one, "/queue?view=to-book", "booking")
	one.open(page)
	other.open(page)
	slot := ""
	each(one.page, "input", func(n *html.Node) {
		if attr(n, "name") == "slot" && slot == "" {
			slot = attr(n, "value")
		}
	})
	if slot == "" {
		t.Fatal("no time is free")
	}
	fill := url.Values{"slot": {slot}, "late": {"No earlier time is free."}}
	if status, body := press(one, page, fill); status >= 400 {
		t.Fatalf("booked: %d %.1500s", status, body)
	}
	fill.Set("words", "Bring the list of medicines.")
	status, body := press(other, page, fill)
	if status != http.StatusConflict || !strings.Contains(body, "has a visit already") || !strings.Contains(body, "Bring the list of medicines.") {
		t.Errorf("the same referral once more: %d, says so: %v", status, strings.Contains(body, "has a visit already"))
	}
	next := whichOffers(t, other, "/queue?view=to-book", "booking")
	other.open(next)
	status, body = press(other, next, fill)
	if status != http.StatusConflict || !strings.Contains(body, "Somebody has just taken that time") {
		t.Errorf("another referral, the same time: %d", status)
	}
}
