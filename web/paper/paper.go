// Package paper is what is printed: the packet of a receiver who is not here, the
// visits of a day, what somebody has to do today, and the kit a clinic works with
// while the system is away, as a page and as a file that lies where the system is
// not needed to read it.
package paper

import "referd/web/visit"

// Routes of what is printed.
func Routes() []visit.Route {
	return []visit.Route{
		{Pattern: "GET /referrals/{id}/packet", To: packet},
		{Pattern: "GET /visits", To: visits},
		{Pattern: "GET /day", To: myDay},
		{Pattern: "GET /downtime", To: downtime},
		{Pattern: "POST /referrals/{id}/packet", To: coverLink},
	}
}
