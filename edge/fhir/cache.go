package fhir

import (
	"sync"
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
