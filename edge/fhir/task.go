package fhir

import (
	"slices"
	"strings"
	"time"

	"referd/core/referral"
	"referd/desk"
	"referd/desk/kept"
	"referd/desk/loop"
	"referd/store"
	"referd/wire/r4"
)

// createTask: a Task for a ServiceRequest that has its Task is that one.
func createTask(a *act, o r4.Object) (store.Kept, error) {
	of, ok := a.loopOf(o.Text("focus", "reference"), o.Text("basedOn", "reference"))
	if !ok {
		return store.Kept{}, invalid("Task.focus", "A reference to a ServiceRequest is needed here.")
	}
	s, err := kept.Loop(a.w.Reading, of, 0)
	if err != nil {
		return store.Kept{}, invalid("Task.focus", "The ServiceRequest it refers to is not here, or none you may see.")
	}
	tasks, err := a.w.Tasks(of)
	if err != nil || len(tasks) == 0 {
		return store.Kept{}, err
	}
	t := tasks[len(tasks)-1]
	if _, owner, ok := a.ref(o.Text("owner", "reference")); ok && owner != string(t.Owner) {
		return store.Kept{}, status(409, "conflict", "This ServiceRequest has its Task with another owner.")
	}
	k, err := loopKept(a.w.Reading, "Task", t.ID, 0)
	if err != nil {
		return k, err
	}
	return a.keep(o, store.Kept{ID: t.ID, Version: kept.Version(k, s.Seq) + 1, Referral: of, Seq: s.Seq, Leg: t.Leg, Patient: s.Patient})
}

func projectTask(r *desk.Reading, k store.Kept, o r4.Object) (r4.Object, error) {
	s, err := kept.Loop(r, k.Referral, k.At)
	if err != nil {
		return nil, err
	}
	c := s.LegCodes(k.Leg)
	o = o.Clone()
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
	var out []any
	for _, h := range s.Reports {
		if !h.Written.IsZero() {
			out = append(out, r4.Object{"type": r4.Object{"text": "report, " + string(h.Kind)}, "valueReference": ref("DocumentReference", string(h.Document))})
		}
	}
	if len(out) > 0 {
		o["output"] = out
	}
	return o, nil
}

// next is what a client may move a Task to (interop 3.2).
var next = map[string][]string{
	"requested": {"received", "accepted", "rejected", "cancelled", "on-hold"}, "received": {"accepted", "rejected", "cancelled", "on-hold"},
	"accepted": {"in-progress", "on-hold", "cancelled", "failed", "completed", "rejected"}, "in-progress": {"completed", "failed", "on-hold", "cancelled", "in-progress"}, "on-hold": {"received", "accepted", "in-progress", "rejected", "cancelled"},
}

// updateTask asks for what the new status means; the same status changes words
// only. What is not possible is a 409 that says what is.
func updateTask(a *act, o r4.Object, k store.Kept) (store.Kept, error) {
	s, err := kept.Loop(a.w.Reading, k.Referral, 0)
	if err != nil {
		return k, err
	}
	now, want := s.LegCodes(k.Leg), o.Text("status")
	business := o.Text("businessStatus", "coding", "code")
	if want != now.Task && !slices.Contains(next[now.Task], want) {
		return k, status(409, "business-rule", "A Task that is "+now.Task+" can become "+strings.Join(next[now.Task], ", ")+".")
	}
	f := loop.Form{Referral: k.Referral}
	seq, err := a.move(f, &s, want, business, now, o)
	if err != nil {
		return k, err
	}
	return a.keep(o, store.Kept{ID: k.ID, Version: k.Version + max(1, seq-s.Seq+1), Referral: k.Referral, Seq: seq, Leg: k.Leg, Patient: s.Patient})
}

// move does what a status means and gives the loop's newest entry.
func (a *act) move(f loop.Form, s *referral.State, want, business string, now referral.Codes, o r4.Object) (int, error) {
	leg, why := s.Leg(), o.Text("statusReason", "text")
	told := func(evs ...referral.Event) (int, error) {
		seq := s.Seq
		for _, ev := range evs {
			d, err := loop.Tell(a.w, f, ev)
			if err != nil {
				return seq, err
			}
			seq = d.Seq
		}
		return seq, nil
	}
	asked := func(d loop.Done, err error) (int, error) { return d.Seq, err }
	switch {
	case want == "received" && now.Task == "requested":
		return told(referral.Delivered{Leg: leg}, referral.Opened{Leg: leg})
	case want == "accepted" && now.Task != "accepted":
		return asked(loop.Accept(a.w, f, loop.Acceptance{Words: why}))
	case want == "rejected":
		if why == "" {
			return 0, invalid("Task.statusReason", "A rejected Task says why in statusReason.text.")
		}
		return asked(loop.Decline(a.w, f, loop.Refusal{Reason: "other", Tells: "sender", Words: why}))
	case want == "on-hold" && now.Task != "on-hold":
		return asked(loop.Ask(a.w, f, loop.Question{Words: or2(why, "More information is needed.")}))
	case want == "in-progress" && business == "visit-complete" && s.Seen.IsZero():
		return asked(loop.See(a.w, f, ""))
	case want == "in-progress" && business == "no-show" && now.Business != "no-show":
		return asked(loop.Miss(a.w, f, "", ""))
	case want == "completed" && now.Task != "completed":
		return told(referral.Asserted{What: "completed"})
	case want == "cancelled":
		return asked(loop.Cancel(a.w, f, "cancelled-by-client", ""))
	case want == "failed":
		return told(referral.Asserted{What: "failed"})
	}
	return s.Seq, nil
}

func or2(s, other string) string {
	if s == "" {
		return other
	}
	return s
}
