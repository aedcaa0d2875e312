package fhir

import (
	"cmp"
	"reflect"
	"slices"
	"strings"
	"time"

	"referd/base/code"
	"referd/base/fault"
	"referd/core/chart"
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
	x := loop.Arrival{ID: referral.ID(a.id), Task: a.task, Patient: p.ID, Sender: p.Org, Urgency: urgency(o.Text("priority")), Question: question(o), Origin: "fhir", At: instant(o.Text("authoredOn"))}
	if o.Text("intent") == "" {
		return store.Kept{}, required("ServiceRequest.intent", "An intent is needed.")
	}
	if st := o.Text("status"); st != "active" {
		return store.Kept{}, &issue{status: 422, code: "business-rule", expression: "ServiceRequest.status", words: "A ServiceRequest that is sent here is active; a draft stays with you until it is."}
	}
	if o["doNotPerform"] == true {
		return store.Kept{}, &issue{status: 422, code: "business-rule", expression: "ServiceRequest.doNotPerform", words: "A request not to do something is no referral."}
	}
	if o["modifierExtension"] != nil {
		return store.Kept{}, &issue{status: 422, code: "extension", expression: "ServiceRequest.modifierExtension", words: "An extension that changes what a request means is not understood here."}
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
	return a.keep(o, store.Kept{ID: string(d.ID), Referral: d.ID, Patient: p.ID})
}

// parties finds who sends and who receives; a client sends only for the
// organizations it acts for.
func (a *act) parties(o r4.Object, x *loop.Arrival) error {
	dir := a.w.Directory()
	switch kind, id, ok := a.ref(a.named(o.Sub("requester"))); {
	case ok && kind == "Practitioner":
		if _, known := dir.Practitioners[party.PractitionerID(id)]; !known && !a.just("Practitioner", id) {
			return absent("ServiceRequest.requester", "The Practitioner it refers to is not here.")
		}
		x.Clinician = party.PractitionerID(id)
	case ok && kind == "PractitionerRole":
		role, known := a.role(id)
		if !known {
			return absent("ServiceRequest.requester", "The PractitionerRole it refers to is not here.")
		}
		x.Clinician, x.Sender = role.Practitioner, role.Org
	case ok && kind == "Organization":
		x.Sender = party.OrgID(id)
	}
	if !slices.Contains(a.w.Who().Orgs, x.Sender) {
		return fault.About("fhir.request", "ServiceRequest.requester", fault.Denied, "This client does not act for the organization that refers.")
	}
	return a.performers(o, x)
}

// performers finds who receives it: a service first, else an organization.
func (a *act) performers(o r4.Object, x *loop.Arrival) error {
	for _, p := range o.List("performer") {
		kind, id, ok := a.ref(a.named(p))
		if !ok {
			continue
		}
		switch kind {
		case "HealthcareService":
			var sv party.Service
			if known, err := a.w.Thing(desk.KindService, id, &sv); err != nil || !known {
				return absent("ServiceRequest.performer", "The HealthcareService it refers to is not here.")
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
				return absent("ServiceRequest.performer", "The PractitionerRole it refers to is not here.")
			}
			if x.Receiver == "" {
				x.Receiver = role.Org
			}
		}
	}
	if x.Receiver == "" {
		return required("ServiceRequest.performer", "Say who receives it: a HealthcareService, an Organization or a PractitionerRole.")
	}
	return nil
}

// named is the address of a reference; one that leads elsewhere and carries an
// identifier too is found by that.
func (a *act) named(o r4.Object) string {
	s := o.Text("reference")
	if _, _, ok := a.ref(s); ok || o == nil {
		return s
	}
	if is := byIdentifier(a.w.Directory(), o.Sub("identifier")); is != "" {
		return is
	}
	return s
}

// just reports whether something of the directory was made in this commit.
func (a *act) just(kind, id string) bool {
	_, here, err := a.w.Kept(kind, id, 0)
	return err == nil && here
}

// role is a clinician at work somewhere, as this commit sees it.
func (a *act) role(id string) (x party.Role, known bool) {
	known, err := a.w.Thing(desk.KindRole, id, &x)
	return x, known && err == nil
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
	if b, ok := born(k.Referral); ok {
		if k.Now, err = r.Tip(k.Referral); err != nil {
			return k, gone()
		}
		k.Seq, k.Shown, k.Updated, k.Patient = b.seq, b.shown, b.at, b.patient
		return k, nil
	}
	s, err := kept.Loop(r, k.Referral, 0)
	if err != nil {
		return k, gone()
	}
	shown := 0
	for _, e := range s.Entries() {
		if referral.Shows(e.What) {
			shown++
		}
		if _, ok := e.What.(referral.Sent); ok {
			k.Seq, k.Shown, k.Updated = e.Seq, shown, e.Noted
			bear(k.Referral, birth{e.Seq, shown, e.Noted, s.Patient})
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
	if _, id, _ := r4.Reference(o.Text("subject", "reference")); id != string(s.Patient) {
		o["subject"] = ref("Patient", string(s.Patient))
	}
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
	if o["identifier"] == nil {
		o["identifier"] = []any{r4.Object{"type": coded("http://terminology.hl7.org/CodeSystem/v2-0203", "PLAC", "Placer Identifier")[0], "system": numbers, "value": string(k.Referral)}}
	}
	if k.Client == "" {
		return o, spoken(r, &s, o)
	}
	return o, nil
}

// spoken adds what a referral made here says in words.
func spoken(r *desk.Reading, s *referral.State, o r4.Object) error {
	if s.Question != "" {
		words, err := r.TextsOf([]chart.DocumentID{s.Question})
		if err != nil {
			return err
		}
		if w := words[s.Question]; w != "" {
			o["note"] = []any{r4.Object{"text": w}}
		}
	}
	var reasons []any
	for _, c := range s.Reasons {
		reasons = append(reasons, coded(c.System, c.Code, c.Display)[0])
	}
	if len(reasons) > 0 {
		o["reasonCode"] = reasons
	}
	if !s.SeenBy.IsZero() {
		o["occurrencePeriod"] = r4.Object{"end": s.SeenBy.Format("2006-01-02")}
	}
	return nil
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
// acknowledgement; revoked cancels; the same status changes how soon it is and
// what is echoed. The patient and the recipient do not change.
func updateRequest(a *act, o r4.Object, k store.Kept) (store.Kept, error) {
	s, err := kept.Loop(a.w.Reading, k.Referral, 0)
	if err != nil {
		return k, err
	}
	if st := loop.Standing(a.w.Reading, &s); st.Side != referral.Sender {
		return k, status(403, "forbidden", "A ServiceRequest is its requester's. Answer it on its Task.")
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
		err = asked(loop.Cancel(a.w, form, "revoked-by-client", words(o)))
	case want == "entered-in-error":
		err = asked(loop.EnterInError(a.w, form, "entered-in-error"))
	default:
		err = status(409, "business-rule", "A ServiceRequest that is "+now+" can be completed, revoked or marked entered-in-error.")
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
	have := references(before, "performer")
	for _, p := range references(o, "performer") {
		if kind, id, ok := r4.Reference(p); ok && !slices.ContainsFunc(have, func(h string) bool { return strings.HasSuffix(h, kind+"/"+id) }) {
			return status(409, "business-rule", "The recipient of a referral does not change by an update. Revoke it and send another, or forward it.")
		}
	}
	return nil
}

// words are the newest note.
func words(o r4.Object) string {
	if list := o.List("note"); len(list) > 0 {
		return list[len(list)-1].Text("text")
	}
	return ""
}

// soon changes how soon, and by when, where the placer says so and care has
// not begun.
func (a *act) soon(f loop.Form, s *referral.State, o r4.Object, period string) error {
	why := cmp.Or(words(o), "Changed by the sender's system.")
	if p := o.Text("priority"); p != "" && urgency(p) != s.Urgency {
		if _, err := loop.Prioritise(a.w, f, urgency(p), why); err != nil {
			return err
		}
	}
	end := instant(o.Text(period, "end"))
	if period == "restriction" {
		end = instant(o.Text(period, "period", "end"))
	}
	if !end.IsZero() && end.After(a.w.Now()) && end.Format("2006-01-02") != s.SeenBy.Format("2006-01-02") && a.changed(o, period) {
		_, err := loop.SetSeenBy(a.w, f, end, why)
		return err
	}
	return nil
}

// changed reports whether an update says something else of an element than
// what was kept.
func (a *act) changed(o r4.Object, element string) bool {
	before, err := r4.Read(a.before)
	return err == nil && !reflect.DeepEqual(before[element], o[element])
}

// acknowledge takes every report that is not acknowledged, through the client.
// Lines of a plan are taken on by the referring team.
func (a *act) acknowledge(f loop.Form, s *referral.State) error {
	any := false
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
		if _, err := loop.Acknowledge(a.w, f, x); err != nil {
			return err
		}
		any = true
	}
	if !any && s.Open() {
		return status(409, "business-rule", "There is no report to acknowledge yet. "+s.Lacks())
	}
	return nil
}
