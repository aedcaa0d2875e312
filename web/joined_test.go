package web_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"referd/base/code"
	"referd/core/party"
	"referd/core/referral"
	"referd/desk"
	"referd/desk/draft"
)

// A draft that was joined into a live referral leads there, and says what was
// written in it: its service, and no urgency that nobody chose. Nobody is offered
// to be written to where nobody was chosen. Opened to be written again, it shows
// what became of it.
func TestAJoinedDraftLeadsToTheOneThatGoesOn(t *testing.T) {
	s := open(t)
	live := string(asked(t, s).ID)
	b := &browser{s: s}
	b.signIn(t, "doc@example.org", "open sesame")
	session := b.cookie
	for _, service := range []party.ServiceID{"", "cardio"} {
		id := ""
		s.act(t, "doc", func(w *desk.Writing) error {
			d, err := draft.Start(w, draft.Draft{Patient: "pat00000000000000001"})
			id = string(d.ID)
			return err
		})
		at := "/referrals/" + id
		b.cookie = session
		if res, _ := b.do(t, "POST", at+"/sending", url.Values{"join": {live}, "once": {"join " + id}, "service": {string(service)}, "question": {"The valve again?"}}); res.StatusCode != http.StatusSeeOther {
			t.Fatalf("not joined: %d", res.StatusCode)
		}
		b.cookie = session
		_, html := b.do(t, "GET", at, nil)
		heading := map[party.ServiceID]string{"": ">The question<", "cardio": "Cardiology: the question<"}[service]
		for want, is := range map[string]bool{heading: true, "The valve again?": true, `href="/referrals/` + live + `"`: true, ">: the question": false, "Routine": false, "Messages with <": false} {
			if strings.Contains(html, want) != is {
				t.Errorf("%q: %q is there: %t", service, want, !is)
			}
		}
		b.cookie = session
		if res, _ := b.do(t, "GET", at+"/sending", nil); res.StatusCode != http.StatusSeeOther || res.Header.Get("Location") != at {
			t.Errorf("it may be written again: %d", res.StatusCode)
		}
	}
}

// The words of a coded reason that was carried over stay through the form, which
// shows its code alone; another code has none of them.
func TestACodeKeepsItsWords(t *testing.T) {
	s := open(t)
	var id referral.ID
	s.act(t, "doc", func(w *desk.Writing) error {
		d, err := draft.Start(w, draft.Draft{Patient: "pat00000000000000001", Reasons: []code.Concept{{System: code.ICD10, Code: "R55", Display: "Syncope and collapse"}}})
		id = d.ID
		return err
	})
	b := &browser{s: s}
	b.signIn(t, "doc@example.org", "open sesame")
	b.do(t, "POST", "/referrals/"+string(id)+"/sending", url.Values{"then": {"keep"}, "icd": {"r55"}, "icd2": {"R0789"}})
	var d draft.Draft
	if err := s.h.Read(t.Context(), s.h.As("doc"), "draft", func(r *desk.Reading) (err error) { d, _, err = draft.Written(r, id); return err }); err != nil {
		t.Fatal(err)
	}
	if len(d.Reasons) != 2 || d.Reasons[0].Display != "Syncope and collapse" || d.Reasons[1].Code != "R07.89" || d.Reasons[1].Display != "" {
		t.Errorf("%+v", d.Reasons)
	}
}
