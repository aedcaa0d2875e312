package draft

import (
	"cmp"
	"slices"
	"strings"

	"referd/base/id"
	"referd/core/chart"
	"referd/core/party"
	"referd/core/referral"
	"referd/desk"
	"referd/desk/turn"
)

// Measurement is what another system measured of a patient, and what it calls it.
type Measurement struct {
	Name    string // Observation/ID
	Patient party.PatientID
	party.Measured
}

// Meet takes what another system measured as the answer to what the service asks
// for and nobody has given yet: the newest that fits; what fits nothing changes
// nothing, and another patient's is never taken. Who may: a system, for an
// organization of the loop. It stands there in words, with when it was measured
// and whose system told of it.
func Meet(w *desk.Writing, f turn.Form, list ...Measurement) (turn.Done, error) {
	return turn.Do(w, f, func(t *turn.Turn) error {
		if w.Who().Client == "" {
			return desk.Denied("draft.Meet", "A system that measured it tells this. People attach a document, or write the value.")
		}
		t.Told = true
		return meet(t, list)
	})
}

// Remeasure takes what a measurement has answered off the loop, because it says
// something else now or was no good, and lets it answer anew. One that has
// answered nothing here changes nothing. Who may: the system that told of it.
func Remeasure(w *desk.Writing, f turn.Form, name string, list ...Measurement) (turn.Done, error) {
	return turn.Do(w, f, func(t *turn.Turn) error {
		if w.Who().Client == "" {
			return desk.Denied("draft.Meet", "A system that measured it tells this. People attach a document, or write the value.")
		}
		t.Told = true
		docs, err := w.DocumentsOf(f.Referral)
		if err != nil {
			return err
		}
		for _, d := range docs {
			on := slices.ContainsFunc(t.State.Documents, func(x referral.Filed) bool { return x.ID == d.ID })
			if on && d.Source == source(w.Who(), name) {
				t.Add(referral.Detached{Document: d.ID, Reason: "measured-otherwise"}, "")
			}
		}
		if len(t.Added) == 0 {
			return nil
		}
		return meet(t, list)
	})
}

// source is where an answer that was measured comes from.
func source(who desk.Who, name string) string { return "fhir:" + string(who.Client) + " " + name }

func meet(t *turn.Turn, list []Measurement) error {
	dir, now := t.W.Directory(), t.W.Now()
	if !t.State.Open() {
		return nil
	}
	for _, n := range dir.ServicesByID[t.State.Recipient().Service].Needs {
		best, said := Measurement{}, ""
		for _, m := range list {
			if words, _ := n.Takes(m.Measured, now); words != "" && t.About(m.Patient) && (said == "" || m.At.After(best.At)) {
				best, said = m, words
			}
		}
		if said == "" || !t.State.Wants(n.Code, n.Required) {
			continue
		}
		who, org := t.W.Who(), t.State.Org
		if t.Who.Side == referral.Receiver {
			org = t.State.Receiver()
		}
		d := chart.Document{ID: chart.DocumentID(id.New(now)), Patient: t.State.Patient, Kind: chart.Letter, Media: "text/plain", Org: org, Source: source(who, best.Name), Written: now, Received: now}
		words := n.Label + ": " + said + ", told by " + cmp.Or(strings.TrimSpace(dir.Clients[who.Client].Name), string(who.Client))
		if err := t.W.Tx.PutDocument(d, t.Form.Referral, []byte(words)); err != nil {
			return err
		}
		t.Add(referral.Attached{Document: d.ID, Meets: n.Code, Side: string(t.Who.Side)}, "")
	}
	return nil
}
