package patient

import (
	"testing"
	"time"
)

// How long somebody waits is said in seconds, of which there are always several.
func TestSecondsAreSeveral(t *testing.T) {
	for d, want := range map[time.Duration]string{0: "2", 300 * time.Millisecond: "2", 1500 * time.Millisecond: "2", 2500 * time.Millisecond: "3", 59 * time.Second: "60"} {
		if got := seconds(d); got != want {
			t.Errorf("%s are %s, not %s", d, got, want)
		}
	}
}
