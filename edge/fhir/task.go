package fhir

import (
	"slices"
	"strings"
	"time"

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

// createTask: a Task for a ServiceRequest that has its Task is that one.
func createTask(a *act, o r4.Object) (store.Kept, error) {
	if isAbort(o) {
		return createAbort(a, o)
	}
	s, err := a.of("Task.focus", append(references(o, "focus"), references(o, "basedOn")...)...)
	if err != nil {
		return store.Kept{}, err
	}
	if err := a.about(&s, o.Text("for", "reference"), "Task.for"); err != nil {
		return store.Kept{}, err
	}
	of := s.ID
	tasks, err := a.w.Tasks(of)
	if err != nil || len(tasks) == 0 {
		return store.Kept{}, err
	}
	t := tasks[len(tasks)-1]
	if owner := a.named(o.Sub("owner")); owner != "" && a.orgNamed(owner) != t.Owner {
		return store.Kept{}, status(409, "conflict", "This ServiceRequest has its Task with another owner.")
	}
	k, err := loopKept(a.w.Reading, "Task", t.ID, 0)
	if err != nil {
		return k, err
	}
	if k.Client != "" { // somebody wrote it before: theirs stands
		a.had = true
		return k, nil
	}
	shown, _ := s.Shown()
	return a.keep(o, store.Kept{ID: t.ID, Version: kept.Version(k, shown), Now: store.Tip{Shown: shown}, Referral: of, Leg: t.Leg, Patient: s.Patient})
}

// orgNamed is the organization a reference means: itself, or that of a role or
// a service.
func (a *act) orgNamed(s string) party.OrgID {
	switch kind, id, _ := a.ref(s); kind {
	case "Organization":
		return party.OrgID(id)
	case "PractitionerRole":
		x, _ := a.role(id)
		return x.Org
	case "HealthcareService":
		return a.w.Directory().ServicesByID[party.ServiceID(id)].Org
	}
	return ""
}

func projectTask(r *desk.Reading, k store.Kept, o r4.Object) (r4.Object, error) {
	s, err := kept.Loop(r, k.Referral, k.At)
	if err != nil {
		return nil, err
	}
	o = o.Clone()
	if k.Leg == abort {
		o["status"], o["lastModified"] = aborted(&s), k.Updated.Format(time.RFC3339)
		return o, nil
	}
	c := s.LegCodes(k.Leg)
	if k.Leg == s.Leg() && s.CancelAsked() {
		c.Business = "cancel-requested"
	}
	o["status"] = c.Task
	o["businessStatus"] = r4.Object{"coding": []any{r4.Object{"system": "https://referd.org/fhir/CodeSystem/business-status", "code": c.Business}}}
	o["intent"], o["priority"] = or(o["intent"], "order"), priority(s.Urgency, o.Text("priority"))
	o["focus"], o["for"] = or(o["focus"], ref("ServiceRequest", string(k.Referral))), or(o["for"], ref("Patient", string(s.Patient)))
	o["basedOn"] = or(o["basedOn"], []any{ref("ServiceRequest", string(k.Referral))})
	if o["code"] == nil {
		o["code"] = r4.Object{"coding": []any{r4.Object{"system": "http://hl7.org/fhir/CodeSystem/task-code", "code": "fulfill"}}}
	}
	if k.Leg < len(s.Legs) {
		o["owner"] = or(o["owner"], ref("Organization", string(s.Legs[k.Leg].To.Org)))
	}
	o["requester"] = or(o["requester"], ref("Organization", string(s.Org)))
	o["lastModified"] = k.Updated.Format(time.RFC3339)
	if o["authoredOn"] == nil && !s.Sent.IsZero() {
		o["authoredOn"] = s.Sent.Format(time.RFC3339)
	}
	if o["groupIdentifier"] == nil {
		o["groupIdentifier"] = r4.Object{"system": numbers, "value": string(k.Referral)}
	}
	if why := reason(r, &s, k.Leg); why != "" {
		o["statusReason"] = r4.Object{"text": why}
	}
	out, err := outputs(r, &s, k.Leg)
	if len(out) > 0 {
		o["output"] = out
	}
	return o, err
}

// reason is why the house's people declined, in their words; a client's own
// reason is echoed.
func reason(r *desk.Reading, s *referral.State, leg int) string {
	if leg >= len(s.Legs) || s.Legs[leg].Declined.IsZero() || s.Legs[leg].DeclineNote == "" {
		return ""
	}
	words, err := r.TextsOf([]chart.DocumentID{s.Legs[leg].DeclineNote})
	if err != nil {
		return ""
	}
	return words[s.Legs[leg].DeclineNote]
}

// outputs are the visits and the reports of a leg: each of them can be read.
func outputs(r *desk.Reading, s *referral.State, leg int) (out []any, err error) {
	add := func(what, kind, id string) {
		out = append(out, r4.Object{"type": r4.Object{"text": what}, "valueReference": ref(kind, id)})
	}
	own := map[string]bool{} // an Appointment a client wrote carries its own id; one booked by a Task is ours
	for _, e := range s.Entries() {
		if x, ok := e.What.(referral.Booked); ok && e.By.Client != "" {
			id := string(x.Appointment)
			if _, own[id], err = r.Kept("Appointment", id, 0); err != nil {
				return nil, err
			}
		}
	}
	for _, v := range s.Appointments {
		switch {
		case v.Leg != leg || v.Booked.IsZero():
		case own[string(v.ID)]:
			add("visit", "Appointment", string(v.ID))
		default:
			add("visit", "Appointment", string(s.ID)+"-"+string(v.ID))
		}
	}
	for _, h := range s.Reports {
		if h.Leg != leg || h.Written.IsZero() {
			continue
		}
		add("report, "+string(h.Kind), "DocumentReference", string(h.Document))
		for _, d := range h.More {
			add("document of the report", "DocumentReference", string(d))
		}
	}
	return out, nil
}

// next is what a client may move a Task to (interop 3.2).
var next = map[string][]string{
	"requested": {"received", "accepted", "rejected", "cancelled", "on-hold"}, "received": {"accepted", "rejected", "cancelled", "on-hold"},
	"accepted": {"in-progress", "on-hold", "cancelled", "failed", "completed", "rejected"}, "in-progress": {"completed", "failed", "on-hold", "cancelled", "in-progress"}, "on-hold": {"received", "accepted", "in-progress", "rejected", "cancelled"},
}

// updateTask asks for what the new status means; the same status changes words
// only. What is not possible is a 409 that says what is. Each party changes
// what is theirs (interop 3.2): the placer restriction, priority, note and
// cancel; the owner status, businessStatus, output and note.
func updateTask(a *act, o r4.Object, k store.Kept) (store.Kept, error) {
	s, err := kept.Loop(a.w.Reading, k.Referral, 0)
	if err != nil {
		return k, err
	}
	if err := a.about(&s, o.Text("for", "reference"), "Task.for"); err != nil {
		return k, err
	}
	if k.Leg == abort {
		return k, status(409, "business-rule", "A request to cancel is answered on the Task it is about: cancel its visit, or see the patient.")
	}
	now, want := s.LegCodes(k.Leg), o.Text("status")
	st := loop.Standing(a.w.Reading, &s)
	placer := st.Side == referral.Sender && !st.Both
	switch {
	case a.w.Who().Feed: // it tells; nothing is refused
	case want != now.Task && len(next[now.Task]) == 0:
		return k, status(409, "business-rule", allowed(now.Task))
	case want != now.Task && !slices.Contains(next[now.Task], want):
		return k, status(409, "business-rule", allowed(now.Task))
	case placer && want != now.Task && want != "cancelled" && now.Task != "on-hold":
		return k, status(403, "forbidden", "The placer changes restriction, priority and note of a Task, or cancels it; its status is the owner's.")
	}
	m := move{a: a, f: loop.Form{Referral: k.Referral}, s: &s, now: now, want: want, business: o.Text("businessStatus", "coding", "code"), why: o.Text("statusReason", "text"), o: o.Clone()}
	if st.Side == referral.Sender && want == now.Task {
		if err := a.soon(m.f, &s, o, "restriction"); err != nil {
			return k, err
		}
	}
	if err := m.do(); err != nil {
		if fault.Of(err) == fault.Refused {
			return k, status(409, "business-rule", fault.Public(err)+" "+allowed(now.Task))
		}
		return k, err
	}
	o = merged(a.before, m.o, placer, st.Both)
	return a.keep(o, store.Kept{Body: o.Bytes(), ID: k.ID, Version: k.Version, Now: k.Now, Referral: k.Referral, Leg: k.Leg, Patient: s.Patient})
}

// allowed says what a Task can become.
func allowed(now string) string {
	if len(next[now]) == 0 {
		return "A Task that is " + now + " is over."
	}
	return "A Task that is " + now + " can become " + strings.Join(next[now], ", ") + "."
}

// owners are the elements of a Task that are its owner's; note is both's.
var owners = []string{"status", "businessStatus", "statusReason", "output", "executionPeriod", "lastModified"}

// merged is what is kept of two parties' JSON: each element as the party last
// wrote it whose element it is; a note is either's.
func merged(was []byte, o r4.Object, placer, both bool) r4.Object {
	before, err := r4.Read(was)
	if err != nil || both {
		return o
	}
	out := r4.Object{}
	for name, v := range before {
		_, said := o[name]
		if name == "note" && !said || name != "note" && slices.Contains(owners, name) == placer {
			out[name] = v
		}
	}
	for name, v := range o {
		if _, theirs := out[name]; !theirs {
			out[name] = v
		}
	}
	return out
}
