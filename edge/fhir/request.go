package fhir

import (
	"slices"
	"strings"
	"time"

	"referd/base/code"
	"referd/base/fault"
	"referd/core/party"
	"referd/core/referral"
	"referd/desk"
	"referd/desk/kept"
	"referd/desk/loop"
	"referd/store"
	"referd/wire/r4"
)

// createRequest: a ServiceRequest that is posted is a sent referral; its Task
// appears by itself.
func createRequest(a *act, o r4.Object) (store.Kept, error) {
	p, err := a.patientOf(o.Text("subject", "reference"), "ServiceRequest.subject")
	if err != nil {
		return store.Kept{}, err
	}
	x := loop.Arrival{Patient: p.ID, Sender: p.Org, Urgency: urgency(o.Text("priority")), Question: question(o), Origin: "fhir", At: instant(o.Text("authoredOn"))}
	if o.Text("intent") == "" {
		return store.Kept{}, invalid("ServiceRequest.intent", "An intent is needed.")
	}
	for _, c := range o.List("reasonCode") {
		if k := concept(c); k.Code != "" {
			x.Reasons = append(x.Reasons, code.Concept{System: k.System, Code: k.Code})
		}
	}
	if err := a.parties(o, &x); err != nil {
		return store.Kept{}, err
	}
	if end := instant(o.Text("occurrencePeriod", "end")); !end.IsZero() {
		x.SeenBy = end
	}
	d, err := loop.Receive(a.w, x)
	if err != nil {
		return store.Kept{}, err
	}
	return a.keep(o, store.Kept{ID: string(d.ID), Referral: d.ID, Seq: d.Seq, Patient: p.ID})
}

// parties finds who sends and who receives; a client sends only for the
// organizations it acts for.
func (a *act) parties(o r4.Object, x *loop.Arrival) error {
	dir := a.w.Directory()
	switch kind, id, ok := a.ref(o.Text("requester", "reference")); {
	case ok && kind == "Practitioner":
		x.Clinician = party.PractitionerID(id)
	case ok && kind == "PractitionerRole":
		x.Clinician, x.Sender = dir.Roles[party.RoleID(id)].Practitioner, dir.Roles[party.RoleID(id)].Org
	case ok && kind == "Organization":
		x.Sender = party.OrgID(id)
	}
	if !slices.Contains(a.w.Who().Orgs, x.Sender) {
		return fault.About("fhir.request", "ServiceRequest.requester", fault.Denied, "This client does not act for the organization that refers.")
	}
	for _, p := range o.List("performer") {
		kind, id, ok := a.ref(p.Text("reference"))
		if !ok {
			continue
		}
		switch kind {
		case "HealthcareService":
			sv, known := dir.ServicesByID[party.ServiceID(id)]
			if !known {
				return invalid("ServiceRequest.performer", "The HealthcareService it refers to is not here.")
			}
			x.Service, x.Receiver = sv.ID, sv.Org
		case "Organization":
			x.Receiver = party.OrgID(id)
		case "PractitionerRole":
			x.Receiver = dir.Roles[party.RoleID(id)].Org
		}
	}
	if x.Receiver == "" {
		return invalid("ServiceRequest.performer", "Say who receives it: a HealthcareService, an Organization or a PractitionerRole.")
	}
	return nil
}

func urgency(p string) party.Urgency {
	switch p {
	case "urgent", "asap":
		return party.Urgent
	case "stat":
		return party.Emergency
	}
	return party.Routine
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

// instant reads a FHIR dateTime; zero when it is none.
func instant(s string) time.Time {
	for _, form := range []string{time.RFC3339Nano, "2006-01-02"} {
		if t, err := time.Parse(form, s); err == nil {
			return t.UTC()
		}
	}
	return time.Time{}
}

// loopKept is what a client last wrote of a loop's resource; for one the house
// made it is version 1 from the sending on.
func loopKept(r *desk.Reading, kind, id string, version int) (store.Kept, error) {
	k, ok, err := r.Kept(kind, id, version)
	if err != nil || ok {
		return k, err
	}
	k = store.Kept{Type: kind, ID: id, Version: 1, Referral: referral.ID(id)}
	if kind == "Task" {
		if k.Referral, k.Leg, err = r.TaskLoop(id); err != nil {
			return k, gone()
		}
	}
	s, err := kept.Loop(r, k.Referral, 0)
	if err != nil {
		return k, gone()
	}
	for _, e := range s.Entries() {
		if _, ok := e.What.(referral.Sent); ok {
			k.Seq, k.Updated = e.Seq, e.Noted
			break
		}
	}
	k.Patient = s.Patient
	return k, nil
}

func projectRequest(r *desk.Reading, k store.Kept, o r4.Object) (r4.Object, error) {
	s, err := kept.Loop(r, k.Referral, k.At)
	if err != nil {
		return nil, err
	}
	o = o.Clone()
	o["status"], o["priority"], o["intent"] = s.Codes().ServiceRequest, priority(s.Urgency, o.Text("priority")), or(o["intent"], "order")
	o["subject"] = or(o["subject"], ref("Patient", string(s.Patient)))
	if o["performer"] == nil {
		if to := s.Recipient(); to.Service != "" {
			o["performer"] = []any{ref("HealthcareService", string(to.Service))}
		} else {
			o["performer"] = []any{ref("Organization", string(to.Org))}
		}
	}
	if o["requester"] == nil && s.Clinician != "" {
		o["requester"] = ref("Practitioner", string(s.Clinician))
	}
	if o["authoredOn"] == nil && !s.Sent.IsZero() {
		o["authoredOn"] = s.Sent.Format(time.RFC3339)
	}
	return o, nil
}

func or(v any, other any) any {
	if v == nil {
		return other
	}
	return v
}

// priority keeps the client's finer word where it means the same.
func priority(u party.Urgency, said string) string {
	if said != "" && urgency(said) == u {
		return said
	}
	return map[party.Urgency]string{party.Urgent: "urgent", party.Emergency: "stat"}[u] + map[bool]string{true: "routine"}[u == party.Routine || u == ""]
}

// updateRequest: completed by the requester's client is the requester's
// acknowledgement; revoked cancels; anything else changes what is echoed.
func updateRequest(a *act, o r4.Object, k store.Kept) (store.Kept, error) {
	s, err := kept.Loop(a.w.Reading, k.Referral, 0)
	if err != nil {
		return k, err
	}
	form := loop.Form{Referral: k.Referral, Confirmed: true}
	want, now := o.Text("status"), s.Codes().ServiceRequest
	seq := s.Seq
	switch {
	case want == now:
	case want == "completed":
		if seq, err = a.acknowledge(form, &s); err != nil {
			return k, err
		}
	case want == "revoked":
		d, err := loop.Cancel(a.w, form, "revoked-by-client", "")
		if err != nil {
			return k, err
		}
		seq = d.Seq
	case want == "entered-in-error":
		d, err := loop.EnterInError(a.w, form, "entered-in-error")
		if err != nil {
			return k, err
		}
		seq = d.Seq
	default:
		return k, status(409, "business-rule", "A ServiceRequest that is "+now+" can be completed, revoked or marked entered-in-error.")
	}
	return a.keep(o, store.Kept{ID: k.ID, Version: k.Version + 1, Referral: k.Referral, Seq: seq, Patient: s.Patient})
}

// acknowledge takes every report that is not acknowledged, through the client.
// Lines of a plan are taken on by the referring team.
func (a *act) acknowledge(f loop.Form, s *referral.State) (int, error) {
	seq, any := s.Seq, false
	for _, h := range s.Heads() {
		if !h.Acknowledged.IsZero() {
			continue
		}
		x := loop.Acknowledgement{Report: h.ID, Answered: "yes"}
		for _, i := range s.Items {
			if i.Report == h.ID {
				x.Lines = append(x.Lines, loop.Choice{Item: i.ID, How: "do"})
			}
		}
		d, err := loop.Acknowledge(a.w, f, x)
		if err != nil {
			return seq, err
		}
		seq, any = d.Seq, true
	}
	if !any && s.Open() {
		return seq, status(409, "business-rule", "There is no report to acknowledge yet. "+s.Lacks())
	}
	return seq, nil
}
