package people

import (
	"context"
	"time"

	"referd/base/fault"
	"referd/core/access"
	"referd/core/party"
	"referd/desk"
	"referd/store"
)

// Own is one of somebody's own sessions; the token is never shown.
type Own struct {
	Name       string
	Made, Used time.Time // by the machine's clock
	Here       bool      // the one that asks
}

// Sessions lists somebody's own open sessions, the newest first.
func Sessions(r *desk.Reading) (out []Own, err error) {
	list, err := r.View.As(store.Scope{System: true}).SessionsOf(string(r.Who().Login))
	now := r.Desk().DB.Machine()
	for _, s := range list {
		if s.Kind == "session" && !over(s, now) {
			out = append(out, Own{Name: name(s), Made: s.Made, Used: s.Used, Here: name(s) == r.Who().Session})
		}
	}
	return out, err
}

// EndOne ends one of somebody's own sessions. Anything else is Missing.
func EndOne(ctx context.Context, d *desk.Desk, who desk.Who, which string) error {
	return d.DB.Commit(ctx, func(tx *store.Tx) error {
		list, err := tx.SessionsOf(string(who.Login))
		if err != nil {
			return err
		}
		for _, s := range list {
			if s.Kind == "session" && name(s) == which {
				if err := tx.EndSession(s.Token); err != nil {
					return err
				}
				return tx.Audit(access.Record{User: who.User, Org: who.Org, Session: who.Session, Action: access.Execute, Kind: "sign-out", Object: "Session/" + which, Outcome: access.Success})
			}
		}
		return fault.E("people.EndOne", fault.Missing, "There is no such session of yours.", nil)
	})
}

// EndAll ends every session of one's own, the one that asks too.
func EndAll(ctx context.Context, d *desk.Desk, who desk.Who) error {
	return d.Write(ctx, who, "sign-out.everywhere", func(w *desk.Writing) error {
		w.SawObject("User/" + string(who.User))
		return w.Tx.EndSessions(string(who.Login))
	})
}

// SwitchKeys switches single-letter keys off or on for oneself (WCAG 2.1.4).
func SwitchKeys(w *desk.Writing, off bool) error {
	var u party.User
	found, err := w.Tx.Thing(desk.KindUser, string(w.Who().User), &u)
	if err != nil || !found {
		return err
	}
	u.KeysOff = off
	w.SawObject("User/" + string(u.ID))
	return w.Tx.PutThing(desk.KindUser, string(u.ID), u.Org, u)
}
