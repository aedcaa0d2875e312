package rows

import (
	"cmp"
	"slices"

	"referd/desk/bring"
	"referd/desk/bring/said"
	"referd/wire/r4"
)

// progress is how far it is: what its Task says, where one in the file is about it,
// beside its own status; and the Appointment that stands.
func (x *request) progress() error {
	t, err := x.task()
	if err != nil {
		return err
	}
	if err := x.visit(); err != nil {
		return err
	}
	if err := x.known(t); err != nil {
		return err
	}
	status := x.o.Text("status")
	switch {
	case status == "on-hold":
		x.has["status"] = "on hold"
	case status == "":
		x.wrong("ServiceRequest.status", "It is missing: active, on-hold or what became of it is expected.")
	case status != "active" || t == nil:
		x.has["status"] = status
	default:
		return x.tasked(t)
	}
	if t != nil {
		x.why(t)
	}
	return nil
}

// business are the statuses referd itself tells of a Task, as the import has them.
var business = map[string]string{"sent": "sent", "received": "delivered", "in-review": "review", "awaiting-information": "questioned", "declined": "declined", "accepted": "accepted", "scheduling": "accepted",
	"appointment-cancelled": "accepted", "waitlisted": "waitlisted", "held": "held", "scheduled": "booked", "no-show": "missed", "visit-complete": "seen", "preliminary-outcome": "seen"}

// tasks are the statuses of a Task that say how far an open referral is. A Task
// that failed or was cancelled leaves an open request with nobody: a person says
// what is meant by it.
var tasks = map[string]string{"requested": "sent", "received": "delivered", "ready": "accepted", "accepted": "accepted", "in-progress": "accepted", "on-hold": "held", "rejected": "declined"}

// tasked is the status by a Task.
func (x *request) tasked(t r4.Object) error {
	s, b := t.Text("status"), t.Sub("businessStatus")
	if s == "completed" {
		return &bring.NoRow{Left: "Its answer is there where it comes from: Task.status is completed"}
	}
	if b.Text("coding", "code") == "advised" {
		return &bring.NoRow{Left: "Its answer is there where it comes from: Task.businessStatus is advised"}
	}
	status := business[b.Text("coding", "code")]
	if w := said.Statuses[said.Bare(concept(b))]; status == "" && w != "" && w != said.Over {
		status = w
	}
	if status == "" {
		status = tasks[s]
	}
	if status == "" {
		status = "Task " + s
	}
	if x.has["missed"] != "" && status == "accepted" {
		status = "missed"
	}
	x.has["status"] = status
	if at := x.acts[decided[status]]; len(x.acts) > 0 {
		x.has["decided"] = at
	} else if decided[status] != "" && decided[status] != "accepted" || status == "accepted" {
		x.has["decided"] = t.Text("lastModified")
	}
	x.why(t)
	if x.has["sender"] == "" { // a clinician who refers does it for whom the Task is asked by
		from, err := x.f.follow(t, t.Sub("requester"), "Organization", "PractitionerRole", "Practitioner")
		if err != nil {
			return err
		}
		if from.kind == "Organization" {
			x.has["sender"] = styled(from)
		}
	}
	owner, err := x.f.follow(t, t.Sub("owner"), "Organization", "HealthcareService", "Practitioner", "PractitionerRole", "CareTeam")
	switch {
	case err != nil:
		return err
	case owner.kind == "HealthcareService" && x.o.List("performer") == nil:
		x.has["service"] = styled(owner)
	case owner.kind == "Organization" && x.has["receiver"] == "":
		x.has["receiver"] = styled(owner)
	case owner.kind == "Practitioner":
		x.has["person"] = styled(owner)
	}
	return nil
}

// decided is the act that decided what a status is.
var decided = map[string]string{"review": "opened", "questioned": "asked", "declined": "declined", "accepted": "accepted", "waitlisted": "waitlisted", "held": "held", "booked": "accepted", "missed": "accepted", "seen": "accepted"}

// known takes the days that are told besides: those of the acts themselves, where
// referd told them, and when a Task was worked on.
func (x *request) known(t r4.Object) error {
	for _, p := range x.f.on["Provenance ServiceRequest/"+x.o.Text("id")] {
		a, err := x.f.read(p)
		if err != nil {
			return err
		}
		if x.acts == nil {
			x.acts = map[string]string{}
		}
		if kind, at := a.Text("activity", "coding", "code"), a.Text("occurredDateTime"); at > x.acts[kind] {
			x.acts[kind] = at
		}
	}
	if x.has["received"] = x.acts["delivered"]; x.has["visit"] != "" && x.has["booked"] == "" {
		x.has["booked"] = x.acts["booked"]
	}
	if business[t.Text("businessStatus", "coding", "code")] == "seen" && x.has["seen"] == "" {
		x.has["seen"] = cmp.Or(x.acts["seen"], t.Text("executionPeriod", "end"), t.Text("executionPeriod", "start"))
	}
	return nil
}

// why is the reason of a status.
func (x *request) why(t r4.Object) { x.has["why"] = concept(t.Sub("statusReason")) }

// task is the Task of the deal that stands: the last that nobody has ended, else
// the last of all. One that asks for another's end is none.
func (x *request) task() (out r4.Object, err error) {
	ended := func(o r4.Object) bool {
		return slices.Contains([]string{"rejected", "cancelled", "failed", "entered-in-error"}, o.Text("status"))
	}
	for _, p := range x.f.on["Task ServiceRequest/"+x.o.Text("id")] {
		t, err := x.f.read(p)
		if err != nil {
			return nil, err
		}
		if t.Text("code", "coding", "code") == "abort" || t.Text("status") == "entered-in-error" || t.Text("status") == "draft" {
			continue
		}
		later := out != nil && last(t) >= last(out)
		if out == nil || ended(out) && !ended(t) || ended(out) == ended(t) && later {
			out = t
		}
	}
	return out, nil
}

// last is when a Task was changed; of moments in one zone the later is the greater.
func last(t r4.Object) string {
	if s := t.Text("lastModified"); s != "" {
		return s
	}
	return t.Text("authoredOn")
}

// visit is the appointment that stands, of a referral that has one: booked, kept
// or missed; the last of them.
func (x *request) visit() error {
	start := ""
	for _, p := range x.f.on["Appointment ServiceRequest/"+x.o.Text("id")] {
		a, err := x.f.read(p)
		if err != nil {
			return err
		}
		s := a.Text("status")
		if !slices.Contains([]string{"booked", "arrived", "checked-in", "fulfilled", "noshow"}, s) || a.Text("start") < start {
			continue
		}
		start = a.Text("start")
		x.has["visit"], x.has["booked"], x.has["seen"], x.has["missed"] = start, a.Text("created"), "", ""
		switch s {
		case "fulfilled", "checked-in", "arrived":
			x.has["seen"] = start
		case "noshow":
			x.has["missed"] = "yes"
		}
	}
	return nil
}
