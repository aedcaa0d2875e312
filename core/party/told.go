package party

// Told is how somebody wishes to be told by mail what is theirs; their bell rings
// in any case. What was not chosen is as the house has it: at once, what is late
// and routine once a day, without quiet hours.
type Told struct {
	Reports Pace `json:",omitempty"` // reports and new facts to read
	Mine    Pace `json:",omitempty"` // theirs by name
	Team    Pace `json:",omitempty"` // their team's
	Late    Pace `json:",omitempty"` // late, and what climbs to them; never Never
	Changes Pace `json:",omitempty"` // what the other side changed

	Quiet Quiet `json:",omitzero"`
	Daily int   `json:",omitempty"` // the hour of the daily mail; 0 is half past seven
}

// Pace is how soon a mail goes.
type Pace string

// Paces. At once is no oftener than once an hour, but for what presses.
const (
	AtOnce Pace = "at-once"
	Hourly Pace = "hourly" // gathered until the full hour
	Daily  Pace = "daily"
	Never  Pace = "never"
)

// Quiet are the hours of a day in which nothing comes but what presses, in the
// zone of who wishes it: from one up to another, over midnight where that is
// earlier. Its zero is none.
type Quiet struct{ From, To int }

// Topic is a kind of thing somebody is told of.
type Topic string

// Topics, in the order a page has them.
const (
	OfReports Topic = "reports"
	OfMine    Topic = "mine"
	OfTeam    Topic = "team"
	OfLate    Topic = "late"
	OfChanges Topic = "changes"
)

// Topics are all of them.
func Topics() []Topic { return []Topic{OfReports, OfMine, OfTeam, OfLate, OfChanges} }

// pace is where the choice of a topic stands; nil is no topic.
func (t *Told) pace(of Topic) *Pace {
	switch of {
	case OfReports:
		return &t.Reports
	case OfMine:
		return &t.Mine
	case OfTeam:
		return &t.Team
	case OfLate:
		return &t.Late
	case OfChanges:
		return &t.Changes
	}
	return nil
}

// Pace is how soon somebody hears of a topic.
func (t Told) Pace(of Topic) Pace {
	p := t.pace(of)
	switch {
	case p != nil && *p != "" && !(of == OfLate && *p == Never):
		return *p
	case of == OfLate:
		return Daily
	}
	return AtOnce
}

// Set chooses it. False: there is no such topic or pace, or it may not be.
func (t *Told) Set(of Topic, p Pace) bool {
	at := t.pace(of)
	if at == nil || p != AtOnce && p != Hourly && p != Daily && p != Never || p == Never && !MayStop(of) {
		return false
	}
	*at = p
	return true
}

// MayStop reports whether mails of a topic may be stopped: not of what is late,
// which nobody else might see.
func MayStop(of Topic) bool { return of != OfLate }
