package notify

import (
	"sync"
	"time"

	"referd/core/party"
	"referd/core/referral"
	"referd/desk/chase"
)

// One mail an hour of a kind; what is due within six hours does not wait for
// it, and is not told twice within ten minutes. Somebody who was told of a
// thing is not told of the same again for an hour and a half, which is longer
// than anything is kept back.
const (
	pause    = time.Hour
	pressing = 6 * time.Hour
	again    = 10 * time.Minute
	known    = 90 * time.Minute
)

// rhythm remembers who was told what, and what is kept for later. It is lost
// when the process ends: then a mail may come early, and none is missing,
// because the jobs are in the store.
type rhythm struct {
	mu   sync.Mutex
	last map[pile]time.Time // the last mail of a kind
	told map[party.UserID]map[thing]time.Time
	kept map[pile]map[thing]string // and what it was asked about, beside-forms too
}

// pile is what comes together in one mail: a kind of thing for somebody.
type pile struct {
	user party.UserID
	act  referral.Act
}

// thing is something owed since a moment: owed again, it is another thing.
type thing struct {
	of    referral.ID
	duty  string
	act   referral.Act
	since int64
}

func named(n chase.Notice) thing {
	return thing{n.Referral, n.Owed.Duty, n.Act, n.Owed.From.UnixMicro()}
}

// turn says whether somebody is told now, of what else, or when to ask again.
type turn struct {
	send bool
	more []late
	at   time.Time
	was  time.Time
}

// late is a thing told later, by what it was asked about: a lead is told as the
// lead, not as who owes it.
type late struct {
	thing
	about string
}

// take decides, and takes the hour for itself, so that two at once send one.
func (r *rhythm) take(u party.UserID, n chase.Notice, now time.Time) turn {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.last == nil {
		r.last, r.told, r.kept = map[pile]time.Time{}, map[party.UserID]map[thing]time.Time{}, map[pile]map[thing]string{}
	}
	p, t := pile{u, n.Act}, named(n)
	presses := !n.Owed.Due.IsZero() && n.Owed.Due.Sub(now) < pressing
	when, ok := r.told[u][t]
	if since := now.Sub(when); ok && (since < again || !presses && since < known) {
		return turn{}
	}
	was := r.last[p]
	if !presses && now.Sub(was) < pause {
		if r.kept[p] == nil {
			r.kept[p] = map[thing]string{}
		}
		r.kept[p][t] = n.About
		return turn{at: was.Add(pause)}
	}
	out := turn{send: true, was: was}
	for k, about := range r.kept[p] {
		if k != t {
			out.more = append(out.more, late{k, about})
		}
	}
	r.last[p] = now
	return out
}

// done notes what was told, or gives the hour back when it failed.
func (r *rhythm) done(p pile, t turn, all []chase.Notice, now time.Time, sent bool) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if !sent {
		if r.last[p].Equal(now) {
			r.last[p] = t.was
		}
		return
	}
	if r.told[p.user] == nil {
		r.told[p.user] = map[thing]time.Time{}
	}
	for _, n := range all {
		r.told[p.user][named(n)] = now
		delete(r.kept[p], named(n))
	}
	for _, k := range t.more { // what is owed no more is not kept either
		delete(r.kept[p], k.thing)
	}
	r.forget(now)
}

// forget drops what no longer matters, so that memory does not grow with time.
func (r *rhythm) forget(now time.Time) {
	for u, list := range r.told {
		for k, at := range list {
			if now.Sub(at) > known {
				delete(list, k)
			}
		}
		if len(list) == 0 {
			delete(r.told, u)
		}
	}
	for p, at := range r.last {
		if now.Sub(at) > pause && len(r.kept[p]) == 0 {
			delete(r.last, p)
			delete(r.kept, p)
		}
	}
}
