package house

import (
	"referd/core/party"
	"referd/desk"
)

// ConfirmClock records an operator's word that the machine's clock is right.
// Who may: an administrator, an integration engineer. Whoever calls it then lets
// what is timed go on; the audit has who said so.
func ConfirmClock(w *desk.Writing) error {
	if !MayConfirmClock(w.Who()) {
		return desk.Denied("house.ConfirmClock", "Your role may not do this. It is for an administrator or an integration engineer.")
	}
	return nil
}

// MayConfirmClock reports whether somebody may.
func MayConfirmClock(who desk.Who) bool { return who.Has(party.Admin, party.Engineer) }
