package cast

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"time"

	"referd/base/code"
	"referd/core/party"
)

// mrnSystem is whose record numbers are which.
func mrnSystem(org string) string {
	return "urn:oid:2.16.840.1.113883.19.5." + map[string]string{"lakeside": "1", "stluke": "2", "harbor": "3", "northgate": "4", "cityheart": "5", "valley": "6", "pine": "7", "elm": "8"}[org]
}

// MRN is the i-th record number of an organization, in its own form.
func MRN(org string, i int) string {
	switch org {
	case "lakeside":
		return fmt.Sprintf("LK %02d %03d", 40+i/1000, i%1000)
	case "stluke":
		return fmt.Sprintf("SL %03d %03d", 300+i/1000, i%1000)
	case "harbor":
		return fmt.Sprintf("HB %05d", 20000+i)
	}
	return fmt.Sprintf("%s-%05d", map[string]string{"northgate": "NG", "cityheart": "CH", "valley": "VE", "pine": "PS", "elm": "EO"}[org], 10000+i)
}

var families = []string{
	"Adeyemi", "Almeida", "Andersen", "Aydın", "Banerjee", "Barros", "Bąk", "Becker", "Bianchi", "Boateng", "Brown", "Castillo", "Cohen", "Costa", "Dąbrowski", "Dalgaard", "Diallo", "Díaz",
	"Dubois", "Đặng", "Eriksen", "Fernández", "Fischer", "Forde", "García", "González", "Haas", "Hansen", "Hoffmann", "Holm", "Huỳnh", "Ibáñez", "Ibrahim", "Ito", "Jansen", "Jiménez", "Kaya",
	"Keller", "Khan", "Kim", "Kowalczyk", "Kovács", "Larsen", "Lê", "Lindqvist", "López", "Łukasik", "Mbeki", "Mensah", "Moreau", "Muñoz", "Nakamura", "Ndiaye", "Nguyễn", "Novák", "Núñez",
	"O'Connell", "Okafor", "Oliveira", "Ortiz", "Osei", "Patel", "Peña", "Pereira", "Petrov", "Phạm", "Popescu", "Quispe", "Ramos", "Reyes", "Rossi", "Saito", "Santos", "Schmidt",
	"Silva", "Singh", "Sørensen", "Szczepankowska-Wojciechowska", "Tanaka", "Torres", "Trần", "Ueda", "Vargas", "Virtanen", "Walker", "Weber", "Wiśniewski", "Wójcik", "Yılmaz", "Zhang", "Ziegler", "Żak",
}

var women = []string{"Elena", "Ruth", "Beatriz", "Astrid", "Hana", "Claire", "Folake", "Rosa", "Renée", "Yuki", "Maja", "Layla", "Giulia", "Inés", "Noor", "Agnieszka", "Wanda", "Carmen", "Ellen", "Priscila", "Amara", "Sofía", "Greta", "Mei", "Dolores", "Fatima", "Ewa", "Irma", "Hồng", "Lan", "Małgorzata"}
var men = []string{"Daniel", "Mateo", "Petr", "Minh", "Avi", "Nikolai", "Karl", "Arun", "Walter", "Omar", "Kofi", "Lucas", "Tomás", "Henrik", "Jorge", "Samuel", "Viktor", "Emeka", "Paulo", "Ali", "Bruno", "Erik", "Hugo", "Jiro", "León", "Marek", "Noel", "Otto", "Đức", "Stanisław", "Zbigniew"}

// Names are the words the demo's patients are called by.
func Names() []string { return slices.Concat(families, women, men) }

// MadePatient is one of many, the same on every machine.
func MadePatient(r *rand.Rand, i int, org string, now time.Time) party.Patient {
	sex, prefix, given := "female", "Mrs", women[r.IntN(len(women))]
	if r.IntN(2) == 0 {
		sex, prefix, given = "male", "Mr", men[r.IntN(len(men))]
	}
	born := now.AddDate(-18-r.IntN(72), -r.IntN(12), -r.IntN(28))
	language := "en"
	if r.IntN(6) == 0 {
		language = []string{"es", "es", "pt", "vi", "pl"}[r.IntN(5)]
	}
	return party.Patient{
		Org: party.OrgID(org), Active: true, Name: named(prefix, given, families[r.IntN(len(families))]),
		Born: party.Date(born.Format("2006-01-02")), Sex: sex, Identifiers: Numbered(org, MRN(org, i)),
		Phones:   []party.Phoned{{Number: fmt.Sprintf("(555) 01%d-%04d", 1+r.IntN(8), r.IntN(10000)), Use: "mobile"}},
		Language: language, Interpreter: language != "en" && r.IntN(2) == 0,
		Allergies: []string{"", "none known", "none known", "penicillin (rash)", "sulfa (hives)", "latex"}[r.IntN(6)],
		Safe:      party.SafeContact{Ways: []party.Way{party.ByCall, party.ByVoicemail}, Agreed: now.AddDate(0, -1, 0)},
		Address:   party.Address{Lines: []string{fmt.Sprintf("%d %s", 3+r.IntN(900), streets[r.IntN(len(streets))])}, City: "Lakeside", State: "WI", PostalCode: "53190", Country: "US"},
	}
}

// Numbered is a record number as an identifier of its organization.
func Numbered(org, number string) []code.Identifier {
	return []code.Identifier{{System: mrnSystem(org), Value: number, Type: "MR"}}
}
