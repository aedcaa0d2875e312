package main

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"os"
	"runtime/debug"
	"strconv"
	"strings"
	"time"

	"golang.org/x/sync/errgroup"

	"referd/desk"
	"referd/desk/bring"
	"referd/desk/chase"
	deskhouse "referd/desk/house"
	"referd/desk/kept"
	"referd/desk/link"
	measures "referd/desk/measure"
	"referd/desk/partner"
	"referd/desk/people"
	"referd/desk/safety"
	"referd/edge/notify"
	"referd/store"
	"referd/web"
	"referd/web/live"
	"referd/work"
)

// house is the wired whole.
type house struct {
	cfg  *Config
	log  *slog.Logger
	db   *store.DB
	desk *desk.Desk
	demo web.Demo
	mail *notify.Mailbox
	ln   net.Listener

	partners neighbors                   // the demo's, who act; nil elsewhere
	door     func(context.Context) error // said when the store runs; nil in the demo
}

// neighbors are the demo's partners: they act as time passes.
type neighbors interface {
	Act(context.Context) error
	Escalate(context.Context) error
}

func serve(ctx context.Context, c *call) error {
	cfg, err := configure("serve", c, nil)
	if err != nil {
		return err
	}
	h, err := open(ctx, cfg, c, time.Now)
	if err != nil {
		return err
	}
	defer h.db.Close()
	fmt.Fprintf(c.out, "referd serves %s\n", cfg.Public)
	h.door = func(ctx context.Context) error { return door(ctx, c, h) }
	return h.run(ctx)
}

// door prints the one-time address of a house nobody has an account in. It is
// said here and nowhere else, and a new one at the next start.
func door(ctx context.Context, c *call, h *house) error {
	token, err := people.Door(ctx, h.desk)
	if err == nil && token != "" {
		fmt.Fprintf(c.out, "\nNobody has an account here yet. Open this address to set the house up; whoever opens it first\nbecomes its administrator, and it is good until then:\n\n  %s/setup/%s\n\n", h.cfg.Public, token)
	}
	return err
}

// open opens the store and the address, so that what is wrong is said before
// anything starts.
func open(ctx context.Context, cfg *Config, c *call, now func() time.Time) (*house, error) {
	h := &house{cfg: cfg, log: slog.New(slog.NewJSONHandler(c.err, nil))}
	var err error
	if cfg.Downtime != "" {
		if err = private(cfg.Downtime); err != nil {
			return nil, err
		}
	}
	if cfg.TLSCert != "" {
		if _, err = tls.LoadX509KeyPair(cfg.TLSCert, cfg.TLSKey); err != nil {
			return nil, fmt.Errorf("the certificate %s and its key %s cannot be used: %w", cfg.TLSCert, cfg.TLSKey, err)
		}
	}
	if h.ln = cfg.door; h.ln == nil {
		if h.ln, err = net.Listen("tcp", cfg.Addr); err != nil {
			return nil, fmt.Errorf("the address %s cannot be used: %w", cfg.Addr, err)
		}
	}
	if h.db, err = store.Open(ctx, store.Options{DSN: cfg.DB, Dir: cfg.Data, Vault: cfg.Vault, Now: now, Log: h.log, Read: 8}); err != nil {
		h.ln.Close()
		return nil, err
	}
	h.desk = desk.New(h.db, h.log)
	return h, nil
}

// roomy is how much the heap may grow before it is collected, in percent of what
// lives: a house is small beside its machine. GOGC overrides it.
const roomy = 200

// run starts everything that is long-lived in one group and waits for all of it;
// the store last, so that what was begun is ended and kept.
func (h *house) run(ctx context.Context) error {
	if os.Getenv("GOGC") == "" {
		debug.SetGCPercent(roomy)
	}
	g, ctx := errgroup.WithContext(ctx)
	kept := make(chan error, 1)
	go func() { kept <- h.db.Run(context.WithoutCancel(ctx)) }()
	closed := func(err error) error {
		h.db.Stop()
		return errors.Join(err, <-kept)
	}
	g.Go(func() error {
		select {
		case err := <-kept: // nothing can be done without it
			kept <- err
			return err
		case <-ctx.Done():
			return nil
		}
	})
	if h.door != nil {
		if err := h.door(ctx); err != nil {
			return closed(err)
		}
	}
	stream := live.New(h.desk)
	g.Go(func() error { return stream.Run(ctx) })
	board := measures.New(h.desk)
	g.Go(func() error { return board.Run(ctx) })
	mail := &notify.Sender{Desk: h.desk, Relay: h.cfg.Relay, From: h.cfg.From, Public: h.cfg.Public}
	if h.mail != nil {
		g.Go(func() error { return h.mail.Run(ctx) })
	}
	runner := &work.Runner{DB: h.db, Log: h.log, Kinds: h.kinds(mail), GiveUp: h.giveUp, Ticks: h.ticks()}
	g.Go(func() error { return runner.Run(ctx) })
	srv := &http.Server{Handler: h.handler(stream, board, web.Doubt{Since: runner.Suspended, Confirm: runner.Confirm}), ReadHeaderTimeout: 3 * time.Second, IdleTimeout: 2 * time.Minute, MaxHeaderBytes: 16 << 10}
	g.Go(func() error { return h.listen(srv) })
	g.Go(func() error {
		<-ctx.Done()
		stop, cancel := context.WithTimeout(context.WithoutCancel(ctx), 10*time.Second)
		defer cancel()
		err := srv.Shutdown(stop)
		if errors.Is(err, context.DeadlineExceeded) {
			return srv.Close()
		}
		return err
	})
	return closed(g.Wait())
}

// ticks are what is done again and again.
func (h *house) ticks() []work.Tick {
	escalate := func(ctx context.Context) error { _, err := chase.Escalate(ctx, h.desk); return err }
	sweep := func(ctx context.Context) error { _, err := h.db.Sweep(ctx); return err }
	sessions := func(ctx context.Context) error { return people.Sweep(ctx, h.desk) }
	prune := func(ctx context.Context) error {
		return h.db.Commit(ctx, func(tx *store.Tx) error {
			_, err := tx.PruneFeed(followed)
			before := h.db.Now().Add(-remembered)
			return errors.Join(err, tx.ForgetTold(before), tx.ForgetAsides(before))
		})
	}
	settle := func(ctx context.Context) error {
		return h.db.Commit(ctx, func(tx *store.Tx) error { return tx.SettleTold() })
	}
	out := []work.Tick{{Name: "notices", Every: time.Hour, Do: settle, Always: true}, {Name: "vault", Every: 24 * time.Hour, Do: sweep, Always: true}, {Name: "sessions", Every: time.Hour, Do: sessions, Always: true}, {Name: "feed", Every: 24 * time.Hour, Do: prune, Always: true}}
	if days, err := strconv.Atoi(h.cfg.KeepRefused); err == nil { // not while the clock is doubted: what is gone does not come back
		forget := func(ctx context.Context) error {
			_, err := kept.ForgetRefused(ctx, h.desk, time.Duration(days)*24*time.Hour)
			return err
		}
		out = append(out, work.Tick{Name: "refused", Every: 24 * time.Hour, Do: forget})
	}
	if kits, ok := h.kits(); ok {
		out = append(out, kits)
	}
	if h.partners == nil {
		return append(out, work.Tick{Name: "escalation", Every: 10 * time.Second, Do: escalate})
	}
	return append(out, work.Tick{Name: "escalation", Every: 10 * time.Second, Do: h.partners.Escalate}, work.Tick{Name: "partners", Every: time.Minute, Do: h.partners.Act})
}

// remembered is how long it is known who was told what: longer than anything
// stays late without having climbed.
const remembered = 400 * 24 * time.Hour

// followed is how many changes are kept for those who follow: more than an hour
// of the busiest house.
const followed = 100_000

func (h *house) listen(srv *http.Server) error {
	var err error
	if h.cfg.TLSCert != "" {
		err = srv.ServeTLS(h.ln, h.cfg.TLSCert, h.cfg.TLSKey)
	} else {
		err = srv.Serve(h.ln)
	}
	if errors.Is(err, http.ErrServerClosed) {
		return nil
	}
	return err
}

func (h *house) handler(stream *live.Stream, board *measures.Board, doubt web.Doubt) http.Handler {
	pages := web.New(web.Options{Desk: h.desk, Log: h.log, Public: h.cfg.Public, Demo: h.demo, Live: stream, Board: board, Doubt: doubt, Mail: h.cfg.Relay != "", Bring: h.room(), Give: givingRoom(h.desk, h.cfg), Behind: h.cfg.BehindProxy == "yes"})
	systems := h.systems()
	m := measure(h.db)
	return usual.watch(m.watch(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		switch {
		case strings.HasPrefix(r.URL.Path, "/fhir/"), r.URL.Path == "/oauth/token":
			systems.ServeHTTP(w, r)
		case r.URL.Path == "/metrics" && r.Method == http.MethodGet:
			m.page.ServeHTTP(w, r)
		default:
			pages.ServeHTTP(w, r)
		}
	})))
}

// kinds is what each kind of job does.
func (h *house) kinds(mail *notify.Sender) map[string]func(context.Context, work.Job) error {
	nothing := func(context.Context, work.Job) error { return nil }
	return map[string]func(context.Context, work.Job) error{
		people.Invitations:   func(ctx context.Context, j work.Job) error { return mail.Invite(ctx, j.Arg) },
		safety.Letters:       func(ctx context.Context, j work.Job) error { return mail.Concern(ctx, j.Arg) },
		deskhouse.Letters:    func(ctx context.Context, j work.Job) error { return mail.Cover(ctx, j.Arg) },
		deskhouse.Unanswered: func(ctx context.Context, j work.Job) error { return mail.Unanswered(ctx, j.Arg) },
		people.Resets:        func(ctx context.Context, j work.Job) error { return mail.Reset(ctx, j.Arg) },
		"notify":             func(ctx context.Context, j work.Job) error { return mail.Notify(ctx, j.Referral, duty(j.Arg)) },
		bring.Job:            func(ctx context.Context, j work.Job) error { return goOn(ctx, h.room(), j) },
		link.Letters:         func(ctx context.Context, j work.Job) error { return mail.Patient(ctx, j.Referral, j.Arg) },
		partner.Links:        func(ctx context.Context, j work.Job) error { return mail.Link(ctx, j.Referral, j.Arg) },
		"mail":               func(ctx context.Context, j work.Job) error { return mail.Mail(ctx, j.Arg) },
		"deliver":            nothing, // queued by earlier versions: a partner's client reads what is sent
		"recall":             nothing, // the same: the duty is made by the entry itself
	}
}

// duty is which thing owed a notice is about: an act's name means the ball.
func duty(arg string) string {
	if strings.Contains(arg, "/") || arg == "signature" || arg == "authorization" || arg == "reopening" || arg == "recall" || arg == "ending-told" {
		return arg
	}
	return ""
}

// giveUp makes work for a person of what was tried in vain.
func (h *house) giveUp(ctx context.Context, j work.Job, err error) error {
	switch {
	case j.Kind == "mail":
		return chase.Lost(ctx, h.desk, j.Arg)
	case j.Kind == bring.Job:
		return h.room().GaveUp(ctx, bring.ID(j.Arg))
	case j.Referral == "":
		return nil
	case j.Kind == link.Letters:
		return link.Unposted(ctx, h.desk, j.Referral, j.Arg)
	case j.Kind == partner.Links:
		return partner.Unposted(ctx, h.desk, j.Referral, j.Arg)
	case j.Kind == "deliver":
		return chase.Undelivered(ctx, h.desk, j.Referral, "given up after several tries")
	case j.Kind == "notify":
		return chase.Untold(ctx, h.desk, j.Referral, duty(j.Arg), nil)
	}
	return nil
}

func version(_ context.Context, c *call) error {
	v := "unreleased"
	if b, ok := debug.ReadBuildInfo(); ok && b.Main.Version != "" {
		v = b.Main.Version
	}
	_, err := fmt.Fprintln(c.out, "referd", v)
	return err
}
