// Package code holds the small words every health format shares: a coded
// concept, an identifier with the system that gave it, a period.
package code

import (
	"strings"
	"time"
)

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

// Diagnosis reports whether a word has the form of an ICD-10-CM code, with or
// without its point: a letter, a digit, a letter or digit, and at most four more.
//
// Source: ICD-10-CM Official Guidelines for Coding and Reporting (CDC/NCHS), I.A.2.
func Diagnosis(s string) bool {
	s = strings.ToUpper(s)
	if len(s) < 3 || len(s) > 8 || s[0] < 'A' || s[0] > 'Z' || s[1] < '0' || s[1] > '9' {
		return false
	}
	for i, c := range s[2:] {
		if c == '.' && i != 1 || c != '.' && (c < '0' || c > '9') && (c < 'A' || c > 'Z') {
			return false
		}
	}
	return len(s) == 3 || s[3] == '.' && len(s) > 4 || s[3] != '.' && len(s) <= 7
}
