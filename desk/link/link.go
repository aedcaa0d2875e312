// Package link is the patient at the desk: how it is safe to reach them, the
// links by which they see their own referral, and what they ask there.
package link

import (
	"slices"

	"referd/base/fault"
	"referd/core/party"
	"referd/core/referral"
	"referd/desk"
	"referd/desk/turn"
	"referd/store"
)

// deal are the jobs that deal with patients.
var deal = []party.Job{party.ReferringClinician, party.ReferringStaff, party.Intake, party.TriageNurse, party.Scheduler, party.Specialist, party.Imaging}

func deals(who desk.Who, op string) error {
	if who.User != "" && who.Has(deal...) {
		return nil
	}
	return desk.Denied(op, "Whoever deals with patients on either side does this.")
}

// Reach keeps how it is safe to reach the patient of a referral, as they said it
// now, and answers their wish to be reached another way where that is the
// reader's to answer. version is the newest that was on the form: one said
// meanwhile is a Conflict. Who may: whoever deals with patients, on either side.
func Reach(w *desk.Writing, f turn.Form, version int, s party.SafeContact) (turn.Done, error) {
	return turn.Do(w, f, func(t *turn.Turn) error {
		if err := deals(w.Who(), "link.Reach"); err != nil {
			return err
		}
		before, err := Said(w.Reading, f.Referral)
		if err != nil {
			return err
		}
		if len(before) > 0 && before[0].Version != version {
			return fault.E("link.Reach", fault.Conflict, "Somebody wrote down meanwhile how the patient is reached: "+w.Directory().PersonName(before[0].Who)+". Read it below, and change it if it is not right.", nil)
		}
		if err := t.Safe(s); err != nil {
			return err
		}
		for _, d := range turn.ToSettle(w.Reading, &t.State, t.Who) {
			if wish(&t.State, d) {
				if err := t.Ask(referral.Settled{Facts: d.Facts}); err != nil {
					return err
				}
			}
		}
		return nil
	})
}

// wish reports whether a duty is the patient's wish to be reached another way.
func wish(s *referral.State, d referral.Duty) bool {
	return d.Kind == "bell" && slices.ContainsFunc(s.Bells, func(b referral.Bell) bool { return b.Bell == referral.BellReach && slices.Contains(d.Facts, b.Key) })
}

// Wishes are the patient's wishes to be reached another way that nobody has
// confirmed with them yet: until then no message goes out.
func Wishes(s *referral.State) (out []referral.Bell) {
	for _, d := range s.Duties() {
		if wish(s, d) {
			i := slices.IndexFunc(s.Bells, func(b referral.Bell) bool { return slices.Contains(d.Facts, b.Key) })
			out = append(out, s.Bells[i])
		}
	}
	return out
}

// Saying is how it was safe to reach a patient, as they said it at a time.
type Saying = store.SafeSaid

// Said lists how it was safe to reach the patient of a referral, the newest
// first, on the record of the reader's side. Who may: whoever may see the chart.
func Said(r *desk.Reading, of referral.ID) ([]Saying, error) {
	r.Tried(of)
	if !r.Who().Charts() {
		return nil, desk.NoChart("link.Said")
	}
	s, err := r.Loop(of)
	if err != nil {
		return nil, err
	}
	p := s.RecordOf(r.Who().All())
	r.SawLoop(of, s.Seq)
	r.Saw(p)
	return r.SafeContacts(p)
}
