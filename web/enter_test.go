package web_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"referd/desk"
	"referd/desk/draft"
)

// Enter in a field of the draft looks for the service that is typed there, and
// else keeps what is written: it chooses, favours and sends nothing.
func TestEnterInADraftLooksOrKeeps(t *testing.T) {
	s := open(t)
	at := ""
	s.act(t, "doc", func(w *desk.Writing) error {
		d, err := draft.Start(w, draft.Draft{Patient: "pat00000000000000001"})
		at = "/referrals/" + string(d.ID) + "/sending"
		return err
	})
	b := &browser{s: s}
	b.signIn(t, "doc@example.org", "open sesame")
	session := b.cookie
	if _, html := b.do(t, "POST", at, url.Values{"then": {"enter"}, "find": {"cardio"}, "question": {"Is it the heart?"}}); !strings.Contains(html, `name="pick" value="cardio"`) || !strings.Contains(html, "Is it the heart?") {
		t.Errorf("nothing is found, or the question is gone\n%.400s", html)
	}
	b.cookie = session
	if res, _ := b.do(t, "POST", at, url.Values{"then": {"enter"}, "find": {""}, "icd": {"R55"}}); res.StatusCode != http.StatusSeeOther || res.Header.Get("Location") != at {
		t.Errorf("the draft is not kept: %d to %s", res.StatusCode, res.Header.Get("Location"))
	}
}
