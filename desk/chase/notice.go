package chase

import (
	"cmp"
	"context"
	"strconv"
	"strings"
	"time"

	"referd/core/party"
	"referd/core/policy"
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
	Level    int       // how far it has climbed; 0 is the first word of it
	Given    time.Time // when somebody else gave it to whom it is with by name
	Presses  bool      // it waits for no other word
	Answer   time.Time // of what climbed past its owner: until when it waits for whoever is told
}

// NoticeOf says who is told that something is theirs; nobody when it no longer
// is. about is the duty, empty the ball; "level/2/USER/duty" tells somebody that
// it has climbed so far, whoever owes it where USER is empty; "read/USER/duty"
// that a report waits, and "fact/KEY" is word of a fact for the other side.
func NoticeOf(ctx context.Context, d *desk.Desk, of referral.ID, about string) (n Notice, err error) {
	dir, err := d.Directory(ctx)
	if err != nil {
		return n, err
	}
	b := beside(about)
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
		o, ok := s.OwedFor(b.duty)
		look := false
		if !ok {
			if o, look, err = v.LookOwed(of, b.duty); err != nil {
				return err
			}
			ok = look
		}
		if !ok || o.Holder != "" && b.also == "" {
			return nil
		}
		if b.level > 0 && !look && !climbs(&s, o, b.level) {
			return nil
		}
		n = Notice{Referral: of, Code: row.Code, Act: o.Act, Owed: o, Level: b.level, Presses: !look && policy.Interrupts(&s, o)}
		if b.level >= 2 && !look {
			n.Answer = policy.Answer(o, policy.ClimbOf(&s, o, dir.Teams[o.Team].Hours), b.level, d.Now())
		}
		if b.read {
			n.Act = referral.ActAcknowledge
		}
		who := cmp.Or(b.also, o.Person)
		if u, ok := dir.Users[who]; ok && u.Active {
			n.To = []party.User{u}
		} else if b.also == "" {
			n.To = dir.Members(o.Team)
		}
		if who != "" && who == o.Person {
			n.Given = given(&s, o)
		}
		return nil
	})
	return n, err
}

// climbs reports whether what climbed is what is owed now, by its due, as Escalate
// does: what was done since is late for nobody.
func climbs(s *referral.State, o referral.Owed, level int) bool {
	due := o.Due
	for _, e := range s.Entries() {
		if x, ok := e.What.(referral.Escalated); ok && x.Duty == o.Duty && x.Level == level {
			due = x.Due
		}
	}
	return due.Equal(o.Due)
}

// given is when somebody else gave a thing to whom it is with; zero when they
// took it themselves, or it came to them by what they are.
func given(s *referral.State, o referral.Owed) (at time.Time) {
	for _, e := range s.Entries() {
		switch x := e.What.(type) {
		case referral.Claimed:
			if o.Duty == "" {
				at = time.Time{}
			}
		case referral.Reassigned:
			if x.Duty == o.Duty && x.Person == o.Person && e.By.User != o.Person {
				at = e.Noted
			}
		}
	}
	return at
}

// asked is what a notice is about: the duty, and who is told of it in place of
// whoever owes it.
type asked struct {
	duty  string
	also  party.UserID
	level int
	read  bool
}

// beside parts it. "lead/USER/duty" was asked by earlier versions.
func beside(about string) asked {
	as, rest, _ := strings.Cut(about, "/")
	a := asked{read: as == "read", level: 2}
	switch as {
	case "level":
		var n string
		n, rest, _ = strings.Cut(rest, "/")
		a.level, _ = strconv.Atoi(n)
	case "lead":
	case "read":
		a.level = 0
	default:
		return asked{duty: about}
	}
	user, duty, _ := strings.Cut(rest, "/")
	a.also, a.duty = party.UserID(user), duty
	return a
}
