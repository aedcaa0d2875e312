package main

import (
	"os"
	"os/exec"
	"testing"
)

// The pages in a real browser, as each role, at a desk, on a phone and on a
// narrow dark phone: axe finds nothing, nothing overflows, nothing is in the
// console.
func TestPagesInABrowser(t *testing.T) {
	if testing.Short() {
		t.Skip("a browser takes its time")
	}
	const dir = "../../testdata/browser"
	for what, err := range map[string]error{"node": look("node"), "chromium": look("chromium"), "npm ci in testdata/browser": there(dir + "/node_modules/axe-core")} {
		if err != nil {
			t.Skipf("%s is missing: make tools", what)
		}
	}
	pictures := os.Getenv("REFERD_PICTURES")
	if pictures == "" {
		pictures = t.TempDir()
	}
	cmd := exec.Command("node", "walk.mjs", start(t), pictures)
	cmd.Dir = dir
	out, err := cmd.CombinedOutput()
	t.Logf("%s", out)
	if err != nil {
		t.Error(err)
	}
}

func look(name string) error { _, err := exec.LookPath(name); return err }

func there(path string) error { _, err := os.Stat(path); return err }
