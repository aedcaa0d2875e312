package referral

import (
	"bytes"
	"encoding/json"
	"slices"
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
	ReceiverPatient party.PatientID // the receiver's, from delivery
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
	Spoke                          time.Time // the emergency call
	Heard                          time.Time // the raw clock's start
	Legs                           []Leg
	Asks                           []Ask
	Appointments                   []Appointment
	Held, HeldUntil, Resumed       time.Time
	HeldReason                     string
	HeldWakes                      party.TeamID
	Seen, DeskReviewed             time.Time
	SeenClinician                  party.PractitionerID
	Reports                        []Report
	EndingTold                     time.Time // the patient knows of the decline, the advice or the ending
	Items                          []Item
	Contacts                       []Contact
	Reached, CameBack              time.Time // by us; by the patient
	Bells                          []Bell
	News                           []News
	Authorization                  Authorization
	Authorized                     time.Time
	Claimed                        party.UserID
	Documents                      []Filed
	Messages                       []Said
	Proposals                      []Proposal
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
	spoken     time.Time // when we last had the patient themselves
	seenKey    Key
	unclosed   time.Time // when a closing was last struck
	attached   []Attached
	refused    []PropID
	needs      []string // as sent

	entries []Entry
	owed    map[string]Owed
}

// Leg is the part of a loop with one recipient.
type Leg struct {
	To                                              Recipient
	Begun                                           time.Time
	Delivered, Failed, Opened                       time.Time
	FailedWhy                                       string
	FailedFinal                                     bool
	Accepted, Declined, Advised                     time.Time
	Back, Waitlisted                                time.Time
	Asked, Answered                                 time.Time
	FirstAnswer                                     time.Time // the first of asked, accepted, declined, advised, forwarded on
	Expected                                        time.Time
	DeclineReason, DeclineTells                     string
	Alternative                                     party.ServiceID
	DeclineNote, AcceptNote, Advice, BackIf         chart.DocumentID
	AdviceTaken                                     time.Time
	firstAccepted                                   time.Time
	declineKey, acceptKey, adviseKey, waitlistedKey Key
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
	Key                    Key
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

// Fold reads a state from a ledger. Order and repeats do not matter.
func Fold(id ID, entries []Entry) State {
	s := State{ID: id, entries: entries}
	s.derive()
	return s
}

// Evolve is the state after one more entry.
func Evolve(s State, e Entry) State {
	return Fold(s.ID, append(slices.Clip(s.entries), e))
}

// Entries are all that was noted, in order of Seq.
func (s State) Entries() []Entry { return s.entries }

// Ball is who has the ball, as computed when it last moved.
func (s State) Ball() Owed { return s.owed[""] }

// OwedFor is who owes a duty; false when nobody was ever named.
func (s State) OwedFor(duty string) (Owed, bool) { o, ok := s.owed[duty]; return o, ok && o.Team != "" }

// OwedNow lists what the ledger says is owed, the ball first.
func (s State) OwedNow() map[string]Owed { return s.owed }

// facts gives each fact once, with its first At, without the struck ones.
func facts(entries []Entry) []Entry {
	var struck map[Key]bool
	for _, e := range entries {
		if x, ok := e.What.(Struck); ok {
			if struck == nil {
				struck = map[Key]bool{}
			}
			struck[x.Fact] = true
		}
	}
	at := make(map[Key]int, len(entries))
	out := make([]Entry, 0, len(entries))
	for _, e := range entries {
		if struck[e.Key] && strikable(e.What) {
			continue
		}
		i, again := at[e.Key]
		switch {
		case !again:
			at[e.Key] = len(out)
			out = append(out, e)
		case earlier(e, out[i]):
			out[i] = e
		}
	}
	slices.SortFunc(out, func(a, b Entry) int {
		if c := a.At.Compare(b.At); c != 0 {
			return c
		}
		return bytes.Compare([]byte(a.Key), []byte(b.Key))
	})
	return out
}

// strikable reports whether a fact of this kind can be struck: the beginning
// and the strikes themselves stay (entered in error ends what began wrongly).
func strikable(ev Event) bool {
	switch ev.(type) {
	case Drafted, Sent, Struck:
		return false
	}
	return true
}

// earlier orders two tellings of one fact: by when it happened, then when we
// learned of it, then by what was said, so that arrival does not matter.
func earlier(a, b Entry) bool {
	if c := a.At.Compare(b.At); c != 0 {
		return c < 0
	}
	if c := a.Noted.Compare(b.Noted); c != 0 {
		return c < 0
	}
	x, _ := json.Marshal([]any{a.What, a.By})
	y, _ := json.Marshal([]any{b.What, b.By})
	return bytes.Compare(x, y) < 0
}
