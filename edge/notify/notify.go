// Package notify tells people by mail that there is something for them, and no
// more: kind, due and code, never a name or a diagnosis.
package notify

import (
	"context"
	"fmt"
	"net/url"
	"strconv"
	"sync"
	"time"

	"github.com/wneessen/go-mail"

	"referd/core/party"
	"referd/core/referral"
	"referd/desk"
	"referd/desk/loop"
)

// Sender sends through a relay.
type Sender struct {
	Desk   *desk.Desk
	Relay  string // smtp://host:port; empty sends nothing
	From   string
	Public string

	mu   sync.Mutex
	last map[string]time.Time
}

// kinds are acts in a subject line's words.
var kinds = map[referral.Act]string{referral.ActAcknowledge: "Report to read", referral.ActAnswer: "Question to answer", referral.ActNextStep: "Declined: next step to choose", referral.ActAnswerAdvice: "Advice to answer", referral.ActSign: "Referral to sign",
	referral.ActOpen: "Referral to open", referral.ActDecide: "Referral to decide", referral.ActBook: "Visit to book", referral.ActReach: "Patient to reach", referral.ActReport: "Report to write", referral.ActSee: "Visit to record", referral.ActDoItem: "Line of a plan to do",
	referral.ActInform: "Patient to tell", referral.ActSettle: "Something to settle", referral.ActAttach: "Document to send", referral.ActSpeak: "Result to tell by voice", referral.ActAcceptItem: "Line of a plan offered"}

// Subject is what a notice says: "Report to read, by Thu 11-Jun, 3FW7-K2PD".
func Subject(n loop.Notice) string {
	kind := kinds[n.Act]
	if kind == "" {
		kind = "Something to do"
	}
	return kind + ", by " + n.Owed.Due.Format("Mon 02-Jan") + ", " + n.Code
}

// Notify does a notify job: who owes the thing named is told, not more than
// once an hour for the same kind (hazard H14), emergencies always.
func (s *Sender) Notify(ctx context.Context, of referral.ID, duty string) error {
	if s.Relay == "" {
		return nil
	}
	n, err := loop.NoticeOf(ctx, s.Desk, of, duty)
	if err != nil {
		return err
	}
	for _, u := range n.To {
		if u.Email == "" || s.tooSoon(u, n) {
			continue
		}
		if err := s.send(ctx, u, n); err != nil {
			return err
		}
	}
	return nil
}

func (s *Sender) tooSoon(u party.User, n loop.Notice) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.last == nil {
		s.last = map[string]time.Time{}
	}
	key, now := string(u.ID)+" "+string(n.Act), s.Desk.Now()
	if pressing := n.Owed.Due.Sub(now) < 6*time.Hour; !pressing && now.Sub(s.last[key]) < time.Hour {
		return true
	}
	s.last[key] = now
	return false
}

func (s *Sender) send(ctx context.Context, u party.User, n loop.Notice) error {
	at, err := url.Parse(s.Relay)
	if err != nil {
		return fmt.Errorf("notify: the relay's address: %w", err)
	}
	port, err := strconv.Atoi(at.Port())
	if err != nil {
		port = 25
	}
	m := mail.NewMsg()
	if err := m.From(s.From); err != nil {
		return err
	}
	if err := m.To(u.Email); err != nil {
		return err
	}
	m.Subject(Subject(n))
	m.SetBodyString(mail.TypeTextPlain, Subject(n)+".\n\nOpen it here: "+s.Public+"/referrals/"+string(n.Referral)+"\n\nThis message names no patient on purpose.\n")
	c, err := mail.NewClient(at.Hostname(), mail.WithPort(port), mail.WithTLSPolicy(mail.TLSOpportunistic), mail.WithTimeout(10*time.Second))
	if err != nil {
		return err
	}
	return c.DialAndSendWithContext(ctx, m)
}
