package said

import "slices"

// What lists of a directory say.

var (
	numberField    = Field{"id", "Number", "Your number for it; the same row again is found by it", false, "id, key, code, identifier, external id, row id"}
	npiField       = Field{"npi", "NPI", "Ten digits; the last checks the others", false, "npi number, national provider identifier, provider npi, npi no, group npi, individual npi"}
	phoneField     = Field{"phone", "Phone", "", false, "telephone, phone number, main phone, office phone, work phone, tel, practice phone, direct line"}
	activeField    = Field{"active", "Still there", "yes or no; no is left out", false, "active, in use, enabled, status"}
	ofField        = Field{"organization", "Organization", "By name or NPI; empty: yours", false, "practice, practice name, organization name, facility, facility name, group, group name, site, company, employer"}
	specialtyField = Field{"specialty", "Specialty", "By the name offered here, or its NUCC code", false, "taxonomy, taxonomy code, nucc, primary specialty, provider specialty, specialty name, speciality"}
)

var organizationFields = slices.Concat([]Field{
	{"name", "Name", "", true, "organization, organization name, practice, practice name, facility, facility name, company, group name, site name"},
	npiField, phoneField,
	{"fax", "Fax", "", false, "fax number, office fax, fax no"},
	{"email", "E-mail", "Where a link is mailed", false, "email address, e mail, mail"},
}, addressFields, []Field{
	{"zone", "Time zone", "As America/Chicago; empty: yours", false, "timezone, tz"},
	numberField, activeField,
})

var locationFields = slices.Concat([]Field{
	{"name", "Name", "As patients and your people know the place", true, "location, location name, site, site name, place, facility, facility name, clinic, building"},
	ofField, phoneField,
}, addressFields, []Field{numberField, activeField})

var serviceFields = []Field{
	{"name", "Name", "As those who refer look for it", true, "service, service name, department, department name, clinic, clinic name"},
	ofField,
	{"specialty", "Specialty", "By the name offered here, or its NUCC code", true, specialtyField.words},
	phoneField,
	{"location", "Place", "By its name here", false, "site, place, location name, clinic location"},
	{"intake", "Intake team", "Who opens what comes; for a service of your own", false, "intake, opens"},
	{"triage", "Triage team", "Who decides", false, "triage, decides, review team"},
	{"scheduling", "Scheduling team", "Who books", false, "scheduling, books, scheduler"},
	{"clinic", "Clinic team", "Who sees the patient and reports", false, "clinic staff, sees"},
	numberField, activeField,
}

var namedFields = []Field{
	{"name", "Name", "The whole name in one column: Family, Given, or Given Family", false, "full name, provider name, clinician, provider, physician, staff name, employee, user, display name"},
	{"family", "Family name", "", false, "last name, lastname, surname, last, family, lname, provider last name, name last"},
	{"given", "Given names", "", false, "first name, firstname, first, given name, given, fname, provider first name, name first"},
	{"middle", "Middle name", "", false, "middle, middle initial, mi"},
	{"prefix", "Title", "Dr, or nothing", false, "prefix, salutation"},
}

var clinicianFields = slices.Concat(namedFields, []Field{npiField, specialtyField, ofField, numberField, activeField})

var peopleFields = slices.Concat(namedFields, []Field{
	{"email", "Work e-mail", "They sign in with it; the same person again is found by it", true, "email, email address, e mail, e-mail, mail, user name, username, login, work email"},
	{"team", "Team", "By its name here", true, "department, group, unit, team name, pool"},
	{"jobs", "What they do", "Intake, Scheduling, Referring clinician …; several with commas", true, "job, jobs, role, roles, job title, title or role, function, position, security role, access"},
	npiField, specialtyField, activeField,
})

// Jobs are what people do here, in the words of the pages and of other systems.
var Jobs = table([2]string{"RC", "referring clinician, rc, pcp, primary care physician, referring provider, referring physician, ordering provider"}, [2]string{"RS", "referring staff, rs, referral coordinator, referral staff, medical assistant, ma"}, [2]string{"RX", "intake, rx, front desk, intake coordinator, intake specialist"},
	[2]string{"TN", "triage, tn, triage nurse, nurse triage"}, [2]string{"SP", "specialist, sp, consultant, consulting physician, attending"}, [2]string{"SC", "scheduling, sc, scheduler, scheduling staff"}, [2]string{"IM", "imaging, im, radiologist"},
	[2]string{"TL", "team lead, tl, lead, supervisor"}, [2]string{"QL", "service-line lead, ql, quality"}, [2]string{"PO", "privacy officer, po"}, [2]string{"IE", "integration engineer, ie"}, [2]string{"AD", "administrator, ad, admin, practice manager, office manager"})
