package page

import (
	"bytes"
	"context"
	"regexp"
	"testing"
)

// A printed referral has no words that are only there to be pressed.
func TestAPrintedReferralHasNothingToPress(t *testing.T) {
	pressed := regexp.MustCompile(`<(\w+) class="([^"]*)"[^>]*>\s*(?:<a[^>]*>)?(Done, not done, or give it|The whole report|Change|Ask)<`)
	n := 0
	for _, s := range Samples() {
		if s.Page != "Loop" {
			continue
		}
		var b bytes.Buffer
		if err := s.Show.Render(context.Background(), &b); err != nil {
			t.Fatal(err)
		}
		for _, m := range pressed.FindAllStringSubmatch(b.String(), -1) {
			n++
			if !regexp.MustCompile(`\bnoprint\b`).MatchString(m[2]) {
				t.Errorf("%s prints %q", s.Path(), m[3])
			}
		}
	}
	if n == 0 {
		t.Error("nothing to press was found")
	}
}
