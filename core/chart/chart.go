// Package chart is what is written about a patient: documents with their
// author, source and kind, kept byte for byte under their hash.
package chart

import (
	"time"

	"referd/base/code"
	"referd/core/party"
)

// DocumentID names a document. It is random and says nothing of its content.
type DocumentID string

// Document describes bytes in the vault.
type Document struct {
	ID       DocumentID
	Patient  party.PatientID // empty for a comment that names nobody
	Kind     Kind
	Type     code.Concept // LOINC where known
	Title    string
	Media    string // sniffed content type, not the claimed one
	Size     int64
	Hash     string // SHA-256 of the bytes, salted per installation; hex
	Author   party.PractitionerID
	By       party.UserID
	Org      party.OrgID // whose document it is
	Source   string      // "house", "fhir:demo-ehr"
	Guard    Guard       // was it checked to be about this patient?
	Held     string      // why it is held back from readers; empty is not held
	Written  time.Time
	Received time.Time
}

// Kind is what a document is for.
type Kind string

// Kinds of document.
const (
	Comment     Kind = "comment" // words beside an act
	Question    Kind = "question"
	Letter      Kind = "letter"
	Report      Kind = "report"
	Advice      Kind = "advice"
	Message     Kind = "message"
	Attachment  Kind = "attachment"
	PatientWord Kind = "patient-word" // the patient's own words: act, call or letter
	Inbound     Kind = "inbound"      // a body kept as it came
)

// Guard is the wrong-patient guard's three states, and a person's word.
type Guard string

// Guard states.
const (
	Unread   Guard = ""          // could not be read: not checked
	Names    Guard = "names"     // it names this patient
	Differs  Guard = "differs"   // it names someone else: a person must look
	Accepted Guard = "confirmed" // a person confirmed it is about this patient
)
