package lists

import (
	"slices"
	"strings"

	"referd/core/party"
	"referd/core/referral"
	"referd/desk"
	"referd/desk/turn"
)

// Wrong is something that went wrong on a referral and waits to be settled: the
// key of what is owed, empty where that is the ball.
type Wrong struct {
	ID   referral.ID
	Duty string
}

// Settling is one of them as it stands now.
type Settling struct {
	Choice
	Duty string
	Kind string       // empty: it waits no longer, or is the ball
	To   party.UserID // who was never told; empty where that is not what went wrong
	Why  string       // why it is not settled together with others; empty where it can be
}

// apart says why things of a kind are settled one by one only: somebody has to
// have looked at each.
var apart = map[string]string{
	"contradiction": "What cannot both be right about a patient is settled by itself, with the facts side by side.",
	"bell":          "What a patient said is answered by itself.",
	"bell-worse":    "What a patient said is answered by itself.",
	"proposal":      "A second person looks at each by itself.",
	"recall":        "Each recall is confirmed by itself.",
	"slot":          "Each visit is released by itself, and its patient told.",
	"incident":      "Each privacy incident is settled by itself.",
	"":              "It is done on the referral itself.",
}

// Settles reports whether some things of a kind are settled in one press with
// others: a list without one offers it to nobody.
func Settles(kind string) bool { return kind == "delivery" || kind == "reopening" }

// Together says why something owed is not settled in one press with others, and
// is empty where it can be: a mail that somebody never got, and what was opened
// again because it had been ended by mistake. Nothing clinical is.
func Together(s *referral.State, d referral.Duty) string {
	switch d.Kind {
	case "delivery":
		return ""
	case "reopening":
		if byMistake(s) {
			return ""
		}
		return "Why it was opened again is clinical: it is settled by itself."
	}
	if why, ok := apart[d.Kind]; ok {
		return why
	}
	return "It is settled by itself."
}

// byMistake reports whether the reopening that waits says that it had ended by
// mistake.
func byMistake(s *referral.State) bool {
	k := s.Reopening()
	return k != "" && slices.ContainsFunc(s.Entries(), func(e referral.Entry) bool {
		x, ok := e.What.(referral.Reopened)
		return ok && e.Key == k && x.Reason == "ended-by-mistake"
	})
}

// ToSettle finds what waits on a loop by its key; the fault's words are why it is
// not the reader's to settle with others.
func ToSettle(r *desk.Reading, s *referral.State, duty string) (referral.Duty, string) {
	owed := s.Duties()
	i := slices.IndexFunc(owed, func(d referral.Duty) bool { return d.Key == duty })
	d := referral.Duty{Key: duty}
	if i >= 0 {
		d = owed[i]
	}
	waits := turn.ToSettle(r, s, turn.Standing(r, s))
	j := slices.IndexFunc(waits, func(d referral.Duty) bool { return d.Key == duty })
	switch {
	case i < 0 && j < 0 && duty != "":
		return referral.Duty{}, "It waits no longer."
	case j >= 0:
		d = waits[j]
	}
	if why := Together(s, d); why != "" {
		return d, why
	}
	if j < 0 {
		return d, "It is not yours to settle."
	}
	return d, ""
}

// Settlings reads what somebody has chosen of what went wrong, in the order given.
// What is not there and what is not theirs to see are the same.
func Settlings(r *desk.Reading, things []Wrong) (out []Settling, err error) {
	var ids []referral.ID
	for _, x := range things {
		ids = append(ids, x.ID)
	}
	list, err := Chosen(r, ids)
	if err != nil {
		return nil, err
	}
	for _, x := range things {
		c := Settling{Duty: x.Duty, Choice: list[slices.IndexFunc(list, func(c Choice) bool { return c.ID == x.ID })]}
		if !c.Gone {
			s, err := r.Loop(x.ID)
			if err != nil {
				return nil, err
			}
			var d referral.Duty
			d, c.Why = ToSettle(r, &s, x.Duty)
			c.Kind = d.Kind
			for _, u := range s.Untold {
				if strings.TrimPrefix(x.Duty, "delivery/") == string(u.Key) {
					c.To = u.To
				}
			}
		}
		out = append(out, c)
	}
	return out, nil
}
