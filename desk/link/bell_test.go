package link_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"referd/base/fault"
	"referd/core/referral"
	"referd/desk"
	"referd/desk/desktest"
	"referd/desk/link"
	"referd/desk/lists"
	"referd/desk/loop"
)

func ring(h *desktest.House, d link.Door, bell, words string) error {
	return h.Write(ctx, d.Who, "bell", func(w *desk.Writing) error { _, err := link.Ring(w, loop.Form{}, bell, words); return err })
}

func owed(t *testing.T, h *desktest.House, of referral.ID, kind string) (out []loop.Owing) {
	t.Helper()
	p, _ := safeOf(t, h, "nurse", of)
	for _, d := range p.Duties {
		if d.Kind == kind {
			out = append(out, d)
		}
	}
	return out
}

// What a patient tells on their page is owed by somebody with a due of its own,
// said by the patient in the ledger, once however often it is pressed; worse goes
// to who is on call, in minutes; and the page says who answers and when.
func TestTheBellOfThePage(t *testing.T) {
	desktest.Both(t, func(t *testing.T, h *desktest.House) {
		of := sent(t, h, "cardio", nil)
		act(t, h, "nurse", func(w *desk.Writing) (loop.Done, error) {
			return loop.Accept(w, loop.Form{Referral: of}, loop.Acceptance{})
		})
		g := given(t, h, of)
		d, _, err := come(t, h, g.Token)
		if _, e := see(h, d); err != nil || fault.Of(e) != fault.Missing || fault.Of(ring(h, d, referral.BellWorse, "")) != fault.Missing {
			t.Errorf("the link alone sees and rings: %v %v", err, e)
		}
		if d, _, err = come(t, h, g.Token, bornOn); err != nil {
			t.Fatal(err)
		}
		for range 3 {
			if err := ring(h, d, referral.BellWorse, ""); err != nil {
				t.Fatal(err)
			}
		}
		worse := owed(t, h, of, "bell-worse")
		if len(worse) != 1 || worse[0].Owed.Team != "triage" || worse[0].Due.Sub(h.Now()) != 30*time.Minute {
			t.Errorf("worse is owed as %+v", worse)
		}
		if err := ring(h, d, referral.BellNothing, "Nobody called me."); err != nil {
			t.Fatal(err)
		}
		if list := owed(t, h, of, "bell"); len(list) != 1 || list[0].Owed.Team != "booking" {
			t.Errorf("heard nothing is owed as %+v", list)
		}
		p, _ := safeOf(t, h, "nurse", of)
		last := p.State.Entries()[len(p.State.Entries())-1]
		if self, ok := last.By.User.Patient(); !ok || self != patient || last.By.Org != "" {
			t.Errorf("said by %+v", last.By)
		}
		if said := last.What.(referral.Rang); p.Words[said.Note] != "Nobody called me." {
			t.Errorf("their words are %q", p.Words[said.Note])
		}
		page, err := see(h, d)
		if err != nil || len(page.Rung) != 2 || !page.Here || page.Hears.ID != "triage" {
			t.Errorf("the page says %+v, %v", page, err)
		}
		if slices.ContainsFunc(page.Bells, func(o link.Offer) bool { return o.Bell == referral.BellCannot }) || ring(h, d, referral.BellCannot, "") == nil {
			t.Error("no visit stands, and they may say that they cannot come")
		}
		if n, err := count(t, h, lists.Bells); err != nil || n != 1 {
			t.Errorf("%d on the list of scheduling, of patients who rang, %v", n, err)
		}
		for _, words := range []string{"a", "b", "c"} {
			if err := ring(h, d, referral.BellNothing, words); err != nil {
				t.Fatal(err)
			}
		}
		if err := ring(h, d, referral.BellNothing, "d"); fault.Of(err) != fault.Refused {
			t.Errorf("more than anybody answers: %v", err)
		}
		if err := ring(h, d, referral.BellWorse, "It is worse now."); err != nil {
			t.Errorf("worse is refused: %v", err)
		}
		if err := ring(h, d, referral.BellNothing, strings.Repeat("x", 501)); fault.Of(err) != fault.Invalid {
			t.Errorf("too long: %v", err)
		}
	})
}

func count(t *testing.T, h *desktest.House, v lists.View) (n int, err error) {
	t.Helper()
	err = h.Read(ctx, h.As("booker"), "counts", func(r *desk.Reading) error {
		m, err := lists.Counts(r, []lists.View{v})
		n = m[v]
		return err
	})
	return n, err
}

// Outside staffed hours the page offers no bell for worse: it names who answers
// then. What was pressed all the same, on a page that stood open since the
// afternoon, is kept and owed from when somebody is there.
func TestNobodyHearsAtNight(t *testing.T) {
	h := desktest.New(t)
	of := sent(t, h, "cardio", nil)
	act(t, h, "nurse", func(w *desk.Writing) (loop.Done, error) {
		return loop.Accept(w, loop.Form{Referral: of}, loop.Acceptance{})
	})
	g := given(t, h, of)
	h.Pass(10 * time.Hour) // Monday evening
	d, _, err := come(t, h, g.Token, bornOn)
	page, e := see(h, d)
	if err != nil || e != nil || page.Here || page.Hears.ID != "triage" || page.Back.In(d.Who.Zone).Format("Mon 15:04") != "Tue 08:00" {
		t.Fatalf("at night the page says %+v, %v %v", page, err, e)
	}
	if err := ring(h, d, referral.BellWorse, ""); err != nil {
		t.Fatal(err)
	}
	if list := owed(t, h, of, "bell-worse"); len(list) != 1 || list[0].Due.In(d.Who.Zone).Format("Mon 15:04") != "Tue 08:30" {
		t.Errorf("owed as %+v", list)
	}
}

// Before the acceptance it is the referrer who hears.
func TestBeforeTheAcceptanceTheReferrerHears(t *testing.T) {
	h := desktest.New(t)
	d, _, err := come(t, h, given(t, h, sent(t, h, "cardio", nil)).Token, bornOn)
	page, e := see(h, d)
	if err != nil || e != nil || page.Hears.ID != "home-team" || !page.Here {
		t.Errorf("%+v, %v %v", page, err, e)
	}
}

// That they want to be reached another way needs the code, changes nothing by
// itself, and is settled by whoever asked them.
func TestAWishIsConfirmedWithThem(t *testing.T) {
	h := desktest.New(t)
	of := sent(t, h, "cardio", nil)
	g := given(t, h, of)
	wish := func(d link.Door) error {
		return h.Write(ctx, d.Who, "bell", func(w *desk.Writing) error { _, err := link.Wish(w, loop.Form{}, "Reach by text."); return err })
	}
	d, _, err := come(t, h, g.Token, bornOn)
	if err != nil || fault.Of(wish(d)) != fault.Denied {
		t.Errorf("without the code: %v %v", err, wish(d))
	}
	if d, _, err = come(t, h, g.Token, bornOn, g.Code); err != nil || wish(d) != nil {
		t.Fatal(err)
	}
	p, _ := safeOf(t, h, "booker", of)
	if list := owed(t, h, of, "bell"); len(list) != 1 || len(link.Wishes(&p.State)) != 1 || p.Patient.Safe.Known() {
		t.Errorf("owed as %+v, wishes %v, known %v", list, link.Wishes(&p.State), p.Patient.Safe)
	}
	if err := keep(h, "booker", of, 0, p.Patient.Safe); err != nil {
		t.Fatal(err)
	}
	if p, _ := safeOf(t, h, "booker", of); len(link.Wishes(&p.State)) != 0 || !p.Patient.Safe.Known() {
		t.Errorf("confirmed, and still a wish: %+v", p.Patient.Safe)
	}
}
