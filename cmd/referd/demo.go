package main

import (
	"context"
	"flag"
	"fmt"
	"net"
	"runtime/debug"
	"strings"
	"time"

	"referd/cmd/referd/demo"
	"referd/cmd/referd/demo/cast"
	"referd/cmd/referd/demo/story"
	"referd/edge/notify"
)

// demoHouse runs the made-up network: on the first start it is built, later it
// is there as it was left.
func demoHouse(ctx context.Context, c *call) error {
	size, dir, fresh, reset := "small", "", false, false
	cfg, err := configure("demo", c, func(fs *flag.FlagSet) {
		fs.StringVar(&size, "size", "small", "small (300 referrals), hospital (20,000) or region (1,000,000)")
		fs.StringVar(&dir, "dir", "", "keep the demo here (default DATA)")
		fs.BoolVar(&fresh, "fresh", false, "throw away the demo that is there and make it anew")
		fs.BoolVar(&reset, "reset", false, "put the demo that is there back to its beginning, in the size it has")
	})
	if err != nil {
		return err
	}
	if _, ok := story.Sizes[size]; !ok {
		return fmt.Errorf("%w: -size is small, hospital or region", errUse)
	}
	if dir != "" {
		cfg.Data = dir
		if cfg.source["db"] == "default" {
			cfg.DB = ""
		}
		cfg.Vault = ""
		if err := cfg.finish(); err != nil {
			return err
		}
	}
	place := demo.Place{Dir: cfg.Data, Own: cfg.source["db"] == "default", Size: size, Asked: cfg.source["size"] == "flag", Fresh: fresh, Reset: reset}
	ln, err := net.Listen("tcp", cfg.Addr)
	if err != nil {
		return fmt.Errorf("the address %s cannot be used: %w", cfg.Addr, err)
	}
	defer ln.Close()
	cfg.door = lasting{ln, ctx}
	for {
		if err := ln.(*net.TCPListener).SetDeadline(time.Time{}); err != nil {
			return err
		}
		again, err := liveOnce(ctx, c, *cfg, &place)
		if err != nil || !again {
			return err
		}
		place.Asked, place.Fresh, place.Reset = false, false, true
	}
}

// lasting is a door that stays when the house behind it is closed: who knocks
// while the demo is made anew waits, and is not told that nobody is there.
type lasting struct {
	net.Listener
	ctx context.Context // of the process: at its end the door is shut
}

// Close lets go of the house that waits for somebody to come.
func (l lasting) Close() error {
	if l.ctx.Err() != nil {
		return l.Listener.Close()
	}
	return l.Listener.(*net.TCPListener).SetDeadline(time.Now())
}

// liveOnce opens the demo and serves it until somebody ends it, or puts it back to
// its beginning: then it is to be opened again, at the same address, whose door
// stayed open meanwhile.
func liveOnce(ctx context.Context, c *call, cfg Config, place *demo.Place) (again bool, err error) {
	if err := place.Ready(); err != nil {
		return false, fmt.Errorf("%w: %v", errUse, err)
	}
	clock := &story.Clock{}
	h, err := open(ctx, &cfg, c, clock.Now)
	if err != nil {
		return false, err
	}
	defer h.db.Close()
	if cfg.Relay == "" {
		if h.mail, err = notify.OpenMailbox(); err != nil {
			return false, err
		}
		h.mail.Now = h.desk.Now
		cfg.Relay = h.mail.Address()
	}
	if err := build(ctx, c, h, clock, place); err != nil {
		return false, err
	}
	pages := demo.New(h.desk, h.mail)
	h.demo, h.partners = pages, pages
	pages.Open(h.systems(), cfg.Data)
	running, stop := context.WithCancel(ctx)
	defer stop()
	if place.Own {
		pages.Resets(place.Size, func() { again = true; stop() })
	}
	greet(c, &cfg, h.desk.Now())
	err = h.run(running)
	return again && ctx.Err() == nil, err
}

// build makes the demo when it is not there yet, and gives one that was left
// for days the free times of the coming weeks.
func build(ctx context.Context, c *call, h *house, clock *story.Clock, place *demo.Place) error {
	running, stop := context.WithCancel(ctx)
	ended := make(chan error, 1)
	go func() { ended <- h.db.Run(running) }()
	defer func() { stop(); <-ended; h.db.Reopen() }()
	have, err := story.Built(ctx, h.desk)
	if err != nil {
		return err
	}
	if have {
		return story.Refresh(ctx, h.desk)
	}
	if err := place.Begin(); err != nil {
		return err
	}
	began := time.Now()
	err = story.Build(ctx, h.desk, clock, place.Size, func(done, of int) { fmt.Fprintf(c.err, "\rmaking histories: %d of %d", done, of) })
	if err != nil {
		return err
	}
	fmt.Fprintf(c.err, "\nmade in %s\n", time.Since(began).Round(time.Second))
	debug.FreeOSMemory() // the histories' garbage is not kept at rest
	return place.Done()
}

func greet(c *call, cfg *Config, now time.Time) {
	at := cfg.Public
	fmt.Fprintf(c.out, "\nreferd: the demo house is open, on %s\n\n  pages      %s\n  FHIR R4    %s/fhir/R4   (client %s, secret %s)\n  clock      %s/demo/clock\n  mailbox    %s/demo/mail\n  partners   %s/demo/partners\n\n  sign in as (password %s)\n", cast.Day(now), at, at, cast.ClientID, cast.ClientSecret, at, at, at, cast.Password)
	for _, a := range demo.People() {
		fmt.Fprintf(c.out, "    %-28s %s\n", a.Email, strings.TrimSpace(a.Who+", "+a.Where))
	}
	fmt.Fprintln(c.out)
}
