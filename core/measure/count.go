package measure

import (
	"cmp"
	"math"
	"math/bits"
	"slices"

	"referd/core/referral"
)

// Weeks is how many weeks a figure is made of.
const Weeks = 26

// span is how many weeks a count keeps: as many as the longest wait of a
// measure, and the weeks of its figure before them.
const span = 180/7 + Weeks + 3

// anchors are the moments a case may be of the week of, its sending first.
var anchors = [...]moment{sent, decided, booked, seen, returned}

// Count gathers rows into figures. Counts of parts of the rows, merged, are
// that of the whole, in whatever order they come.
type Count struct {
	now    Minute
	week   int // this one
	kinds  []kind
	last   [len(timed)]int           // the newest week of those of times
	cells  [len(anchors)][]uint32    // how many rows of each kind, week after week
	times  [len(timed)][Weeks]spread // of the weeks of each figure
	open   [Weeks + 1]int32          // what began and what ceased to be open with the end of each week, the newest first
	late   [Weeks + 1]int32
	held   [2][32]uint32 // open now, by phase: in time, late
	split  Split
	groups []*group // by the number of a name
}

type group struct {
	n    [verdicts]uint32
	time *spread
}

// Split says by what the cases of one measure are told apart; the zero by nothing.
type Split struct {
	*Measure
	By Dimension
	*Filter
}

// NewCount counts rows as they are at a moment; n are their names, none of
// which may be added until it is done.
func NewCount(now Minute, n *Names, split Split) *Count {
	c := &Count{now: now, week: now.week(), kinds: n.kinds, split: split, groups: make([]*group, n.Len())}
	for i := range c.cells {
		c.cells[i] = make([]uint32, span*len(c.kinds))
	}
	for i, n := range timed {
		c.last[i] = All[n].last(now)
	}
	return c
}

// Add counts a row.
func (c *Count) Add(r *Row) {
	if r.at[sent] == 0 {
		return
	}
	c.standing(r)
	first := c.week - span + 1
	for i, a := range anchors {
		if r.at[a] == 0 {
			continue
		}
		if w := r.at[a].week() - first; w >= 0 && w < span {
			c.cells[i][w*len(c.kinds)+int(r.kind)]++
		}
	}
	for i, n := range timed {
		m := All[n]
		if v := c.kinds[r.kind].of(n); v == Counted || v == Waiting && m.survives {
			if w := r.at[m.anchor].week() - c.last[i] + Weeks - 1; w >= 0 && w < Weeks {
				c.times[i][w].put(v, m.took(r, c.now))
			}
		}
	}
	if c.split.Measure != nil {
		c.part(r)
	}
}

func (s *spread) put(v Verdict, m Minute) {
	if v == Waiting {
		s.waits[step(m)]++
	} else {
		s.events[step(m)]++
	}
}

// standing counts what is open, and late, now and at the end of each week: as
// the ball stood then, and since it last moved as it stands.
func (c *Count) standing(r *Row) {
	if !r.counts() {
		return
	}
	since := min(max(c.week-r.at[moved].week(), 0), 63) // weeks that have begun since the ball moved
	opens, lates := uint64(r.opens)<<since, uint64(r.lates)<<since
	if r.is(open) {
		opens |= 1<<since - 1
		lates |= 1<<min(max(c.week-r.at[due].week(), 0), since) - 1
		late := 0
		if r.at[due] < c.now {
			late = 1
		}
		c.held[late][r.phase]++
	}
	stretches(&c.open, opens)
	stretches(&c.late, lates)
}

// stretches notes where each run of weeks begins and ends.
func stretches(weeks *[Weeks + 1]int32, x uint64) {
	for x &= 1<<Weeks - 1; x != 0; {
		from := bits.TrailingZeros64(x)
		to := from + bits.TrailingZeros64(^(x >> from))
		weeks[from]++
		weeks[to]--
		x &^= 1<<to - 1
	}
}

// part counts a row for its share of the split.
func (c *Count) part(r *Row) {
	s := c.split
	v, when := s.Stands(r, c.now)
	if v == Outside || when != Within {
		return
	}
	n := s.Key(s.By, r)
	g := c.groups[n]
	if g == nil {
		g = &group{}
		if s.Unit == Time {
			g.time = &spread{}
		}
		c.groups[n] = g
	}
	g.n[v]++
	if g.time != nil && (v == Counted || v == Waiting && s.survives) {
		g.time.put(v, s.took(r, c.now))
	}
}

// Merge adds what another counted of other rows.
func (c *Count) Merge(o *Count) {
	for i := range c.cells {
		for k, n := range o.cells[i] {
			c.cells[i][k] += n
		}
	}
	for i := range c.times {
		for w := range c.times[i] {
			c.times[i][w].add(&o.times[i][w])
		}
	}
	for w := range c.open {
		c.open[w] += o.open[w]
		c.late[w] += o.late[w]
	}
	for i := range c.held {
		for p, n := range o.held[i] {
			c.held[i][p] += n
		}
	}
	for n, g := range o.groups {
		switch have := c.groups[n]; {
		case g == nil:
		case have == nil:
			c.groups[n] = g
		default:
			for v, k := range g.n {
				have.n[v] += k
			}
			if g.time != nil {
				have.time.add(g.time)
			}
		}
	}
}

// Point is what was counted of one week, of all of them, or of one share.
type Point struct {
	Week    Minute // when it began; zero of what is no week
	N       int    // those measured
	Counted int
	LeftOut int
	Waiting int
	Known   bool    // there is a value
	Value   float64 // a share of 1, or the median in minutes
	Most    float64 // of a time: within which nine of ten; 0 is not known
}

// Figure is one measure of some rows.
type Figure struct {
	*Measure
	From, Until Minute // the first week's beginning and the last one's end
	Whole       Point
	Weeks       []Point // the oldest first
	Young       int     // not counted yet: of a week that is too young
	Endings     map[referral.Phase]int
	Limits      Limits
}

// Figures gives each measure's.
func (c *Count) Figures() []Figure {
	out := make([]Figure, 0, len(All))
	for i, m := range All[:settled] {
		out = append(out, c.figure(i, m))
	}
	return append(out, c.ofNow(All[settled]))
}

func (c *Count) figure(i int, m *Measure) Figure {
	last := m.last(c.now)
	f := Figure{Measure: m, From: monday(last - Weeks + 1), Until: monday(last + 1), Endings: map[referral.Phase]int{}}
	whole := &spread{}
	for w := last - Weeks + 1; w <= last; w++ {
		p := Point{Week: monday(w)}
		c.cases(i, m, w, func(v Verdict, ph referral.Phase, n int) {
			p.take(m, v, n)
			if v != LeftOut && (v != Waiting || m.survives) {
				f.Endings[ph] += n
			}
		})
		if t := slices.Index(timed[:], i); t >= 0 {
			s := &c.times[t][w-last+Weeks-1]
			p.time(s)
			whole.add(s)
		} else {
			p.share()
		}
		f.Whole.N, f.Whole.Counted, f.Whole.LeftOut, f.Whole.Waiting = f.Whole.N+p.N, f.Whole.Counted+p.Counted, f.Whole.LeftOut+p.LeftOut, f.Whole.Waiting+p.Waiting
		f.Weeks = append(f.Weeks, p)
	}
	for w := last + 1; w <= c.week; w++ {
		c.cases(i, m, w, func(_ Verdict, _ referral.Phase, n int) { f.Young += n })
	}
	if m.Unit == Time {
		f.Whole.time(whole)
		f.Limits = limits(f.Weeks, math.Inf(1))
	} else {
		f.Whole.share()
		f.Limits = limits(f.Weeks, 1)
	}
	return f
}

// cases gives how many of each verdict and phase a week has: who has the moment
// a case is of the week of is counted or not, who has not is left out or waits.
func (c *Count) cases(i int, m *Measure, week int, f func(Verdict, referral.Phase, int)) {
	anchored := c.cells[slices.Index(anchors[:], m.anchor)]
	row := (week - c.week + span - 1) * len(c.kinds)
	for k, kind := range c.kinds {
		v, n := kind.of(i), c.cells[0][row+k]
		if v == Counted || v == Not {
			n = anchored[row+k]
		}
		if v != Outside && n > 0 {
			f(v, phases[kind.phase], int(n))
		}
	}
}

// ofNow is what is open and late: now, and at the end of each week.
func (c *Count) ofNow(m *Measure) Figure {
	f := Figure{Measure: m, From: monday(c.week - Weeks), Until: c.now, Endings: map[referral.Phase]int{}}
	for late, byPhase := range c.held {
		for ph, n := range byPhase {
			if f.Whole.N += int(n); n > 0 {
				f.Endings[phases[ph]] += int(n)
			}
			f.Whole.Counted += late * int(n)
		}
	}
	f.Whole.share()
	open, late := 0, 0
	for w := range Weeks {
		open, late = open+int(c.open[w]), late+int(c.late[w])
		p := Point{Week: monday(c.week - w - 1), N: open, Counted: late}
		p.share()
		f.Weeks = append(f.Weeks, p)
	}
	slices.Reverse(f.Weeks)
	f.Limits = limits(f.Weeks, 1)
	return f
}

// take counts some of one verdict.
func (p *Point) take(m *Measure, v Verdict, n int) {
	switch v {
	case Counted:
		p.N, p.Counted = p.N+n, p.Counted+n
	case Not:
		p.N += n
	case LeftOut:
		p.LeftOut += n
	case Waiting:
		if p.Waiting += n; m.survives {
			p.N += n
		}
	}
}

func (p *Point) share() {
	if p.Known = p.N > 0; p.Known {
		p.Value = float64(p.Counted) / float64(p.N)
	}
}

func (p *Point) time(s *spread) {
	half, ok := within(s, .5)
	p.Known, p.Value = ok, float64(half)
	if most, ok := within(s, .9); ok {
		p.Most = float64(most)
	}
}

// Part is the share of a split that has one name.
type Part struct {
	Key uint32
	Point
}

// Parts gives the shares of the split, those with the most cases first.
func (c *Count) Parts() (out []Part) {
	for key, g := range c.groups {
		if g == nil {
			continue
		}
		p := Part{Key: uint32(key)}
		for v, n := range g.n {
			p.take(c.split.Measure, Verdict(v), int(n))
		}
		if p.share(); g.time != nil {
			p.time(g.time)
		}
		out = append(out, p)
	}
	slices.SortFunc(out, func(a, b Part) int { return cmp.Or(b.N-a.N, b.Waiting-a.Waiting, int(a.Key)-int(b.Key)) })
	return out
}
