package rows

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// What other programs publish is read: of each request either a row with whose it
// is and how far, or why it is none.
func TestRequestsOthersWrote(t *testing.T) {
	root := os.Getenv("REFERD_FIXTURES")
	if root == "" {
		root = "../../../../shared/fixtures"
	}
	var files []string
	for _, dir := range []string{"r4-official-examples", "us-core-examples"} {
		list, _ := filepath.Glob(filepath.Join(root, "fhir", dir, "*.json"))
		files = append(files, list...)
	}
	if len(files) == 0 {
		t.Skip("the published examples are not beside this repository")
	}
	var text strings.Builder
	wrote := 0
	for _, name := range files {
		raw, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		var line bytes.Buffer
		if json.Compact(&line, raw) != nil {
			continue
		}
		var is struct{ ResourceType string }
		if json.Unmarshal(line.Bytes(), &is) != nil || is.ResourceType == "Bundle" {
			continue
		}
		if is.ResourceType == "ServiceRequest" {
			wrote++
		}
		text.WriteString(line.String() + "\n")
	}
	got, format := requests(t, text.String())
	rows, left, wrong := 0, 0, 0
	for _, x := range got {
		switch {
		case x.no == nil:
			if rows++; x.has["patient"] == "" || x.has["status"] == "" || x.has["id"] == "" {
				t.Errorf("line %d: %v", x.n, x.has)
			}
		case x.no.Left != "":
			left++
		default:
			wrong++
			for _, f := range x.no.Faults {
				t.Logf("line %d, %s: %s", x.n, f.Field, f.Words)
			}
		}
	}
	if t.Logf("%d requests: %d rows, %d left out, %d lines wrong; %s", wrote, rows, left, wrong, format); wrote == 0 || rows == 0 || rows+left > wrote {
		t.Errorf("%d of %d", rows+left, wrote)
	}
}
