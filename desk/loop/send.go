package loop

import (
	"slices"
	"time"

	"referd/core/chart"
	"referd/core/party"
	"referd/core/referral"
	"referd/desk"
)

// Send signs, where the sender may, and sends the draft to its service. Who
// may: the referring clinician; staff when it is signed, or under a
// sign-on-behalf policy. The raw clock starts and the seen-by date is set.
func Send(w *desk.Writing, f Form) (Done, error) {
	return do(w, f, func(t *turn) error {
		if err := t.can(referral.ActSend, referral.Sent{}); err != nil {
			return err
		}
		d, err := DraftOf(w.Reading, f.Referral, t.state)
		if err != nil {
			return err
		}
		if err := t.blocked(d); err != nil {
			return err
		}
		t.accountable(d.Clinician)
		if d.Urgency == party.Emergency && t.state.Spoke.IsZero() {
			at, err := time.ParseInLocation("2006-01-02T15:04", d.CallAt, t.w.Who().Zone)
			if err != nil || at.After(w.Now()) {
				return invalid("call-at", "Say when you spoke, for example 09:50 today.")
			}
			if err := t.speak(Call{With: d.CallWith, At: at}, ""); err != nil {
				return err
			}
		}
		if t.state.Signed.IsZero() && t.who.Accountable {
			if err := t.ask(referral.Signed{Clinician: d.Clinician}); err != nil {
				return err
			}
		} else if t.state.Signed.IsZero() && t.who.Behalf {
			t.add(referral.Signed{Clinician: d.Clinician, Behalf: true}, "")
		}
		return t.send(d)
	})
}

// accountable asks who signs of the clinician the draft names, who may be
// another than the one it was begun for.
func (t *turn) accountable(c party.PractitionerID) {
	who := t.w.Who()
	if c == t.state.Clinician || who.Client != "" || who.System {
		return
	}
	t.who.Accountable = who.Practitioner != "" && who.Practitioner == c || slices.Contains(who.Cover, c)
	t.who.Behalf = slices.Contains(who.Sign, c)
}

// reach keeps how it is safe to reach the patient, as agreed at ordering.
func (t *turn) reach(how string) error {
	if how == "" {
		return nil
	}
	p, err := t.w.Patient(t.state.Patient)
	if err != nil || p.Safe.How == how {
		return err
	}
	p.Safe = party.SafeContact{How: how, Agreed: t.w.Now()}
	return t.w.Tx.PutPatient(p)
}

// blocked refuses what only a person can mend before it goes.
func (t *turn) blocked(d Draft) error {
	lacks, err := Lacks(t.w.Reading, d, t.state)
	if err != nil || len(lacks) == 0 {
		return err
	}
	return invalid(lacks[0].Code, lacks[0].Words)
}

func (t *turn) send(d Draft) error {
	sv := t.w.Directory().ServicesByID[d.Service]
	ev := referral.Sent{Patient: t.state.Patient, Org: t.state.Org, Team: t.state.Team, Clinician: d.Clinician, Urgency: d.Urgency, Reasons: d.Reasons, Told: d.Told, TellWhen: d.TellWhen,
		To:     referral.Recipient{Service: sv.ID, Org: sv.Org, Channel: t.w.Directory().Orgs[sv.Org].Channel},
		SeenBy: t.w.Directory().Settings.SeenByDate(sv, d.Urgency, t.w.Now())}
	var err error
	if ev.Question, err = t.note(d.Question, chart.Question); err != nil {
		return err
	}
	if ev.Override, err = t.note(d.Override, chart.Comment); err != nil {
		return err
	}
	docs, err := t.w.Documents(attached(d))
	if err != nil {
		return err
	}
	may := func(id chart.DocumentID) bool { x, ok := docs[id]; return goes(x, ok, t.state.Patient) }
	for _, n := range sv.Needs {
		switch {
		case may(chart.DocumentID(d.Documents[n.Code])):
			ev.Documents = append(ev.Documents, chart.DocumentID(d.Documents[n.Code]))
		case d.Answers[n.Code] != "":
			words, why := answer(n, d.Answers[n.Code])
			label := n.Label
			if why != "" { // nothing that was given is lost, and it answers nothing
				label, words = label+", as written, not read", d.Answers[n.Code]
			}
			doc, err := t.note(label+": "+words, chart.Letter)
			if err != nil {
				return err
			}
			ev.Documents = append(ev.Documents, doc)
			if why != "" && n.Required {
				ev.Missing = append(ev.Missing, n.Code)
			}
		case n.Required:
			ev.Missing = append(ev.Missing, n.Code)
		}
	}
	for _, id := range d.More {
		if may(id) {
			ev.Documents = append(ev.Documents, id)
		}
	}
	if err := t.ask(ev); err != nil {
		return err
	}
	if err := t.reach(d.Safe); err != nil {
		return err
	}
	for n := range d.Kept {
		if err := t.w.Tx.DropDraft("loop", versionName(t.f.Referral, n+1)); err != nil {
			return err
		}
	}
	return t.w.Tx.DropDraft("loop", draftName(t.f.Referral))
}
