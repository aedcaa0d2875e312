package main

import (
	"os/exec"
	"path/filepath"
	"testing"
)

// A client that is none of ours tells the story over FHIR, with bundles as three
// vendors' systems write them; a validator that is none of ours holds every
// answer against R4.
func TestAnIndependentClientClosesTheLoop(t *testing.T) {
	t.Parallel()
	if testing.Short() {
		t.Skip("a house and a client of its own take their time")
	}
	const dir = "../../testdata/fhirclient"
	for what, err := range map[string]error{"node": look("node"), "npm ci in testdata/fhirclient": there(dir + "/node_modules/fhir-kit-client")} {
		if err != nil {
			t.Skipf("%s is missing: make tools", what)
		}
	}
	bundles, err := filepath.Glob("../../testdata/neighbours/fhir-*/referral.json")
	if err != nil || len(bundles) < 3 {
		t.Fatalf("%d neighbours: %v", len(bundles), err)
	}
	house := start(t)
	for _, b := range bundles {
		file, err := filepath.Abs(b)
		if err != nil {
			t.Fatal(err)
		}
		cmd := exec.Command("node", "story.mjs", house, file)
		cmd.Dir = dir
		out, err := cmd.CombinedOutput()
		if t.Logf("%s: %s", filepath.Base(filepath.Dir(b)), out); err != nil {
			t.Error(err)
		}
	}
}
