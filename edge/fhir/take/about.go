package take

import (
	"referd/core/party"
	"referd/core/referral"
	"referd/desk/kept"
	"referd/desk/turn"
	"referd/edge/fhir/element"
	"referd/edge/fhir/outcome"
	"referd/store"
	"referd/wire/r4"
)

// of is the loop a resource is based on; an expression says where it was looked for.
func (a *Act) of(expression string, refs ...string) (referral.State, error) {
	id, ok := a.loopOf(refs...)
	if !ok {
		return referral.State{}, outcome.Required(expression, "A reference to a ServiceRequest or its Task is needed here.")
	}
	s, err := kept.Loop(a.W.Reading, id, 0)
	if err != nil {
		return s, outcome.Absent(expression, "The ServiceRequest it refers to is not here, or none you may see.")
	}
	return s, nil
}

// loops are the references of an element to ServiceRequests and Tasks here; one
// that is an identifier alone is found by it.
func (a *Act) loops(o r4.Object, path string) (out []string) {
	for _, v := range element.At(o, path) {
		x, _ := v.(r4.Object)
		s := x.Text("reference")
		if kind, _, ok := a.ref(s); ok && (kind == "ServiceRequest" || kind == "Task") {
			out = append(out, s)
		} else if i := x.Sub("identifier"); s == "" && i.Text("value") != "" {
			if ids, err := a.W.Marked("ServiceRequest", "identifier", i.Text("system")+"|"+i.Text("value")); err == nil && len(ids) == 1 {
				out = append(out, "ServiceRequest/"+ids[0])
			}
		}
	}
	return out
}

// chart keeps what belongs to no referral with the patient it is about.
func (a *Act) chart(o r4.Object) (store.Kept, error) {
	k := store.Kept{ID: a.name()}
	if err := a.whose(o, &k); err != nil {
		return k, err
	}
	return a.keep(o, k)
}

// about refuses a resource of another patient than the loop's.
func (a *Act) about(s *referral.State, subject, expression string) error {
	kind, id, ok := a.ref(subject)
	if subject == "" || ok && kind == "Patient" && s.About(party.PatientID(id)) {
		return nil
	}
	return outcome.Status(422, "business-rule", expression+": this is not the patient of the ServiceRequest.")
}

// receives refuses whom the loop has not been sent to.
func (a *Act) receives(s *referral.State, expression string) error {
	if a.side(s) == referral.Receiver {
		return nil
	}
	return outcome.Status(403, "forbidden", expression+": this client does not act for the organization the referral was sent to.")
}

// side is where the client stands in a loop; one that acts for both sides
// answers for the receiving one.
func (a *Act) side(s *referral.State) referral.Side {
	if st := turn.Standing(a.W.Reading, s); st.Side == referral.Sender && !st.Both {
		return referral.Sender
	}
	return referral.Receiver
}

// author is the first practitioner an element names.
func (a *Act) author(o r4.Object, elements ...string) party.PractitionerID {
	for _, e := range elements {
		for _, r := range element.References(o, e) {
			switch kind, id, ok := a.ref(r); {
			case ok && kind == "Practitioner":
				return party.PractitionerID(id)
			case ok && kind == "PractitionerRole":
				return a.W.Directory().Roles[party.RoleID(id)].Practitioner
			}
		}
	}
	return ""
}
