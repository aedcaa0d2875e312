package r4

import (
	"bytes"
	"encoding/json"
	"path/filepath"
	"testing"
)

// FuzzAccept: whatever comes, nothing breaks; what is taken is JSON to the
// standard library too, says the same when it is written again, and a refusal
// repeats nothing of what was sent.
func FuzzAccept(f *testing.F) {
	list, err := filepath.Glob("testdata/taken/*.json")
	if err != nil || len(list) == 0 {
		f.Fatal("no seeds", err)
	}
	more, _ := filepath.Glob("../../testdata/neighbours/fhir-*/referral.json")
	for _, name := range append(list, more...) {
		f.Add(load(f, name))
	}
	for _, s := range []string{`{}`, `{"resourceType":"Patient","name":[{"given":[null],"_given":[{"id":"a"}]}]}`, `{"resourceType":"Bundle","type":"batch","entry":[{"request":{"method":"GET","url":"Patient?x"}}]}`,
		`{"resourceType":"Observation","valueQuantity":{"value":1e400}}`, "{\"resourceType\":\"Patient\",\"gender\":\"\xff\"}", `{"resourceType":"Patient","contained":[{"resourceType":"Patient","id":"1"}],"link":[{"other":{"reference":"#1"},"type":"refer"}]}`} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, b []byte) {
		d, err := Accept(b, 1<<20)
		if err != nil {
			for _, i := range IssuesOf(err) {
				if i.Words == "" || i.Code == "" {
					t.Fatalf("a refusal that says nothing: %+v", i)
				}
			}
			return
		}
		if !json.Valid(bytes.TrimPrefix(b, []byte("\xef\xbb\xbf"))) {
			t.Fatalf("taken, and no JSON: %q", b)
		}
		n := d.Root()
		again, err := Accept(n.Object().Bytes(), 0)
		if err != nil || canon(t, again.Root().Raw()) != canon(t, n.Raw()) {
			t.Fatalf("changed when it was written again: %v", err)
		}
		same := Rewrite(n, func(s string) (string, bool) { return s, true })
		if canon(t, same) != canon(t, n.Raw()) {
			t.Fatalf("changed by a rewriting of nothing:\n%s\n%s", n.Raw(), same)
		}
		laid := Overlay(Object{"resourceType": n.Type(), "id": "x", "meta": Object{"versionId": "1"}}, n, []string{"id", "meta.versionId"})
		if _, err := Parse(laid, 0); err != nil {
			t.Fatalf("laid over, and no JSON: %v", err)
		}
		if bundle, err := ReadBundle(d); err == nil {
			for i := range bundle.Entries {
				bundle.Entries[i].Target()
				bundle.Resolve(&bundle.Entries[i], "Patient/1")
			}
			bundle.InOrder()
		}
		for range n.References() {
		}
	})
}

func canon(t *testing.T, b []byte) string {
	t.Helper()
	out, err := json.Marshal(decode(t, b))
	if err != nil {
		t.Fatal(err)
	}
	return string(out)
}
