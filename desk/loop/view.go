package loop

import (
	"encoding/json"
	"slices"
	"strings"
	"time"

	"referd/base/id"
	"referd/core/access"
	"referd/core/chart"
	"referd/core/party"
	"referd/core/policy"
	"referd/core/referral"
	"referd/desk"
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
	Ball     referral.Owed
	Mine     bool // the ball is with the reader's team
	Duties   []Owing
	Acts     []referral.Act
	Lookers  []access.Record
	Levels   []policy.Level // how the ball climbs
	Tasks    []store.Task
}

// Owing is a duty with who owes it.
type Owing struct {
	referral.Duty
	referral.Owed
	Mine bool
}

// Look reads the whole picture of a loop.
func Look(r *desk.Reading, of referral.ID) (*Picture, error) {
	row, err := r.Row(of)
	if err != nil {
		return nil, err
	}
	s, err := r.Loop(of)
	if err != nil {
		return nil, err
	}
	r.SawLoop(of, s.Seq)
	p := &Picture{ID: of, Code: row.Code, Seq: s.Seq, State: s, Phase: s.Phase(), Standing: Standing(r, &s), Ball: s.Ball()}
	if p.Standing.Side == referral.Receiver && s.Sent.IsZero() {
		return nil, desk.Denied("loop.Look", "This has not been sent.")
	}
	to := s.Recipient()
	p.Service, p.Sender, p.Receiver = r.Directory().ServicesByID[to.Service], r.Directory().Orgs[s.Org], r.Directory().Orgs[to.Org]
	which := s.Patient
	if p.Standing.Side == referral.Receiver && s.ReceiverPatient != "" {
		which = s.ReceiverPatient
	}
	if p.Patient, err = r.Patient(which); err != nil {
		return nil, err
	}
	r.Saw(which)
	return p, p.fill(r)
}

func (p *Picture) fill(r *desk.Reading) (err error) {
	if p.Words, err = r.Texts(p.ID); err != nil {
		return err
	}
	docs, err := r.DocumentsOf(p.ID)
	if err != nil {
		return err
	}
	p.Files = map[chart.DocumentID]chart.Document{}
	for _, d := range docs {
		p.Files[d.ID] = d
	}
	p.Mine = p.Phase.Open() && mine(r.Who(), p.Ball)
	for _, d := range p.State.Duties() {
		o, _ := p.State.OwedFor(d.Key)
		p.Duties = append(p.Duties, Owing{d, o, mine(r.Who(), o)})
	}
	p.Acts = p.State.May(p.Standing)
	if p.Phase.Open() {
		p.Levels = policy.Escalations(p.Ball, p.Phase, p.State.Urgency)
	}
	if p.Tasks, err = r.Tasks(p.ID); err != nil {
		return err
	}
	p.Lookers, err = r.Audits(access.Query{Referral: p.ID, Limit: 12})
	return err
}

// mine reports whether something is with the reader: their team's, and nobody
// else's of it.
func mine(who desk.Who, o referral.Owed) bool {
	if o.Holder != "" {
		return false
	}
	if o.Person != "" {
		return o.Person == who.User
	}
	return slices.Contains(who.Teams, o.Team)
}

// May lists what somebody may do now.
func May(r *desk.Reading, of referral.ID) ([]referral.Act, error) {
	s, err := r.Loop(of)
	if err != nil {
		return nil, err
	}
	r.SawLoop(of, s.Seq)
	return s.May(Standing(r, &s)), nil
}

// View names a list: the badge beside its name counts by the same query.
type View string

// Views of the two sides.
const (
	Waiting    View = "waiting" // mine: balls and duties, referring side
	All        View = "all"     // everything my teams owe
	ToOpen     View = "to-open"
	Unclaimed  View = "unclaimed"
	Mine       View = "mine"
	Late       View = "late"
	Today      View = "today"
	Answers    View = "answers" // an answer is awaited
	ToBook     View = "to-book"
	ToReport   View = "to-report"
	LoopsOpen  View = "open"
	LoopsWait  View = "with-others"
	LoopsDone  View = "closed"
	LoopsOver  View = "ended"
	Exceptions View = "exceptions"
	ToRead     View = "to-read"
	Questions  View = "questions"
	ToSign     View = "to-sign"
	Drafts     View = "drafts"
	Declines   View = "declined"
)

// query is what a view asks the store for.
func query(r *desk.Reading, v View) store.Queue {
	who, now := r.Who(), r.Now()
	q := store.Queue{Teams: who.Teams, Person: who.User, Free: who.Has(party.ReferringClinician)} // a clinician's list leaves out what a colleague has
	yes, no := true, false
	switch v {
	case Waiting, All:
		q.ItemsDue = now.AddDate(0, 0, 7) // a line of a plan comes back in its last week
	case ToOpen:
		q.Acts = []referral.Act{referral.ActOpen}
	case Unclaimed:
		q.Unclaimed = true
	case Mine:
		q.OnlyMine = true
	case Late:
		q.Late = true
	case Today:
		local := now.In(who.Zone)
		q.DueBefore = time.Date(local.Year(), local.Month(), local.Day()+1, 0, 0, 0, 0, who.Zone)
	case ToBook:
		q.Acts = []referral.Act{referral.ActBook, referral.ActReach}
	case ToReport:
		q.Acts = []referral.Act{referral.ActReport}
	case ToRead:
		q.Acts = []referral.Act{referral.ActAcknowledge}
	case Questions:
		q.Acts = []referral.Act{referral.ActAnswer}
	case ToSign:
		q.Acts = []referral.Act{referral.ActSign}
	case Drafts:
		q.Acts = []referral.Act{referral.ActFinish}
	case Declines:
		q.Acts = []referral.Act{referral.ActNextStep, referral.ActAnswerAdvice}
	case Exceptions:
		q.Kinds = []string{"contradiction", "delivery", "proposal", "reopening", "recall", "slot", "bell", "bell-worse"}
	case Answers:
		q = store.Queue{Side: referral.Receiver, Org: who.Org, Phases: []referral.Phase{referral.Questioned}}
	case LoopsOpen:
		q = store.Queue{Side: referral.Sender, Org: who.Org, Open: &yes}
	case LoopsWait:
		q = store.Queue{Side: referral.Sender, Org: who.Org, Open: &yes, NotPhases: []referral.Phase{referral.Draft, referral.Unsigned, referral.PhaseReported, referral.FollowThrough, referral.PhaseDeclined, referral.PhaseAdvised, referral.Questioned}}
	case LoopsDone:
		q = store.Queue{Side: referral.Sender, Org: who.Org, Phases: []referral.Phase{referral.PhaseClosed}}
	case LoopsOver:
		q = store.Queue{Side: referral.Sender, Org: who.Org, Open: &no, NotPhases: []referral.Phase{referral.PhaseClosed}}
	}
	return q
}

// List is a page of a view.
type List struct {
	View   View
	Rows   []Listing
	Total  int
	Counts map[View]int
	Page   int
	Pages  int
}

// Listing is a line of a list, with what a person must see on any line with an act.
type Listing struct {
	store.Listed
	Patient  party.Patient
	Shown    Shown
	Question string
	Mine     bool
	Next     time.Time // when it climbs
}

// PerPage is how many lines a page of a list has.
const PerPage = 50

// Lines reads a page of a view; views names the ones to count beside it.
func Lines(r *desk.Reading, v View, page int, views []View) (List, error) {
	l := List{View: v, Page: max(page, 1), Counts: map[View]int{}}
	q := query(r, v)
	q.Limit, q.Offset = PerPage, (l.Page-1)*PerPage
	rows, err := r.Queue(q, r.Now())
	if err != nil {
		return l, err
	}
	for _, x := range views {
		if l.Counts[x], err = r.Count(query(r, x), r.Now()); err != nil {
			return l, err
		}
	}
	n, counted := l.Counts[v]
	if !counted {
		if n, err = r.Count(q, r.Now()); err != nil {
			return l, err
		}
		l.Counts[v] = n
	}
	l.Total, l.Pages = n, (n+PerPage-1)/PerPage
	l.Rows, err = dress(r, rows)
	return l, err
}

// dress adds to rows what a person reads on them, in two statements.
func dress(r *desk.Reading, rows []store.Listed) ([]Listing, error) {
	var ids []party.PatientID
	var questions []chart.DocumentID
	for _, x := range rows {
		ids = append(ids, record(r.Who(), x.Row))
		if x.Row.Question != "" {
			questions = append(questions, chart.DocumentID(x.Row.Question))
		}
	}
	patients, err := r.Patients(ids)
	if err != nil {
		return nil, err
	}
	words, err := r.TextsOf(questions)
	if err != nil {
		return nil, err
	}
	out := make([]Listing, len(rows))
	for i, x := range rows {
		out[i] = Listing{Listed: x, Patient: patients[record(r.Who(), x.Row)], Question: words[chart.DocumentID(x.Row.Question)], Mine: mine(r.Who(), x.Owed.Owed)}
		if err := json.Unmarshal([]byte(x.Extra), &out[i].Shown); err != nil {
			return nil, err
		}
		for _, l := range policy.Escalations(x.Owed.Owed, x.Phase, x.Urgency) {
			if l.Level == 2 {
				out[i].Next = l.At
			}
		}
	}
	r.Saw(ids...)
	return out, nil
}

// record is the patient record a reader's side knows.
func record(who desk.Who, x store.Row) party.PatientID {
	if x.ReceiverPatient != "" && !slices.Contains(who.All(), x.Sender) {
		return x.ReceiverPatient
	}
	return x.Patient
}

// Counts counts views for the rail, by the queries of their lists.
func Counts(r *desk.Reading, views []View) (map[View]int, error) {
	out := map[View]int{}
	for _, v := range views {
		n, err := r.Count(query(r, v), r.Now())
		if err != nil {
			return nil, err
		}
		out[v] = n
	}
	return out, nil
}

// NextOf is the first thing on a view other than the one just done.
func NextOf(r *desk.Reading, v View, not referral.ID) (referral.ID, error) {
	q := query(r, v)
	q.Limit = 2
	rows, err := r.Queue(q, r.Now())
	for _, x := range rows {
		if x.ID != not {
			return x.ID, err
		}
	}
	return "", err
}

// Hits are what a search found.
type Hits struct {
	Loop     referral.ID // an exact code
	Patients []party.Patient
	Loops    map[party.PatientID][]store.Row
	Services []party.Service
}

// Search finds a referral by its code, patients by name, birth date, number or
// phone, and services. It never shows more than the reader may see.
func Search(r *desk.Reading, words string) (Hits, error) {
	h := Hits{Loops: map[party.PatientID][]store.Row{}}
	if code, ok := id.ParseCode(words); ok {
		if row, err := r.RowByCode(code); err == nil {
			h.Loop = row.ID
			r.SawLoop(row.ID, row.Seq)
			return h, nil
		}
	}
	var err error
	if h.Patients, err = r.FindPatients(asked(words)); err != nil {
		return h, err
	}
	for _, p := range h.Patients {
		r.Saw(p.ID)
		if h.Loops[p.ID], err = r.LoopsOf([]party.PatientID{p.ID}, false); err != nil {
			return h, err
		}
	}
	if len(strings.TrimSpace(words)) > 2 {
		h.Services = r.Directory().Services(words)
	}
	return h, nil
}

// asked reads what somebody typed into the search box: a birth date in any
// usual form, a phone or a record number, else names.
func asked(words string) store.Find {
	words = strings.TrimSpace(words)
	f := store.Find{Limit: 25}
	for _, form := range []string{"2006-01-02", "01/02/2006", "1/2/2006", "02-Jan-2006", "2-Jan-2006", "02.01.2006", "2 Jan 2006", "January 2, 2006"} {
		if t, err := time.Parse(form, words); err == nil {
			f.Born = party.Date(t.Format("2006-01-02"))
			return f
		}
	}
	n := 0
	for _, c := range words {
		if c >= '0' && c <= '9' {
			n++
		}
	}
	switch {
	case words == "":
		f.Limit = 0
		f.Value = "\x00"
	case n >= 7:
		f.Phone = words
	case n >= 3:
		f.Value = words
	default:
		f.Name = words
	}
	return f
}

// Find reads the records of the reader's own organization, for the page that
// begins a referral.
func Find(r *desk.Reading, words string) ([]party.Patient, error) {
	out, err := r.FindPatients(asked(words))
	for _, p := range out {
		r.Saw(p.ID)
	}
	return out, err
}
