package main

import (
	"context"
	"flag"
	"fmt"
	"runtime/debug"
	"strings"
	"time"

	"referd/cmd/referd/demo"
	"referd/edge/notify"
)

// demoHouse runs the made-up network: on the first start it is built, later it
// is there as it was left.
func demoHouse(ctx context.Context, c *call) error {
	size, fresh := "small", ""
	cfg, err := configure("demo", c, func(fs *flag.FlagSet) {
		fs.StringVar(&size, "size", "small", "small (300 referrals) or hospital (20,000)")
		fs.StringVar(&fresh, "dir", "", "keep the demo here (default DATA)")
	})
	if err != nil {
		return err
	}
	if _, ok := demo.Sizes[size]; !ok {
		return fmt.Errorf("%w: -size is small or hospital", errUse)
	}
	if fresh != "" {
		cfg.Data = fresh
		if cfg.source["db"] == "default" {
			cfg.DB = ""
		}
		cfg.Vault = ""
		if err := cfg.finish(); err != nil {
			return err
		}
	}
	clock := &demo.Clock{}
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
	if err := build(ctx, c, h, clock, size); err != nil {
		return err
	}
	pages := demo.New(h.desk, h.mail)
	h.demo, h.partners = pages, pages
	pages.Open(h.systems(), cfg.Data)
	greet(c, cfg)
	return h.run(ctx)
}

func build(ctx context.Context, c *call, h *house, clock *demo.Clock, size string) error {
	running, stop := context.WithCancel(ctx)
	ended := make(chan error, 1)
	go func() { ended <- h.db.Run(running) }()
	defer func() { stop(); <-ended; h.db.Reopen() }()
	have, err := demo.Built(ctx, h.desk)
	if err != nil || have {
		return err
	}
	began := time.Now()
	err = demo.Build(ctx, h.desk, clock, size, func(done, of int) { fmt.Fprintf(c.err, "\rmaking histories: %d of %d", done, of) })
	fmt.Fprintf(c.err, "\nmade in %s\n", time.Since(began).Round(time.Second))
	debug.FreeOSMemory() // the histories' garbage is not kept at rest
	return err
}

func greet(c *call, cfg *Config) {
	fmt.Fprintf(c.out, "\nreferd: the demo house is open\n\n  pages      %s\n  FHIR R4    %s/fhir/R4   (client %s, secret %s)\n  mailbox    %s/demo/mail\n  clock      %s/demo/clock\n\n  sign in as (password %s)\n", cfg.Public, cfg.Public, demo.ClientID, demo.ClientSecret, cfg.Public, cfg.Public, demo.Password)
	for _, a := range demo.People() {
		fmt.Fprintf(c.out, "    %-28s %s\n", a.Email, strings.TrimSpace(a.Who+", "+a.Where))
	}
	fmt.Fprintln(c.out)
}
