package story

import (
	"container/heap"
	"context"
	"math/rand/v2"
	"time"

	"referd/base/fault"
	"referd/core/party"
	"referd/desk"
)

// maker plays histories in the order of time, through the desk's own verbs.
type maker struct {
	ctx     context.Context
	d       *desk.Desk
	clock   *Clock
	r       *rand.Rand
	who     map[string]desk.Who
	named   map[string]party.PatientID   // by family name, whose stories the pages open with
	pats    map[string][]party.PatientID // by the organization that registered them
	turn    map[string]int
	many    int  // on record beside those of the day
	brief   bool // little is written that need not be
	queue   acts
	now     time.Time // when the demo opens
	hour    time.Time // to which what was late has climbed
	n       int
	batch   []desk.Step
	refused int // acts the house did not take: 0 unless a rule has changed
	said    func(done, of int)
}

// act is something that happens at a time.
type act struct {
	at  time.Time
	n   int
	who desk.Who
	do  func(*desk.Writing) error
}

type acts []act

func (a acts) Len() int { return len(a) }
func (a acts) Less(i, j int) bool {
	return a[i].at.Before(a[j].at) || a[i].at.Equal(a[j].at) && a[i].n < a[j].n
}
func (a acts) Swap(i, j int) { a[i], a[j] = a[j], a[i] }
func (a *acts) Push(x any)   { *a = append(*a, x.(act)) }
func (a *acts) Pop() any {
	old := *a
	x := old[len(old)-1]
	*a = old[:len(old)-1]
	return x
}

// add queues an act of somebody; what would be after the demo opens is left out.
func (m *maker) add(at time.Time, user string, do func(*desk.Writing) error) {
	if at.After(m.now) {
		return
	}
	m.n++
	heap.Push(&m.queue, act{at, m.n, m.who[user], do})
}

// together is how many acts share a commit.
const together = 400

// play does everything that is queued, many acts to a commit.
func (m *maker) play() error {
	done := 0
	for m.queue.Len() > 0 {
		a := heap.Pop(&m.queue).(act)
		if err := m.climb(a.at); err != nil {
			return err
		}
		m.batch = append(m.batch, desk.Step{Who: a.who, What: "history", Before: func() { m.clock.set(a.at) }, Do: m.tolerant(a.do)})
		if len(m.batch) == together {
			if err := m.flush(); err != nil {
				return err
			}
			if done += together; m.said != nil {
				m.said(done, m.n)
			}
		}
	}
	return m.flush()
}

// watched is how long before the demo opens what was late climbed in its own
// hour; what was late before that had climbed by then.
const watched = 8 * 24 * time.Hour

// climb lets what was late climb at each hour that passed before a moment.
func (m *maker) climb(before time.Time) error {
	if m.hour.IsZero() {
		m.hour = m.now.Add(-watched).Truncate(time.Hour)
	}
	for ; m.hour.Before(before); m.hour = m.hour.Add(time.Hour) {
		if err := m.flush(); err != nil {
			return err
		}
		m.clock.set(m.hour)
		if err := settled(m.ctx, m.d); err != nil {
			return err
		}
	}
	return nil
}

// tolerant lets the rest of the histories be told when one act of one of them
// is refused, and counts it.
func (m *maker) tolerant(do func(*desk.Writing) error) func(*desk.Writing) error {
	return func(w *desk.Writing) error {
		err := do(w)
		if k := fault.Of(err); err != nil && (k == fault.Refused || k == fault.Denied || k == fault.Invalid || k == fault.Missing) {
			m.refused++
			w.Desk().Log.Warn("the demo's history", "refused", fault.Public(err), "by", w.Who().User, "client", w.Who().Client, "at", w.Now())
			return nil
		}
		return err
	}
}

func (m *maker) flush() error {
	if len(m.batch) == 0 {
		return nil
	}
	if _, err := m.d.Series(m.ctx, m.batch); err != nil {
		return fail("a history could not be played", err)
	}
	m.batch = m.batch[:0]
	return nil
}
