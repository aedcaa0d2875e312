package main

import (
	"os"
	"os/exec"
	"strings"
	"testing"

	"referd/cmd/referd/demo/cast"
)

// The pages in a real browser, as each role, at a desk, on a phone and on a
// narrow dark phone: axe finds nothing, nothing overflows, nothing is in the
// console.
func TestPagesInABrowser(t *testing.T) { browse(t, "walk.mjs") }

// The first story walked by clicking, at a desk, on a phone and without
// scripts; two people at once; the daily acts by keyboard alone; what the pages
// weigh; every sample. What is typed in every field is a script, and stays words.
// The samples have a house and a browser of their own, beside the rest; what a page
// weighs and whether it moves is looked at alone.
func TestTheStoryInABrowser(t *testing.T) {
	t.Run("weights", func(t *testing.T) { alone(t, "story.mjs", "WALKS=weights") })
	t.Parallel()
	t.Run("states", func(t *testing.T) { browse(t, "story.mjs", "WALKS=states") })
	t.Run("walks", func(t *testing.T) { browse(t, "story.mjs", "WALKS=-weights,-states") })
}

// A receiver without an account answers by a link, on a phone without scripts, a
// file and all: axe finds nothing, every target is large enough for a thumb.
func TestALinkInABrowser(t *testing.T) { browse(t, "link.mjs") }

// A patient comes to their page from the slip, on a telephone on a slow line, by
// day in English with scripts and at night in Spanish without: another program
// reads the square, axe finds nothing, the first load is light, a birth date alone
// changes no way to reach them, and slip and page print, link and code never on
// one sheet.
func TestAPatientInABrowser(t *testing.T) {
	if look("zbarimg") != nil {
		t.Skip("zbar is missing: make tools")
	}
	alone(t, "patient.mjs")
}

// Each role walks a day: at a desk by keyboard alone, and with a thumb on a
// telephone without scripts; axe finds nothing on the pages they open.
func TestEachRoleWalksADay(t *testing.T) { browse(t, "day.mjs") }

// The same day once more, with a thumb and with scripts, in a house where nobody has
// worked yet.
func TestEachRoleWalksADayWithAThumb(t *testing.T) { browse(t, "day.mjs", "REFERD_HAND=Touch") }

// Somebody who works in two organizations, at a desk and on a telephone without
// scripts: lists, counts, drafts, notes, pins and what search finds are of the one
// they are in, and a form of the other asks.
func TestTwoOrganizationsInABrowser(t *testing.T) { browse(t, "seats.mjs") }

// browse runs a script of testdata/browser against a house of its own, with what it is
// asked for by its surroundings, beside other tests: a browser waits for what it does.
func browse(t *testing.T, script string, with ...string) string {
	t.Helper()
	t.Parallel() // before the house is opened: one for each that runs, not for each that waits
	return alone(t, script, with...)
}

// alone is browse for a script that holds a time: nothing else of this package runs.
func alone(t *testing.T, script string, with ...string) string {
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
	if pictures := os.Getenv("REFERD_PICTURES"); pictures != "" {
		args = append(args, pictures)
	}
	cmd := exec.Command("node", args...)
	cmd.Dir, cmd.Env = dir, append(append(os.Environ(), "REFERD_NAMES="+strings.Join(cast.Names(), "\t")), with...)
	out, err := cmd.CombinedOutput()
	t.Logf("%s", out)
	if err != nil {
		t.Error(err)
	}
	return string(out)
}

func look(name string) error { _, err := exec.LookPath(name); return err }

func there(path string) error { _, err := os.Stat(path); return err }

// The practice sheet is one page of letter size, and nothing else is printed.
func TestThePracticeSheetIsAPage(t *testing.T) { browse(t, "sheet.mjs") }
