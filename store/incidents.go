package store

import "referd/core/referral"

// IncidentLoops lists the loops the reader may see on which a privacy incident was
// opened, the last first, each once (entries_incident).
func (v *View) IncidentLoops(limit int) (out []referral.ID, err error) {
	cond, with := v.visible("referral", "e.referral")
	err = v.s.each("select e.referral, max(e.noted) from entries e where e.kind = 'incident-opened' and "+cond+" group by e.referral order by 2 desc, 1 limit ?", append(with, limit), func(scan func(...any) error) error {
		var id referral.ID
		var at int64
		err := scan(&id, &at)
		out = append(out, id)
		return err
	})
	return out, broken("store.IncidentLoops", err)
}
