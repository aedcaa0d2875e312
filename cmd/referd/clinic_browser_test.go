package main

import (
	"os"
	"os/exec"
	"testing"
)

// browse runs a script of testdata/browser against a fresh demo house.
func browse(t *testing.T, script string) {
	t.Helper()
	if testing.Short() {
		t.Skip("a browser takes its time")
	}
	const dir = "../../testdata/browser"
	for what, err := range map[string]error{"node": look("node"), "chromium": look("chromium"), "npm ci in testdata/browser": there(dir + "/node_modules/axe-core")} {
		if err != nil {
			t.Skipf("%s is missing: make tools", what)
		}
	}
	args := []string{script, start(t)}
	if to := os.Getenv("REFERD_PICTURES"); to != "" {
		args = append(args, to)
	}
	cmd := exec.Command("node", args...)
	cmd.Dir = dir
	out, err := cmd.CombinedOutput()
	t.Logf("%s", out)
	if err != nil {
		t.Error(err)
	}
}

// Every page in every state: axe finds nothing at a desk, and for each page on
// a tablet, a dark phone, 320 wide and in forced colours; nothing is wider than
// the window, and nothing moves once it is painted.
func TestEverySampleInABrowser(t *testing.T) { browse(t, "samples.mjs") }

// Each daily act of the clinic by keyboard alone; drafts, the session's end, and
// a form that comes back with every word without scripts.
func TestTheClinicByKeyboard(t *testing.T) { browse(t, "keys.mjs") }
