package chase

import (
	"context"
	"strings"

	"referd/core/party"
	"referd/core/referral"
	"referd/desk"
	"referd/desk/turn"
	"referd/store"
)

// Notice is what a message outside the house may say: kind, due and code,
// never a name or a diagnosis. Of a fact it has no due: Act is what was done.
type Notice struct {
	Referral referral.ID
	Code     string
	Act      referral.Act
	Owed     referral.Owed
	To       []party.User
	About    string // what was asked of NoticeOf: the same again gives the same people
}

// NoticeOf says who is told that something is theirs; nobody when it no longer
// is. about is the duty, empty the ball; "lead/USER/duty" tells somebody else
// of it, over the owner's head, "read/USER/duty" that a report waits, and
// "fact/KEY" is word of a fact for the other side.
func NoticeOf(ctx context.Context, d *desk.Desk, of referral.ID, about string) (n Notice, err error) {
	dir, err := d.Directory(ctx)
	if err != nil {
		return n, err
	}
	as, duty, also := beside(about)
	err = d.DB.View(ctx, store.Scope{System: true}, func(v *store.View) error {
		row, err := v.Row(of)
		if err != nil {
			return err
		}
		s, err := v.Loop(of)
		if err != nil {
			return err
		}
		if fact, ok := strings.CutPrefix(about, turn.AboutFact); ok {
			n = ofFact(dir, &s, referral.Key(fact))
			n.Code = row.Code
			return nil
		}
		o, ok := s.OwedFor(duty)
		if !ok || o.Holder != "" && also == "" {
			return nil
		}
		n = Notice{Referral: of, Code: row.Code, Act: o.Act, Owed: o}
		if as == "read" {
			n.Act = referral.ActAcknowledge
		}
		who := o.Person
		if also != "" {
			who = also
		}
		if u, ok := dir.Users[who]; ok && u.Active {
			n.To = []party.User{u}
		} else if also == "" {
			n.To = dir.Members(o.Team)
		}
		return nil
	})
	n.About = about
	return n, err
}

// beside parts what a notice is about from who is told beside its owner.
func beside(about string) (as, duty string, also party.UserID) {
	as, rest, _ := strings.Cut(about, "/")
	if as != "lead" && as != "read" {
		return "", about, ""
	}
	user, duty, _ := strings.Cut(rest, "/")
	return as, duty, party.UserID(user)
}
