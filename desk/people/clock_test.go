package people_test

import (
	"testing"

	"referd/base/fault"
	"referd/core/access"
	"referd/core/party"
	"referd/desk/desktest"
	"referd/desk/house"
)

// An administrator says that the machine's clock is right, and the audit has who
// said it; a clinician is told who may.
func TestWhoConfirmsTheClock(t *testing.T) {
	h := desktest.New(t)
	for user, want := range map[party.UserID]bool{"kay": true, "doc": false, "moss": false} {
		err := h.Write(ctx, h.As(user), "clock.confirm", house.ConfirmClock)
		if want != (err == nil) || err != nil && fault.Of(err) != fault.Denied {
			t.Errorf("%s: %v", user, err)
		}
	}
	if audited(t, h, "clock.confirm", access.Success) != 1 || audited(t, h, "clock.confirm", access.Minor) != 2 {
		t.Error("it is not in the audit who said so")
	}
}
