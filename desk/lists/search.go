package lists

import (
	"strings"
	"time"

	"referd/base/id"
	"referd/core/party"
	"referd/core/referral"
	"referd/desk"
	"referd/store"
)

// Hits are what a search found.
type Hits struct {
	Loop     referral.ID // an exact code
	Patients []party.Patient
	Loops    map[party.PatientID][]store.Row
	Services []party.Service
}

// Search finds a referral by its code, patients by name, birth date, number or
// phone, and services. It never shows more than the reader may see.
func Search(r *desk.Reading, words string) (Hits, error) {
	h := Hits{Loops: map[party.PatientID][]store.Row{}}
	if !r.Who().Stands() {
		return h, desk.Denied("lists.Search", "Patients are looked for by those who work with them.")
	}
	if code, ok := id.ParseCode(words); ok {
		if row, err := r.RowByCode(code); err == nil {
			h.Loop = row.ID
			r.SawLoop(row.ID, row.Seq)
			return h, nil
		}
	}
	if !r.Who().Charts() {
		return h, desk.Denied("lists.Search", "Patients are looked for by those who work with them. An administrator finds a referral by its code.")
	}
	var err error
	if h.Patients, err = r.FindPatients(asked(words)); err != nil {
		return h, err
	}
	if h.Patients, err = once(r, h.Patients); err != nil {
		return h, err
	}
	for _, p := range h.Patients {
		r.Saw(p.ID)
		if h.Loops[p.ID], err = r.LoopsOf([]party.PatientID{p.ID}, false); err != nil {
			return h, err
		}
	}
	if len(strings.TrimSpace(words)) > 2 {
		h.Services = r.Directory().Services(words)
	}
	return h, nil
}

// once leaves out another organization's record of somebody whose own record
// is found too: one person is one line, under the reader's own number.
func once(r *desk.Reading, found []party.Patient) (out []party.Patient, err error) {
	own := map[party.PatientID]bool{}
	for _, p := range found {
		if p.Org != r.Who().Org {
			continue
		}
		same, err := r.SamePerson(p.ID)
		if err != nil {
			return nil, err
		}
		for _, x := range same {
			own[x] = true
		}
	}
	for _, p := range found {
		if p.Org == r.Who().Org || !own[p.ID] {
			out = append(out, p)
		}
	}
	return out, nil
}

// asked reads what somebody typed into the search box: a birth date in any
// usual form, a phone or a record number, else names.
func asked(words string) store.Find {
	words = strings.TrimSpace(words)
	f := store.Find{Limit: 25}
	for _, form := range []string{"2006-01-02", "01/02/2006", "1/2/2006", "02-Jan-2006", "2-Jan-2006", "02.01.2006", "2 Jan 2006", "January 2, 2006"} {
		if t, err := time.Parse(form, words); err == nil {
			f.Born = party.Date(t.Format("2006-01-02"))
			return f
		}
	}
	n := 0
	for _, c := range words {
		if c >= '0' && c <= '9' {
			n++
		}
	}
	switch {
	case words == "":
		f.Limit = 0
		f.Value = "\x00"
	case n >= 7:
		f.Phone = words
	case n >= 3:
		f.Value = words
	default:
		f.Name = words
	}
	return f
}

// Find reads the records of the reader's own organization, for the page that
// begins a referral.
func Find(r *desk.Reading, words string) ([]party.Patient, error) {
	if !r.Who().Charts() {
		return nil, desk.Denied("lists.Find", "Patients are looked for by those who work with them.")
	}
	out, err := r.FindPatients(asked(words))
	for _, p := range out {
		r.Saw(p.ID)
	}
	return out, err
}
