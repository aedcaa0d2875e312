package main

import (
	"bytes"
	"encoding/json"
	"io"
	"net/http"
	"net/url"
	"os"
	"regexp"
	"strconv"
	"strings"

	"github.com/rogpeppe/go-internal/testscript"
)

// codes are a referral's eight letters as a page prints them.
var codes = regexp.MustCompile(`\b[2-9A-HJ-NP-Z]{4}-[2-9A-HJ-NP-Z]{4}\b`)

// system is an EHR at the door, with its token and what it read last.
type system struct {
	token string
	etags map[string]string
	last  any
}

// tokenAt is a token of the demo's EHR.
func tokenAt(base string) (string, error) { return tokenAs(base, "demo-ehr") }

// tokenAs is a token of a client of the demo.
func tokenAs(base, client string) (string, error) {
	var x struct {
		Token string `json:"access_token"`
	}
	r, err := http.PostForm(base+"/oauth/token", url.Values{"grant_type": {"client_credentials"}, "client_id": {client}, "client_secret": {"referd-demo"}})
	if err != nil {
		return "", err
	}
	defer r.Body.Close()
	err = json.NewDecoder(r.Body).Decode(&x)
	return x.Token, err
}

// fhir: fhir 200 GET Task/$TASK, fhir 200 POST ” bundle.json, fhir 200 PUT
// Task/$TASK task.json. A file's $NAMES are the script's. A PUT carries the
// version read last of the same. The answer is kept for keep and stdout.
func askSystem(ts *testscript.TestScript, neg bool, args []string) {
	need(ts, args, 3, "fhir STATUS METHOD PATH [FILE]")
	v := at(ts)
	if v.system.token == "" {
		token, err := tokenAt(v.base)
		ts.Check(err)
		v.system.etags, v.system.token = map[string]string{}, token
	}
	var body io.Reader
	if len(args) > 3 {
		body = strings.NewReader(os.Expand(ts.ReadFile(args[3]), ts.Getenv))
	}
	req, err := http.NewRequest(args[1], v.base+"/fhir/R4/"+args[2], body)
	ts.Check(err)
	req.Header.Set("Authorization", "Bearer "+v.system.token)
	req.Header.Set("Content-Type", "application/fhir+json")
	if args[1] == "PUT" {
		req.Header.Set("If-Match", v.system.etags[args[2]])
	}
	r, err := http.DefaultClient.Do(req)
	ts.Check(err)
	defer r.Body.Close()
	b, err := io.ReadAll(r.Body)
	ts.Check(err)
	var pretty bytes.Buffer
	if json.Indent(&pretty, b, "", " ") == nil {
		b = pretty.Bytes()
	}
	if strconv.Itoa(r.StatusCode) != args[0] {
		ts.Fatalf("%s %s: %d, want %s\n%.1500s", args[1], args[2], r.StatusCode, args[0], b)
	}
	if tag := r.Header.Get("ETag"); tag != "" {
		v.system.etags[args[2]] = tag
	}
	v.system.last = nil
	if len(b) > 0 {
		ts.Check(json.Unmarshal(b, &v.system.last))
	}
	_, err = ts.Stdout().Write(b)
	ts.Check(err)
}

// keep: keep TASK entry.2.response.location takes what stands there; of an
// address it is what the address names: Task/123 becomes 123.
func keep(ts *testscript.TestScript, neg bool, args []string) {
	need(ts, args, 2, "keep NAME PATH")
	x := at(ts).system.last
	for _, part := range strings.Split(args[1], ".") {
		switch y := x.(type) {
		case map[string]any:
			x = y[part]
		case []any:
			i, err := strconv.Atoi(part)
			if err != nil || i >= len(y) {
				ts.Fatalf("nothing at %s", args[1])
			}
			x = y[i]
		}
	}
	s, ok := x.(string)
	if !ok {
		ts.Fatalf("nothing at %s", args[1])
	}
	s, _, _ = strings.Cut(s, "/_history")
	ts.Setenv(args[0], s[strings.LastIndex(s, "/")+1:])
}
