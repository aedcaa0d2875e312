package patch

import (
	"errors"
	"strings"
	"testing"

	"referd/wire/r4"
)

const unpatched = `{"resourceType":"Patient","id":"1","name":[{"family":"A","given":["B","C"]},{"text":"D"}],"multipleBirthInteger":2}`

// RFC 6902: each operation, in order, on what the one before left.
func TestPatch(t *testing.T) {
	for patch, want := range map[string]string{
		`[]`: unpatched,
		`[{"op":"replace","path":"/name/0/family","value":"É"}]`:                                                                 strings.Replace(unpatched, `"A"`, `"É"`, 1),
		`[{"op":"add","path":"/name/0/given/-","value":"E"}]`:                                                                    strings.Replace(unpatched, `"C"]`, `"C","E"]`, 1),
		`[{"op":"add","path":"/name/0/given/0","value":"E"}]`:                                                                    strings.Replace(unpatched, `["B"`, `["E","B"`, 1),
		`[{"op":"remove","path":"/name/1"},{"op":"remove","path":"/multipleBirthInteger"}]`:                                      `{"resourceType":"Patient","id":"1","name":[{"family":"A","given":["B","C"]}]}`,
		`[{"op":"remove","path":"/name/1"},{"op":"remove","path":"/name/0"}]`:                                                    `{"resourceType":"Patient","id":"1","multipleBirthInteger":2}`,
		`[{"op":"remove","path":"/name/0/given/1"},{"op":"remove","path":"/name/0/given/0"}]`:                                    strings.Replace(unpatched, `,"given":["B","C"]`, ``, 1),
		`[{"op":"test","path":"/name/0/given","value":["B","C"]},{"op":"move","from":"/name/0/family","path":"/name/1/family"}]`: `{"resourceType":"Patient","id":"1","name":[{"given":["B","C"]},{"text":"D","family":"A"}],"multipleBirthInteger":2}`,
		`[{"op":"copy","from":"/name/0","path":"/name/-"},{"op":"replace","path":"/name/2/family","value":"Z"}]`:                 strings.Replace(unpatched, `{"text":"D"}`, `{"text":"D"},{"family":"Z","given":["B","C"]}`, 1),
		`[{"op":"add","path":"/birthDate","value":"2020-01-01"},{"op":"test","path":"/multipleBirthInteger","value":2.0}]`:       strings.Replace(unpatched, `,"multiple`, `,"birthDate":"2020-01-01","multiple`, 1),
	} {
		p, err := Read([]byte(patch))
		if err != nil {
			t.Errorf("%s: %v", patch, err)
			continue
		}
		for range 2 { // a commit may be tried again
			got, err := p.Apply([]byte(unpatched))
			if err != nil || !equal(got, []byte(want)) {
				t.Errorf("%s: %v\n%s\nwant\n%s", patch, err, got, want)
			}
		}
	}
}

// What is no patch, and what cannot be done, says which operation and why, and
// repeats nothing.
func TestPatchesThatCannotBe(t *testing.T) {
	for patch, code := range map[string]string{
		``: "invalid", `{}`: "invalid", `null`: "invalid", `[1]`: "invalid", `[] []`: "invalid",
		`[{"op":"add","path":"name","value":1}]`:                                                    "invalid",
		`[{"op":"add","path":"/birthDate"}]`:                                                        "invalid",
		`[{"op":"spell","path":"/birthDate","value":1}]`:                                            "invalid",
		`[{"op":"copy","path":"/birthDate"}]`:                                                       "invalid",
		`[` + strings.Repeat(`{"op":"remove","path":"/a"},`, 1000) + `{"op":"remove","path":"/a"}]`: "too-costly",
		`[{"op":"replace","path":"","value":{}}]`:                                                   "processing",
		`[{"op":"replace","path":"/birthDate","value":"Secret"}]`:                                   "processing",
		`[{"op":"remove","path":"/name/2"}]`:                                                        "processing",
		`[{"op":"remove","path":"/name/01"}]`:                                                       "processing",
		`[{"op":"remove","path":"/name/-"}]`:                                                        "processing",
		`[{"op":"add","path":"/name/3","value":{}}]`:                                                "processing",
		`[{"op":"add","path":"/id/x","value":"Secret"}]`:                                            "processing",
		`[{"op":"test","path":"/id","value":"Secret"}]`:                                             "processing",
		`[{"op":"move","from":"/name","path":"/name/0/x"}]`:                                         "processing",
		`[` + strings.Repeat(`{"op":"copy","from":"/name","path":"/name/-"},`, 40) + `{"op":"test","path":"/id","value":"1"}]`: "processing",
	} {
		p, err := Read([]byte(patch))
		if err == nil {
			_, err = p.Apply([]byte(unpatched))
		}
		i, ok := errors.AsType[*r4.Issue](err)
		if !ok || i.Code != code || strings.Contains(i.Words, "Secret") {
			t.Errorf("%.80s: %v, want %s", patch, err, code)
		}
	}
}

func FuzzPatch(f *testing.F) {
	f.Add(`[{"op":"move","from":"/name/0","path":"/name/1/x"},{"op":"copy","from":"/name","path":"/name/-"}]`)
	f.Add(`[{"op":"add","path":"/~0~1","value":{"a":[null,1e400,{}]}},{"op":"test","path":"/~0~1/a/2","value":{}}]`)
	f.Fuzz(func(t *testing.T, s string) {
		p, err := Read([]byte(s))
		if err != nil {
			return
		}
		b, err := p.Apply([]byte(unpatched))
		if err != nil {
			return
		}
		if d, err := r4.Accept(b, 0); err == nil && d.Root().Type() == "" {
			t.Errorf("%q became %s", s, b)
		}
	})
}

func equal(a, b []byte) bool {
	x, err := decoded(a)
	y, e := decoded(b)
	return err == nil && e == nil && same(x, y)
}
