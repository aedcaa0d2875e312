package story

import (
	"maps"
	"slices"

	"referd/cmd/referd/demo/cast"
	"referd/core/party"
	"referd/store"
)

// press makes a large house of what was told: everybody but those of the day is
// there some more times, each as somebody else. What is pressed of a history
// equals what the desk would have made of it at the same moments.
func (m *maker) press(times int) error {
	if times < 1 {
		return nil
	}
	var models []*store.Model
	err := m.d.DB.View(m.ctx, store.Scope{System: true}, func(v *store.View) error {
		for _, p := range m.list() {
			x, err := v.Model(p)
			if err != nil {
				return err
			}
			models = append(models, x)
		}
		return nil
	})
	if err != nil {
		return fail("the histories", err)
	}
	of := 0
	for _, x := range models {
		of += times * len(x.Loops)
	}
	err = m.d.DB.Press(m.ctx, models, times, func(n, k int) store.Somebody {
		return m.another(models[n].Records[0].Sex, m.many+len(models)*k+n)
	}, func(done int) {
		if m.said != nil {
			m.said(done, of)
		}
	})
	if err != nil {
		return fail("the histories of everybody else", err)
	}
	return nil
}

// list is everybody who refers beside those of the day.
func (m *maker) list() (out []party.PatientID) {
	for _, org := range slices.Sorted(maps.Keys(m.pats)) {
		out = append(out, m.pats[org]...)
	}
	return out
}

// another is the i-th of many, the same on every machine.
func (m *maker) another(sex string, i int) store.Somebody {
	p := cast.Another(i, sex, m.now)
	return store.Somebody{Name: p.Name, Born: p.Born, Phones: p.Phones, Address: p.Address,
		Number: func(org party.OrgID) party.Patient {
			return party.Patient{Identifiers: cast.Numbered(string(org), cast.MRN(string(org), len(cast.Known)+i))}
		}}
}
