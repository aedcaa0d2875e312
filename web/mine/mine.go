// Package mine is the pages of what somebody keeps for themselves and their own
// people beside a referral.
package mine

import (
	"referd/core/referral"
	"referd/web/sheet"
	"referd/web/visit"
)

// Routes of them.
func Routes() []visit.Route {
	notesAt, looksAt, asideAt := " /referrals/{id}/"+sheet.NotesNoun, " /referrals/{id}/"+string(referral.ActLook), " /referrals/{id}/"+sheet.AsideNoun
	return []visit.Route{
		{Pattern: "GET" + notesAt, To: notes},
		{Pattern: "POST" + notesAt, To: addNote},
		{Pattern: "GET" + looksAt, To: looks},
		{Pattern: "POST" + looksAt, To: look},
		{Pattern: "GET" + asideAt, To: asides},
		{Pattern: "POST" + asideAt, To: aside},
		{Pattern: "POST /referrals/{id}/" + sheet.PinNoun, To: pin},
	}
}
