package notify

import (
	"context"
	"io"
	"mime"
	"mime/quotedprintable"
	"net"
	"net/mail"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/emersion/go-smtp"
)

// Mailbox is a real SMTP server on loopback that keeps what it takes in
// memory: the demo's post office.
type Mailbox struct {
	Now func() time.Time // the time mail is stamped with; nil is the machine's

	mu     sync.Mutex
	all    []Mail
	taken  int
	server *smtp.Server
	ln     net.Listener
}

// Mail is a message it took.
type Mail struct {
	To, Subject, Body string
	At                time.Time
	Head              mail.Header
}

// kept is how many it keeps, largest how large one may be.
const (
	kept    = 500
	largest = 1 << 20
)

// OpenMailbox listens on a free loopback port.
func OpenMailbox() (*Mailbox, error) {
	b := &Mailbox{}
	var err error
	if b.ln, err = net.Listen("tcp", "127.0.0.1:0"); err != nil {
		return nil, err
	}
	b.server = smtp.NewServer(smtp.BackendFunc(func(*smtp.Conn) (smtp.Session, error) { return &session{box: b}, nil }))
	b.server.Domain, b.server.MaxMessageBytes, b.server.MaxRecipients = "localhost", largest, 50
	b.server.ReadTimeout, b.server.WriteTimeout = 30*time.Second, 30*time.Second
	return b, nil
}

// Address is where the relay is.
func (b *Mailbox) Address() string { return "smtp://" + b.ln.Addr().String() }

// Run serves until ctx is done.
func (b *Mailbox) Run(ctx context.Context) error {
	go func() { <-ctx.Done(); b.server.Close() }()
	if err := b.server.Serve(b.ln); err != nil && ctx.Err() == nil {
		return err
	}
	return nil
}

// Count is how many messages it has taken in all.
func (b *Mailbox) Count() int {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.taken
}

// All lists the messages, the newest first.
func (b *Mailbox) All() []Mail {
	b.mu.Lock()
	defer b.mu.Unlock()
	out := slices.Clone(b.all)
	slices.Reverse(out)
	return out
}

type session struct {
	box *Mailbox
	to  []string
}

func (s *session) Mail(string, *smtp.MailOptions) error      { return nil }
func (s *session) Rcpt(to string, _ *smtp.RcptOptions) error { s.to = append(s.to, to); return nil }
func (s *session) Reset()                                    { s.to = nil }
func (s *session) Logout() error                             { return nil }

func (s *session) Data(r io.Reader) error {
	m, err := mail.ReadMessage(r)
	if err != nil {
		return err
	}
	body := io.Reader(m.Body)
	if strings.EqualFold(m.Header.Get("Content-Transfer-Encoding"), "quoted-printable") {
		body = quotedprintable.NewReader(body)
	}
	text, err := io.ReadAll(io.LimitReader(body, largest))
	if err != nil {
		return err
	}
	subject, err := new(mime.WordDecoder).DecodeHeader(m.Header.Get("Subject"))
	if err != nil { // shown as it came
		subject = m.Header.Get("Subject")
	}
	s.box.mu.Lock()
	defer s.box.mu.Unlock()
	now := time.Now
	if s.box.Now != nil {
		now = s.box.Now
	}
	s.box.taken++
	s.box.all = append(s.box.all, Mail{To: strings.Join(s.to, ", "), Subject: subject, Body: string(text), At: now(), Head: m.Header})
	if len(s.box.all) > kept {
		s.box.all = s.box.all[1:]
	}
	return nil
}
