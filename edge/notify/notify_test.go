package notify_test

import (
	"context"
	"errors"
	"strings"
	"testing"
	"time"

	"referd/core/party"
	"referd/core/referral"
	"referd/desk"
	"referd/desk/chase"
	"referd/desk/desktest"
	"referd/desk/draft"
	"referd/desk/loop"
	"referd/edge/notify"
	"referd/work"
)

// canaries are what the test's patient and question are made of.
var canaries = []string{"Testcase", "Ada", "1961", "heart", "4471", "LK 1"}

func box(t *testing.T) *notify.Mailbox {
	t.Helper()
	b, err := notify.OpenMailbox()
	if err != nil {
		t.Fatal(err)
	}
	ctx, stop := context.WithCancel(context.Background())
	done := make(chan error, 1)
	go func() { done <- b.Run(ctx) }()
	t.Cleanup(func() {
		stop()
		if err := <-done; err != nil {
			t.Error(err)
		}
	})
	return b
}

// sent sends a referral to the clinic and gives its id and code.
func sent(t *testing.T, h *desktest.House, u party.Urgency) (d loop.Done) {
	t.Helper()
	err := h.Write(t.Context(), h.As("doc"), "draft", func(w *desk.Writing) (err error) {
		d, err = draft.Start(w, draft.Draft{Patient: "pat00000000000000001", Service: "cardio", Urgency: u})
		if err != nil {
			return err
		}
		if err = draft.Save(w, d.ID, draft.Draft{Service: "cardio", Clinician: "dr-doc", Question: "Is it the heart?", Urgency: u, Override: "none here"}); err != nil {
			return err
		}
		d, err = draft.Send(w, loop.Form{Referral: d.ID})
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return d
}

// What is told outside names no patient: kind, due and code, through a real relay.
func TestMailNamesNoPatient(t *testing.T) {
	h, b := desktest.New(t), box(t)
	d := sent(t, h, party.Urgent)
	s := &notify.Sender{Desk: h.Desk, Relay: b.Address(), From: "referd@localhost", Public: "http://house"}
	if err := s.Notify(t.Context(), d.ID, ""); err != nil {
		t.Fatal(err)
	}
	all := b.All()
	if len(all) != 1 {
		t.Fatalf("%d mails", len(all))
	}
	m := all[0]
	if m.Subject != "Referral to open, by Mon 01-Jun 12:00, "+d.Code || m.To != "intake@example.org" {
		t.Errorf("to %s: %s", m.To, m.Subject)
	}
	if !strings.Contains(m.Body, "http://house/referrals/"+string(d.ID)+"\n") && !strings.Contains(m.Body, "http://house/referrals/"+string(d.ID)+"\r\n") {
		t.Errorf("no way in: %q", m.Body)
	}
	for _, canary := range canaries {
		if strings.Contains(m.Subject+m.Body, canary) {
			t.Errorf("the mail says %q", canary)
		}
	}
}

// A subject says kind, due and code as the reader's clock has them.
func TestSubject(t *testing.T) {
	now := time.Date(2026, 6, 1, 14, 0, 0, 0, time.UTC)
	ny, err := time.LoadLocation("America/New_York")
	if err != nil {
		t.Fatal(err)
	}
	for _, x := range []struct {
		act  referral.Act
		due  time.Time
		zone *time.Location
		want string
	}{
		{referral.ActAcknowledge, time.Date(2026, 6, 11, 17, 0, 0, 0, time.UTC), time.UTC, "Report to read, by Thu 11-Jun, 3FW7-K2PD"},
		{referral.ActAcknowledge, time.Date(2026, 6, 11, 2, 0, 0, 0, time.UTC), ny, "Report to read, by Wed 10-Jun, 3FW7-K2PD"},
		{referral.ActBook, now.Add(3 * time.Hour), ny, "Visit to book, by Mon 01-Jun 13:00, 3FW7-K2PD"},
		{referral.ActBook, now.Add(-time.Hour), ny, "Visit to book, late since Mon 01-Jun 09:00, 3FW7-K2PD"},
		{referral.ActPrioritise, time.Time{}, ny, "Priority changed, 3FW7-K2PD"},
		{referral.ActSeenBy, time.Time{}, ny, "Seen-by date changed, 3FW7-K2PD"},
		{referral.ActMiss, time.Time{}, ny, "Patient did not attend, 3FW7-K2PD"},
		{"unheard-of", now.AddDate(0, 0, 3), ny, "Something to do, by Thu 04-Jun, 3FW7-K2PD"},
	} {
		n := chase.Notice{Act: x.act, Code: "3FW7-K2PD", Owed: referral.Owed{Due: x.due}}
		if got := notify.Subject(n, x.zone, now); got != x.want {
			t.Errorf("%q, want %q", got, x.want)
		}
	}
}

// One mail an hour of a kind: what comes meanwhile is told together, once, and
// what was done meanwhile is not told at all. What presses does not wait.
func TestMailsKeepTheirRhythm(t *testing.T) {
	h, b := desktest.New(t), box(t)
	s := &notify.Sender{Desk: h.Desk, Relay: b.Address(), From: "referd@localhost", Public: "http://house"}
	var loops []loop.Done
	waiting := map[referral.ID]time.Time{}
	for i := range 5 {
		d := sent(t, h, party.Routine)
		loops = append(loops, d)
		err := s.Notify(t.Context(), d.ID, "")
		later, kept := errors.AsType[*work.Later](err)
		if i == 0 && err != nil || i > 0 && !kept {
			t.Fatalf("the mail for number %d: %v", i, err)
		}
		if kept {
			waiting[d.ID] = later.At
		}
		h.Pass(5 * time.Minute)
	}
	if err := s.Notify(t.Context(), loops[0].ID, ""); err != nil {
		t.Errorf("told of the same again: %v", err)
	}
	pressing := sent(t, h, party.Urgent)
	if err := s.Notify(t.Context(), pressing.ID, ""); err != nil {
		t.Fatal(err)
	}
	all := b.All()
	if len(all) != 2 || !strings.Contains(all[1].Subject, loops[0].Code) {
		t.Fatalf("%+v", all)
	}
	if !strings.Contains(all[0].Subject, pressing.Code) || !strings.HasSuffix(all[0].Subject, "and 4 more") {
		t.Errorf("what presses, with what was kept: %q", all[0].Subject)
	}
	for _, d := range loops {
		if at, kept := waiting[d.ID]; kept {
			if want := desktest.Start.Add(time.Hour); !at.Equal(want) {
				t.Errorf("asked again at %s, want %s", at, want)
			}
			if !strings.Contains(all[0].Body, d.Code) || !strings.Contains(all[0].Body, "/referrals/"+string(d.ID)) {
				t.Errorf("%s is not in the mail", d.Code)
			}
		}
	}
	h.Pass(40 * time.Minute) // their jobs come back, and have nothing left to say
	for id := range waiting {
		if err := s.Notify(t.Context(), id, ""); err != nil {
			t.Error(err)
		}
	}
	if n := len(b.All()); n != 2 {
		t.Errorf("%d mails", n)
	}
}

// What was opened meanwhile is not told, alone or with others.
func TestWhatIsDoneIsNotTold(t *testing.T) {
	h, b := desktest.New(t), box(t)
	s := &notify.Sender{Desk: h.Desk, Relay: b.Address(), From: "referd@localhost", Public: "http://house"}
	first, second, third := sent(t, h, party.Routine), sent(t, h, party.Routine), sent(t, h, party.Routine)
	for _, d := range []loop.Done{first, second, third} {
		if err := s.Notify(t.Context(), d.ID, ""); err != nil {
			if _, kept := errors.AsType[*work.Later](err); !kept {
				t.Fatal(err)
			}
		}
	}
	if err := h.Write(t.Context(), h.As("intake"), "open", func(w *desk.Writing) error {
		_, err := loop.Open(w, loop.Form{Referral: second.ID})
		return err
	}); err != nil {
		t.Fatal(err)
	}
	h.Pass(time.Hour)
	if err := s.Notify(t.Context(), third.ID, ""); err != nil {
		t.Fatal(err)
	}
	all := b.All()
	if len(all) != 2 || strings.Contains(all[0].Subject+all[0].Body, second.Code) || !strings.Contains(all[0].Subject, third.Code) || strings.Contains(all[0].Subject, "more") {
		t.Errorf("%+v", all)
	}
}

// Whatever may be owed, or is told of the other side, has words of its own in a subject line.
func TestEveryKindHasItsWords(t *testing.T) {
	for _, a := range []referral.Act{referral.ActFinish, referral.ActSign, referral.ActDeliver, referral.ActOpen, referral.ActDecide, referral.ActAnswer, referral.ActAnswerAdvice, referral.ActNextStep, referral.ActBook, referral.ActReach, referral.ActSee, referral.ActReport, referral.ActDeliverReport, referral.ActSpeak,
		referral.ActAcknowledge, referral.ActInform, referral.ActDoItem, referral.ActAcceptItem, referral.ActAttach, referral.ActAuthorize, referral.ActClose, referral.ActContact, referral.ActMessage, referral.ActReadFacts, referral.ActResume, referral.ActSettle, referral.ActUnbook,
		referral.ActPrioritise, referral.ActSeenBy, referral.ActMiss} {
		if s := notify.Subject(chase.Notice{Act: a, Code: "3FW7-K2PD"}, time.UTC, time.Now()); strings.HasPrefix(s, "Something to do") {
			t.Errorf("%s has no words: %s", a, s)
		}
	}
}
