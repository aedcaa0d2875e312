package loop

import (
	"context"

	"referd/core/referral"
	"referd/desk"
)

// Undelivered makes work for a person of a delivery that was given up.
func Undelivered(ctx context.Context, d *desk.Desk, id referral.ID, why string) error {
	return d.Write(ctx, desk.System("delivery"), "undelivered", func(w *desk.Writing) error {
		_, err := do(w, Form{Referral: id}, func(t *turn) error {
			t.add(referral.DeliveryFailed{Leg: t.state.Leg(), Why: why, Final: true}, "delivery")
			return nil
		})
		return err
	})
}
