package main

import (
	"context"
	"flag"
	"fmt"

	"referd/core/party"
	"referd/desk"
	"referd/desk/kept"
	"referd/store"
)

// inbound writes a body as it came from a client, byte for byte. Who asked is
// not known here, so the audit has the operator's command.
func inbound(ctx context.Context, c *call) error {
	client, message := "", ""
	cfg, err := configure("inbound", c, func(fs *flag.FlagSet) {
		fs.StringVar(&client, "client", "", "the client that sent it")
		fs.StringVar(&message, "message", "", "its name: Patient/ID/_history/2, ServiceRequest SYSTEM|VALUE of its placer, Bundle SYSTEM|VALUE, or refused and the SHA-256 of the body")
	})
	if err != nil {
		return err
	}
	if client == "" || message == "" {
		return fmt.Errorf("%w: say -client and -message", errUse)
	}
	if err := cfg.stands(); err != nil {
		return err
	}
	db, err := store.Open(ctx, store.Options{DSN: cfg.DB, Dir: cfg.Data, Vault: cfg.Vault})
	if err != nil {
		return err
	}
	defer db.Close()
	ended := make(chan error, 1)
	go func() { ended <- db.Run(context.WithoutCancel(ctx)) }()
	var body []byte
	err = desk.New(db, nil).Read(ctx, desk.System("inbound"), "inbound.read", func(r *desk.Reading) (err error) {
		body, err = kept.Inbound(r, party.ClientID(client), message)
		return err
	})
	db.Stop()
	if e := <-ended; err == nil {
		err = e
	}
	if err != nil {
		return err
	}
	_, err = c.out.Write(body)
	return err
}
