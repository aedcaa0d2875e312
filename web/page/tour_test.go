package page

import (
	"bytes"
	"context"
	"strings"
	"testing"
)

// Whoever walked the tour to its end has nothing left to do in it, and skipped
// nothing.
func TestTheEndOfTheTourAsksNothingMore(t *testing.T) {
	for _, s := range demoSamples() {
		ends := map[string]string{"/samples/Tour/the-end": "That was the tour", "/samples/DemoHome/walked-to-its-end": "See its proof"}[s.Path()]
		if ends == "" {
			continue
		}
		var b bytes.Buffer
		if err := s.Show.Render(context.Background(), &b); err != nil {
			t.Fatal(err)
		}
		html := b.String()
		if !strings.Contains(html, ends) || strings.Contains(html, "Do it below") || strings.Contains(html, "Take it up again") || strings.Contains(html, "Skip the tour") {
			t.Errorf("%s asks for more", s.Path())
		}
	}
}
