package take

import (
	"slices"
	"strings"

	"referd/base/code"
	"referd/base/fault"
	"referd/core/party"
	"referd/core/policy"
	"referd/core/referral"
	"referd/desk"
	"referd/desk/draft"
	"referd/desk/kept"
	"referd/desk/loop"
	"referd/desk/turn"
	"referd/edge/fhir/element"
	"referd/edge/fhir/outcome"
	"referd/store"
	"referd/wire/r4"
)

// createRequest: a ServiceRequest that is posted is a sent referral; its Task
// appears by itself.
func createRequest(a *Act, o r4.Object) (store.Kept, error) {
	p, err := a.patientOf(o.Text("subject", "reference"), "ServiceRequest.subject")
	if err != nil {
		return store.Kept{}, err
	}
	x := draft.Arrival{ID: referral.ID(a.ID), Task: a.Task, Patient: p.ID, Sender: p.Org, Urgency: element.Urgency(o.Text("priority")), Question: question(o), Origin: "fhir", At: element.Instant(o.Text("authoredOn"))}
	if o.Text("intent") == "" {
		return store.Kept{}, outcome.Required("ServiceRequest.intent", "An intent is needed.")
	}
	if st := o.Text("status"); st != "active" {
		return store.Kept{}, &outcome.Issue{Status: 422, Code: "business-rule", Expression: "ServiceRequest.status", Words: "A ServiceRequest that is sent here is active; a draft stays with you until it is."}
	}
	if o["doNotPerform"] == true {
		return store.Kept{}, &outcome.Issue{Status: 422, Code: "business-rule", Expression: "ServiceRequest.doNotPerform", Words: "A request not to do something is no referral."}
	}
	if o["modifierExtension"] != nil {
		return store.Kept{}, &outcome.Issue{Status: 422, Code: "extension", Expression: "ServiceRequest.modifierExtension", Words: "An extension that changes what a request means is not understood here."}
	}
	for _, c := range o.List("reasonCode") {
		if k := concept(c); k.Code != "" {
			x.Reasons = append(x.Reasons, code.Concept{System: k.System, Code: k.Code})
		}
	}
	if err := a.parties(o, &x); err != nil {
		return store.Kept{}, err
	}
	x.SeenBy = element.By(o.Text("occurrencePeriod", "end"), policy.Zone(a.W.Directory().Orgs[p.Org].Zone))
	d, err := draft.Receive(a.W, x)
	if err != nil {
		return store.Kept{}, err
	}
	if err := a.supported(o, d.ID); err != nil {
		return store.Kept{}, err
	}
	return a.keep(o, store.Kept{ID: string(d.ID), Referral: d.ID, Patient: p.ID})
}

// parties finds who sends and who receives; a client sends only for the
// organizations it acts for.
func (a *Act) parties(o r4.Object, x *draft.Arrival) error {
	dir := a.W.Directory()
	switch kind, id, ok := a.ref(a.named(o.Sub("requester"))); {
	case ok && kind == "Practitioner":
		if _, known := dir.Practitioners[party.PractitionerID(id)]; !known && !a.just("Practitioner", id) {
			return outcome.Absent("ServiceRequest.requester", "The Practitioner it refers to is not here.")
		}
		x.Clinician = party.PractitionerID(id)
	case ok && kind == "PractitionerRole":
		role, known := a.role(id)
		if !known {
			return outcome.Absent("ServiceRequest.requester", "The PractitionerRole it refers to is not here.")
		}
		x.Clinician, x.Sender = role.Practitioner, role.Org
	case ok && kind == "Organization":
		x.Sender = party.OrgID(id)
	}
	if !slices.Contains(a.W.Who().Orgs, x.Sender) {
		return fault.About("fhir.request", "ServiceRequest.requester", fault.Denied, "This client does not act for the organization that refers.")
	}
	return a.performers(o, x)
}

// performers finds who receives it: a service first, else an organization.
func (a *Act) performers(o r4.Object, x *draft.Arrival) error {
	for _, p := range o.List("performer") {
		kind, id, ok := a.ref(a.named(p))
		if !ok {
			continue
		}
		switch kind {
		case "HealthcareService":
			sv, known := a.W.Directory().ServicesByID[party.ServiceID(id)]
			if !known { // it may have come with this very message
				if known, err := a.W.Thing(desk.KindService, id, &sv); err != nil || !known {
					return outcome.Absent("ServiceRequest.performer", "The HealthcareService it refers to is not here.")
				}
			}
			x.Service, x.Receiver = sv.ID, sv.Org
		case "Organization":
			if org, err := a.orgOf("Organization/"+id, "ServiceRequest.performer"); err != nil {
				return err
			} else if x.Receiver == "" {
				x.Receiver = org
			}
		case "PractitionerRole":
			role, known := a.role(id)
			if !known {
				return outcome.Absent("ServiceRequest.performer", "The PractitionerRole it refers to is not here.")
			}
			if x.Receiver == "" {
				x.Receiver = role.Org
			}
		}
	}
	if x.Receiver == "" {
		return outcome.Required("ServiceRequest.performer", "Say who receives it: a HealthcareService, an Organization or a PractitionerRole.")
	}
	return nil
}

// question is what the referrer wants to know: the note, else the reason in words.
func question(o r4.Object) string {
	var out []string
	for _, c := range o.List("reasonCode") {
		if t := c.Text("text"); t != "" {
			out = append(out, t)
		}
	}
	for _, n := range o.List("note") {
		if t := n.Text("text"); t != "" {
			out = append(out, t)
		}
	}
	return strings.Join(out, ". ")
}

// updateRequest: completed by the requester's client is the requester's
// acknowledgement; revoked cancels; the same status changes how soon it is and
// what is echoed. The patient and the recipient do not change.
func updateRequest(a *Act, o r4.Object, k store.Kept) (store.Kept, error) {
	s, err := kept.Loop(a.W.Reading, k.Referral, 0)
	if err != nil {
		return k, err
	}
	if st := turn.Standing(a.W.Reading, &s); st.Side != referral.Sender {
		return k, outcome.Status(403, "forbidden", "A ServiceRequest is its requester's. Answer it on its Task.")
	}
	if err := a.about(&s, o.Text("subject", "reference"), "ServiceRequest.subject"); err != nil {
		return k, err
	}
	if err := sameParties(k.Body, o); err != nil {
		return k, err
	}
	form := loop.Form{Referral: k.Referral, Confirmed: true}
	want, now := o.Text("status"), s.Codes().ServiceRequest
	asked := func(_ loop.Done, err error) error { return err }
	switch {
	case want == now:
		err = a.soon(form, &s, o, "occurrencePeriod")
	case want == "completed":
		err = a.acknowledge(form, &s)
	case want == "revoked":
		err = asked(loop.Cancel(a.W, form, "revoked-by-client", words(o)))
	case want == "entered-in-error":
		err = asked(loop.EnterInError(a.W, form, "entered-in-error", words(o)))
	default:
		err = outcome.Status(409, "business-rule", "A ServiceRequest that is "+now+" can be completed, revoked or marked entered-in-error.")
	}
	if err != nil {
		return k, err
	}
	return a.keep(o, store.Kept{ID: k.ID, Version: k.Version, Now: k.Now, Referral: k.Referral, Patient: s.Patient})
}

// sameParties refuses a recipient that changed: to send it elsewhere is an act
// of its own.
func sameParties(was []byte, o r4.Object) error {
	before, err := r4.Read(was)
	if err != nil || before["performer"] == nil {
		return nil // the house made it: what it says of its parties stands
	}
	have := element.References(before, "performer")
	for _, p := range element.References(o, "performer") {
		if kind, id, ok := r4.Reference(p); ok && !slices.ContainsFunc(have, func(h string) bool { return strings.HasSuffix(h, kind+"/"+id) }) {
			return outcome.Status(409, "business-rule", "The recipient of a referral does not change by an update. Revoke it and send another, or forward it.")
		}
	}
	return nil
}
