package fhir_test

import (
	"strings"
	"testing"
)

// One bundle costs a bounded amount of memory, and of everybody's time.
func TestBundleIsBounded(t *testing.T) {
	e := newEHR(t)
	many := func(kind string, n int) int {
		list := strings.TrimSuffix(strings.Repeat(`{"request":{"method":"GET","url":"Task?_count=100"}},`, n), ",")
		code, _ := e.send("POST", "", []byte(`{"resourceType":"Bundle","type":"`+kind+`","entry":[`+list+`]}`))
		return code
	}
	for _, x := range []struct {
		kind    string
		n, want int
	}{{"batch", 100, 200}, {"batch", 101, 413}, {"transaction", 10, 200}, {"transaction", 11, 413}} {
		if code := many(x.kind, x.n); code != x.want {
			t.Errorf("a %s of %d searches: %d, want %d", x.kind, x.n, code, x.want)
		}
	}
	bin := "Binary/" + e.call(201, "POST", "/Binary", `{"resourceType":"Binary","contentType":"text/plain","data":"`+strings.Repeat("QUFB", 3<<20)+`"}`)["id"].(string)
	read := `{"request":{"method":"GET","url":"` + bin + `"}},`
	code, b := e.send("POST", "", []byte(`{"resourceType":"Bundle","type":"batch","entry":[`+strings.TrimSuffix(strings.Repeat(read, 12), ",")+`]}`))
	if code != 200 || len(b) > 100<<20 || strings.Count(string(b), `"200 OK"`) < 4 || !strings.Contains(string(b), `"413 Request Entity Too Large"`) {
		t.Errorf("a batch of twelve large reads: %d, %d bytes", code, len(b))
	}
}

// A transaction sent twice is done once, and what it read is not given again
// from a copy: it is read again, on record, or not at all.
func TestReadsAreNotGivenAgain(t *testing.T) {
	e := newEHR(t)
	w := e.world()
	read := `{"request":{"method":"GET","url":"` + w["Patient"] + `"}}`
	for i, x := range []struct {
		more  string
		again bool
	}{{"", true}, {`,{"request":{"method":"POST","url":"Observation"},"resource":{"resourceType":"Observation","status":"final","code":{"text":"x"}}}`, false}} {
		for n := range 2 {
			_, b := e.send("POST", "", []byte(`{"resourceType":"Bundle","type":"transaction","entry":[`+read+x.more+`]}`))
			r := e.audits(1)[0]
			shown, noted := strings.Contains(string(b), "Quintero"), len(r.Patients) > 0
			if want := n == 0 || x.again; shown != want || noted != want {
				t.Errorf("transaction %d, try %d: shown %v, on record %v", i, n+1, shown, noted)
			}
		}
	}
}
