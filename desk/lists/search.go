package lists

import (
	"slices"

	"referd/core/party"
	"referd/core/referral"
	"referd/core/search"
	"referd/desk"
	"referd/store"
)

// Hits are what a search found.
type Hits struct {
	Query    search.Query
	Loop     referral.ID // the code of one
	Patients []Hit
	Of       int  // how many records fit; those shown are the first
	More     bool // there are more than were counted
	Services []desk.Offered
}

// Hit is a record that was found.
type Hit struct {
	party.Patient
	Why    []string        // where it is not what was typed: "Bill is William"
	Number string          // the identifier asked for, else the first there is
	Phone  string          // the same of a phone
	Order  string          // how an ambiguous birth date was read: "day first"
	Loops  []store.Row     // of the record, open ones first, then the newest
	Mine   map[string]bool // codes of loops whose ball the reader has
}

// Search finds a referral by its code, patients by name, birth date, number or
// phone, and services; at most so many patients. It never shows more than the
// reader may see.
func Search(r *desk.Reading, typed string, most int) (Hits, error) {
	h := Hits{Query: understood(r, typed)}
	if !r.Who().Stands() {
		return h, desk.Denied("lists.Search", "Patients are looked for by those who work with them.")
	}
	if h.Query.Code != "" {
		if row, err := r.RowByCode(h.Query.Code); err == nil {
			h.Loop = row.ID
			r.SawLoop(row.ID, row.Seq)
			return h, nil
		}
	}
	if !r.Who().Charts() {
		return h, desk.Denied("lists.Search", "Patients are looked for by those who work with them. An administrator finds a referral by its code.")
	}
	if len(h.Query.Words) > 0 && len(h.Query.Typed) > 2 {
		h.Services = r.Directory().Offered(h.Query.Typed)
	}
	return h, h.patients(r, most)
}

// Find looks for patients alone, for the page that begins a referral.
func Find(r *desk.Reading, typed string, most int) (Hits, error) {
	h := Hits{Query: understood(r, typed)}
	if !r.Who().Charts() {
		return h, desk.Denied("lists.Find", "Patients are looked for by those who work with them.")
	}
	return h, h.patients(r, most)
}

// Patient is one record with its loops, as a search would show it.
func Patient(r *desk.Reading, of party.PatientID) (Hit, error) {
	if !r.Who().Charts() {
		return Hit{}, desk.NoChart("lists.Patient")
	}
	p, err := r.Patient(of)
	if err != nil {
		return Hit{}, err
	}
	h := Hits{Patients: []Hit{{Patient: p}}}
	return h.Patients[0], h.loops(r)
}

func understood(r *desk.Reading, typed string) search.Query {
	today := r.Now()
	if z := r.Who().Zone; z != nil {
		today = today.In(z)
	}
	return search.Read(typed, store.Fold, today)
}

// patients finds the records and reads those that are shown.
func (h *Hits) patients(r *desk.Reading, most int) error {
	s := &seeker{r: r, most: each * most, fits: map[party.PatientID]search.Fit{}}
	for _, x := range h.Query.Readings {
		if err := s.seek(x); err != nil {
			return err
		}
	}
	ids, err := s.ranked()
	if err != nil {
		return err
	}
	h.Of, h.More = len(ids), s.more
	ids = ids[:min(len(ids), most)]
	found, err := r.Patients(ids)
	if err != nil {
		return err
	}
	for _, id := range ids {
		if p, ok := found[id]; ok {
			h.Patients = append(h.Patients, hit(p, h.Query))
		}
	}
	return h.loops(r)
}

// hit says why a record was found, by the reading that fits it best.
func hit(p party.Patient, q search.Query) Hit {
	h := Hit{Patient: p}
	parts, best := store.Parts(p.Name), search.None
	for _, x := range q.Readings {
		if fit, why := matched(x.Words, parts); len(x.Words) > 0 && fit < best {
			best, h.Why = fit, why
		}
		for _, b := range x.Born {
			if b.Day == p.Born {
				h.Order = b.How
			}
		}
		for _, i := range p.Identifiers {
			if numbered(i.Value, x.Number) {
				h.Number = i.Value
			}
		}
		for _, n := range p.Phones {
			if phoned(n.Number, x.Number) {
				h.Phone = n.Number
			}
		}
	}
	return h
}

// loops reads the loops of the records that are shown, and fills in the number
// and phone of each.
func (h *Hits) loops(r *desk.Reading) error {
	var ids []party.PatientID
	for _, x := range h.Patients {
		ids = append(ids, x.ID)
	}
	r.Saw(ids...)
	rows, err := r.LoopsOf(ids, false)
	if err != nil {
		return err
	}
	slices.SortStableFunc(rows, func(a, b store.Row) int { return int(flag(b.Open) - flag(a.Open)) })
	for i := range h.Patients {
		x := &h.Patients[i]
		if x.Number == "" && len(x.Identifiers) > 0 {
			x.Number = x.Identifiers[0].Value
		}
		if x.Phone == "" && len(x.Phones) > 0 {
			x.Phone = x.Phones[0].Number
		}
		x.Mine = map[string]bool{}
		for _, l := range rows {
			if l.Patient == x.ID || l.ReceiverPatient == x.ID {
				x.Loops, x.Mine[l.Code] = append(x.Loops, l), l.Open && r.Who().Owes(l.Ball)
			}
		}
	}
	return nil
}

func flag(b bool) int8 {
	if b {
		return 1
	}
	return 0
}
