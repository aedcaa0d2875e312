package measure

// Dimension is what cases are told apart by.
type Dimension uint8

// Dimensions. What some of them mean depends on the side: of what came in, the
// sender is an organization, the channel how it came and the coordinator who
// first took it up; of what went out they are the clinician who refers, how the
// receiver is reached and who sent it.
const (
	Service Dimension = iota
	Site
	Sender
	Urgency
	Channel
	Coordinator
	Owner // the team that has the ball
)

// Dimensions in the order they are offered.
var Dimensions = []Dimension{Service, Site, Sender, Urgency, Channel, Coordinator, Owner}

// String is its name in addresses.
func (d Dimension) String() string {
	return [...]string{"service", "site", "sender", "urgency", "channel", "coordinator", "owner"}[d]
}

// Filter says which rows are measured: one organization's, at one side of
// theirs, and of those what is wanted.
type Filter struct {
	Org   uint32
	In    bool // what came in; else what went out
	Want  []Wanted
	Sites []uint32 // of each service's number, the site's
}

// Wanted is a name, by its number, that a row must have.
type Wanted struct {
	By  Dimension
	Key uint32
}

// Takes reports whether a row is one of them.
func (f *Filter) Takes(r *Row) bool {
	if f.In && r.receiver != f.Org || !f.In && r.sender != f.Org {
		return false
	}
	for _, w := range f.Want {
		if f.Key(w.By, r) != w.Key {
			return false
		}
	}
	return true
}

// Key is the name a row has in a dimension, by its number.
func (f *Filter) Key(d Dimension, r *Row) uint32 {
	switch d {
	case Service:
		return r.service
	case Site:
		if int(r.service) < len(f.Sites) {
			return f.Sites[r.service]
		}
		return 0
	case Sender:
		return either(f.In, r.sender, r.clinician)
	case Urgency:
		return r.urgency
	case Channel:
		return either(f.In, r.origin, r.way)
	case Coordinator:
		return either(f.In, r.coordinator, r.sentBy)
	}
	return r.owner
}

func either(first bool, a, b uint32) uint32 {
	if first {
		return a
	}
	return b
}

// When says whether a case's week is counted.
type When uint8

// A week is counted, too young, or older than the figure.
const (
	Within When = iota
	Young
	Past
)

// Stands tells what a referral is to a measure now, and whether its week is one
// of the figure's.
func (m *Measure) Stands(r *Row, now Minute) (Verdict, When) {
	v := m.Judge(r, now)
	if v == Outside || m.Now {
		return v, Within
	}
	last := m.last(now)
	switch w := m.weekOf(r); {
	case w > last:
		return v, Young
	case w <= last-Weeks:
		return v, Past
	}
	return v, Within
}

// WeekOf says in words of which moment's week a case is.
func (m *Measure) WeekOf() string {
	if m.Now {
		return "each week's end"
	}
	return map[moment]string{sent: "its sending", decided: "its decision", booked: "its booking", seen: "the visit", returned: "the report's coming"}[m.anchor]
}

// IsOf reports whether a case is of the week that began then.
func (m *Measure) IsOf(r *Row, week Minute) bool { return m.weekOf(r) == week.week() }

// last is the newest week all of whose cases are old enough.
func (m *Measure) last(now Minute) int { return (now - m.after).week() - 1 }

// weekOf is the week a case is of.
func (m *Measure) weekOf(r *Row) int {
	if r.at[m.anchor] != 0 {
		return r.at[m.anchor].week()
	}
	return r.at[sent].week()
}
