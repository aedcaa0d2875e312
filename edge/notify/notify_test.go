package notify_test

import (
	"context"
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
	"referd/store"
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

// post does what the house does by itself: notices are planned where all is set,
// and the letters that are due leave. It gives how many jobs were done.
func post(t *testing.T, h *desktest.House, s *notify.Sender, kinds ...string) (done int) {
	t.Helper()
	r := &work.Runner{DB: h.DB, Kinds: map[string]func(context.Context, work.Job) error{
		"notify": func(ctx context.Context, j work.Job) error { return s.Notify(ctx, j.Referral, about(j.Arg)) },
		"mail":   func(ctx context.Context, j work.Job) error { return s.Mail(ctx, j.Arg) },
	}}
	for {
		n, err := r.Once(t.Context(), append(kinds, "mail"))
		if err != nil {
			t.Fatal(err)
		}
		if done += n; n == 0 {
			return done
		}
	}
}

// about is what a job's word is about: an act's name is the ball.
func about(arg string) string {
	if strings.Contains(arg, "/") {
		return arg
	}
	return ""
}

// tell plans one notice and lets what is due leave.
func tell(t *testing.T, h *desktest.House, s *notify.Sender, of referral.ID, about string) {
	t.Helper()
	if err := s.Notify(t.Context(), of, about); err != nil {
		t.Fatal(err)
	}
	post(t, h, s)
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
	tell(t, h, s, d.ID, "")
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
	for level, want := range []string{", due since Fri 29-May", ", late since Fri 29-May", ", late since Fri 29-May, now also with the team's lead", ", late since Fri 29-May, both sides are told"} {
		n := chase.Notice{Act: referral.ActBook, Code: "3FW7-K2PD", Level: level, Owed: referral.Owed{Due: now.AddDate(0, 0, -3)}}
		if got := notify.Subject(n, time.UTC, now); got != "Visit to book"+want+", 3FW7-K2PD" {
			t.Errorf("level %d: %q", level, got)
		}
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
		{referral.ActBook, now.Add(-time.Hour), ny, "Visit to book, due since Mon 01-Jun 09:00, 3FW7-K2PD"},
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

// One mail an hour: what comes meanwhile is told together, once, and what was
// done meanwhile is not told at all. What presses does not wait, and comes alone.
func TestMailsKeepTheirRhythm(t *testing.T) {
	h, b := desktest.New(t), box(t)
	s := &notify.Sender{Desk: h.Desk, Relay: b.Address(), From: "referd@localhost", Public: "http://house"}
	var loops []loop.Done
	for range 5 {
		d := sent(t, h, party.Routine)
		loops = append(loops, d)
		tell(t, h, s, d.ID, "")
		h.Pass(5 * time.Minute)
	}
	tell(t, h, s, loops[0].ID, "")
	pressing := sent(t, h, party.Urgent)
	tell(t, h, s, pressing.ID, "")
	all := b.All()
	if len(all) != 2 || !strings.Contains(all[1].Subject, loops[0].Code) || !strings.HasSuffix(all[0].Subject, pressing.Code) {
		t.Fatalf("%+v", all)
	}
	open(t, h, loops[2].ID)
	h.Pass(34 * time.Minute)
	if post(t, h, s); len(b.All()) != 2 {
		t.Fatal("the hour was not kept")
	}
	h.Pass(time.Minute)
	post(t, h, s)
	all = b.All()
	if len(all) != 3 || !strings.HasSuffix(all[0].Subject, "and 2 more") {
		t.Fatalf("what was kept: %+v", all[0])
	}
	for i, d := range loops[1:] {
		if told := strings.Contains(all[0].Body, d.Code) && strings.Contains(all[0].Body, "/referrals/"+string(d.ID)); told != (i != 1) {
			t.Errorf("number %d is told: %v", i+1, told)
		}
	}
	for _, d := range loops {
		tell(t, h, &notify.Sender{Desk: h.Desk, Relay: s.Relay, From: s.From}, d.ID, "") // by another process
	}
	h.Pass(3 * time.Hour)
	if post(t, h, s); len(to(b, "intake")) != 3 {
		t.Errorf("told again: %+v", b.All()[0])
	}
}

// open is intake opening a referral: it owes that no more.
func open(t *testing.T, h *desktest.House, of referral.ID) {
	t.Helper()
	if err := h.Write(t.Context(), h.As("intake"), "open", func(w *desk.Writing) error {
		_, err := loop.Open(w, loop.Form{Referral: of})
		return err
	}); err != nil {
		t.Fatal(err)
	}
}

// to is somebody's mail, the newest first.
func to(b *notify.Mailbox, who string) (out []notify.Mail) {
	for _, m := range b.All() {
		if m.To == who+"@example.org" {
			out = append(out, m)
		}
	}
	return out
}

// Who is given something by name is told so, and not of what they took themselves.
func TestGivenIsTold(t *testing.T) {
	h, b := desktest.New(t), box(t)
	s := &notify.Sender{Desk: h.Desk, Relay: b.Address(), From: "referd@localhost", Public: "http://house"}
	if err := h.DB.Commit(t.Context(), func(tx *store.Tx) error {
		return tx.PutThing(desk.KindMembership, "nurse@intake", "clinic", party.Membership{User: "nurse", Team: "intake", Roles: []party.Job{party.Intake, party.TeamLead}})
	}); err != nil {
		t.Fatal(err)
	}
	d := sent(t, h, party.Routine)
	give := func(by, to party.UserID) {
		t.Helper()
		h.Pass(2 * time.Hour)
		if err := h.Write(t.Context(), h.As(by), "give", func(w *desk.Writing) error {
			if to == by {
				_, err := loop.Claim(w, loop.Form{Referral: d.ID})
				return err
			}
			_, err := loop.Give(w, loop.Form{Referral: d.ID}, loop.Assign{Person: to, Why: "She knows them."})
			return err
		}); err != nil {
			t.Fatal(err)
		}
		h.Pass(2 * time.Minute)
		post(t, h, s, "notify")
	}
	h.Pass(2 * time.Minute)
	post(t, h, s, "notify")
	give("nurse", "nurse")
	if a, b := to(b, "nurse"), to(b, "intake"); len(a) != 1 || len(b) != 1 { // both of the team, of what came
		t.Fatalf("%+v, %+v", a, b)
	}
	give("nurse", "intake")
	if got := to(b, "intake"); len(got) != 2 || len(to(b, "nurse")) != 1 || !strings.Contains(got[0].Body, "It was given to you on Mon 01-Jun 14:0") {
		t.Errorf("%+v", got)
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
