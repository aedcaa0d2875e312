package main

import (
	"cmp"
	"context"
	"flag"
	"fmt"
	"io"
	"net"
	address "net/mail"
	"net/netip"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
)

// Config is everything an operator may set. The zero Config, with its
// defaults filled in, runs.
type Config struct {
	Addr        string // pages and FHIR
	DB          string // a file, or postgres://…
	Data        string // where files live
	Vault       string // documents by hash
	Relay       string // smtp://host:port for mail out; empty: none is sent
	From        string // the sender of that mail
	Public      string // the address people and partners see
	TLSCert     string
	TLSKey      string
	BehindProxy string // "yes" when something before us ends TLS
	KeepRefused string // days, or always

	Downtime      string // the folder of the downtime kits; empty: none is written
	DowntimeEvery string // minutes

	source map[string]string // setting → default, flag or environment
	door   net.Listener      // open already; nil: it is to be opened
}

// setting is one line of the configuration: a flag, its environment variable
// REFERD_<NAME>, its default and what it means.
type setting struct {
	name string
	at   func(*Config) *string
	def  string
	use  string
}

var settings = []setting{
	{"addr", func(c *Config) *string { return &c.Addr }, "127.0.0.1:8080", "serve pages and FHIR here"},
	{"db", func(c *Config) *string { return &c.DB }, "", "SQLite file, or postgres://… (default DATA/referd.db)"},
	{"data", func(c *Config) *string { return &c.Data }, "./referd-data", "keep files here"},
	{"vault", func(c *Config) *string { return &c.Vault }, "", "keep documents here (default DATA/vault)"},
	{"relay", func(c *Config) *string { return &c.Relay }, "", "smtp://host:port that takes mail out; none is sent without it"},
	{"from", func(c *Config) *string { return &c.From }, "referd@localhost", "the sender of that mail"},
	{"public", func(c *Config) *string { return &c.Public }, "", "the address people and partners see (default from addr)"},
	{"tls-cert", func(c *Config) *string { return &c.TLSCert }, "", "serve HTTPS with this certificate"},
	{"tls-key", func(c *Config) *string { return &c.TLSKey }, "", "and this key"},
	{"behind-proxy", func(c *Config) *string { return &c.BehindProxy }, "", "yes: TLS ends before us"},
	{"keep-refused", func(c *Config) *string { return &c.KeepRefused }, "90", "days for which what a system sent and was refused is kept; or always"},
	{"downtime", func(c *Config) *string { return &c.Downtime }, "", "write what each clinic needs on paper when this is away into this folder, which only you may read"},
	{"downtime-every", func(c *Config) *string { return &c.DowntimeEvery }, "30", "minutes between two of them"},
}

// configure reads the settings of a command from its flags and environment.
// more adds flags of the command's own. Unknown settings are refused.
func configure(name string, c *call, more func(*flag.FlagSet)) (*Config, error) {
	cfg := &Config{source: map[string]string{}}
	fs := flag.NewFlagSet("referd "+name, flag.ContinueOnError)
	fs.SetOutput(c.err)
	for _, s := range settings {
		def, from := s.def, "default"
		if v := c.env(variable(s.name)); v != "" {
			def, from = v, "environment"
		}
		cfg.source[s.name] = from
		fs.StringVar(s.at(cfg), s.name, def, s.use+" ["+variable(s.name)+"]")
	}
	for _, v := range c.vars {
		name, _, _ := strings.Cut(v, "=")
		if strings.HasPrefix(name, "REFERD_") && !slices.ContainsFunc(settings, func(s setting) bool { return variable(s.name) == name }) {
			return nil, fmt.Errorf("%w: there is no setting %s", errUse, name)
		}
	}
	if more != nil {
		more(fs)
	}
	if err := fs.Parse(c.args); err != nil {
		if err == flag.ErrHelp {
			return nil, err
		}
		return nil, fmt.Errorf("%w: %v", errUse, err)
	}
	if fs.NArg() > 0 {
		return nil, fmt.Errorf("%w: %q is not a setting", errUse, fs.Arg(0))
	}
	fs.Visit(func(f *flag.Flag) { cfg.source[f.Name] = "flag" })
	return cfg, cfg.finish()
}

// finish fills what depends on other settings and refuses what is unsafe.
func (cfg *Config) finish() error {
	if cfg.DB == "" {
		cfg.DB = filepath.Join(cfg.Data, "referd.db")
	}
	if cfg.Vault == "" {
		cfg.Vault = filepath.Join(cfg.Data, "vault")
	}
	secure := cfg.TLSCert != "" && cfg.TLSKey != ""
	if strings.Contains(cfg.Vault, "://") {
		return fmt.Errorf("%w: the vault is a folder; %s is not in this version", errUse, strings.SplitN(cfg.Vault, "://", 2)[0])
	}
	if cfg.BehindProxy != "" && cfg.BehindProxy != "yes" && cfg.BehindProxy != "no" {
		return fmt.Errorf("%w: behind-proxy is yes or no", errUse)
	}
	if n, err := strconv.Atoi(cfg.KeepRefused); (err != nil || n < 1 || n > 36500) && cfg.KeepRefused != "always" {
		return fmt.Errorf("%w: keep-refused is a number of days, or always", errUse)
	}
	if n, err := strconv.Atoi(cfg.DowntimeEvery); err != nil || n < 1 || n > 1440 {
		return fmt.Errorf("%w: downtime-every is a number of minutes, a day's at most", errUse)
	}
	if (cfg.TLSCert == "") != (cfg.TLSKey == "") {
		return fmt.Errorf("%w: tls-cert and tls-key go together", errUse)
	}
	if !loopback(cfg.Addr) && !secure && cfg.BehindProxy != "yes" {
		return fmt.Errorf("%w: %s can be reached from other machines; give -tls-cert and -tls-key, or -behind-proxy yes", errUse, cfg.Addr)
	}
	if cfg.Public == "" {
		cfg.Public = map[bool]string{true: "https://", false: "http://"}[secure || cfg.BehindProxy == "yes"] + cfg.Addr // what people see is TLS wherever it ends
	}
	cfg.Public = strings.TrimRight(cfg.Public, "/")
	return cfg.reaches()
}

// reaches refuses an address that would only fail later, behind a promise: a
// letter nothing takes out, a link that leads nowhere. None is repeated where it
// may hold a password.
func (cfg *Config) reaches() error {
	if u, err := url.Parse(cfg.Relay); cfg.Relay != "" && (err != nil || u.Scheme != "smtp" && u.Scheme != "smtps" || u.Hostname() == "") {
		return fmt.Errorf("%w: relay is smtp://host:port or smtps://host:port", errUse)
	}
	if _, err := address.ParseAddress(cfg.From); err != nil {
		return fmt.Errorf("%w: from is an e-mail address; %q is none", errUse, cfg.From)
	}
	if u, err := url.Parse(cfg.Public); err != nil || u.Scheme != "http" && u.Scheme != "https" || u.Host == "" || cfg.Public != u.Scheme+"://"+u.Host {
		return fmt.Errorf("%w: public is https://host or http://host, a port behind it where it has one, and nothing more", errUse)
	}
	if scheme, _, ok := strings.Cut(cfg.DB, "://"); ok && scheme != "postgres" && scheme != "postgresql" {
		return fmt.Errorf("%w: db is a file, or postgres://…; %s is not in this version", errUse, scheme)
	}
	return nil
}

// stands refuses a house that is not there, to whoever asks something of one: of a
// folder mistyped none is made. It has a key from its first start on.
func (cfg *Config) stands() error {
	want := []string{filepath.Join(cfg.Data, "key")}
	if !strings.Contains(cfg.DB, "://") {
		want = append(want, cfg.DB)
	}
	for _, name := range want {
		if _, err := os.Stat(name); err != nil {
			return fmt.Errorf("there is no house in %s (%w): -data says where it is", cfg.Data, err)
		}
	}
	return nil
}

// loopback reports whether an address is reachable from this machine alone.
func loopback(addr string) bool {
	host, _, err := net.SplitHostPort(addr)
	if err != nil {
		return false
	}
	if host == "localhost" {
		return true
	}
	ip, err := netip.ParseAddr(host)
	return err == nil && ip.IsLoopback()
}

// variable is the environment variable of a setting.
func variable(name string) string {
	return "REFERD_" + strings.ToUpper(strings.ReplaceAll(name, "-", "_"))
}

// printConfig prints each setting, where it came from, its value and what it is
// when nobody sets it.
func printConfig(_ context.Context, c *call) error {
	cfg, err := configure("config", c, nil)
	if err != nil {
		return err
	}
	cfg.print(c.out)
	return nil
}

func (cfg *Config) print(w io.Writer) {
	plain := &Config{}
	for _, s := range settings {
		*s.at(plain) = s.def
	}
	plain.finish() // of defaults, which are never unsafe
	for _, s := range settings {
		line := fmt.Sprintf("%-14s %-12s %s", s.name, cfg.source[s.name], hidden(*s.at(cfg)))
		if cfg.source[s.name] != "default" {
			line = fmt.Sprintf("%-60s default: %s", line, cmp.Or(*s.at(plain), "none"))
		}
		fmt.Fprintln(w, line)
	}
}

// hidden leaves the password out of an address.
func hidden(dsn string) string {
	scheme, rest, ok := strings.Cut(dsn, "://")
	if at := strings.LastIndex(rest, "@"); ok && at >= 0 {
		user, _, _ := strings.Cut(rest[:at], ":")
		return scheme + "://" + user + ":…" + rest[at:]
	}
	return dsn
}
