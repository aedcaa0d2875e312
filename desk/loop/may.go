package loop

import (
	"referd/core/referral"
	"referd/desk"
)

// May lists what somebody may do now.
func May(r *desk.Reading, of referral.ID) ([]referral.Act, error) {
	s, err := r.Loop(of)
	if err != nil {
		return nil, err
	}
	r.SawLoop(of, s.Seq)
	return s.May(Standing(r, &s)), nil
}
