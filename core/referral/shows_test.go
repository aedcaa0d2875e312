package referral_test

import (
	"encoding/json"
	"math/rand/v2"
	"testing"

	"referd/core/referral"
)

// shown is everything of a loop that other systems read.
func shown(s referral.State) string {
	var legs []any
	for i, l := range s.Legs {
		legs = append(legs, []any{s.LegCodes(i), l.To, !l.Declined.IsZero(), l.DeclineNote})
	}
	var visits, reports []any
	for _, a := range s.Appointments {
		visits = append(visits, []any{a.ID, a.Leg, a.Start, a.End, a.Location, a.Clinician, a.Booked, a.Unbooked, a.Missed, a.Arrived, a.Seen})
	}
	for _, r := range s.Reports {
		reports = append(reports, []any{r.Leg, r.Kind, r.Document, r.More, r.Written})
	}
	b, err := json.Marshal([]any{s.Codes(), s.Patient, s.Org, s.Clinician, s.Sent, s.Urgency, s.Question, s.Reasons, s.SeenBy, s.Recipient(), legs, visits, reports})
	if err != nil {
		panic(err)
	}
	return string(b)
}

// What does not show changes nothing that is read, whatever went before it.
func TestWhatDoesNotShowChangesNothing(t *testing.T) {
	n, changed := uint64(4_000), map[string]bool{}
	if testing.Short() {
		n = 800
	}
	for seed := range n {
		r := rand.New(rand.NewPCG(seed, 11))
		ledger := slotted(r)
		if seed%2 == 0 {
			ledger = history(r)
		}
		was := referral.Fold("x", ledger[:1])
		for _, e := range ledger[1:] {
			is := referral.Evolve(was, e)
			a, _ := was.Shown()
			b, _ := is.Shown()
			if shown(was) != shown(is) {
				changed[referral.KindOf(e.What)] = true
				if a == b {
					t.Fatalf("seed %d: %s %+v changes what is read:\n%s\n%s", seed, referral.KindOf(e.What), e.What, shown(was), shown(is))
				}
			}
			if b != a && b != a+1 || (b == a) != !referral.Shows(e.What) {
				t.Fatalf("seed %d: %s counts %d after %d", seed, referral.KindOf(e.What), b, a)
			}
			was = is
		}
	}
	for _, k := range []string{"sent", "accepted", "booked", "seen", "reported", "acknowledged", "closed", "struck"} {
		if !changed[k] {
			t.Errorf("no history in which %s changes what is read: this test sees nothing", k)
		}
	}
}
