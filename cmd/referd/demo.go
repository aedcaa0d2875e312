package main

import (
	"context"
	"flag"
	"fmt"
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
	size, dir, fresh := "small", "", false
	cfg, err := configure("demo", c, func(fs *flag.FlagSet) {
		fs.StringVar(&size, "size", "small", "small (300 referrals) or hospital (20,000)")
		fs.StringVar(&dir, "dir", "", "keep the demo here (default DATA)")
		fs.BoolVar(&fresh, "fresh", false, "throw away the demo that is there and make it anew")
	})
	if err != nil {
		return err
	}
	if _, ok := story.Sizes[size]; !ok {
		return fmt.Errorf("%w: -size is small or hospital", errUse)
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
	place := demo.Place{Dir: cfg.Data, Own: cfg.source["db"] == "default", Size: size, Asked: cfg.source["size"] == "flag", Fresh: fresh}
	if err := place.Ready(); err != nil {
		return fmt.Errorf("%w: %v", errUse, err)
	}
	clock := &story.Clock{}
	h, err := open(ctx, cfg, c, clock.Now)
	if err != nil {
		return err
	}
	defer h.db.Close()
	if cfg.Relay == "" {
		if h.mail, err = notify.OpenMailbox(); err != nil {
			return err
		}
		h.mail.Now = h.desk.Now
		cfg.Relay = h.mail.Address()
	}
	if err := build(ctx, c, h, clock, &place); err != nil {
		return err
	}
	pages := demo.New(h.desk, h.mail)
	h.demo, h.partners = pages, pages
	pages.Open(h.systems(), cfg.Data)
	greet(c, cfg, h.desk.Now())
	return h.run(ctx)
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
