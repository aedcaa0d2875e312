package web_test

import (
	"net/url"
	"strings"
	"testing"

	"referd/desk"
	"referd/desk/draft"
)

// Who marks one of the services that were found still has before them what they
// looked for, and what was found.
func TestMarkingAServiceKeepsWhatWasLookedFor(t *testing.T) {
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
	for _, press := range []string{"star", "unstar"} {
		b.cookie = session
		_, page := b.do(t, "POST", at, url.Values{"find": {"cardio"}, press: {"cardio"}, "once": {press}, "question": {"Is it the heart?"}})
		if !strings.Contains(page, `name="find" value="cardio"`) || !strings.Contains(page, `name="pick" value="cardio"`) || !strings.Contains(page, "Is it the heart?") {
			t.Errorf("%s: what was looked for is gone\n%.400s", press, page)
		}
	}
}
