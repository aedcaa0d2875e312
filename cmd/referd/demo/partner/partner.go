package partner

import (
	"context"
	"fmt"
	"hash/fnv"
	"net/http"
	"sync"
	"time"
)

// Partner is one neighbor.
type Partner struct {
	Org, Name string
	Way       string // "FHIR client" or "one-way feed"
	Usual     Mood
	Declines  int                                                      // one in so many; 0 never
	Note      func(service, question string) (answer, findings string) // what it would write
	Visit     func(now time.Time, after time.Duration) time.Time       // a time of its working week
	Open      func(now time.Time) bool                                 // is anybody there?

	mu     sync.Mutex
	mood   Mood
	client client
	wrong  map[string]bool // what it has told wrong already
}

// Said is one thing a partner told, and what the house answered.
type Said struct {
	At       time.Time
	Partner  string
	Referral string // its id
	What     string
	Again    bool // the same as the one before
	Taken    bool
	Answer   string // the house's words where it did not take it
}

// Join gives a partner its credentials at a house's door.
func (p *Partner) Join(door http.Handler, id, secret string) {
	p.client = client{id: id, secret: secret, door: door}
	p.wrong = map[string]bool{}
	if p.mood == "" {
		p.mood = p.Usual
	}
}

// Mood is how it behaves now; Feel changes it.
func (p *Partner) Mood() Mood {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.mood
}

// Feel changes the mood.
func (p *Partner) Feel(m Mood) {
	p.mu.Lock()
	p.mood = m
	p.mu.Unlock()
}

// Step lets the partner read its work and tell what it has done by now. When
// it is pressed it does the next step of everything at once, whatever its mood.
func (p *Partner) Step(ctx context.Context, now time.Time, pressed bool) ([]Said, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if !pressed && !p.Open(now) {
		return nil, nil
	}
	found, err := p.client.call(ctx, "GET", "Task?owner=Organization/"+p.Org+"&status=requested,received,accepted,in-progress&_count=200", nil)
	if err != nil {
		return nil, err
	}
	if found.status != http.StatusOK {
		return nil, fmt.Errorf("partner: %s could not read its work: %d %s", p.Org, found.status, found.said())
	}
	var out []Said
	for _, e := range list(found.body["entry"]) {
		task, _ := e["resource"].(map[string]any)
		if text(task, "resourceType") != "Task" {
			continue
		}
		t := turn{p: p, ctx: ctx, now: now, task: task, pressed: pressed}
		if err := t.take(); err != nil {
			return out, err
		}
		out = append(out, t.said...)
	}
	return out, nil
}

// one reports whether a task is the one in n that goes otherwise, the same on
// every machine.
func one(task string, n int) bool {
	if n == 0 {
		return false
	}
	h := fnv.New32a()
	h.Write([]byte(task))
	return int(h.Sum32())%n == 0
}
