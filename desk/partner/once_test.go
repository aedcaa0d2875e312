package partner_test

import (
	"strings"
	"testing"
	"time"

	"referd/base/fault"
	"referd/core/referral"
	"referd/desk"
	"referd/desk/desktest"
	"referd/desk/partner"
	"referd/desk/turn"
)

// Who was seen earlier than the visit that stands is reported by the link: the
// visit is taken off, and the day of care is the day that was told.
func TestAReportComesBeforeItsVisit(t *testing.T) {
	desktest.Both(t, func(t *testing.T, h *desktest.House) {
		of := sent(t, h)
		token, code := linked(t, h, of)
		who, f := inside(t, h, token, code), partner.Form{Referral: of}
		act(t, h, who, func(w *desk.Writing) error {
			return done(partner.Book(w, f, h.Now().AddDate(0, 0, 20), ""))
		})
		h.Pass(48 * time.Hour)
		who = inside(t, h, token, code)
		day := h.Now().Add(-time.Hour)
		act(t, h, who, func(w *desk.Writing) error {
			return done(partner.Report(w, f, partner.Answer{Seen: day, Words: "It is not the heart."}))
		})
		s := now(t, h, of)
		if _, stands := s.Live(); stands || !s.Seen.Equal(day) || len(s.Heads()) != 1 {
			t.Errorf("a visit stands: %v, seen %s, %+v", stands, s.Seen, s.Heads())
		}
	})
}

// A report is sent once from a form, though the form stood in two windows; the
// second is told of the first, and may then correct it.
func TestAReportIsSentOnceFromTwoWindows(t *testing.T) {
	desktest.Both(t, func(t *testing.T, h *desktest.House) {
		of := sent(t, h)
		token, code := linked(t, h, of)
		who := inside(t, h, token, code)
		f := partner.Form{Referral: of, Seq: now(t, h, of).Seq}
		x := partner.Answer{Seen: h.Now(), Words: "It is not the heart."}
		act(t, h, who, func(w *desk.Writing) error { return done(partner.Report(w, f, x)) })
		err := try(h, who, func(w *desk.Writing) error { return done(partner.Report(w, f, x)) })
		stale, overtaken := turn.StaleOf(err)
		if s := now(t, h, of); !overtaken || len(stale.Since) != 1 || len(s.Reports) != 1 {
			t.Fatalf("%v, and %d reports", err, len(s.Reports))
		}
		f.Seq = stale.Seq
		act(t, h, who, func(w *desk.Writing) error { return done(partner.Report(w, f, x)) })
		if s := now(t, h, of); len(s.Heads()) != 1 || s.Heads()[0].Kind != referral.Amended {
			t.Errorf("corrected: %+v", s.Heads())
		}
	})
}

// Who comes in under a name that cannot be kept is told what is wrong with it.
func TestANameThatIsTooLong(t *testing.T) {
	h := desktest.New(t)
	token, code := linked(t, h, sent(t, h))
	for name, want := range map[string]string{strings.Repeat("L", 300): "at most 80", " ": "Write your name"} {
		if _, err := partner.Enter(ctx, h.Desk, token, "office", name, code); fault.Of(err) != fault.Invalid || !strings.Contains(fault.Public(err), want) {
			t.Errorf("%q: %v", name[:1], err)
		}
	}
}
