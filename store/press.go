package store

import (
	"encoding/json"
	"slices"
	"strings"

	"referd/base/id"
	"referd/core/access"
	"referd/core/chart"
	"referd/core/party"
	"referd/core/referral"
)

// Many are pressed from few. A house for a demo or a bench needs a million
// referrals, and their acts, one commit after the other, would take hours. So some thousand
// are made through the desk, every act a commit, and read back here as models:
// everything that is kept of a person. A model is then written as often as wanted
// in bulk (press_run.go), each time of somebody else: with ids, codes, documents
// and search keys of its own, at the same moments. What is pressed is what the
// commits wrote, row for row; nothing of it is decided here
// (docs/decisions/0046-many-are-pressed-from-few.md).

// Model is a person with everything that is kept of them: their records, linked
// as one person, and their referrals, whole.
type Model struct {
	Records []party.Patient // by id
	Loops   []referral.ID   // in order

	of    party.PatientID // the record the others are linked to
	holes []string        // ids a copy has others of, in the order they were found
	where map[string]int
	own   []pressed // of the person: rows of relations, safe_contacts, same_person
	loops []molded  // in the order of Loops
}

// molded is a referral of a model.
type molded struct {
	id     int // its hole
	rows   []pressed
	papers []paper
	audits []pressed
	names  [][]int // for each record of the audit, the holes of the patients it is found by
}

// pressed is a row of a table to be.
type pressed struct {
	table  int
	values []mold
}

// mold is a value of a copy: fixed, or a text with holes for ids.
type mold struct {
	fixed any
	parts []bit
}

// bit is a text, or the hole of an id; fresh is a code of the referral's own.
type bit struct {
	text string
	hole int
}

const (
	noHole = -1
	coded  = -2
)

// paper is a document: its row is made from the document itself, because its
// bytes may name the patient.
type paper struct {
	of   referral.ID
	is   chart.Document
	data []byte
}

// The tables that are pressed, each with its columns: t is a text, i a number, n
// a number that may be missing, b are bytes.
const (
	inEntries = iota
	inReferrals
	inOwed
	inTasks
	inRelations
	inSafe
	inSame
	inAudit
	inDocuments
	inBlobs
	inPatients
	inNumbers
	inNames
	inPhones
	inFound
	inAuditPatients
	inSpelled
	plateCount
)

// plate is a table; key are the columns its rows are put in order by where they
// do not come in it, and second is that a second hand writes it, where there are two:
// about half of the work.
type plate struct {
	name, columns, kinds string
	key                  []int
	second               bool
}

var plates = [plateCount]plate{
	inEntries:       {"entries", entryKept, "tiiittttt", nil, false},
	inReferrals:     {"referrals", rowColumns, "ttititti" + "tttttttt" + "tttt" + "nninnnnnn" + "tniiit", nil, true},
	inOwed:          {"owed", owedKept + ", level", "tttttttiiitiii", nil, true},
	inTasks:         {"tasks", taskKept + ", version, kept_seq, kept_shown, kept_at", "ttittttiitiiiiiii", nil, true},
	inRelations:     {"relations", relationKept, "ttttii", []int{3, 0, 1, 2}, true},
	inSafe:          {"safe_contacts", "patient, version, noted, org, who, body", "tiittt", []int{0}, true},
	inSame:          {"same_person", "a, b, made, by_user, revoked", "ttiti", []int{0, 1}, true},
	inAudit:         {"audit", "id, " + auditColumns, "iitttttittitt", nil, false},
	inDocuments:     {"documents", documentKept, "tttttt" + "iitbtii", nil, true},
	inBlobs:         {"blobs", "document, data", "tb", nil, true},
	inPatients:      {"patients", patientKept, "tttttttittt", nil, true},
	inNumbers:       {"patient_identifiers", "system, value, patient, org", "tttt", []int{0, 1, 2}, true},
	inNames:         {"patient_names", "name, patient", "tt", []int{0, 1}, true},
	inPhones:        {"patient_phones", "back, patient", "tt", []int{0, 1}, true},
	inFound:         {"found", "org, key, patient", "ttt", []int{0, 1, 2}, false},
	inAuditPatients: {"audit_patients", "patient, audit", "ti", nil, false},
	inSpelled:       {"spelled", "org, turned, n, word", "tiit", nil, true},
}

// Model reads everything that is kept of a person, for the house itself.
func (v *View) Model(of party.PatientID) (*Model, error) {
	const op = "store.Model"
	if !v.scope.System {
		return nil, gone(op)
	}
	m := &Model{of: of, where: map[string]int{}}
	same, err := v.SamePerson(of)
	if err != nil {
		return nil, err
	}
	slices.Sort(same)
	for _, p := range same {
		x, err := v.Patient(p)
		if err != nil {
			return nil, err
		}
		m.Records = append(m.Records, x)
		m.hole(string(p))
	}
	list := marksFor(len(same))
	for _, x := range []struct {
		table int
		cond  string
		with  []any
	}{
		{inRelations, "referral = '' and patient in (" + list + ") order by patient, org", args(same)},
		{inSafe, "patient in (" + list + ") order by patient, version", args(same)},
		{inSame, "a in (" + list + ") order by a, b", args(same)},
	} {
		rows, err := v.molds(m, x.table, plates[x.table].name, x.cond, x.with)
		if err != nil {
			return nil, broken(op, err)
		}
		m.own = append(m.own, rows...)
	}
	err = v.s.each("select id from referrals where patient in ("+list+") or receiver_patient in ("+list+") order by id", append(args(same), args(same)...), func(scan func(...any) error) error {
		var id referral.ID
		err := scan(&id)
		m.Loops = append(m.Loops, id)
		return err
	})
	for _, id := range m.Loops {
		if err == nil {
			err = v.loopModel(m, id)
		}
	}
	return m, broken(op, err)
}

// loopModel reads a referral into a model.
func (v *View) loopModel(m *Model, of referral.ID) error {
	l := molded{id: m.hole(string(of))}
	for _, x := range []struct {
		table int
		cond  string
	}{{inEntries, "referral = ? order by seq"}, {inReferrals, "id = ?"}, {inOwed, "referral = ? order by duty"}, {inTasks, "referral = ? order by leg"}, {inRelations, "referral = ? order by org, patient, kind"}} {
		rows, err := v.molds(m, x.table, plates[x.table].name, x.cond, []any{string(of)})
		if err != nil {
			return err
		}
		l.rows = append(l.rows, rows...)
	}
	docs, err := v.DocumentsOf(of)
	if err != nil {
		return err
	}
	for _, d := range docs {
		_, _, data, err := v.Document(d.ID)
		if err != nil {
			return err
		}
		m.hole(string(d.ID))
		l.papers = append(l.papers, paper{of, d, data})
	}
	if err := v.auditModel(m, &l, of); err != nil {
		return err
	}
	m.loops = append(m.loops, l)
	return nil
}

// auditModel reads what is on record of the acts on a referral, in order.
func (v *View) auditModel(m *Model, l *molded, of referral.ID) error {
	places := []string{"audit"}
	if !v.s.pg {
		places = []string{"main.audit", "main.fresh"}
	}
	for _, from := range places {
		rows, err := v.molds(m, inAudit, from, "referral = ? order by id", []any{string(of)})
		if err != nil {
			return err
		}
		l.audits = append(l.audits, rows...)
	}
	for _, r := range l.audits {
		var found []int
		for _, p := range r.values[9].parts {
			if p.hole >= 0 && !slices.Contains(found, p.hole) {
				found = append(found, p.hole)
			}
		}
		if len(found) > access.MostFound {
			found = nil
		}
		l.names = append(l.names, found)
	}
	return nil
}

// molds reads rows of a table.
func (v *View) molds(m *Model, table int, from, cond string, with []any) (out []pressed, err error) {
	p := plates[table]
	err = v.s.each("select "+p.columns+" from "+from+" where "+cond, with, func(scan func(...any) error) error {
		into := make([]any, len(p.kinds))
		for i, k := range p.kinds {
			switch k {
			case 't':
				into[i] = new(string)
			case 'i':
				into[i] = new(int64)
			case 'n':
				into[i] = new(*int64)
			}
		}
		if err := scan(into...); err != nil {
			return err
		}
		row := pressed{table, make([]mold, len(into))}
		for i, x := range into {
			switch x := x.(type) {
			case *string:
				row.values[i] = m.mold(*x)
			case *int64:
				row.values[i].fixed = *x
			case **int64:
				if *x != nil {
					row.values[i].fixed = **x
				}
			}
		}
		if table == inReferrals {
			row.values[1] = mold{parts: []bit{{hole: coded}}}
		}
		out = append(out, row)
		return nil
	})
	return out, err
}

// hole is where a copy has another id.
func (m *Model) hole(id string) int {
	n, ok := m.where[id]
	if !ok {
		n = len(m.holes)
		m.where[id] = n
		m.holes = append(m.holes, id)
	}
	return n
}

// mold is a text with a hole for each id in it: whatever has the form of one was
// given out for something of this person.
func (m *Model) mold(s string) mold {
	var parts []bit
	from, last := 0, 0 // of the run of letters under way; of the text not taken yet
	end := func(at int) {
		if run := s[from:at]; id.Is(run) {
			if from > last {
				parts = append(parts, bit{s[last:from], noHole})
			}
			parts = append(parts, bit{hole: m.hole(run)})
			last = at
		}
	}
	for i := 0; i < len(s); i++ {
		if c := s[i]; c >= '0' && c <= '9' || c >= 'a' && c <= 'z' {
			continue
		}
		end(i)
		from = i + 1
	}
	end(len(s))
	if parts == nil {
		return mold{fixed: s}
	}
	if last < len(s) {
		parts = append(parts, bit{s[last:], noHole})
	}
	return mold{parts: parts}
}

// Somebody is who a copy is of: what tells them from the model. The rest of the
// records (language, allergies, how it is safe to reach them) is the model's.
type Somebody struct {
	Name    party.Name
	Born    party.Date
	Phones  []party.Phoned
	Address party.Address
	Number  func(party.OrgID) party.Patient // only its Identifiers are used: the numbers at an organization
}

// as is a record of a copy.
func (x Somebody) as(p party.Patient, id string) party.Patient {
	p.ID, p.Name, p.Born, p.Phones, p.Address = party.PatientID(id), x.Name, x.Born, x.Phones, x.Address
	if len(p.Identifiers) > 0 {
		p.Identifiers = x.Number(p.Org).Identifiers
	}
	return p
}

// renamed are the bytes of a document with another's name where it names the
// model, as letters here do; else the same.
func (x Somebody) renamed(data []byte, was party.Patient) []byte {
	said := func(n party.Name, born party.Date) string {
		return "Patient: " + n.Family + ", " + strings.Join(n.Given, " ") + ", born " + string(born)
	}
	if s := string(data); strings.Contains(s, said(was.Name, was.Born)) {
		return []byte(strings.ReplaceAll(s, said(was.Name, was.Born), said(x.Name, x.Born)))
	}
	return data
}

// documentArgs are a document's values in the order of documentKept.
func documentArgs(d chart.Document, of referral.ID, place string, wrapped []byte) ([]any, error) {
	body, err := json.Marshal(d)
	if err != nil {
		return nil, err
	}
	return []any{string(d.ID), string(d.Patient), string(of), string(d.Kind), string(d.Org), d.Hash, d.Size, us0(d.Received), place, wrapped, string(body), flag(d.Media == "text/plain"), flag(d.Held != "")}, nil
}

const documentKept = "id, patient, referral, kind, org, hash, size, received, place, key, body, words, held"
