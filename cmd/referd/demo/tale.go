package demo

import (
	"time"

	"referd/base/code"
	"referd/base/id"
	"referd/core/chart"
	"referd/core/party"
	"referd/core/referral"
	"referd/desk"
	"referd/desk/loop"
)

// tale is one referral on its way: who sent it, where, and what is asked.
// Each of its verbs says when, and who.
type tale struct {
	m     *maker
	of    referral.ID
	from  string // a clinician here, or the organization of a partner
	s     story
	offer offer
	pat   party.PatientID
	full  bool // with its papers: a letter, tracings, a report as a PDF
}

// here are the people who act for an organization that works in the house.
type here struct{ intake, triage, booking, clinic string }

var houses = map[string]here{"stluke": {"haddad", "brandt", "nair", "chen"}, "harbor": {"ortega", "sato", "ortega", "sato"}}

func (t *tale) here() here {
	if h, ok := houses[t.offer.org]; ok {
		return h
	}
	o := t.offer.org
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

// arrived is a partner's system that has taken it in.
func (t *tale) arrived(at time.Time) *tale {
	if _, ok := houses[t.offer.org]; ok {
		return t
	}
	return t.told(at.Add(time.Minute), t.offer.org, func() referral.Event { return referral.Delivered{} })
}

func (t *tale) opened(at time.Time) *tale {
	if _, ok := houses[t.offer.org]; !ok {
		return t.told(at, t.here().intake, func() referral.Event { return referral.Opened{} })
	}
	return t.act(at, t.here().intake, func(w *desk.Writing, f loop.Form) error { return done(loop.Open(w, f)) })
}

func (t *tale) claimed(at time.Time, user string) *tale {
	return t.act(at, user, func(w *desk.Writing, f loop.Form) error { return done(loop.Claim(w, f)) })
}

func (t *tale) accepted(at time.Time) *tale {
	return t.act(at, t.here().triage, func(w *desk.Writing, f loop.Form) error {
		return done(loop.Accept(w, f, loop.Acceptance{Words: "We see this patient. Please bring the list of medicines."}))
	})
}

func (t *tale) asked(at time.Time) *tale {
	return t.act(at, t.here().triage, func(w *desk.Writing, f loop.Form) error {
		words := t.s.ask
		if words == "" {
			words = "Please send the last laboratory results."
		}
		return done(loop.Ask(w, f, loop.Question{Words: words}))
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
	if _, ok := houses[t.offer.org]; !ok {
		who = t.staff()
	}
	return t.act(at, who, func(w *desk.Writing, f loop.Form) error {
		return done(loop.Log(w, f, loop.Contact{Channel: channel, Outcome: outcome, Words: words}))
	})
}

// booked agrees a visit that begins at start.
func (t *tale) booked(at, start time.Time) *tale {
	return t.act(at, t.here().booking, func(w *desk.Writing, f loop.Form) error {
		b := loop.Booking{Start: start, End: start.Add(30 * time.Minute), Location: party.LocationID(t.offer.org + "-main"), Words: "The first time that suits the patient.", Contacted: true}
		if h, ok := houses[t.offer.org]; ok {
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
		x := loop.Report{Answer: t.s.answer, Findings: t.s.findings, Claim: "answered", Actionable: act}
		for i, l := range t.s.lines {
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

// begin drafts and sends: what the service needs is given. A partner's system
// has sent it, and what it did not send follows as a document.
func (t *tale) begin(at time.Time) *tale {
	if _, here := t.m.who[t.from]; here && t.m.who[t.from].Client != "" {
		t.m.add(at, t.from, t.arrive)
		return t
	}
	t.m.add(at, t.from, func(w *desk.Writing) error {
		if err := t.draft(w, t.from); err != nil {
			return err
		}
		return done(loop.Send(w, loop.Form{Referral: t.of}))
	})
	return t
}

func (t *tale) draft(w *desk.Writing, clinician string) error {
	d := loop.Draft{Patient: t.pat, Service: party.ServiceID(t.offer.id), Clinician: party.PractitionerID("dr-" + clinician), Question: t.s.question, Urgency: t.s.urgency, Told: true, TellWhen: []string{"ready", "after"}[t.m.r.IntN(2)],
		Reasons: []code.Concept{{System: code.ICD10, Code: t.s.icd, Display: t.s.reason}}, Answers: map[string]string{}, Documents: map[string]string{}, Safe: "text"}
	for _, n := range t.offer.needs {
		if !n.Document {
			d.Answers[n.Code] = answerTo(n.Code, t.m.r.IntN(40))
		}
	}
	if d.Urgency == party.Emergency {
		d.CallWith, d.CallAt = "Jo Brandt", w.Now().In(w.Who().Zone).Add(-5*time.Minute).Format("2006-01-02T15:04")
	}
	x, err := loop.Start(w, d)
	if err != nil {
		return err
	}
	t.of = x.ID
	for _, n := range t.offer.needs {
		if n.Document {
			doc, err := t.letter(w, t.needPaper(n))
			if err != nil {
				return err
			}
			d.Documents[n.Code] = string(doc)
		}
	}
	if t.full {
		doc, err := t.letter(w, t.referralPaper())
		if err != nil {
			return err
		}
		d.More = append(d.More, doc)
	}
	return loop.Save(w, t.of, d)
}

// arrive is a referral from a partner's system.
func (t *tale) arrive(w *desk.Writing) error {
	x, err := loop.Receive(w, loop.Arrival{Patient: t.pat, Sender: party.OrgID(t.from), Clinician: party.PractitionerID("dr-" + clinicianOf[t.from]), Service: party.ServiceID(t.offer.id), Urgency: t.s.urgency, Question: t.s.question,
		Reasons: []code.Concept{{System: code.ICD10, Code: t.s.icd, Display: t.s.reason}}, At: w.Now(), Origin: "fhir"})
	if err != nil {
		return err
	}
	t.of = x.ID
	for _, n := range t.offer.needs {
		if !n.Required {
			continue
		}
		doc, err := t.letter(w, t.needPaper(n))
		if err != nil {
			return err
		}
		if err := done(loop.Tell(w, loop.Form{Referral: t.of}, referral.Attached{Document: doc, Meets: n.Code, Side: string(referral.Sender)})); err != nil {
			return err
		}
	}
	if t.s.urgency == party.Emergency {
		return done(loop.Tell(w, loop.Form{Referral: t.of, At: w.Now().Add(-3 * time.Minute)}, referral.Spoke{Note: t.note(w, "Spoke to Jo Brandt, St Luke triage, at "+local(w.Now().Add(-3*time.Minute)).Format("15:04")+".")}))
	}
	return nil
}

// note keeps a partner's words beside a fact.
func (t *tale) note(w *desk.Writing, words string) chart.DocumentID {
	d := chart.Document{ID: chart.DocumentID(id.New(w.Now())), Patient: t.pat, Kind: chart.Comment, Media: "text/plain", Org: party.OrgID(t.from), Source: "fhir:" + t.from, Written: w.Now(), Received: w.Now()}
	if err := w.Tx.PutDocument(d, t.of, []byte(words)); err != nil {
		w.Desk().Log.Error("demo", "err", err)
		return ""
	}
	return d.ID
}

var clinicianOf = map[string]string{"valley": "haidari", "pine": "lindholm", "northgate": "ode", "cityheart": "castell", "elm": "bauer"}

// answerTo is what a referrer writes to a service's need.
func answerTo(need string, n int) string {
	switch need {
	case "weight":
		return []string{"68 kg", "74 kg", "81 kg", "92 kg", "59 kg"}[n%5]
	case "medicines":
		return "Atorvastatin 20 mg, lisinopril 10 mg, aspirin 81 mg."
	case "history":
		return "Her husband saw it: stiff for a minute, then jerking, two minutes in all; bitten tongue, confused for twenty minutes."
	case "bloods":
		return "Hemoglobin 10.1 g/dL, MCV 74, ferritin 6 ng/mL, last week."
	case "kidney":
		return "Creatinine 0.9 mg/dL, last month."
	case "urine":
		return "Culture without growth, last week."
	}
	return "Given in the letter."
}
