package people

import (
	"context"
	"errors"
	"strings"
	"time"

	"referd/base/fault"
	"referd/base/id"
	"referd/core/party"
	"referd/desk"
	"referd/desk/people/secret"
	"referd/store"
)

// Invitations are the jobs that mail somebody the link by which they come in,
// and the links themselves.
const Invitations = "invitation"

// invited is how long an invitation lets somebody in.
const invited = 7 * 24 * time.Hour

// Invitation makes a link for somebody who has an account and no password yet:
// what it ends with is told once, to whoever asks, and kept as a hash. Earlier
// ones let in as well until one is used. Who may: an administrator of their
// organization, and the house when it writes the mail.
func Invitation(w *desk.Writing, user party.UserID) (token string, ends time.Time, err error) {
	if err := mayInvite(w, user); err != nil {
		return "", ends, err
	}
	token = id.Token()
	now := w.Desk().DB.Machine()
	w.SawObject("User/" + string(user))
	return token, now.Add(invited), w.Tx.PutLink(store.Link{Token: digest("link " + token), Kind: Invitations, Who: string(user), Made: now, Ends: now.Add(invited)})
}

// Invite has a letter with a link written to somebody who has an account and no
// password yet. Who may: an administrator of their organization.
func Invite(w *desk.Writing, user party.UserID) error {
	if err := mayInvite(w, user); err != nil {
		return err
	}
	w.SawObject("User/" + string(user))
	return w.Tx.Enqueue(store.Job{Kind: Invitations, Arg: string(user), Due: w.Now()})
}

// entered reports whether anybody of an organization has come in.
func entered(r *desk.Reading, org party.OrgID) (bool, error) {
	for _, u := range r.Directory().Users {
		if u.Org != org {
			continue
		}
		if kept, err := r.Credential("user/" + string(u.ID)); err != nil || kept != "" || u.Login != "" {
			return true, err
		}
	}
	return false, nil
}

// mayInvite refuses who invites nobody, or nobody there, and an invitation of
// who is in. Who keeps the house invites to an organization until somebody of it
// is in.
func mayInvite(w *desk.Writing, user party.UserID) error {
	const op = "people.mayInvite"
	who, u := w.Who(), w.Directory().Users[user]
	if !who.System && !who.Has(party.Admin) {
		return desk.Denied(op, "An administrator invites people.")
	}
	begins := false
	if u.Org != who.Org && !who.System && w.Directory().Keeps(who.Org) {
		in, err := entered(w.Reading, u.Org)
		if err != nil {
			return err
		}
		begins = !in
	}
	if !who.System && u.Org != who.Org && !begins || u.ID == "" {
		return fault.E(op, fault.Missing, "There is no such account here.", nil)
	}
	kept, err := w.Credential("user/" + string(user))
	if err == nil && (kept != "" || u.Login != "" || !u.Active) {
		err = fault.E(op, fault.Refused, "They have come in already, or their account is closed. Nobody is invited twice.", nil)
	}
	return err
}

// Guest is somebody an invitation is for. Over says why it lets nobody in any
// more; only who holds a real one is told.
type Guest struct {
	party.User
	Over string
	Ends time.Time // by the machine's clock

	Codes bool // the codes at sign-in go with the password
}

// Invited finds whom an invitation is for. One that was never made is Missing.
func Invited(ctx context.Context, d *desk.Desk, token string) (g Guest, err error) {
	err = d.Read(ctx, desk.System("invitation"), "invitation", func(r *desk.Reading) (err error) { g, err = guest(r, token); return err })
	return g, err
}

func guest(r *desk.Reading, token string) (g Guest, err error) {
	l, found, err := r.Link(digest("link " + token))
	if err != nil {
		return g, err
	}
	g.User, g.Ends = r.Directory().Users[party.UserID(l.Who)], l.Ends
	switch {
	case !found || l.Kind != Invitations || !g.Active:
		return Guest{}, fault.E("people.guest", fault.Missing, "There is no such invitation.", nil)
	case !l.Used.IsZero():
		g.Over = "It was used already, or your address was changed since it was written. If you have come in by it, sign in; if somebody else did, tell your administrator now."
	case !l.Ends.After(r.Desk().DB.Machine()):
		g.Over = "It let you in for seven days, and they are over. Ask your administrator for another."
	}
	r.SawObject("User/" + string(g.ID))
	return g, nil
}

// Join sets the password of whom an invitation is for. It lets in once: the
// second time, and after seven days, it is Refused. Where the address signs in to
// an account already nothing is set and nothing is said: who goes on signs in by
// what they typed, as anybody does, and accepts (Accept); so that nobody who holds
// a link is told whether there is one (docs/decisions/0042).
func Join(ctx context.Context, d *desk.Desk, token, password string) (email string, err error) {
	const op = "people.Join"
	g, err := Invited(ctx, d, token)
	if err == nil && g.Over == "" {
		err = secret.Strong(password, g.Email)
	}
	if err != nil {
		return "", err
	}
	kept, known := Hashed(password), fault.E(op, fault.Refused, "The address has an account.", nil)
	err = d.Write(ctx, desk.System("invitation"), "account.join", func(w *desk.Writing) error {
		g, err := guest(w.Reading, token)
		if err == nil && g.Over != "" {
			err = fault.E(op, fault.Refused, g.Over, nil)
		}
		if err != nil {
			return err
		}
		if err := w.Tx.Alone("account of " + strings.ToLower(g.Email)); err != nil {
			return err
		}
		dir, err := w.Current()
		if err != nil {
			return err
		}
		if other, there := dir.ByEmail(g.Email); there && other.ID != g.ID && !other.Invited {
			return known
		}
		if err := w.Tx.PutCredential("user/"+string(g.ID), kept); err != nil {
			return err
		}
		return arrived(w, g.User)
	})
	if errors.Is(err, known) {
		err = nil
	}
	return g.Email, err
}

// arrived keeps that somebody came in by their invitation: none lets in again.
func arrived(w *desk.Writing, u party.User) error {
	u.Invited = false
	if err := w.Tx.PutThing(desk.KindUser, string(u.ID), u.Org, u); err != nil {
		return err
	}
	return w.Tx.UseLinks(Invitations, string(u.ID))
}

// Waiting are those of an organization who were invited and have not come in,
// each with until when (by the machine's clock) their last invitation lets them
// in; zero where none was written yet. Who may: its administrator, and who keeps
// the house until somebody of it is in.
func Waiting(r *desk.Reading, org party.OrgID) (map[party.UserID]time.Time, error) {
	who, keeps := r.Who(), r.Directory().Keeps(r.Who().Org)
	if !who.Has(party.Admin) || org != who.Org && !keeps {
		return nil, desk.Denied("people.Waiting", "An administrator invites people.")
	}
	if org != who.Org {
		if in, err := entered(r, org); err != nil || in {
			return nil, err
		}
	}
	out := map[party.UserID]time.Time{}
	for _, u := range r.Directory().Users {
		if u.Org != org || !u.Active {
			continue
		}
		kept, err := r.Credential("user/" + string(u.ID))
		if err != nil {
			return nil, err
		}
		if kept == "" && u.Login == "" {
			out[u.ID] = time.Time{}
		}
	}
	links, err := r.Links(Invitations)
	for _, l := range links {
		if _, waits := out[party.UserID(l.Who)]; waits && l.Used.IsZero() {
			out[party.UserID(l.Who)] = l.Ends
		}
	}
	return out, err
}
