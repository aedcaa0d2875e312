// Package patient is the patient's own pages, in English and Spanish, and what
// staff do so that there is one: how it is safe to reach the patient, the links
// and the paper.
package patient

import (
	"referd/web/sheet"
	"referd/web/visit"
)

// Routes of the patient's pages and of what staff do for them.
func Routes() []visit.Route {
	return []visit.Route{
		{Pattern: "GET /referrals/{id}" + sheet.SafeContact, To: reach},
		{Pattern: "POST /referrals/{id}" + sheet.SafeContact, To: reached},
	}
}
