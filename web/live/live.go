// Package live tells open pages that something changed, so that they can fetch
// it again through the same door as ever. It carries ids, never a patient.
package live

import (
	"context"
	"fmt"
	"net/http"
	"slices"
	"sync"
	"time"

	"referd/core/party"
	"referd/desk"
	"referd/web/visit"
)

// Stream follows the feed and tells each browser what its people may see.
type Stream struct {
	desk *desk.Desk
	mu   sync.Mutex
	ears map[chan string]ear
	wake chan struct{} // somebody listens
}

// ear is one browser that listens: whose, and for which organizations.
type ear struct {
	session string
	user    party.UserID
	orgs    []party.OrgID
}

// New makes a stream; Run drives it.
func New(d *desk.Desk) *Stream {
	return &Stream{desk: d, ears: map[chan string]ear{}, wake: make(chan struct{}, 1)}
}

// every is how often the feed is read while somebody listens: the most that a
// change waits before it is told. One reader serves all who listen.
const every = 150 * time.Millisecond

// Run reads the feed until ctx is done. The feed in the store is the truth; a
// moment's delay is all that is lost by asking.
func (s *Stream) Run(ctx context.Context) error {
	feed, err := s.desk.Follow(ctx)
	if err != nil {
		return err
	}
	tick := time.NewTicker(every)
	defer tick.Stop()
	for {
		select { // while nobody listens nothing is asked
		case <-ctx.Done():
			return nil
		case <-s.wake:
		}
		_ = feed.Skip(ctx) // else what changed meanwhile is told, which harms nobody
		for !s.silent() {
			select {
			case <-ctx.Done():
				return nil
			case <-tick.C:
			}
			changes, _, err := feed.Next(ctx) // what was forgotten was a hint
			if err != nil {
				continue // the next asks again
			}
			for _, c := range changes {
				s.tell(c)
			}
		}
	}
}

func (s *Stream) silent() bool { s.mu.Lock(); defer s.mu.Unlock(); return len(s.ears) == 0 }

func (s *Stream) tell(c desk.Change) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for ear, its := range s.ears {
		what := c.Name
		switch {
		case c.Kind == "told" && c.Name == string(its.user):
			what = "" // their counts changed, and no referral did
		case c.Kind == "told", !slices.ContainsFunc(its.orgs, func(o party.OrgID) bool { return slices.Contains(c.Orgs, o) }):
			continue
		}
		select {
		case ear <- what:
		default: // a slow browser misses a hint, not a fact
		}
	}
}

// Moved has the open pages of a session told of the organization its reader works
// in now.
func (s *Stream) Moved(who desk.Who) {
	if s == nil {
		return
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	for at, e := range s.ears {
		if e.session == who.Session {
			s.ears[at] = ear{e.session, who.User, who.All()}
		}
	}
}

// open is one more who listens.
func (s *Stream) open(who desk.Who) chan string {
	heard := make(chan string, 32)
	s.mu.Lock()
	s.ears[heard] = ear{who.Session, who.User, who.All()}
	s.mu.Unlock()
	select {
	case s.wake <- struct{}{}:
	default:
	}
	return heard
}

// ten is how long a stream lasts at most: a session that has ended hears nothing long.
const ten = 10 * time.Minute

// Listen is the route of the stream.
func (s *Stream) Listen(v *visit.Visit) error {
	h := v.W.Header()
	h.Set("Content-Type", "text/event-stream")
	out := http.NewResponseController(v.W) // through whatever counts the answers
	heard := s.open(v.Who)
	defer func() { s.mu.Lock(); delete(s.ears, heard); s.mu.Unlock() }()
	fmt.Fprint(v.W, "retry: 5000\n\n")
	if err := out.Flush(); err != nil {
		return nil
	}
	alive, end := time.NewTicker(25*time.Second), time.NewTimer(ten)
	defer alive.Stop()
	defer end.Stop()
	for {
		select {
		case <-v.R.Context().Done():
			return nil
		case <-end.C: // the browser asks again, and so does the door
			return nil
		case id := <-heard:
			fmt.Fprintf(v.W, "event: referral\ndata: %s\n\n", id)
		case <-alive.C:
			fmt.Fprint(v.W, ": still here\n\n")
		}
		if err := out.Flush(); err != nil {
			return nil
		}
	}
}
