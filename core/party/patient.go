package party

import (
	"encoding/json"
	"fmt"
	"io"
	"log/slog"
	"time"

	"referd/base/code"
)

// Name is how a person is called.
type Name struct {
	Family string
	Given  []string
	Prefix string // "Mrs", "Dr"
}

// Patient is one organization's record of a person. It cannot be printed:
// logs, errors and stray JSON get the id.
type Patient struct {
	ID          PatientID
	Org         OrgID // who registered it
	Identifiers []code.Identifier
	Name        Name
	Born        Date
	Sex         string // FHIR administrative-gender: male, female, other, unknown
	Phones      []Phoned
	Email       string
	Address     Address
	Language    string // BCP 47; what the patient reads
	Interpreter bool
	Access      string // "Cannot climb stairs", in the registrar's words
	Allergies   string // "penicillin (rash, 2009)"; empty is "not recorded"
	Safe        SafeContact
	Deceased    time.Time
	Active      bool
}

// Phoned is a number and what it is for.
type Phoned struct{ Number, Use string }

// Date is a calendar day that may lack its day or month: "1961-11-12", "1961-11", "1961".
type Date string

// Format keeps a patient out of every verb of every print and error.
func (p Patient) Format(f fmt.State, _ rune) { io.WriteString(f, string(p.ID)) }

// LogValue keeps a patient out of the log.
func (p Patient) LogValue() slog.Value { return slog.StringValue(string(p.ID)) }

// MarshalJSON keeps a patient out of JSON nobody meant to write; the store and
// the edges that mean to have shapes of their own.
func (p Patient) MarshalJSON() ([]byte, error) { return json.Marshal(p.ID) }
