package referral

import (
	"time"

	"referd/core/party"
)

// Phase is where a loop stands, read off its moments and never stored as the truth.
type Phase string

// Phases, in the order of loop.md's table.
const (
	Draft           Phase = "draft"
	Unsigned        Phase = "unsigned"
	PhaseSent       Phase = "sent"
	PhaseDelivered  Phase = "delivered"
	Review          Phase = "review"
	Questioned      Phase = "questioned"
	PhaseAdvised    Phase = "advised"
	PhaseDeclined   Phase = "declined"
	PhaseAccepted   Phase = "accepted"
	PhaseWaitlisted Phase = "waitlisted"
	PhaseHeld       Phase = "held"
	PhaseBooked     Phase = "booked"
	PhaseMissed     Phase = "missed"
	PhaseSeen       Phase = "seen"
	Returning       Phase = "returning"
	PhaseReported   Phase = "reported"
	FollowThrough   Phase = "follow-through"
	PhaseClosed     Phase = "closed"

	ClosedOnAdvice     Phase = "closed on advice"
	ClosedAfterDecline Phase = "closed after decline"
	PhaseCancelled     Phase = "cancelled"
	PhaseWithdrawn     Phase = "withdrawn"
	PhaseUnreachable   Phase = "unreachable"
	PhaseDeceased      Phase = "deceased"
	ClosedWithoutProof Phase = "closed without proof"
	InError            Phase = "entered in error"
)

// Side is which end of the loop somebody stands at.
type Side string

// Sides.
const (
	Sender   Side = "sender"
	Receiver Side = "receiver"
)

// Post is who must act, before the desk finds the team and person that means.
type Post string

// Posts of loop.md's ball column.
const (
	ReferringTeam       Post = "referring team"
	ReferringClinician  Post = "referring clinician"
	ReceivingIntake     Post = "receiving intake"
	ReceivingTriage     Post = "receiving triage"
	ReceivingScheduling Post = "receiving scheduling"
	ReceivingClinic     Post = "receiving clinic"
	SeeingClinic        Post = "seeing clinic"
	SeeingClinician     Post = "seeing clinician"
	ItemOwner           Post = "item owner"
	PrivacyOfficer      Post = "privacy officer"
	Named               Post = "named" // Next.Team says which
)

// Standing is what somebody is in one loop: their jobs at the side they stand at.
type Standing struct {
	User         party.UserID
	Practitioner party.PractitionerID
	Side         Side
	Both         bool // stands at both sides (one organization refers to itself)
	Past         bool // of the receiving side they were: it went on to another recipient
	Jobs         []party.Job
	Accountable  bool           // is the accountable clinician, or a named cover
	Behalf       bool           // holds a sign-on-behalf delegation of the accountable clinician
	Confirmed    bool           // stepped up just now: password typed again
	Zone         *time.Location // whose mornings and evenings count (the contact protocol); nil does not ask
	Teams        []party.TeamID // whose lines of a plan, and whose disputes, are theirs
	Leads        []party.TeamID // teams they lead
	Covers       []party.UserID // whom they are the named cover of
	Accepts      bool           // a rule of the service lets intake accept
}

// Act names what may be done: the noun of the form that does it.
type Act string

// Acts.
const (
	ActFinish         Act = "sending" // finish and send
	ActReady          Act = "readiness"
	ActSign           Act = "signature"
	ActSpeak          Act = "call-record"
	ActSend           Act = "dispatch"
	ActDeliver        Act = "delivery"
	ActOpen           Act = "opening"
	ActAsk            Act = "question"
	ActAnswer         Act = "answer"
	ActPrioritise     Act = "priority"
	ActSeenBy         Act = "seen-by"
	ActDecide         Act = "decision"
	ActAccept         Act = "acceptance"
	ActAcceptAsk      Act = "acceptance-and-question"
	ActAdvise         Act = "advice"
	ActAnswerAdvice   Act = "advice-answer"
	ActDecline        Act = "decline"
	ActNextStep       Act = "next-step"
	ActForward        Act = "forward"
	ActSendBack       Act = "return"
	ActWaitlist       Act = "waiting"
	ActBook           Act = "booking"
	ActConfirm        Act = "confirmation"
	ActUnbook         Act = "unbooking"
	ActMiss           Act = "miss"
	ActArrive         Act = "arrival"
	ActSee            Act = "visit"
	ActDeskReview     Act = "review"
	ActHold           Act = "hold"
	ActResume         Act = "resumption"
	ActReport         Act = "report"
	ActDeliverReport  Act = "report-delivery"
	ActOpenReport     Act = "report-opening"
	ActAcknowledge    Act = "acknowledgement"
	ActInform         Act = "information"
	ActPlan           Act = "plan"
	ActHandOn         Act = "hand-on"
	ActAcceptItem     Act = "item-acceptance"
	ActDoItem         Act = "item-done"
	ActRefuseItem     Act = "item-refusal"
	ActContact        Act = "contact"
	ActRing           Act = "bell"
	ActAuthorize      Act = "authorization"
	ActClaim          Act = "claim"
	ActRelease        Act = "release"
	ActAssign         Act = "assignment"
	ActAttach         Act = "attachment"
	ActDetach         Act = "detachment"
	ActMessage        Act = "message"
	ActReaddress      Act = "readdress"
	ActClose          Act = "closure"
	ActCancel         Act = "cancellation"
	ActWithdraw       Act = "withdrawal"
	ActUnreachable    Act = "unreachable"
	ActDeceased       Act = "death"
	ActCloseAdmin     Act = "closure-without-proof"
	ActInError        Act = "entered-in-error"
	ActReopen         Act = "reopening"
	ActRefuseProposal Act = "proposal-refusal"
	ActSettle         Act = "settlement"
	ActStrike         Act = "strike"
	ActReach          Act = "reach" // reach the patient: contact until it works
	ActReadFacts      Act = "reading"
	ActCallPatient    Act = "patient-call"
	ActIncident       Act = "incident"   // say what was found and done
	ActLook           Act = "look-again" // on a day one's own people chose; no entry says so
	ActHear           Act = "word"       // write down what a receiver who is not here says
)

// Next is the one act the loop waits for.
type Next struct {
	Post   Post
	Team   party.TeamID // where Post is Named, or an item names its team
	Person party.UserID
	Act    Act
	Item   ItemID               // of a plan item
	From   time.Time            // since when it is owed; its due counts from when that was learned
	Fixed  time.Time            // a due of its own (appointment, hold, item); zero: by policy
	Leg    int                  // whose recipient it is, where the receiving side must act
	Author party.PractitionerID // of the report it is about
	about  []Key                // what is settled by it, so that it is not a duty too
}

// Duty is anything owed beside the ball, named by a key that stays while it is owed.
type Duty struct {
	Key    string // "question/…", "missing/…", "contradiction/…"
	Kind   string // question, missing, interim, item, signature, authorization, cancellation, slot, contradiction, reopening, new-facts, bell, patient-call, proposal, ending-told, incident
	Post   Post
	Team   party.TeamID
	Person party.UserID
	Act    Act
	Facts  []Key                // the facts it is about, for settling
	Class  Actionable           // of the report it is about: its due is no later than the class allows
	Author party.PractitionerID // of that report, where its author must act
	From   time.Time
	Fixed  time.Time
	Leg    int
}

// Proof is the closure predicate with what shows each part; a nil part does not hold.
type Proof struct{ P1, P2, P3, P4, P5 *Shown }

// Shown is what proves a part: the fact and when.
type Shown struct {
	Fact Key
	At   time.Time
}

// Clocks are how long the loop has run. Stopped is zero while it runs.
type Clocks struct {
	Started, Stopped time.Time
	Raw, Adjusted    time.Duration
	Paused           []Pause
}

// Pause is a stretch the adjusted clock leaves out, and why (question, patient).
type Pause struct {
	From, To time.Time
	Why      string
}

// Effect is work an entry calls for. The store queues it in the same transaction.
type Effect struct {
	Do  string // deliver, deliver-report, notify, tell-side, tell-loops, release-slot, …
	Arg string
	At  time.Time // not before; zero is now
}
