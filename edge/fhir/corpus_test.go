package fhir_test

import (
	"bufio"
	"bytes"
	"compress/gzip"
	"encoding/json"
	"io"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// Every public file, and every one of ours, is taken or refused with a true
// OperationOutcome, as a client that knows nothing of the house posts it.
func TestEveryFileIsTakenOrRefusedTruly(t *testing.T) {
	t.Run("ours", func(t *testing.T) {
		list, err := filepath.Glob("testdata/corpus/*.json")
		if err != nil || len(list) < 12 {
			t.Fatalf("%d files of our own: %v", len(list), err)
		}
		files := map[string]bool{}
		for _, f := range list {
			files[f] = !strings.Contains(filepath.Base(f), "invalid-")
		}
		walk(t, files)
	})
	t.Run("public", func(t *testing.T) {
		dir := publicFiles(t)
		files := map[string]bool{}
		f, err := os.Open(filepath.Join(dir, "MANIFEST.tsv"))
		if err != nil {
			t.Fatal(err)
		}
		defer f.Close()
		for s := bufio.NewScanner(f); s.Scan(); {
			col := strings.Split(s.Text(), "\t")
			if strings.HasPrefix(col[0], "fhir/") && !strings.HasPrefix(col[0], "fhir/inferno") {
				name := filepath.Base(col[0])
				files[filepath.Join(dir, col[0])] = (strings.Contains(col[5], "validator: valid") || judgedValid[name]) && !judgedInvalid[name]
			}
		}
		if taken, refused := walk(t, files); taken+refused < 950 {
			t.Errorf("only %d files", taken+refused)
		}
	})
}

// Where R4 and the manifest's validator differ; wire/r4 says why of each.
var (
	judgedValid   = map[string]bool{"Binary-example.json": true, "Media-example.json": true, "RiskAssessment-breastcancer-risk.json": true, "RiskAssessment-prognosis.json": true}
	judgedInvalid = map[string]bool{"OperationOutcome__REC__500-REC_SERVER_ERROR-too costly.json": true, "invalid-base64.json": true, "unavailable.json": true, "document_reference__GET-success-empty.json": true}
)

func publicFiles(t testing.TB) string {
	dir := os.Getenv("REFERD_FIXTURES")
	if dir == "" {
		dir = "../../../shared/fixtures"
	}
	if _, err := os.Stat(filepath.Join(dir, "fhir")); err != nil {
		t.Skip("the public fixtures are not here; the test of our own files has run")
	}
	return dir
}

// malformed are the codes of what is not R4; the others are of what is, and
// cannot be taken as it stands: it refers to nothing, or it is not its turn.
var (
	malformed = []string{"structure", "value", "required", "invariant", "code-invalid", "invalid", "too-long"}
	apart     = []string{"not-found", "business-rule", "not-supported", "required", "too-long", "value", "invalid"}
)

// walk posts every file and counts; files says which are valid R4.
func walk(t *testing.T, files map[string]bool) (taken, refused int) {
	e := newEHR(t)
	why := map[string]int{}
	for _, name := range slices.Sorted(maps.Keys(files)) {
		raw, short := unpacked(t, name), filepath.Base(name)
		code, issue := e.post(raw)
		switch {
		case code < 300 && !files[name]:
			t.Errorf("%s is no valid R4 and was taken", short)
		case code < 300:
			taken++
			continue
		case code >= 500:
			t.Errorf("%s: %d", short, code)
		case issue.Severity != "error" || issue.Code == "" || issue.Diagnostics == "":
			t.Errorf("%s: %d without a true outcome: %+v", short, code, issue)
		case !files[name] && (!slices.Contains(malformed, issue.Code) || len(issue.Expression) == 0):
			t.Errorf("%s is no valid R4 and is refused for another reason: %+v", short, issue)
		case files[name] && !slices.Contains(apart, issue.Code):
			t.Errorf("%s is valid R4 and is refused as %s: %+v", short, issue.Code, issue)
		}
		if files[name] && issue.Code == "not-found" {
			if code, issue = e.together(raw); code == 200 {
				taken++
				continue
			}
		}
		refused++
		words, _, _ := strings.Cut(issue.Diagnostics, " (line ")
		why[issue.Code+": "+words]++
		if testing.Verbose() && os.Getenv("SHOW") != "" {
			t.Logf("%s: %d %s %v %s", short, code, issue.Code, issue.Expression, issue.Diagnostics)
		}
	}
	t.Logf("%d taken, %d refused", taken, refused)
	for _, w := range slices.Sorted(maps.Keys(why)) {
		t.Logf("%5d %s", why[w], w)
	}
	return taken, refused
}

var patientRef = regexp.MustCompile(`"reference"\s*:\s*"(Patient/[^"]+)"`)

// together posts a resource with the patients it is about, under the address
// its sender has for them.
func (e *ehr) together(raw []byte) (int, issueOf) {
	const there = "http://corpus.example/fhir/"
	var head struct{ ResourceType, ID string }
	json.Unmarshal(raw, &head)
	entry := func(full, kind string, body []byte) map[string]any {
		return map[string]any{"fullUrl": there + full, "resource": json.RawMessage(body), "request": map[string]any{"method": "POST", "url": kind}}
	}
	list := []any{entry(head.ResourceType+"/"+head.ID, head.ResourceType, raw)}
	seen := map[string]bool{head.ResourceType + "/" + head.ID: true}
	for _, m := range patientRef.FindAllSubmatch(raw, -1) {
		if name := string(m[1]); !seen[name] {
			seen[name] = true
			list = append(list, entry(name, "Patient", []byte(`{"resourceType":"Patient","name":[{"family":"Corpus"}]}`)))
		}
	}
	b, err := json.Marshal(map[string]any{"resourceType": "Bundle", "type": "transaction", "entry": list})
	if err != nil {
		e.t.Fatal(err)
	}
	return e.post(b)
}

type issueOf struct {
	Severity, Code, Diagnostics string
	Expression                  []string
}

// post sends a resource where it belongs: a transaction or a batch to the root.
func (e *ehr) post(raw []byte) (int, issueOf) {
	var head struct{ ResourceType, Type any }
	json.Unmarshal(raw, &head)
	path := "/Patient"
	if kind, ok := head.ResourceType.(string); ok {
		path = "/" + kind
	}
	if path == "/Bundle" && (head.Type == "transaction" || head.Type == "batch") {
		path = ""
	}
	code, body := e.send("POST", path, raw)
	var out struct{ Issue []issueOf }
	json.Unmarshal(body, &out)
	if code >= 400 && len(out.Issue) > 0 {
		return code, out.Issue[0]
	}
	return code, issueOf{}
}

func unpacked(t testing.TB, name string) []byte {
	t.Helper()
	b, err := os.ReadFile(name)
	if err == nil && strings.HasSuffix(name, ".gz") {
		var z *gzip.Reader
		if z, err = gzip.NewReader(bytes.NewReader(b)); err == nil {
			b, err = io.ReadAll(z)
		}
	}
	if err != nil {
		t.Fatal(err)
	}
	return b
}
