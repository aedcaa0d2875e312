package web_test

import (
	"net/url"
	"strings"
	"testing"

	"referd/core/party"
	"referd/desk"
	"referd/desk/draft"
	"referd/desk/loop"
)

// What is offered to be struck can be: not the beginning, which is entered in
// error, and not what was struck already. What is taken off is told apart.
func TestOnlyWhatCanBeStruckIsOffered(t *testing.T) {
	s := open(t)
	of := ""
	s.act(t, "doc", func(w *desk.Writing) error {
		d, err := draft.Start(w, draft.Draft{Patient: "pat00000000000000001"})
		if err != nil {
			return err
		}
		of = "/referrals/" + string(d.ID)
		if err := draft.Save(w, d.ID, draft.Draft{Service: "cardio", Clinician: "dr-doc", Question: "Is it the heart?", Urgency: party.Routine, Override: "none here", Answers: map[string]string{"weight": "82 kg", "medicines": "none"}}); err != nil {
			return err
		}
		_, err = draft.Send(w, loop.Form{Referral: d.ID})
		return err
	})
	b := &browser{s: s}
	b.signIn(t, "doc@example.org", "open sesame")
	session := b.cookie
	_, html := b.do(t, "GET", of+"/strike", nil)
	_, signed, ok := strings.Cut(html, `value="signed/`)
	if !ok || strings.Contains(html, `value="sent"`) || strings.Contains(html, `value="drafted"`) {
		t.Fatalf("offered: %t\n%.600s", ok, html)
	}
	signed, _, _ = strings.Cut(signed, `"`)
	b.cookie = session
	b.do(t, "POST", of+"/strike", url.Values{"fact": {"signed/" + signed}, "reason": {"made-in-error"}, "once": {"strike"}})
	b.cookie = session
	if _, html = b.do(t, "GET", of+"/strike", nil); !strings.Contains(html, "Nothing to strike") {
		t.Errorf("struck, and offered again\n%.600s", html)
	}
	for fact, says := range map[string]string{"signed/" + signed: "It is struck already.", "": "Choose the entry that is struck."} { // from another window
		b.cookie = session
		if _, html = b.do(t, "POST", of+"/strike", url.Values{"fact": {fact}, "reason": {"made-in-error"}, "once": {"again" + fact}}); !strings.Contains(html, says) {
			t.Errorf("struck twice: no %q", says)
		}
	}
	b.cookie = session
	if _, html = b.do(t, "GET", of+"/detachment", nil); !strings.Contains(html, "Weight in kg") {
		t.Errorf("the papers have no names\n%.600s", html)
	}
}
