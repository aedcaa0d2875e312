package loop

import (
	"strings"

	"referd/core/chart"
	"referd/core/referral"
	"referd/desk"
)

// SetCallback names a number at which somebody answers about this referral, for
// calls about a result or an emergency. Who may: anybody who works on the
// referral, at either side. No clock moves.
func SetCallback(w *desk.Writing, f Form, number, who string) (Done, error) {
	return do(w, f, func(t *turn) error {
		digits := 0
		for _, c := range number {
			if c >= '0' && c <= '9' {
				digits++
			}
		}
		if digits < 7 {
			return invalid("number", "Give a telephone number that somebody answers.")
		}
		n, err := t.note(strings.TrimSpace("Call "+number+" "+who), chart.Comment)
		if err != nil {
			return err
		}
		return t.ask(referral.CallbackSet{Note: n})
	})
}
