package loop

import (
	"errors"
	"fmt"

	"referd/base/fault"
	"referd/core/referral"
)

// Stale is the answer to a form that was filled in while a person acted: who
// did what since, and what is still possible. Nothing typed is lost by it.
type Stale struct {
	Since []referral.Entry
	Acts  []referral.Act
	Seq   int
}

func (s *Stale) Error() string {
	return fmt.Sprintf("loop: %d entries since the form was read", len(s.Since))
}

// stale wraps a Stale as the conflict it is.
func stale(op string, x *Stale) error {
	return fault.E(op, fault.Conflict, "Somebody acted on this referral while you were writing. Your words are kept; look at what changed.", x)
}

// StaleOf finds the Stale in an error.
func StaleOf(err error) (*Stale, bool) {
	var s *Stale
	return s, errors.As(err, &s)
}

// current refuses a form that a person has overtaken.
func (t *turn) current(op string) error {
	if t.f.Seq == 0 || t.f.Seq >= t.state.Seq {
		return nil
	}
	x := &Stale{Acts: t.state.May(t.who), Seq: t.state.Seq}
	for _, e := range t.state.Entries() {
		if e.Seq > t.f.Seq && e.By.User != "" && e.By.Rule == "" && e.By.User != t.w.Who().User && moves(e.What) {
			x.Since = append(x.Since, e)
		}
	}
	if len(x.Since) == 0 {
		return nil
	}
	return stale(op, x)
}

// moves says which entries of another person make a form stale: a view does not.
func moves(ev referral.Event) bool {
	switch ev.(type) {
	case referral.Opened, referral.ReportOpened, referral.Claimed, referral.Released, referral.Messaged:
		return false
	}
	return true
}
