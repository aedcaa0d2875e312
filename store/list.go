package store

import (
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
	OnlyMine  bool           // only what this person has
	Free      bool           // what this person has, and what nobody has yet
	Unclaimed bool
	Acts      []referral.Act
	Phases    []referral.Phase
	NotPhases []referral.Phase
	Kinds     []string // "ball", or kinds of duty
	Late      bool
	DueBefore time.Time
	ItemsDue  time.Time // lines of a plan only when due before it
	Urgency   party.Urgency
	Service   party.ServiceID
	Sender    party.OrgID
	Owners    []party.TeamID // of loops: the ball is one of these teams'
	// For loops instead of what is owed: every loop of a side, whoever has the ball.
	Side   referral.Side
	Org    party.OrgID
	Open   *bool
	Closed time.Time // ended after
	Order  string    // rank (default), or a name of orders; "-" before it turns it round
	Limit  int
	Offset int
}

// Listed is a row with the thing that is owed on it.
type Listed struct {
	Row
	Owed  Duty
	Level int
}

// clause is a part of a condition with its values.
type clause struct {
	text string
	with []any
}

// condition is the one place that says what a queue holds. It is written over
// referrals l and, unless a side is asked for, owed o.
func (v *View) condition(q Queue, now time.Time) (string, []any) {
	return joined(v.clauses(q, now))
}

func (v *View) clauses(q Queue, now time.Time) (out []clause) {
	cond, with := v.visible("referral", "l.id")
	out = []clause{{cond, with}}
	add := func(p string, a ...any) { out = append(out, clause{p, a}) }
	if q.Side != "" {
		add("l."+map[referral.Side]string{referral.Sender: "sender", referral.Receiver: "receiver"}[q.Side]+" = ?", string(q.Org))
		if q.Side == referral.Receiver {
			add("l.sent is not null")
		}
		if len(q.Owners) > 0 {
			add("l.owner_team in ("+marksFor(len(q.Owners))+")", args(q.Owners)...)
		}
		if q.Unclaimed {
			add("l.owner_person = '' and l.holder = ''")
		}
		if len(q.Acts) > 0 {
			add("l.act in ("+marksFor(len(q.Acts))+")", args(q.Acts)...)
		}
	} else {
		switch {
		case q.Free:
			add("(o.person = ? or (o.person = '' and o.team in ("+marksFor(max(len(q.Teams), 1))+")))", append([]any{string(q.Person)}, args(orNone(q.Teams))...)...)
		case q.OnlyMine:
			add("o.person = ?", string(q.Person))
		case len(q.Teams) == 0 && q.Person == "":
			if !v.scope.System {
				add("1 = 0")
			}
		case len(q.Teams) == 0:
			add("o.person = ?", string(q.Person))
		default:
			add("(o.team in ("+marksFor(len(q.Teams))+") or o.person = ?)", append(args(q.Teams), string(q.Person))...)
		}
		if q.Unclaimed {
			add("o.person = ''")
		}
		if len(q.Acts) > 0 {
			add("o.act in ("+marksFor(len(q.Acts))+")", args(q.Acts)...)
		}
		if !q.ItemsDue.IsZero() {
			add("(o.kind <> 'item' or o.due < ?)", q.ItemsDue.UnixMicro())
		}
		if len(q.Kinds) > 0 {
			add("o.kind in ("+marksFor(len(q.Kinds))+")", args(q.Kinds)...)
		}
	}
	v.conditionMore(q, now, add)
	return out
}

func joined(list []clause) (string, []any) {
	parts, vals := make([]string, len(list)), []any{}
	for i, c := range list {
		parts[i], vals = c.text, append(vals, c.with...)
	}
	return strings.Join(parts, " and "), vals
}

func (v *View) conditionMore(q Queue, now time.Time, add func(string, ...any)) {
	due := "o.due"
	if q.Side != "" {
		due = "l.due"
	}
	if len(q.Phases) > 0 {
		add("l.phase in ("+marksFor(len(q.Phases))+")", args(q.Phases)...)
	}
	if len(q.NotPhases) > 0 {
		add("l.phase not in ("+marksFor(len(q.NotPhases))+")", args(q.NotPhases)...)
	}
	if q.Late {
		add(due+" < ?", now.UnixMicro())
	}
	if !q.DueBefore.IsZero() {
		add(due+" < ?", q.DueBefore.UnixMicro())
	}
	if q.Urgency != "" {
		add("l.urgency = ?", string(q.Urgency))
	}
	if q.Service != "" {
		add("l.service = ?", string(q.Service))
	}
	if q.Sender != "" {
		add("l.sender = ?", string(q.Sender))
	}
	if q.Open != nil {
		add("l.open = ?", flag(*q.Open))
	}
	if !q.Closed.IsZero() {
		add("l.ended > ?", q.Closed.UnixMicro())
	}
}

// orders are what a list can be sorted by, beside its own safe order.
var orders = map[string]string{"due": "due", "sent": "l.sent", "since": "l.since", "seen": "coalesce(l.seen_by, 9223372036854775807)", "urgency": "l.class", "phase": "l.phase", "service": "l.service",
	"patient": "(select p.family || ' ' || p.given from patients p where p.id = case when l.receiver_patient <> '' then l.receiver_patient else l.patient end)"}

// Queue lists what is owed, or the loops of a side, in the safe order: by class,
// then by how much of the time allowed is used.
func (v *View) Queue(q Queue, now time.Time) (out []Listed, err error) {
	cond, with := v.condition(q, now)
	from, owed := "owed o join referrals l on l.id = o.referral", "o.duty, o.kind, o.team, o.person, o.holder, o.act, o.due, o.since, o.level"
	due, since := "o.due", "o.since"
	if q.Side != "" {
		from, owed = "referrals l", "'', 'ball', l.owner_team, l.owner_person, l.holder, l.act, coalesce(l.due, 0), coalesce(l.due_from, 0), 0"
		due, since = "l.due", "l.due_from"
	}
	by, back := strings.CutPrefix(q.Order, "-")
	order := orders[by]
	if by == "due" {
		order = due
	}
	if back && order != "" {
		order += " desc"
	}
	if order == "" {
		order = "l.open desc, l.class, (? - " + since + ") * 1.0 / (1 + abs(" + due + " - " + since + ")) desc"
		with = append(with, now.UnixMicro())
	}
	if q.Limit == 0 {
		q.Limit = 50
	}
	err = v.s.each("select "+prefixed("l", rowColumns)+", "+owed+" from "+from+" where "+cond+" order by "+order+", l.id limit ? offset ?", append(with, q.Limit, q.Offset), func(scan func(...any) error) error {
		var x Listed
		var d, s int64
		row, err := scanRow(scan, &x.Owed.Duty, &x.Owed.Kind, &x.Owed.Team, &x.Owed.Person, &x.Owed.Holder, &x.Owed.Act, &d, &s, &x.Level)
		x.Row, x.Owed.Due, x.Owed.From = row, moment(&d), moment(&s)
		out = append(out, x)
		return err
	})
	return out, broken("store.Queue", err)
}

// Count says how many a queue holds, by the same condition.
func (v *View) Count(q Queue, now time.Time) (n int, err error) {
	cond, with := v.condition(q, now)
	from := "owed o join referrals l on l.id = o.referral"
	if q.Side != "" {
		from = "referrals l"
	}
	_, err = v.s.one("select count(*) from "+from+" where "+cond, with, &n)
	return n, broken("store.Count", err)
}

// Orphans counts what promise 1 forbids; it is 0.
func (v *View) Orphans() (n int, err error) {
	_, err = v.s.one(`select (select count(*) from referrals l where l.open = 1 and not exists (select 1 from owed o where o.referral = l.id and o.duty = '' and o.team <> '' and o.act <> ''))
		+ (select count(*) from referrals l where l.open = 1 and (l.owner_team = '' or l.act = '' or l.due is null))`, nil, &n)
	return n, broken("store.Orphans", err)
}

// Late lists what escalation looks at now: what climbs at or before a moment.
func (v *View) Late(now time.Time, limit int) (out []Listed, err error) {
	err = v.s.each("select "+prefixed("l", rowColumns)+", o.duty, o.kind, o.team, o.person, o.holder, o.act, o.due, o.since, o.level from owed o join referrals l on l.id = o.referral where o.next <= ? order by o.next limit ?",
		[]any{now.UnixMicro(), limit}, func(scan func(...any) error) error {
			var x Listed
			var d, s int64
			row, err := scanRow(scan, &x.Owed.Duty, &x.Owed.Kind, &x.Owed.Team, &x.Owed.Person, &x.Owed.Holder, &x.Owed.Act, &d, &s, &x.Level)
			x.Row, x.Owed.Due, x.Owed.From = row, moment(&d), moment(&s)
			out = append(out, x)
			return err
		})
	return out, broken("store.Late", err)
}

// Climbed records how far something has been escalated and when to look again.
func (tx *Tx) Climbed(id referral.ID, duty string, level int, next time.Time) error {
	_, err := tx.s.exec("update owed set level = ?, next = ? where referral = ? and duty = ?", level, next.UnixMicro(), string(id), duty)
	return broken("store.Climbed", err)
}

// LoopsOf lists the loops of some patient records, newest first.
func (v *View) LoopsOf(patients []party.PatientID, openOnly bool) (out []Row, err error) {
	if len(patients) == 0 {
		return nil, nil
	}
	cond, with := v.visible("referral", "l.id")
	q := "select " + prefixed("l", rowColumns) + " from referrals l where l.id in (select id from referrals where patient in (" + marksFor(len(patients)) + ") union select id from referrals where receiver_patient in (" + marksFor(len(patients)) + ")) and " + cond
	if openOnly {
		q += " and l.open = 1"
	}
	err = v.s.each(q+" order by l.noted desc limit 200", append(append(args(patients), args(patients)...), with...), func(scan func(...any) error) error {
		r, err := scanRow(scan)
		out = append(out, r)
		return err
	})
	return out, broken("store.LoopsOf", err)
}

// Phases counts loops by phase, for the operator: no patient is in it.
func (v *View) Phases() (out map[referral.Phase]int, err error) {
	out = map[referral.Phase]int{}
	err = v.s.each("select phase, count(*) from referrals group by phase", nil, func(scan func(...any) error) error {
		var p referral.Phase
		var n int
		err := scan(&p, &n)
		out[p] = n
		return err
	})
	return out, broken("store.Phases", err)
}

// orNone gives a list that is never empty, for a condition that holds for nothing.
func orNone(teams []party.TeamID) []party.TeamID {
	if len(teams) == 0 {
		return []party.TeamID{""}
	}
	return teams
}
