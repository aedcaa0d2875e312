package loop

import (
	"strings"

	"referd/core/chart"
	"referd/core/referral"
	"referd/desk"
	"referd/desk/turn"
)

// SetCallback names a number at which somebody answers about this referral, for
// calls about a result or an emergency. Who may: anybody who works on the
// referral, at either side. No clock moves.
func SetCallback(w *desk.Writing, f Form, number, who string) (Done, error) {
	return turn.Do(w, f, func(t *turn.Turn) error {
		digits := 0
		for _, c := range number {
			if c >= '0' && c <= '9' {
				digits++
			}
		}
		if digits < 7 {
			return turn.Invalid("number", "Give a telephone number that somebody answers.")
		}
		n, err := t.Note(strings.TrimSpace("Call "+number+" "+who), chart.Comment)
		if err != nil {
			return err
		}
		return t.Ask(referral.CallbackSet{Note: n})
	})
}
