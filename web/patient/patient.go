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
	out := []visit.Route{
		{Pattern: "GET /referrals/{id}" + sheet.SafeContact, To: reach},
		{Pattern: "POST /referrals/{id}" + sheet.SafeContact, To: reached},
		{Pattern: "GET /referrals/{id}" + sheet.PatientLink, To: links},
		{Pattern: "POST /referrals/{id}" + sheet.PatientLink, To: give},
		{Pattern: "POST /referrals/{id}" + sheet.PatientLink + "/renewal", To: renew},
		{Pattern: "POST /referrals/{id}" + sheet.PatientLink + "/end", To: end},
		{Pattern: "GET /referrals/{id}/patient-slip", To: slip},
	}
	for pattern, to := range map[string]func(*visit.Visit) error{
		"GET /p": typed, "POST /p": typed, "GET /p/leave": leave, "GET /p/{token}": show, "POST /p/{token}/birth-date": birthDate, "POST /p/{token}/code": code,
		"POST /p/{token}/bell": ring, "GET /p/{token}/safe-contact": wish, "POST /p/{token}/safe-contact": wished, "GET /p/{token}/concern": concern, "POST /p/{token}/concern": concerned,
	} {
		out = append(out, visit.Route{Pattern: pattern, Open: true, Limit: 16 << 10, To: own(to)})
	}
	return out
}
