package show

import (
	"time"

	"referd/core/chart"
	"referd/core/referral"
	"referd/desk"
	"referd/desk/kept"
	"referd/edge/fhir/element"
	"referd/store"
	"referd/wire/r4"
)

// Abort stands for the leg of a Task that asks for a cancellation: it is about
// another Task and no deal with anybody (interop 3.2).
const Abort = -1

func IsAbort(o r4.Object) bool {
	return element.IsToken(o["code"], "http://hl7.org/fhir/CodeSystem/task-code|abort")
}

// aborted is what became of a wish to cancel.
func aborted(s *referral.State) string {
	switch {
	case s.Codes().ServiceRequest == "revoked":
		return "accepted"
	case s.CancelAsked():
		return "requested"
	}
	return "rejected"
}

func projectTask(r *desk.Reading, k store.Kept, o r4.Object) (r4.Object, error) {
	s, err := kept.Loop(r, k.Referral, k.At)
	if err != nil {
		return nil, err
	}
	o = o.Clone()
	if k.Leg == Abort {
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
	o["focus"], o["for"] = or(o["focus"], element.Ref("ServiceRequest", string(k.Referral))), or(o["for"], element.Ref("Patient", string(s.Patient)))
	o["basedOn"] = or(o["basedOn"], []any{element.Ref("ServiceRequest", string(k.Referral))})
	if o["code"] == nil {
		o["code"] = r4.Object{"coding": []any{r4.Object{"system": "http://hl7.org/fhir/CodeSystem/task-code", "code": "fulfill"}}}
	}
	if k.Leg < len(s.Legs) {
		o["owner"] = or(o["owner"], element.Ref("Organization", string(s.Legs[k.Leg].To.Org)))
	}
	o["requester"] = or(o["requester"], element.Ref("Organization", string(s.Org)))
	o["lastModified"] = k.Updated.Format(time.RFC3339)
	if o["authoredOn"] == nil && !s.Sent.IsZero() {
		o["authoredOn"] = s.Sent.Format(time.RFC3339)
	}
	if o["groupIdentifier"] == nil {
		o["groupIdentifier"] = r4.Object{"system": element.Numbers, "value": string(k.Referral)}
	}
	why, err := reason(r, &s, k.Leg)
	if err != nil {
		return nil, err
	}
	if why != "" {
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
func reason(r *desk.Reading, s *referral.State, leg int) (string, error) {
	if leg >= len(s.Legs) || s.Legs[leg].Declined.IsZero() || s.Legs[leg].DeclineNote == "" {
		return "", nil
	}
	words, err := r.TextsOf([]chart.DocumentID{s.Legs[leg].DeclineNote})
	return words[s.Legs[leg].DeclineNote], err
}

// outputs are the visits and the reports of a leg: each of them can be read.
func outputs(r *desk.Reading, s *referral.State, leg int) (out []any, err error) {
	add := func(what, kind, id string) {
		out = append(out, r4.Object{"type": r4.Object{"text": what}, "valueReference": element.Ref(kind, id)})
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
