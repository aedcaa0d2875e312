package desk

import (
	"time"

	"referd/core/party"
)

// Circles reports whether a cover would end at who is away: whoever is asked is
// covered by them at that time already, directly or through others who cover.
// A zero end is open.
func (d *Directory) Circles(x party.Delegation) bool {
	return d.leads(d.Users[x.To].Practitioner, x.For, x.From, x.Until, map[party.PractitionerID]bool{})
}

// Own reports whether what stands with a colleague is a clinician's own all the
// same: of a loop they answer for, with somebody who covers them and whom they
// cover. No such circle is named; one that was brought in says nobody's name but
// the owner's.
func (d *Directory) Own(who Who, sender party.OrgID, of party.PractitionerID, with party.UserID, now time.Time) bool {
	if of == "" || of != who.Practitioner || sender != who.Org {
		return false
	}
	next, other := now.Add(1), d.Users[with].Practitioner
	return d.leads(of, other, now, next, map[party.PractitionerID]bool{}) && d.leads(other, of, now, next, map[party.PractitionerID]bool{})
}

// leads reports whether somebody's work comes to another's hands between two
// times: by their cover, or the cover's cover. on are those the way went through.
func (d *Directory) leads(of, to party.PractitionerID, from, until time.Time, on map[party.PractitionerID]bool) bool {
	if of == "" || to == "" || on[of] {
		return false
	}
	on[of] = true
	defer delete(on, of) // another way, at another time, may go through them too
	for _, x := range d.Delegations {
		if !x.Cover || x.For != of || !x.Meets(from, until) {
			continue
		}
		next, begins, ends := d.Users[x.To].Practitioner, from, until
		if x.From.After(begins) {
			begins = x.From
		}
		if ends.IsZero() || !x.Until.IsZero() && x.Until.Before(ends) {
			ends = x.Until
		}
		if next == to || d.leads(next, to, begins, ends, on) {
			return true
		}
	}
	return false
}
