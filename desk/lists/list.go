// Package lists is what somebody sees of many loops: views of what waits, their
// counts, cards, searching, exceptions, and how the house is.
package lists

import (
	"encoding/json"
	"slices"
	"time"

	"referd/core/chart"
	"referd/core/party"
	"referd/core/policy"
	"referd/core/referral"
	"referd/desk"
	"referd/desk/draft"
	"referd/desk/turn"
	"referd/store"
)

// View names a list: the badge beside its name counts by the same query.
type View string

// Views of the two sides.
const (
	Waiting    View = "waiting" // mine: balls and duties, referring side
	All        View = "all"     // every open loop that came to my organization
	Team       View = "team"    // everything my teams owe
	ToOpen     View = "to-open"
	Unclaimed  View = "unclaimed"
	Mine       View = "mine"
	Late       View = "late"
	Overdue    View = "overdue" // late, of what waits on me
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
	Person     View = "person" // what a colleague has by name
	PersonLate View = "person-late"
	Looks      View = "looks" // days to look again, those to come among them
	Aside      View = "aside" // what the reader put aside until a day

	// With the reader's star: of what came in, and of what they sent.
	Pinned      View = "pinned"
	PinnedLoops View = "pinned-loops"
)

// Inbound reports whether a view is of an organization's inbound work, and so
// there only for who works on it.
func (v View) Inbound() bool { return v == All || v == Answers || v == Pinned }

// query is what a view asks the store for.
func query(r *desk.Reading, v View) store.Queue {
	who, now := r.Who(), r.Now()
	q := store.Queue{Teams: who.Teams, Person: who.User, Covers: who.Covered, Free: who.Has(party.ReferringClinician), Hide: who.User} // a clinician's list leaves out what a colleague has
	yes, no := true, false
	local := now.In(who.Zone)
	tonight := time.Date(local.Year(), local.Month(), local.Day()+1, 0, 0, 0, 0, who.Zone)
	if who.Has(inbound...) {
		if all, ok := whole(r, v, tonight); ok {
			return all
		}
	}
	switch v {
	case Waiting, Team:
		q.ItemsDue = now.Truncate(time.Hour).AddDate(0, 0, 7) // a line of a plan comes back in its last week
		if v == Waiting {
			q.HeldDue = now // what a partner holds is watched, and comes back when it is late
		}
	case ToOpen:
		q.Acts = []referral.Act{referral.ActOpen}
	case Unclaimed:
		q.Unclaimed = true
	case Mine:
		q.OnlyMine = true
	case Late, Overdue:
		q.Late = true
	case Today:
		q.DueBefore = tonight
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
	case Exceptions, Contradictions, Deliveries, Proposals, Reopenings, Recalls, Bells, Leaks:
		q.Hide = "" // nobody puts these aside for the others who settle them
		if q.Kinds = exceptional[v]; v == Exceptions || v == Deliveries {
			q.Overdue = []referral.Act{referral.ActDeliver, referral.ActDeliverReport} // not on time, or given up
		}
	case Looks:
		q.Kinds, q.Ahead = []string{store.KindLook}, true
	case Aside:
		q.Hide, q.Hidden, q.Free = "", who.User, false
	case LoopsOpen:
		q = store.Queue{Side: referral.Sender, Org: who.Org, Open: &yes}
	case LoopsWait:
		q = store.Queue{Side: referral.Sender, Org: who.Org, Open: &yes, NotPhases: append([]referral.Phase{referral.Draft, referral.Unsigned}, holders[WithUs]...)}
	case LoopsDone:
		q = store.Queue{Side: referral.Sender, Org: who.Org, Open: &no, Phases: []referral.Phase{referral.PhaseClosed}}
	case WithUs, WithTriage, WithScheduling, WithVisit, WithReport:
		q = store.Queue{Side: referral.Sender, Org: who.Org, Open: &yes, Phases: holders[v]}
	case PinnedLoops:
		q = store.Queue{Side: referral.Sender, Org: who.Org, Pinned: who.User}
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
	Shown    turn.Shown
	Question string
	Mine     bool
	For      party.UserID  // whom the reader covers, where it is theirs by name
	Next     time.Time     // when it climbs
	Look     string        // of a look: why
	Asides   []store.Aside // who of the reader's own people put it aside, until when and why
	Pinned   bool          // with the reader's star
}

// PerPage is how many lines a page of a list has.
const PerPage = 50

// Lines reads a page of a view; views names the ones to count beside it.
func Lines(r *desk.Reading, v View, page int, views []View) (List, error) {
	return LinesOf(r, Asking{View: v, Page: page, Beside: views})
}

// dress adds to rows what a person reads on them, in two statements, one each
// for looks, for what lies aside and for stars, and one for each draft among them.
func dress(r *desk.Reading, rows []store.Listed) ([]Listing, error) {
	var ids []party.PatientID
	var questions []chart.DocumentID
	var duties []string
	var loops []referral.ID
	for _, x := range rows {
		duties, loops = append(duties, x.Owed.Duty), append(loops, x.ID)
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
	looks, err := r.LooksOwed(duties)
	if err != nil {
		return nil, err
	}
	pins, err := r.Pins(loops)
	if err != nil {
		return nil, err
	}
	asides, err := r.Asides(loops, r.Now())
	if err != nil {
		return nil, err
	}
	out := make([]Listing, len(rows))
	for i, x := range rows {
		question := words[chart.DocumentID(x.Row.Question)]
		if x.Sent.IsZero() && !r.Withheld() {
			d, err := draft.Of(r, x.ID, referral.State{})
			if err != nil {
				return nil, err
			}
			question = d.Question
		}
		out[i] = Listing{Listed: x, Patient: patients[record(r.Who(), x.Row)], Question: question, Mine: r.Who().Owes(x.Owed.Owed), Look: looks[x.Owed.Duty].Words, Pinned: pins[x.ID]}
		if err := json.Unmarshal([]byte(x.Extra), &out[i].Shown); err != nil {
			return nil, err
		}
		for _, a := range asides {
			if a.Referral == x.ID && a.Duty == x.Owed.Duty {
				out[i].Asides = append(out[i].Asides, a)
			}
		}
		if p := x.Owed.Person; slices.Contains(r.Who().Covered, p) && !r.Directory().Own(r.Who(), x.Sender, x.Clinician, p, r.Now()) {
			out[i].For = p
		}
		for _, l := range policy.Escalations(x.Owed.Owed, policy.Climb{Phase: x.Phase, Urgency: x.Urgency, Presses: x.Class == 1, Worse: x.Owed.Kind == policy.KindWorse, Hours: r.Directory().Teams[x.Owed.Team].Hours}) {
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
	if all := who.All(); x.ReceiverPatient != "" && !slices.Contains(all, x.Sender) && slices.Contains(all, x.Receiver) {
		return x.ReceiverPatient
	}
	return x.Patient
}
