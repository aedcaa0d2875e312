package draft

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"time"

	"referd/base/fault"
	"referd/core/referral"
	"referd/desk"
	"referd/desk/turn"
)

// Sign signs a referral: a draft that staff made ready, or one that another
// system sent without. Who may: the accountable clinician or their named
// cover. No clock starts: sending does that.
func Sign(w *desk.Writing, f turn.Form) (turn.Done, error) {
	return turn.Do(w, f, func(t *turn.Turn) error {
		d, err := Of(w.Reading, f.Referral, t.State)
		if err != nil {
			return err
		}
		if !signs(t, d) {
			return desk.Denied("draft.Sign", "The accountable clinician, or their named cover, signs.")
		}
		return t.Ask(referral.Signed{Clinician: d.Clinician})
	})
}

// signs reports whether the one who acts is whom the draft names to sign it, or
// their named cover. A standing order sends; it reads nothing, and signs nothing.
func signs(t *turn.Turn, d Draft) bool {
	accountable(t, d.Clinician)
	return t.Who.Accountable
}

// Mark names what a draft says, whoever wrote it and whenever it was kept: two
// drafts of one mark are word for word the same.
func Mark(d Draft) string {
	d.By, d.Saved, d.Kept, d.Back, d.Copied = "", time.Time{}, 0, nil, nil
	b, err := json.Marshal(d)
	if err != nil {
		return ""
	}
	sum := sha256.Sum256(b)
	return hex.EncodeToString(sum[:12])
}

// SignRead signs a draft as it was read, and sends it. Who may: the accountable
// clinician or their named cover. One that was changed since, by a word, is a
// Conflict: nobody signs what they have not read.
func SignRead(w *desk.Writing, f turn.Form, read string) (turn.Done, error) {
	return turn.Do(w, f, func(t *turn.Turn) error {
		d, err := Of(w.Reading, f.Referral, t.State)
		if err != nil {
			return err
		}
		if !signs(t, d) {
			return desk.Denied("draft.SignRead", "The accountable clinician, or their named cover, signs.")
		}
		if t.State.Phase() != referral.Unsigned {
			return turn.Refused("It does not wait for a signature.")
		}
		if read == "" || read != Mark(d) {
			return fault.E("draft.SignRead", fault.Conflict, "It was changed after you opened it. Nothing was signed: read it as it is now.", nil)
		}
		return dispatch(t, d)
	})
}
