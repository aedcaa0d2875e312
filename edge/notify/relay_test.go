package notify_test

import (
	"bufio"
	"errors"
	"fmt"
	"net"
	"strings"
	"sync"
	"testing"
	"time"

	"referd/core/party"
	"referd/core/referral"
	"referd/desk"
	"referd/desk/chase"
	"referd/desk/desktest"
	"referd/edge/notify"
	"referd/store"
)

// relay is a mail server with moods: it answers each command by what mood says,
// "" for what a good one would; "drop" hangs up and "wait" never answers.
type relay struct {
	ln   net.Listener
	mu   sync.Mutex
	mood func(command string) string
	took []string // who was sent to, by message
}

func newRelay(t *testing.T) *relay {
	t.Helper()
	ln, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	r := &relay{ln: ln, mood: func(string) string { return "" }}
	var all sync.WaitGroup
	all.Go(func() {
		for {
			c, err := ln.Accept()
			if err != nil {
				return
			}
			all.Go(func() { r.talk(c) })
		}
	})
	t.Cleanup(func() { ln.Close(); all.Wait() })
	return r
}

func (r *relay) feel(mood func(string) string) { r.mu.Lock(); r.mood = mood; r.mu.Unlock() }

func (r *relay) taken() []string {
	r.mu.Lock()
	defer r.mu.Unlock()
	return append([]string(nil), r.took...)
}

func (r *relay) talk(c net.Conn) {
	defer c.Close()
	c.SetDeadline(time.Now().Add(5 * time.Second))
	in := bufio.NewReader(c)
	to, data := "", false
	fmt.Fprint(c, "220 relay\r\n")
	for {
		line, err := in.ReadString('\n')
		if err != nil {
			return
		}
		line = strings.TrimRight(line, "\r\n")
		if data && line != "." {
			continue
		}
		r.mu.Lock()
		answer := r.mood(line)
		r.mu.Unlock()
		verb, _, _ := strings.Cut(strings.ToUpper(line), " ")
		switch {
		case answer == "drop":
			return
		case answer == "wait":
			in.ReadByte() // until the other side gives up
			return
		case answer != "":
		case verb == "DATA":
			answer, data = "354 go on", true
		case line == "." && data:
			data = false
			r.mu.Lock()
			r.took = append(r.took, to)
			r.mu.Unlock()
			answer = "250 taken"
		case verb == "QUIT":
			fmt.Fprint(c, "221 bye\r\n")
			return
		default:
			answer = "250 ok"
		}
		if verb == "RCPT" && strings.HasPrefix(answer, "250") {
			to = strings.Trim(line[len("RCPT TO:"):], "<>")
		}
		fmt.Fprint(c, answer+"\r\n")
	}
}

// A relay that is slow, refuses, puts off or drops is an error, soon enough;
// nothing counts as told, so that the next try tells it.
func TestRelaysInBadMoods(t *testing.T) {
	on := func(verb, answer string) func(string) string {
		return func(line string) string {
			if strings.HasPrefix(strings.ToUpper(line), verb) {
				return answer
			}
			return ""
		}
	}
	for name, mood := range map[string]func(string) string{
		"never answers":      on("MAIL", "wait"),
		"hangs up at once":   on("EHLO", "drop"),
		"drops the message":  on(".", "drop"),
		"refuses everybody":  on("RCPT", "550 no such user"),
		"puts off":           on("RCPT", "451 later"),
		"refuses the sender": on("MAIL", "553 who are you"),
		"is full":            on(".", "452 no room"),
	} {
		t.Run(name, func(t *testing.T) {
			h, r := desktest.New(t), newRelay(t)
			d := sent(t, h, party.Routine)
			s := &notify.Sender{Desk: h.Desk, Relay: "smtp://" + r.ln.Addr().String(), From: "referd@localhost", Patience: 300 * time.Millisecond}
			r.feel(mood)
			began := time.Now()
			if tell(t, h, s, d.ID, ""); time.Since(began) > 5*time.Second {
				t.Fatalf("after %s", time.Since(began))
			}
			if len(r.taken()) != 0 {
				t.Fatal("it was taken all the same")
			}
			r.feel(on("-", ""))
			h.Pass(5 * time.Second)
			post(t, h, s)
			if got := r.taken(); len(got) != 1 || got[0] != "intake@example.org" {
				t.Errorf("then: %v", got)
			}
		})
	}
}

// A relay that took the message and then hangs up has taken it: it is not sent
// again.
func TestTakenIsTaken(t *testing.T) {
	for _, verb := range []string{"RSET", "QUIT"} {
		h, r := desktest.New(t), newRelay(t)
		d := sent(t, h, party.Routine)
		s := &notify.Sender{Desk: h.Desk, Relay: "smtp://" + r.ln.Addr().String(), From: "referd@localhost", Patience: 300 * time.Millisecond}
		r.feel(func(line string) string {
			if line == verb {
				return "drop"
			}
			return ""
		})
		tell(t, h, s, d.ID, "")
		h.Pass(time.Minute)
		if post(t, h, s); len(r.taken()) != 1 {
			t.Errorf("%s: taken %v", verb, r.taken())
		}
	}
}

// When one of a team cannot be reached the others are told once, and the one
// is tried again.
func TestOneOfATeamIsTriedAgain(t *testing.T) {
	h, r := desktest.New(t), newRelay(t)
	if err := h.DB.Commit(t.Context(), func(tx *store.Tx) error {
		return tx.PutThing(desk.KindMembership, "nurse@intake", "clinic", party.Membership{User: "nurse", Team: "intake", Roles: []party.Job{party.Intake}})
	}); err != nil {
		t.Fatal(err)
	}
	d := sent(t, h, party.Routine)
	s := &notify.Sender{Desk: h.Desk, Relay: "smtp://" + r.ln.Addr().String(), From: "referd@localhost", Patience: time.Second}
	r.feel(func(line string) string {
		if strings.Contains(line, "intake@example.org") {
			return "450 not now"
		}
		return ""
	})
	tell(t, h, s, d.ID, "")
	h.Pass(15 * time.Second)
	post(t, h, s)
	r.feel(func(string) string { return "" })
	h.Pass(time.Minute)
	post(t, h, s)
	if got := strings.Join(r.taken(), " "); got != "nurse@example.org intake@example.org" {
		t.Errorf("told: %s", got)
	}
}

// A password is not sent in the clear to another machine, and is in no error.
func TestAPasswordStaysHome(t *testing.T) {
	h := desktest.New(t)
	d := sent(t, h, party.Routine)
	if err := chase.Plan(t.Context(), h.Desk, d.ID, "", true); err != nil {
		t.Fatal(err)
	}
	jobs, err := h.DB.Lease(t.Context(), []string{"mail"}, 9, h.Now().Add(time.Hour))
	if err != nil || len(jobs) != 1 {
		t.Fatalf("%d letters, %v", len(jobs), err)
	}
	letter := jobs[0].Arg
	for _, at := range []string{"smtp://u:s3cret@", "http://u:s3cret@127.0.0.1", "smtp://u:s3cret@127.0.0.1:1", "smtp://u:s3cret@[::1", "smtps://u:s3cret@127.0.0.1:1"} {
		s := &notify.Sender{Desk: h.Desk, Relay: at, From: "referd@localhost", Patience: time.Second}
		err := s.Mail(t.Context(), letter)
		if err == nil || strings.Contains(err.Error(), "s3cret") {
			t.Errorf("%s: %v", at, err)
		}
	}
	var none referral.ID
	if err := (&notify.Sender{Desk: h.Desk}).Notify(t.Context(), d.ID, ""); err != nil {
		t.Errorf("without a relay: %v", err)
	}
	if _, err := chase.NoticeOf(t.Context(), h.Desk, none, ""); errors.Is(err, nil) {
		t.Error("a notice of nothing")
	}
}
