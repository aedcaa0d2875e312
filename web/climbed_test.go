package web_test

import (
	"encoding/csv"
	"strings"
	"testing"
	"time"

	"referd/core/party"
	"referd/core/referral"
	"referd/desk"
	"referd/desk/chase"
	"referd/desk/draft"
	"referd/desk/loop"
)

// urgent is an urgent referral that came to the clinic just now.
func urgent(t *testing.T, s *site) (of referral.ID) {
	t.Helper()
	s.act(t, "doc", func(w *desk.Writing) error {
		d, err := draft.Start(w, draft.Draft{Patient: "pat00000000000000001", Service: "cardio", Urgency: party.Urgent})
		if err != nil {
			return err
		}
		if err := draft.Save(w, d.ID, draft.Draft{Service: "cardio", Clinician: "dr-doc", Question: "Is it the heart?", Urgency: party.Urgent, Override: "none here"}); err != nil {
			return err
		}
		_, err = draft.Send(w, loop.Form{Referral: d.ID})
		of = d.ID
		return err
	})
	return of
}

// Where a referral goes when it stays is on its page before it goes there, to
// whom and when; and afterwards, where it went (loop.md, Time, Escalation).
func TestAReferralSaysWhereItClimbs(t *testing.T) {
	s := open(t)
	of := urgent(t, s)
	b := &browser{s: s}
	at := "/referrals/" + string(of)
	look := func(want ...string) {
		t.Helper()
		b.signIn(t, "doc@example.org", "open sesame") // hours later a session is over
		_, body := b.do(t, "GET", at, nil)
		for _, w := range want {
			if !strings.Contains(body, w) {
				t.Errorf("%q is not said", w)
			}
		}
	}
	look("Goes to Some intake", ", to both sides", "Send what was missing", "Goes to you, as the team&#39;s lead, ") // what the sender owes beside it climbs too
	s.h.Pass(3*time.Hour + time.Minute)
	if _, err := chase.Escalate(t.Context(), s.h.Desk); err != nil {
		t.Fatal(err)
	}
	look("Send what was missing", "Went to Some intake", "; goes to both sides", "its owner was told", "it went to Some intake")
	row := func(want string) { // a list has read no ledger: it says no time, where the page has the recorded one
		t.Helper()
		b := &browser{s: s}
		b.signIn(t, "intake@example.org", "open sesame")
		if _, body := b.do(t, "GET", "/queue?view=team", nil); !strings.Contains(body, "went to "+want) || strings.Contains(body, "with Some intake since") {
			t.Errorf("the queue does not say that it went to %s, or says a time of its own", want)
		}
	}
	row("Some intake")
	s.h.Pass(2 * time.Hour)
	if _, err := chase.Escalate(t.Context(), s.h.Desk); err != nil {
		t.Fatal(err)
	}
	look("Went to Some intake", ", to both sides", "both sides were told")
	row("both sides")
}

// A patient who is worse stands first among what waits, before what is urgent and
// older, and its first act is to answer; a call is written down beside it.
func TestWorseStandsFirst(t *testing.T) {
	s := open(t)
	older := urgent(t, s)
	s.h.Pass(time.Hour)
	of := urgent(t, s)
	s.act(t, "moss", func(w *desk.Writing) error {
		_, err := loop.Ring(w, loop.Form{Referral: of}, referral.BellWorse, "The pain is back.")
		return err
	})
	b := &browser{s: s}
	b.signIn(t, "doc@example.org", "open sesame")
	_, body := b.do(t, "GET", "/waiting", nil)
	first, answer, log := strings.Index(body, "/referrals/"+string(of)), strings.Index(body, "Answer the patient"), strings.Index(body, "Log a call")
	if next := strings.Index(body, "/referrals/"+string(older)); first < 0 || next < 0 || first > next || answer < first || answer > next || log < answer {
		t.Errorf("worse at %d, to answer at %d, to log at %d, another at %d", first, answer, log, next)
	}
	if !strings.Contains(body, "The patient feels worse") || !strings.Contains(body, "“The pain is back.”") {
		t.Error("the card does not say what the patient said")
	}
	_, form := b.do(t, "GET", "/referrals/"+string(of)+"/settlement?what=bell", nil)
	if !strings.Contains(form, "The patient is worse") {
		t.Error("the form does not say what is answered")
	}
}

// The operations page counts how often leads were asked over the owner's head and
// what came of it, and gives it as a file; no patient is in either.
func TestEscalationsOnTheOperationsPage(t *testing.T) {
	s := open(t)
	of := urgent(t, s)
	b := &browser{s: s}
	b.signIn(t, "doc@example.org", "open sesame")
	if _, body := b.do(t, "GET", "/ops", nil); !strings.Contains(body, "Nothing has climbed to anybody of yours") {
		t.Error("before anything climbed the page does not say so")
	}
	s.h.Pass(6 * time.Hour)
	if _, err := chase.Escalate(t.Context(), s.h.Desk); err != nil {
		t.Fatal(err)
	}
	if err := chase.Plan(t.Context(), s.h.Desk, of, "level/3/doc/", false); err != nil {
		t.Fatal(err)
	}
	b.signIn(t, "doc@example.org", "open sesame")
	_, body := b.do(t, "GET", "/ops", nil)
	for _, want := range []string{"Some doc", "All of yours", "/ops/escalations.csv", "not yet"} {
		if !strings.Contains(body, want) {
			t.Errorf("%q is not on the page", want)
		}
	}
	s.act(t, "intake", func(w *desk.Writing) error { _, err := loop.Open(w, loop.Form{Referral: of}); return err })
	res, file := b.do(t, "GET", "/ops/escalations.csv", nil)
	rows, err := csv.NewReader(strings.NewReader(file)).ReadAll()
	if err != nil || len(rows) != 5 || strings.Join(rows[1], "|") != "Some doc|7|1|1|0|0|0|100 %" || rows[4][0] != "all" || rows[4][1] != "30" {
		t.Errorf("%d: %q, %v", res.StatusCode, rows, err)
	}
	for _, canary := range []string{"Testcase", "heart", string(of)} {
		if strings.Contains(file+body, canary) {
			t.Errorf("it says %q", canary)
		}
	}
	b.signIn(t, "nurse@example.org", "open sesame") // leads no one here
	if _, body := b.do(t, "GET", "/ops", nil); strings.Contains(body, "Some doc") {
		t.Error("another organization's lead is shown")
	}
}
