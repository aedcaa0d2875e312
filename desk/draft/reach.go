package draft

import (
	"referd/core/party"
	"referd/desk/turn"
)

// Safe is how it is safe to reach the patient as a draft leaves: what its form
// says, unless the record was told anew since that form was opened. What the
// patient said last holds (hazard H5); overtaken reports that it is another.
func (d Draft) Safe(p party.Patient) (s party.SafeContact, overtaken bool) {
	if d.Reach == nil || !p.Safe.Known() && !d.Reach.Says() {
		return p.Safe, false
	}
	since := d.Reached
	if since.IsZero() {
		since = d.Saved
	}
	s = *d.Reach
	if s.Agreed = p.Safe.Agreed; !p.Safe.Agreed.After(since) {
		return s, false
	}
	return p.Safe, !s.Same(p.Safe)
}

// reach keeps how it is safe to reach the patient, as said at ordering. A form
// that says nothing about it, or what is known, leaves it as it was.
func reach(t *turn.Turn, d Draft) error {
	p, err := t.Record()
	if err != nil {
		return err
	}
	s, _ := d.Safe(p)
	if s.Same(p.Safe) && (s.Known() || !s.Says()) {
		return nil
	}
	return t.Safe(s)
}
