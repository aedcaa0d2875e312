// Package said is what the lists of other systems say, and how: the fields a row
// may have and the headings they stand under, days however they are written, and
// the words of other systems for what is coded here.
package said

import (
	"crypto/sha256"
	"encoding/hex"
	"slices"
	"strings"
	"unicode"
)

// Kind is what the rows of a list are.
type Kind string

// Kinds, in the order in which a house is filled.
const (
	Organizations Kind = "organizations"
	Locations     Kind = "locations"
	Services      Kind = "services"
	Clinicians    Kind = "clinicians"
	People        Kind = "people"
	Patients      Kind = "patients"
	Referrals     Kind = "referrals"
)

// Directory reports whether the rows of a kind are lines of the directory, which
// everybody sees, and no patients.
func (k Kind) Directory() bool { return k != Patients && k != Referrals }

// Field is something a row may say.
type Field struct {
	Key   string
	Label string // also the heading of what is given back
	Hint  string
	Need  bool
	words string // headings other systems give it, commas between
}

// Fields are what the rows of a kind may say, in the order of the forms.
func Fields(k Kind) []Field {
	switch k {
	case Organizations:
		return organizationFields
	case Locations:
		return locationFields
	case Services:
		return serviceFields
	case Clinicians:
		return clinicianFields
	case People:
		return peopleFields
	case Patients:
		return recordFields
	case Referrals:
		return referralFields
	}
	return nil
}

// Find is a field by its key; the zero is none.
func Find(k Kind, key string) Field {
	list := Fields(k)
	if i := slices.IndexFunc(list, func(f Field) bool { return f.Key == key }); i >= 0 {
		return list[i]
	}
	return Field{}
}

var addressFields = []Field{
	{"line", "Address", "Street and number", false, "street, street address, address 1, address line 1, address1, addr1, home address, mailing address, address line"},
	{"line2", "Address line 2", "", false, "address 2, address2, addr2, apt, unit, suite"},
	{"city", "City", "", false, "town, city name, home city"},
	{"state", "State", "", false, "province, region, st, state province"},
	{"postal", "ZIP code", "", false, "zip, zipcode, postal code, postcode, postal, zip postal code"},
	{"country", "Country", "", false, "country code"},
}

var patientFields = slices.Concat([]Field{
	{"number", "Record number", "Your number for the patient; the same row again is found by it", false, "mrn, medical record number, patient id, patient number, chart number, chart, chart no, account number, patient mrn, pid, patientid, record no, record, medical record, emr id, pt id, mr, mrn number, patient account number, enterprise id"},
	{"name", "Name", "The whole name in one column: Family, Given, or Given Family", false, "patient, patient name, full name, pt name, pt, member name, client name, client"},
	{"family", "Family name", "", false, "last name, lastname, surname, last, family, patient last name, lname, pt last name, patient last, name last"},
	{"given", "Given names", "", false, "first name, firstname, first, given name, given, patient first name, fname, pt first name, patient first, forename, forenames, name first"},
	{"middle", "Middle name", "", false, "middle, middle initial, mi, patient middle name"},
	{"prefix", "Title", "Mr, Mrs, Ms", false, "prefix, salutation"},
	{"born", "Birth date", "", true, "dob, date of birth, birthdate, birth date, born, patient dob, birthday, d o b, pt dob, patient date of birth"},
	{"sex", "Sex", "female, male, other or unknown; F, M, O, U", false, "gender, legal sex, patient sex, sex at birth, administrative sex, patient gender, pt sex, admin sex"},
	{"phone", "Phone", "", false, "telephone, phone number, home phone, primary phone, patient phone, preferred phone, phone 1, phone1, tel, contact number, pt phone, main phone, phone home, daytime phone"},
	{"mobile", "Mobile phone", "", false, "mobile, cell, cell phone, cellphone, mobile number, mobile phone number, phone 2, secondary phone, phone mobile, cell number, alternate phone"},
	{"email", "E-mail", "", false, "email address, e mail, mail, patient email, e mail address"},
}, addressFields, []Field{
	{"language", "Language", "en, es; or English, Spanish", false, "preferred language, primary language, patient language, lang, spoken language, language preference"},
	{"interpreter", "Needs an interpreter", "yes or no", false, "interpreter, interpreter needed, interpreter required, needs interpreter"},
	{"access", "Access needs", "In your words", false, "accessibility, mobility, special needs, accommodations, mobility needs"},
	{"allergies", "Allergies", "In your words", false, "allergy, allergy list"},
	{"deceased", "Deceased", "yes, or the day they died; their row is left out", false, "patient deceased, is deceased, deceased flag, deceased date, date of death, death date, dod, date deceased, vital status, living status"},
	{"patient", "Patient key", "What another list, or FHIR, calls the patient by", false, "patient reference, subject, patient key id"},
	{"numbersystem", "Number system", "Whose number the record number is, as FHIR names it; empty: yours", false, "identifier system, mrn system, assigning authority"},
	{"numbers", "Other numbers", "system|value, one a line", false, "other identifiers, identifiers"},
})

// recordFields are those of a patient, and what only a list of patients says.
var recordFields = slices.Concat(patientFields, []Field{
	{"active", "On record", "yes or no; no is left out", false, "active, active patient"},
})

// referralFields are those of the referral, and of its patient.
var referralFields = slices.Concat([]Field{
	{"id", "Referral number", "Your number for the referral; the same row again is found by it", false, "referral id, referral no, referral, referral order id, order number, order id, order no, order, ref no, ref id, case number, placer order number, referral order number, request id, external id"},
	{"status", "Status", "Where it stands; words of your system are asked about once", false, "referral status, order status, current status, stage, workqueue status, scheduling status, phase, wq status"},
	{"service", "Service", "By its name in the directory", true, "referred to, refer to, refer to department, to service, referred to department, referral to, department, clinic, referred to specialty, specialty, referred to clinic, to department, receiving service, service requested, refer to specialty, to specialty, refer to dept, destination"},
	{"receiver", "Receiving organization", "Where two have a service of that name", false, "referred to facility, receiving facility, to facility, refer to location, receiving organization, referred to organization, receiver"},
	{"sender", "Referring organization", "By name or NPI; empty: yours", false, "referring facility, referring practice, from facility, referred from, referring organization, source, from department, referring department, referring clinic, refer from, sender, referring location, referral source, referring office"},
	{"clinician", "Referring clinician", "By NPI or name", false, "clinician, referring provider, ordering provider, referred by, referring physician, ordering physician, requesting provider, referring doctor, authorizing provider, referring md, refer from provider, referring npi, referring provider npi"},
	{"urgency", "Urgency", "routine, urgent or emergency", false, "priority, referral priority, order priority, triage priority, acuity, urgency level"},
	{"sent", "Sent on", "Its clock starts then", false, "referral date, date of referral, date sent, sent, sent date, order date, ordered, date ordered, created, created date, date created, ordered date, authored, date of order, referral created, creation date, requested on, request date, start date, entry date, referral entry date"},
	{"received", "Received on", "", false, "date received, received, received date, referral received, referral received date"},
	{"decided", "Decided on", "Accepted, declined, asked, put on the list or on hold", false, "date accepted, accepted, accepted on, accepted date, decision date, reviewed on, review date, triage date, triaged, status date, date of status, status changed, last status change, approved date, status change date"},
	{"visit", "Appointment", "Day and time", false, "appointment date, appt date, appt, visit date, scheduled for, appointment time, appt date time, appointment date time, date of appointment, appt time, next appointment, scheduled date, first appointment, appt dttm"},
	{"booked", "Booked on", "When the appointment was made", false, "scheduled on, date scheduled, appt made, booking date, date booked, appt made on, appointment made, appt made date"},
	{"seen", "Seen on", "", false, "date seen, seen, visit completed, completed visit date, encounter date, seen date, checked out"},
	{"seenby", "Seen by", "The date by which the patient should be seen", false, "see by, should be seen by, target date, needed by, due by, must be seen by, wait target, expected by"},
	{"until", "On hold until", "", false, "hold until, deferred until, held until, postponed until"},
	{"why", "Reason for the status", "Why it was declined or is on hold", false, "status reason, decline reason, hold reason, reason for hold, denial reason, denied reason"},
	{"question", "Question", "What the referrer asks", false, "clinical question, reason for referral, referral reason, reason, question for consultant, indication, chief complaint, comments, reason for visit, referral comments, referral notes, reason for consult"},
	{"codes", "Diagnoses", "ICD-10-CM codes", false, "diagnosis code, diagnosis codes, icd, icd10, icd 10, icd code, icd codes, dx, dx code, dx codes, diagnosis, primary diagnosis, icd 10 code, icd10 code, primary dx, icd 10 codes"},
	{"authorization", "Authorization number", "", false, "auth, auth no, auth number, authorization, prior auth, prior authorization number, authorization no, prior auth number"},
	{"team", "Team", "The referring team that answers for it", false, "referring team, owner team, pool, workqueue"},
	{"person", "Who has it", "By e-mail or name", false, "assigned to, owner, assignee, assigned user, coordinator, assigned, referral coordinator, handled by, responsible"},
	{"code", "Code here", "Of a referral that was in referd before", false, "referd code"},
}, patientFields)

// Bare brings a heading to the form it is compared in: letters and digits.
func Bare(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			return unicode.ToLower(r)
		}
		return -1
	}, s)
}

// Means is the field a heading means, empty when none is sure.
func Means(k Kind, heading string) string {
	h := Bare(heading)
	if h == "" {
		return ""
	}
	for _, f := range Fields(k) {
		if h == Bare(f.Label) {
			return f.Key
		}
	}
	for _, f := range Fields(k) {
		for w := range strings.SplitSeq(f.words, ",") {
			if h == Bare(w) {
				return f.Key
			}
		}
	}
	return ""
}

// Guess names the columns by their headings. Of two that would be the same, and
// of two with one heading, none is named: a person says which counts.
func Guess(k Kind, headings []string) []string {
	out := make([]string, len(headings))
	count, named := map[string]int{}, map[string]int{}
	for i, h := range headings {
		out[i] = Means(k, h)
		named[out[i]]++
		count[Bare(h)]++
	}
	for i, h := range headings {
		if named[out[i]] > 1 && (count[Bare(h)] > 1 || !exact(k, h, out[i])) {
			out[i] = ""
		}
	}
	return out
}

// exact reports whether a heading is the field's own name.
func exact(k Kind, heading, key string) bool { return Bare(heading) == Bare(Find(k, key).Label) }

// Set is the digest of a set of headings: the same columns in another order are
// the same list.
func Set(headings []string) string {
	list := make([]string, len(headings))
	for i, h := range headings {
		list[i] = Bare(h)
	}
	slices.Sort(list)
	return Digest(strings.Join(list, "\x00"))
}

// Digest is the SHA-256 of a text, in hex.
func Digest(s string) string { h := sha256.Sum256([]byte(s)); return hex.EncodeToString(h[:]) }
