package cast

import (
	"fmt"
	"time"

	"referd/core/party"
)

// Someone is a patient whose story the pages open with. Nobody of them exists.
type Someone struct {
	given, family, prefix, born, sex string
	org, number, Sl                  string // who registered them, their number there and at St Luke
	phone, language                  string
	access, allergies                string
}

// Known are they, by the names their stories go by.
var Known = []Someone{
	{"Elena", "Morales", "Mrs", "1961-11-12", "female", "lakeside", "LK 26 540", "SL 204 118", "(555) 010-4471", "es", "Cannot climb stairs", "penicillin (rash, 2009)"},
	{"Ruth", "Adams", "Mrs", "1955-04-23", "female", "lakeside", "LK 30 772", "SL 182 051", "(555) 010-6640", "en", "Hard of hearing, left", "sulfa (hives, 1998)"},
	{"Claire", "Dubois", "Mrs", "1957-09-02", "female", "lakeside", "LK 27 118", "SL 210 884", "(555) 010-5123", "en", "", "codeine (vomiting, 2015)"},
	{"Daniel", "Okafor", "Mr", "1958-02-03", "male", "lakeside", "LK 29 902", "SL 190 332", "(555) 010-3187", "en", "", ""},
	{"Giulia", "Rossi", "Ms", "2001-08-18", "female", "lakeside", "LK 35 284", "SL 266 130", "(555) 010-7702", "en", "", "none known"},
	{"Renee", "Washington", "Ms", "1979-09-17", "female", "lakeside", "LK 31 660", "SL 229 683", "(555) 010-8214", "en", "", "none known"},
	{"Beatriz", "Silva", "Ms", "1988-04-04", "female", "lakeside", "LK 28 934", "SL 241 007", "(555) 010-2876", "pt", "", ""},
	{"Astrid", "Holm", "Mrs", "1969-09-30", "female", "lakeside", "LK 29 813", "SL 251 446", "(555) 010-9034", "en", "", "none known"},
	{"Mateo", "Diaz", "Mr", "1974-03-08", "male", "lakeside", "LK 34 190", "SL 251 447", "(555) 010-1298", "es", "", "none known"},
	{"Hana", "Kim", "Ms", "1992-02-12", "female", "lakeside", "LK 33 027", "SL 251 448", "(555) 010-6071", "en", "", ""},
	{"Petr", "Novak", "Mr", "1959-10-19", "male", "lakeside", "LK 19 556", "SL 165 902", "(555) 010-7455", "en", "Walks with a frame", "none known"},
	{"Minh", "Tran", "Mr", "1966-01-30", "male", "lakeside", "LK 22 418", "SL 231 504", "(555) 010-3349", "vi", "", "none known"},
	{"Avi", "Cohen", "Mr", "1971-05-13", "male", "lakeside", "LK 27 105", "SL 255 019", "(555) 010-3910", "en", "", "none known"},
	{"Elvira", "Morales-Ruiz", "Mrs", "1970-01-03", "female", "lakeside", "LK 31 045", "SL 259 220", "(555) 010-4479", "es", "", ""},
	{"Arun", "Banerjee", "Mr", "1949-05-27", "male", "northgate", "NG-08812", "SL 102 667", "(555) 010-2204", "en", "Lives alone", "iodine contrast (hives, 2018)"},
	{"Nikolai", "Petrov", "Mr", "1951-03-14", "male", "cityheart", "CH-07210", "SL 176 245", "(555) 010-7719", "en", "", "none known"},
	{"Maja", "Lindqvist", "Ms", "1990-12-08", "female", "valley", "VE-05541", "SL 248 120", "(555) 010-5588", "en", "", "none known"},
	{"Karl", "Schmidt", "Mr", "1944-07-05", "male", "lakeside", "LK 12 340", "SL 133 908", "(555) 010-1177", "en", "Wheelchair", ""},
	{"Rosa", "Fernandez", "Mrs", "1957-01-06", "female", "lakeside", "LK 24 771", "SL 187 771", "(555) 010-1877", "es", "", "latex"},
	{"Yuki", "Nakamura", "Ms", "1995-11-25", "female", "pine", "PS-03318", "SL 262 440", "(555) 010-2624", "en", "", "none known"},
	{"Folake", "Adeyemi", "Mrs", "1983-10-22", "female", "lakeside", "LK 32 903", "SL 240 316", "(555) 010-2403", "en", "", ""},
	{"Walter", "Brown", "Mr", "1948-08-30", "male", "cityheart", "CH-06004", "SL 128 550", "(555) 010-1285", "en", "Hard of hearing", "none known"},
	{"Amadou", "Diallo", "Mr", "2009-04-11", "male", "lakeside", "LK 38 120", "SL 271 015", "(555) 010-2710", "fr", "", "none known"},
	{"Lars", "Hansen", "Mr", "1972-06-24", "male", "northgate", "NG-09144", "SL 270 981", "(555) 010-2709", "en", "", ""},
	{"Małgorzata", "Kowalczyk", "Mrs", "1963-12-02", "female", "elm", "EO-02207", "SL 268 334", "(555) 010-2683", "pl", "", "none known"},
	{"Hồng", "Nguyễn", "Mrs", "1978-02-14", "female", "lakeside", "LK 33 981", "SL 264 672", "(555) 010-2646", "vi", "", "none known"},
	{"Tomás", "Vargas", "Mr", "1955-11-09", "male", "cityheart", "CH-08311", "SL 159 226", "(555) 010-1592", "es", "Walks with a stick", ""},
	{"Layla", "Ibrahim", "Mrs", "1985-07-19", "female", "northgate", "NG-07710", "SL 243 018", "(555) 010-2430", "en", "", "none known"},
	{"Signe", "Lindholm-Berg", "Ms", "1968-03-27", "female", "valley", "VE-05102", "SL 233 417", "(555) 010-2334", "en", "", ""},
	{"Priya", "Patel", "Ms", "1991-01-21", "female", "cityheart", "CH-08877", "SL 258 804", "(555) 010-2588", "en", "", "none known"},
	{"Otto", "Ziegler", "Mr", "1960-10-10", "male", "lakeside", "LK 21 456", "SL 171 093", "(555) 010-1710", "en", "", ""},
	{"Kofi", "Osei", "Mr", "1953-05-05", "male", "lakeside", "LK 18 702", "SL 149 365", "(555) 010-1493", "en", "Walks with a stick", "none known"},
	{"Selin", "Kaya", "Ms", "1966-08-16", "female", "lakeside", "LK 28 015", "SL 222 190", "(555) 010-2221", "en", "", ""},
	{"Inês", "Pereira", "Ms", "1987-12-29", "female", "lakeside", "LK 33 310", "SL 246 605", "(555) 010-2466", "pt", "", "none known"},
	{"Ewa", "Woźniak", "Mrs", "1976-09-08", "female", "lakeside", "LK 31 777", "SL 238 911", "(555) 010-2389", "pl", "", ""},
	{"Samuel", "Boateng", "Mr", "1964-02-20", "male", "northgate", "NG-06120", "SL 186 443", "(555) 010-1864", "en", "", "none known"},
	{"Greta", "Haas", "Mrs", "1950-06-13", "female", "valley", "VE-04009", "SL 141 277", "(555) 010-1412", "en", "Hard of hearing", ""},
	{"Paulo", "Santos", "Mr", "1981-03-31", "male", "lakeside", "LK 34 555", "SL 249 530", "(555) 010-2495", "pt", "", "none known"},
	{"Henrik", "Eriksen", "Mr", "1959-01-17", "male", "lakeside", "LK 20 091", "SL 168 714", "(555) 010-1687", "en", "", ""},
	{"Ali", "Yılmaz", "Mr", "1989-11-04", "male", "lakeside", "LK 35 002", "SL 261 118", "(555) 010-2611", "en", "", "none known"},
	{"Greta", "Hoffmann", "Mrs", "1956-07-22", "female", "cityheart", "CH-05518", "SL 154 690", "(555) 010-1546", "en", "", "none known"},
	{"Omar", "Khan", "Mr", "1967-04-15", "male", "lakeside", "LK 27 640", "SL 207 338", "(555) 010-2073", "en", "", ""},
	{"Dolores", "Torres", "Mrs", "1952-08-03", "female", "northgate", "NG-05901", "SL 146 022", "(555) 010-1460", "es", "Cannot climb stairs", "sulfa (rash)"},
	{"Paul", "Green", "Mr", "1970-12-19", "male", "lakeside", "LK 30 118", "SL 228 400", "(555) 010-2284", "en", "", ""},
	{"Soo-jin", "Park", "Ms", "1982-05-28", "female", "lakeside", "LK 33 642", "SL 247 713", "(555) 010-2477", "en", "", "none known"},
	{"Illa", "Quispe", "Ms", "1993-10-01", "female", "lakeside", "LK 36 220", "SL 265 009", "(555) 010-2650", "es", "", ""},
	{"Bruno", "Weber", "Mr", "1962-03-12", "male", "lakeside", "LK 25 388", "SL 195 560", "(555) 010-1955", "en", "", "none known"},
	{"Carmen", "Reyes", "Mrs", "1977-06-07", "female", "lakeside", "LK 32 114", "SL 236 851", "(555) 010-2368", "es", "", "none known"},
	{"Lucía", "Ramos", "Ms", "1996-02-26", "female", "lakeside", "LK 37 019", "SL 272 204", "(555) 010-2722", "es", "", ""},
	{"Jorge", "Castillo", "Mr", "1949-09-14", "male", "lakeside", "LK 16 903", "SL 138 118", "(555) 010-1381", "es", "Walks with a frame", ""},
	{"Derya", "Aydın", "Ms", "1973-11-23", "female", "lakeside", "LK 31 208", "SL 232 007", "(555) 010-2320", "en", "", "none known"},
	{"Lotte", "Jansen", "Mrs", "1961-05-30", "female", "lakeside", "LK 26 118", "SL 203 775", "(555) 010-2037", "en", "", ""},
	{"Claude", "Moreau", "Mr", "1954-10-27", "male", "lakeside", "LK 20 844", "SL 163 390", "(555) 010-1633", "en", "", "none known"},
	{"Inés", "Ortiz", "Ms", "1984-01-09", "female", "lakeside", "LK 34 007", "SL 250 116", "(555) 010-2501", "es", "", ""},
	{"Awa", "Ndiaye", "Mrs", "1975-07-02", "female", "lakeside", "LK 31 559", "SL 237 204", "(555) 010-2372", "fr", "", "none known"},
	{"Uwe", "Becker", "Mr", "1958-12-11", "male", "lakeside", "LK 22 905", "SL 174 481", "(555) 010-1744", "en", "", ""},
	{"Jiro", "Saito", "Mr", "1986-08-08", "male", "lakeside", "LK 34 871", "SL 256 690", "(555) 010-2566", "en", "", "none known"},
	{"Ama", "Mensah", "Ms", "1990-03-18", "female", "lakeside", "LK 35 730", "SL 263 301", "(555) 010-2633", "en", "", ""},
	{"Heidi", "Keller", "Mrs", "1965-11-29", "female", "lakeside", "LK 27 909", "SL 211 550", "(555) 010-2115", "en", "", "none known"},
	{"Rui", "Costa", "Mr", "1971-02-05", "male", "lakeside", "LK 30 463", "SL 227 118", "(555) 010-2271", "pt", "", ""},
	{"Lígia", "Barros", "Ms", "1960-04-21", "female", "lakeside", "LK 25 016", "SL 194 907", "(555) 010-1949", "pt", "", "none known"},
}

// Key is how the stories call them: the family name in plain letters.
func (f Someone) Key() string { return PlainLetters(f.family) }

// Patient is the record of who registered them.
func (f Someone) Patient(now time.Time) party.Patient {
	return party.Patient{
		Org: party.OrgID(f.org), Active: true, Name: named(f.prefix, f.given, f.family), Born: party.Date(f.born), Sex: f.sex, Identifiers: Numbered(f.org, f.number),
		Phones: []party.Phoned{{Number: f.phone, Use: "mobile"}}, Language: f.language, Interpreter: f.language != "en",
		Access: f.access, Allergies: f.allergies, Safe: party.SafeContact{Ways: []party.Way{party.ByCall, party.ByVoicemail}, Agreed: now.AddDate(0, -2, 0)},
		Address: party.Address{Lines: []string{fmt.Sprintf("%d Shore Road", 14+int(f.born[3]-'0')*7+int(f.born[9]-'0'))}, City: "Lakeside", State: "WI", PostalCode: "53190", Country: "US"},
	}
}
