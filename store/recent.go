package store

import (
	"sync"

	"referd/core/referral"
)

// recent keeps the ledgers read lately. An entry is never edited, so what was
// read once need not be read again: only how many there are now, and the new
// ones. What a commit under way has written is not put here, since it may not
// come to be.
type recent struct {
	mu      sync.RWMutex
	ledgers map[referral.ID][]referral.Entry
	order   []referral.ID // a ring; the one kept longest goes first
	next    int
}

// keptLedgers is how many: at a dozen entries each, about 20 MB.
const keptLedgers = 2048

func newRecent() *recent {
	return &recent{ledgers: make(map[referral.ID][]referral.Entry, keptLedgers), order: make([]referral.ID, keptLedgers)}
}

// of gives at most n entries of a ledger. Nobody may write into them.
func (r *recent) of(id referral.ID, n int) []referral.Entry {
	r.mu.RLock()
	defer r.mu.RUnlock()
	list := r.ledgers[id]
	n = min(n, len(list))
	return list[:n:n]
}

// put keeps a ledger, unless a longer one is kept.
func (r *recent) put(id referral.ID, list []referral.Entry) {
	r.mu.Lock()
	defer r.mu.Unlock()
	was, there := r.ledgers[id]
	if len(was) >= len(list) {
		return
	}
	if !there {
		delete(r.ledgers, r.order[r.next])
		r.order[r.next], r.next = id, (r.next+1)%keptLedgers
	}
	r.ledgers[id] = list
}
