package main

import (
	"bytes"
	"context"
	"testing"

	"referd/desk"
	"referd/desk/kept"
	"referd/store"
)

// An operator gets a body exactly as it came, by its client and its name.
func TestABodyAsItCame(t *testing.T) {
	dir, sent := t.TempDir(), []byte("{\"resourceType\": \"Patient\" }\r\n\x00")
	do := func(args ...string) (int, []byte) {
		var out, problem bytes.Buffer
		code := run(t.Context(), &call{args: append([]string{args[0], "-data", dir}, args[1:]...), env: func(string) string { return "" }, out: &out, err: &problem})
		return code, out.Bytes()
	}
	if code, _ := do("migrate"); code != 0 {
		t.Fatalf("migrate ends with %d", code)
	}
	db, err := store.Open(t.Context(), store.Options{DSN: dir + "/referd.db", Dir: dir})
	if err != nil {
		t.Fatal(err)
	}
	ended := make(chan error, 1)
	go func() { ended <- db.Run(context.WithoutCancel(t.Context())) }()
	err = desk.New(db, nil).Write(t.Context(), desk.Who{Client: "ehr"}, "test", func(w *desk.Writing) error {
		return kept.Heard(w, kept.Message{Key: "Patient/1/_history/1", Body: sent})
	})
	if err != nil {
		t.Fatal(err)
	}
	db.Stop()
	<-ended
	db.Close()
	if code, got := do("inbound", "-client", "ehr", "-message", "Patient/1/_history/1"); code != 0 || !bytes.Equal(got, sent) {
		t.Errorf("ends with %d: %q", code, got)
	}
	for _, x := range []struct {
		want int
		args []string
	}{{1, []string{"-client", "ehr", "-message", "Patient/2/_history/1"}}, {1, []string{"-client", "other", "-message", "Patient/1/_history/1"}}, {2, []string{"-client", "ehr"}}, {2, nil}} {
		if code, got := do(append([]string{"inbound"}, x.args...)...); code != x.want || len(got) > 0 {
			t.Errorf("%v ends with %d, want %d: %q", x.args, code, x.want, got)
		}
	}
}
