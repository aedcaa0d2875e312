package take

import (
	"cmp"
	"reflect"
	"slices"
	"strings"

	"referd/base/fault"
	"referd/core/party"
	"referd/core/referral"
	"referd/desk/kept"
	"referd/desk/loop"
	"referd/desk/turn"
	"referd/edge/fhir/element"
	"referd/edge/fhir/outcome"
	"referd/edge/fhir/show"
	"referd/store"
	"referd/wire/r4"
)

// createAbort: a Task with code abort is its placer's wish to cancel. Before a
// visit is booked it is done at once; after, it waits for the clinic's answer.
func createAbort(a *Act, o r4.Object) (store.Kept, error) {
	s, err := a.of("Task.focus", append(element.References(o, "focus"), element.References(o, "basedOn")...)...)
	if err != nil {
		return store.Kept{}, err
	}
	if err := a.about(&s, o.Text("for", "reference"), "Task.for"); err != nil {
		return store.Kept{}, err
	}
	if a.side(&s) != referral.Sender && !turn.Standing(a.W.Reading, &s).Both {
		return store.Kept{}, outcome.Status(403, "forbidden", "The placer of a referral asks for its cancellation; its recipient declines it.")
	}
	why := cmp.Or(o.Text("reasonCode", "text"), o.Text("statusReason", "text"), words(o))
	if _, err := loop.Cancel(a.W, loop.Form{Referral: s.ID}, cmp.Or(o.Text("reasonCode", "coding", "code"), "cancelled-by-client"), why); err != nil {
		return store.Kept{}, err
	}
	return a.keep(o, store.Kept{ID: a.name(), Referral: s.ID, Leg: show.Abort, Patient: s.Patient})
}

// createTask: a Task for a ServiceRequest that has its Task is that one.
func createTask(a *Act, o r4.Object) (store.Kept, error) {
	if show.IsAbort(o) {
		return createAbort(a, o)
	}
	s, err := a.of("Task.focus", append(element.References(o, "focus"), element.References(o, "basedOn")...)...)
	if err != nil {
		return store.Kept{}, err
	}
	if err := a.about(&s, o.Text("for", "reference"), "Task.for"); err != nil {
		return store.Kept{}, err
	}
	of := s.ID
	tasks, err := a.W.Tasks(of)
	if err != nil || len(tasks) == 0 {
		return store.Kept{}, err
	}
	t := tasks[len(tasks)-1]
	if owner := a.named(o.Sub("owner")); owner != "" && a.orgNamed(owner) != t.Owner {
		return store.Kept{}, outcome.Status(409, "conflict", "This ServiceRequest has its Task with another owner.")
	}
	k, err := show.Loop(a.W.Reading, "Task", t.ID, 0)
	if err != nil {
		return k, err
	}
	if k.Client != "" { // somebody wrote it before: theirs stands
		a.Had = true
		return k, nil
	}
	shown, _ := s.Shown()
	return a.keep(o, store.Kept{ID: t.ID, Version: kept.Version(k, shown), Now: store.Tip{Shown: shown}, Referral: of, Leg: t.Leg, Patient: s.Patient})
}

// orgNamed is the organization a reference means: itself, or that of a role or
// a service.
func (a *Act) orgNamed(s string) party.OrgID {
	switch kind, id, _ := a.ref(s); kind {
	case "Organization":
		return party.OrgID(id)
	case "PractitionerRole":
		x, _ := a.role(id)
		return x.Org
	case "HealthcareService":
		return a.W.Directory().ServicesByID[party.ServiceID(id)].Org
	}
	return ""
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
func updateTask(a *Act, o r4.Object, k store.Kept) (store.Kept, error) {
	s, err := kept.Loop(a.W.Reading, k.Referral, 0)
	if err != nil {
		return k, err
	}
	if err := a.about(&s, o.Text("for", "reference"), "Task.for"); err != nil {
		return k, err
	}
	if k.Leg == show.Abort {
		return k, outcome.Status(409, "business-rule", "A request to cancel is answered on the Task it is about: cancel its visit, or see the patient.")
	}
	now, want := s.LegCodes(k.Leg), o.Text("status")
	st := turn.Standing(a.W.Reading, &s)
	placer := st.Side == referral.Sender && !st.Both
	switch {
	case a.W.Who().Feed: // it tells; nothing is refused
	case want != now.Task && len(next[now.Task]) == 0:
		return k, outcome.Status(409, "business-rule", allowed(now.Task))
	case want != now.Task && !slices.Contains(next[now.Task], want):
		return k, outcome.Status(409, "business-rule", allowed(now.Task))
	case placer && want != now.Task && want != "cancelled" && now.Task != "on-hold":
		return k, outcome.Status(403, "forbidden", "The placer changes restriction, priority and note of a Task, or cancels it; its status is the owner's.")
	}
	m := move{a: a, f: loop.Form{Referral: k.Referral}, s: &s, now: now, want: want, business: o.Text("businessStatus", "coding", "code"), why: o.Text("statusReason", "text"), o: o.Clone()}
	if st.Side == referral.Sender && want == now.Task {
		if err := a.soon(m.f, &s, o, "restriction"); err != nil {
			return k, err
		}
	}
	if err := m.do(); err != nil {
		if fault.Of(err) == fault.Refused {
			return k, outcome.Status(409, "business-rule", fault.Public(err)+" "+allowed(now.Task))
		}
		return k, err
	}
	whole := merged(a.before(), m.o, placer, st.Both)
	var body []byte
	if !reflect.DeepEqual(whole, o) { // else what came is what is kept, byte for byte
		body = whole.Bytes()
	}
	return a.keep(whole, store.Kept{Body: body, ID: k.ID, Version: k.Version, Now: k.Now, Referral: k.Referral, Leg: k.Leg, Patient: s.Patient})
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
func merged(before, o r4.Object, placer, both bool) r4.Object {
	if before == nil || both {
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
