package mine

import (
	"slices"
	"strings"
	"time"

	"referd/base/fault"
	"referd/core/access"
	"referd/core/policy"
	"referd/core/referral"
	"referd/desk"
	"referd/desk/turn"
	"referd/store"
)

// longest is how long something may lie aside, in days.
const longest = 30

// PutAside takes what the asker owes on a referral off their own lists until a
// day: the ball (an empty duty) or a duty. It comes back by itself on that day, at
// once when anything happens on the referral, and when it climbs. Nothing else
// changes: it is owed, its clocks run, it climbs and its owner is told as before,
// and it stands on everybody else's lists. Who may: who works with patients here,
// for what is theirs, of whom they cover, or of their teams. It is Refused for an
// emergency, what is urgent, a report that asks for action and a patient who is
// worse; Invalid, by field, without a day of the next thirty and why.
func PutAside(w *desk.Writing, of referral.ID, duty string, until time.Time, words string) error {
	if err := writes(w, of); err != nil {
		return err
	}
	s, err := w.Loop(of)
	if err != nil {
		return err
	}
	o, ok := s.OwedFor(duty)
	if ok = ok && (duty != "" || s.Open()); !ok || !onList(w.Who(), o) {
		return turn.Refused("This is not on your list. What is owed here may be seen on the referral.")
	}
	if why := Wakes(&s, o); why != "" {
		return turn.Refused(why)
	}
	now, who := w.Now(), w.Who()
	y, m, d := until.In(who.Zone).Date()
	day := time.Date(y, m, d, 0, 0, 0, 0, who.Zone)
	words = strings.TrimSpace(words)
	err = fault.All(turn.If(until.IsZero(), "until", "Choose the day on which it comes back."),
		turn.If(!until.IsZero() && !day.After(now), "until", "Choose a day after today."),
		turn.If(day.After(now.AddDate(0, 0, longest)), "until", "That is more than thirty days ahead. Choose an earlier day."),
		turn.If(words == "", "words", "Write why it may wait."), turn.If(len(words) > 1<<10, "words", "That is too long. Write the rest as a note."))
	if err != nil {
		return err
	}
	w.Act(access.Update)
	return w.Tx.PutAside(store.Aside{Who: who.User, Referral: of, Duty: duty, Org: who.Org, Until: day, Seq: s.Seq, Words: words, At: now})
}

// TakeUp puts back on the asker's lists what they put aside. Who may: as PutAside.
// What does not lie aside is Refused.
func TakeUp(w *desk.Writing, of referral.ID, duty string) error {
	if err := writes(w, of); err != nil {
		return err
	}
	found, err := w.Tx.TakeUp(w.Who().User, of, duty, w.Who().Org)
	if err == nil && !found {
		return turn.Refused("It is on your list already.")
	}
	return err
}

// Wakes is why something owed may not be put aside; empty when it may.
func Wakes(s *referral.State, o referral.Owed) string {
	if policy.Interrupts(s, o) {
		return "An emergency, what is urgent, a report that asks for action and a patient who is worse are not put aside."
	}
	return ""
}

// onList reports whether something owed stands on somebody's lists.
func onList(who desk.Who, o referral.Owed) bool {
	return o.Team != "" && (o.Person == who.User || slices.Contains(who.Covered, o.Person) || slices.Contains(who.Teams, o.Team))
}

// Asidable is something on the asker's lists that they may put aside.
type Asidable struct {
	referral.Owed
	Kind string // of the duty; empty is the ball
}

// Asides are what lies aside of a referral with the reader's own people, and what
// of it the reader may put aside. Who may: as PutAside.
func Asides(r *desk.Reading, of referral.ID) (lie []store.Aside, may []Asidable, err error) {
	s, err := own(r, of)
	if err != nil {
		return nil, nil, err
	}
	if lie, err = r.Asides([]referral.ID{of}, r.Now()); err != nil {
		return nil, nil, err
	}
	add := func(o referral.Owed, kind string) {
		mine := func(a store.Aside) bool { return a.Who == r.Who().User && a.Duty == o.Duty }
		if onList(r.Who(), o) && Wakes(&s, o) == "" && !slices.ContainsFunc(lie, mine) {
			may = append(may, Asidable{o, kind})
		}
	}
	if s.Open() {
		add(s.Ball(), "")
	}
	for _, d := range s.Duties() {
		if o, ok := s.OwedFor(d.Key); ok {
			add(o, d.Kind)
		}
	}
	return lie, may, nil
}
