package show

import (
	"sync"
	"time"

	"referd/core/party"
	"referd/core/referral"
)

// rendered remembers what a version of a resource looks like: a version never
// changes. Whether a client may see it is asked of the desk every time.
type rendered struct {
	mu   sync.RWMutex
	by   map[string][]byte
	size int
}

// roomy is how many bytes are remembered.
const roomy = 48 << 20

var cache = rendered{by: map[string][]byte{}}

// births remembers the entry at which a loop was sent: its resources are at
// version 1 there, and that never changes.
var births = struct {
	sync.RWMutex
	by map[referral.ID]birth
}{by: map[referral.ID]birth{}}

type birth struct {
	Seq     int
	Shown   int // entries that had shown by then
	At      time.Time
	patient party.PatientID
}

func Born(of referral.ID) (birth, bool) {
	births.RLock()
	defer births.RUnlock()
	b, ok := births.by[of]
	return b, ok
}

func bear(of referral.ID, b birth) {
	births.Lock()
	defer births.Unlock()
	if len(births.by) > 200_000 {
		clear(births.by)
	}
	births.by[of] = b
}

func (c *rendered) take(key string) []byte {
	c.mu.RLock()
	defer c.mu.RUnlock()
	return c.by[key]
}

func (c *rendered) put(key string, b []byte) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.size += len(b) + len(key) + 64; c.size > roomy {
		clear(c.by)
		c.size = len(b)
	}
	c.by[key] = b
}
