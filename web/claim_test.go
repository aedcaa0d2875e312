package web_test

import (
	"net/url"
	"strings"
	"testing"
	"time"

	"referd/core/party"
	"referd/core/referral"
	"referd/desk"
	"referd/desk/chase"
	"referd/desk/loop"
)

// A claim on which its claimer does nothing until the end of the team's next
// working day is over: it is the team's again, with its due and its age, and the
// referral says so. An act begins the time anew, a weekend is no time, and what
// a lead gave stays.
func TestAClaimEndsByItself(t *testing.T) {
	s := open(t)
	ids := s.sent(t, 3)
	do := func(who party.UserID, id string, f func(w *desk.Writing, x loop.Form) error) {
		t.Helper()
		s.act(t, who, func(w *desk.Writing) error { return f(w, loop.Form{Referral: referral.ID(id)}) })
	}
	claim := func(w *desk.Writing, x loop.Form) error { _, err := loop.Claim(w, x); return err }
	for _, id := range ids {
		do("nurse", id, func(w *desk.Writing, x loop.Form) error { _, err := loop.Open(w, x); return err })
		do("nurse", id, claim)
	}
	do("nurse", ids[2], func(w *desk.Writing, x loop.Form) error {
		_, err := loop.Give(w.As(desk.System("test")), x, loop.Assign{Team: "triage", Person: "nurse", Why: "hers to answer"})
		return err
	})
	due := s.row(t, "nurse", ids[0]).Owed.Due
	with := func(want ...party.UserID) {
		t.Helper()
		if _, err := chase.Escalate(t.Context(), s.h.Desk); err != nil {
			t.Fatal(err)
		}
		for i, id := range ids {
			if c := s.row(t, "nurse", id); c.Owed.Person != want[i] {
				t.Errorf("at %v the %d. is with %q, want %q", s.h.Now(), i+1, c.Owed.Person, want[i])
			}
		}
	}
	s.h.Pass(24*time.Hour + 6*time.Hour) // Tuesday, 16:00 in their zone
	with("nurse", "nurse", "nurse")
	do("nurse", ids[1], func(w *desk.Writing, x loop.Form) error {
		_, err := loop.Say(w, x, "", "We look at it on Wednesday.")
		return err
	})
	s.h.Pass(2 * time.Hour) // Tuesday, 18:00: the working day after the claim is over
	with("", "nurse", "nurse")
	c := s.row(t, "nurse", ids[0])
	if c.Owed.Team != "triage" || !c.Owed.Due.Equal(due) {
		t.Errorf("given back to %s, due %v, want %v", c.Owed.Team, c.Owed.Due, due)
	}
	s.h.Pass(24 * time.Hour) // Wednesday evening
	with("", "", "nurse")
	s.h.Pass(40 * time.Hour) // Friday, 10:00
	do("nurse", ids[0], claim)
	s.h.Pass(72 * time.Hour) // Monday, 10:00
	with("nurse", "", "nurse")
	b := &browser{s: s}
	b.signIn(t, "nurse@example.org", "open sesame")
	_, page := b.do(t, "GET", "/referrals/"+ids[0], nil)
	for _, want := range []string{"The claim is over", "nothing was done on it by Some nurse for a working day", "claimed until 17:00"} {
		if !strings.Contains(page, want) {
			t.Errorf("the referral does not say %q", want)
		}
	}
	s.h.Pass(8 * time.Hour)
	with("", "", "nurse")
}

// Of a few that were refused each is named by its code, and nothing done is not
// shown as done.
func TestRefusedClaimsSayOfWhichReferral(t *testing.T) {
	s := open(t)
	ids := s.sent(t, 2)
	for _, id := range ids {
		s.act(t, "nurse", func(w *desk.Writing) error {
			x := loop.Form{Referral: referral.ID(id)}
			if _, err := loop.Open(w, x); err != nil {
				return err
			}
			_, err := loop.Accept(w, x, loop.Acceptance{})
			return err
		})
	}
	b := &browser{s: s}
	b.signIn(t, "intake@example.org", "open sesame")
	res, _ := b.do(t, "POST", "/claims", url.Values{"id": ids, "back": {"/queue?view=all"}})
	var said url.Values
	for _, c := range res.Cookies() {
		if c.Name == "referd-said" {
			said, _ = url.ParseQuery(c.Value)
		}
	}
	for _, id := range ids {
		if want := s.row(t, "nurse", id).Code + ": "; !strings.Contains(said.Get("\n"), want) {
			t.Errorf("the answer does not say %q: %v", want, said)
		}
	}
	if said.Get("\nnot") == "" {
		t.Error("nothing was done, and it is shown as if it were")
	}
}

// What one has already is not claimed anew: what was given by a lead stays given,
// and undoing the press gives nothing of it back.
func TestClaimingWhatOneHasChangesNothing(t *testing.T) {
	s := open(t)
	ids := s.sent(t, 2)
	s.act(t, "nurse", func(w *desk.Writing) error {
		_, err := loop.Open(w, loop.Form{Referral: referral.ID(ids[0])})
		return err
	})
	s.act(t, "nurse", func(w *desk.Writing) error {
		_, err := loop.Open(w, loop.Form{Referral: referral.ID(ids[1])})
		return err
	})
	s.act(t, "nurse", func(w *desk.Writing) error {
		_, err := loop.Give(w.As(desk.System("test")), loop.Form{Referral: referral.ID(ids[0])}, loop.Assign{Team: "triage", Person: "nurse", Why: "hers to answer"})
		return err
	})
	had := s.row(t, "nurse", ids[0]).Seq
	b := &browser{s: s}
	b.signIn(t, "nurse@example.org", "open sesame")
	res, _ := b.do(t, "POST", "/claims", url.Values{"id": ids})
	said := ""
	for _, c := range res.Cookies() {
		if c.Name == "referd-said" {
			said, _ = url.QueryUnescape(c.Value)
		}
	}
	if !strings.Contains(said, "1 claimed. ") || !strings.Contains(said, "is yours already.") || strings.Contains(said, ids[0]) || !strings.Contains(said, ids[1]) {
		t.Errorf("it is not said which was claimed: %q", said)
	}
	if now := s.row(t, "nurse", ids[0]); now.Seq != had || now.Owed.Person != "nurse" {
		t.Errorf("what was given to them is another entry: %d, %d", had, now.Seq)
	}
}
