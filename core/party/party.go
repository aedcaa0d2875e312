// Package party is who and where: organizations that work in the network,
// their people, teams and services, and the patients they have on record.
//
// Every installation is one network of many organizations. A patient record
// belongs to the organization that registered it; a revocable link says that
// two records are the same person, and teaches nobody of a record elsewhere.
package party

import (
	"slices"
	"time"

	"referd/base/code"
)

// Names of people and places. Each is an id of base/id.
type (
	OrgID          string
	LocationID     string
	PractitionerID string
	RoleID         string // a practitioner in an organization
	ServiceID      string
	TeamID         string
	UserID         string
	PatientID      string
	ClientID       string // a system with credentials
)

// Org is an organization. One with members works here (channel house); one
// without is a partner, reached over its channel.
type Org struct {
	ID          OrgID
	Name        string
	Identifiers []code.Identifier
	Phone       string // the number people call; also for emergencies
	Fax         string
	Nurse       string // a nurse answers it day and night; what a patient who feels worse calls when nobody is here
	Email       string `json:",omitempty"` // where a link is mailed; never whom or what it is about
	Zone        string // IANA time zone
	Channel     Channel
	Address     Address
	Active      bool
	Safety      UserID `json:",omitempty"` // whom safety concerns go to; empty is the administrators
	Factor      []Job  `json:",omitempty"` // who does one of these shows a code beside the password

	Labels map[string]string `json:",omitempty"` // what its people call a phase of a referral, by the phase; the phase stays what it is
}

// Channel is how an organization is reached.
type Channel string

// Channels. House means its people work here: delivered in the commit that sends.
const (
	House Channel = "house"
	FHIR  Channel = "fhir"
	Feed  Channel = "feed"  // a one-way feed: it tells and is never refused
	Phone Channel = "phone" // has no system: it gets a packet by fax or post, or a link, and says the rest on the telephone
)

// Address is where somebody lives or works.
type Address struct {
	Lines                            []string
	City, State, PostalCode, Country string
}

// Location is a place where patients are seen.
type Location struct {
	ID      LocationID
	Org     OrgID
	Name    string
	Phone   string
	Address Address
	Active  bool
}

// Practitioner is a clinician, named once for the whole network.
type Practitioner struct {
	ID          PractitionerID
	Name        Name
	Identifiers []code.Identifier // NPI among them, where known; its check digit is right
	Active      bool
}

// Role is a practitioner at work in an organization.
type Role struct {
	ID           RoleID
	Practitioner PractitionerID
	Org          OrgID
	Specialty    code.Concept // NUCC
	Active       bool
}

// Service is what an organization takes referrals for.
type Service struct {
	ID        ServiceID
	Org       OrgID
	Name      string
	Specialty code.Concept // NUCC
	Location  LocationID
	Phone     string // direct line; an emergency is spoken to here
	Active    bool

	// The teams that answer for each step here; a partner has none.
	Intake, Triage, Scheduling, Clinic TeamID

	Needs   []Need    // the minimum data set
	SeenIn  [3]int    // days to the seen-by date: routine, urgent, emergency; 0 is the house's
	Dues    Dues      // its own times allowed; what it does not name is the house's
	Accepts []Urgency // none means all

	IntakeAccepts bool // a rule of the service: intake accepts what needs no clinician
}

// Takes reports whether a service takes referrals of an urgency.
func (s Service) Takes(u Urgency) bool { return len(s.Accepts) == 0 || slices.Contains(s.Accepts, u) }

// Span is a time allowed. Days are business days of the owner's calendar;
// Work is working time; Wall is time on the wall; Same is the end of the same
// working day.
type Span struct {
	Days       int           `json:"d,omitempty"`
	Same       bool          `json:"s,omitempty"`
	Work, Wall time.Duration `json:",omitempty"`
}

// Dues are times allowed, by what is owed ("review", "seen/imaging"), for
// routine, urgent and emergency.
type Dues map[string][3]Span

// Need is one thing a service asks for before it can decide, in its own words.
type Need struct {
	Code     string // stable within the service: "ecg", "weight"
	Label    string // "12-lead ECG tracing"
	Why      string // shown beside it
	Required bool   // blocks a routine send without a reason; never an urgent one
	Document bool   // a document answers it; else a short text does
	Unit     string `json:",omitempty"` // a quantity in this unit, a UCUM code, answers it (Reads)
	Low      string `json:",omitempty"` // the least and the most that can be right, in Unit; decimal
	High     string `json:",omitempty"`

	LOINC []string `json:",omitempty"` // codes of what, measured by another system, answers it (Takes)
	Days  int      `json:",omitempty"` // how old that may be; 0 is any age
}

// Urgency is how soon. The zero is unknown.
type Urgency string

// Urgencies.
const (
	Routine   Urgency = "routine"
	Urgent    Urgency = "urgent"
	Emergency Urgency = "emergency"
)

// Rank is how pressing an urgency is: emergency 2, urgent 1, the rest 0.
func (u Urgency) Rank() int {
	switch u {
	case Urgent:
		return 1
	case Emergency:
		return 2
	}
	return 0
}

// Sooner reports whether u presses more than another.
func (u Urgency) Sooner(than Urgency) bool { return u.Rank() > than.Rank() }

// Team answers for work: it has members, hours, holidays and a zone.
type Team struct {
	ID     TeamID
	Org    OrgID
	Name   string // "St Luke triage"
	Lead   UserID // where escalation goes
	Cover  TeamID // who is asked outside its hours for urgent work; may be empty
	Hours  Hours
	Active bool
}

// Hours are when a team works: per weekday (0 is Sunday) minutes from midnight
// to midnight in Zone, and the days it is shut ("2026-12-25").
type Hours struct {
	Zone     string
	Open     [7][2]int // {510, 1020} is 08:30 to 17:00; {0, 0} is shut
	Holidays []string
}

// User is somebody at work in an organization: their seat there. Who works in
// several has a seat in each, and one password that lets them in to all.
type User struct {
	ID           UserID
	Email        string
	Name         Name
	Practitioner PractitionerID // empty for staff
	Org          OrgID
	Login        UserID `json:",omitempty"` // the account whose password lets them in here too; empty is its own
	Invited      bool   `json:",omitempty"` // asked to come, and has not yet
	Active       bool
	KeysOff      bool // single-letter keys switched off (WCAG 2.1.4)
	Told         Told `json:",omitzero"`
}

// Membership is a user in a team with what they do there.
type Membership struct {
	User  UserID
	Team  TeamID
	Roles []Job
	Until time.Time // zero is open
}

// Job is what somebody does: the columns of loop.md's table of acts.
type Job string

// Jobs.
const (
	ReferringClinician Job = "RC"
	ReferringStaff     Job = "RS"
	Intake             Job = "RX"
	TriageNurse        Job = "TN"
	Specialist         Job = "SP"
	Scheduler          Job = "SC"
	Imaging            Job = "IM"
	PatientSelf        Job = "PT"
	TeamLead           Job = "TL"
	Admin              Job = "AD"
	System             Job = "SY"
	PrivacyOfficer     Job = "PO"
	Engineer           Job = "IE"
	Quality            Job = "QL"
	LinkHolder         Job = "LK" // of a receiver without an account, by a link into one referral
)

// Delegation lets one user act for a clinician; both names are kept.
type Delegation struct {
	For   PractitionerID // the clinician
	To    UserID         // who acts for them
	Sign  bool           // may send what the clinician has not signed (sign-on-behalf policy)
	Cover bool           // a named cover: may acknowledge
	From  time.Time
	Until time.Time // zero is open

	By       UserID `json:",omitempty"` // the lead who said that the clinician is out; empty: it was named
	Waits    bool   `json:",omitempty"` // a cover that was asked for and not accepted yet: it holds for nothing
	Declined bool   `json:",omitempty"` // who was asked said no
	Why      string `json:",omitempty"` // and why, in their words, for who asked them
}

// OnCall says who answers for a team now, for emergencies and actionable results.
type OnCall struct {
	Team        TeamID
	User        UserID
	Phone       string
	From, Until time.Time
}

// Client is a system with credentials and the organizations it acts for.
type Client struct {
	ID     ClientID
	Name   string
	Orgs   []OrgID
	Scopes []string // "system/ServiceRequest.cruds"
	Feed   bool     // it tells; it is never refused
	Active bool
}
