package party

import (
	"bytes"
	"encoding/json"
	"fmt"
	"log/slog"
	"strings"
	"testing"
)

// A patient cannot be printed, however one tries.
func TestAPatientCannotBePrinted(t *testing.T) {
	p := Patient{ID: "pat-1", Name: Name{Family: "Canary", Given: []string{"Ada"}}, Born: "1961-11-12"}
	var b bytes.Buffer
	slog.New(slog.NewJSONHandler(&b, nil)).Info("seen", "patient", p, "row", struct{ Who Patient }{p}, "err", fmt.Errorf("no %v", p))
	fmt.Fprintf(&b, "%v %+v %#v %q %s", p, p, []Patient{p}, p, p)
	json.NewEncoder(&b).Encode(map[string]Patient{"x": p})
	if s := b.String(); strings.Contains(s, "Canary") || strings.Contains(s, "1961") || !strings.Contains(s, "pat-1") {
		t.Errorf("a patient leaked: %s", s)
	}
}
