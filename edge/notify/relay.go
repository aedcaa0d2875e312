package notify

import (
	"cmp"
	"context"
	"crypto/sha256"
	"crypto/tls"
	"errors"
	"fmt"
	"net"
	"net/url"
	"strconv"
	"strings"
	"time"

	"github.com/wneessen/go-mail"
)

// send gives a letter to the relay. With smtps the connection is encrypted from
// its first byte; with a password it is never sent in the clear, but on this
// machine itself; else it is encrypted where the relay can.
func (s *Sender) send(ctx context.Context, name string, l letter) error {
	host, dial, with, err := s.relay()
	if err != nil {
		return err
	}
	m := mail.NewMsg()
	if err := m.From(s.From); err != nil {
		return err
	}
	if err := m.To(l.to); err != nil {
		return err
	}
	m.Subject(l.subject)
	m.SetDate()
	m.SetMessageIDWithValue(fmt.Sprintf("%x@%s", sha256.Sum256([]byte(name)), domain(s.From)))
	m.SetGenHeader("Auto-Submitted", "auto-generated") // RFC 3834: nobody's machine answers
	if l.stop != "" {                                  // RFC 2369, and RFC 8058: by one press in the mailbox
		m.SetGenHeader("List-Unsubscribe", "<"+l.stop+">")
		m.SetGenHeader("List-Unsubscribe-Post", "List-Unsubscribe=One-Click")
	}
	m.SetBodyString(mail.TypeTextPlain, l.body)
	var conn net.Conn
	defer func() {
		if conn != nil {
			conn.Close() // the library leaves it open when something fails
		}
	}()
	with = append(with, mail.WithDialContextFunc(func(ctx context.Context, network, addr string) (_ net.Conn, err error) {
		conn, err = dial(ctx, network, addr)
		return conn, err
	}))
	c, err := mail.NewClient(host, with...)
	if err != nil {
		return err
	}
	client, err := c.DialToSMTPClientWithContext(ctx)
	if err != nil {
		return err
	}
	if err := c.SendWithSMTPClient(client, m); err != nil && !m.IsDelivered() { // taken is taken, however the relay says good-bye
		return err
	}
	c.CloseWithSMTPClient(client)
	return nil
}

// domain is a sender's.
func domain(from string) string {
	_, host, _ := strings.Cut(from, "@")
	return strings.Trim(cmp.Or(host, "localhost"), "> ")
}

type dialer = func(ctx context.Context, network, addr string) (net.Conn, error)

func (s *Sender) relay() (host string, dial dialer, with []mail.Option, err error) {
	at, err := url.Parse(s.Relay)
	if err != nil || at.Scheme != "smtp" && at.Scheme != "smtps" || at.Hostname() == "" {
		return "", nil, nil, errors.New("notify: the relay's address is not smtp://host:port") // and is not repeated: it may hold a password
	}
	patience := s.Patience
	if patience == 0 {
		patience = 10 * time.Second
	}
	with = []mail.Option{mail.WithTimeout(patience)}
	secret, named := at.User.Password()
	policy := mail.TLSOpportunistic
	if ip := net.ParseIP(at.Hostname()); named && at.Hostname() != "localhost" && (ip == nil || !ip.IsLoopback()) {
		policy = mail.TLSMandatory
	}
	port := 25
	dial = (&net.Dialer{}).DialContext
	if at.Scheme == "smtps" {
		port, policy, dial = 465, mail.TLSOpportunistic, (&tls.Dialer{}).DialContext
	}
	with = append(with, mail.WithTLSPolicy(policy))
	if p, err := strconv.Atoi(at.Port()); err == nil {
		port = p
	}
	with = append(with, mail.WithPort(port))
	if named {
		with = append(with, mail.WithSMTPAuth(mail.SMTPAuthAutoDiscover), mail.WithUsername(at.User.Username()), mail.WithPassword(secret))
	}
	return at.Hostname(), dial, with, nil
}
