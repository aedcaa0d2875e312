package main

import (
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// The walk of docs/start is the walk that is run: each step that is written down
// begins with the words over a stretch of the script, in the script's order, and
// no stretch is left out.
func TestTheWalkIsWrittenDown(t *testing.T) {
	read := func(name string) string {
		b, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		return string(b)
	}
	var run, written []string
	for _, m := range regexp.MustCompile(`(?m)^# .*(?:\n# .*)*`).FindAllString(read("../../testdata/loops/start.txtar"), -1) {
		run = append(run, strings.ReplaceAll(strings.TrimPrefix(m, "# "), "\n# ", " "))
	}
	for _, m := range regexp.MustCompile(`(?m)^\d+\. (.*)$`).FindAllStringSubmatch(read("../../docs/start/first-loop.md"), -1) {
		step := m[1]
		if i := slices.IndexFunc(run, func(s string) bool { return strings.HasPrefix(step, s) }); i >= 0 {
			step = run[i]
		}
		written = append(written, step)
	}
	if !slices.Equal(run, written) || len(run) < 10 {
		t.Errorf("run:\n%s\n\nwritten:\n%s", strings.Join(run, "\n"), strings.Join(written, "\n"))
	}
}
