package store

import (
	"encoding/json"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"referd/base/code"
	"referd/core/party"
)

// patientBody is how a patient is kept: party.Patient itself refuses to be JSON.
type patientBody struct {
	Identifiers []code.Identifier `json:",omitempty"`
	Name        party.Name
	Phones      []party.Phoned    `json:",omitempty"`
	Email       string            `json:",omitempty"`
	Address     party.Address     `json:",omitzero"`
	Language    string            `json:",omitempty"`
	Interpreter bool              `json:",omitempty"`
	Access      string            `json:",omitempty"`
	Allergies   string            `json:",omitempty"`
	Safe        party.SafeContact `json:",omitzero"`
	Deceased    int64             `json:",omitempty"`
}

// plain are letters that no mark is taken from, and what a keyboard without
// them types instead.
var plain = map[rune]string{'ı': "i", 'ł': "l", 'ø': "o", 'đ': "d", 'ð': "d", 'þ': "th", 'ß': "ss", 'æ': "ae", 'œ': "oe", 'ħ': "h"}

// Fold brings a name to the form it is searched in: no case, no marks, no
// punctuation.
func Fold(s string) string {
	if t, ok := foldASCII(s); ok {
		return t
	}
	var b strings.Builder
	for _, r := range norm.NFD.String(strings.ToLower(s)) {
		switch {
		case unicode.Is(unicode.Mn, r):
		case plain[r] != "":
			b.WriteString(plain[r])
		case unicode.IsLetter(r), unicode.IsDigit(r):
			b.WriteRune(r)
		case unicode.IsSpace(r), r == '-':
			b.WriteByte(' ')
		}
	}
	return strings.Join(strings.Fields(b.String()), " ")
}

// foldASCII is Fold of what has no mark to lose, as most names and papers.
func foldASCII(s string) (string, bool) {
	out := make([]byte, 0, len(s))
	gap := false // before the next letter
	for i := range len(s) {
		switch c := s[i]; {
		case c >= utf8.RuneSelf:
			return "", false
		case 'A' <= c && c <= 'Z', 'a' <= c && c <= 'z', '0' <= c && c <= '9':
			if gap && len(out) > 0 {
				out = append(out, ' ')
			}
			if gap = false; c <= 'Z' && c >= 'A' {
				c += 'a' - 'A'
			}
			out = append(out, c)
		case c == ' ', c == '-', '\t' <= c && c <= '\r':
			gap = true
		}
	}
	return string(out), true
}

func digits(s string) string {
	return strings.Map(func(r rune) rune {
		if r >= '0' && r <= '9' {
			return r
		}
		return -1
	}, s)
}

// PutPatient writes a record, with what it is found by, and relates it to the
// organization that registered it.
func (tx *Tx) PutPatient(p party.Patient) error {
	const op = "store.PutPatient"
	with, phones, err := patientArgs(p)
	if err != nil {
		return broken(op, err)
	}
	was, err := tx.patients("select "+patientColumns+" from patients p where p.id = ?", []any{string(p.ID)})
	if err != nil {
		return err
	}
	if _, err := tx.s.exec("insert into patients ("+patientKept+") values ("+marksFor(11)+`)
		on conflict (id) do update set family = excluded.family, given = excluded.given, born = excluded.born, sex = excluded.sex, phones = excluded.phones, active = excluded.active, body = excluded.body, email = excluded.email, postal = excluded.postal`,
		with...); err != nil {
		return broken(op, err)
	}
	for _, t := range []struct {
		name, columns string
		rows          [][]any
	}{{"patient_identifiers", " (system, value, patient, org)", numberedBy(p)}, {"patient_names", " (name, patient)", namedBy(p)}, {"patient_phones", " (back, patient)", reachedBy(p.ID, phones)}} {
		if len(was) > 0 {
			if err := tx.release(); err != nil { // what is held of it is not left behind
				return err
			}
			if _, err := tx.s.exec("delete from "+t.name+" where patient = ?", string(p.ID)); err != nil {
				return broken(op, err)
			}
		}
		if err := tx.put(t.name+t.columns, t.rows...); err != nil {
			return broken(op, err)
		}
	}
	if err := tx.found(was, p); err != nil {
		return broken(op, err)
	}
	if tx.veil != "" {
		if err := tx.put("staged_patients (import, patient)", []any{tx.veil, string(p.ID)}); err != nil {
			return broken(op, err)
		}
	}
	return tx.Relate("", Relation{Org: p.Org, Patient: p.ID, Kind: "registered", Since: tx.db.Now()})
}

const patientKept = "id, org, family, given, born, sex, phones, active, body, email, postal"

// patientArgs are a record's values in that order, and its numbers' digits.
func patientArgs(p party.Patient) (with []any, phones []string, err error) {
	body, err := json.Marshal(patientBody{p.Identifiers, p.Name, p.Phones, p.Email, p.Address, p.Language, p.Interpreter, p.Access, p.Allergies, p.Safe, us0(p.Deceased)})
	for _, ph := range p.Phones {
		phones = append(phones, digits(ph.Number))
	}
	return []any{string(p.ID), string(p.Org), Fold(p.Name.Family), Fold(strings.Join(p.Name.Given, " ")), string(p.Born), p.Sex, strings.Join(phones, " "), flag(p.Active), string(body), lower(p.Email), lower(p.Address.PostalCode)}, phones, err
}

// numberedBy are a patient's identifiers.
func numberedBy(p party.Patient) (rows [][]any) {
	for _, i := range p.Identifiers {
		rows = append(rows, []any{i.System, i.Value, string(p.ID), string(p.Org)})
	}
	return rows
}

// namedBy are a patient's names from each of their words on, so that the
// beginning of any word finds the record.
func namedBy(p party.Patient) (rows [][]any) {
	for _, name := range []string{Fold(p.Name.Family), Fold(strings.Join(p.Name.Given, " "))} {
		for name != "" {
			rows = append(rows, []any{name, string(p.ID)})
			_, name, _ = strings.Cut(name, " ")
		}
	}
	return rows
}

// reachedBy are a patient's numbers backwards, so that the end of one finds the
// record.
func reachedBy(id party.PatientID, numbers []string) (rows [][]any) {
	for _, n := range numbers {
		if n != "" {
			rows = append(rows, []any{backwards(n), string(id)})
		}
	}
	return rows
}

func backwards(s string) string {
	b := []byte(s)
	slices.Reverse(b)
	return string(b)
}

// past is the first run of digits after all that begin with these, in any
// collation; "x" when there is none.
func past(digits string) string {
	d := []byte(strings.TrimRight(digits, "9"))
	if len(d) == 0 {
		return "x"
	}
	d[len(d)-1]++
	return string(d)
}

func lower(s string) string { return strings.ToLower(strings.TrimSpace(s)) }

const patientColumns = "p.id, p.org, p.born, p.sex, p.active, p.body"

func scanPatient(scan func(...any) error) (p party.Patient, err error) {
	var active int64
	var body []byte
	if err = scan(&p.ID, &p.Org, &p.Born, &p.Sex, &active, &body); err != nil {
		return p, err
	}
	b, err := known.read(p.ID, body)
	p.Active = active == 1
	p.Identifiers, p.Name, p.Phones, p.Email, p.Address, p.Language = b.Identifiers, b.Name, b.Phones, b.Email, b.Address, b.Language
	p.Interpreter, p.Access, p.Allergies, p.Safe, p.Deceased = b.Interpreter, b.Access, b.Allergies, b.Safe, moment(&b.Deceased)
	return p, err
}

func (v *View) patients(q string, with []any) (out []party.Patient, err error) {
	err = v.s.each(q, with, func(scan func(...any) error) error {
		p, err := scanPatient(scan)
		out = append(out, p)
		return err
	})
	return out, broken("store.Patients", err)
}

// Patient reads a record the reader may see.
func (v *View) Patient(id party.PatientID) (party.Patient, error) {
	key := patientSeen{v.eyes(), id}
	if p, ok := v.memo.patients[key]; ok {
		return p, nil
	}
	cond, with := v.visible("patient", "p.id")
	out, err := v.patients("select "+patientColumns+" from patients p where p.id = ? and "+cond, append([]any{string(id)}, with...))
	if err == nil && len(out) == 0 {
		return party.Patient{}, gone("store.Patient")
	}
	if err != nil {
		return party.Patient{}, err
	}
	v.memo.patients[key] = out[0]
	return out[0], nil
}

// Patients reads the records of a list the reader may see, by id.
func (v *View) Patients(ids []party.PatientID) (map[party.PatientID]party.Patient, error) {
	out := map[party.PatientID]party.Patient{}
	if len(ids) == 0 {
		return out, nil
	}
	cond, with := v.visible("patient", "p.id")
	among, which := v.s.in(ids)
	list, err := v.patients("select "+patientColumns+" from patients p where p.id in "+among+" and "+cond, append(which, with...))
	for _, p := range list {
		out[p.ID] = p
	}
	return out, err
}

// Find says what to look for; empty fields do not limit it.
type Find struct {
	Family, Given string // beginnings
	Name          string // a beginning of either
	Born          party.Date
	BornFrom      party.Date
	BornTo        party.Date // exclusive
	Sex           string
	Phone         string      // the end of a number
	System, Value string      // an identifier; System may be empty
	Email         string      // whole, in any case
	PostalCode    string      // a beginning
	Org           party.OrgID // registered by
	Exact         bool        // names are whole
	Active        *bool
	After         party.PatientID // in order of id
	Limit         int
}

// FindPatients lists records the reader may see.
func (v *View) FindPatients(f Find) ([]party.Patient, error) {
	cond, with := v.visible("patient", "p.id")
	parts := []string{cond}
	add := func(p string, a ...any) { parts = append(parts, p); with = append(with, a...) }
	name := func(column, typed string) {
		if f.Exact {
			add(column+" = ?", Fold(typed))
			return
		}
		add(column+" >= ? and "+column+" < ?", Fold(typed), Fold(typed)+"\U0010ffff")
	}
	if f.Family != "" {
		name("p.family", f.Family)
	}
	if f.Given != "" {
		name("p.given", f.Given)
	}
	for _, word := range strings.Fields(Fold(f.Name)) {
		add("p.id in (select patient from patient_names where name >= ? and name < ?)", word, word+"\U0010ffff")
	}
	if f.Born != "" {
		add("p.born >= ? and p.born < ?", string(f.Born), string(f.Born)+"~")
	}
	if f.BornFrom != "" {
		add("p.born >= ?", string(f.BornFrom))
	}
	if f.BornTo != "" {
		add("p.born < ?", string(f.BornTo))
	}
	if f.Sex != "" {
		add("p.sex = ?", f.Sex)
	}
	if d := digits(f.Phone); d != "" {
		add("p.id in (select patient from patient_phones where back >= ? and back < ?)", backwards(d), past(backwards(d)))
	}
	if f.Email != "" {
		add("p.email = ?", lower(f.Email))
	}
	if f.PostalCode != "" {
		add("p.postal >= ? and p.postal < ?", lower(f.PostalCode), lower(f.PostalCode)+"\U0010ffff")
	}
	if f.Value != "" {
		if f.System != "" {
			add("p.id in (select patient from patient_identifiers where system = ? and value = ?)", f.System, f.Value)
		} else {
			add("p.id in (select patient from patient_identifiers where replace(value, ' ', '') = ?)", strings.ReplaceAll(f.Value, " ", ""))
		}
	}
	if f.Org != "" {
		add("p.org = ?", string(f.Org))
	}
	if f.Active != nil {
		add("p.active = ?", flag(*f.Active))
	}
	if f.After != "" {
		add("p.id > ?", string(f.After))
	}
	if f.Limit == 0 {
		f.Limit = 20
	}
	order := "p.family, p.given, p.born, p.id"
	if f.After != "" || f.Value != "" {
		order = "p.id"
	}
	return v.patients("select "+patientColumns+" from patients p where "+strings.Join(parts, " and ")+" order by "+order+" limit ?", append(with, f.Limit))
}

// SamePerson lists the records linked to one that the reader may see, itself
// included: nobody learns of a record elsewhere through a link.
func (v *View) SamePerson(id party.PatientID) ([]party.PatientID, error) {
	out := []party.PatientID{id}
	cond, with := v.visible("patient", "s.other")
	err := v.s.each("select s.other from (select b as other from same_person where a = ? and revoked = 0 union select a from same_person where b = ? and revoked = 0) s where "+cond, append([]any{string(id), string(id)}, with...), func(scan func(...any) error) error {
		var x party.PatientID
		err := scan(&x)
		out = append(out, x)
		return err
	})
	return out, broken("store.SamePerson", err)
}

// LinkPersons says that two records are the same person; UnlinkPersons takes it back.
func (tx *Tx) LinkPersons(a, b party.PatientID, by party.UserID) error {
	if a > b {
		a, b = b, a
	}
	_, err := tx.s.exec("insert into same_person (a, b, made, by_user) values (?, ?, ?, ?) on conflict (a, b) do update set revoked = 0", string(a), string(b), tx.db.Now().UnixMicro(), string(by))
	return broken("store.LinkPersons", err)
}

// UnlinkPersons takes it back.
func (tx *Tx) UnlinkPersons(a, b party.PatientID) error {
	if a > b {
		a, b = b, a
	}
	_, err := tx.s.exec("update same_person set revoked = ? where a = ? and b = ?", tx.db.Now().UnixMicro(), string(a), string(b))
	return broken("store.UnlinkPersons", err)
}
