package store

import (
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
	loops    map[loopSeen]bool // may this reader see it?
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
	return &memo{ledgers: map[referral.ID][]referral.Entry{}, grown: map[referral.ID]bool{}, tips: map[referral.ID]Tip{}, rows: map[referral.ID]Row{},
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

// related forgets who may see what: a relation has changed.
func (m *memo) related() {
	clear(m.loops)
	clear(m.through)
	clear(m.patients)
	clear(m.kept)
}

// learn keeps the ledgers a commit has added to, now that it has come to be.
func (r *recent) learn(m *memo) {
	for id := range m.grown {
		r.put(id, m.ledgers[id])
	}
}
