package loop

import (
	"slices"

	"referd/base/fault"
	"referd/core/access"
	"referd/core/chart"
	"referd/core/party"
	"referd/core/referral"
	"referd/desk"
	deskchart "referd/desk/chart"
	"referd/desk/draft"
	"referd/desk/turn"
	"referd/store"
)

// Picture is everything somebody may see of a referral.
type Picture struct {
	ID       referral.ID
	Code     string
	Seq      int
	State    referral.State
	Phase    referral.Phase
	Standing referral.Standing
	Patient  party.Patient // the record of the reader's side
	Service  party.Service
	Sender   party.Org
	Receiver party.Org
	Words    map[chart.DocumentID]string // of comments, questions, answers
	Files    map[chart.DocumentID]chart.Document
	Guests   map[string]store.Guest // who acted by a link, as they named themselves
	Ball     referral.Owed
	Mine     bool // the ball is with the reader's team
	Duties   []Owing
	Acts     []referral.Act
	Settle   []referral.Duty // what waits and is the reader's to settle
	Lookers  []access.Record
	Tasks    []store.Task
	Tickets  []store.Ticket         // links into it, the newest first
	Written  draft.Draft            // of one that was not sent yet
	Looks    []store.Look           // days on which the reader's own people look again; nobody else has them
	Asides   []store.Aside          // what they put aside on their lists
	News     map[referral.ID]string // the codes of the other loops whose reports are to be read here, of those the reader may see
	Pinned   bool                   // with the reader's star
	Withheld bool                   // whom and what it is about is not for this reader
}

// Owing is a duty with who owes it.
type Owing struct {
	referral.Duty
	referral.Owed
	Mine bool
}

// Look reads the whole picture of a loop.
func Look(r *desk.Reading, of referral.ID) (*Picture, error) {
	r.Tried(of)
	if !r.Who().Stands() {
		return nil, desk.NoChart("loop.Look")
	}
	row, err := r.Row(of)
	if err != nil {
		return nil, err
	}
	s, err := r.Loop(of)
	if err != nil {
		return nil, err
	}
	r.SawLoop(of, s.Seq)
	p := &Picture{ID: of, Code: row.Code, Seq: s.Seq, State: s, Phase: s.Phase(), Standing: turn.Standing(r, &s), Ball: s.Ball(), Withheld: r.Withheld()}
	if p.Standing.Side == referral.Receiver && s.Sent.IsZero() {
		return nil, desk.Denied("loop.Look", "This has not been sent.")
	}
	to := s.Recipient()
	p.Service, p.Sender, p.Receiver = r.Directory().ServicesByID[to.Service], r.Directory().Orgs[s.Org], r.Directory().Orgs[to.Org]
	which := s.RecordOf(r.Who().All())
	if p.Patient, err = r.Patient(which); err != nil {
		return nil, err
	}
	r.Saw(which)
	return p, p.fill(r)
}

// news are the loops that gave this one something to read. Those of organizations
// the reader has no part in are not there: what they say is attached by who sent this.
func (p *Picture) news(r *desk.Reading) (map[referral.ID]string, error) {
	out := map[referral.ID]string{}
	if p.Withheld {
		return out, nil
	}
	for _, n := range p.State.News {
		row, err := r.Row(n.From)
		if fault.Of(err) == fault.Missing {
			continue
		}
		if err != nil {
			return nil, err
		}
		out[n.From] = row.Code
	}
	return out, nil
}

func (p *Picture) fill(r *desk.Reading) (err error) {
	if p.Words, err = r.Texts(p.ID); err != nil {
		return err
	}
	docs, err := r.DocumentsOf(p.ID)
	if err != nil {
		return err
	}
	if !r.Directory().Here(p.Receiver.ID) && !p.Withheld {
		if p.Guests, err = r.Guests(p.ID); err != nil {
			return err
		}
	}
	p.Files = map[chart.DocumentID]chart.Document{}
	for _, d := range docs {
		if deskchart.TakenOff(r.Who(), d, &p.State) {
			d.Title = "a paper of another patient"
		}
		p.Files[d.ID] = d
	}
	if p.State.Sent.IsZero() && !p.Withheld {
		if p.Written, err = draft.Of(r, p.ID, p.State); err != nil {
			return err
		}
	}
	p.Mine = p.Phase.Open() && r.Who().Owes(p.Ball)
	for _, d := range p.State.Duties() {
		o, _ := p.State.OwedFor(d.Key)
		p.Duties = append(p.Duties, Owing{d, o, r.Who().Owes(o)})
	}
	p.Acts = turn.Offered(r, &p.State, p.Standing)
	if slices.Contains(p.Acts, referral.ActSettle) {
		p.Settle = turn.ToSettle(r, &p.State, p.Standing)
	}
	if p.Tasks, err = r.Tasks(p.ID); err != nil {
		return err
	}
	if !p.Withheld {
		if p.Tickets, err = r.Tickets(p.ID); err != nil {
			return err
		}
		slices.Reverse(p.Tickets)
	}
	if p.News, err = p.news(r); err != nil {
		return err
	}
	if r.Who().User != "" && !p.Withheld {
		pins, err := r.Pins([]referral.ID{p.ID})
		if p.Pinned = pins[p.ID]; err != nil {
			return err
		}
		if p.Looks, err = r.Looks(p.ID); err != nil {
			return err
		}
		if p.Asides, err = r.Asides([]referral.ID{p.ID}, r.Now()); err != nil {
			return err
		}
	}
	lookers, err := r.Audits(access.Query{Referral: p.ID, Limit: 24})
	for _, a := range lookers { // who was turned away is for the privacy officer
		if a.Outcome == access.Success && len(p.Lookers) < 12 {
			p.Lookers = append(p.Lookers, a)
		}
	}
	return err
}
