package fhir

import (
	"cmp"

	"referd/core/referral"
	"referd/desk/loop"
	"referd/store"
	"referd/wire/r4"
)

// abort stands for the leg of a Task that asks for a cancellation: it is about
// another Task and no deal with anybody (interop 3.2).
const abort = -1

func isAbort(o r4.Object) bool {
	return isToken(o["code"], "http://hl7.org/fhir/CodeSystem/task-code|abort")
}

// createAbort: a Task with code abort is its placer's wish to cancel. Before a
// visit is booked it is done at once; after, it waits for the clinic's answer.
func createAbort(a *act, o r4.Object) (store.Kept, error) {
	s, err := a.of("Task.focus", append(references(o, "focus"), references(o, "basedOn")...)...)
	if err != nil {
		return store.Kept{}, err
	}
	if err := a.about(&s, o.Text("for", "reference"), "Task.for"); err != nil {
		return store.Kept{}, err
	}
	if a.side(&s) != referral.Sender && !loop.Standing(a.w.Reading, &s).Both {
		return store.Kept{}, status(403, "forbidden", "The placer of a referral asks for its cancellation; its recipient declines it.")
	}
	why := cmp.Or(o.Text("reasonCode", "text"), o.Text("statusReason", "text"), words(o))
	if _, err := loop.Cancel(a.w, loop.Form{Referral: s.ID}, cmp.Or(o.Text("reasonCode", "coding", "code"), "cancelled-by-client"), why); err != nil {
		return store.Kept{}, err
	}
	return a.keep(o, store.Kept{ID: a.name(), Referral: s.ID, Leg: abort, Patient: s.Patient})
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
