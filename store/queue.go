package store

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"referd/core/party"
	"referd/core/referral"
)

// Queue says which of the things that are owed to list. Empty fields do not
// limit it. What a list shows and what a badge counts come from one condition.
type Queue struct {
	Teams     []party.TeamID // owed by one of these
	Person    party.UserID   // with Teams: or by this person
	Covers    []party.UserID // with Person: and whom they stand in for
	OnlyMine  bool           // only what these have
	Free      bool           // what these have, and what nobody has yet
	Unclaimed bool
	Acts      []referral.Act
	Phases    []referral.Phase
	NotPhases []referral.Phase
	Kinds     []string       // "ball", or kinds of duty
	Overdue   []referral.Act // with Kinds: or one of these, when it is late
	Late      bool
	DueBefore time.Time
	ItemsDue  time.Time    // lines of a plan only when due before it
	HeldDue   time.Time    // what a partner must do, and this side chases, only when due before it
	Ahead     bool         // and looks whose day is still to come
	Hide      party.UserID // without what they put aside
	Hidden    party.UserID // only that
	Urgency   party.Urgency
	Service   party.ServiceID
	Sender    party.OrgID
	Clinician party.PractitionerID // who answers for it on the sender's side
	Owners    []party.TeamID       // of loops: the ball is one of these teams'
	Pinned    party.UserID         // of loops: with their star
	VisitFrom time.Time            // of loops: with a visit that stands from here on,
	VisitTo   time.Time            // and before this
	// For loops instead of what is owed: every loop of a side, whoever has the ball.
	Side   referral.Side
	Org    party.OrgID
	Open   *bool
	Closed time.Time // ended after
	Order  string    // rank (default), or a name of orders; "-" before it turns it round
	Limit  int
	Offset int
}

// clause is a condition, part by part, each with what it is asked with.
type clause []part

type part struct {
	text string
	with []any
}

func (c *clause) add(text string, with ...any) { *c = append(*c, part{text, with}) }

func (p part) key() string { return p.text + fmt.Sprint(p.with) }

// and is the whole condition.
func (c clause) and() string {
	if len(c) == 0 {
		return "1 = 1"
	}
	var b strings.Builder
	for i, p := range c {
		if i > 0 {
			b.WriteString(" and ")
		}
		b.WriteString(p.text)
	}
	return b.String()
}

// with are its values, in order.
func (c clause) with() (out []any) {
	for _, p := range c {
		out = append(out, p.with...)
	}
	return out
}

const owedColumns = "referral, duty, kind, team, person, act, due, since, class, phase, open"

// source is where a queue looks: the loops of a side, or what is owed by teams
// and by a person, each through its own index (owed_team, owed_person).
func (q Queue) source() (string, []any) {
	if q.Side != "" {
		return "referrals l", nil
	}
	from, with := "owed o", []any(nil)
	if len(q.Teams) > 0 && q.Person != "" && !q.OnlyMine {
		in := marksFor(len(q.Teams))
		from = "(select " + owedColumns + " from owed where team in (" + in + ") union all select " + owedColumns + " from owed where person in (" + marksFor(1+len(q.Covers)) + ") and team not in (" + in + ")) o"
		with = slices.Concat(args(q.Teams), q.persons(), args(q.Teams))
	}
	if q.looks() {
		from += " join referrals l on l.id = o.referral"
	}
	return from, with
}

// persons are whose it is by name: the reader's, and theirs whom they cover.
func (q Queue) persons() []any { return append([]any{string(q.Person)}, args(q.Covers)...) }

// looks reports whether what is owed is limited or sorted by what only the
// loop's row knows.
func (q Queue) looks() bool {
	by := strings.TrimPrefix(q.Order, "-")
	return q.Urgency != "" || q.Service != "" || q.Sender != "" || !q.Closed.IsZero() || by != "due" && orders[by] != ""
}

// condition is the one place that says what a queue holds, beside who may see
// it. It is written over source.
func (v *View) condition(q Queue, now time.Time) (c clause) {
	at := "o."
	switch mine := string(q.Person); {
	case q.Side == referral.Sender:
		at = "l."
		c.add(q.side("sender")+" = ?", string(q.Org))
	case q.Side == referral.Receiver:
		at = "l."
		c.add(q.side("receiver")+" = ? and l.sent is not null", string(q.Org))
	case q.OnlyMine || len(q.Teams) == 0 && mine != "":
		c.add("o.person in ("+marksFor(1+len(q.Covers))+")", q.persons()...)
	case len(q.Teams) == 0 && !v.scope.System:
		c.add("1 = 0")
	case len(q.Teams) > 0 && mine == "":
		c.add("o.team in ("+marksFor(len(q.Teams))+")", args(q.Teams)...)
	}
	if q.Side == "" {
		q.owed(&c, now)
	} else {
		q.balls(&c)
	}
	if len(q.Phases) > 0 {
		c.add(at+"phase in ("+marksFor(len(q.Phases))+")", args(q.Phases)...)
	}
	if len(q.NotPhases) > 0 {
		c.add(at+"phase not in ("+marksFor(len(q.NotPhases))+")", args(q.NotPhases)...)
	}
	if q.Late {
		c.add(at+"due < ?", now.UnixMicro())
	}
	if !q.DueBefore.IsZero() {
		c.add(at+"due < ?", q.DueBefore.UnixMicro())
	}
	if q.Open != nil {
		c.add(at + "open = " + map[bool]string{true: "1", false: "0"}[*q.Open]) // as its indexes say it
	}
	q.loop(&c)
	return c
}

// side is the column of a side. With somebody's star few are looked for: not
// through the index of all that a side has, but by their ids.
func (q Queue) side(column string) string {
	if q.Pinned != "" {
		return "(l." + column + " || '')"
	}
	return "l." + column
}

// theirs are the acts of a receiving side: owed by a referring team, they are a
// partner's to do and the team's to chase.
var theirs = []referral.Act{referral.ActOpen, referral.ActDecide, referral.ActBook, referral.ActReach, referral.ActSee, referral.ActReport}

// owed limits what is owed.
func (q Queue) owed(c *clause, now time.Time) {
	if q.Free {
		c.add("o.person in ('', "+marksFor(1+len(q.Covers))+")", q.persons()...)
	}
	if q.Unclaimed {
		c.add("o.person = ''")
	}
	if len(q.Acts) > 0 {
		c.add("o.act in ("+marksFor(len(q.Acts))+")", args(q.Acts)...)
	}
	if !q.HeldDue.IsZero() {
		c.add("(o.act not in ("+marksFor(len(theirs))+") or o.due < ?)", append(args(theirs), q.HeldDue.UnixMicro())...)
	}
	if !q.ItemsDue.IsZero() {
		c.add("(o.kind <> 'item' or o.due < ?)", q.ItemsDue.UnixMicro())
	}
	if !q.Ahead {
		c.add("(o.kind <> 'look' or o.since <= ?)", now.UnixMicro())
	}
	if q.Hide != "" {
		c.add(notAside, string(q.Hide), string(q.Hide), now.UnixMicro())
	}
	if q.Hidden != "" {
		c.add(aside, string(q.Hidden), now.UnixMicro())
	}
	switch in := "o.kind in (" + marksFor(len(q.Kinds)) + ")"; {
	case len(q.Overdue) > 0:
		c.add("("+in+" or o.act in ("+marksFor(len(q.Overdue))+") and o.due <= ?)", slices.Concat(args(q.Kinds), args(q.Overdue), []any{now.UnixMicro()})...)
	case len(q.Kinds) > 0:
		c.add(in, args(q.Kinds)...)
	}
}

// balls limits loops by who has the ball and what is to be done.
func (q Queue) balls(c *clause) {
	if q.Pinned != "" {
		c.add("l.id in (select p.referral from pins p where p.who = ?)", string(q.Pinned))
	}
	if !q.VisitFrom.IsZero() {
		c.add("l.visit >= ? and l.visit < ?", q.VisitFrom.UnixMicro(), q.VisitTo.UnixMicro())
	}
	if len(q.Owners) > 0 {
		c.add("l.owner_team in ("+marksFor(len(q.Owners))+")", args(q.Owners)...)
	}
	if q.Unclaimed {
		c.add("l.owner_person = '' and l.holder = ''")
	}
	if len(q.Acts) > 0 {
		c.add("l.act in ("+marksFor(len(q.Acts))+")", args(q.Acts)...)
	}
}

// loop limits by what only the loop's row knows.
func (q Queue) loop(c *clause) {
	if q.Urgency != "" {
		c.add("l.urgency = ?", string(q.Urgency))
	}
	if q.Service != "" {
		c.add("l.service = ?", string(q.Service))
	}
	if q.Clinician != "" {
		c.add("l.clinician = ?", string(q.Clinician))
	}
	if q.Sender != "" {
		c.add("l.sender = ?", string(q.Sender))
	}
	if !q.Closed.IsZero() {
		c.add("l.ended > ?", q.Closed.UnixMicro())
	}
}

// orders are what a list can be sorted by, beside its own safe order.
var orders = map[string]string{"due": "due", "sent": "l.sent", "since": "l.since", "seen": "coalesce(l.seen_by, 9223372036854775807)", "urgency": "l.class", "phase": "l.phase", "service": "l.service", "ended": "l.ended", "visit": "l.visit",
	"patient": "(select p.family || ' ' || p.given from patients p where p.id = case when l.receiver_patient <> '' then l.receiver_patient else l.patient end)"}

// order is the safe order: what is open before what is over, by class, then by
// how much of the time allowed is used; or another that was asked for. While it is
// kept (tally) it is the same.
func (q Queue) order(now time.Time) (string, []any) {
	now = now.Truncate(span)
	at, since, name := "o.", "since", "o.referral, o.duty"
	if q.Side != "" {
		at, since, name = "l.", "due_from", "l.id"
	}
	by, back := strings.CutPrefix(q.Order, "-")
	order := orders[by]
	if by == "due" {
		order = at + order
	}
	switch {
	case order == "":
		return at + "open desc, " + at + "class, (? - " + at + since + ") * 1.0 / (1 + abs(" + at + "due - " + at + since + ")) desc, " + name, []any{now.UnixMicro()}
	case back:
		order += " desc"
	}
	return order + ", " + name, nil
}
