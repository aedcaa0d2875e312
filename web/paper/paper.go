// Package paper is what is printed: the packet of a receiver who is not here, the
// visits of a day, and what somebody has to do today.
package paper

import "referd/web/visit"

// Routes of what is printed.
func Routes() []visit.Route {
	return []visit.Route{
		{Pattern: "GET /referrals/{id}/packet", To: packet},
		{Pattern: "GET /visits", To: visits},
		{Pattern: "GET /day", To: myDay},
	}
}
