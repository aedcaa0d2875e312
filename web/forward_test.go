package web_test

import (
	"net/url"
	"strings"
	"testing"
	"time"

	"referd/core/party"
	"referd/core/referral"
	"referd/desk"
	"referd/desk/loop"
	"referd/store"
)

// What is selected is forwarded by one press: each in a commit of its own, the same
// loop with its first dates at the other service; what was decided meanwhile stops
// no other, and pressed twice it goes once.
func TestManyAreForwarded(t *testing.T) {
	s := open(t)
	if err := s.h.DB.Commit(t.Context(), func(tx *store.Tx) error { // a second service, whose triage is another team
		if err := tx.PutThing(desk.KindTeam, "rhythm", "clinic", party.Team{ID: "rhythm", Org: "clinic", Name: "rhythm", Lead: "chen", Active: true, Hours: party.Hours{Zone: "America/New_York"}}); err != nil {
			return err
		}
		if err := tx.PutThing(desk.KindMembership, "chen@rhythm", "clinic", party.Membership{User: "chen", Team: "rhythm", Roles: []party.Job{party.Specialist}}); err != nil {
			return err
		}
		return tx.PutThing(desk.KindService, "rhythm", "clinic", party.Service{ID: "rhythm", Org: "clinic", Name: "Rhythm Clinic", Active: true, Phone: "(555) 010-9998", Intake: "rhythm", Triage: "rhythm", Scheduling: "booking", Clinic: "wards"})
	}); err != nil {
		t.Fatal(err)
	}
	ids := s.sent(t, 6)
	seq := map[string]int{}
	sent := map[string]time.Time{}
	for _, id := range ids {
		s.act(t, "nurse", func(w *desk.Writing) error {
			l, err := w.Loop(referral.ID(id))
			seq[id], sent[id] = l.Seq, l.Sent
			return err
		})
	}
	s.h.Pass(time.Hour)
	b := &browser{s: s}
	b.signIn(t, "nurse@example.org", "open sesame")
	session := b.cookie
	_, page := b.do(t, "POST", "/forwards", url.Values{"id": ids, "back": {"/queue?view=all"}})
	if !strings.Contains(page, "Forward 6 referrals") || !strings.Contains(page, "Rhythm Clinic") {
		t.Fatalf("the form: %.3000s", page)
	}
	once := onceOf(t, page)
	b.cookie = session
	if res, page := b.do(t, "POST", "/forwards", url.Values{"id": ids, "once": {once}, "words": {"They do this."}}); res.StatusCode != 422 || !strings.Contains(page, "Choose the service.") || !strings.Contains(page, "They do this.") {
		t.Errorf("nowhere: %d", res.StatusCode)
	}
	b.cookie = session
	if res, page := b.do(t, "POST", "/forwards", url.Values{"id": ids, "once": {once}, "to": {"rhythm"}, "words": {" "}}); res.StatusCode != 422 || !strings.Contains(page, "Say why they go there.") {
		t.Errorf("without why: %d", res.StatusCode)
	}
	s.act(t, "nurse", func(w *desk.Writing) error { // one is declined while the service is chosen
		_, err := loop.Decline(w, loop.Form{Referral: referral.ID(ids[5])}, loop.Refusal{Reason: "capacity", Tells: "sender", Words: "Full."})
		return err
	})
	press := url.Values{"id": ids, "once": {once}, "to": {"rhythm"}, "words": {"They do this."}, "back": {"/queue?view=all"}}
	for range 2 {
		b.cookie = session
		res, page := b.do(t, "POST", "/forwards", press)
		if res.StatusCode != 200 || !strings.Contains(page, "5 forwarded.") || strings.Count(page, "Forwarded") < 5 || strings.Contains(page, `action="/forwards/undo"`) {
			t.Fatalf("%d %.4000s", res.StatusCode, page)
		}
	}
	for i, id := range ids {
		s.act(t, "chen", func(w *desk.Writing) error {
			l, err := w.Loop(referral.ID(id))
			if err != nil {
				return err
			}
			n := 0
			for _, e := range l.Entries() {
				if x, ok := e.What.(referral.Forwarded); ok && x.To.Service == "rhythm" {
					n++
				}
			}
			if i == 5 {
				if n != 0 {
					t.Error("what was declined went on")
				}
				return nil
			}
			if n != 1 || l.Recipient().Service != "rhythm" || !l.Sent.Equal(sent[id]) || l.Seq <= seq[id] || l.Ball().Team != "rhythm" {
				t.Errorf("the %d. was forwarded %d times, is with %s of %s since %v", i+1, n, l.Ball().Team, l.Recipient().Service, l.Sent)
			}
			return nil
		})
	}
}

// Whoever forwarded a referral to another organization still sees it, and opens,
// asks and decides nothing there: the next has not opened it by that.
func TestWhoHadItBeforeOpensNothing(t *testing.T) {
	s := open(t)
	s.lets(t, "stranger")
	if err := s.h.DB.Commit(t.Context(), func(tx *store.Tx) error {
		return tx.PutThing(desk.KindService, "beyond", "other", party.Service{ID: "beyond", Org: "other", Name: "Beyond", Active: true, Phone: "(555) 010-9997", Intake: "other-team", Triage: "other-team", Scheduling: "other-team", Clinic: "other-team"})
	}); err != nil {
		t.Fatal(err)
	}
	id := s.sent(t, 1)[0]
	s.act(t, "nurse", func(w *desk.Writing) error {
		_, err := loop.Forward(w, loop.Form{Referral: referral.ID(id)}, "beyond", "")
		return err
	})
	b := &browser{s: s}
	b.signIn(t, "nurse@example.org", "open sesame")
	res, page := b.do(t, "GET", "/referrals/"+id, nil)
	if res.StatusCode != 200 || strings.Contains(page, "/referrals/"+id+"/decision") || strings.Contains(page, "/referrals/"+id+"/question") {
		t.Errorf("%d, or it is theirs to decide", res.StatusCode)
	}
	s.act(t, "nurse", func(w *desk.Writing) error {
		l, err := w.Loop(referral.ID(id))
		if l.Phase() != referral.PhaseDelivered {
			t.Errorf("looked at by who had it before it is %s", l.Phase())
		}
		return err
	})
}

// Who decides in one window what was forwarded from another, or by somebody else,
// keeps every word, and sees it.
func TestADecisionForwardedMeanwhileKeepsItsWords(t *testing.T) {
	s := open(t)
	if err := s.h.DB.Commit(t.Context(), func(tx *store.Tx) error {
		return tx.PutThing(desk.KindService, "beyond", "other", party.Service{ID: "beyond", Org: "other", Name: "Beyond", Active: true, Phone: "(555) 010-9997", Intake: "other-team", Triage: "other-team", Scheduling: "other-team", Clinic: "other-team"})
	}); err != nil {
		t.Fatal(err)
	}
	id := s.sent(t, 1)[0]
	s.act(t, "nurse", func(w *desk.Writing) error {
		_, err := loop.Open(w, loop.Form{Referral: referral.ID(id)})
		return err
	})
	b := &browser{s: s}
	b.signIn(t, "nurse@example.org", "open sesame")
	session := b.cookie
	form, _ := b.opened(t, "/referrals/"+id+"/decision")
	turned, _ := b.opened(t, "/referrals/"+id+"/decline")
	s.act(t, "nurse", func(w *desk.Writing) error {
		_, err := loop.Forward(w, loop.Form{Referral: referral.ID(id)}, "beyond", "Theirs.")
		return err
	})
	for noun, f := range map[string]url.Values{"decision": with(form, "once", "a", "how", "advise", "words", "Rest, and come back."), "decline": with(turned, "once", "b", "reason", "wrong-service", "words", "Rest, and come back.")} {
		b.cookie = session
		res, html := b.do(t, "POST", "/referrals/"+id+"/"+noun, f)
		if !strings.Contains(html, ">Rest, and come back.</textarea>") || noun == "decision" && !strings.Contains(html, `value="advise" checked`) {
			t.Errorf("%s: %d, and the words are gone", noun, res.StatusCode)
		}
	}
}
