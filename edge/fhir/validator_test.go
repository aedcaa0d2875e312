package fhir_test

import (
	"bufio"
	"bytes"
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"os/exec"
	"strings"
	"sync"
	"testing"

	"referd/wire/r4"
)

// answered are all resources the door has answered in these tests. When they
// have run, each is held against R4 twice: by our own reader and by Medplum's
// validator, which is none of ours.
var answered = struct {
	sync.Mutex
	by map[string]string // the resource as one line, and what asked for it
}{by: map[string]string{}}

const enough = 6000

// note keeps an answer, and what a bundle holds.
func note(what string, body []byte) {
	answered.Lock()
	defer answered.Unlock()
	if len(body) == 0 || len(body) > 1<<20 || body[0] != '{' || len(answered.by) > enough { // beyond 1 MB that validator does not read
		return
	}
	var line bytes.Buffer
	if json.Compact(&line, body) != nil || !bytes.Contains(line.Bytes(), []byte(`"resourceType"`)) {
		return
	}
	answered.by[line.String()] = what
	var b struct {
		Entry []struct {
			Resource json.RawMessage
			Response struct{ Outcome json.RawMessage }
		}
	}
	if json.Unmarshal(line.Bytes(), &b) != nil {
		return
	}
	for _, e := range b.Entry {
		for _, r := range []json.RawMessage{e.Resource, e.Response.Outcome} {
			if len(r) > 0 {
				answered.by[string(r)] = what
			}
		}
	}
}

func TestMain(m *testing.M) {
	flag.Parse()
	code := m.Run()
	if f := flag.Lookup("test.fuzz"); f != nil && f.Value.String() != "" || code != 0 {
		os.Exit(code)
	}
	if wrong := valid(); wrong != "" {
		fmt.Println("FAIL: the door answered what is no R4:\n" + wrong)
		code = 1
	}
	os.Exit(code)
}

// valid says what of the answers is not R4.
func valid() string {
	var lines bytes.Buffer
	var asked []string
	wrong := ""
	for line, what := range answered.by {
		if _, err := r4.Accept([]byte(line), 0); err != nil {
			wrong += what + ": " + err.Error() + "\n"
		}
		lines.WriteString(line + "\n")
		asked = append(asked, what)
	}
	const dir = "../../testdata/fhirclient"
	if _, err := os.Stat(dir + "/node_modules/@medplum/core"); err != nil || testing.Short() || len(asked) == 0 {
		return wrong // make tools installs it
	}
	if _, err := exec.LookPath("node"); err != nil {
		return wrong
	}
	cmd := exec.Command("node", "validate.mjs")
	cmd.Dir, cmd.Stdin = dir, &lines
	out, err := cmd.CombinedOutput()
	if err == nil {
		return wrong
	}
	for s := bufio.NewScanner(bytes.NewReader(out)); s.Scan(); {
		var n int
		if _, err := fmt.Sscan(s.Text(), &n); err == nil && n > 0 && n <= len(asked) {
			wrong += asked[n-1] + ": "
		}
		wrong += s.Text() + "\n"
	}
	return strings.TrimSpace(wrong) + "\n"
}
