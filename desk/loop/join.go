package loop

import (
	"slices"

	"referd/core/referral"
	"referd/desk"
	"referd/desk/turn"
	"referd/store"
)

// Join says that this referral is the same as another of the patient, which
// goes on; this one ends as cancelled and names its survivor. Who may: the
// referring clinician or staff, before care. With a visit booked it is a
// request the clinic answers. Neither clock moves.
func Join(w *desk.Writing, f Form, into referral.ID) (Done, error) {
	return turn.Do(w, f, func(t *turn.Turn) error {
		if into == f.Referral {
			return turn.Invalid("into", "This is the same referral. Choose the other one.")
		}
		if _, err := referral.Decide(t.State, t.Who, referral.Cancelled{Reason: "duplicate"}, t.At()); err != nil {
			return err
		}
		other, err := w.Row(into)
		if err != nil {
			return turn.Invalid("into", "There is no such referral of this patient.")
		}
		same, err := w.Tx.As(store.Scope{System: true}).SamePerson(t.State.Patient)
		switch {
		case err != nil:
			return err
		case other.Sender != t.State.Org, !slices.Contains(same, other.Patient):
			return turn.Invalid("into", "There is no such referral of this patient.")
		case !other.Open:
			return turn.Invalid("into", "That one is over. Reopen it first, or keep this one.")
		}
		t.Add(referral.Joined{Into: into}, "")
		return nil
	})
}
