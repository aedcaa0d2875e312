package mine

import (
	"slices"
	"strings"
	"time"

	"referd/base/fault"
	"referd/base/id"
	"referd/core/access"
	"referd/core/party"
	"referd/core/policy"
	"referd/core/referral"
	"referd/desk"
	"referd/desk/turn"
	"referd/store"
)

// Again says when somebody looks again, who and why.
type Again struct {
	Day   time.Time // any moment of the day, in the zone of who chose it
	Who   string    // "" is the asker, "team:ID" whoever of a team, else a colleague's id
	Words string
}

// farthest is how many years ahead somebody may look.
const farthest = 2

// LookAgain sets a day on which one's own people look again at a referral: from
// that day on it is owed like everything else on their lists. It moves no ball, no
// due and no clock, and is told to nobody of another organization. Who may: as
// AddNote. It is Invalid, by field, without a day that is to come, somebody of
// one's own teams, and words.
func LookAgain(w *desk.Writing, of referral.ID, a Again) error {
	if err := writes(w, of); err != nil {
		return err
	}
	l, err := look(w.Reading, of, a)
	if err != nil {
		return err
	}
	w.Act(access.Create)
	return w.Tx.PutLook(l)
}

// look is what was asked for, checked.
func look(r *desk.Reading, of referral.ID, a Again) (l store.Look, err error) {
	now, who := r.Now(), r.Who()
	l = store.Look{ID: id.New(now), Referral: of, Org: who.Org, Words: strings.TrimSpace(a.Words), By: who.User, At: now}
	y, m, d := a.Day.In(who.Zone).Date()
	if l.From = time.Date(y, m, d, 0, 0, 0, 0, who.Zone); l.From.Before(now) {
		l.From = now
	}
	var wrong []error
	l.Team, l.Person, err = whose(r, a.Who)
	wrong = append(wrong, err)
	switch today := now.In(who.Zone).Format(time.DateOnly); {
	case a.Day.IsZero():
		wrong = append(wrong, turn.Invalid("day", "Choose the day to look again."))
	case a.Day.In(who.Zone).Format(time.DateOnly) < today:
		wrong = append(wrong, turn.Invalid("day", "That day is over. Choose today or a later one."))
	case l.From.After(now.AddDate(farthest, 0, 0)):
		wrong = append(wrong, turn.Invalid("day", "That is more than two years ahead. Choose an earlier day."))
	}
	switch {
	case l.Words == "":
		wrong = append(wrong, turn.Invalid("words", "Write why: what is to be looked for."))
	case len(l.Words) > 1<<10:
		wrong = append(wrong, turn.Invalid("words", "That is too long. Write the rest as a note."))
	}
	l.Due = policy.SameDay(r.Directory().Teams[l.Team].Hours, l.From)
	return l, fault.All(wrong...)
}

// whose is who looks: the asker, a colleague of one of their teams, or a team of theirs.
func whose(r *desk.Reading, to string) (party.TeamID, party.UserID, error) {
	who, dir := r.Who(), r.Directory()
	person := party.UserID(to)
	if team, ok := strings.CutPrefix(to, "team:"); ok {
		if slices.Contains(who.Teams, party.TeamID(team)) {
			return party.TeamID(team), "", nil
		}
		person = "?" // nobody
	} else if to == "" {
		person = who.User
	}
	for _, t := range who.Teams {
		if slices.ContainsFunc(dir.Members(t), func(u party.User) bool { return u.ID == person }) {
			return t, person, nil
		}
	}
	return "", "", turn.Invalid("who", "Choose yourself, a colleague of your teams, or one of your teams.")
}

// Looked notes that somebody looked, and what they found; empty is nothing new.
// With again it is to be looked at once more: both come to be, or neither. Who
// may: as AddNote. A look that is not one's own people's is Missing, one that is
// done already Refused.
func Looked(w *desk.Writing, of referral.ID, look string, found string, again *Again) error {
	const op = "mine.Looked"
	if err := writes(w, of); err != nil {
		return err
	}
	all, err := w.Looks(of)
	if err != nil {
		return err
	}
	i := slices.IndexFunc(all, func(l store.Look) bool { return l.ID == look })
	if i < 0 {
		return fault.E(op, fault.Missing, "There is no such thing here, or none you may see.", nil)
	}
	l := all[i]
	if !l.Done.IsZero() {
		return fault.E(op, fault.Refused, "Somebody has looked already. It is among what was looked at.", nil)
	}
	if l.Found = strings.TrimSpace(found); len(l.Found) > 1<<10 {
		return turn.Invalid("found", "That is too long. Write the rest as a note.")
	}
	if again != nil {
		if strings.TrimSpace(again.Words) == "" {
			again.Words = l.Words
		}
		if err := LookAgain(w, of, *again); err != nil {
			return err
		}
	}
	l.Done, l.DoneBy = w.Now(), w.Who().User
	w.Act(access.Update)
	return w.Tx.EndLook(l)
}

// LooksOf are those of the reader's own people on a referral, done ones among
// them, the first due first. Who may: as AddNote.
func LooksOf(r *desk.Reading, of referral.ID) ([]store.Look, error) {
	if _, err := own(r, of); err != nil {
		return nil, err
	}
	return r.Looks(of)
}
