package demo

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"referd/cmd/referd/demo/story"
)

// A demo's folder is used again as it was left; one of another version or half
// made is made anew; what is no demo is never touched.
func TestAFolderIsUsedAgain(t *testing.T) {
	dir := t.TempDir()
	at := func(name string) string { return filepath.Join(dir, name) }
	put := func(name, text string) {
		t.Helper()
		if err := os.WriteFile(at(name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	there := func() bool { _, err := os.Stat(at("referd.db")); return err == nil }
	place := func(p Place) (Place, error) { p.Dir, p.Own = dir, true; err := p.Ready(); return p, err }

	if _, err := place(Place{Size: "small"}); err != nil {
		t.Fatalf("an empty folder: %v", err)
	}
	put("referd.db", "somebody's")
	for _, p := range []Place{{Size: "small"}, {Size: "small", Fresh: true}} {
		if _, err := place(p); err == nil || !there() || !strings.Contains(err.Error(), "rm -r "+dir) {
			t.Fatalf("a database that is no demo: %v, still there: %v", err, there())
		}
	}
	put("demo.json", `{"Version":"`+story.Version+`","Size":"hospital","Whole":true}`)
	if p, err := place(Place{Size: "small"}); err != nil || p.Size != "hospital" || !there() {
		t.Errorf("one that is there: %+v %v", p, err)
	}
	if _, err := place(Place{Size: "small", Asked: true}); err == nil || !strings.Contains(err.Error(), "-fresh") {
		t.Errorf("another size: %v", err)
	}
	if p, err := place(Place{Size: "small", Reset: true}); err != nil || p.Size != "hospital" || there() {
		t.Errorf("back to its beginning: %+v %v, still there: %v", p, err, there())
	}
	for _, text := range []string{`{"Version":"0","Size":"small","Whole":true}`, `{"Version":"` + story.Version + `","Size":"small"}`} {
		put("demo.json", text)
		put("referd.db", "old")
		put("notes.txt", "mine")
		if _, err := place(Place{Size: "small"}); err != nil || there() {
			t.Errorf("%s: %v, still there: %v", text, err, there())
		}
		if _, err := os.Stat(at("notes.txt")); err != nil {
			t.Error("what is no demo's was removed")
		}
	}
}
