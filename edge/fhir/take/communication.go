package take

import (
	"referd/desk/loop"
	"referd/edge/fhir/element"
	"referd/edge/fhir/outcome"
	"referd/store"
	"referd/wire/r4"
)

// createCommunication: to the patient and completed it is the patient told;
// else it is a message on the loop.
func createCommunication(a *Act, o r4.Object) (store.Kept, error) {
	based := append(a.loops(o, "basedOn"), a.loops(o, "about")...)
	if len(based) == 0 {
		return a.chart(o)
	}
	s, err := a.of("Communication.basedOn", based...)
	if err != nil {
		return store.Kept{}, err
	}
	if err := a.about(&s, o.Text("subject", "reference"), "Communication.subject"); err != nil {
		return store.Kept{}, err
	}
	words := ""
	for _, p := range o.List("payload") {
		if t := p.Text("contentString"); t != "" {
			words += map[bool]string{true: "\n"}[words != ""] + t
		}
	}
	if words == "" {
		return store.Kept{}, outcome.Required("Communication.payload", "A contentString is needed.")
	}
	patient := false
	for _, r := range element.References(o, "recipient") {
		kind, _, _ := a.ref(r)
		patient = patient || kind == "Patient"
	}
	f, k := loop.Form{Referral: s.ID, At: element.Instant(o.Text("sent"))}, store.Kept{ID: a.name(), Referral: s.ID, Seq: s.Seq, Patient: s.Patient}
	heads := s.Heads()
	var d loop.Done
	switch {
	case o.Text("status") != "completed" && o.Text("status") != "in-progress":
		return a.keep(o, k) // prepared, stopped, not done: nothing was said
	case patient && o.Text("status") == "completed" && len(heads) > 0:
		d, err = loop.Inform(a.W, f, heads[len(heads)-1].ID, loop.Telling{How: means(o), Words: words})
	default:
		d, err = loop.Say(a.W, f, map[bool]string{true: "patient"}[patient], words)
	}
	k.Seq = d.Seq
	if err != nil {
		return k, err
	}
	return a.keep(o, k)
}

// means is how the patient was told (v3-ParticipationMode): by their page,
// where the sender does not say otherwise.
func means(o r4.Object) string {
	switch o.Text("medium", "coding", "code") {
	case "PHONE", "VERBAL":
		return "call"
	case "FACE", "PHYSICAL":
		return "visit"
	case "WRITTEN", "MAILWRIT", "FAXWRIT":
		return "letter"
	}
	return "page"
}
