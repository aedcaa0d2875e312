package main

import (
	"fmt"
	"net/url"
	"path/filepath"

	"referd/bench/press"
)

// many measures one act on 500 referrals by one press, each in a commit of its
// own, until the page that says what came of each is whole: they are claimed, and
// then each sender is asked. The slower counts.
func (b *bench) many() error {
	dir := filepath.Join(b.dir, "many")
	p, err := b.house("small", dir)
	if err != nil {
		return err
	}
	p.end()
	if _, _, err := b.brought(dir, 0, 12*atOnce); err != nil { // referrals at every step
		return err
	}
	if p, err = b.house("small", dir); err != nil {
		return err
	}
	defer p.end()
	v, err := p.person("nurse@stluke.example")
	if err != nil {
		return err
	}
	q := &press.Queue{Client: &v.c, Base: "http://" + p.addr}
	ids, err := q.Free("team", atOnce)
	if err != nil {
		return err
	}
	n, claims, err := q.Once("/claims", ids)
	if err != nil || n != atOnce {
		return fmt.Errorf("%d of %d were claimed: %w", n, atOnce, err)
	}
	asked, asks, err := q.Form("/questions", ids, url.Values{"words": {"Which anticoagulant, and since when?"}})
	if err != nil || asked == 0 {
		return fmt.Errorf("%d were asked: %w", asked, err)
	}
	each := asks.Seconds() / float64(asked) * atOnce
	return b.sheet.put("many.seconds", max(claims.Seconds(), each), fmt.Sprintf(" (500 claimed in %.2f, %d asked in %.2f)", claims.Seconds(), asked, asks.Seconds()))
}
