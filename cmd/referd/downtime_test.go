package main

import (
	"errors"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"referd/core/party"
	"referd/desk"
	"referd/desk/desktest"
	"referd/desk/draft"
)

// The house writes each organization's kit into a folder nobody else may look
// into: one file that needs nothing beside it, of its own work only, written over
// the one before, and gone when the organization is. A folder that others may
// read is refused before anything starts.
func TestTheHouseWritesItsKits(t *testing.T) {
	h := desktest.New(t)
	err := h.Write(t.Context(), h.As("doc"), "test", func(w *desk.Writing) error {
		_, err := draft.Start(w, draft.Draft{Patient: "pat00000000000000001", Service: "cardio", Urgency: party.Routine})
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	dir := filepath.Join(t.TempDir(), "kits")
	read := func(name string) string {
		t.Helper()
		at, err := os.Stat(filepath.Join(dir, name))
		if err != nil {
			t.Fatal(err)
		}
		if at.Mode().Perm() != 0o600 {
			t.Errorf("%s has mode %o", name, at.Mode().Perm())
		}
		b, err := os.ReadFile(filepath.Join(dir, name))
		if err != nil {
			t.Fatal(err)
		}
		return string(b)
	}
	write := func() {
		t.Helper()
		if err := writeKits(t.Context(), h.Desk, dir, "https://referd.example.org"); err != nil {
			t.Fatal(err)
		}
	}
	write()
	if at, err := os.Stat(dir); err != nil || at.Mode().Perm() != 0o700 {
		t.Errorf("the folder has mode %v: %v", at.Mode().Perm(), err)
	}
	home := read("home.html")
	for _, w := range []string{"TESTCASE, Ada", "Home Practice", "home-team", "A new referral", "As of Mon 01-Jun-2026 10:00 EDT"} {
		if !strings.Contains(home, w) {
			t.Errorf("the file has no %q", w)
		}
	}
	if m := regexp.MustCompile(`(src|href)="/[^"]*"|<script|<link`).FindString(home); m != "" {
		t.Errorf("the file needs %s", m)
	}
	if strings.Contains(read("clinic.html"), "TESTCASE") || strings.Contains(read("index.html"), "TESTCASE") || !strings.Contains(read("index.html"), `href="home.html"`) {
		t.Error("a draft of one stands in the file of another, or the index leads nowhere")
	}
	h.Pass(time.Hour)
	if err := os.WriteFile(filepath.Join(dir, "gone.html"), []byte("stale"), 0o600); err != nil {
		t.Fatal(err)
	}
	write()
	if _, err := os.Stat(filepath.Join(dir, "gone.html")); !os.IsNotExist(err) {
		t.Error("the kit of who works here no more is still there")
	}
	if !strings.Contains(read("home.html"), "11:00 EDT") {
		t.Error("the file is not the newest")
	}
	left, _ := filepath.Glob(filepath.Join(dir, ".kit-*"))
	if len(left) > 0 {
		t.Errorf("left behind: %v", left)
	}
	if err := os.Chmod(dir, 0o755); err != nil {
		t.Fatal(err)
	}
	if err := writeKits(t.Context(), h.Desk, dir, ""); !errors.Is(err, errUse) || !strings.Contains(err.Error(), "chmod 700") {
		t.Errorf("a folder for everybody: %v", err)
	}
}
