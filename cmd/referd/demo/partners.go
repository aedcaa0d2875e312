package demo

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"sync"

	"referd/cmd/referd/demo/cast"
	"referd/cmd/referd/demo/partner"
	"referd/core/party"
	"referd/desk/chase"
	"referd/store"
)

// neighborhood has the partners act, one step at a time, and remembers what
// they told; escalation goes through it too, so that a move of the clock can
// say what came of it.
type neighborhood struct {
	p    *Pages
	all  []*partner.Partner
	file string // where the moods are kept

	mu      sync.Mutex // one step at a time
	log     []partner.Said
	told    int
	climbed int
}

// Open gives the partners their door, once the house has one.
func (p *Pages) Open(door http.Handler, dir string) {
	n := p.near
	p.tour.open(dir)
	n.file = filepath.Join(dir, "moods.json")
	moods := map[string]partner.Mood{}
	if b, err := os.ReadFile(n.file); err == nil {
		_ = json.Unmarshal(b, &moods) // an unreadable file is no mood: the usual ones
	}
	for _, x := range n.all {
		x.Join(door, cast.ClientOf(x.Org), cast.ClientSecret)
		if m := moods[x.Org]; partner.Known(m) {
			x.Feel(m)
		}
	}
}

func (n *neighborhood) feel(org string, m partner.Mood) error {
	moods := map[string]partner.Mood{}
	for _, x := range n.all {
		if x.Org == org {
			x.Feel(m)
		}
		moods[x.Org] = x.Mood()
	}
	b, err := json.MarshalIndent(moods, "", " ")
	if err != nil || n.file == "" {
		return err
	}
	return os.WriteFile(n.file, b, 0o600)
}

// Act has every partner tell what it has done by now.
func (p *Pages) Act(ctx context.Context) error {
	n := p.near
	n.mu.Lock()
	defer n.mu.Unlock()
	for _, x := range n.all {
		if err := n.step(ctx, x, false); err != nil {
			return err
		}
	}
	return nil
}

func (n *neighborhood) step(ctx context.Context, x *partner.Partner, pressed bool) error {
	said, err := x.Step(ctx, n.p.desk.Now(), pressed)
	n.log, n.told = append(n.log, said...), n.told+len(said)
	if len(n.log) > 400 {
		n.log = n.log[len(n.log)-400:]
	}
	if err != nil {
		return fmt.Errorf("demo: %s: %w", "a partner's answer", err)
	}
	return nil
}

// Escalate climbs what is late.
func (p *Pages) Escalate(ctx context.Context) error {
	p.near.mu.Lock()
	defer p.near.mu.Unlock()
	return p.near.climb(ctx)
}

func (n *neighborhood) climb(ctx context.Context) error {
	for {
		got, err := chase.Escalate(ctx, n.p.desk)
		n.climbed += got
		if err != nil || got < 500 {
			return err
		}
	}
}

// late is how much is late now, in the whole house.
func (n *neighborhood) late(ctx context.Context) (late int, err error) {
	err = n.p.desk.DB.View(ctx, store.Scope{System: true}, func(v *store.View) error {
		late, err = v.Count(store.Queue{Late: true}, n.p.desk.Now())
		return err
	})
	return late, err
}

// with is how many open referrals are with a partner.
func (n *neighborhood) with(ctx context.Context, org string) (open int, err error) {
	yes := true
	err = n.p.desk.DB.View(ctx, store.Scope{System: true}, func(v *store.View) error {
		open, err = v.Count(store.Queue{Side: "receiver", Org: party.OrgID(org), Open: &yes}, n.p.desk.Now())
		return err
	})
	return open, err
}
