// Package cast is who and what the demo is made of: people, organizations,
// partners, clinical questions with their answers, and the calendar they live
// by. Nobody in it exists.
package cast

import (
	"referd/base/code"
	"referd/core/party"
)

// Password of every demo account.
const Password = "referd-demo"

// The demo FHIR client and its secret.
const (
	ClientID     = "demo-ehr"
	ClientSecret = "referd-demo"
)

// Place is an organization of the demo network with its teams.
type Place struct {
	ID, Name, Phone string
	Channel         party.Channel
	NPI             string
	Lines           []string
	City            string
	Fax, Email      string
}

// Places are the organizations. Ids are fixed so that the same links work on every machine.
var Places = []Place{
	{"lakeside", "Lakeside Family Practice", "(555) 010-1100", party.House, "1000500078", []string{"12 Shore Road"}, "Lakeside", "(555) 010-1101", ""},
	{"stluke", "St Luke Medical Center", "(555) 010-2200", party.House, "1000500144", []string{"400 Hospital Drive"}, "Lakeside", "", ""},
	{"harbor", "Harbor Imaging", "(555) 010-3300", party.House, "1000500219", []string{"7 Pier Street"}, "Harbor", "", ""},
	{"pine", "Pine Street Dermatology", "(555) 010-4400", party.Phone, "1000500284", []string{"88 Pine Street"}, "Lakeside", "(555) 010-4401", "frontdesk@pinestreet.example"},
	{"valley", "Valley Endocrinology", "(555) 010-5500", party.FHIR, "1000500359", []string{"3 Valley Road"}, "Milltown", "", ""},
	{"northgate", "Northgate Hospital", "(555) 010-6600", party.Feed, "1000500425", []string{"1 North Gate"}, "Northgate", "", ""},
	{"cityheart", "City Heart Group", "(555) 010-7700", party.FHIR, "1000500490", []string{"200 Center Square"}, "Milltown", "", ""},
	{"elm", "Elm Orthopedics", "(555) 010-8800", party.FHIR, "1000500565", []string{"31 Elm Avenue"}, "Lakeside", "(555) 010-8801", "referrals@elmortho.example"},
}

// OperatorOf is the number of an organization that is answered at any hour.
func OperatorOf(org string) string {
	for _, p := range Places {
		if p.ID == org {
			return p.Phone[:len(p.Phone)-2] + "99"
		}
	}
	return ""
}

// The NPIs have a right check digit and lie below the first one ever issued.

// Person is somebody of the demo with or without an account.
type Person struct {
	ID, Email   string
	Name        party.Name
	Org         string
	NPI         string // clinicians only
	Specialty   code.Concept
	Memberships map[string][]party.Job // team → jobs
}

func nucc(c, display string) code.Concept {
	return code.Concept{System: code.NUCC, Code: c, Display: display}
}

var (
	familyMedicine = nucc("207Q00000X", "Family Medicine")
	cardio         = nucc("207RC0000X", "Cardiovascular Disease")
	neuro          = nucc("2084N0400X", "Neurology")
	gastroenter    = nucc("207RG0100X", "Gastroenterology")
	pulmo          = nucc("207RP1001X", "Pulmonary Disease")
	uro            = nucc("208800000X", "Urology")
	rheum          = nucc("207RR0500X", "Rheumatology")
	ortho          = nucc("207X00000X", "Orthopaedic Surgery")
	endo           = nucc("207RE0101X", "Endocrinology, Diabetes & Metabolism")
	derma          = nucc("207N00000X", "Dermatology")
	diagnostic     = nucc("2085R0202X", "Diagnostic Radiology")
)

func named(prefix, given, family string) party.Name {
	return party.Name{Prefix: prefix, Given: []string{given}, Family: family}
}

// Staff are the people with an account.
var Staff = []Person{
	{"rivera", "rivera@lakeside.example", named("Dr", "Ana", "Rivera"), "lakeside", "1000500631", familyMedicine, map[string][]party.Job{"lakeside-team": {party.ReferringClinician, party.TeamLead}}},
	{"park", "park@lakeside.example", named("Dr", "Lee", "Park"), "lakeside", "1000500706", familyMedicine, map[string][]party.Job{"lakeside-team": {party.ReferringClinician, party.TeamLead}}},
	{"moss", "moss@lakeside.example", named("", "Sam", "Moss"), "lakeside", "", code.Concept{}, map[string][]party.Job{"lakeside-team": {party.ReferringStaff}}},
	{"haddad", "intake@stluke.example", named("", "Noor", "Haddad"), "stluke", "", code.Concept{}, map[string][]party.Job{"stluke-intake": {party.Intake, party.TeamLead}}},
	{"brandt", "nurse@stluke.example", named("", "Jo", "Brandt"), "stluke", "", code.Concept{}, map[string][]party.Job{"stluke-triage": {party.TriageNurse, party.TeamLead}}},
	{"chen", "chen@stluke.example", named("Dr", "Wei", "Chen"), "stluke", "1000500771", cardio, map[string][]party.Job{"stluke-clinic": {party.Specialist, party.TeamLead}, "stluke-triage": {party.Specialist}}},
	{"nair", "schedule@stluke.example", named("", "Priya", "Nair"), "stluke", "", code.Concept{}, map[string][]party.Job{"stluke-scheduling": {party.Scheduler, party.TeamLead}}},
	{"ortega", "tech@harbor.example", named("", "Luis", "Ortega"), "harbor", "", code.Concept{}, map[string][]party.Job{"harbor-desk": {party.Intake, party.Scheduler, party.Imaging}}},
	{"sato", "radiology@harbor.example", named("Dr", "Mina", "Sato"), "harbor", "1000500847", diagnostic, map[string][]party.Job{"harbor-reading": {party.Specialist, party.Imaging, party.TeamLead}, "harbor-desk": {party.Specialist, party.TeamLead}}},
	{"adler", "quality@stluke.example", named("", "Ruth", "Adler"), "stluke", "", code.Concept{}, map[string][]party.Job{"stluke-office": {party.Quality, party.TeamLead}}},
	{"weiss", "privacy@stluke.example", named("", "Tom", "Weiss"), "stluke", "", code.Concept{}, map[string][]party.Job{"stluke-office": {party.PrivacyOfficer}}},
	{"flynn", "interfaces@stluke.example", named("", "Ada", "Flynn"), "stluke", "", code.Concept{}, map[string][]party.Job{"stluke-office": {party.Engineer}}},
	{"olsen", "admin@stluke.example", named("", "Kay", "Olsen"), "stluke", "", code.Concept{}, map[string][]party.Job{"stluke-office": {party.Admin}}},
	{"ellis", "ellis@lakeside.example", named("", "Maya", "Ellis"), "lakeside", "", code.Concept{}, map[string][]party.Job{"lakeside-team": {party.ReferringStaff}}},
}

// Seat is where a person of the staff works as well, by the same account.
type Seat struct {
	Person
	Login string // whose password lets them in
}

// Seats are those of who works in two organizations: Maya Ellis is at Lakeside in
// the morning and at the front desk of Harbor after.
var Seats = []Seat{
	{Person{"ellis-harbor", "ellis@harbor.example", named("", "Maya", "Ellis"), "harbor", "", code.Concept{}, map[string][]party.Job{"harbor-desk": {party.Intake, party.Scheduler}}}, "ellis"},
}

// Outside are clinicians without an account, named in the directory.
var Outside = []Person{
	{"haidari", "", named("Dr", "Omar", "Haidari"), "valley", "1000500912", endo, nil},
	{"lindholm", "", named("Dr", "Karin", "Lindholm"), "pine", "1000500987", derma, nil},
	{"ode", "", named("Dr", "Femi", "Ode"), "northgate", "1000501050", neuro, nil},
	{"castell", "", named("Dr", "Marc", "Castell"), "cityheart", "1000501126", cardio, nil},
	{"bauer", "", named("Dr", "Inge", "Bauer"), "elm", "1000501191", ortho, nil},
}

// Team is a staffed team; leads come from people by the order below.
type Team struct{ ID, Org, Name, Lead string }

// Teams are those of the organizations that work here.
var Teams = []Team{
	{"lakeside-team", "lakeside", "Lakeside practice", "rivera"},
	{"stluke-intake", "stluke", "St Luke intake", "haddad"},
	{"stluke-triage", "stluke", "St Luke triage", "brandt"},
	{"stluke-scheduling", "stluke", "St Luke scheduling", "nair"},
	{"stluke-clinic", "stluke", "St Luke clinics", "chen"},
	{"stluke-office", "stluke", "St Luke office", "adler"},
	{"harbor-desk", "harbor", "Harbor front desk", "sato"},
	{"harbor-reading", "harbor", "Harbor reading room", "sato"},
}

// Offer is a service somebody can be referred to.
type Offer struct {
	ID, Org, Name, Story string // story names the stories it hears
	Specialty            code.Concept
	Needs                []party.Need
}

func need(c, label, why string, required, document bool) party.Need {
	return party.Need{Code: c, Label: label, Why: why, Required: required, Document: document}
}

// Offers are the services of the network.
var Offers = []Offer{
	{"stluke-cardiology", "stluke", "St Luke Cardiology", Cardiology, cardio, []party.Need{
		need("ecg", "12-lead ECG tracing", "We decide how soon from the tracing itself.", true, true),
		{Code: "weight", Label: "Weight in kg", Why: "Doses depend on it.", Required: true, Unit: "kg", Low: "1", High: "400", LOINC: []string{"29463-7", "3141-9"}, Days: 90},
		need("medicines", "Current medicines", "To know what was tried.", false, false)}},
	{"stluke-neurology", "stluke", "St Luke Neurology", Neurology, neuro, []party.Need{
		need("history", "What a witness saw, or a headache diary", "It decides more than the scan does.", true, false)}},
	{"stluke-gastro", "stluke", "St Luke Gastroenterology", Gastro, gastroenter, []party.Need{
		need("bloods", "Blood count and ferritin with dates", "They decide which end first.", true, false)}},
	{"stluke-pulmonology", "stluke", "St Luke Pulmonology", Pulmonology, pulmo, []party.Need{
		need("images", "Earlier chest images", "Growth is the question.", true, true)}},
	{"stluke-urology", "stluke", "St Luke Urology", urology, uro, []party.Need{
		need("urine", "Urine culture", "An infection changes the number.", false, false)}},
	{"stluke-rheumatology", "stluke", "St Luke Rheumatology", Rheuma, rheum, nil},
	{"stluke-orthopedics", "stluke", "St Luke Orthopedics", Orthopedics, ortho, []party.Need{
		need("films", "Films of the last six months", "We plan on them.", true, true)}},
	{"stluke-endocrinology", "stluke", "St Luke Endocrinology", endocrine, endo, []party.Need{
		need("antibodies", "Thyroid antibodies", "They decide the drug.", false, false)}},
	{"harbor-imaging", "harbor", "Harbor Imaging: ultrasound, CT, MRI", Radiology, diagnostic, []party.Need{
		{Code: "kidney", Label: "Creatinine of the last 3 months", Why: "For contrast.", LOINC: []string{"2160-0"}, Days: 92}}},
	{"pine-dermatology", "pine", "Pine Street Dermatology", dermatology, derma, nil},
	{"valley-endocrinology", "valley", "Valley Endocrinology", endocrine, endo, nil},
	{"northgate-neurology", "northgate", "Northgate Headache Clinic", Neurology, neuro, nil},
	{"cityheart-cardiology", "cityheart", "City Heart Cardiology", Cardiology, cardio, nil},
	{"elm-orthopedics", "elm", "Elm Orthopedics", Orthopedics, ortho, nil},
}
