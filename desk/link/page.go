package link

import (
	"slices"
	"strings"
	"time"

	"referd/core/party"
	"referd/core/policy"
	"referd/core/referral"
	"referd/desk"
	"referd/desk/turn"
)

// Page is what a patient sees of their referral. With the birth date alone it
// says where, who and when; what is clinical is there only with the code.
type Page struct {
	Code     string // of the referral, for the telephone
	Phase    referral.Phase
	Ring     []referral.Step
	Sender   party.Org
	Receiver party.Org
	With     party.Org // who has it now; none when it is over
	Since    time.Time
	Due      time.Time // when what happens next has happened; zero: nothing is promised
	Visit    Visit     // the one that stands, if any
	Calls    []Call
	Bells    []Offer
	Rung     []Rung     // what they said and nobody has answered
	Hears    party.Team // who hears that they feel worse
	Here     bool       // and is there now
	Back     time.Time  // else: when they are

	Service party.Service // with the code, as what follows
	Held    string        // why it rests, coded
}

// Visit is an appointment as the patient needs it.
type Visit struct {
	Start       time.Time // zero: none
	Tele        bool
	Interpreter bool

	Place       party.Location // with the code, as what follows
	Clinician   string
	Preparation string // in the clinic's own words
}

// Call is a number and who answers it when.
type Call struct {
	Org    party.Org
	Number string
	Hours  party.Hours
}

// Rung is a bell that was rung, and by when it is answered.
type Rung struct {
	Bell string
	Due  time.Time
}

// Nurse is the number that a nurse answers day and night; empty where there is none.
func (g *Page) Nurse() string {
	if g.Receiver.Nurse != "" {
		return g.Receiver.Nurse
	}
	return g.Sender.Nurse
}

// Offer is a bell, and by when it is answered if it is rung now.
type Offer struct {
	Bell string
	By   time.Time
}

// mine is the referral and the record of the patient who asks, and has come in;
// it is gone where there is no page (any more).
func mine(r *desk.Reading) (s referral.State, p party.Patient, err error) {
	if r.Who().Session == "" {
		return s, p, gone()
	}
	return behind(r)
}

// behind is the same at the door: nothing of it is shown there.
func behind(r *desk.Reading) (s referral.State, p party.Patient, err error) {
	who := r.Who()
	self, ok := who.User.Patient()
	if !ok || !who.Has(party.PatientSelf) || who.Only == "" {
		return s, p, gone()
	}
	if s, err = r.Loop(who.Only); err != nil {
		return s, p, orGone(err)
	}
	if !s.About(self) {
		return s, p, gone()
	}
	if p, err = r.Patient(self); err != nil {
		return s, p, orGone(err)
	}
	r.SawLoop(s.ID, s.Seq)
	if Refused(r.Directory(), &s, p, r.Now()) != "" {
		return s, p, gone()
	}
	return s, p, nil
}

// See is the patient's page. Who may: the patient, who came in by their link.
func See(r *desk.Reading) (*Page, error) {
	s, p, err := mine(r)
	if err != nil {
		return nil, err
	}
	r.Saw(p.ID)
	row, err := r.Row(s.ID)
	if err != nil {
		return nil, err
	}
	dir := r.Directory()
	sv := dir.ServicesByID[s.Recipient().Service]
	g := &Page{Code: row.Code, Phase: s.Phase(), Ring: s.Ring(), Sender: dir.Orgs[s.Org], Receiver: dir.Orgs[s.Recipient().Org], Since: s.Since()}
	if ball := s.Ball(); s.Open() {
		org := ball.Holder
		if org == "" {
			org = dir.Teams[ball.Team].Org
		}
		g.With, g.Due = dir.Orgs[org], ball.Due
	}
	g.calls(dir, &s, sv)
	g.bells(dir, s, r.Now())
	a, stands := s.Live()
	if stands {
		g.Visit = Visit{Start: a.Start, Tele: a.Tele, Interpreter: p.Interpreter}
	}
	if r.Who().Confirmed.IsZero() {
		return g, nil
	}
	g.Service, g.Held = sv, s.HeldReason
	if stands {
		words, err := r.Texts(s.ID)
		if err != nil {
			return nil, err
		}
		g.Visit.Place, g.Visit.Clinician = dir.Locations[a.Location], dir.ClinicianName(a.Clinician)
		g.Visit.Preparation, _, _ = strings.Cut(words[a.Note], turn.PastSeenBy)
		g.Visit.Preparation = strings.TrimSpace(g.Visit.Preparation)
	}
	return g, nil
}

// calls are whom to call: who has it first, the other side after.
func (g *Page) calls(dir *desk.Directory, s *referral.State, sv party.Service) {
	sender := Call{g.Sender, g.Sender.Phone, dir.Teams[s.Team].Hours}
	receiver := Call{g.Receiver, sv.Phone, dir.Teams[sv.Scheduling].Hours}
	if receiver.Number == "" {
		receiver.Number = g.Receiver.Phone
	}
	all := []Call{receiver, sender}
	if g.With.ID == g.Sender.ID || !g.Phase.Open() || g.Phase == referral.PhaseSent {
		all = []Call{sender, receiver}
	}
	for _, c := range all {
		if c.Number != "" && !slices.ContainsFunc(g.Calls, func(x Call) bool { return x.Number == c.Number }) {
			g.Calls = append(g.Calls, c)
		}
	}
}

// awaited are the phases in which a patient may have been seen and nobody said so.
var awaited = []referral.Phase{referral.PhaseSent, referral.PhaseDelivered, referral.Review, referral.PhaseAccepted, referral.PhaseWaitlisted, referral.PhaseMissed}

// offered are the bells that make sense now.
func offered(s *referral.State, now time.Time) (out []string) {
	if !s.Open() {
		return nil
	}
	live, stands := s.Live()
	out = []string{referral.BellNothing}
	if stands && live.Start.After(now) {
		out = append(out, referral.BellCannot)
	}
	if slices.Contains(awaited, s.Phase()) || stands && s.Phase() == referral.PhaseBooked && !live.Start.After(now) {
		out = append(out, referral.BellSeen)
	}
	return append(out, referral.BellWorse)
}

func (g *Page) bells(dir *desk.Directory, s referral.State, now time.Time) {
	to := s.Recipient()
	f := dir.Facts(to.Service, to.Org)
	f.Sender = dir.Orgs[s.Org]
	f.OnCall = func(t party.TeamID) party.UserID { return dir.OnCall(t, now) }
	for _, b := range offered(&s, now) {
		g.Bells = append(g.Bells, Offer{b, policy.Answers(s, f, b, now)})
	}
	if g.Hears, g.Here = policy.Hears(s, f, now); !g.Here {
		g.Back = policy.NextOpen(g.Hears.Hours, now)
	}
	for _, b := range Unanswered(&s) {
		o, _ := s.OwedFor("bell/" + string(b.Key))
		g.Rung = append(g.Rung, Rung{b.Bell, o.Due})
	}
}
