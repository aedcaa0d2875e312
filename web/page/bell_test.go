package page

import "testing"

func TestTheBellSaysNoMoreThanManyAre(t *testing.T) {
	for n, want := range map[int]string{0: "", 1: "1", 99: "99", 100: "99+"} {
		if got := BellCount(n); got != want {
			t.Errorf("of %d unread: %q, not %q", n, got, want)
		}
	}
}
