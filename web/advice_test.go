package web_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"referd/core/referral"
	"referd/store"
)

// Advice names what is to be done, by whom and when, on the page it is written on;
// a line that was only begun is asked for, with every word still there. The asker
// reads the lines before they answer, and accepting leaves each on the plan.
func TestAdviceMakesItsPlan(t *testing.T) {
	s := open(t)
	of := asked(t, s).ID
	at := "/referrals/" + string(of)
	s.lets(t, "chen")
	day := s.h.Now().AddDate(0, 1, 0).Format("2006-01-02")
	chen, doc := &browser{s: s}, &browser{s: s}
	chen.signIn(t, "chen@example.org", "open sesame")
	doc.signIn(t, "doc@example.org", "open sesame")
	advice := url.Values{"how": {"advise"}, "urgency": {"routine"}, "words": {"No visit."}, "back": {"It grows."}, "line-1": {"Photo of the spot"}, "once": {"begun"}}
	session := chen.cookie
	if res, html := chen.do(t, "POST", at+"/decision", advice); res.StatusCode != http.StatusUnprocessableEntity || strings.Count(html, "Every recommendation needs a day.") != 2 || !strings.Contains(html, `value="Photo of the spot"`) {
		t.Fatalf("a line without a day, said on top and beside it: %d\n%.600s", res.StatusCode, html)
	}
	chen.cookie = session
	advice.Set("line-by-1", day)
	advice.Set("once", "whole")
	if res, html := chen.do(t, "POST", at+"/decision", advice); res.StatusCode != http.StatusSeeOther {
		_, html, _ = strings.Cut(html, "<main")
		t.Fatalf("not advised: %d\n%.900s", res.StatusCode, html)
	}
	session = doc.cookie
	if _, html := doc.do(t, "GET", at+"/advice-answer", nil); !strings.Contains(html, "Photo of the spot") {
		t.Error("the asker answers without seeing what they are to do")
	}
	doc.cookie = session
	if res, _ := doc.do(t, "POST", at+"/advice-answer", url.Values{"how": {"accept"}, "told": {"call"}, "once": {"yes"}}); res.StatusCode != http.StatusSeeOther {
		t.Fatalf("not accepted: %d", res.StatusCode)
	}
	var state referral.State
	if err := s.h.DB.View(t.Context(), store.Scope{System: true}, func(v *store.View) (err error) { state, err = v.Loop(of); return err }); err != nil {
		t.Fatal(err)
	}
	if len(state.Items) != 1 || state.Items[0].Due.Format("2006-01-02") < day {
		t.Errorf("the plan: %+v", state.Items)
	}
	doc.cookie = session
	if _, html := doc.do(t, "GET", at, nil); !strings.Contains(html, "Photo of the spot") {
		t.Error("the plan does not say it")
	}
}
