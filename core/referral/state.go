package referral

import (
	"bytes"
	"encoding/json"
	"iter"
	"slices"
	"strings"
	"time"

	"referd/base/code"
	"referd/core/chart"
	"referd/core/party"
	"referd/core/schedule"
)

// State is what is true of a loop: the moments at which things first, or last,
// became true, read from the set of entries. It has no status field.
//
// A moment is zero while it has not happened. Slices are ordered by when their
// first fact happened, then by id.
type State struct {
	ID  ID
	Seq int

	Patient         party.PatientID // the sender's record
	ReceiverPatient party.PatientID // the last receiver's who has one, from delivery
	Org             party.OrgID
	Team            party.TeamID // the referring team
	Clinician       party.PractitionerID
	Origin          string
	Urgency         party.Urgency
	Question        chart.DocumentID
	Reasons         []code.Concept
	Missing         []string // needs sent as owed and not met since
	TellWhen        string
	SeenBy          time.Time
	PatientTold     bool
	Ending          time.Time // when the sender chose, after a decline, that it ends

	Drafted, Readied, Signed, Sent time.Time
	GivenBack                      time.Time // when a draft that was ready was last given back, to be changed
	Spoke                          time.Time // the first emergency call
	Heard                          time.Time // the raw clock's start
	Legs                           []Leg
	Asks                           []Ask
	Appointments                   []Appointment
	Held, HeldUntil, Resumed       time.Time
	HeldReason                     string
	HeldWakes                      party.TeamID
	Seen, DeskReviewed             time.Time
	SeenClinician                  party.PractitionerID
	seenLeg                        int // whose recipient gave the first evidence of care
	lastSpoke                      time.Time
	Reports                        []Report
	EndingTold                     time.Time // the patient knows of the decline, the advice or the ending
	Items                          []Item
	Contacts                       []Contact
	Reached, CameBack              time.Time // by us; by the patient
	Bells                          []Bell
	News                           []News
	Untold                         []Untold
	Authorization                  Authorization
	Authorized                     time.Time
	Claimed                        party.UserID
	Documents                      []Filed
	Messages                       []Said
	Proposals                      []Proposal
	Incidents                      []Incident
	Told                           []Claim // "closed", "completed": kept, ends nothing
	Into                           ID      // the survivor, when this one is a duplicate

	Ended      map[Phase]time.Time // paper endings, deceased, closed: the latest At of each
	EndKeys    map[Phase]Key
	Leaves     []string // what a closure without proof names
	Reopened   time.Time
	reopen     Key
	reopenTeam party.TeamID
	settled    map[Key]time.Time
	claimed    time.Time // when; a claim is of one ball

	seenBySet, prioritised time.Time // when each was last said
	readdressed, reteamed  time.Time
	spoken                 time.Time // when we last had the patient themselves
	seenKey, reviewKey     Key
	settling               Shown // the last
	heldKey                Key
	unclosed               time.Time // when a closing was last struck
	attached               []Attached
	refused                []PropID
	needs                  []string // as sent

	entries []Entry
	owed    []Owed // the last of each duty, the ball's with an empty name
	is      reading
}

// Leg is the part of a loop with one recipient.
type Leg struct {
	To                                      Recipient
	Patient                                 party.PatientID // their own record, from delivery
	Begun                                   time.Time
	Delivered, Failed, Opened               time.Time
	FailedWhy                               string
	FailedFinal                             bool
	Transmitted                             time.Time // last left for a receiver who is not here
	How                                     string    // link, fax, post
	GivenUp                                 time.Time // the house stopped trying: a person's from then
	Accepted, Declined, Advised             time.Time
	Back, Waitlisted                        time.Time
	Asked, Answered                         time.Time
	FirstAnswer                             time.Time // the first of asked, accepted, declined, advised, forwarded on
	Expected                                time.Time
	DeclineReason, DeclineTells             string
	Alternative                             party.ServiceID
	DeclineNote, AcceptNote, Advice, BackIf chart.DocumentID
	waitlistedKey                           Key
	firstAccepted                           time.Time
	replied                                 time.Time // the first answer, told or implied by a booking, a waiting list or a missed visit
}

// Incident is that somebody got what was not theirs.
type Incident struct {
	At  time.Time
	Key Key
	IncidentOpened
}

// Untold is a notice that somebody here never got.
type Untold struct {
	At  time.Time
	Key Key
	DeliveryFailed
}

// Ask is a question and its answer.
type Ask struct {
	ID              AskID
	Leg             int
	Items           []string
	Note, Answer    chart.DocumentID
	Asked, Answered time.Time
	By              By
	Key             Key
}

// Appointment is one booking and what became of it.
type Appointment struct {
	ID                        schedule.AppointmentID
	Leg                       int
	Slot                      schedule.SlotID
	Start, End                time.Time
	Location                  party.LocationID
	Clinician                 party.PractitionerID
	Tele                      bool
	Note                      chart.DocumentID
	Booked, Confirmed         time.Time
	Unbooked, Missed, Arrived time.Time
	ByPatient                 bool
	Seen                      time.Time
	Key, MissedKey            Key
}

// Report is one document that answers, with its own ladder.
type Report struct {
	ID                                         ReportID
	Leg                                        int
	Kind                                       ReportKind
	Replaces                                   ReportID
	Replaced                                   bool
	Actionable                                 Actionable
	Document                                   chart.DocumentID
	More                                       []chart.DocumentID
	Claim                                      string
	Author                                     party.PractitionerID
	Normal                                     bool
	Written, Delivered, Opened, Viewed, Spoken time.Time
	lettered                                   time.Time
	letterKey                                  Key
	Acknowledged                               time.Time
	AcknowledgedBy                             By
	Answered                                   string
	Open                                       chart.DocumentID // what is left open, in the asker's words
	Informed                                   time.Time
	InformedHow                                string
	key, ackKey, informKey, deliverKey         Key
}

// Item is a line of the plan.
type Item struct {
	ID                     ItemID
	Report                 ReportID
	What                   chart.DocumentID
	Team                   party.TeamID
	Person                 party.UserID
	Due                    time.Time
	Planned, Done, Refused time.Time
	Evidence, Because      chart.DocumentID
	HandedOn, Accepted     time.Time
	firstOffered           time.Time
	OfferedTeam            party.TeamID
	OfferedPerson          party.UserID
	Replaced               time.Time // when another version took its report's place; zero: it stands
	org                    party.OrgID
	Key                    Key
	endKey                 Key // what decided it: done, refused, else taken on
}

// Contact is an attempt to reach the patient.
type Contact struct {
	At time.Time
	Contacted
}

// Bell is the patient's own alarm.
type Bell struct {
	At  time.Time
	Key Key
	Rang
}

// News is another loop's report that this one should read.
type News struct {
	At  time.Time
	Key Key
	NewFacts
}

// Filed is a document of the loop and who brought it.
type Filed struct {
	ID   chart.DocumentID
	At   time.Time
	Side Side
}

// Said is a message on the loop.
type Said struct {
	ID chart.DocumentID
	At time.Time
	To string
	By By
}

// Proposal waits for its second person.
type Proposal struct {
	ID       PropID
	Act      Act
	By       By
	At       time.Time
	Evidence chart.DocumentID
	Key      Key
}

// Claim is something a partner asserted.
type Claim struct {
	What string
	At   time.Time
	Key  Key
}

// Fold reads a state from a ledger. Order and repeats do not matter. It costs a
// few microseconds, so nothing of it is kept but the row.
func Fold(id ID, entries []Entry) State {
	s := State{ID: id, entries: entries}
	s.derive()
	s.read()
	return s
}

// Evolve is the state after one more entry.
func Evolve(s State, e Entry) State {
	return Fold(s.ID, append(slices.Clip(s.entries), e))
}

// Owing is the state when its last entry moved what is owed: what Fold would
// read of the same ledger, because a ball and a duty are read from nothing else.
func Owing(s State, moved []Owed) State {
	s.entries = slices.Clone(s.entries)
	s.entries[len(s.entries)-1].Owed = moved
	s.owed = slices.Clone(s.owed)
	for _, o := range moved {
		s.owe(o)
	}
	return s
}

// Entries are all that was noted, in order of Seq.
func (s State) Entries() []Entry { return s.entries }

// Happened gives each fact once, with its first At, without the struck ones, in
// the order they happened. Nobody may write into them.
func (s State) Happened() []*Entry { return facts(s.InOrder()) }

// InOrder are all that was noted, in order of Seq, whatever the order they were
// given in. Nobody may write into them.
func (s State) InOrder() []Entry {
	bySeq := func(a, b Entry) int { return a.Seq - b.Seq }
	if slices.IsSortedFunc(s.entries, bySeq) {
		return s.entries
	}
	return slices.SortedStableFunc(slices.Values(s.entries), bySeq)
}

// Ball is who has the ball, as computed when it last moved.
func (s State) Ball() Owed { return s.last("") }

// OwedFor is who owes a duty; false when nobody was ever named.
func (s State) OwedFor(duty string) (Owed, bool) {
	o := s.last(duty)
	return o, o.Team != ""
}

// OwedNow gives what the ledger says is owed, by the duty's key; the ball's is empty.
func (s State) OwedNow() iter.Seq2[string, Owed] {
	return func(yield func(string, Owed) bool) {
		for _, o := range s.owed {
			if !yield(o.Duty, o) {
				return
			}
		}
	}
}

func (s *State) last(duty string) Owed {
	for i := range s.owed {
		if s.owed[i].Duty == duty {
			return s.owed[i]
		}
	}
	return Owed{}
}

func (s *State) owe(o Owed) {
	for i := range s.owed {
		if s.owed[i].Duty == o.Duty {
			s.owed[i] = o
			return
		}
	}
	s.owed = append(s.owed, o)
}

// facts gives each fact once, with its first At, without the struck ones, in
// the order they happened.
func facts(entries []Entry) []*Entry {
	var struck []Key
	for i := range entries {
		if x, ok := entries[i].What.(Struck); ok {
			struck = append(struck, x.Fact)
		}
	}
	out := make([]*Entry, 0, len(entries))
	told := teller{}
	for i := range entries {
		e := &entries[i]
		if len(struck) > 0 && slices.Contains(struck, e.Key) && Strikable(e.What) {
			continue
		}
		if n := told.before(out, e.Key); n < 0 {
			out = append(out, e)
		} else if earlier(e, out[n]) {
			out[n] = e
		}
	}
	if !slices.IsSortedFunc(out, happened) {
		slices.SortFunc(out, happened)
	}
	return out
}

// teller finds the fact that was told before. Most loops are short enough to
// be looked through, which is faster than a map.
type teller struct{ at map[Key]int }

func (t *teller) before(told []*Entry, k Key) int {
	const short = 40
	if len(told) < short {
		return slices.IndexFunc(told, func(e *Entry) bool { return e.Key == k })
	}
	if t.at == nil {
		t.at = make(map[Key]int, 2*short)
	}
	for i := len(t.at); i < len(told); i++ {
		t.at[told[i].Key] = i
	}
	if i, ok := t.at[k]; ok {
		return i
	}
	return -1
}

// happened orders facts by when they happened, then by key.
func happened(a, b *Entry) int {
	if c := a.At.Compare(b.At); c != 0 {
		return c
	}
	return strings.Compare(string(a.Key), string(b.Key))
}

// Strikable reports whether a fact of this kind can be struck: the beginning
// and the strikes themselves stay (entered in error ends what began wrongly), and
// a privacy incident is settled by its officer, also one that was none.
func Strikable(ev Event) bool {
	switch ev.(type) {
	case Drafted, Sent, Struck, IncidentOpened:
		return false
	}
	return true
}

// earlier orders two tellings of one fact: by when it happened, then when we
// learned of it, then by what was said, so that arrival does not matter.
func earlier(a, b *Entry) bool {
	if c := a.At.Compare(b.At); c != 0 {
		return c < 0
	}
	if c := a.Noted.Compare(b.Noted); c != 0 {
		return c < 0
	}
	if a.Seq == b.Seq {
		return false // the same line read twice
	}
	x, _ := json.Marshal([]any{a.What, a.By})
	y, _ := json.Marshal([]any{b.What, b.By})
	return bytes.Compare(x, y) < 0
}
