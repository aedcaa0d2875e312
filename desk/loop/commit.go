package loop

import (
	"encoding/json"
	"slices"
	"strings"
	"time"

	"referd/base/fault"
	"referd/base/id"
	"referd/core/access"
	"referd/core/party"
	"referd/core/policy"
	"referd/core/referral"
	"referd/desk"
	"referd/store"
)

// commit finishes a turn: the house delivers what it can itself, closes what
// its proof completes, names who owes what now, and everything is kept together.
func (t *turn) commit() (Done, error) {
	if len(t.added) == 0 {
		return t.done(), nil
	}
	if err := t.deliver(); err != nil {
		return Done{}, err
	}
	if t.state.Completes() {
		t.add(referral.Closed{How: "proof"}, "P1-P5")
	}
	t.owe()
	t.fill()
	if err := t.w.Tx.Append(t.added, t.row); err != nil {
		return Done{}, err
	}
	for i, e := range t.added {
		before := t.before
		if i == len(t.added)-1 {
			if err := t.react(before, e); err != nil {
				return Done{}, err
			}
			continue
		}
		if err := t.reactTo(e); err != nil {
			return Done{}, err
		}
	}
	t.w.SawLoop(t.f.Referral, t.state.Seq)
	t.w.Act(access.Update)
	return t.done(), nil
}

func (t *turn) done() Done {
	return Done{ID: t.f.Referral, Code: t.row.Code, Seq: t.state.Seq, Phase: t.state.Phase(), Ball: t.state.Ball()}
}

// deliver does in this commit what needs no transport: a receiver whose people
// work here has it as it is sent; so has a referrer its report.
func (t *turn) deliver() error {
	for _, e := range slices.Clone(t.added) {
		switch x := e.What.(type) {
		case referral.Sent, referral.Forwarded:
			to := t.state.Recipient()
			if !t.w.Directory().Here(to.Org) || to.Service == "" {
				continue
			}
			p, err := t.receiverRecord(to.Org)
			if err != nil {
				return err
			}
			t.add(referral.Delivered{Leg: t.state.Leg(), Patient: p}, "house")
		case referral.Reported:
			if t.w.Directory().Here(t.state.Org) {
				t.add(referral.ReportDelivered{Report: x.Report, Channel: party.House}, "house")
			}
		}
	}
	return nil
}

// receiverRecord is the receiver's own record of the patient: the one linked as
// the same person, else one made from the sender's demographics.
func (t *turn) receiverRecord(org party.OrgID) (party.PatientID, error) {
	if org == t.state.Org {
		return t.state.Patient, nil
	}
	all := t.w.Tx.As(store.Scope{System: true})
	same, err := all.SamePerson(t.state.Patient)
	if err != nil {
		return "", err
	}
	for _, other := range same {
		p, err := all.Patient(other)
		if err != nil {
			return "", err
		}
		if p.Org == org {
			return p.ID, nil
		}
	}
	p, err := all.Patient(t.state.Patient)
	if err != nil {
		return "", err
	}
	p.ID, p.Org = party.PatientID(id.New(t.w.Now())), org
	if err := all.PutPatient(p); err != nil {
		return "", err
	}
	return p.ID, all.LinkPersons(t.state.Patient, p.ID, "")
}

// owe computes the ball and the duties as they are after this turn, and writes
// what moved into the last entry, so that changed settings never change an old due.
func (t *turn) owe() {
	f, now := t.facts(), t.w.Now()
	last := &t.added[len(t.added)-1]
	var moved []referral.Owed
	if ball, open := policy.Owe(&t.state, f, now); open {
		ball = t.keep(t.staffed(ball), t.state.Ball())
		if !alike(ball, t.state.Ball()) {
			moved = append(moved, ball)
		}
	} else if t.state.Ball().Team != "" {
		moved = append(moved, referral.Owed{})
	}
	want := map[string]bool{"": true}
	for _, d := range t.state.Duties() {
		o := t.staffed(policy.OweDuty(&t.state, d, f, now))
		was, _ := t.state.OwedFor(d.Key)
		o = t.keep(o, was)
		want[d.Key] = true
		if !alike(o, was) {
			moved = append(moved, o)
		}
	}
	for k, o := range t.state.OwedNow() {
		if !want[k] && o.Team != "" {
			moved = append(moved, referral.Owed{Duty: k})
		}
	}
	if len(moved) > 0 {
		slices.SortFunc(moved, func(a, b referral.Owed) int { return strings.Compare(a.Duty, b.Duty) })
		last.Owed = moved
		t.state = referral.Fold(t.f.Referral, append(slices.Clone(t.before.Entries()), t.added...))
	}
}

// keep leaves a due as it was while the same act is owed since the same
// moment; and an assignment stands until the act changes.
func (t *turn) keep(o, was referral.Owed) referral.Owed {
	if was.Team == "" || was.Act != o.Act || !was.From.Equal(o.From) {
		return o
	}
	if !t.fresh && !t.fixed(o.Duty) {
		o.Due, o.Settings = was.Due, was.Settings
	}
	for _, e := range t.added {
		switch x := e.What.(type) {
		case referral.Reassigned:
			if x.Duty == o.Duty {
				o.Team, o.Person = x.Team, x.Person
				return o
			}
		case referral.Claimed, referral.Released, referral.Readdressed:
			return o
		}
	}
	o.Team, o.Person = was.Team, was.Person
	return o
}

// fixed reports whether a duty's due is its own (an appointment, an item).
func (t *turn) fixed(duty string) bool {
	if duty == "" {
		n, _ := t.state.Next()
		return !n.Fixed.IsZero()
	}
	return strings.HasPrefix(duty, "item/")
}

// staffed makes sure that a team here owns it: a loop between two partners is
// the network desk's to chase.
func (t *turn) staffed(o referral.Owed) referral.Owed {
	if _, ok := t.w.Directory().Teams[o.Team]; ok {
		return o
	}
	o.Team, o.Person = t.w.Directory().Network(), ""
	if o.Holder == "" {
		o.Holder = t.state.Org
	}
	return o
}

func alike(a, b referral.Owed) bool {
	return a.Duty == b.Duty && a.Team == b.Team && a.Person == b.Person && a.Holder == b.Holder && a.Act == b.Act && a.Due.Equal(b.Due) && a.From.Equal(b.From)
}

// fill makes the row from the state.
func (t *turn) fill() { t.row = Row(t.row, &t.state, t.w.Directory(), t.tasks, t.w.Now()) }

// Row folds a state into the row lists read; was is the row as it was.
func Row(was store.Row, s *referral.State, dir *desk.Directory, tasks []store.Task, now time.Time) store.Row {
	r, codes, to := was, s.Codes(), s.Recipient()
	r.ID, r.Seq, r.Phase, r.Open, r.Urgency, r.Origin = s.ID, s.Seq, s.Phase(), s.Open(), s.Urgency, s.Origin
	r.Leg, r.Patient, r.ReceiverPatient, r.Sender, r.Receiver = s.Leg(), s.Patient, s.ReceiverPatient, s.Org, to.Org
	r.SenderTeam, r.Clinician, r.Service, r.Question = s.Team, s.Clinician, to.Service, string(s.Question)
	r.Ball, r.Class, r.SeenBy = s.Ball(), policy.Class(s), s.SeenBy
	r.Started, r.Ended = s.ClockOf()
	r.Sent, r.Since, r.SRStatus, r.Noted = s.Sent, s.Since(), codes.ServiceRequest, s.LastNoted()
	if r.Authored.IsZero() {
		r.Authored = s.Drafted
		if r.Authored.IsZero() {
			r.Authored = s.Sent
		}
	}
	r.Visit = time.Time{}
	if a, ok := s.Live(); ok {
		r.Visit = a.Start
	}
	r.Duties = nil
	for _, d := range s.Duties() {
		if o, ok := s.OwedFor(d.Key); ok {
			r.Duties = append(r.Duties, store.Duty{Owed: o, Kind: d.Kind})
		}
	}
	r.Extra = extra(s)
	r.Tasks, r.Relations = legs(s, tasks, now), relations(s)
	return r
}

// Shown is what a list shows of a loop and no query asks for.
type Shown struct {
	Ring   string `json:"r"` // nine of: - not yet, x done, ~ inferred
	Called bool   `json:"c,omitempty"`
	News   bool   `json:"n,omitempty"`
}

func extra(s *referral.State) string {
	x := Shown{Called: !s.Spoke.IsZero()}
	for _, st := range s.Ring() {
		switch {
		case !st.At.IsZero():
			x.Ring += "x"
		case st.Inferred:
			x.Ring += "~"
		default:
			x.Ring += "-"
		}
	}
	for _, d := range s.Duties() {
		x.News = x.News || d.Kind == "new-facts"
	}
	b, _ := json.Marshal(x)
	return string(b)
}

// legs gives each leg its task, once it is sent.
func legs(s *referral.State, have []store.Task, now time.Time) []store.Task {
	if s.Sent.IsZero() {
		return nil
	}
	out := slices.Clone(have)
	for i, l := range s.Legs {
		c := s.LegCodes(i)
		if i >= len(out) {
			out = append(out, store.Task{ID: id.New(now), Leg: i, Requester: s.Org, Authored: s.Sent})
		}
		out[i].Owner, out[i].Status, out[i].Business, out[i].Updated = l.To.Org, c.Task, c.Business, now
	}
	return out
}

// relations: the sender from the draft, the receiver from the sending.
func relations(s *referral.State) (out []store.Relation) {
	out = append(out, store.Relation{Org: s.Org, Patient: s.Patient, Kind: "referring", Since: s.Drafted})
	for _, l := range s.Legs {
		if l.To.Org == "" || s.Sent.IsZero() {
			continue
		}
		out = append(out, store.Relation{Org: l.To.Org, Patient: s.Patient, Kind: "receiving", Since: l.Begun})
		if s.ReceiverPatient != "" && s.ReceiverPatient != s.Patient && !l.Delivered.IsZero() {
			out = append(out, store.Relation{Org: l.To.Org, Patient: s.ReceiverPatient, Kind: "receiving", Since: l.Delivered})
		}
	}
	return out
}

// react queues what the whole turn calls for; reactTo what one entry does.
func (t *turn) react(before referral.State, last referral.Entry) error {
	for _, x := range referral.React(before, t.state, last) {
		if err := t.effect(x); err != nil {
			return err
		}
	}
	return nil
}

func (t *turn) reactTo(e referral.Entry) error {
	for _, x := range referral.React(t.state, t.state, e) {
		if err := t.effect(x); err != nil {
			return err
		}
	}
	return nil
}

// effect does what can be done in this commit and queues the rest.
func (t *turn) effect(x referral.Effect) error {
	switch x.Do {
	case "free-slot":
		return t.freeSlot(x.Arg)
	case "deliver":
		if !t.state.Legs[t.state.Leg()].Delivered.IsZero() {
			return nil
		}
	case "deliver-report":
		return nil // a partner's client reads it; that is its delivery
	case "tell-loops":
		return t.tellLoops(referral.ReportID(x.Arg))
	}
	due := t.w.Now()
	if x.Do == "notify" && t.state.Urgency != party.Emergency {
		due = due.Add(t.w.Desk().UndoFor)
	}
	return t.w.Tx.Enqueue(store.Job{Kind: x.Do, Referral: t.f.Referral, Arg: x.Arg, Due: due})
}

// conflict of a code is tried again with another by whoever begins a loop.
func taken(err error) bool { return fault.Of(err) == fault.Conflict }
