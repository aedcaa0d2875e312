package web_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"referd/core/party"
	"referd/core/referral"
	"referd/desk"
	"referd/desk/draft"
	"referd/desk/loop"
)

// A reason is one that the form offers: what was made up by hand, or is the reason of
// another act, is no code of it, and no ledger keeps it.
func TestAReasonIsOneThatIsOffered(t *testing.T) {
	s := open(t)
	var of referral.ID
	s.act(t, "doc", func(w *desk.Writing) error {
		d, err := draft.Start(w, draft.Draft{Patient: "pat00000000000000001", Service: "cardio", Urgency: party.Routine})
		if of = d.ID; err != nil {
			return err
		}
		if err := draft.Save(w, of, draft.Draft{Service: "cardio", Clinician: "dr-doc", Question: "Is it the heart?", Urgency: party.Routine, Override: "none here"}); err != nil {
			return err
		}
		_, err = draft.Send(w, loop.Form{Referral: of})
		return err
	})
	at := "/referrals/" + string(of)
	for _, x := range []struct {
		who, form, good string
		more            url.Values
	}{
		{"nurse", "decline", "no-capacity", url.Values{"words": {"Not before March."}, "tells": {"sender"}}},
		{"doc", "cancellation", "no-longer-needed", url.Values{"words": {"She moved."}, "told": {"call"}}},
	} {
		b := &browser{s: s}
		b.signIn(t, x.who+"@example.org", "open sesame")
		session := b.cookie
		for _, reason := range []string{"Ada Testcase has no money", "zzz", "", "did-not-come"} {
			b.cookie = session
			if res, html := b.do(t, "POST", at+"/"+x.form, with(x.more, "reason", reason)); res.StatusCode != http.StatusUnprocessableEntity || !strings.Contains(html, "reason.") {
				t.Errorf("%s for %q: %d", x.form, reason, res.StatusCode)
			}
		}
		b.cookie = session
		if res, html := b.do(t, "POST", at+"/"+x.form, with(x.more, "reason", x.good)); res.StatusCode != http.StatusSeeOther {
			_, html, _ = strings.Cut(html, "<main")
			t.Errorf("%s for %s: %d\n%.900s", x.form, x.good, res.StatusCode, html)
		}
	}
}
