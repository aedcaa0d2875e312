package demo

import (
	"context"
	"encoding/json"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"time"

	"referd/cmd/referd/demo/partner"
	"referd/core/party"
	"referd/desk/loop"
	"referd/store"
)

// neighbors are the partners of the contract with their usual moods.
func neighbors() []*partner.Partner {
	make := func(org, way string, m partner.Mood, declines int) *partner.Partner {
		p := &partner.Partner{Org: org, Way: way, Usual: m, Declines: declines, Note: noteOf,
			Visit: func(now time.Time, after time.Duration) time.Time {
				return working(now.Add(after)).Truncate(15 * time.Minute)
			},
			Open: func(now time.Time) bool { l := local(now); return works(l) && l.Hour() >= 8 && l.Hour() < 17 }}
		for _, o := range places {
			if o.id == org {
				p.Name = o.name
			}
		}
		return p
	}
	return []*partner.Partner{
		make("cityheart", "FHIR client", partner.Twice, 6),
		make("northgate", "one-way feed", partner.Late, 0),
		make("valley", "FHIR client", partner.Prompt, 0),
		make("pine", "one-way feed", partner.Wrong, 0),
		make("elm", "FHIR client", partner.Silent, 0),
	}
}

// noteOf is what a partner writes: the answer of the story it was asked, else
// the specialty's first.
func noteOf(service, question string) (answer, findings string) {
	kind := offerOf(service).story
	s := storyAt(kind, 0)
	for _, x := range stories {
		if x.specialty == kind && strings.Contains(question, x.question) {
			s = x
		}
	}
	return s.answer, s.findings
}

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

// clientOf is the name a partner signs in by.
func clientOf(org string) string { return "partner-" + org }

// Open gives the partners their door, once the house has one.
func (p *Pages) Open(door http.Handler, dir string) {
	n := p.near
	n.file = filepath.Join(dir, "moods.json")
	moods := map[string]partner.Mood{}
	if b, err := os.ReadFile(n.file); err == nil {
		_ = json.Unmarshal(b, &moods) // an unreadable file is no mood: the usual ones
	}
	for _, x := range n.all {
		x.Join(door, clientOf(x.Org), ClientSecret)
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
		return fail("a partner's answer", err)
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
		got, err := loop.Escalate(ctx, n.p.desk)
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
