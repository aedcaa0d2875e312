package fhir_test

import (
	"encoding/base64"
	"fmt"
	"strings"
	"testing"
)

// A patch changes what it names and nothing else, moves a Task as an update
// does, and is kept as it came.
func TestPatch(t *testing.T) {
	const media = "application/json-patch+json"
	e := newEHR(t)
	w := e.world()
	before := e.call(200, "GET", "/"+w["Patient"], "")
	patch := `[{"op":"test","path":"/name/0/family","value":"Quintero"}, {"op":"replace","path":"/name/0/family","value":"Quintero-Diaz"},{"op":"add","path":"/maritalStatus","value":{"text":"kept"}}]`
	after := e.call(200, "PATCH", "/"+w["Patient"], patch, "Content-Type", media, "If-Match", e.etag)
	if s := fmt.Sprint(after); !strings.Contains(s, "Quintero-Diaz") || !strings.Contains(s, "kept") || fmt.Sprint(after["address"]) != fmt.Sprint(before["address"]) {
		t.Errorf("patched: %v", after)
	}
	if got := e.found("/Patient?family=Quintero-Diaz"); len(got) != 1 {
		t.Errorf("the house does not know the new name: %v", got)
	}
	version := after["meta"].(map[string]any)["versionId"].(string)
	if _, body := e.inbound(w["Patient"] + "/_history/" + version); string(body) != patch {
		t.Errorf("the patch was kept as %s", body)
	}
	e.call(412, "PATCH", "/"+w["Patient"], patch, "Content-Type", media, "If-Match", `W/"1"`)
	e.call(422, "PATCH", "/"+w["Patient"], patch, "Content-Type", media)

	e.call(200, "GET", "/"+w["firstTask"], "")
	task := e.call(200, "PATCH", "/"+w["firstTask"], `[{"op":"replace","path":"/status","value":"accepted"}]`, "Content-Type", media, "If-Match", e.etag)
	if task["status"] != "accepted" {
		t.Errorf("the Task is %v", task["status"])
	}
	if code, b := e.send("PATCH", "/"+w["firstTask"], []byte(`[{"op":"replace","path":"/status","value":"draft"}]`), "Content-Type", media, "If-Match", `W/"`+task["meta"].(map[string]any)["versionId"].(string)+`"`); code != 409 {
		t.Errorf("a move that is none: %d %s", code, b)
	}

	within := func(kind, patch string) string {
		binary := `{"resourceType":"Binary","contentType":"` + media + `","data":"` + base64.StdEncoding.EncodeToString([]byte(patch)) + `"}`
		return in(kind, entry("urn:uuid:1", "POST", "Organization", `{"resourceType":"Organization","name":"New"}`, ""), entry("", "PATCH", w["Patient"], binary, ""))
	}
	for _, kind := range []string{"transaction", "batch"} {
		out := e.call(200, "POST", "", within(kind, `[{"op":"replace","path":"/gender","value":"other"}]`))["entry"].([]any)
		if s := out[1].(map[string]any)["response"].(map[string]any)["status"].(string); s[:3] != "200" {
			t.Errorf("in a %s: %v", kind, out[1])
		}
	}
	if got := e.call(200, "GET", "/"+w["Patient"], "")["gender"]; got != "other" {
		t.Errorf("the gender is %v", got)
	}
	n := len(e.found("/Organization?name=New"))
	e.call(422, "POST", "", within("transaction", `[{"op":"remove","path":"/photo"}]`))
	if m := len(e.found("/Organization?name=New")); m != n {
		t.Errorf("a patch that failed left %d of its transaction", m-n)
	}
	if code, b := e.scoped("system/Patient.rs").send("PATCH", "/"+w["Patient"], []byte(`[]`), "Content-Type", media); code != 403 {
		t.Errorf("without the scope: %d %s", code, b)
	}
}
