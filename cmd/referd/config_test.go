package main

import (
	"bytes"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func configured(args []string, env map[string]string) (*Config, string, error) {
	var out bytes.Buffer
	cfg, err := configure("serve", &call{args: args, env: func(k string) string { return env[k] }, out: &out, err: &out}, nil)
	return cfg, out.String(), err
}

func TestOffLoopbackNeedsTLS(t *testing.T) {
	for _, addr := range []string{"0.0.0.0:8080", "192.0.2.1:80", ":8080", "example.org:80"} {
		if _, _, err := configured([]string{"-addr", addr}, nil); !errors.Is(err, errUse) {
			t.Errorf("%s was taken without TLS", addr)
		}
		cfg, _, err := configured([]string{"-addr", addr, "-behind-proxy", "yes"}, nil)
		if err != nil {
			t.Fatalf("%s behind a proxy: %v", addr, err)
		}
		if cfg.Public != "https://"+addr { // on which cookies are secure
			t.Errorf("%s behind a proxy is seen as %s", addr, cfg.Public)
		}
	}
	for _, addr := range []string{"127.0.0.1:0", "localhost:8080", "[::1]:8080"} {
		if _, _, err := configured([]string{"-addr", addr}, nil); err != nil {
			t.Errorf("%s: %v", addr, err)
		}
	}
}

func TestFlagBeatsEnvironmentBeatsDefault(t *testing.T) {
	cfg, _, err := configured([]string{"-data", "/a"}, map[string]string{"REFERD_DATA": "/b", "REFERD_RELAY": "smtp://127.0.0.1:25"})
	if err != nil || cfg.Data != "/a" || cfg.Relay != "smtp://127.0.0.1:25" || cfg.DB != "/a/referd.db" {
		t.Fatalf("%+v %v", cfg, err)
	}
	var b bytes.Buffer
	cfg.print(&b)
	for _, want := range []string{"data           flag", "relay          environment", "addr           default"} {
		if !strings.Contains(b.String(), want) {
			t.Errorf("no %q in\n%s", want, b.String())
		}
	}
}

func TestUnknownSettingsAreRefused(t *testing.T) {
	for _, args := range [][]string{{"-colour", "red"}, {"stray"}, {"-tls-cert", "x"}, {"-vault", "s3://bucket"}, {"-behind-proxy", "maybe"}, {"-keep-refused", "0"}, {"-keep-refused", "long"}, {"-downtime-every", "0"}, {"-downtime-every", "soon"}} {
		if _, _, err := configured(args, nil); !errors.Is(err, errUse) {
			t.Errorf("%v was taken", args)
		}
	}
	c := &call{env: func(string) string { return "" }, vars: []string{"PATH=/bin", "REFERD_COLOUR=red"}, out: &bytes.Buffer{}, err: &bytes.Buffer{}}
	if _, err := configure("serve", c, nil); !errors.Is(err, errUse) || !strings.Contains(err.Error(), "REFERD_COLOUR") {
		t.Errorf("an unknown variable was taken: %v", err)
	}
}

func TestPasswordIsNotPrinted(t *testing.T) {
	if s := hidden("postgres://u:secret@127.0.0.1/db"); strings.Contains(s, "secret") {
		t.Error(s)
	}
}

// An address that only fails later, behind the promise of a letter or a link, is
// refused at the start; and is not repeated where it may hold a password.
func TestAddressesThatLeadNowhereAreRefused(t *testing.T) {
	for _, args := range [][]string{{"-relay", "mail.example.org:25"}, {"-relay", "http://mail.example.org"}, {"-relay", "smtp://"}, {"-relay", "smtp//u:secret@mail.example.org"}, {"-from", "nobody"}, {"-public", "nonsense"}, {"-public", "referd.example.org"}, {"-public", "https://"}, {"-public", "https://referd.example.org/sub?x"}, {"-db", "mysql://u:secret@127.0.0.1/db"}} {
		if _, _, err := configured(args, nil); !errors.Is(err, errUse) || strings.Contains(err.Error(), "secret") {
			t.Errorf("%v: %v", args, err)
		}
	}
	for _, args := range [][]string{{"-relay", "smtps://u:secret@mail.example.org"}, {"-from", "Lakeside <referd@lakeside.example>"}, {"-public", "https://referd.example.org:8443/"}, {"-db", "postgresql://127.0.0.1/db"}} {
		if _, _, err := configured(args, nil); err != nil {
			t.Errorf("%v: %v", args, err)
		}
	}
}

// Of a folder mistyped no house is made, nor is it said to be well: what asks
// something of a house wants one that is there.
func TestAHouseIsWantedThere(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "mistyped")
	for _, args := range [][]string{{"rebuild"}, {"export", "-out", filepath.Join(t.TempDir(), "all.zip")}, {"rescue", "-email", "kay@example.org"}, {"import", "-as", "kay@example.org", "-undo", "x"}, {"inbound", "-client", "ehr", "-message", "refused x"}} {
		if out := told(t, 1, append(args, "-data", dir)...); !strings.Contains(out, "there is no house in "+dir) {
			t.Errorf("%s: %s", args[0], out)
		}
		if _, err := os.Stat(dir); err == nil {
			t.Fatalf("%s made one", args[0])
		}
	}
}
