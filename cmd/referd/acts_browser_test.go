package main

import (
	"os"
	"strconv"
	"strings"
	"testing"
)

// Daily acts of each role take no more clicks and keys than docs/ux.md says, by
// mouse and by keyboard alone.
func TestDailyActsTakeNoMore(t *testing.T) {
	out := browse(t, "acts.mjs")
	doc, err := os.ReadFile("../../docs/ux.md")
	if err != nil {
		t.Fatal(err)
	}
	said := map[string][2]int{}
	for line := range strings.Lines(string(doc)) {
		if f := strings.Split(strings.Trim(strings.TrimSpace(line), "|"), " | "); len(f) == 4 {
			clicks, _ := strconv.Atoi(strings.TrimSpace(f[2]))
			keys, _ := strconv.Atoi(strings.TrimSpace(f[3]))
			said[strings.TrimSpace(f[0])+" | "+f[1]] = [2]int{clicks, keys}
		}
	}
	done := 0
	for line := range strings.Lines(out) {
		f := strings.Split(strings.TrimSpace(line), " | ")
		if len(f) != 5 {
			continue
		}
		done++
		most, ok := said[f[0]+" | "+f[1]]
		clicks, _ := strconv.Atoi(f[2])
		keys, _ := strconv.Atoi(f[3])
		if !ok || clicks == 0 || keys == 0 || clicks > most[0] || keys > most[1] {
			t.Errorf("%s took %d clicks and %d keys; docs/ux.md says %v", f[1], clicks, keys, most)
		}
	}
	if done < len(said)-1 { // the head of the table is a row too
		t.Errorf("%d of %d acts were done", done, len(said)-1)
	}
}
