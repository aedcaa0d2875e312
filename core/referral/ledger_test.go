package referral_test

import (
	"math/rand/v2"
	"os"
	"reflect"
	"slices"
	"strings"
	"testing"

	"referd/core/referral"
)

// One line of every kind ever written still decodes, and means the same. Lines
// are only added: -rewrite adds the kinds that have none yet.
func TestLedgerGolden(t *testing.T) {
	const file = "testdata/ledger.golden"
	b, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	have := map[string]bool{}
	for line := range strings.Lines(string(b)) {
		kind, body, _ := strings.Cut(strings.TrimSpace(line), "\t")
		ev, err := referral.Decode(kind, []byte(body))
		if err != nil {
			t.Fatal(err)
		}
		if k, again, _ := referral.Encode(ev); k != kind || string(again) != body {
			t.Errorf("%s now reads %s", body, again)
		}
		have[kind] = true
	}
	for _, k := range referral.Kinds() {
		if have[k] {
			continue
		}
		if !*rewrite {
			t.Errorf("no line of %s", k)
			continue
		}
		ev, err := referral.Decode(k, []byte("{}"))
		if err != nil {
			t.Fatal(err)
		}
		_, body, _ := referral.Encode(ev)
		b = append(b, k+"\t"+string(body)+"\n"...)
	}
	if *rewrite {
		golden(t, file, b)
	}
}

// A field nobody knows is no error, because the ledger outlives binaries; a
// kind nobody knows, or a body that is none, is.
func TestDecodeOutlivesBinaries(t *testing.T) {
	ev, err := referral.Decode("accepted", []byte(`{"l":1,"from-the-future":true}`))
	if x, ok := ev.(referral.Accepted); err != nil || !ok || x.Leg != 1 {
		t.Errorf("%+v, %v", ev, err)
	}
	for kind, body := range map[string]string{"teleported": "{}", "accepted": "[", "booked": `{"f":"tomorrow"}`} {
		if ev, err := referral.Decode(kind, []byte(body)); err == nil {
			t.Errorf("%s %s reads %+v", kind, body, ev)
		}
	}
	if _, _, err := referral.Encode(nil); err == nil {
		t.Error("nothing was written to the ledger")
	}
}

// Every kind of event comes back from the ledger as it went in.
func TestLedgerRoundTrip(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 1))
	for range 3000 {
		ev := anything(r)
		kind, body, err := referral.Encode(ev)
		if err != nil {
			t.Fatal(err)
		}
		back, err := referral.Decode(kind, body)
		if err != nil || !reflect.DeepEqual(back, ev) {
			t.Fatalf("%s came back as %+v, %v", kind, back, err)
		}
	}
	if kinds := referral.Kinds(); len(kinds) != len(slices.Compact(slices.Sorted(slices.Values(kinds)))) {
		t.Error("two kinds have one name")
	}
}
