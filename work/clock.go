package work

import (
	"context"
	"sync"
	"time"
)

// clock compares the machine's clock with how much time has really passed. A
// jump of the one against the other (a wrong time server, a machine that
// slept) would make everything late at once, or nothing ever: until an
// operator confirms the time, or it jumps back, nothing is done because of it.
type clock struct {
	passed func() time.Duration // monotonic

	mu    sync.Mutex
	wall  time.Time
	mono  time.Duration
	off   time.Duration // by how much it has jumped
	since time.Time     // when that was noticed
	moved bool          // the time has changed, and the ticks have not been told
}

// doubt is from where a jump is one: smaller steps are a time server at work.
const doubt = time.Minute

func (c *clock) start(wall time.Time, passed func() time.Duration) {
	if c.passed = passed; passed == nil {
		began := time.Now()
		c.passed = func() time.Duration { return time.Since(began) }
	}
	c.wall, c.mono, c.moved = wall, c.passed(), true
}

// look compares once more, and reports what is new: by how much it has jumped,
// or that it came back.
func (c *clock) look(wall time.Time) (jumped time.Duration, back bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	mono := c.passed()
	step := wall.Sub(c.wall) - (mono - c.mono)
	c.wall, c.mono = wall, mono
	if step.Abs() < doubt {
		return 0, false
	}
	if c.off += step; c.off.Abs() < doubt {
		back = !c.since.IsZero()
		c.off, c.since, c.moved = 0, time.Time{}, true
		return 0, back
	}
	c.since = wall
	return c.off, false
}

// Suspended reports since when, by the machine's clock, its time is doubted.
func (r *Runner) Suspended() (since time.Time, yes bool) {
	r.clock.mu.Lock()
	defer r.clock.mu.Unlock()
	return r.clock.since, !r.clock.since.IsZero()
}

// Confirm is an operator's word that the machine's clock is right.
func (r *Runner) Confirm() {
	r.clock.mu.Lock()
	r.clock.off, r.clock.since, r.clock.moved = 0, time.Time{}, true
	r.clock.mu.Unlock()
	r.Log.Warn("clock confirmed")
}

// watch looks at the clock; once its time holds again the ticks get their
// places in it.
func (r *Runner) watch(ctx context.Context) {
	switch jumped, back := r.clock.look(r.DB.Machine()); {
	case jumped != 0:
		r.Log.Error("clock jumped: escalation waits until an operator confirms the time, or the process is started again", "by", jumped.String())
	case back:
		r.Log.Warn("clock came back: escalation goes on")
	}
	r.clock.mu.Lock()
	moved := r.clock.moved
	r.clock.moved = false
	r.clock.mu.Unlock()
	if !moved {
		return
	}
	if err := r.plant(ctx); err != nil {
		r.clock.mu.Lock()
		r.clock.moved = true // the next look tries again
		r.clock.mu.Unlock()
		if worth(ctx, err) {
			r.Log.Error("ticks", "err", err)
		}
	}
}
