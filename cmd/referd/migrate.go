package main

import (
	"bufio"
	"context"
	"flag"
	"fmt"
	"log/slog"
	"strings"

	"referd/base/fault"
	"referd/desk"
	"referd/desk/people"
	"referd/store"
)

// migrate brings the database to this version and, with -admin, opens the first
// account of an empty one; its password is a line of standard input, so that it
// stands in no list of processes and no history of a shell.
func migrate(ctx context.Context, c *call) error {
	var admin string
	var house people.House
	cfg, err := configure("migrate", c, func(fs *flag.FlagSet) {
		fs.StringVar(&admin, "admin", "", "the address of the first account of an empty database, an administrator's; its password is read from standard input")
		fs.StringVar(&house.Name, "org", "", "with -admin: the name of its organization")
		fs.StringVar(&house.Zone, "zone", "UTC", "with -admin: its time zone, for example America/New_York")
	})
	if err != nil {
		return err
	}
	if (admin == "") != (house.Name == "") {
		return fmt.Errorf("%w: -admin and -org go together", errUse)
	}
	db, err := store.Open(ctx, store.Options{DSN: cfg.DB, Dir: cfg.Data, Vault: cfg.Vault})
	if err != nil {
		return err
	}
	defer db.Close()
	fmt.Fprintln(c.out, "The database is of this version.")
	if admin == "" {
		return nil
	}
	password, err := line(c)
	if err != nil {
		return err
	}
	running := make(chan error, 1)
	go func() { running <- db.Run(context.WithoutCancel(ctx)) }()
	_, err = people.First(ctx, desk.New(db, slog.New(slog.NewJSONHandler(c.err, nil))), house, people.Account{Email: admin, Password: password})
	db.Stop()
	if e := <-running; err == nil {
		err = e
	}
	if err != nil {
		if said := fault.Public(err); said != "" {
			return fmt.Errorf("%s", said)
		}
		return err
	}
	fmt.Fprintf(c.out, "%s may sign in.\n", admin)
	return nil
}

// line is the first line of standard input.
func line(c *call) (string, error) {
	if c.in == nil {
		return "", fmt.Errorf("%w: the password is read from standard input", errUse)
	}
	s, _ := bufio.NewReader(c.in).ReadString('\n')
	if s = strings.TrimRight(s, "\r\n"); s == "" {
		return "", fmt.Errorf("%w: give the password on standard input", errUse)
	}
	return s, nil
}
