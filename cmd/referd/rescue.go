package main

import (
	"context"
	"flag"
	"fmt"
	"time"

	"referd/desk"
	"referd/desk/people"
)

// rescue prints, once, the address by which an administrator comes back in who lost
// their telephone and every recovery code. Whoever holds the machine may: they hold
// the database too. It is on record.
func rescue(ctx context.Context, c *call) error {
	email := ""
	cfg, err := configure("rescue", c, func(fs *flag.FlagSet) {
		fs.StringVar(&email, "email", "", "the address the administrator signs in with")
	})
	if err != nil {
		return err
	}
	if email == "" {
		return fmt.Errorf("%w: say -email", errUse)
	}
	return operate(ctx, cfg, c, func(d *desk.Desk) error {
		token, ends, err := people.Rescue(ctx, d, email)
		if err != nil {
			return err
		}
		fmt.Fprintf(c.out, "Open this address once, before %s. It sets a new password and takes the codes at sign-in off;\nset new ones up after it. Whoever opens it is in: be sure that it is they who asked.\n\n  %s/password/%s\n\n", ends.UTC().Format(time.RFC1123), cfg.Public, token)
		return nil
	})
}
