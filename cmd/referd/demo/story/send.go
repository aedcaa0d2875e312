package story

import (
	"time"

	"referd/base/code"
	"referd/base/id"
	"referd/cmd/referd/demo/cast"
	"referd/core/chart"
	"referd/core/party"
	"referd/core/referral"
	"referd/desk"
	"referd/desk/draft"
	"referd/desk/loop"
)

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
		return done(draft.Send(w, loop.Form{Referral: t.of}))
	})
	return t
}

func (t *tale) draft(w *desk.Writing, clinician string) error {
	d := draft.Draft{Patient: t.pat, Service: party.ServiceID(t.offer.ID), Clinician: party.PractitionerID("dr-" + clinician), Question: t.s.Question, Urgency: t.s.Urgency, Told: true, TellWhen: []string{"ready", "after"}[t.m.r.IntN(2)],
		Reasons: []code.Concept{{System: code.ICD10, Code: t.s.ICD, Display: t.s.Reason}}, Answers: map[string]string{}, Documents: map[string]string{}, Reach: &party.SafeContact{Ways: []party.Way{party.ByText, party.ByCall, party.ByVoicemail}}}
	for _, n := range t.offer.Needs {
		if !n.Document && (n.Required || !t.brief) {
			d.Answers[n.Code] = answerTo(n.Code, t.s.ICD, t.m.r.IntN(40))
		}
	}
	if d.Urgency == party.Emergency {
		d.CallWith, d.CallAt = "Jo Brandt", w.Now().In(w.Who().Zone).Add(-5*time.Minute).Format("2006-01-02T15:04")
	}
	x, err := draft.Start(w, d)
	if err != nil {
		return err
	}
	t.of = x.ID
	for _, n := range t.offer.Needs {
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
	return draft.Save(w, t.of, d)
}

// arrive is a referral from a partner's system.
func (t *tale) arrive(w *desk.Writing) error {
	x, err := draft.Receive(w, draft.Arrival{Patient: t.pat, Sender: party.OrgID(t.from), Clinician: party.PractitionerID("dr-" + clinicianOf[t.from]), Service: party.ServiceID(t.offer.ID), Urgency: t.s.Urgency, Question: t.s.Question,
		Reasons: []code.Concept{{System: code.ICD10, Code: t.s.ICD, Display: t.s.Reason}}, At: w.Now(), Origin: "fhir"})
	if err != nil {
		return err
	}
	t.of = x.ID
	for _, n := range t.offer.Needs {
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
	if t.s.Urgency == party.Emergency {
		return done(loop.Tell(w, loop.Form{Referral: t.of, At: w.Now().Add(-3 * time.Minute)}, referral.Spoke{Note: t.note(w, "Spoke to Jo Brandt, St Luke triage, at "+cast.Local(w.Now().Add(-3*time.Minute)).Format("15:04")+".")}))
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

// answerTo is what a referrer writes to a service's need, for a problem (ICD-10-CM).
func answerTo(need, problem string, n int) string {
	switch need {
	case "weight":
		return []string{"68 kg", "74 kg", "81 kg", "92 kg", "59 kg"}[n%5]
	case "medicines":
		return "Atorvastatin 20 mg, lisinopril 10 mg, aspirin 81 mg."
	case "history":
		switch problem[:3] {
		case "R56":
			return "Found on the kitchen floor: bitten tongue, confused for twenty minutes."
		case "G43":
			return "A diary of two months: nine days of headache a month, four of them in bed."
		}
		return "No seizure and no headache: there was nothing to see."
	case "bloods":
		return "Hemoglobin 10.1 g/dL, MCV 74, ferritin 6 ng/mL, last week."
	case "kidney":
		return "Creatinine 0.9 mg/dL, last month."
	case "urine":
		return "Culture without growth, last week."
	}
	return "Given in the letter."
}
