package measure

import (
	"time"

	"referd/core/party"
	"referd/core/referral"
)

// Minute is a moment to the minute: minutes since 1970 UTC; zero is never.
type Minute int32

// To is a moment as a Minute.
func To(t time.Time) Minute {
	if t.IsZero() {
		return 0
	}
	return Minute(t.Unix() / 60)
}

// Time is a Minute as a moment.
func (m Minute) Time() time.Time {
	if m == 0 {
		return time.Time{}
	}
	return time.Unix(int64(m)*60, 0).UTC()
}

// Lengths in minutes.
const (
	hour Minute = 60
	day         = 24 * hour
	week        = 7 * day
)

// Weeks run from Monday, 00:00 UTC; 1970 began on the Thursday of week 0.
func (m Minute) week() int { return (int(m) + int(3*day)) / int(week) }

// monday is when a week begins.
func monday(w int) Minute { return Minute(w)*week - 3*day }

// moment is one of those a row keeps.
type moment uint8

const (
	sent      moment = iota
	delivered        // to the first recipient who got it
	decided          // the first accepted, declined or advised that was said
	booked           // the first visit that was booked
	seen             // the visit, or a desk review in its place
	returned         // the first final report reached the asker
	acknowledged
	ended // zero while it is open
	due   // of the ball
	moved // when the ball last moved
	moments
)

// What else is known of a referral.
const (
	slow     = 1 << iota // its recipient is telephoned or faxed
	yes                  // the first decision was to accept
	asked                // something was asked of its sender
	unsaid               // a later step shows a decision nobody told
	arranged             // there was an appointment
	cared                // any evidence of care
	open
)

// Row is what the measures need of one referral, 116 bytes of it: moments to
// the minute, names by their number in Names.
type Row struct {
	at          [moments]Minute
	opens       uint32 // bit n: open when the week n weeks before the ball's last move began
	lates       uint32 // the same: and late
	sender      uint32
	receiver    uint32 // the current leg's
	service     uint32
	clinician   uint32
	sentBy      uint32
	coordinator uint32
	owner       uint32
	origin      uint32
	way         uint32
	urgency     uint32
	id          [20]byte
	kind        uint16 // what it is to each measure, and its phase, by its number in Names
	phase       uint8
	flags       uint8
}

// ID is which referral it is.
func (r *Row) ID() referral.ID {
	n := len(r.id)
	for n > 0 && r.id[n-1] == 0 {
		n--
	}
	return referral.ID(r.id[:n])
}

// Phase is where it stands.
func (r *Row) Phase() referral.Phase { return phases[r.phase] }

// Sent is when it was sent; zero when it was not.
func (r *Row) Sent() time.Time { return r.at[sent].Time() }

func (r *Row) is(flag uint8) bool { return r.flags&flag != 0 }

// took is how long from one moment to another, never less than nothing.
func (r *Row) took(from, to moment) Minute { return max(r.at[to]-r.at[from], 0) }

// counts reports whether it is one of those measured at all: sent, and not
// entered in error.
func (r *Row) counts() bool { return r.at[sent] != 0 && r.Phase() != referral.InError }

var phases = referral.Phases()

var phaseNo = func() map[referral.Phase]uint8 {
	out := map[referral.Phase]uint8{}
	for i, p := range phases {
		out[p] = uint8(i)
	}
	return out
}()

// Names are organizations, people, services and codes by number, 0 is nobody;
// and the few kinds of rows there are.
type Names struct {
	numbers map[string]uint32
	list    []string
	kindNo  map[kind]uint16
	kinds   []kind
}

// kind is what a row is to each measure that an entry settles, three bits each,
// and its phase: of a million rows there are a few hundred kinds.
type kind struct {
	verdicts uint32
	phase    uint8
}

func (k kind) of(m int) Verdict { return Verdict(k.verdicts >> (3 * m) & 7) }

// NewNames has no name yet.
func NewNames() *Names {
	return &Names{numbers: map[string]uint32{"": 0}, list: []string{""}, kindNo: map[kind]uint16{}}
}

func (n *Names) kind(verdicts uint32, phase uint8) uint16 {
	k := kind{verdicts, phase}
	x, ok := n.kindNo[k]
	if !ok {
		x = uint16(len(n.kinds))
		n.kindNo[k], n.kinds = x, append(n.kinds, k)
	}
	return x
}

// Number is a name's number, a new one where it has none.
func (n *Names) Number(name string) uint32 {
	if x, ok := n.numbers[name]; ok {
		return x
	}
	x := uint32(len(n.list))
	n.numbers[name], n.list = x, append(n.list, name)
	return x
}

// Known is the number of a name some row has.
func (n *Names) Known(name string) (uint32, bool) { x, ok := n.numbers[name]; return x, ok }

// Name is a number's name.
func (n *Names) Name(x uint32) string { return n.list[x] }

// Len is how many there are, the empty one among them.
func (n *Names) Len() int { return len(n.list) }

// Read takes from a loop what the measures need of it.
func Read(s *referral.State, n *Names) Row {
	to := s.Recipient()
	r := Row{sender: n.Number(string(s.Org)), receiver: n.Number(string(to.Org)), service: n.Number(string(to.Service)), clinician: n.Number(string(s.Clinician)),
		origin: n.Number(s.Origin), way: n.Number(string(to.Channel)), urgency: n.Number(string(s.Urgency)), phase: phaseNo[s.Phase()]}
	copy(r.id[:], s.ID)
	r.at[sent] = To(s.Sent)
	_, over := s.ClockOf()
	if r.at[ended] = To(over); s.Open() {
		r.flags |= open
	}
	r.facts(s, n)
	r.care(s)
	r.ball(s, n)
	r.kind = n.kind(verdictsOf(&r), r.phase)
	return r
}

// facts reads what is not a moment of the state: the first decision that was
// said and the first booking, and who was the first to take it up.
func (r *Row) facts(s *referral.State, n *Names) {
	for _, e := range s.Happened() {
		switch e.What.(type) {
		case referral.Sent:
			if r.sentBy == 0 {
				r.sentBy = n.Number(string(e.By.User))
			}
		case referral.Accepted, referral.Declined, referral.Advised:
			if _, accepted := e.What.(referral.Accepted); r.first(decided, e.At) && accepted {
				r.flags |= yes
			}
			r.taken(s, e, n)
		case referral.Booked:
			r.first(booked, e.At)
			r.taken(s, e, n)
		case referral.Waitlisted:
			r.flags |= unsaid
			r.taken(s, e, n)
		case referral.Opened, referral.Asked, referral.Forwarded, referral.Claimed:
			r.taken(s, e, n)
		}
	}
}

// taken notes the first person of the receiving side who did something with it.
func (r *Row) taken(s *referral.State, e *referral.Entry, n *Names) {
	if r.coordinator == 0 && e.By.Org == s.Receiver() {
		r.coordinator = n.Number(string(e.By.User))
	}
}

func (r *Row) first(m moment, at time.Time) bool {
	if at.IsZero() || r.at[m] != 0 && r.at[m] <= To(at) {
		return false
	}
	r.at[m] = To(at)
	return true
}

// care reads delivery, visits and reports.
func (r *Row) care(s *referral.State) {
	for i := range s.Legs {
		r.first(delivered, s.Legs[i].Delivered)
	}
	if s.Legs[0].To.Channel == party.Phone {
		r.flags |= slow
	}
	if len(s.Asks) > 0 {
		r.flags |= asked
	}
	if len(s.Appointments) > 0 {
		r.flags |= arranged | unsaid
	}
	if r.first(seen, s.Seen); r.at[seen] == 0 {
		r.first(seen, s.DeskReviewed)
	}
	for i := range s.Reports {
		p := &s.Reports[i]
		if p.Written.IsZero() {
			continue
		}
		r.flags |= cared
		if p.Kind != referral.Interim {
			r.first(returned, p.Delivered)
			r.first(acknowledged, p.Acknowledged)
		}
	}
	if r.at[seen] != 0 {
		r.flags |= cared
	}
	if r.is(cared) {
		r.flags |= unsaid
	}
	if r.at[decided] != 0 {
		r.flags &^= unsaid
	}
}

// ball reads whose it is and, of the weeks before it last moved, at which of
// their beginnings the referral was open, and late.
func (r *Row) ball(s *referral.State, n *Names) {
	b := s.Ball()
	r.owner, r.at[due] = n.Number(string(b.Team)), To(b.Due)
	type turn struct{ noted, due Minute } // due 0: nothing was owed any more
	var turns []turn
	for _, e := range s.InOrder() {
		for _, o := range e.Owed {
			if o.Duty == "" {
				turns = append(turns, turn{To(e.Noted), To(o.Due)})
				r.at[moved] = To(e.Noted)
			}
		}
	}
	for i := range 32 {
		at := monday(r.at[moved].week() - i)
		last := turn{}
		for _, t := range turns {
			if t.noted < at {
				last = t
			}
		}
		if last.due == 0 || r.at[sent] == 0 || r.at[sent] >= at {
			continue
		}
		r.opens |= 1 << i
		if last.due < at {
			r.lates |= 1 << i
		}
	}
}
