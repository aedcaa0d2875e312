// Package access is who looked and who did: the record every read of a
// patient and every act leaves behind, and why it was allowed.
package access

import (
	"time"

	"referd/core/party"
	"referd/core/referral"
)

// MostFound is how many patients a record is found by: a list is found by its
// record, not by each of its patients.
const MostFound = 3

// Record is one line of the audit. It holds ids, never names; search words
// are kept as a keyed hash.
type Record struct {
	ID       int64
	Recorded time.Time // the machine's clock, never the demo's
	User     party.UserID
	Client   party.ClientID
	Org      party.OrgID          // acted for
	Also     []party.OrgID        // the others, of a system that acts for several at once
	For      party.PractitionerID // on whose behalf
	Action   Action
	Kind     string // "loop.read", "queue", "accept", "sign-in" …
	Rule     string // why it was allowed, or refused
	Purpose  string // TREAT, HOPERAT …
	Patients []party.PatientID
	Referral referral.ID
	Seq      int    // the version that was seen or made
	Object   string // a document, a resource: "DocumentReference/…"
	Query    string // keyed hash of what was searched for
	Session  string // hashed
	Request  string
	Outcome  Outcome
	N        int // how many things a list showed
}

// Action is what was done, in AuditEvent's letters.
type Action string

// Actions (http://hl7.org/fhir/audit-event-action).
const (
	Create  Action = "C"
	Read    Action = "R"
	Update  Action = "U"
	Delete  Action = "D"
	Execute Action = "E"
)

// Outcome is how it ended (http://hl7.org/fhir/audit-event-outcome).
type Outcome string

// Outcomes.
const (
	Success Outcome = "0"
	Minor   Outcome = "4" // refused
	Serious Outcome = "8"
)

// Query asks the audit; empty fields do not limit it.
type Query struct {
	Referral referral.ID
	Patient  party.PatientID
	User     party.UserID
	Orgs     []party.OrgID // whose acts may be shown; empty is all
	Since    time.Time
	Before   int64 // older than this ID; 0 is newest first
	Limit    int
}
