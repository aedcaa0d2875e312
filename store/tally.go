package store

import "sync"

// tally keeps what was counted since the last act: every page has the same few
// badges, and while nobody acts they count the same. A count is kept for the
// second it was made in, since what is late is a matter of time. It is
// SQLite's alone, where one process sees every act.
type tally struct {
	mu   sync.Mutex
	act  int64
	seen map[string][]int
}

// mostCounted is how many are kept at once.
const mostCounted = 1024

// of gives what was counted at an act, if nothing has happened since.
func (t *tally) of(act int64, key string) ([]int, bool) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.act != act {
		return nil, false
	}
	n, ok := t.seen[key]
	return n, ok
}

// put keeps what a snapshot begun after an act has counted.
func (t *tally) put(act int64, key string, n []int) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if act < t.act {
		return
	}
	if act > t.act || len(t.seen) >= mostCounted || t.seen == nil {
		t.act, t.seen = act, map[string][]int{}
	}
	t.seen[key] = n
}
