package notice

import (
	"context"
	"crypto/hmac"
	"slices"
	"strings"

	"referd/base/fault"
	"referd/core/access"
	"referd/core/party"
	"referd/desk"
)

// Wishes are how the reader is told.
func Wishes(r *desk.Reading) party.Told { return r.Directory().Users[r.Who().User].Told }

// Wish sets how one is told by mail. It is Invalid, by field, where an hour is
// none, or what may not be stopped is.
func Wish(w *desk.Writing, paces map[party.Topic]party.Pace, quiet party.Quiet, daily int) error {
	const op = "notice.Wish"
	t := party.Told{Quiet: quiet, Daily: daily}
	for _, topic := range party.Topics() {
		if !t.Set(topic, paces[topic]) {
			return fault.About(op, "mail-"+string(topic), fault.Invalid, "Choose how soon a mail comes.")
		}
	}
	switch hour := func(h int) bool { return h >= 0 && h < 24 }; {
	case !hour(quiet.From):
		return fault.About(op, "from", fault.Invalid, "Choose when it begins to be quiet.")
	case !hour(quiet.To):
		return fault.About(op, "to", fault.Invalid, "Choose until when it is quiet.")
	case !hour(daily):
		return fault.About(op, "daily", fault.Invalid, "Choose when the daily mail comes.")
	}
	return tell(w, w.Who().User, func(u *party.User) { u.Told = t })
}

func tell(w *desk.Writing, who party.UserID, change func(*party.User)) error {
	var u party.User
	found, err := w.Tx.Thing(desk.KindUser, string(who), &u)
	if err != nil || !found || !u.Active {
		if err == nil {
			err = absent()
		}
		return err
	}
	change(&u)
	w.Act(access.Update)
	w.SawObject("User/" + string(u.ID))
	return w.Tx.PutThing(desk.KindUser, string(u.ID), u.Org, u)
}

func absent() error {
	return fault.E("notice.Stop", fault.Missing, "There is no such thing here, or none you may see.", nil)
}

// purpose is the one thing a link made here does.
const purpose = "unsubscribe"

// StopLink is what the address of a link ends with that stops somebody's mails of
// some topics, and does nothing else: who, which, and this house's mark on both.
// Empty: none of them may be stopped.
func StopLink(d *desk.Desk, who party.UserID, topics []party.Topic) string {
	var may []string
	for _, t := range party.Topics() {
		if party.MayStop(t) && slices.Contains(topics, t) {
			may = append(may, string(t))
		}
	}
	if len(may) == 0 {
		return ""
	}
	words := string(who) + "." + strings.Join(may, "-")
	return words + "." + d.DB.Sign(purpose, words)
}

// Stops says what a link stops. What was not made here, or is altered, is
// Missing, like any address that is none.
func Stops(d *desk.Desk, link string) (who party.UserID, topics []party.Topic, err error) {
	i := strings.LastIndexByte(link, '.')
	if i < 0 || !hmac.Equal([]byte(d.DB.Sign(purpose, link[:i])), []byte(link[i+1:])) {
		return "", nil, absent()
	}
	user, list, _ := strings.Cut(link[:i], ".")
	for t := range strings.SplitSeq(list, "-") {
		topics = append(topics, party.Topic(t))
	}
	return party.UserID(user), topics, nil
}

// Stop stops them, as often as it is asked. Nobody is signed in by it, and the
// bell rings as before. A link whose account is closed is Missing.
func Stop(ctx context.Context, d *desk.Desk, link string) error {
	who, topics, err := Stops(d, link)
	if err != nil {
		return err
	}
	return d.Write(ctx, desk.System(purpose), "notices.stop", func(w *desk.Writing) error {
		return tell(w, who, func(u *party.User) {
			for _, t := range topics {
				u.Told.Set(t, party.Never)
			}
		})
	})
}
