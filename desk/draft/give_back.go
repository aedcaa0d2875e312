package draft

import (
	"strings"
	"time"

	"referd/core/party"
	"referd/core/referral"
	"referd/desk"
	"referd/desk/turn"
)

// Returned is that a draft was given back before the signature: who, when, and
// what is to be changed. It is kept with the draft and goes with nothing.
type Returned struct {
	By    party.UserID
	At    time.Time
	Words string
}

// GiveBack gives a draft that was made ready back to whoever prepared it, with
// words that say what is to be changed. Who may: the clinician who would sign
// it, or their named cover. It is written again from now, and waits for no
// signature until it is made ready anew.
func GiveBack(w *desk.Writing, f turn.Form, words string) (turn.Done, error) {
	return turn.Do(w, f, func(t *turn.Turn) error {
		d, err := Of(w.Reading, f.Referral, t.State)
		if err != nil {
			return err
		}
		if !signs(t, d) {
			return desk.Denied("draft.GiveBack", "The clinician who would sign it, or their named cover, gives it back.")
		}
		if t.State.Phase() != referral.Unsigned {
			return turn.Refused("It does not wait for a signature.")
		}
		if words = strings.TrimSpace(words); words == "" {
			return turn.Invalid("words", "Write what is to be changed.")
		}
		var preparer party.UserID
		for _, e := range t.State.Happened() {
			if _, ok := e.What.(referral.Readied); ok {
				preparer = e.By.User
				t.Add(referral.Struck{Fact: e.Key, Reason: "given-back"}, "")
			}
		}
		if u, ok := w.Directory().Users[preparer]; ok && u.Active && u.Org == t.State.Org {
			t.Add(referral.Claimed{Person: preparer}, "")
		}
		d.Back = &Returned{By: w.Who().User, At: w.Now(), Words: words}
		return saveDraft(w, f.Referral, d)
	})
}
