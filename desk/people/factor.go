package people

import (
	"context"
	"crypto/rand"
	"crypto/subtle"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/pquerna/otp/hotp"
	"github.com/pquerna/otp/totp"

	"referd/base/fault"
	"referd/base/id"
	"referd/core/access"
	"referd/core/party"
	"referd/desk"
	"referd/store"
)

// A second factor is a code of six digits an app on somebody's telephone shows
// (RFC 6238: SHA-1, 30 seconds), asked for beside the password from who set it up
// and from who must by their job. A code is taken once, of the step it is of or
// the one before or after. Who has no telephone at hand types a recovery code;
// each works once. Wrong ones wait longer and longer, and lock nobody out.

const (
	half    = "half"           // the kind of a session that still owes its code
	halfway = 10 * time.Minute // how long it waits for it
	step    = 30               // seconds
	drift   = 1                // steps a telephone's clock may be off
	spare   = 10               // recovery codes
)

// Recoveries are the links kept of recovery codes.
const Recoveries = "recovery"

// Requires reports whether an organization asks somebody for a code, by one of
// their jobs now: of those they work in the strictest.
func Requires(dir *desk.Directory, u party.User, now time.Time) bool {
	return slices.ContainsFunc(dir.Seats(dir.Login(u.ID)), func(s party.UserID) bool { return demands(dir, s, now) })
}

// demands reports whether a job of one seat asks for a code.
func demands(dir *desk.Directory, seat party.UserID, now time.Time) bool {
	for _, m := range dir.Memberships {
		if m.User == seat && m.In(now) && slices.ContainsFunc(m.Roles, func(j party.Job) bool { return slices.Contains(dir.Orgs[dir.Users[seat].Org].Factor, j) }) {
			return true
		}
	}
	return false
}

// shows reports whether somebody shows a code to come in.
func shows(v *store.View, dir *desk.Directory, u party.User, now time.Time) (bool, error) {
	f, found, err := v.Factor(string(u.ID))
	return found && !f.Proved.IsZero() || Requires(dir, u, now), err
}

// Half is somebody whose password was right and whose code is owed.
type Half struct {
	User  party.User
	SetUp bool // they have a factor; else they must set one up to come in
	token string
}

// Halfway finds who is half in by a session's token. It is Denied when nobody is.
func Halfway(ctx context.Context, d *desk.Desk, token string) (h Half, err error) {
	dir, err := d.Directory(ctx)
	if err != nil {
		return h, err
	}
	err = d.DB.View(ctx, store.Scope{System: true}, func(v *store.View) error { h, err = halfOf(v, dir, token, d.DB.Machine()); return err })
	return h, err
}

func halfOf(v *store.View, dir *desk.Directory, token string, now time.Time) (h Half, err error) {
	s, found, err := v.Session(digest(token))
	if err != nil {
		return h, err
	}
	h.User, h.token = dir.Users[party.UserID(s.Who)], s.Token
	if !found || s.Kind != half || over(s, now) || len(dir.Seats(h.User.ID)) == 0 {
		return Half{}, fault.E("people.Halfway", fault.Denied, "That took a while. Sign in again; what you typed is kept.", nil)
	}
	f, found, err := v.Factor(string(h.User.ID))
	h.SetUp = found && !f.Proved.IsZero()
	return h, err
}

// SetUp reports whether who asks has a factor.
func SetUp(r *desk.Reading) (bool, error) {
	f, found, err := r.Factor(string(r.Who().Login))
	return found && !f.Proved.IsZero(), err
}

// Enrolment is a factor being set up: the secret in letters, and the address an
// app reads from the square.
type Enrolment struct{ Secret, URI string }

// Enrol begins a factor for oneself, or shows the one begun: nothing is asked
// until Prove. Who has one gets a Conflict: it is taken off first.
func Enrol(w *desk.Writing) (Enrolment, error) {
	u := w.Directory().Users[w.Who().Login]
	w.SawObject("User/" + string(u.ID))
	return enrol(w.Tx, u)
}

// EnrolHalf is Enrol for who is half in and must.
func EnrolHalf(ctx context.Context, d *desk.Desk, h Half) (e Enrolment, err error) {
	err = d.DB.Commit(ctx, func(tx *store.Tx) (err error) { e, err = enrol(tx, h.User); return err })
	return e, err
}

func enrol(tx *store.Tx, u party.User) (e Enrolment, err error) {
	if err = tx.Alone("factor of " + string(u.ID)); err != nil {
		return e, err
	}
	f, found, err := tx.Factor(string(u.ID))
	if err == nil && found && !f.Proved.IsZero() {
		err = fault.E("people.Enrol", fault.Conflict, "You have codes already. Take them off first, to set up another telephone.", nil)
	}
	if err != nil {
		return e, err
	}
	if !found {
		f = store.Factor{Who: string(u.ID), Secret: make([]byte, 20), Made: tx.Machine()}
		rand.Read(f.Secret)
		if err := tx.PutFactor(f); err != nil {
			return e, err
		}
	}
	k, err := totp.Generate(totp.GenerateOpts{Issuer: "referd", AccountName: u.Email, Secret: f.Secret})
	if err != nil {
		return e, fault.E("people.Enrol", fault.Broken, "", err)
	}
	return Enrolment{Secret: k.Secret(), URI: k.URL()}, nil
}

// Prove takes the first code of a factor of one's own: from now on it is asked
// for. It gives the recovery codes, once. A wrong code is Invalid, one that comes
// too fast Busy.
func Prove(ctx context.Context, d *desk.Desk, who desk.Who, code string) (spares []string, err error) {
	dir, err := d.Directory(ctx)
	if err != nil {
		return nil, err
	}
	err = shown(ctx, d, dir.Users[who.Login], code, "session "+who.Session, "factor.on", func(tx *store.Tx) (err error) {
		spares, err = proved(tx, who.Login)
		return err
	})
	return spares, err
}

// ProveHalf is Prove for who is half in: they are in.
func ProveHalf(ctx context.Context, d *desk.Desk, h Half, code, from string) (token string, spares []string, err error) {
	token = id.Token()
	err = shown(ctx, d, h.User, code, from, "factor.on", func(tx *store.Tx) (err error) {
		if spares, err = proved(tx, h.User.ID); err == nil {
			err = whole(tx, h, token)
		}
		return err
	})
	return token, spares, err
}

// Second takes the code of who is half in, from a place: they are in. left is
// how many recovery codes they have when they came in by one, else -1.
func Second(ctx context.Context, d *desk.Desk, h Half, code, from string) (token string, left int, err error) {
	token, left = id.Token(), -1
	err = shown(ctx, d, h.User, code, from, "sign-in", func(tx *store.Tx) (err error) {
		if left = -1; len(digits(code)) != 6 {
			if left, err = Spares(tx.View, h.User.ID); err != nil {
				return err
			}
		}
		return whole(tx, h, token)
	})
	return token, left, err
}

// whole makes a whole session of half a one.
func whole(tx *store.Tx, h Half, token string) error {
	s, found, err := tx.Session(h.token)
	if err == nil && (!found || s.Kind != half || over(s, tx.Machine())) {
		err = fault.E("people.Second", fault.Denied, "That took a while. Sign in again; what you typed is kept.", nil)
	}
	if err != nil {
		return err
	}
	if err := tx.EndSession(h.token); err != nil {
		return err
	}
	now := tx.Machine()
	return tx.PutSession(store.Session{Token: digest(token), Who: string(h.User.ID), Seat: s.Seat, Kind: "session", Made: now, Used: now, Ends: now.Add(Idle), Confirmed: now})
}

// shown takes a code of somebody, from a place, and does what it is for.
func shown(ctx context.Context, d *desk.Desk, u party.User, code, from, kind string, then func(*store.Tx) error) error {
	g := guessAt("code "+string(u.ID), from)
	if err := g.begin(ctx, d); err != nil {
		return err
	}
	ok := false
	err := d.DB.Commit(ctx, func(tx *store.Tx) (err error) {
		ok = false
		if err := tx.Alone("factor of " + string(u.ID)); err != nil {
			return err
		}
		r := access.Record{User: u.ID, Org: u.Org, Action: access.Execute, Kind: kind, Object: "User/" + string(u.ID), Outcome: access.Success}
		if ok, err = fits(tx, u.ID, code, kind == "factor.on"); err != nil {
			return err
		}
		if !ok {
			r.Outcome = access.Minor
			return tx.Audit(r)
		}
		if err := then(tx); err != nil {
			return err
		}
		if err := g.right(tx, tx.Machine()); err != nil {
			return err
		}
		return tx.Audit(r)
	})
	if err == nil && !ok {
		err = fault.About("people.shown", "code", fault.Invalid, "That code is not right, or was used already. Type the one your telephone shows now.")
	}
	return err
}

// fits takes a code, or refuses it: of a factor that asks, or of one that is
// being set up.
func fits(tx *store.Tx, u party.UserID, code string, first bool) (bool, error) {
	f, found, err := tx.Factor(string(u))
	if err != nil || !found || f.Proved.IsZero() != first {
		return false, err
	}
	typed := digits(code)
	if len(typed) != 6 {
		if first {
			return false, nil
		}
		return spent(tx, u, code)
	}
	now := tx.Machine().Unix() / step
	k, err := totp.Generate(totp.GenerateOpts{Issuer: "referd", AccountName: string(u), Secret: f.Secret})
	if err != nil {
		return false, err
	}
	for at := now - drift; at <= now+drift; at++ {
		want, err := hotp.GenerateCode(k.Secret(), uint64(at))
		if err != nil {
			return false, err
		}
		if at > f.Step && subtle.ConstantTimeCompare([]byte(want), []byte(typed)) == 1 {
			if f.Step = at; first {
				f.Proved = tx.Machine()
			}
			return true, tx.PutFactor(f)
		}
	}
	return false, nil
}

// digits are a typed code's, whatever stands between them; empty when there are
// letters too.
func digits(typed string) string {
	typed = strings.NewReplacer(" ", "", "-", "").Replace(typed)
	if strings.Trim(typed, "0123456789") != "" {
		return ""
	}
	return typed
}

// spent uses a recovery code up.
func spent(tx *store.Tx, u party.UserID, code string) (bool, error) {
	token := recovery(tx, u, code)
	l, found, err := tx.Link(token)
	if err != nil || !found || l.Kind != Recoveries || l.Who != string(u) || !l.Used.IsZero() {
		return false, err
	}
	return true, tx.UseLink(token)
}

// recovery is a recovery code as it is kept: hashed under the house's key, so
// that a copy of the database alone tries none.
func recovery(tx *store.Tx, u party.UserID, code string) string {
	plain := strings.ToUpper(strings.NewReplacer(" ", "", "-", "").Replace(code))
	return tx.Hash([]byte("recovery " + string(u) + " " + plain))
}

// proved makes the recovery codes of a factor: those before end.
func proved(tx *store.Tx, u party.UserID) (out []string, err error) {
	if err := tx.UseLinks(Recoveries, string(u)); err != nil {
		return nil, err
	}
	now := tx.Machine()
	for range spare {
		code := fmt.Sprintf("%s-%s", id.Code(), id.Code()[:4])
		if err := tx.PutLink(store.Link{Token: recovery(tx, u, code), Kind: Recoveries, Who: string(u), Made: now, Ends: now.AddDate(100, 0, 0)}); err != nil {
			return nil, err
		}
		out = append(out, code)
	}
	return out, nil
}

// Spares is how many recovery codes somebody has left.
func Spares(v *store.View, u party.UserID) (n int, err error) {
	list, err := v.LinksOf(Recoveries, string(u))
	for _, l := range list {
		if l.Used.IsZero() {
			n++
		}
	}
	return n, err
}

// Respare makes new recovery codes of one's own; those before end. Its caller
// has had the password typed.
func Respare(w *desk.Writing) ([]string, error) {
	u := w.Who().Login
	f, found, err := w.Factor(string(u))
	if err == nil && (!found || f.Proved.IsZero()) {
		err = fault.E("people.Respare", fault.Refused, "You have no codes set up.", nil)
	}
	if err != nil {
		return nil, err
	}
	w.SawObject("User/" + string(u))
	return proved(w.Tx, u)
}

// administers refuses who may not let somebody else back in: that is for an
// administrator of their organization, and of who works in several of that they
// came into first.
func administers(w *desk.Writing, user party.UserID) error {
	who, u := w.Who(), w.Directory().Users[user]
	switch {
	case u.ID == "" || u.Org != who.Org || user == who.User || !who.Has(party.Admin):
		return fault.E("people.administers", fault.Missing, "There is no such account here.", nil)
	case w.Directory().Login(user) != user:
		return fault.E("people.administers", fault.Refused, "Their account is not this organization's alone. Its first organization lets them back in.", nil)
	}
	return nil
}

// Unfactor takes the factor off somebody: their recovery codes end, and where
// their job asks for one they set up another as they come in. Who may: oneself,
// who had the password typed, unless the job asks for it; and an administrator of
// their organization, whereupon their sessions end. Of who works in several it is
// an administrator of that they came into first; then the password stays theirs.
func Unfactor(w *desk.Writing, user party.UserID) error {
	const op = "people.Unfactor"
	who, u := w.Who(), w.Directory().Users[user]
	login := w.Directory().Login(user)
	if user != who.User || u.ID == "" {
		if err := administers(w, user); err != nil {
			return err
		}
	}
	if user == who.User && Requires(w.Directory(), u, w.Now()) {
		return fault.E(op, fault.Refused, "Your work asks for a code at sign-in. Another administrator takes it off when your telephone is lost; you set up the new one as you sign in.", nil)
	}
	w.SawObject("User/" + string(user))
	if err := w.Tx.EndFactor(string(login)); err != nil {
		return err
	}
	if err := w.Tx.UseLinks(Recoveries, string(login)); err != nil || user == who.User {
		return err
	}
	return w.Tx.EndSessions(string(login))
}
