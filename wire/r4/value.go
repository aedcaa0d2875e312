package r4

import (
	"strings"
	"time"
)

// Token is a value of a token parameter: code, system|code, |code or system|.
type Token struct {
	System    string
	Code      string // empty: any code of the system
	AnySystem bool   // only the code was said
}

// Tokens reads the values of a token parameter.
func (p *Param) Tokens() ([]Token, error) {
	var out []Token
	for _, v := range p.Values {
		part := split(v, '|')
		switch {
		case len(part) == 1 && v != "":
			out = append(out, Token{Code: unescape(v), AnySystem: true})
		case len(part) == 2 && v != "|":
			out = append(out, Token{System: unescape(part[0]), Code: unescape(part[1])})
		default:
			return nil, p.issue("A token is written code, system|code, |code or system|.")
		}
	}
	return out, nil
}

// Matches is whether a code of a system is what the token asks.
func (t Token) Matches(system, code string) bool {
	return (t.AnySystem || t.System == system) && (t.Code == "" || t.Code == code)
}

func (p *Param) issue(words string) error {
	return &Issue{Code: "invalid", Expression: plainParam(p.Name), Words: words}
}

// Date is a value of a date parameter: a comparison and a stretch of time.
type Date struct {
	Prefix string // eq ne gt lt ge le sa eb ap; never empty
	Moment
}

// Dates reads the values of a date parameter: a prefix and a date, or a time to
// the minute or finer. A time without a zone is read as UTC.
func (p *Param) Dates() ([]Date, error) {
	var out []Date
	for _, v := range p.Values {
		d := Date{Prefix: "eq"}
		if len(v) > 2 && prefixes[v[:2]] {
			d.Prefix, v = v[:2], v[2:]
		}
		var ok bool
		// A + that was not escaped in a URL has become a space.
		if d.Moment, ok = ParseMoment(strings.Replace(v, " ", "+", 1)); !ok {
			return nil, p.issue("A date is written with an optional prefix (eq ne gt lt ge le sa eb ap): ge2026-03-02 or lt2026-03-02T09:30Z, and is one of the calendar's.")
		}
		out = append(out, d)
	}
	return out, nil
}

var prefixes = set("eq ne gt lt ge le sa eb ap")

// Bounds is the stretch of time in which a stored instant matches, from its
// first instant to the first after; a zero side is open. With outside, it
// matches where that stretch is not (ne). now is for ap: a tenth of the distance
// to it, or a day if that is more, to either side.
func (d Date) Bounds(now time.Time) (from, until time.Time, outside bool) {
	switch d.Prefix {
	case "ge":
		return d.From, time.Time{}, false
	case "gt", "sa":
		return d.Until, time.Time{}, false
	case "le":
		return time.Time{}, d.Until, false
	case "lt", "eb":
		return time.Time{}, d.From, false
	case "ap":
		far := max(now.Sub(d.From).Abs()/10, 24*time.Hour)
		return d.From.Add(-far), d.Until.Add(far), false
	}
	return d.From, d.Until, d.Prefix == "ne"
}

// Matches is whether a stored instant is what the date asks.
func (d Date) Matches(at, now time.Time) bool {
	from, until, outside := d.Bounds(now)
	in := (from.IsZero() || !at.Before(from)) && (until.IsZero() || at.Before(until))
	return in != outside
}

// Overlaps is whether a stored stretch of time is what the date asks: a date of
// lower precision, or a period. A zero side is open.
func (d Date) Overlaps(start, end, now time.Time) bool {
	before := func(a, b time.Time) bool { return a.IsZero() || b.IsZero() || a.Before(b) } // a starts before b ends
	inside := !start.IsZero() && !end.IsZero() && !start.Before(d.From) && !end.After(d.Until)
	switch d.Prefix {
	case "eq":
		return inside
	case "ne":
		return !inside
	case "gt":
		return end.IsZero() || end.After(d.Until)
	case "ge":
		return end.IsZero() || end.After(d.From)
	case "lt":
		return start.IsZero() || start.Before(d.From)
	case "le":
		return start.IsZero() || start.Before(d.Until)
	case "sa":
		return !start.IsZero() && !start.Before(d.Until)
	case "eb":
		return !end.IsZero() && !end.After(d.From)
	}
	from, until, _ := d.Bounds(now)
	return before(start, until) && before(from, end)
}

// Refs reads the values of a reference parameter: id, Type/id or an address. A
// bare id has the type the modifier says, if any.
func (p *Param) Refs() ([]Ref, error) {
	var out []Ref
	for _, v := range p.Text() {
		r := ParseReference(v)
		if idOK(v) {
			r = Ref{Way: Relative, ID: v}
			if IsType(p.Modifier) {
				r.Type = p.Modifier
			}
		}
		if r.Way != Relative && r.Way != Absolute && r.Way != URN || r.Way == Relative && r.ID == "" {
			return nil, p.issue("A reference is written id, Type/id or an absolute address.")
		}
		out = append(out, r)
	}
	return out, nil
}
