// Package live tells open pages what changed: which referrals, and the numbers
// their badges have now. It carries ids and numbers, never a patient.
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
	ears map[*ear]bool
	wake chan struct{} // somebody listens
	shut chan struct{} // nobody is told any more
}

// ear is one browser that listens: by which session, whose, and for which
// organizations.
type ear struct {
	visit   *visit.Visit // how it came: it is counted for as for a page that asks so
	token   string
	session string
	user    party.UserID
	orgs    []party.OrgID

	due   bool     // what its person has to do may have changed since it was told
	doubt bool     // its session may have ended
	news  []string // what changed since it was told
	said
}

// said is what waits to be written to a browser. One that is slow misses no
// number: it takes the newest when it takes any.
type said struct {
	ids    []string
	counts []byte
	over   bool          // its session has ended
	rang   chan struct{} // something waits
}

// most is of how many changes a browser is told that has not read any yet: the
// rest were hints.
const most = 256

// New makes a stream; Run drives it.
func New(d *desk.Desk) *Stream {
	return &Stream{desk: d, ears: map[*ear]bool{}, wake: make(chan struct{}, 1), shut: make(chan struct{})}
}

// every is how often the feed is read while somebody listens: the most that a
// change waits before it is counted, and those that come meanwhile are counted
// with it. One reader serves all who listen.
const every = 100 * time.Millisecond

// Run reads the feed until ctx is done. The feed in the store is the truth; a
// moment's delay is all that is lost by asking. After a round that took long the
// next waits as long, so that to count takes half of one processor at most. With it
// end the streams, so that a house that stops does not wait for open pages.
func (s *Stream) Run(ctx context.Context) error {
	defer close(s.shut)
	feed, err := s.desk.Follow(ctx)
	if err != nil {
		return err
	}
	next := time.NewTimer(every)
	defer next.Stop()
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
			case <-next.C:
			}
			began := time.Now()
			if changes, _, err := feed.Next(ctx); err == nil { // else the next asks again; what was forgotten was a hint
				s.note(changes)
			}
			s.serve(ctx)
			next.Reset(max(every, time.Since(began)))
		}
	}
}

func (s *Stream) silent() bool { s.mu.Lock(); defer s.mu.Unlock(); return len(s.ears) == 0 }

// note marks whose counts a change may concern: all of the organizations it is of,
// and who was told something.
func (s *Stream) note(changes []desk.Change) {
	s.mu.Lock()
	defer s.mu.Unlock()
	known := map[string]bool{}
	for _, c := range changes {
		same := fmt.Sprint(c)
		if known[same] { // often the same one again
			continue
		}
		known[same] = true
		for e := range s.ears {
			switch {
			case c.Kind == "told":
				e.due = e.due || c.Name == string(e.user) // and no referral changed
			case c.Kind == "left": // a session of theirs has ended, perhaps this one
				e.doubt = e.doubt || c.Name == string(e.visit.Who.Login)
			case slices.ContainsFunc(e.orgs, func(o party.OrgID) bool { return slices.Contains(c.Orgs, o) }):
				e.due, e.news = true, hint(e.news, c.Name)
			}
		}
	}
}

// hint adds to what somebody is told of, not without end.
func hint(list []string, more ...string) []string {
	return append(list, more[:min(len(more), most-len(list))]...)
}

// Moved has the open pages of a session told of the organization its reader works
// in now.
func (s *Stream) Moved(who desk.Who) {
	if s == nil {
		return
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	for e := range s.ears {
		if e.session == who.Session {
			e.sits(who)
		}
	}
}

// sits has a browser hear what its reader hears in their seat.
func (e *ear) sits(who desk.Who) {
	if e.user != who.User {
		e.due, e.news, e.ids, e.counts = false, nil, nil, nil
	}
	e.user, e.orgs = who.User, who.All()
}

// open is one more who listens.
func (s *Stream) open(v *visit.Visit, token string) *ear {
	e := &ear{visit: v, token: token, session: v.Who.Session, user: v.Who.User, orgs: v.Who.All(), said: said{rang: make(chan struct{}, 1)}}
	s.mu.Lock()
	s.ears[e] = true
	s.mu.Unlock()
	select {
	case s.wake <- struct{}{}:
	default:
	}
	return e
}

// ten is how long a stream lasts at most: a session that has ended hears nothing long.
const ten = 10 * time.Minute

// Listen is the route of the stream. An event says which referral changed; a
// message without a name says the badges, by the address at which a page asks for
// them.
func (s *Stream) Listen(v *visit.Visit) error {
	c, err := v.R.Cookie(visit.Cookie(v.Secure))
	if err != nil {
		return err // it was let in by one
	}
	h := v.W.Header()
	h.Set("Content-Type", "text/event-stream")
	out := http.NewResponseController(v.W) // through whatever counts the answers
	e := s.open(v, c.Value)
	defer func() { s.mu.Lock(); delete(s.ears, e); s.mu.Unlock() }()
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
		case <-s.shut:
			return nil
		case <-end.C: // the browser asks again, and so does the door
			return nil
		case <-e.rang:
			ids, counts, over := s.take(e)
			if over {
				return nil
			}
			for _, id := range ids {
				fmt.Fprintf(v.W, "event: referral\ndata: %s\n\n", id)
			}
			if counts != nil {
				fmt.Fprintf(v.W, "data: %s\n\n", counts)
			}
		case <-alive.C:
			fmt.Fprint(v.W, ": still here\n\n")
		}
		if err := out.Flush(); err != nil {
			return nil
		}
	}
}

// take is what waits for a browser; then nothing waits.
func (s *Stream) take(e *ear) (ids []string, counts []byte, over bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	ids, counts, over = e.ids, e.counts, e.over
	e.ids, e.counts = nil, nil
	return ids, counts, over
}
