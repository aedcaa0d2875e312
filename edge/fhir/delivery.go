package fhir

import (
	"referd/desk"
	"referd/edge/fhir/take"
)

// arrived records them, before the answer leaves.
func (q *request) arrived(list []take.Arrival) error {
	if len(list) == 0 {
		return nil
	}
	return q.s.Desk.Write(q.ctx(), q.who, "report.delivered", func(w *desk.Writing) error { return take.Delivered(w, list) })
}
