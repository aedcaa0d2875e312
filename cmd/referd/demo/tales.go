package demo

import (
	"time"

	"referd/core/party"
	"referd/core/referral"
	"referd/desk"
	"referd/desk/loop"
)

// here are the people who act for an organization that works in the house.
type here struct{ intake, triage, booking, clinic string }

var houses = map[string]here{"stluke": {"haddad", "brandt", "nair", "chen"}, "harbor": {"ortega", "sato", "ortega", "sato"}}

// tell is what a partner says happened.
func tell(ev func(*tale) referral.Event) func(*tale, string, float64) *tale {
	return func(t *tale, who string, hours float64) *tale {
		return t.next(who, hours, func(w *desk.Writing, f loop.Form) error { return done(loop.Tell(w, f, ev(t))) })
	}
}

func (t *tale) opened(h here) *tale {
	return t.next(h.intake, 5, func(w *desk.Writing, f loop.Form) error { return done(loop.Open(w, f)) })
}

func (t *tale) accepted(h here, hours float64) *tale {
	return t.next(h.triage, hours, func(w *desk.Writing, f loop.Form) error {
		return done(loop.Accept(w, f, loop.Acceptance{Words: "We see this patient. Please bring the list of medicines."}))
	})
}

func (t *tale) asked(h here) *tale {
	return t.next(h.triage, 20, func(w *desk.Writing, f loop.Form) error {
		words := t.s.ask
		if words == "" {
			words = "Please send the last laboratory results."
		}
		return done(loop.Ask(w, f, loop.Question{Words: words}))
	})
}

func (t *tale) answered(hours float64) *tale {
	return t.next("moss", hours, func(w *desk.Writing, f loop.Form) error {
		return done(loop.Answer(w, f, "", "Here it is; the rest is in the letter.", nil))
	})
}

func (t *tale) declined(h here) *tale {
	return t.next(h.triage, 30, func(w *desk.Writing, f loop.Form) error {
		return done(loop.Decline(w, f, loop.Refusal{Reason: "no-capacity", Tells: "sender", Words: "Our first visit is two months after the date the patient should be seen by."}))
	})
}

func (t *tale) called(h here, hours float64, channel, outcome string) *tale {
	return t.next(h.booking, hours, func(w *desk.Writing, f loop.Form) error {
		return done(loop.Log(w, f, loop.Contact{Channel: channel, Outcome: outcome}))
	})
}

// booked agrees a time some days ahead, and comes to it.
func (t *tale) booked(h here, hours, ahead float64) *tale {
	return t.next(h.booking, hours, func(w *desk.Writing, f loop.Form) error {
		s := w.Now().Add(time.Duration(ahead*24*60) * time.Minute)
		if !t.fast() {
			s = working(s)
		}
		return done(loop.Book(w, f, loop.Booking{Start: s, End: s.Add(30 * time.Minute), Clinician: party.PractitionerID("dr-" + h.clinic), Location: party.LocationID(t.offer.org + "-main"), Words: "The first time that suits the patient."}))
	})
}

func (t *tale) seen(h here, ahead float64) *tale {
	after := 80.0
	if t.fast() {
		after = 1
	}
	t.at = t.at.Add(time.Duration((ahead*24+after)*60) * time.Minute)
	return t.next(h.clinic, 0, func(w *desk.Writing, f loop.Form) error { return done(loop.See(w, f, "")) })
}

func (t *tale) reported(h here, hours float64, act referral.Actionable) *tale {
	return t.next(h.clinic, hours, func(w *desk.Writing, f loop.Form) error {
		x := loop.Report{Answer: t.s.answer, Findings: t.s.findings, Claim: "answered", Actionable: act}
		for i, l := range t.s.lines {
			x.Lines = append(x.Lines, loop.Line{What: l, Due: w.Now().AddDate(0, 0, 14*(i+1))})
		}
		return done(loop.Write(w, f, x))
	})
}

func (t *tale) acknowledged(doctor string, hours float64) *tale {
	return t.next(doctor, hours, func(w *desk.Writing, f loop.Form) error {
		s, err := w.Loop(f.Referral)
		if err != nil {
			return err
		}
		x := loop.Acknowledgement{Answered: "yes", Tell: loop.Telling{How: "call", Now: t.m.r.IntN(3) > 0, Words: "It was explained in plain words."}}
		for _, h := range s.Heads() {
			x.Report = h.ID
		}
		for _, i := range s.Items {
			x.Lines = append(x.Lines, loop.Choice{Item: i.ID, How: "do"})
		}
		f.Confirmed = true
		return done(loop.Acknowledge(w, f, x))
	})
}

// finished tells the patient and does every line: the loop closes by itself.
func (t *tale) finished(doctor string) *tale {
	t.next("moss", 40, func(w *desk.Writing, f loop.Form) error {
		s, err := w.Loop(f.Referral)
		if err != nil {
			return err
		}
		for _, h := range s.Heads() {
			if h.Informed.IsZero() {
				return done(loop.Inform(w, f, h.ID, loop.Telling{How: "call", Words: "Told by phone, repeated back."}))
			}
		}
		return nil
	})
	return t.next(doctor, 200, func(w *desk.Writing, f loop.Form) error {
		s, err := w.Loop(f.Referral)
		if err != nil {
			return err
		}
		for _, i := range s.Items {
			if err := done(loop.Finish(w, f, i.ID, "Done, see the chart.")); err != nil {
				return err
			}
		}
		return nil
	})
}

// atPartner is what happens at a partner, told late and sometimes twice.
func (t *tale) atPartner(how int) *tale {
	org := t.offer.org
	said := func(hours float64, ev func(*tale) referral.Event) { tell(ev)(t, org, hours) }
	said(2, func(*tale) referral.Event { return referral.Delivered{} })
	if org == "elm" && how > 0 {
		return t // silent until the note arrives
	}
	said(30, func(*tale) referral.Event { return referral.Opened{} })
	switch how {
	case 1:
		return t
	case 2:
		said(40, func(*tale) referral.Event { return referral.Declined{Reason: "no-capacity", Tells: "sender"} })
		return t
	}
	said(40, func(*tale) referral.Event { return referral.Accepted{} })
	said(90, func(t *tale) referral.Event { return referral.Seen{} })
	t.next(org, 60, func(w *desk.Writing, f loop.Form) error {
		x := loop.Report{Answer: t.s.answer, Findings: t.s.findings, Claim: "answered"}
		return done(loop.Write(w, f, x))
	})
	return t
}
