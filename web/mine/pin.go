package mine

import (
	"referd/core/referral"
	"referd/desk"
	"referd/desk/mine"
	"referd/web/page"
	"referd/web/sheet"
	"referd/web/visit"
)

// pin gives a referral one's star, or takes it away.
func pin(v *visit.Visit) error {
	f, err := v.Form()
	if err != nil {
		return err
	}
	id, on := referral.ID(v.R.PathValue("id")), f.Get("off") == ""
	if err := v.Desk.Write(v.R.Context(), v.Who, sheet.PinNoun, func(w *desk.Writing) error { return mine.Pin(w, id, on) }); err != nil {
		return err
	}
	v.SayUndo(map[bool]string{true: "Pinned: it is in your list of pinned.", false: "No longer pinned."}[on], &page.Toast{})
	return v.Go("/referrals/" + string(id) + sheet.Suffix(v))
}
