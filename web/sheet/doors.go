package sheet

import (
	"referd/core/referral"
	"referd/desk"
	"referd/desk/loop"
	"referd/web/page"
	"referd/web/visit"
)

// What the clinic's own forms share with the other pages of a referral.

// Look reads the picture and the shell in one reading.
func Look(v *visit.Visit, title string) (*loop.Picture, *desk.Reading, page.Shell, error) {
	p, r, shell, err := Glance(v, title)
	if err != nil {
		return p, r, shell, err
	}
	first, err := opened(v, p) // whoever decides has it open
	if err != nil || !first {
		return p, r, shell, err
	}
	return Glance(v, title)
}

// Acts are the acts that have words, and so a button.
func Acts() (out []referral.Act) {
	for a := range acts {
		out = append(out, a)
	}
	return out
}
