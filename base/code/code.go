// Package code holds the small words every health format shares: a coded
// concept, an identifier with the system that gave it, a period.
package code

import "time"

// Concept is a code from a system, with the words the sender used for it.
type Concept struct {
	System  string `json:"s,omitempty"` // a URI, as FHIR writes it
	Code    string `json:"c,omitempty"`
	Display string `json:"d,omitempty"`
}

// Identifier is a name somebody gave to somebody or something.
type Identifier struct {
	System string `json:"s,omitempty"` // a URI: who gave it
	Value  string `json:"v"`
	Type   string `json:"t,omitempty"` // HL7 table 0203: MR, PLAC, FILL, NPI …
}

// Period is a stretch of time; a zero end is open.
type Period struct{ Start, End time.Time }

// Systems whose codes the house itself reads.
const (
	NPI      = "http://hl7.org/fhir/sid/us-npi"
	NUCC     = "http://nucc.org/provider-taxonomy"
	ICD10    = "http://hl7.org/fhir/sid/icd-10-cm"
	LOINC    = "http://loinc.org"
	SNOMED   = "http://snomed.info/sct"
	Language = "urn:ietf:bcp:47"
)
