// Command referd is the whole house in one binary: it keeps the medical
// referral loop closed. This package wires rooms together and reads the
// configuration; it decides nothing else.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"os/signal"
	"slices"
	"syscall"
)

// Exit codes of every command.
const (
	done     = 0
	failed   = 1
	wrongUse = 2
)

// errUse marks an error of the command line.
var errUse = errors.New("wrong use")

// A command is one word after referd.
type command struct {
	name, does string
	run        func(ctx context.Context, c *call) error
}

// call is what a command gets: its arguments and where it may write.
type call struct {
	args     []string
	env      func(string) string
	vars     []string // the environment, so that an unknown setting is refused
	in       io.Reader
	out, err io.Writer
}

var commands = []command{
	{"serve", "serve people and systems", serve},
	{"demo", "serve a made-up network with partners and a clock you can move", demoHouse},
	{"migrate", "bring the database to this version; -admin opens its first account", migrate},
	{"rebuild", "fold every ledger again, compare, and with -write repair the rows", rebuild},
	{"import", "bring in the directory, people, patients and open referrals from lists of other systems", importList},
	{"export", "give everything of one organization back, in open formats", exportAll},
	{"backup", "write the whole house to one sealed file, while it serves", backup},
	{"restore", "bring a backup back into an empty house, and compare", restore},
	{"rescue", "let an administrator back in who lost telephone and recovery codes, by an address that works once", rescue},
	{"inbound", "write a body as it came from a client", inbound},
	{"config", "print every setting, its value and where it came from", printConfig},
	{"version", "print the version", version},
}

// later are commands that are promised and not built yet: each says so.
var later = []string{"verify", "bench"}

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	os.Exit(run(ctx, &call{args: os.Args[1:], env: os.Getenv, vars: os.Environ(), in: os.Stdin, out: os.Stdout, err: os.Stderr}))
}

// run finds the command and gives its exit code.
func run(ctx context.Context, c *call) int {
	if len(c.args) == 0 || c.args[0] == "-h" || c.args[0] == "-help" || c.args[0] == "--help" || c.args[0] == "help" {
		usage(c.err)
		if len(c.args) == 0 {
			return wrongUse
		}
		return done
	}
	for _, cmd := range commands {
		if cmd.name != c.args[0] {
			continue
		}
		c.args = c.args[1:]
		switch err := cmd.run(ctx, c); {
		case err == nil, errors.Is(err, flag.ErrHelp):
			return done
		case errors.Is(err, errUse):
			fmt.Fprintf(c.err, "referd %s: %v\n", cmd.name, err)
			return wrongUse
		default:
			fmt.Fprintf(c.err, "referd %s: %v\n", cmd.name, err)
			return failed
		}
	}
	if slices.Contains(later, c.args[0]) {
		fmt.Fprintf(c.err, "referd %s: not in this version. docs/operate.md says what to do meanwhile.\n", c.args[0])
		return wrongUse
	}
	fmt.Fprintf(c.err, "referd: there is no command %q\n", c.args[0])
	usage(c.err)
	return wrongUse
}

func usage(w io.Writer) {
	fmt.Fprintln(w, "referd keeps the medical referral loop closed.\n\nUse: referd COMMAND [settings]")
	for _, cmd := range commands {
		fmt.Fprintf(w, "  %-9s %s\n", cmd.name, cmd.does)
	}
	fmt.Fprintln(w, "\nreferd COMMAND -h lists its settings.")
}
