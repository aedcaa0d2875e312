package r4

import (
	"bufio"
	"bytes"
	"compress/gzip"
	"encoding/json"
	"errors"
	"io"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
)

// fixtures is the folder of public test data, when there is one.
func fixtures(t testing.TB) string {
	dir := os.Getenv("REFERD_FIXTURES")
	if dir == "" {
		dir = "../shared/fixtures"
	}
	if !filepath.IsAbs(dir) {
		dir = filepath.Join("../..", dir) // from the root of the repository
	}
	if _, err := os.Stat(filepath.Join(dir, "fhir")); err != nil {
		t.Skip("the public fixtures are not here; TestCorpus reads our own")
	}
	return dir
}

// valid are files the manifest's validator calls invalid and R4 does not.
var valid = map[string]string{
	"Binary-example.json":                   "white space between groups of base64 is in R4's own pattern",
	"Media-example.json":                    "white space between groups of base64 is in R4's own pattern",
	"RiskAssessment-breastcancer-risk.json": "ras-2 holds of a prediction without a probability",
	"RiskAssessment-prognosis.json":         "ras-2 holds of a prediction without a probability",
}

// invalid are files it calls valid and R4 does not.
var invalid = map[string]string{
	"OperationOutcome__REC__500-REC_SERVER_ERROR-too costly.json": "the code has a space; issue-type is required and has too-costly",
	"invalid-base64.json":                        "the code is none of issue-type",
	"unavailable.json":                           "the code is none of issue-type",
	"document_reference__GET-success-empty.json": "a list is never empty (R4, JSON)",
	"DeviceMetric-example.json":                  "parent is a Device, not a DeviceDefinition",
	"DeviceUseStatement-example.json":            "a reason is no Procedure",
	"MedicationRequest-medrx0301.json":           "an Organization dispenses, not a Practitioner",
	"Observation-clinical-gender.json":           "an Encounter performs nothing",
}

func TestPublicFiles(t *testing.T) {
	dir := fixtures(t)
	f, err := os.Open(filepath.Join(dir, "MANIFEST.tsv"))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	taken, refused := 0, 0
	for s := bufio.NewScanner(f); s.Scan(); {
		col := strings.Split(s.Text(), "\t")
		if !strings.HasPrefix(col[0], "fhir/") || strings.HasPrefix(col[0], "fhir/inferno") {
			continue
		}
		name := filepath.Base(col[0])
		good := (strings.Contains(col[5], "validator: valid") || valid[name] != "") && invalid[name] == ""
		raw := load(t, filepath.Join(dir, col[0]))
		d, err := Accept(raw, 0)
		if (err == nil) != good {
			t.Errorf("%s: %v; the manifest says %.200s", col[0], all(err), col[5])
			continue
		}
		if !good {
			t.Logf("%s: %v", name, all(err))
			refused++
			continue
		}
		taken++
		sameJSON(t, name, raw, d)
	}
	t.Logf("%d taken, %d refused", taken, refused)
	if taken < 900 || refused < 5 {
		t.Errorf("%d taken and %d refused: files are missing", taken, refused)
	}
}

func all(err error) string {
	if err == nil {
		return "taken"
	}
	if list, ok := errors.AsType[Issues](err); ok {
		s := ""
		for _, i := range list[:min(len(list), 4)] {
			s += "\n\t" + i.Error()
		}
		return s
	}
	return err.Error()
}

// sameJSON holds what is written against what was read, by the standard
// library's own reader, decimals as they were written.
func sameJSON(t *testing.T, name string, raw []byte, d *Doc) {
	t.Helper()
	want, got := decode(t, raw), decode(t, d.Root().Object().Bytes())
	if !reflect.DeepEqual(want, got) {
		t.Errorf("%s: changed on its way through", name)
	}
}

func decode(t *testing.T, b []byte) (v any) {
	t.Helper()
	dec := json.NewDecoder(bytes.NewReader(bytes.TrimPrefix(b, []byte("\xef\xbb\xbf"))))
	dec.UseNumber()
	if err := dec.Decode(&v); err != nil {
		t.Fatal(err)
	}
	return v
}

func load(t testing.TB, name string) []byte {
	t.Helper()
	f, err := os.Open(name)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	var r io.Reader = f
	if strings.HasSuffix(name, ".gz") {
		if r, err = gzip.NewReader(f); err != nil {
			t.Fatal(err)
		}
	}
	b, err := io.ReadAll(r)
	if err != nil {
		t.Fatal(err)
	}
	return b
}
