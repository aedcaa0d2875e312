package store

import (
	"slices"
	"time"

	"referd/core/party"
	"referd/core/referral"
)

// memo is what a snapshot, or one commit under way, has read or written
// already: nobody else changes it meanwhile, so that it is not read again.
type memo struct {
	ledgers  map[referral.ID][]referral.Entry
	grown    map[referral.ID]bool // ledgers this commit added to
	tips     map[referral.ID]Tip
	rows     map[referral.ID]Row
	tasks    map[referral.ID][]Task // of a commit
	loops    map[loopSeen]bool      // may this reader see it?
	through  map[loopSeen][]Through
	patients map[patientSeen]party.Patient
	kept     map[keptSeen]*Kept // nil: not here, or not theirs
}

type loopSeen struct {
	by *View
	id referral.ID
}

type patientSeen struct {
	by *View
	id party.PatientID
}

type keptSeen struct {
	by       *View
	kind, id string
}

func newMemo() *memo {
	return &memo{ledgers: map[referral.ID][]referral.Entry{}, grown: map[referral.ID]bool{}, tips: map[referral.ID]Tip{}, rows: map[referral.ID]Row{}, tasks: map[referral.ID][]Task{},
		loops: map[loopSeen]bool{}, through: map[loopSeen][]Through{}, patients: map[patientSeen]party.Patient{}, kept: map[keptSeen]*Kept{}}
}

// row notes a row as it is now.
func (m *memo) row(r Row) {
	m.tips[r.ID] = Tip{Seq: r.Seq, Shown: r.Shown, At: r.ShownAt}
	m.rows[r.ID] = r
}

// append notes entries a commit has added. They are noted as they are read
// back: moments to the microsecond.
func (m *memo) append(id referral.ID, entries []referral.Entry) {
	for _, e := range entries {
		have := m.ledgers[id]
		if len(have) != e.Seq-1 { // it was never read: nor is it known now
			return
		}
		e.At, e.Noted = e.At.UTC().Truncate(time.Microsecond), e.Noted.UTC().Truncate(time.Microsecond)
		m.ledgers[id] = append(have[:len(have):len(have)], e)
		m.grown[id] = true
	}
}

// related forgets who may see what, now that relations have changed:
// where none ends, what was seen is still to be seen.
func (m *memo) related(ends bool) {
	if ends {
		clear(m.loops)
		clear(m.patients)
		clear(m.kept)
	}
	for k, x := range m.kept {
		if x == nil {
			delete(m.kept, k)
		}
	}
	clear(m.through)
}

// relate notes who may see a loop that has just begun, of who wrote it.
func (m *memo) relate(v *View, r Row) {
	key, list := loopSeen{v.eyes(), r.ID}, []Through(nil)
	for _, x := range r.Relations {
		if !x.Until.IsZero() { // it depends on when it is asked
			return
		}
		if slices.Contains(v.scope.Orgs, x.Org) {
			list = append(list, Through{Referral: r.ID, Patient: x.Patient, Org: x.Org})
		}
	}
	if len(list) > 0 && !v.scope.System && (v.scope.Only == "" || v.scope.Only == r.ID) {
		m.loops[key], m.through[key] = true, list
	}
}

// learn keeps the ledgers a commit has added to, now that it has come to be.
func (r *recent) learn(m *memo) {
	for id := range m.grown {
		r.put(id, m.ledgers[id])
	}
}
