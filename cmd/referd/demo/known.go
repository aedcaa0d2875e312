package demo

import (
	"container/heap"
	"time"

	"referd/core/party"
	"referd/core/referral"
	"referd/desk"
	"referd/desk/loop"
)

// known are the stories the pages open with, told so that each is at its point now.
func (m *maker) known(now time.Time, pats []party.PatientID) {
	tale := func(i int, daysAgo float64, of string, n int, doctor string) (*tale, here) {
		o := offerOf(of)
		t := &tale{m: m, at: working(now.Add(-time.Duration(daysAgo*24) * time.Hour)), pat: pats[i], offer: o, s: nth(o.story, n)}
		return t.begin(doctor), houses[o.org]
	}
	t, h := tale(0, 8, "stluke-cardiology", 0, "rivera") // Elena Morales: accepted, to be booked
	t.opened(h).asked(h).answered(20).accepted(h, 20)
	t, h = tale(1, 36, "stluke-cardiology", 1, "rivera") // Ruth Adams: report to read
	t.opened(h).accepted(h, 20).booked(h, 20, 12).seen(h, 12).reported(h, 40, "")
	t, h = tale(2, 28, "stluke-cardiology", 2, "rivera") // Claire Dubois: report owed
	t.opened(h).accepted(h, 20).booked(h, 20, 16).seen(h, 16)
	t, h = tale(3, 4, "stluke-cardiology", 3, "rivera") // Daniel Okafor: to be decided
	t.opened(h)
	t, h = tale(4, 3, "stluke-neurology", 1, "park") // Giulia Rossi: to be decided
	t.opened(h)
	t, h = tale(5, 3, "stluke-neurology", 0, "rivera") // Renee Washington: a question
	t.opened(h).asked(h)
	t, h = tale(6, 5, "stluke-rheumatology", 0, "rivera") // Beatriz Silva: a question
	t.opened(h).asked(h)
	m.unsigned(now, pats[7], "stluke-neurology", 2)
	m.unsigned(now, pats[8], "stluke-urology", 0)
	t, h = tale(9, 9, "stluke-rheumatology", 0, "rivera") // Hana Kim: advised
	t.opened(h).next(h.clinic, 30, func(w *desk.Writing, f loop.Form) error {
		return done(loop.Advise(w, f, loop.Advice{Words: "A photo check in three months, no visit now.", BackIf: "The fingers turn blue, or an ulcer appears."}))
	})
	t, h = tale(10, 10, "stluke-orthopedics", 1, "rivera") // Petr Novak: declined
	t.opened(h).declined(h)
	t, h = tale(11, 12, "stluke-gastro", 0, "rivera") // Minh Tran: act within days
	t.opened(h).accepted(h, 10).booked(h, 6, 3).seen(h, 3).reported(h, 10, referral.WithinDays)
	t, h = tale(13, 0.2, "stluke-neurology", 3, "park") // Arun Banerjee: an emergency
	t.at = now.Add(-90 * time.Minute)
}

// unsigned is prepared by staff and waits for the signature.
func (m *maker) unsigned(now time.Time, pat party.PatientID, of string, n int) {
	o := offerOf(of)
	t := &tale{m: m, at: working(now.Add(-26 * time.Hour)), pat: pat, offer: o, s: nth(o.story, n)}
	if t.at.After(now) {
		t.at = now.Add(-time.Hour)
	}
	m.n++
	heap.Push(&m.queue, act{t.at, m.n, m.who["moss"], func(w *desk.Writing) error {
		id, err := t.draft(w, "rivera")
		if err != nil {
			return err
		}
		return done(loop.Ready(w, loop.Form{Referral: id}))
	}})
}

func offerOf(id string) offer {
	for _, o := range offers {
		if o.id == id {
			return o
		}
	}
	return offers[0]
}

func nth(kind string, n int) story {
	for _, s := range stories {
		if s.specialty == kind {
			if n == 0 {
				return s
			}
			n--
		}
	}
	return stories[0]
}
