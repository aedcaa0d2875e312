package demo

import (
	"fmt"
	"math/rand/v2"
	"time"

	"referd/base/code"
	"referd/core/party"
)

// MRN systems of the organizations that register patients.
func mrnSystem(org string) string {
	return "urn:oid:2.16.840.1.113883.19.5." + map[string]string{"lakeside": "1", "stluke": "2", "harbor": "3"}[org]
}

var families = []string{
	"Adeyemi", "Almeida", "Andersen", "Aydin", "Banerjee", "Barros", "Becker", "Bianchi", "Boateng", "Brown", "Castillo", "Cohen", "Costa", "Dalgaard", "Diallo", "Diaz",
	"Dubois", "Eriksen", "Fernandez", "Fischer", "Forde", "Garcia", "Gonzalez", "Haas", "Hansen", "Hoffmann", "Holm", "Ibrahim", "Ito", "Jansen", "Jimenez", "Kaya",
	"Keller", "Khan", "Kim", "Kowalczyk", "Kovacs", "Larsen", "Lindqvist", "Lopez", "Mbeki", "Mensah", "Moreau", "Morales", "Nakamura", "Ndiaye", "Nguyen", "Novak",
	"O'Connell", "Okafor", "Oliveira", "Ortiz", "Osei", "Patel", "Pereira", "Petrov", "Popescu", "Quispe", "Ramos", "Reyes", "Rossi", "Saito", "Santos", "Schmidt",
	"Silva", "Singh", "Sorensen", "Szczepankowski-Wojciechowska", "Tanaka", "Torres", "Tran", "Ueda", "Vargas", "Virtanen", "Walker", "Washington", "Weber", "Yilmaz", "Zhang", "Ziegler",
}

var women = []string{"Elena", "Ruth", "Beatriz", "Astrid", "Hana", "Claire", "Folake", "Rosa", "Renee", "Yuki", "Maja", "Layla", "Giulia", "Ines", "Noor", "Agnes", "Wanda", "Carmen", "Ellen", "Priscila", "Amara", "Sofia", "Greta", "Mei", "Dolores", "Fatima", "Ewa", "Irma"}
var men = []string{"Daniel", "Mateo", "Petr", "Minh", "Avi", "Nikolai", "Karl", "Arun", "Walter", "Omar", "Kofi", "Lucas", "Tomas", "Henrik", "Jorge", "Samuel", "Viktor", "Emeka", "Paulo", "Ali", "Bruno", "Erik", "Hugo", "Jiro", "Leon", "Marek", "Noel", "Otto"}

// fixed are the patients whose stories the pages open with.
var fixed = []struct {
	given, family, prefix, born, sex, mrn, phone, language, access, allergies string
}{
	{"Elena", "Morales", "Mrs", "1961-11-12", "female", "LK 26 540", "(555) 010-4471", "es", "Cannot climb stairs", "penicillin (rash, 2009)"},
	{"Ruth", "Adams", "Mrs", "1955-04-23", "female", "LK 30 772", "(555) 010-6640", "en", "Hard of hearing, left", "sulfa (hives, 1998)"},
	{"Claire", "Dubois", "Mrs", "1957-09-02", "female", "LK 27 118", "(555) 010-5123", "en", "", "codeine (vomiting, 2015)"},
	{"Daniel", "Okafor", "Mr", "1958-02-03", "male", "LK 29 902", "(555) 010-3187", "en", "", ""},
	{"Giulia", "Rossi", "Ms", "2001-08-18", "female", "LK 35 284", "(555) 010-7702", "en", "", "none known"},
	{"Renee", "Washington", "Ms", "1979-09-17", "female", "LK 31 660", "(555) 010-8214", "en", "", "none known"},
	{"Beatriz", "Silva", "Ms", "1988-04-04", "female", "LK 28 934", "(555) 010-2876", "pt", "", ""},
	{"Astrid", "Holm", "Mrs", "1969-09-30", "female", "LK 29 813", "(555) 010-9034", "en", "", "none known"},
	{"Mateo", "Diaz", "Mr", "1974-03-08", "male", "LK 34 190", "(555) 010-1298", "es", "", "none known"},
	{"Hana", "Kim", "Ms", "1992-02-12", "female", "LK 33 027", "(555) 010-6071", "en", "", ""},
	{"Petr", "Novak", "Mr", "1959-10-19", "male", "LK 19 556", "(555) 010-7455", "en", "Walks with a frame", "none known"},
	{"Minh", "Tran", "Mr", "1966-01-30", "male", "LK 31 504", "(555) 010-3349", "vi", "", "none known"},
	{"Elvira", "Morales", "Mrs", "1970-01-03", "female", "LK 31 045", "(555) 010-4479", "es", "", ""},
	{"Arun", "Banerjee", "Mr", "1949-05-27", "male", "LK 10 266", "(555) 010-2204", "en", "Lives alone", "iodine contrast (hives, 2018)"},
}

// fixedPatient is the i-th of them as Lakeside registered it.
func fixedPatient(i int, now time.Time) party.Patient {
	f := fixed[i]
	return party.Patient{
		Org: "lakeside", Active: true, Name: named(f.prefix, f.given, f.family), Born: party.Date(f.born), Sex: f.sex,
		Identifiers: []code.Identifier{{System: mrnSystem("lakeside"), Value: f.mrn, Type: "MR"}},
		Phones:      []party.Phoned{{Number: f.phone, Use: "mobile"}}, Language: f.language, Interpreter: f.language != "en",
		Access: f.access, Allergies: f.allergies, Safe: party.SafeContact{How: "voice", Agreed: now.AddDate(0, -2, 0)},
		Address: party.Address{Lines: []string{fmt.Sprintf("%d Shore Road", 14+2*i)}, City: "Lakeside", State: "MA", PostalCode: "01201", Country: "US"},
	}
}

// madePatient is one of many, the same on every machine for the same n.
func madePatient(r *rand.Rand, n int, org string, now time.Time) party.Patient {
	sex, prefix, given := "female", "Mrs", women[r.IntN(len(women))]
	if r.IntN(2) == 0 {
		sex, prefix, given = "male", "Mr", men[r.IntN(len(men))]
	}
	born := now.AddDate(-18-r.IntN(72), -r.IntN(12), -r.IntN(28))
	language := "en"
	if r.IntN(6) == 0 {
		language = []string{"es", "es", "pt", "vi", "zh"}[r.IntN(5)]
	}
	return party.Patient{
		Org: party.OrgID(org), Active: true, Name: named(prefix, given, families[r.IntN(len(families))]),
		Born: party.Date(born.Format("2006-01-02")), Sex: sex,
		Identifiers: []code.Identifier{{System: mrnSystem(org), Value: fmt.Sprintf("%s %02d %03d", map[string]string{"lakeside": "LK", "stluke": "SL", "harbor": "HB"}[org], 40+n/1000, n%1000), Type: "MR"}},
		Phones:      []party.Phoned{{Number: fmt.Sprintf("(555) 01%d-%04d", 1+r.IntN(8), r.IntN(10000)), Use: "mobile"}},
		Language:    language, Interpreter: language != "en" && r.IntN(2) == 0,
		Allergies: []string{"", "none known", "none known", "penicillin (rash)", "sulfa (hives)", "latex"}[r.IntN(6)],
		Safe:      party.SafeContact{How: "voice", Agreed: now.AddDate(0, -1, 0)},
	}
}
