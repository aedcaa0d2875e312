package notify_test

import (
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"referd/core/party"
	"referd/desk/desktest"
	"referd/edge/notify"
)

// Postfix's own receiver, which is none of ours, takes the letter as it is
// meant: one recipient, plain headers, no patient.
func TestPostfixTakesTheLetter(t *testing.T) {
	sink := os.Getenv("SMTP_SINK")
	for _, p := range []string{"/usr/sbin/smtp-sink", "/usr/lib/postfix/sbin/smtp-sink"} {
		if _, err := os.Stat(p); sink == "" && err == nil {
			sink = p
		}
	}
	if sink == "" {
		t.Skip("smtp-sink is missing: apt-get install postfix")
	}
	ln, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	addr := ln.Addr().String()
	ln.Close()
	dir, err := os.MkdirTemp("", "sink-") // not t.TempDir: nobody may not enter it
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { os.RemoveAll(dir) })
	args := []string{"-d", filepath.Join(dir, "%M."), addr, "10"}
	if os.Getuid() == 0 { // it does not run as root
		if err := os.Chmod(dir, 0o777); err != nil {
			t.Fatal(err)
		}
		args = append([]string{"-u", "nobody"}, args...)
	}
	cmd := exec.Command(sink, args...)
	cmd.Dir, cmd.Stderr = dir, os.Stderr
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { cmd.Process.Kill(); cmd.Wait() })
	for range 200 {
		if c, err := net.Dial("tcp", addr); err == nil {
			c.Close()
			break
		}
		time.Sleep(10 * time.Millisecond)
	}
	h := desktest.New(t)
	d := sent(t, h, party.Urgent)
	s := &notify.Sender{Desk: h.Desk, Relay: "smtp://" + addr, From: "referd@localhost", Public: "http://house"}
	tell(t, h, s, d.ID, "")
	var letter string
	for range 200 {
		files, _ := os.ReadDir(dir)
		for _, f := range files {
			if b, err := os.ReadFile(filepath.Join(dir, f.Name())); err == nil && strings.Contains(string(b), "This message names no patient") {
				letter = string(b)
			}
		}
		if letter != "" {
			break
		}
		time.Sleep(10 * time.Millisecond)
	}
	for _, want := range []string{"X-Rcpt-Args: <intake@example.org>", "Subject: Referral to open, ", d.Code, "Auto-Submitted: auto-generated", "From: <referd@localhost>", "Message-ID: <"} {
		if !strings.Contains(letter, want) {
			t.Errorf("no %q in\n%s", want, letter)
		}
	}
	for _, canary := range canaries {
		if strings.Contains(letter, canary) {
			t.Errorf("the letter says %q", canary)
		}
	}
}
