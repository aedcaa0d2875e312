package patient

import (
	"strconv"
	"strings"
	"time"

	"referd/core/party"
	"referd/core/policy"
	"referd/core/referral"
	"referd/core/tongue"
	"referd/desk/link"
	"referd/web/page"
	"referd/web/page/phone"
)

// teller says a patient's page in their tongue and the clinic's time.
type teller struct {
	in   tongue.Tongue
	now  time.Time
	zone *time.Location
}

func (t teller) day(at time.Time) string  { return t.in.Day(at.In(t.zone), t.now.In(t.zone)) }
func (t teller) hour(at time.Time) string { return t.in.Time(at.In(t.zone)) }

// visiting is the teller of a visit: in the time of the clinic where it is, which
// is named where the patient's own practice has another.
func (t teller) visiting(g *link.Page) (at teller, named string) {
	at = t
	if g.Receiver.Zone != "" {
		at.zone = policy.Zone(g.Receiver.Zone)
	}
	_, here := g.Visit.Start.In(t.zone).Zone()
	if name, there := g.Visit.Start.In(at.zone).Zone(); there != here {
		named = " " + name
	}
	return at, named
}

// number is whom to call, and when somebody is there.
func (t teller) number(c link.Call) phone.Number {
	n := phone.Number{Words: t.in.Say("call.x", "x", c.Org.Name, "n", page.Phone(c.Number)), Tel: page.Digits(c.Number)}
	if c.Hours.Zone == "" {
		return n
	}
	if policy.Open(c.Hours, t.now) {
		n.Hours = t.in.Say("call.now", "t", t.hour(policy.SameDay(c.Hours, t.now)))
	} else if next := policy.NextOpen(c.Hours, t.now); next.After(t.now) {
		n.Hours = t.in.Say("call.then", "d", t.day(next), "t", t.hour(next))
	}
	return n
}

func (t teller) numbers(list []link.Call) (out []phone.Number) {
	for _, c := range list {
		out = append(out, t.number(c))
	}
	return out
}

// referral is where it stands. Only dates that a due supports are promised, and
// one that has passed is said to be late.
func (t teller) referral(g *link.Page, ends time.Time) phone.Referral {
	key, x := g.Phase.Patient(), g.Receiver.Name
	if t.past(g) {
		key = "visited"
	}
	at, named := t.visiting(g)
	p := phone.Referral{Now: t.in.Say("now."+key, "x", x, "d", at.day(g.Visit.Start), "t", at.hour(g.Visit.Start)+named), Next: t.in.Say("next.over"), Calls: t.numbers(g.Calls),
		SayCode: t.in.Say("call.say", "c", g.Code), Foot: t.in.Say("foot", "d", t.day(ends)), For: g.Service.Name}
	if tongue.Has("next." + key) {
		p.Next = t.in.Say("next."+key, "x", x, "d", t.day(g.Due))
	}
	if tongue.Has("held."+g.Held) && g.Phase == referral.PhaseHeld {
		p.Now += " " + t.in.Say("held."+g.Held)
	}
	if g.With.Name != "" {
		p.Who, p.Since = t.in.Say("who.with", "x", g.With.Name), t.in.Say("who.since", "d", t.day(g.Since))
	}
	if g.Phase.Open() && g.Phase != referral.PhaseBooked && g.Due.Before(t.now) {
		p.Late = t.in.Say("late", "d", t.day(g.Due))
	}
	p.Steps = t.steps(g.Ring)
	return p
}

func (t teller) steps(ring []referral.Step) (out []phone.Step) {
	next := true
	for _, s := range ring {
		x := phone.Step{Name: t.in.Say("step." + s.Name), Done: !s.At.IsZero() || s.Inferred}
		if !s.At.IsZero() {
			x.Day = t.day(s.At)
		}
		x.Now = !x.Done && next
		next = next && x.Done
		out = append(out, x)
	}
	return out
}

// past reports whether the day of the visit is over and nobody has said what came
// of it: there is nothing to get ready for.
func (t teller) past(g *link.Page) bool {
	return g.Phase == referral.PhaseBooked && !g.Visit.Start.IsZero() && !g.Visit.Start.After(t.now)
}

// visit is the appointment to come; with the code also the place and how to get ready.
func (t teller) visit(g *link.Page, in bool) *phone.Visit {
	a := g.Visit
	if a.Start.IsZero() || g.Phase != referral.PhaseBooked || t.past(g) {
		return nil
	}
	at, named := t.visiting(g)
	v := &phone.Visit{Day: at.day(a.Start), Time: at.hour(a.Start) + named}
	if a.Tele {
		v.Place = []string{t.in.Say("visit.tele")}
	}
	if !in {
		v.More = t.in.Say("visit.more")
		return v
	}
	v.With, v.Ready, v.Wrote = a.Clinician, t.in.Say("ready.bring"), a.Preparation
	if !a.Tele {
		v.Place = place(a.Place, g.Receiver)
	}
	if a.Interpreter {
		v.Interpreter = t.in.Say("ready.interpreter")
	}
	if a.Preparation != "" && t.in != tongue.English {
		v.Note = t.in.Say("ready.english")
	}
	return v
}

func place(l party.Location, org party.Org) (out []string) {
	at := l.Address
	if len(at.Lines) == 0 && at.City == "" {
		at = org.Address
	}
	for _, x := range append([]string{l.Name}, append(at.Lines, strings.TrimSpace(at.City+" "+at.State+" "+at.PostalCode))...) {
		if x != "" {
			out = append(out, x)
		}
	}
	return out
}

// bell is what a patient may tell. When nobody would hear that they feel worse,
// the nurse line and 911 stand in its place.
func (t teller) bell(g *link.Page) *phone.Bell {
	if !g.Phase.Open() {
		return nil
	}
	b := &phone.Bell{}
	for _, o := range g.Bells {
		x := phone.Offer{Value: o.Bell, Words: t.in.Say("bell." + o.Bell), By: t.in.Say("bell.by", "d", t.day(o.By))}
		if o.Bell == referral.BellWorse {
			if !g.Here {
				continue
			}
			x.By = t.in.Say("bell.worse.by", "t", t.hour(o.By))
		}
		b.Offers = append(b.Offers, x)
	}
	if !g.Here {
		b.Shut = t.in.Say("bell.shut")
		if n := g.Nurse(); n != "" {
			b.Nurse = &phone.Number{Words: t.in.Say("bell.nurse", "n", page.Phone(n)), Tel: page.Digits(n)}
		}
	}
	b.Told = t.told(g)
	return b
}

// told is what the patient said and nobody has answered yet.
func (t teller) told(g *link.Page) (out []string) {
	for _, r := range g.Rung {
		words := t.in.Say("bell.answered", "d", t.day(r.Due))
		switch {
		case r.Bell == referral.BellWorse && !g.Here:
			words = t.in.Say("bell.kept", "d", t.day(g.Back), "t", t.hour(g.Back))
		case r.Bell == referral.BellWorse:
			words = t.in.Say("bell.worse.answered", "t", t.hour(r.Due))
		case r.Bell == referral.BellReach:
			words = t.in.Say("reach.answered", "d", t.day(r.Due))
		}
		out = append(out, t.in.Say("bell."+r.Bell)+": "+words)
	}
	return out
}

// seconds are how long to wait, rounded up: never one alone, which would be said
// as several are.
func seconds(d time.Duration) string { return strconv.Itoa(max(2, int(d.Seconds())+1)) }
