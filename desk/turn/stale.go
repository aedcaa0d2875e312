package turn

import (
	"errors"
	"fmt"

	"referd/base/fault"
	"referd/core/referral"
)

// Stale is the answer to a form that was filled in while a person acted: who
// did what since, the loop as it is now, and what is still possible. Nothing
// typed is lost by it.
type Stale struct {
	Since []referral.Entry
	Acts  []referral.Act
	Seq   int
	Phase referral.Phase
	Ball  referral.Owed
}

func (s *Stale) Error() string {
	return fmt.Sprintf("loop: %d entries since the form was read", len(s.Since))
}

// StaleOf finds the Stale in an error.
func StaleOf(err error) (*Stale, bool) {
	var s *Stale
	return s, errors.As(err, &s)
}

// stale is the conflict of a form that was overtaken, by the entries chosen
// since it was read.
func (t *Turn) stale(op string, chosen func(referral.Entry) bool) error {
	s := &t.before
	x := &Stale{Acts: Offered(t.W.Reading, s, t.Who), Seq: s.Seq, Phase: s.Phase(), Ball: s.Ball()}
	for _, e := range s.Entries() {
		if e.Seq > t.Form.Seq && chosen(e) {
			x.Since = append(x.Since, e)
		}
	}
	return fault.E(op, fault.Conflict, "Somebody acted on this referral while you were writing. Your words are kept; look at what changed.", x)
}

// current refuses a form that a person has overtaken. One that only the house
// or a partner has added to is decided again.
func (t *Turn) current() error {
	if t.Form.Seq == 0 || t.Form.Seq >= t.State.Seq {
		return nil
	}
	err := t.stale("turn.current", t.acted)
	if s, _ := StaleOf(err); len(s.Since) == 0 {
		return nil
	}
	return err
}

// Again refuses a form that was read before somebody did the same by another:
// oneself in another window too, which overtakes no other form.
func (t *Turn) Again(same func(referral.Event) bool) error {
	if t.Form.Seq == 0 {
		return nil
	}
	err := t.stale("turn.Again", func(e referral.Entry) bool {
		return (e.By.User != "" || e.By.Guest != "") && same(e.What)
	})
	if s, _ := StaleOf(err); len(s.Since) == 0 {
		return nil
	}
	return err
}

// acted says which entries make a form stale: what another person did, here or
// by a link. A view does not, nor words.
func (t *Turn) acted(e referral.Entry) bool {
	who := t.W.Who()
	person := (e.By.User != "" || e.By.Guest != "") && e.By.Rule == ""
	return person && (e.By.User != who.User || e.By.Guest != who.Guest) && moves(e.What)
}

func moves(ev referral.Event) bool {
	switch ev.(type) {
	case referral.Opened, referral.ReportOpened, referral.Claimed, referral.Released, referral.Messaged, referral.Recomputed:
		return false
	}
	return true
}
