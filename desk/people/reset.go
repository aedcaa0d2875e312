package people

import (
	"context"
	"strings"
	"time"

	"referd/base/fault"
	"referd/base/id"
	"referd/core/access"
	"referd/core/party"
	"referd/desk"
	"referd/desk/people/secret"
	"referd/store"
)

// Resets are the jobs that mail somebody the link by which they set a new
// password, and the links themselves.
const Resets = "reset"

const (
	resets    = time.Hour // how long a link sets a password
	mostMails = 5         // in an hour, to one mailbox: whoever asks, it is not flooded
)

// Forgot has a link mailed to an address, asked from a place, if it has an
// account. Nobody is told whether it has: the same rows are written either way,
// and the letter is made by a job, which nobody waits for. It faults with Busy
// when it is asked too often.
func Forgot(ctx context.Context, d *desk.Desk, email, from string) error {
	email = strings.ToLower(strings.TrimSpace(email))
	g := guess{pair: digest("forgot " + email + " " + from), place: digest("forgot " + from), account: digest("forgot " + email)}
	dir, err := d.Directory(ctx)
	if err != nil {
		return err
	}
	u, known := dir.ByEmail(email)
	if !known || !u.Active && len(dir.Seats(u.ID)) == 0 {
		u = party.User{}
	}
	return d.DB.Commit(ctx, func(tx *store.Tx) error {
		tries, err := g.look(tx.View, d.DB.Machine())
		if err == nil {
			err = g.count(tx, tries)
		}
		if err == nil {
			err = tx.Enqueue(store.Job{Kind: Resets, Arg: string(u.ID), Due: d.Now()})
		}
		if err != nil {
			return err
		}
		return tx.Audit(access.Record{User: u.ID, Org: u.Org, Action: access.Execute, Kind: "account.forgot", Outcome: access.Success})
	})
}

// Reset makes the link for the letter, or for a slip where nothing takes mail out:
// told once, kept as a hash; the one before it sets nothing any more, and the codes
// at sign-in stay. Who may: the house when it writes the letter, and for a slip an
// administrator, for somebody else of their organization alone. Who is not here is
// Missing, who never came in a Conflict (they are invited), and the sixth within an
// hour is Refused.
func Reset(w *desk.Writing, user party.UserID) (token string, ends time.Time, err error) {
	const op = "people.Reset"
	u := w.Directory().Users[user]
	if !w.Who().System {
		if err := administers(w, user); err != nil {
			return "", ends, err
		}
	}
	if !u.Active && len(w.Directory().Seats(user)) == 0 {
		return "", ends, fault.E(op, fault.Missing, "There is no such account here.", nil)
	}
	now, lately := w.Desk().DB.Machine(), 0
	list, err := w.LinksOf(Resets, string(user))
	if err != nil {
		return "", ends, err
	}
	for _, l := range list {
		if now.Sub(l.Made) < time.Hour {
			lately++
		}
	}
	kept, err := w.Credential("user/" + string(user))
	switch {
	case err != nil:
		return "", ends, err
	case kept == "":
		return "", ends, fault.E(op, fault.Conflict, "They have not come in yet.", nil)
	case lately >= mostMails:
		return "", ends, fault.E(op, fault.Refused, "Enough links were made within the hour.", nil)
	}
	if err := w.Tx.UseLinks(Resets, string(user)); err != nil {
		return "", ends, err
	}
	token, ends = id.Token(), now.Add(resets)
	w.SawObject("User/" + string(user))
	return token, ends, w.Tx.PutLink(store.Link{Token: digest("link " + token), Kind: Resets, Who: string(user), Made: now, Ends: ends})
}

// Resettable finds whose password a link sets, asked from a place. One that was
// never made is Missing and counts as a guess; when they come too fast it faults
// with Busy. Looking uses nothing up: mail scanners look.
func Resettable(ctx context.Context, d *desk.Desk, token, from string) (g Guest, err error) {
	tries := guess{place: digest("reset " + from)}
	err = d.Read(ctx, desk.System("reset"), "reset", func(r *desk.Reading) (err error) {
		if _, err = tries.look(r.View, d.DB.Machine()); err == nil {
			g, err = resettable(r, token)
		}
		return err
	})
	if fault.Of(err) == fault.Missing && err != nil {
		if e := tries.missed(ctx, d, access.Record{Kind: "reset"}); e != nil {
			err = e
		}
	}
	return g, err
}

func resettable(r *desk.Reading, token string) (g Guest, err error) {
	l, found, err := r.Link(digest("link " + token))
	if err != nil {
		return g, err
	}
	g.User, g.Ends = r.Directory().Users[party.UserID(l.Who)], l.Ends
	switch {
	case !found || l.Kind != Resets && l.Kind != Rescues || !g.Active && len(r.Directory().Seats(g.ID)) == 0:
		return Guest{}, fault.E("people.resettable", fault.Missing, "There is no such link.", nil)
	case !l.Used.IsZero():
		g.Over = "It was used already, the password was changed since, or a later link was asked for: only the newest works. If none of that was you, tell your administrator now."
	case !l.Ends.After(r.Desk().DB.Machine()):
		g.Over = "It worked for an hour, and that is over. Ask for another."
	}
	g.Codes = l.Kind == Rescues
	r.SawObject("User/" + string(g.ID))
	return g, nil
}

// Replace sets the password of whom a link is for, and ends all their sessions
// and links; by a Rescue the codes at sign-in as well. It works once: the second time, after an hour and after a later link
// it is Refused.
func Replace(ctx context.Context, d *desk.Desk, token, password, from string) error {
	g, err := Resettable(ctx, d, token, from)
	if err == nil && g.Over == "" {
		err = secret.Strong(password, g.Email)
	}
	if err != nil {
		return err
	}
	kept := Hashed(password)
	return d.Write(ctx, desk.System("reset"), "account.reset", func(w *desk.Writing) error {
		g, err := resettable(w.Reading, token)
		if err == nil && g.Over != "" {
			err = fault.E("people.Replace", fault.Refused, g.Over, nil)
		}
		if err != nil {
			return err
		}
		if g.Codes {
			w.Act(access.Execute)
			if err := w.Tx.EndFactor(string(g.ID)); err != nil {
				return err
			}
			if err := w.Tx.UseLinks(Recoveries, string(g.ID)); err != nil {
				return err
			}
		}
		return renewed(w, g.ID, kept)
	})
}

// renewed keeps a new password: all sessions end, and no link sets another.
func renewed(w *desk.Writing, user party.UserID, kept string) error {
	w.SawObject("User/" + string(user))
	if err := w.Tx.PutCredential("user/"+string(user), kept); err != nil {
		return err
	}
	for _, kind := range []string{Resets, Rescues} {
		if err := w.Tx.UseLinks(kind, string(user)); err != nil {
			return err
		}
	}
	return w.Tx.EndSessions(string(user))
}
