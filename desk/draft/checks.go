package draft

import (
	"cmp"
	"slices"
	"time"

	"referd/core/party"
	"referd/core/referral"
	"referd/desk"
)

// Check is a line of what is looked at before sending: what the receiver would
// return it for, and why. A tick always carries its source and time; not
// checked is a state.
type Check struct {
	Code   string
	State  string // ok, missing, blocks, unchecked, look
	Words  string
	Source string
	At     time.Time
}

var order = map[string]int{"blocks": 0, "missing": 1, "look": 2, "unchecked": 3, "ok": 4}

// checking is a draft being looked at as its receiver would.
type checking struct {
	r     *desk.Reading
	d     Draft
	s     referral.State
	sv    party.Service
	known bool
	out   []Check
}

func (c *checking) add(code, state, words, source string) {
	c.out = append(c.out, Check{code, state, words, source, c.r.Now()})
}

func (c *checking) block(code string, bad bool, words string) {
	if bad {
		c.add(code, "blocks", words, "")
	}
}

// pressing reports whether paper may not stop it (loop.md, Time, Urgent).
func (c *checking) pressing() bool {
	return c.d.Urgency == party.Urgent || c.d.Urgency == party.Emergency
}

// Checks looks at a draft as the receiver would. What blocks an urgent one is
// the patient, the service, the question, how soon, a number that reaches the
// patient, and who signs; an emergency also its call. What else is missing
// stays owed. Who may: whoever may read the draft.
func Checks(r *desk.Reading, d Draft, s referral.State) ([]Check, error) {
	c := &checking{r: r, d: d, s: s}
	c.sv, c.known = r.Directory().ServicesByID[d.Service]
	c.block("service", !c.known || !c.sv.Active, "Choose the service.")
	c.block("question", d.Question == "", "Write your question.")
	c.block("urgency", party.Urgency(d.Urgency) == "", "Say how soon.")
	c.block("urgency", c.known && d.Urgency != "" && !c.sv.Takes(d.Urgency), c.sv.Name+" does not take referrals of this urgency. Choose another service, or call "+c.sv.Phone+".")
	c.block("clinician", d.Clinician == "", "Name the accountable clinician.")
	c.block("spoke", d.Urgency == party.Emergency && s.Spoke.IsZero() && (d.CallWith == "" || d.CallAt == ""), "An emergency is spoken first. Call "+cmp.Or(r.Directory().EmergencyNumber(c.sv, r.Now()), "the service")+", then say whom you spoke to and when.")
	p, err := r.Patient(d.Patient)
	if err != nil {
		return nil, err
	}
	c.reach(p)
	c.reasons()
	c.needs()
	for _, look := range []func() error{c.papers, c.similar} {
		if err := look(); err != nil {
			return nil, err
		}
	}
	c.open()
	if !d.Told {
		c.add("told", "unchecked", "Nobody has said that the patient knows of this referral.", "")
	}
	slices.SortStableFunc(c.out, func(a, b Check) int { return order[a.State] - order[b.State] })
	return c.out, nil
}

// reach looks at how the patient is reached. That nobody has asked how it is safe
// stops nothing: then nothing but paper goes to them.
func (c *checking) reach(p party.Patient) {
	safe, overtaken := c.d.Safe(p)
	if overtaken {
		c.add("safe", "unchecked", "How the patient is reached was said anew since this was typed. That holds, and not what is typed here.", "")
	} else if c.d.Reach != nil {
		field, why := safe.Wrong()
		c.block(field, why != "", why)
	}
	letters := slices.Contains(safe.Ways, party.ByLetter)
	c.block("phone", len(p.Phones) == 0 && safe.Number == "" && (!letters || c.pressing()), "A number that reaches the patient is needed.")
	if !safe.Known() && !safe.Says() {
		c.add("safe", "unchecked", "Nobody has asked how it is safe to reach the patient: nothing but paper goes to them.", "")
	}
}

// Lacks are the checks that keep a draft from being sent, the first to mend
// first. Who may: whoever may read the draft.
func Lacks(r *desk.Reading, d Draft, s referral.State) (out []Check, err error) {
	all, err := Checks(r, d, s)
	for _, c := range all {
		switch {
		case c.State == "blocks":
			out = append(out, c)
		case c.State == "missing" && d.Urgency != party.Urgent && d.Urgency != party.Emergency && d.Override == "":
			c.Words += " Add it, or say why it goes without."
			out = append(out, c)
		}
	}
	return out, err
}

// needs are the service's own: what it would send the referral back for. An
// answer that does not read as the quantity asked for is none: it stops a
// routine one until it is mended or taken out.
func (c *checking) needs() {
	for _, n := range c.sv.Needs {
		words, why := answer(n, c.d.Answers[n.Code])
		switch {
		case c.d.Documents[n.Code] != "":
			c.add(n.Code, "ok", n.Label, "a document of this draft")
		case why != "" && !c.pressing():
			c.add(n.Code, "blocks", n.Label+": "+why, "the service's own list")
		case why != "" && n.Required:
			c.add(n.Code, "missing", n.Label+": "+why+" It goes all the same; your practice owes it.", "the service's own list")
		case why != "":
			c.add(n.Code, "look", n.Label+": "+why, "the service's own list")
		case words != "" && n.Unit != "":
			c.add(n.Code, "ok", n.Label+": "+words, "given in this draft")
		case words != "":
			c.add(n.Code, "ok", n.Label, "given in this draft")
		case n.Required && c.pressing():
			c.add(n.Code, "missing", n.Label+" is missing. It goes all the same; your practice owes it. "+n.Why, "the service's own list")
		case n.Required:
			c.add(n.Code, "missing", n.Label+" is missing. "+c.sv.Name+" would ask for it first: "+n.Why, "the service's own list")
		default:
			c.add(n.Code, "unchecked", n.Label+": not given. It helps, and is not required.", "the service's own list")
		}
	}
}

// answer is what is given to a need in words, as its receiver reads it; a
// quantity that does not read as one says why, in the sender's words.
func answer(n party.Need, given string) (words, why string) {
	if n.Unit == "" || given == "" {
		return given, ""
	}
	q, why := n.Reads(given)
	return q.String(), why
}

// open says before sending when nobody is there to open it in the time allowed.
func (c *checking) open() {
	if c.known && Shut(c.r, c.sv, c.d.Urgency) {
		c.add("shut", "look", c.sv.Name+" is shut past the time an "+string(c.d.Urgency)+" referral allows. Call "+c.sv.Phone+" as well, or choose another service.", "the service's own hours")
	}
}

// Shut reports whether the receiver's intake is shut past the time an urgent
// or emergency referral allows, so that the page offers the telephone.
func Shut(r *desk.Reading, sv party.Service, u party.Urgency) bool {
	team, ok := r.Directory().Teams[sv.Intake]
	_, past := r.Directory().Settings.ShutPast(team.Hours, u, r.Now())
	return ok && past
}
