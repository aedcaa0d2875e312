// Package referral is the referral loop: a pure function from what happened
// to what is true, what may happen next, and what must be done about it.
//
// It imports no clock, no database and no protocol. Time, identity and chance
// come in as arguments; effects go out as values. The law is the state is a
// function of the set of entries: order and repeats do not matter.
package referral

import (
	"time"

	"referd/base/code"
	"referd/core/chart"
	"referd/core/party"
	"referd/core/schedule"
)

// Names inside a loop. An id is unique in its referral; ids made here are of base/id.
type (
	ID       string // one referral for ever
	Key      string // one fact: what a strike or a settlement points at
	AskID    string // a question
	ReportID string
	ItemID   string // a line of a plan
	PropID   string // a proposal waiting for its second person
)

// Unopened is why the house gives a reading to the cover.
const Unopened = "unopened"

// Bells a patient rings (loop.md, Time, The bell), and two more things a patient
// says that somebody owes an answer to: that they were seen, which is evidence
// for whoever records visits and no visit, and that they are to be reached
// another way, which somebody confirms with them before it counts.
const (
	BellWorse   = "worse"
	BellNothing = "nothing"
	BellCannot  = "cannot"
	BellSeen    = "seen"
	BellReach   = "reach"
)

// Entry is one line of a referral's ledger. Entries are only ever added.
type Entry struct {
	Seq   int       // 1, 2, 3 … within the referral; the store refuses a repeat
	At    time.Time // when it happened, as told; never later than Noted
	Noted time.Time // when we learned of it
	By    By
	Key   Key // the same fact has the same key; its first At stands
	What  Event
	Owed  []Owed // the ball and the duties this entry moved or made, as computed at its commit
}

// By says who: a person, on whose behalf, or a system.
type By struct {
	User   party.UserID         `json:"u,omitempty"`
	For    party.PractitionerID `json:"f,omitempty"` // on whose behalf
	Client party.ClientID       `json:"c,omitempty"`
	Org    party.OrgID          `json:"o,omitempty"`
	Job    party.Job            `json:"j,omitempty"` // in what capacity
	Rule   string               `json:"r,omitempty"` // when the system did it: which rule
	Guest  string               `json:"g,omitempty"` // who came in by a ticket and did it
	Word   chart.DocumentID     `json:"w,omitempty"` // a partner's word that User wrote down: who said it, when, by what
}

// Owed is a ball or a duty with the three things nothing open may lack, and the
// version of the settings they were computed with. An empty Duty is the ball.
type Owed struct {
	Duty     string       `json:"d,omitempty"` // Duty.Key; empty is the ball
	Team     party.TeamID `json:"t,omitempty"` // the owner: a staffed team here; empty: nothing is owed any more
	Person   party.UserID `json:"p,omitempty"` // who claimed it or is named
	Holder   party.OrgID  `json:"h,omitempty"` // the partner who must act, where one must
	Act      Act          `json:"a,omitempty"`
	Due      time.Time    `json:"e,omitzero"`
	From     time.Time    `json:"s,omitzero"` // from when the time allowed is counted
	Settings int          `json:"v,omitempty"`
}

// Recipient is where a leg goes.
type Recipient struct {
	Service party.ServiceID `json:"s,omitempty"`
	Org     party.OrgID     `json:"o"`
	Channel party.Channel   `json:"c"`
}

// Event is a fact about a referral. The set is closed; see kinds.
type Event interface{ event() }

// An event carries ids, codes, moments and document ids; no free text and no
// names, so that retention and erasure never touch the ledger. Fields are only added.
type (
	Drafted struct { // a draft exists; its text is in ordinary tables until it is ready or sent
		Patient   party.PatientID      `json:"p"`
		Org       party.OrgID          `json:"o"`
		Team      party.TeamID         `json:"t"` // the referring team: owner of every ball on this side
		Clinician party.PractitionerID `json:"c,omitempty"`
		Origin    string               `json:"from"` // house, fhir, …
		Urgency   party.Urgency        `json:"u,omitempty"`
		Service   party.ServiceID      `json:"s,omitempty"`
	}
	Readied struct { // staff made it ready for the signature
		Clinician party.PractitionerID `json:"c"`
	}
	Signed struct {
		Clinician party.PractitionerID `json:"c"`
		Behalf    bool                 `json:"b,omitempty"` // by a sign-on-behalf policy
	}
	Spoke struct { // "I spoke to __ at __": who and when are in the document
		Note   chart.DocumentID `json:"n"`
		Report ReportID         `json:"r,omitempty"` // about an actionable report; else about the emergency
		Took   party.UserID     `json:"k,omitempty"` // the clinician here who accepted it, where they work here
	}
	Sent struct {
		Patient   party.PatientID      `json:"p"`
		Org       party.OrgID          `json:"o"`
		Team      party.TeamID         `json:"t"`
		Clinician party.PractitionerID `json:"c,omitempty"`
		To        Recipient            `json:"to"`
		Urgency   party.Urgency        `json:"u"`
		Question  chart.DocumentID     `json:"q,omitempty"`
		Reasons   []code.Concept       `json:"r,omitempty"` // code and system; the display stays outside
		Documents []chart.DocumentID   `json:"d,omitempty"`
		Missing   []string             `json:"m,omitempty"`  // needs sent as owed (party.Need.Code)
		Override  chart.DocumentID     `json:"w,omitempty"`  // why it was sent without
		Told      bool                 `json:"k,omitempty"`  // the patient was told
		TellWhen  string               `json:"tw,omitempty"` // "ready" or "after" my doctor talks to me
		SeenBy    time.Time            `json:"by,omitzero"`
		Copies    []party.UserID       `json:"cc,omitempty"`
	}
	SeenBySet struct {
		By   time.Time        `json:"by"`
		Note chart.DocumentID `json:"n,omitempty"`
	}
	Delivered struct {
		Leg     int              `json:"l"`
		Patient party.PatientID  `json:"p,omitempty"` // the receiver's record of the patient
		Receipt chart.DocumentID `json:"r,omitempty"`
	}
	Transmitted struct { // it has left for a receiver who is not here; nobody has it yet
		Leg     int              `json:"l"`
		How     string           `json:"h"` // link, fax, post
		Receipt chart.DocumentID `json:"r,omitempty"`
	}
	DeliveryFailed struct { // of the referral; with To, of a notice to somebody here
		Leg    int          `json:"l"`
		Why    string       `json:"w"`
		Final  bool         `json:"x,omitempty"`
		To     party.UserID `json:"t,omitempty"` // who was to be told
		Team   party.TeamID `json:"m,omitempty"` // who sees to it now
		Person party.UserID `json:"p,omitempty"`
	}
	Opened struct {
		Leg int `json:"l"`
	}
	Asked struct {
		Leg   int              `json:"l"`
		Ask   AskID            `json:"q"`
		Items []string         `json:"i,omitempty"` // coded missing items
		Note  chart.DocumentID `json:"n,omitempty"`
	}
	Answered struct {
		Leg       int                `json:"l"`
		Ask       AskID              `json:"q"`
		Note      chart.DocumentID   `json:"n,omitempty"`
		Documents []chart.DocumentID `json:"d,omitempty"`
	}
	Prioritised struct {
		Urgency party.Urgency    `json:"u"`
		Note    chart.DocumentID `json:"n,omitempty"`
	}
	Accepted struct {
		Leg      int              `json:"l"`
		Expected time.Time        `json:"e,omitzero"`
		Note     chart.DocumentID `json:"n,omitempty"`
	}
	Declined struct {
		Leg         int              `json:"l"`
		Reason      string           `json:"r"`
		Alternative party.ServiceID  `json:"a,omitempty"`
		Tells       string           `json:"t,omitempty"` // who tells the patient: "receiver" or "sender"
		Note        chart.DocumentID `json:"n,omitempty"`
	}
	Advised struct {
		Leg    int              `json:"l"`
		Advice chart.DocumentID `json:"a"`
		BackIf chart.DocumentID `json:"b,omitempty"` // "refer back if"
	}
	AdviceAnswered struct {
		Leg  int              `json:"l"`
		How  string           `json:"h"` // accept, back, disagree
		Note chart.DocumentID `json:"n,omitempty"`
	}
	NextStep struct {
		Leg int    `json:"l"` // the leg that declined
		How string `json:"h"` // elsewhere, back, end
	}
	Forwarded struct { // begins leg Leg with another recipient
		Leg    int              `json:"l"`
		To     Recipient        `json:"to"`
		Reason string           `json:"r,omitempty"`
		Note   chart.DocumentID `json:"n,omitempty"`
	}
	SentBack struct { // to the same recipient, with new facts
		Leg       int                `json:"l"`
		Note      chart.DocumentID   `json:"n,omitempty"`
		Documents []chart.DocumentID `json:"d,omitempty"`
	}
	Waitlisted struct {
		Leg    int              `json:"l"`
		Reason string           `json:"r,omitempty"`
		Note   chart.DocumentID `json:"n,omitempty"`
	}
	Booked struct {
		Leg         int                    `json:"l"`
		Appointment schedule.AppointmentID `json:"a"`
		Slot        schedule.SlotID        `json:"s,omitempty"` // empty: booked outside, recorded here
		Start       time.Time              `json:"f"`
		End         time.Time              `json:"e,omitzero"`
		Location    party.LocationID       `json:"o,omitempty"`
		Clinician   party.PractitionerID   `json:"c,omitempty"`
		Tele        bool                   `json:"v,omitempty"`
		Note        chart.DocumentID       `json:"n,omitempty"` // preparation; why past seen-by
	}
	Confirmed struct {
		Leg         int                    `json:"l"`
		Appointment schedule.AppointmentID `json:"a"`
	}
	Unbooked struct {
		Leg         int                    `json:"l"`
		Appointment schedule.AppointmentID `json:"a"`
		ByPatient   bool                   `json:"p,omitempty"`
		Reason      string                 `json:"r"`
		Note        chart.DocumentID       `json:"n,omitempty"`
	}
	Missed struct {
		Leg         int                    `json:"l"`
		Appointment schedule.AppointmentID `json:"a"`
		Reason      string                 `json:"r,omitempty"`
		Note        chart.DocumentID       `json:"n,omitempty"`
	}
	Arrived struct {
		Leg         int                    `json:"l"`
		Appointment schedule.AppointmentID `json:"a"`
	}
	Seen struct {
		Leg         int                    `json:"l"`
		Appointment schedule.AppointmentID `json:"a,omitempty"`
		Clinician   party.PractitionerID   `json:"c,omitempty"`
	}
	DeskReviewed struct {
		Leg  int              `json:"l"`
		Note chart.DocumentID `json:"n"`
	}
	Held struct {
		Leg    int              `json:"l"`
		Until  time.Time        `json:"e,omitzero"`
		Reason string           `json:"r"`
		Wakes  party.TeamID     `json:"w,omitempty"`
		Note   chart.DocumentID `json:"n,omitempty"`
	}
	Resumed struct {
		Leg int `json:"l"`
	}
	Reported struct {
		Leg        int                  `json:"l"`
		Report     ReportID             `json:"i"`
		Kind       ReportKind           `json:"k"`
		Replaces   ReportID             `json:"x,omitempty"`
		Actionable Actionable           `json:"u,omitempty"`
		Document   chart.DocumentID     `json:"d"`
		More       []chart.DocumentID   `json:"m,omitempty"`
		Claim      string               `json:"c,omitempty"` // the author's word: answered, partly, no
		Author     party.PractitionerID `json:"a,omitempty"`
		Normal     bool                 `json:"z,omitempty"` // a normal result: a delivered letter may tell the patient
	}
	ReportDelivered struct {
		Report  ReportID      `json:"i"`
		Channel party.Channel `json:"c"`
	}
	ReportOpened struct {
		Report    ReportID `json:"i"`
		Clinician bool     `json:"c,omitempty"` // a view by staff is not an opening of an actionable report
	}
	Acknowledged struct {
		Report   ReportID         `json:"i"`
		Answered string           `json:"a"`           // yes, partly, no: the asker's word
		Note     chart.DocumentID `json:"n,omitempty"` // what is open, when partly or no
	}
	PatientInformed struct {
		Report      ReportID         `json:"i,omitempty"` // empty: of the decline, the advice or the ending
		How         string           `json:"h"`           // visit, call, page, letter
		Language    string           `json:"l,omitempty"`
		Interpreter bool             `json:"t,omitempty"`
		Note        chart.DocumentID `json:"n,omitempty"`
	}
	Planned struct {
		Item   ItemID           `json:"i"`
		Report ReportID         `json:"r,omitempty"`
		What   chart.DocumentID `json:"w"`
		Team   party.TeamID     `json:"t"`
		Person party.UserID     `json:"p,omitempty"`
		Due    time.Time        `json:"e"`
	}
	HandedOn struct {
		Item   ItemID       `json:"i"`
		Team   party.TeamID `json:"t,omitempty"`
		Person party.UserID `json:"p,omitempty"`
	}
	ItemAccepted struct {
		Item   ItemID       `json:"i"`
		Team   party.TeamID `json:"t,omitempty"`
		Person party.UserID `json:"p,omitempty"`
		Due    time.Time    `json:"e"`
	}
	PlanDone struct {
		Item     ItemID           `json:"i"`
		Evidence chart.DocumentID `json:"d"`
	}
	PlanRefused struct {
		Item ItemID           `json:"i"`
		Note chart.DocumentID `json:"n"`
	}
	Contacted struct {
		Channel     string           `json:"c"`           // call, text, letter, page, visit
		Outcome     string           `json:"o"`           // reached, no-answer, message-left, wrong-number, bounced
		Alternate   bool             `json:"a,omitempty"` // the alternate contact
		Interpreter bool             `json:"t,omitempty"` // a needed interpreter was there
		Without     bool             `json:"w,omitempty"` // one was needed and was not there: no attempt at all
		ByPatient   bool             `json:"p,omitempty"` // the patient got in touch
		Note        chart.DocumentID `json:"n,omitempty"`
	}
	Rang struct { // the patient's bell
		Bell string           `json:"b"` // BellWorse …
		Note chart.DocumentID `json:"n,omitempty"`
	}
	NewFacts struct { // another loop of this patient got a report: read it here
		From   ID       `json:"f"`
		Report ReportID `json:"r"` // empty: it says that the patient has died
		Side   string   `json:"s"` // receiver, sender
	}
	Authorization struct {
		State  string           `json:"s"` // needed, submitted, pended, approved, denied, expired
		Number string           `json:"n,omitempty"`
		Units  int              `json:"u,omitempty"`
		Until  time.Time        `json:"e,omitzero"`
		Note   chart.DocumentID `json:"w,omitempty"`
	}
	Claimed struct {
		Person party.UserID `json:"p"`
	}
	Released struct{}
	Attached struct {
		Document chart.DocumentID `json:"d"`
		Meets    string           `json:"m,omitempty"` // the missing item it answers
		Side     string           `json:"s,omitempty"` // sender, receiver
	}
	Detached struct {
		Document chart.DocumentID `json:"d"`
		Reason   string           `json:"r"`
	}
	Messaged struct {
		Message chart.DocumentID `json:"m"`
		To      string           `json:"t"` // receiver, sender, patient
	}
	Readdressed struct { // the accountable clinician or team on the referring side changed
		Clinician party.PractitionerID `json:"c,omitempty"`
		Team      party.TeamID         `json:"t,omitempty"`
	}
	CallbackSet struct {
		Note chart.DocumentID `json:"n"`
	} // a number that reaches somebody
	Reassigned struct { // Reason Unopened: to the cover
		Duty   string       `json:"d,omitempty"` // empty is the ball
		Team   party.TeamID `json:"t"`
		Person party.UserID `json:"p,omitempty"`
		Reason string       `json:"r"`
	}
	Escalated struct {
		Duty   string       `json:"d,omitempty"`
		Level  int          `json:"l"` // 0 the cover, at half its time; 1 the owner, 2 the team lead, 3 both sides
		Phase  Phase        `json:"h"`
		Due    time.Time    `json:"e"` // the due that passed
		Team   party.TeamID `json:"t,omitempty"`
		Person party.UserID `json:"p,omitempty"`
	}
	Closed struct {
		How string `json:"h"`
	} // proof, advice, decline
	Cancelled struct {
		Reason string           `json:"r"`
		Note   chart.DocumentID `json:"n,omitempty"`
	}
	Withdrawn struct {
		Words     chart.DocumentID `json:"w"` // the patient's own words
		Confirmed bool             `json:"c,omitempty"`
	}
	Unreachable struct {
		Note chart.DocumentID `json:"n,omitempty"`
	}
	Deceased struct {
		Source string `json:"s"`
	}
	ClosedAdmin struct {
		Reason string           `json:"r"`
		Second party.UserID     `json:"s"` // the other of the two
		Chases []Key            `json:"c"`
		Leaves []string         `json:"l,omitempty"` // reports and items left open, by id
		Note   chart.DocumentID `json:"n,omitempty"` // what the second of the two adds, in words
	}
	EnteredInError struct {
		Reason string           `json:"r"`
		Note   chart.DocumentID `json:"n,omitempty"`
	}
	IncidentOpened struct { // somebody got what was not theirs: the privacy officer owes its settling
		Reason   string           `json:"r"`           // wrong-patient; wrong-paper, of a document alone
		Document chart.DocumentID `json:"d,omitempty"` // the paper
	}
	Reopened struct {
		Reason string           `json:"r"`
		Team   party.TeamID     `json:"t,omitempty"`
		Note   chart.DocumentID `json:"n,omitempty"`
	}
	Proposed struct { // the system or one person proposes; another confirms
		Proposal PropID           `json:"i"`
		Act      Act              `json:"a"`
		Evidence chart.DocumentID `json:"d,omitempty"`
		When     time.Time        `json:"w,omitzero"` // the evidence's own date
	}
	ProposalRefused struct {
		Proposal PropID           `json:"i"`
		Note     chart.DocumentID `json:"n,omitempty"`
	}
	Asserted struct {
		What string `json:"w"`
	} // told "closed" or "completed": kept, ends nothing
	Joined struct {
		Into ID `json:"i"`
	}
	Settled struct { // names the facts it settles: a contradiction's, a reopening, new facts, a bell, a privacy incident
		Facts []Key            `json:"f"`
		Note  chart.DocumentID `json:"n,omitempty"`
	}
	Struck struct {
		Fact   Key    `json:"f"`
		Reason string `json:"r"`
	}
	Recomputed struct{} // an operator recomputed the open dues after a change of settings
)

// ReportKind is how finished a report is.
type ReportKind string

// Report kinds.
const (
	Interim ReportKind = "interim"
	Final   ReportKind = "final"
	Amended ReportKind = "amended"
)

// Actionable is how soon somebody must act on a report, set by its author and
// never lowered by software. The zero is none.
type Actionable string

// Actionable classes: three days, six hours, sixty minutes.
const (
	WithinDays    Actionable = "days"
	WithinHours   Actionable = "hours"
	WithinMinutes Actionable = "minutes"
)
