package draft

import (
	"slices"
	"time"

	"referd/base/fault"
	"referd/core/chart"
	"referd/core/party"
	"referd/core/referral"
	"referd/desk"
	"referd/desk/turn"
)

// Send signs, where the sender may, and sends the draft to its service. Who
// may: the referring clinician; staff when it is signed, or under a
// sign-on-behalf policy. The raw clock starts and the seen-by date is set.
func Send(w *desk.Writing, f turn.Form) (turn.Done, error) {
	return turn.Do(w, f, func(t *turn.Turn) error {
		if err := t.Can(referral.ActSend, referral.Sent{}); err != nil {
			return err
		}
		d, err := Of(w.Reading, f.Referral, t.State)
		if err != nil {
			return err
		}
		return dispatch(t, d)
	})
}

// dispatch is what sending is, once it is known that it may be sent: what blocks
// it is said, a call is kept, it is signed by whoever may, and it goes.
func dispatch(t *turn.Turn, d Draft) error {
	if err := blocked(t, d); err != nil {
		return err
	}
	accountable(t, d.Clinician)
	if d.Urgency == party.Emergency && t.State.Spoke.IsZero() {
		at, err := time.ParseInLocation("2006-01-02T15:04", d.CallAt, t.W.Who().Zone)
		if err != nil || at.After(t.W.Now()) {
			return turn.Invalid("call-at", "Say when you spoke, for example 09:50 today.")
		}
		if err := t.Speak(turn.Call{With: d.CallWith, At: at}, ""); err != nil {
			return err
		}
	}
	if t.State.Signed.IsZero() && t.Who.Accountable {
		if err := t.Ask(referral.Signed{Clinician: d.Clinician}); err != nil {
			return err
		}
	} else if t.State.Signed.IsZero() && t.Who.Behalf {
		t.Add(referral.Signed{Clinician: d.Clinician, Behalf: true}, "")
	}
	return send(t, d)
}

// accountable asks who signs of the clinician the draft names, who may be
// another than the one it was begun for.
func accountable(t *turn.Turn, c party.PractitionerID) {
	who := t.W.Who()
	if c == t.State.Clinician || who.Client != "" || who.System {
		return
	}
	t.Who.Accountable = who.Practitioner != "" && who.Practitioner == c || slices.Contains(who.Cover, c)
	t.Who.Behalf = slices.Contains(who.Sign, c)
}

// blocked refuses what only a person can mend before it goes.
func blocked(t *turn.Turn, d Draft) error {
	lacks, err := Lacks(t.W.Reading, d, t.State)
	if err != nil {
		return err
	}
	var all []error
	for _, c := range lacks {
		all = append(all, turn.Invalid(c.Code, c.Words))
	}
	return fault.All(all...)
}

func send(t *turn.Turn, d Draft) error {
	sv := t.W.Directory().ServicesByID[d.Service]
	ev := referral.Sent{Patient: t.State.Patient, Org: t.State.Org, Team: t.State.Team, Clinician: d.Clinician, Urgency: d.Urgency, Told: d.Told, TellWhen: d.TellWhen,
		To:     referral.Recipient{Service: sv.ID, Org: sv.Org, Channel: t.W.Directory().Orgs[sv.Org].Channel},
		SeenBy: t.W.Directory().Settings.SeenByDate(sv, d.Urgency, t.W.Now())}
	var err error
	if ev.Question, err = t.Note(d.Question, chart.Question); err != nil {
		return err
	}
	if ev.Override, err = t.Note(d.Override, chart.Comment); err != nil {
		return err
	}
	for _, x := range d.Reasons {
		if !uncoded(x) {
			ev.Reasons = append(ev.Reasons, x)
			continue
		}
		doc, err := t.Note("Reason, as written: "+x.Code, chart.Letter) // words are no code, and no code is made of them
		if err != nil {
			return err
		}
		ev.Documents = append(ev.Documents, doc)
	}
	docs, err := t.W.Documents(attached(d))
	if err != nil {
		return err
	}
	may := func(id chart.DocumentID) bool { x, ok := docs[id]; return goes(x, ok, t.State.Patient) }
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
			doc, err := t.Note(label+": "+words, chart.Letter)
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
	if err := t.Ask(ev); err != nil {
		return err
	}
	if err := reach(t, d); err != nil {
		return err
	}
	for n := range d.Kept {
		if err := t.W.Tx.DropDraft("loop", versionName(t.Form.Referral, n+1)); err != nil {
			return err
		}
	}
	return t.W.Tx.DropDraft("loop", draftName(t.Form.Referral))
}
