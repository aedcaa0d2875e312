package link

import (
	"slices"
	"unicode/utf8"

	"referd/base/fault"
	"referd/core/referral"
	"referd/desk"
	"referd/desk/loop"
	"referd/desk/turn"
)

// most is how many things a patient says before somebody has answered one, and
// how long one may be.
const (
	most     = 5
	wordsFit = 500
)

// Ring is a bell the patient rings on their page. The same again, while nobody
// has answered it and with nothing added, is the first. It is never refused for
// the hour: nobody may lose that somebody feels worse; the page says who answers
// now. Who may: the patient.
func Ring(w *desk.Writing, f turn.Form, bell, words string) (turn.Done, error) {
	s, _, err := mine(w.Reading)
	if err != nil {
		return turn.Done{}, err
	}
	if bell == referral.BellReach || !slices.Contains(offered(&s, w.Now()), bell) {
		return turn.Done{}, fault.About("link.Ring", "bell", fault.Invalid, "Say what it is: press one of the buttons.")
	}
	return say(w, &s, f, bell, words)
}

// Wish is the patient asking to be reached another way. Nothing changes by it but
// that no message goes out until somebody has confirmed it with them: another may
// hold their telephone. Who may: the patient, with the code.
func Wish(w *desk.Writing, f turn.Form, words string) (turn.Done, error) {
	s, _, err := mine(w.Reading)
	if err != nil {
		return turn.Done{}, err
	}
	switch {
	case w.Who().Confirmed.IsZero():
		return turn.Done{}, desk.Denied("link.Wish", "Type your code first.")
	case words == "":
		return turn.Done{}, fault.About("link.Wish", "words", fault.Invalid, "Say how you want to be reached.")
	}
	return say(w, &s, f, referral.BellReach, words)
}

func say(w *desk.Writing, s *referral.State, f turn.Form, bell, words string) (turn.Done, error) {
	if utf8.RuneCountInString(words) > wordsFit {
		return turn.Done{}, fault.About("link.say", "words", fault.Invalid, "This is too long for the page. Say the rest on the telephone.")
	}
	rung := Unanswered(s)
	if words == "" && slices.ContainsFunc(rung, func(b referral.Bell) bool { return b.Bell == bell }) {
		return turn.Done{ID: s.ID, Already: true}, nil
	}
	if len(rung) >= most && bell != referral.BellWorse {
		return turn.Done{}, fault.E("link.say", fault.Refused, "There are things you said that nobody has answered yet. Please call.", nil)
	}
	f.Referral = s.ID
	return loop.Ring(w, f, bell, words)
}

// Unanswered are the bells nobody has answered.
func Unanswered(s *referral.State) (out []referral.Bell) {
	for _, d := range s.Duties() {
		for _, b := range s.Bells {
			if (d.Kind == "bell" || d.Kind == "bell-worse") && slices.Contains(d.Facts, b.Key) {
				out = append(out, b)
			}
		}
	}
	return out
}
