package story

import (
	"referd/base/id"
	"referd/cmd/referd/demo/cast"
	"referd/core/party"
	"referd/desk"
	"referd/store"
)

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
	m.many = n
	var all []record
	for i, f := range cast.Known {
		p := f.Patient(from)
		all = append(all, record{f.Key(), p, map[string]string{"stluke": f.Sl, "harbor": cast.MRN("harbor", i)}})
	}
	for i := range n {
		org := "lakeside"
		if i%3 == 2 {
			org = outsiders[i/3%len(outsiders)]
		}
		x := record{p: cast.MadePatient(m.r, i, org, from), at: map[string]string{"stluke": cast.MRN("stluke", i)}}
		if i%5 == 0 {
			x.at["harbor"] = cast.MRN("harbor", len(cast.Known)+i)
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
					other.ID, other.Org, other.Identifiers = party.PatientID(id.New(from)), party.OrgID(org), cast.Numbered(org, number)
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
