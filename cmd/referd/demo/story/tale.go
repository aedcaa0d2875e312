package story

import (
	"slices"
	"strings"
	"time"

	"referd/base/fault"
	"referd/cmd/referd/demo/cast"
	"referd/core/party"
	"referd/core/referral"
	"referd/desk"
	"referd/desk/loop"
	"referd/desk/partner"
)

// tale is one referral on its way: who sent it, where, and what is asked.
// Each of its verbs says when, and who.
type tale struct {
	m     *maker
	of    referral.ID
	from  string // a clinician here, or the organization of a partner
	s     cast.Story
	offer cast.Offer
	pat   party.PatientID
	brief bool // little is written that need not be
	full  bool // with its papers: a letter, tracings, a report as a PDF
}

// words are what somebody adds and need not: in a region few do.
func (t *tale) words(s string) string {
	if t.brief {
		return ""
	}
	return s
}

// here are the people who act for an organization that works in the house.
type here struct{ intake, triage, booking, clinic string }

var houses = map[string]here{"stluke": {"haddad", "brandt", "nair", "chen"}, "harbor": {"ortega", "sato", "ortega", "sato"}}

func (t *tale) here() here {
	if h, ok := houses[t.offer.Org]; ok {
		return h
	}
	o := t.offer.Org
	return here{o, o, o, o}
}

// doctor is who answers for it on the referring side.
func (t *tale) doctor() string { return t.from }

// staff is who helps there.
func (t *tale) staff() string {
	if t.from == "rivera" || t.from == "park" {
		return "moss"
	}
	return t.from
}

func done(_ loop.Done, err error) error { return err }

// act has somebody do something at a time.
func (t *tale) act(at time.Time, user string, do func(*desk.Writing, loop.Form) error) *tale {
	t.m.add(at, user, func(w *desk.Writing) error {
		if t.of == "" {
			return nil // it was never begun
		}
		return do(w, loop.Form{Referral: t.of})
	})
	return t
}

// told is a fact that a partner tells, or one that is told of anybody.
func (t *tale) told(at time.Time, user string, ev func() referral.Event) *tale {
	return t.act(at, user, func(w *desk.Writing, f loop.Form) error { return done(loop.Tell(w, f, ev())) })
}

// arrived is a partner's system that has taken it in; one without is faxed to.
func (t *tale) arrived(at time.Time) *tale {
	if _, ok := houses[t.offer.Org]; ok {
		return t
	}
	if t.offer.Org == faxed {
		return t.act(at.Add(20*time.Minute), t.staff(), func(w *desk.Writing, f loop.Form) error {
			return done(partner.Deliver(w, f, partner.Handing{How: "fax-confirmed", Words: "(555) 010-4401, 4 pages, confirmation OK."}))
		})
	}
	return t.told(at.Add(time.Minute), t.offer.Org, func() referral.Event { return referral.Delivered{} })
}

// faxed is the partner without a system: what it says is written down by whoever
// sent the referral.
const faxed = "pine"

// says is the word of a partner without a system.
func (t *tale) says(at time.Time, x partner.Word) *tale {
	x.Who = "Kate Bell, front desk"
	return t.act(at, t.staff(), func(w *desk.Writing, f loop.Form) error { return done(partner.Hear(w, f, x)) })
}

func (t *tale) opened(at time.Time) *tale {
	if _, ok := houses[t.offer.Org]; !ok {
		return t.told(at, t.here().intake, func() referral.Event { return referral.Opened{} })
	}
	return t.act(at, t.here().intake, func(w *desk.Writing, f loop.Form) error { return done(loop.Open(w, f)) })
}

func (t *tale) claimed(at time.Time, user string) *tale {
	return t.act(at, user, func(w *desk.Writing, f loop.Form) error { return done(loop.Claim(w, f)) })
}

func (t *tale) accepted(at time.Time) *tale {
	return t.act(at, t.here().triage, func(w *desk.Writing, f loop.Form) error {
		return done(loop.Accept(w, f, loop.Acceptance{Words: t.words("We see this patient. Please bring the list of medicines.")}))
	})
}

func (t *tale) asked(at time.Time) *tale {
	return t.act(at, t.here().triage, func(w *desk.Writing, f loop.Form) error {
		q := loop.Question{Words: t.s.Ask}
		if q.Words == "" {
			q.Words = "Please send the last laboratory results."
		}
		for _, n := range t.offer.Needs { // what the words name is asked for by its code too
			if slices.ContainsFunc(strings.Fields(n.Label), func(s string) bool { return len(s) > 4 && strings.Contains(q.Words, s) }) {
				q.Items = append(q.Items, n.Code)
			}
		}
		return done(loop.Ask(w, f, q))
	})
}

func (t *tale) answered(at time.Time) *tale {
	return t.act(at, t.staff(), func(w *desk.Writing, f loop.Form) error {
		return done(loop.Answer(w, f, "", "Here it is; the rest is in the letter.", nil))
	})
}

func (t *tale) declined(at time.Time, words string) *tale {
	return t.act(at, t.here().triage, func(w *desk.Writing, f loop.Form) error {
		return done(loop.Decline(w, f, loop.Refusal{Reason: "no-capacity", Tells: "sender", Words: words}))
	})
}

func (t *tale) advised(at time.Time, words, backIf string) *tale {
	return t.act(at, t.here().clinic, func(w *desk.Writing, f loop.Form) error {
		return done(loop.Advise(w, f, loop.Advice{Words: words, BackIf: backIf}))
	})
}

func (t *tale) ended(at time.Time) *tale {
	return t.act(at, t.doctor(), func(w *desk.Writing, f loop.Form) error {
		return done(loop.NextStep(w, f, loop.Step{How: "end", Words: "Treated here instead.", Told: "visit"}))
	})
}

func (t *tale) called(at time.Time, channel, outcome, words string) *tale {
	who := t.here().booking
	if _, ok := houses[t.offer.Org]; !ok {
		who = t.staff()
	}
	return t.act(at, who, func(w *desk.Writing, f loop.Form) error {
		with, err := t.interpreted(w)
		if err != nil {
			return err
		}
		return done(loop.Log(w, f, loop.Contact{Channel: channel, Outcome: outcome, Words: words, Interpreter: with}))
	})
}

// interpreted reports whether the patient is spoken to with an interpreter:
// whoever needs one has one here.
func (t *tale) interpreted(w *desk.Writing) (bool, error) {
	p, err := w.Patient(t.pat)
	if fault.Of(err) == fault.Missing { // the referrer's record, which is not shown here
		return true, nil
	}
	return p.Interpreter, err
}

// booked agrees a visit that begins at start.
func (t *tale) booked(at, start time.Time) *tale {
	return t.act(at, t.here().booking, func(w *desk.Writing, f loop.Form) error {
		with, err := t.interpreted(w)
		if err != nil {
			return err
		}
		b := loop.Booking{Interpreter: with, Start: start, End: start.Add(30 * time.Minute), Location: party.LocationID(t.offer.Org + "-main"), Words: "Please bring your list of medicines, and come ten minutes early.", Contacted: true}
		if h, ok := houses[t.offer.Org]; ok {
			b.Clinician = party.PractitionerID("dr-" + h.clinic)
		}
		return done(loop.Book(w, f, b))
	})
}

func (t *tale) missed(at time.Time) *tale {
	return t.act(at, t.here().booking, func(w *desk.Writing, f loop.Form) error {
		return done(loop.Miss(w, f, "", "Did not come, did not call."))
	})
}

func (t *tale) waitlisted(at time.Time) *tale {
	return t.act(at, t.here().booking, func(w *desk.Writing, f loop.Form) error {
		return done(loop.Waitlist(w, f, "No time before the date; first on the list when one falls free."))
	})
}

func (t *tale) seen(at time.Time) *tale {
	return t.act(at, t.here().clinic, func(w *desk.Writing, f loop.Form) error { return done(loop.See(w, f, "")) })
}

// reported writes the answer of the story, with its recommendations.
func (t *tale) reported(at time.Time, act referral.Actionable) *tale {
	return t.act(at, t.here().clinic, func(w *desk.Writing, f loop.Form) error {
		x := loop.Report{Answer: t.s.Answer, Findings: t.s.Findings, Claim: "answered", Actionable: act}
		lines := t.s.Lines
		if t.brief {
			lines = lines[:min(1, len(lines))]
		}
		for i, l := range lines {
			x.Lines = append(x.Lines, loop.Line{What: l, Due: w.Now().AddDate(0, 0, 14*(i+1))})
		}
		var err error
		if x.Document, err = t.letter(w, t.reportPaper()); err != nil {
			return err
		}
		return done(loop.Write(w, f, x))
	})
}

// acknowledged reads the report line by line; the patient is told with it or
// some days later.
func (t *tale) acknowledged(at time.Time, tell bool) *tale {
	return t.act(at, t.doctor(), func(w *desk.Writing, f loop.Form) error {
		s, err := w.Loop(f.Referral)
		if err != nil {
			return err
		}
		x := loop.Acknowledgement{Answered: "yes", Tell: loop.Telling{How: "call", Now: tell, Words: "It was explained in plain words, and repeated back."}}
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

func (t *tale) informed(at time.Time) *tale {
	return t.act(at, t.staff(), func(w *desk.Writing, f loop.Form) error {
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
}

// finished does every line: with the rest proved, the loop closes by itself.
func (t *tale) finished(at time.Time) *tale {
	return t.act(at, t.doctor(), func(w *desk.Writing, f loop.Form) error {
		s, err := w.Loop(f.Referral)
		if err != nil {
			return err
		}
		for _, i := range s.Items {
			if i.Done.IsZero() && i.Refused.IsZero() {
				if err := done(loop.Finish(w, f, i.ID, "Done, see the chart.")); err != nil {
					return err
				}
			}
		}
		return nil
	})
}
