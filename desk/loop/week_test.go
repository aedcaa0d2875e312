package loop_test

import (
	"math/rand/v2"
	"testing"
	"time"

	"referd/core/party"
	"referd/core/referral"
	"referd/desk"
	"referd/desk/chase"
	"referd/desk/desktest"
	"referd/desk/loop"
)

// A partner that was offline for a week tells all of it at once, in any order
// and twice: each fact is kept once with its own date, what comes of it is the
// same, and what is now owed is due from when we heard, not a week ago.
func TestAWeekToldAtOnce(t *testing.T) {
	desktest.Both(t, func(t *testing.T, h *desktest.House) {
		far := desk.Who{Client: "far", Orgs: []party.OrgID{"far"}, Zone: time.UTC}
		type told struct {
			days int
			ev   referral.Event
		}
		start := h.Now()
		week := []told{{1, referral.Delivered{}}, {1, referral.Opened{}}, {2, referral.Accepted{}}, {3, referral.Booked{Appointment: "v", Start: start.AddDate(0, 0, 5)}}, {5, referral.Seen{Appointment: "v"}}}
		for seed := range uint64(4) {
			of := sent(t, h, party.Routine, "far-cardio")
			sentAt := look(t, h, "doc", of).State.Sent
			h.Pass(8 * 24 * time.Hour)
			twice := append(append([]told{}, week...), week...)
			rand.New(rand.NewPCG(seed, 3)).Shuffle(len(twice), func(i, j int) { twice[i], twice[j] = twice[j], twice[i] })
			if err := h.Write(ctx, far, "told", func(w *desk.Writing) error {
				for _, x := range twice {
					if _, err := loop.Tell(w, loop.Form{Referral: of, At: sentAt.AddDate(0, 0, x.days)}, x.ev); err != nil {
						return err
					}
				}
				return nil
			}); err != nil {
				t.Fatalf("seed %d: %v", seed, err)
			}
			p := look(t, h, "doc", of)
			s := p.State
			if p.Phase != referral.PhaseSeen || !s.Seen.Equal(sentAt.AddDate(0, 0, 5)) || !s.Legs[0].Delivered.Equal(sentAt.AddDate(0, 0, 1)) || len(s.Appointments) != 1 {
				t.Errorf("seed %d: %s, seen %s, delivered %s, %d visits", seed, p.Phase, s.Seen, s.Legs[0].Delivered, len(s.Appointments))
			}
			if p.Ball.Act != referral.ActReport || p.Ball.Due.Before(h.Now()) {
				t.Errorf("seed %d: %+v is late the moment it is heard", seed, p.Ball)
			}
			if _, err := chase.Escalate(ctx, h.Desk); err != nil {
				t.Fatal(err)
			}
			if seq := look(t, h, "doc", of).Seq; seq != p.Seq {
				t.Errorf("seed %d: it climbs the moment it is heard", seed)
			}
		}
	})
}
