package link_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"referd/base/fault"
	"referd/core/access"
	"referd/core/party"
	"referd/core/referral"
	"referd/desk"
	"referd/desk/chart"
	"referd/desk/desktest"
	"referd/desk/link"
	"referd/desk/loop"
	"referd/desk/people"
	"referd/desk/turn"
	"referd/store"
)

const bornOn = "1961-11-12"

func give(h *desktest.House, user party.UserID, of referral.ID, how string) (g link.Given, err error) {
	err = h.Write(ctx, h.As(user), "patient-link.give", func(w *desk.Writing) (err error) {
		g, err = link.Give(w, loop.Form{Referral: of}, how)
		return err
	})
	return g, err
}

func given(t *testing.T, h *desktest.House, of referral.ID) link.Given {
	t.Helper()
	g, err := give(h, "moss", of, link.Printed)
	if err != nil {
		t.Fatal(err)
	}
	return g
}

// come answers at the door, one answer after the other, and gives the door as it
// is then.
func come(t *testing.T, h *desktest.House, token string, answers ...string) (d link.Door, session string, err error) {
	t.Helper()
	if d, err = link.At(ctx, h.Desk, token, "", "home"); err != nil {
		return d, "", err
	}
	for _, a := range answers {
		if session, err = link.Enter(ctx, h.Desk, d, token, "home", a); err != nil {
			return d, session, err
		}
		if d, err = link.At(ctx, h.Desk, token, session, "home"); err != nil {
			return d, session, err
		}
	}
	return d, session, nil
}

func see(h *desktest.House, d link.Door) (g *link.Page, err error) {
	err = h.Read(ctx, d.Who, "patient.read", func(r *desk.Reading) (err error) { g, err = link.See(r); return err })
	return g, err
}

func act(t *testing.T, h *desktest.House, user party.UserID, f func(*desk.Writing) (loop.Done, error)) {
	t.Helper()
	if err := h.Write(ctx, h.As(user), "test", func(w *desk.Writing) error { _, err := f(w); return err }); err != nil {
		t.Fatal(err)
	}
}

// A link is given by whoever deals with the patient, by the ways the patient said
// are safe: on paper always; read out or mailed when they said so, and not while
// they ask to be reached another way. One ends the one before it.
func TestWhoGetsALink(t *testing.T) {
	h := desktest.New(t)
	of := sent(t, h, "cardio", nil)
	for _, how := range []string{link.Spoken, link.Mailed} {
		if _, err := give(h, "moss", of, how); fault.Of(err) != fault.Refused || !strings.Contains(fault.Public(err), "Nobody has asked") {
			t.Errorf("%s before anybody asked: %v", how, err)
		}
	}
	first := given(t, h, of)
	if err := keep(h, "booker", of, 0, party.SafeContact{Ways: []party.Way{party.ByCall, party.ByEmail}, Email: "ada@example.org"}); err != nil {
		t.Fatal(err)
	}
	second, err := give(h, "booker", of, link.Spoken)
	if err != nil || len(second.Token) != 14 {
		t.Fatalf("read out: %q %v", second.Token, err)
	}
	if _, err := link.At(ctx, h.Desk, first.Token, "", "home"); fault.Of(err) != fault.Missing {
		t.Errorf("another was given, and the first works: %v", err)
	}
	if d, _, err := come(t, h, second.Token, bornOn, second.Code); err != nil || !d.Whole {
		t.Errorf("what was read out lets in %+v, %v", d, err)
	}
	for user, want := range map[party.UserID]fault.Kind{"kay": fault.Denied, "stranger": fault.Missing} {
		if _, err := give(h, user, of, link.Printed); fault.Of(err) != want {
			t.Errorf("%s gave a link: %v", user, err)
		}
	}
	d, _, err := come(t, h, second.Token, bornOn, second.Code)
	if err == nil {
		err = h.Write(ctx, d.Who, "bell", func(w *desk.Writing) error { _, err := link.Wish(w, loop.Form{}, "Text me."); return err })
	}
	if err != nil {
		t.Fatal(err)
	}
	if _, err := give(h, "moss", of, link.Mailed); fault.Of(err) != fault.Refused || !strings.Contains(fault.Public(err), "another way") {
		t.Errorf("mailed although they ask to be reached another way: %v", err)
	}
	if err := keep(h, "booker", of, 1, party.SafeContact{Ways: []party.Way{party.ByText, party.ByEmail}, Email: "ada@example.org"}); err != nil {
		t.Fatal(err)
	}
	if _, err := give(h, "moss", of, link.Mailed); err != nil {
		t.Errorf("scheduling asked them, and it is not mailed: %v", err)
	}
	if _, err := give(h, "moss", of, link.Spoken); fault.Of(err) != fault.Refused || !strings.Contains(fault.Public(err), "did not say") {
		t.Errorf("read out although a call is not safe: %v", err)
	}
}

// There is no link for a child, for a service that is a secret, before sending,
// or after a death; each refusal says what to do instead. A link that is out
// stops when it becomes so.
func TestNoLinkSaysWhatToDo(t *testing.T) {
	h := desktest.New(t)
	change := func(f func(tx *store.Tx) error) {
		t.Helper()
		if err := h.DB.Commit(ctx, f); err != nil {
			t.Fatal(err)
		}
	}
	born := func(on party.Date) {
		t.Helper()
		change(func(tx *store.Tx) error {
			p, err := tx.Patient(patient)
			p.Born = on
			return errors.Join(err, tx.PutPatient(p))
		})
	}
	of := sent(t, h, "cardio", nil)
	out := given(t, h, of)
	born("2015-05-05")
	if _, err := give(h, "moss", of, link.Printed); fault.Of(err) != fault.Refused || !strings.Contains(fault.Public(err), "under 18") || !strings.Contains(fault.Public(err), "paper slip") {
		t.Errorf("a child's link: %v", err)
	}
	if _, err := link.At(ctx, h.Desk, out.Token, "", "home"); fault.Of(err) != fault.Missing {
		t.Errorf("a child's page opens: %v", err)
	}
	born(bornOn)
	if _, err := link.At(ctx, h.Desk, out.Token, "", "home"); err != nil {
		t.Errorf("corrected, and it does not open: %v", err)
	}
	change(func(tx *store.Tx) error {
		var s party.Service
		_, err := tx.Thing(desk.KindService, "cardio", &s)
		s.Specialty.Code = "2084P0800X"
		return errors.Join(err, tx.PutThing(desk.KindService, "cardio", s.Org, s))
	})
	if _, err := give(h, "moss", of, link.Printed); fault.Of(err) != fault.Refused || !strings.Contains(fault.Public(err), "paper slip") {
		t.Errorf("psychiatry has a page: %v", err)
	}
	if _, err := link.At(ctx, h.Desk, out.Token, "", "home"); fault.Of(err) != fault.Missing {
		t.Errorf("a page of psychiatry opens: %v", err)
	}
}

// A link alone shows nothing; the birth date opens where, who and when; the code
// what is clinical. What never was, what is over and what is somebody else's are
// one answer, and each look is on record as the patient's.
func TestAPatientComesIn(t *testing.T) {
	desktest.Both(t, func(t *testing.T, h *desktest.House) {
		of := sent(t, h, "cardio", nil)
		act(t, h, "intake", func(w *desk.Writing) (loop.Done, error) { return loop.Open(w, loop.Form{Referral: of}) })
		act(t, h, "nurse", func(w *desk.Writing) (loop.Done, error) {
			return loop.Accept(w, loop.Form{Referral: of}, loop.Acceptance{})
		})
		act(t, h, "booker", func(w *desk.Writing) (loop.Done, error) {
			return loop.Book(w, loop.Form{Referral: of}, loop.Booking{Start: h.Now().Add(72 * time.Hour), Clinician: "dr-chen", Words: "Nothing to eat.\n" + turn.PastSeenBy + "she was away."})
		})
		g := given(t, h, of)
		d, _, err := come(t, h, g.Token)
		if err != nil || d.In || d.Who.Session != "" {
			t.Fatalf("the link alone lets in: %+v %v", d, err)
		}
		if _, session, err := come(t, h, g.Token, bornOn); err != nil {
			t.Fatal(err)
		} else if other := given(t, h, sent(t, h, "cardio", nil)); true {
			if x, err := link.At(ctx, h.Desk, other.Token, session, "home"); err != nil || x.In {
				t.Errorf("a session of one link opens another: %+v %v", x.In, err)
			}
		}
		d, _, err = come(t, h, g.Token, bornOn)
		p, e := see(h, d)
		if err != nil || e != nil || p.Visit.Start.IsZero() || p.With.ID != "clinic" || p.Receiver.ID != "clinic" {
			t.Fatalf("with the birth date: %+v %v %v", p, err, e)
		}
		if p.Service.ID != "" || p.Visit.Clinician != "" || p.Visit.Preparation != "" || p.Visit.Place.ID != "" {
			t.Errorf("clinical without the code: %+v", p)
		}
		d, session, err := come(t, h, g.Token, bornOn, g.Code)
		p, e = see(h, d)
		if err != nil || e != nil || p.Service.ID != "cardio" || p.Visit.Clinician == "" || p.Visit.Preparation != "Nothing to eat." {
			t.Errorf("with the code: %+v %v %v", p, err, e)
		}
		if n := looked(t, h, patient.Self(), "patient.read"); n < 2 {
			t.Errorf("%d looks are on record as the patient's", n)
		}
		if err := people.Leave(ctx, h.Desk, session); err != nil {
			t.Fatal(err)
		}
		if d, err := link.At(ctx, h.Desk, g.Token, session, "home"); err != nil || d.In {
			t.Errorf("left, and in: %+v %v", d.In, err)
		}
		h.Pass(7*24*time.Hour + time.Minute)
		for _, token := range []string{g.Token, "guessed-guessed-guesse", ""} {
			if _, err := link.At(ctx, h.Desk, token, session, "home"); fault.Of(err) != fault.Missing || fault.Public(err) != "This link does not work." {
				t.Errorf("%q is told %v", token, err)
			}
		}
		if err := h.Write(ctx, h.As("moss"), "renew", func(w *desk.Writing) error { return link.Renew(w, loop.Form{Referral: of}, g.ID) }); err != nil {
			t.Fatal(err)
		}
		if _, _, err := come(t, h, g.Token, bornOn); err != nil {
			t.Errorf("renewed, and shut: %v", err)
		}
		if err := h.Write(ctx, h.As("nurse"), "end", func(w *desk.Writing) error { return link.End(w, loop.Form{Referral: of}, g.ID) }); err != nil {
			t.Fatal(err)
		}
		if _, err := link.At(ctx, h.Desk, g.Token, "", "home"); fault.Of(err) != fault.Missing {
			t.Errorf("ended, and works: %v", err)
		}
	})
}

func looked(t *testing.T, h *desktest.House, user party.UserID, kind string) (n int) {
	t.Helper()
	if err := h.DB.View(ctx, store.Scope{System: true}, func(v *store.View) error {
		list, err := v.Audits(access.Query{User: user, Limit: 200})
		for _, a := range list {
			if a.Kind == kind && a.Outcome == access.Success && len(a.Patients) == 1 && a.Patients[0] == patient {
				n++
			}
		}
		return err
	}); err != nil {
		t.Fatal(err)
	}
	return n
}

// Wrong answers wait longer and longer and the fifth locks the link, whichever
// question they are to; a right birth date forgets none of them. Staff see it,
// and renewing opens it again.
func TestWrongAnswersLock(t *testing.T) {
	h := desktest.New(t)
	of := sent(t, h, "cardio", nil)
	g := given(t, h, of)
	wrong := fmt.Sprintf("%06d", (atoi(g.Code)+1)%1_000_000)
	d, _, err := come(t, h, g.Token, bornOn)
	if err != nil {
		t.Fatal(err)
	}
	asked, waited := 0, false
	for range 40 {
		if _, err := link.Enter(ctx, h.Desk, d, g.Token, fmt.Sprint("place", asked), wrong); fault.Of(err) == fault.Invalid {
			asked++
		} else if _, soon := errors.AsType[people.Wait](err); soon {
			if waited = true; asked == 3 { // a right birth date between is no new beginning
				if _, _, err := come(t, h, g.Token, bornOn); err != nil {
					if _, soon := errors.AsType[people.Wait](err); !soon {
						t.Fatal(err)
					}
				}
			}
			h.Pass(600 * time.Millisecond)
		} else if fault.Of(err) == fault.Refused {
			break
		} else {
			t.Fatal(err)
		}
	}
	if asked != 5 || !waited {
		t.Errorf("%d wrong answers were looked at, waited %v", asked, waited)
	}
	if d, err := link.At(ctx, h.Desk, g.Token, "", "home"); err != nil || !d.Locked {
		t.Errorf("five wrong answers, and it is %+v %v", d, err)
	}
	if p, _ := safeOf(t, h, "moss", of); len(p.Tickets) != 1 || people.Over(p.Tickets[0], h.Now()) != people.Locked {
		t.Errorf("staff do not see that it is locked: %+v", p.Tickets)
	}
	if err := h.Write(ctx, h.As("moss"), "renew", func(w *desk.Writing) error { return link.Renew(w, loop.Form{Referral: of}, g.ID) }); err != nil {
		t.Fatal(err)
	}
	if d, err := link.At(ctx, h.Desk, g.Token, "", "home"); err != nil || d.Locked {
		t.Errorf("renewed, and it is %+v %v", d, err)
	}
}

func atoi(s string) (n int) { fmt.Sscan(s, &n); return n }

// A link is to one referral and shows nothing else of the patient: not their
// other referrals, not their papers, not the record of somebody who was said to
// be the same person (defects 7 and 11).
func TestALinkIsToOneReferral(t *testing.T) {
	h := desktest.New(t)
	of, other := sent(t, h, "cardio", nil), sent(t, h, "cardio", nil)
	var twin party.PatientID
	err := h.Write(ctx, h.As("moss"), "twin", func(w *desk.Writing) (err error) {
		twin, err = chart.Add(w, party.Patient{Name: party.Name{Family: "Testcase", Given: []string{"Ada"}}, Born: "1961-11-13", Sex: "female"}, true)
		if err != nil {
			return err
		}
		return chart.Same(w, patient, twin, "she says so", true)
	})
	if err != nil {
		t.Fatal(err)
	}
	g := given(t, h, of)
	d, _, err := come(t, h, g.Token, bornOn, g.Code)
	if err != nil {
		t.Fatal(err)
	}
	if _, _, err := come(t, h, g.Token, "1961-11-13"); fault.Of(err) != fault.Invalid {
		t.Errorf("the twin's birth date opens it: %v", err)
	}
	if err := h.Read(ctx, d.Who, "try", func(r *desk.Reading) error {
		if _, err := r.Loop(other); fault.Of(err) != fault.Missing {
			t.Errorf("another referral of theirs: %v", err)
		}
		if _, err := r.Patient(twin); fault.Of(err) != fault.Missing {
			t.Errorf("the record joined to theirs: %v", err)
		}
		rows, err := r.LoopsOf([]party.PatientID{patient, twin}, false)
		if err != nil || len(rows) != 1 || rows[0].ID != of {
			t.Errorf("%d referrals, %v", len(rows), err)
		}
		found, err := r.FindPatients(store.Find{Name: "testcase", Limit: 9})
		if err != nil || len(found) > 1 {
			t.Errorf("%d people, %v", len(found), err)
		}
		return nil
	}); err != nil {
		t.Fatal(err)
	}
	for name, f := range map[string]func(*desk.Writing) error{
		"accept": func(w *desk.Writing) error {
			_, err := loop.Accept(w, loop.Form{Referral: of}, loop.Acceptance{})
			return err
		},
		"cancel": func(w *desk.Writing) error {
			_, err := loop.Cancel(w, loop.Form{Referral: of}, "no-longer-needed", "")
			return err
		},
		"reach": func(w *desk.Writing) error {
			_, err := link.Reach(w, loop.Form{Referral: of}, 0, party.SafeContact{})
			return err
		},
		"give": func(w *desk.Writing) error { _, err := link.Give(w, loop.Form{Referral: of}, link.Printed); return err },
		"the other": func(w *desk.Writing) error {
			_, err := loop.Ring(w, turn.Form{Referral: other}, referral.BellWorse, "")
			return err
		},
	} {
		if err := h.Write(ctx, d.Who, name, f); fault.Of(err) != fault.Denied && fault.Of(err) != fault.Missing {
			t.Errorf("a patient may %s: %v", name, err)
		}
	}
}

// The link of a letter is made as it is sent, and stands nowhere else; a letter
// that is ended, or safe no more, is not sent; one that was given up is work for
// whoever gave the link.
func TestALetterIsMailedOnce(t *testing.T) {
	h := desktest.New(t)
	of := sent(t, h, "cardio", nil)
	mailed := party.SafeContact{Ways: []party.Way{party.ByEmail}, Email: "ada@example.org", Language: "es"}
	if err := keep(h, "moss", of, 0, mailed); err != nil {
		t.Fatal(err)
	}
	g, err := give(h, "moss", of, link.Mailed)
	if err != nil || g.Token != "" {
		t.Fatalf("%q %v", g.Token, err)
	}
	jobs, err := h.DB.Lease(ctx, []string{turn.ToPatient}, 9, h.Now().Add(time.Minute))
	if err != nil || len(jobs) != 1 || jobs[0].Arg != g.ID || jobs[0].Referral != of {
		t.Fatalf("%+v %v", jobs, err)
	}
	l, err := link.Post(ctx, h.Desk, of, g.ID)
	if err != nil || l.To != "ada@example.org" || len(l.In) != 2 || l.In[0] != "es" || !l.Ends.Equal(h.Now().Add(7*24*time.Hour)) {
		t.Fatalf("%+v %v", l, err)
	}
	if d, _, err := come(t, h, l.Token, bornOn, g.Code); err != nil || !d.Whole {
		t.Errorf("what was mailed lets in %+v, %v", d, err)
	}
	if err := link.Unposted(ctx, h.Desk, of, g.ID); err != nil || len(owed(t, h, of, "delivery")) != 0 {
		t.Errorf("a letter that left is given up: %v", err)
	}
	again, err := give(h, "moss", of, link.Mailed)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := link.Post(ctx, h.Desk, of, g.ID); fault.Of(err) != fault.Refused {
		t.Errorf("an ended letter is sent: %v", err)
	}
	if err := link.Unposted(ctx, h.Desk, of, again.ID); err != nil {
		t.Fatal(err)
	}
	if list := owed(t, h, of, "delivery"); len(list) != 1 || list[0].Owed.Team != "home-team" || list[0].Owed.Person != "moss" {
		t.Errorf("given up, and owed as %+v", list)
	}
	if err := keep(h, "booker", of, 1, party.SafeContact{Ways: []party.Way{party.ByCall}}); err != nil {
		t.Fatal(err)
	}
	if _, err := link.Post(ctx, h.Desk, of, again.ID); fault.Of(err) != fault.Refused {
		t.Errorf("mailed although e-mail is safe no more: %v", err)
	}
}
