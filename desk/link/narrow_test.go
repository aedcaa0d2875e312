package link_test

import (
	"testing"
	"time"

	"referd/base/fault"
	"referd/core/party"
	"referd/core/referral"
	"referd/desk/desktest"
	"referd/desk/link"
)

// A link may lie where the patient is not to be reached any more: it ends in the
// commit that says so, on each of their referrals and whichever side gave it, and
// whoever is on the page is out. A way more ends none (hazard H5).
func TestALinkEndsWhereItIsSafeNoMore(t *testing.T) {
	wide := party.SafeContact{Ways: []party.Way{party.ByCall, party.ByEmail}, Email: "ada@example.org", Knows: "my husband"}
	for name, less := range map[string]party.SafeContact{
		"no mail":          {Ways: []party.Way{party.ByCall}, Knows: wide.Knows, Email: wide.Email},
		"another address":  {Ways: wide.Ways, Email: "other@example.org", Knows: wide.Knows},
		"not at home":      {Ways: wide.Ways, Email: wide.Email, Knows: wide.Knows, NotHome: true},
		"he may not know":  {Ways: wide.Ways, Email: wide.Email},
		"nothing is known": {},
	} {
		t.Run(name, func(t *testing.T) {
			h := desktest.New(t)
			of, other := sent(t, h, "cardio", nil), sent(t, h, "cardio", nil)
			if err := keep(h, "moss", of, 0, wide); err != nil {
				t.Fatal(err)
			}
			mailed, err := give(h, "moss", of, link.Mailed)
			if err != nil {
				t.Fatal(err)
			}
			if l, err := link.Post(ctx, h.Desk, of, mailed.ID); err != nil {
				t.Fatal(err)
			} else {
				mailed.Token = l.Token
			}
			read, err := give(h, "booker", other, link.Spoken) // the other side's, on another referral
			if err != nil {
				t.Fatal(err)
			}
			in, session, err := come(t, h, mailed.Token, bornOn, mailed.Code)
			if err != nil || !in.Whole {
				t.Fatalf("%+v, %v", in, err)
			}
			h.Pass(time.Minute)
			more := wide
			more.Ways = append([]party.Way{party.ByText}, wide.Ways...)
			if err := keep(h, "moss", of, 1, more); err != nil {
				t.Fatal(err)
			}
			for _, token := range []string{mailed.Token, read.Token} {
				if _, err := link.At(ctx, h.Desk, token, "", "home"); err != nil {
					t.Errorf("more is safe, and a link ended: %v", err)
				}
			}
			h.Pass(time.Minute)
			if err := keep(h, "moss", of, 2, less); err != nil {
				t.Fatal(err)
			}
			for _, token := range []string{mailed.Token, read.Token} {
				if _, err := link.At(ctx, h.Desk, token, session, "home"); fault.Of(err) != fault.Missing {
					t.Errorf("it opens the page still: %v", err)
				}
			}
			for _, of := range []referral.ID{of, other} {
				if g := given(t, h, of); g.Token == "" { // a slip that is handed over is safe
					t.Error("no other is given")
				}
			}
		})
	}
}
