package demo

import (
	"fmt"
	"math/rand/v2"
	"time"

	"referd/base/code"
	"referd/base/id"
	"referd/core/party"
	"referd/desk"
	"referd/store"
)

// mrnSystem is whose record numbers are which.
func mrnSystem(org string) string {
	return "urn:oid:2.16.840.1.113883.19.5." + map[string]string{"lakeside": "1", "stluke": "2", "harbor": "3", "northgate": "4", "cityheart": "5", "valley": "6", "pine": "7", "elm": "8"}[org]
}

// mrn is the i-th record number of an organization, in its own form.
func mrn(org string, i int) string {
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

// madePatient is one of many, the same on every machine.
func madePatient(r *rand.Rand, i int, org string, now time.Time) party.Patient {
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
		Born: party.Date(born.Format("2006-01-02")), Sex: sex, Identifiers: numbered(org, mrn(org, i)),
		Phones:   []party.Phoned{{Number: fmt.Sprintf("(555) 01%d-%04d", 1+r.IntN(8), r.IntN(10000)), Use: "mobile"}},
		Language: language, Interpreter: language != "en" && r.IntN(2) == 0,
		Allergies: []string{"", "none known", "none known", "penicillin (rash)", "sulfa (hives)", "latex"}[r.IntN(6)],
		Safe:      party.SafeContact{How: "voice", Agreed: now.AddDate(0, -1, 0)},
		Address:   party.Address{Lines: []string{fmt.Sprintf("%d %s", 3+r.IntN(900), []string{"Shore Road", "Mill Lane", "Third Street", "Orchard Avenue", "Ferry Street"}[r.IntN(5)])}, City: "Lakeside", State: "WI", PostalCode: "53190", Country: "US"},
	}
}

func numbered(org, number string) []code.Identifier {
	return []code.Identifier{{System: mrnSystem(org), Value: number, Type: "MR"}}
}

// register puts everybody on record: those with a name in the stories first,
// and n others shared among those who refer. Who is sent to the hospital or to
// the imaging center is on record there too, under a number of theirs.
func (m *maker) register(n int) error {
	type record struct {
		key string
		p   party.Patient
		at  map[string]string // organization → number
	}
	from := m.d.Now()
	var all []record
	for i, f := range known {
		p := f.patient(from)
		all = append(all, record{f.key(), p, map[string]string{"stluke": f.sl, "harbor": mrn("harbor", i)}})
	}
	for i := range n {
		org := "lakeside"
		if i%3 == 2 {
			org = outsiders[i/3%len(outsiders)]
		}
		x := record{p: madePatient(m.r, i, org, from), at: map[string]string{"stluke": mrn("stluke", i)}}
		if i%5 == 0 {
			x.at["harbor"] = mrn("harbor", len(known)+i)
		}
		all = append(all, x)
	}
	for lo := 0; lo < len(all); lo += 500 {
		err := m.d.Write(m.ctx, desk.System("demo"), "history", func(w *desk.Writing) error {
			tx := w.Tx.As(store.Scope{System: true})
			for _, x := range all[lo:min(lo+500, len(all))] {
				x.p.ID = party.PatientID(id.New(from))
				if err := tx.PutPatient(x.p); err != nil {
					return err
				}
				if x.key != "" {
					m.named[x.key] = x.p.ID
				} else {
					m.pats[string(x.p.Org)] = append(m.pats[string(x.p.Org)], x.p.ID)
				}
				for org, number := range x.at {
					other := x.p
					other.ID, other.Org, other.Identifiers = party.PatientID(id.New(from)), party.OrgID(org), numbered(org, number)
					if err := tx.PutPatient(other); err != nil {
						return err
					}
					if err := tx.LinkPersons(x.p.ID, other.ID, ""); err != nil {
						return err
					}
				}
			}
			return nil
		})
		if err != nil {
			return err
		}
	}
	return nil
}
