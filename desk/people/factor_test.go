package people_test

import (
	"crypto/hmac"
	"crypto/sha1"
	"encoding/base32"
	"encoding/binary"
	"fmt"
	"net/url"
	"strings"
	"sync"
	"testing"
	"time"

	"referd/base/fault"
	"referd/core/access"
	"referd/core/party"
	"referd/desk"
	"referd/desk/desktest"
	"referd/desk/people"
)

// codeOf is RFC 6238 written down once more, from the RFC and not from the library: what a
// telephone shows of a secret at a moment.
func codeOf(t *testing.T, secret string, at time.Time, places int) string {
	t.Helper()
	key, err := base32.StdEncoding.WithPadding(base32.NoPadding).DecodeString(secret)
	if err != nil {
		t.Fatal(err)
	}
	m := hmac.New(sha1.New, key)
	binary.Write(m, binary.BigEndian, uint64(at.Unix()/30))
	sum := m.Sum(nil)
	n := binary.BigEndian.Uint32(sum[sum[19]&15:]) & 0x7fffffff
	mod := uint32(1)
	for range places {
		mod *= 10
	}
	return fmt.Sprintf("%0*d", places, n%mod)
}

// The telephone of these tests shows what the RFC's appendix B says.
func TestTheTelephoneIsRight(t *testing.T) {
	secret := base32.StdEncoding.WithPadding(base32.NoPadding).EncodeToString([]byte("12345678901234567890"))
	for at, want := range map[int64]string{59: "94287082", 1111111109: "07081804", 1111111111: "14050471", 1234567890: "89005924", 2000000000: "69279037", 20000000000: "65353130"} {
		if got := codeOf(t, secret, time.Unix(at, 0), 8); got != want {
			t.Errorf("at %d: %s, want %s", at, got, want)
		}
	}
}

// phone is somebody's, with a factor set up at the door or in a session.
type phone struct {
	t      *testing.T
	h      *desktest.House
	secret string
}

func (p phone) shows() string { return codeOf(p.t, p.secret, p.h.DB.Machine(), 6) }

func enrolled(t *testing.T, h *desktest.House, user party.UserID) (phone, []string) {
	t.Helper()
	var e people.Enrolment
	who := h.As(user)
	if err := h.Write(ctx, who, "factor.begin", func(w *desk.Writing) (err error) { e, err = people.Enrol(w); return err }); err != nil {
		t.Fatal(err)
	}
	u, err := url.Parse(e.URI)
	if err != nil || u.Scheme != "otpauth" || u.Host != "totp" || u.Query().Get("secret") != e.Secret || u.Query().Get("issuer") != "referd" || u.Path != "/referd:"+string(user)+"@example.org" {
		t.Fatalf("%s, %v", e.URI, err)
	}
	p := phone{t, h, e.Secret}
	spares, err := people.Prove(ctx, h.Desk, who, p.shows())
	if err != nil || len(spares) != 10 {
		t.Fatalf("%v %v", spares, err)
	}
	return p, spares
}

// halfIn is somebody whose password was right.
func halfIn(t *testing.T, h *desktest.House) (people.Half, string) {
	t.Helper()
	token, err := people.SignIn(ctx, h.Desk, doc, right, home)
	if err != nil {
		t.Fatal(err)
	}
	x, err := people.Halfway(ctx, h.Desk, token)
	if err != nil {
		t.Fatal(err)
	}
	return x, token
}

// Who set codes up is asked for one beside the password; half in is not in. A
// code is taken once, within its window, by the clock; another's never.
func TestASecondFactor(t *testing.T) {
	desktest.Both(t, func(t *testing.T, h *desktest.House) {
		p, _ := enrolled(t, h, "doc")
		other, _ := enrolled(t, h, "kay")
		h.Pass(time.Minute)
		x, token := halfIn(t, h)
		if _, err := people.Session(ctx, h.Desk, token); kindOf(err) != fault.Denied {
			t.Errorf("half in is in: %v", err)
		}
		if !x.SetUp || x.User.ID != "doc" {
			t.Errorf("%+v", x)
		}
		if _, _, err := people.Second(ctx, h.Desk, x, other.shows(), home); kindOf(err) != fault.Invalid {
			t.Errorf("another's code: %v", err)
		}
		code := p.shows()
		in, left, err := people.Second(ctx, h.Desk, x, code[:3]+" "+code[3:], home)
		if err != nil || left != -1 {
			t.Fatal(left, err)
		}
		if who, err := people.Session(ctx, h.Desk, in); err != nil || who.User != "doc" {
			t.Errorf("%+v %v", who, err)
		}
		if _, err := people.Halfway(ctx, h.Desk, token); kindOf(err) != fault.Denied {
			t.Errorf("half in still: %v", err)
		}
		again, _ := halfIn(t, h)
		if _, _, err := people.Second(ctx, h.Desk, again, code, home); kindOf(err) != fault.Invalid {
			t.Errorf("the same code twice: %v", err)
		}
		h.Pass(30 * time.Second)
		before := codeOf(t, p.secret, h.DB.Machine().Add(-30*time.Second), 6) // the step that was taken
		if _, _, err := people.Second(ctx, h.Desk, again, before, home); kindOf(err) != fault.Invalid {
			t.Errorf("the same code within its window: %v", err)
		}
		h.Pass(2 * time.Minute)
		for _, off := range []time.Duration{-time.Minute, time.Minute} {
			h.Pass(time.Minute) // what wrong tries wait
			if _, _, err := people.Second(ctx, h.Desk, again, codeOf(t, p.secret, h.DB.Machine().Add(off), 6), home); kindOf(err) != fault.Invalid {
				t.Errorf("a code %v off: %v", off, err)
			}
		}
		h.Pass(time.Minute)
		if _, _, err := people.Second(ctx, h.Desk, again, codeOf(t, p.secret, h.DB.Machine().Add(-30*time.Second), 6), home); err != nil {
			t.Errorf("a clock half a minute slow: %v", err)
		}
		late, _ := halfIn(t, h)
		h.Pass(11 * time.Minute)
		if _, _, err := people.Second(ctx, h.Desk, late, p.shows(), home); kindOf(err) != fault.Denied {
			t.Errorf("after eleven minutes: %v", err)
		}
		if audited(t, h, "factor.on", access.Success) != 2 || audited(t, h, "sign-in", access.Success) != 2 || audited(t, h, "sign-in", access.Minor) < 5 || audited(t, h, "sign-in.half", access.Success) != 3 {
			t.Error("it is not all on record")
		}
	})
}

// One code typed in many windows at once lets one of them in.
func TestACodeIsTakenOnce(t *testing.T) {
	desktest.Both(t, func(t *testing.T, h *desktest.House) {
		p, _ := enrolled(t, h, "doc")
		h.Pass(time.Minute)
		errs := make(chan error, 3)
		var all sync.WaitGroup
		for range 3 {
			x, _ := halfIn(t, h)
			all.Go(func() { _, _, err := people.Second(ctx, h.Desk, x, p.shows(), home); errs <- err })
		}
		all.Wait()
		in := 0
		for range 3 {
			if err := <-errs; err == nil {
				in++
			} else if k := kindOf(err); k != fault.Invalid && k != fault.Busy {
				t.Error(err)
			}
		}
		if in != 1 {
			t.Errorf("it let in %d times", in)
		}
	})
}

// A recovery code works once, however it is typed; new ones end the old, and what
// is kept of them is no code.
func TestRecoveryCodes(t *testing.T) {
	desktest.Both(t, func(t *testing.T, h *desktest.House) {
		p, spares := enrolled(t, h, "doc")
		x, _ := halfIn(t, h)
		if _, left, err := people.Second(ctx, h.Desk, x, strings.ToLower(strings.ReplaceAll(spares[3], "-", " ")), home); err != nil || left != 9 {
			t.Fatal(left, err)
		}
		x, _ = halfIn(t, h)
		if _, _, err := people.Second(ctx, h.Desk, x, spares[3], home); kindOf(err) != fault.Invalid {
			t.Errorf("one used twice: %v", err)
		}
		var fresh []string
		if err := h.Write(ctx, h.As("doc"), "factor.recovery", func(w *desk.Writing) (err error) { fresh, err = people.Respare(w); return err }); err != nil {
			t.Fatal(err)
		}
		if _, _, err := people.Second(ctx, h.Desk, x, spares[4], home); kindOf(err) != fault.Invalid {
			t.Errorf("one of the old: %v", err)
		}
		if _, _, err := people.Second(ctx, h.Desk, x, fresh[0], home); err != nil {
			t.Error(err)
		}
		err := h.Read(ctx, h.As("doc"), "me", func(r *desk.Reading) error {
			list, err := r.LinksOf(people.Recoveries, "doc")
			for _, l := range list {
				for _, s := range append(append([]string{}, spares...), fresh...) {
					if strings.Contains(l.Token, s) || strings.Contains(l.Token, strings.ReplaceAll(s, "-", "")) {
						t.Error("a code lies open")
					}
				}
			}
			return err
		})
		if err != nil {
			t.Error(err)
		}
		_ = p
	})
}

// Wrong codes wait longer and longer, and lock nobody out: after an hour of
// guessing from elsewhere the one whose telephone it is comes in at once.
func TestWrongCodesWait(t *testing.T) {
	h := desktest.New(t)
	p, _ := enrolled(t, h, "doc")
	h.Pass(time.Minute)
	x, _ := halfIn(t, h)
	if _, _, err := people.Second(ctx, h.Desk, x, p.shows(), home); err != nil { // from now on this place is known
		t.Fatal(err)
	}
	taken, busy := 0, 0
	for range 40 {
		y, _ := halfIn(t, h)
		for range 30 {
			h.Pass(3 * time.Second)
			switch _, _, err := people.Second(ctx, h.Desk, y, "000000", remote); kindOf(err) {
			case fault.Invalid:
				taken++
			case fault.Busy:
				busy++
			default:
				t.Fatal(err)
			}
		}
	}
	if taken > 80 || busy < 1000 { // an hour
		t.Errorf("%d guesses were looked at, %d were not", taken, busy)
	}
	x, _ = halfIn(t, h)
	if _, _, err := people.Second(ctx, h.Desk, x, p.shows(), home); err != nil {
		t.Errorf("locked out: %v", err)
	}
}

// An organization asks for codes by job: who has none sets them up as they come
// in, and cannot take them off; an administrator can, and their sessions end.
func TestCodesByJob(t *testing.T) {
	desktest.Both(t, func(t *testing.T, h *desktest.House) {
		dir, err := h.Desk.Directory(ctx)
		if err != nil {
			t.Fatal(err)
		}
		o := dir.Orgs["home"]
		o.Factor = []party.Job{party.ReferringClinician}
		if err := h.Write(ctx, h.As("kay"), "setup.change", func(w *desk.Writing) error { return w.Tx.PutThing(desk.KindOrg, "home", "home", o) }); err != nil {
			t.Fatal(err)
		}
		x, _ := halfIn(t, h)
		if x.SetUp {
			t.Fatal("set up already")
		}
		if _, _, err := people.Second(ctx, h.Desk, x, "123456", home); kindOf(err) != fault.Invalid {
			t.Errorf("in without a factor: %v", err)
		}
		e, err := people.EnrolHalf(ctx, h.Desk, x)
		if err != nil {
			t.Fatal(err)
		}
		if same, err := people.EnrolHalf(ctx, h.Desk, x); err != nil || same != e {
			t.Errorf("the page opened again shows another: %v", err)
		}
		p := phone{t, h, e.Secret}
		token, spares, err := people.ProveHalf(ctx, h.Desk, x, p.shows(), home)
		if err != nil || len(spares) != 10 {
			t.Fatal(spares, err)
		}
		who, err := people.Session(ctx, h.Desk, token)
		if err != nil {
			t.Fatal(err)
		}
		off := func(by desk.Who, user party.UserID) error {
			return h.Write(ctx, by, "factor.off", func(w *desk.Writing) error { return people.Unfactor(w, user) })
		}
		if err := off(who, "doc"); kindOf(err) != fault.Refused {
			t.Errorf("taken off though it is asked for: %v", err)
		}
		for _, by := range []party.UserID{"moss", "stranger"} {
			if err := off(h.As(by), "doc"); kindOf(err) != fault.Missing {
				t.Errorf("by %s: %v", by, err)
			}
		}
		if err := off(h.As("kay"), "doc"); err != nil {
			t.Fatal(err)
		}
		if _, err := people.Session(ctx, h.Desk, token); kindOf(err) != fault.Denied {
			t.Errorf("a session outlived it: %v", err)
		}
		if x, _ := halfIn(t, h); x.SetUp {
			t.Error("it is there still")
		}
		if audited(t, h, "factor.off", access.Success) != 1 {
			t.Error("it is not on record")
		}
	})
}
