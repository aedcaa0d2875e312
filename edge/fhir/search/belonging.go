package search

import (
	"net/http"
	"slices"

	"referd/core/party"
	"referd/core/referral"
	"referd/desk"
	"referd/edge/fhir/outcome"
	"referd/edge/fhir/show"
	"referd/store"
)

// belonging finds what belongs to a patient or a referral: what clients wrote
// and what the house made.
func (q *Asker) belonging(r *desk.Reading, x *Asked) (source, []store.Kept, error) {
	var of []referral.ID
	for _, v := range x.one("based-on", "related") {
		id, err := q.loopNamed(r, v)
		if err != nil {
			return nil, nil, err
		}
		of = append(of, id)
	}
	var patients []party.PatientID
	if len(of) == 0 {
		for _, v := range x.one("patient", "subject") {
			patients = append(patients, party.PatientID(q.idOf("Patient", v)))
		}
	}
	if len(of)+len(patients) == 0 {
		return q.everyones(r)
	}
	var out []store.Kept
	for _, id := range of {
		list, err := r.KeptOf(q.Kind, id, "", 1000)
		if err != nil {
			return nil, nil, err
		}
		ours, err := show.OfLoop(r, q.Kind, id, list)
		if err != nil {
			return nil, nil, err
		}
		out = append(append(out, list...), ours...)
	}
	for _, p := range patients {
		list, err := r.KeptOf(q.Kind, "", p, 1000)
		if err != nil {
			return nil, nil, err
		}
		loops, err := r.FindRequests(p, nil, 200)
		if err != nil {
			return nil, nil, err
		}
		for _, l := range loops {
			ours, err := show.OfLoop(r, q.Kind, l.Referral, list)
			if err != nil {
				return nil, nil, err
			}
			list = append(list, ours...)
		}
		out = append(out, list...)
	}
	return all(out)
}

// loopNamed is the loop of a reference to a ServiceRequest or a Task; one that
// is not here is nobody's.
func (q *Asker) loopNamed(r *desk.Reading, s string) (referral.ID, error) {
	if kind, id, ok := q.Door.Local(s); ok && kind == "Task" {
		of, _, err := r.TaskLoop(id)
		if err != nil {
			return nobody, nil
		}
		return of, nil
	}
	return referral.ID(q.idOf("ServiceRequest", s)), nil
}

// wide is how much of a type a search that names nobody looks through.
const wide = 1000

// whole is all of a type that clients wrote and this one may see, and every
// loop it may see; too much of either is refused.
func (q *Asker) whole(r *desk.Reading) (list []store.Kept, loops []referral.ID, err error) {
	if list, err = r.KeptOf(q.Kind, "", "", wide+1); err != nil {
		return nil, nil, err
	}
	tasks, err := r.FindTasks(store.TaskQuery{Limit: wide + 1})
	if err != nil {
		return nil, nil, err
	}
	if len(list) > wide || len(tasks) > wide {
		return nil, nil, outcome.Status(http.StatusForbidden, "too-costly", "That looks at too much. Say whose or of what: patient, based-on, related, target, identifier or _id.")
	}
	for _, t := range tasks {
		if !slices.Contains(loops, t.Referral) {
			loops = append(loops, t.Referral)
		}
	}
	return list, loops, nil
}

// everyones is all of a type that the client may see: what clients wrote, and
// what the house made of each loop.
func (q *Asker) everyones(r *desk.Reading) (source, []store.Kept, error) {
	list, loops, err := q.whole(r)
	if err != nil {
		return nil, nil, err
	}
	out := slices.Clone(list)
	for _, of := range loops {
		ours, err := show.OfLoop(r, q.Kind, of, list)
		if err != nil {
			return nil, nil, err
		}
		out = append(out, ours...)
	}
	return all(out)
}
