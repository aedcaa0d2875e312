package policy

import (
	"time"

	"referd/core/party"
)

// Awake is the first moment, now or later, at which something that does not
// press may come to somebody in a zone. What presses asks nobody (loop.md, Time,
// Escalation: emergency, urgent, actionable).
func Awake(q party.Quiet, z *time.Location, now time.Time) time.Time {
	if q.From == q.To {
		return now
	}
	y, m, d := now.In(z).Date()
	for i := -1; i <= 1; i++ {
		begins, ends := time.Date(y, m, d+i, q.From, 0, 0, 0, z), time.Date(y, m, d+i, q.To, 0, 0, 0, z)
		if q.To < q.From {
			ends = time.Date(y, m, d+i+1, q.To, 0, 0, 0, z)
		}
		if !now.Before(begins) && now.Before(ends) {
			return ends.UTC()
		}
	}
	return now
}

// FullHour is the next one after a moment, in a zone.
func FullHour(z *time.Location, now time.Time) time.Time {
	at := now.In(z)
	return now.Add(time.Hour - time.Duration(at.Minute())*time.Minute - time.Duration(at.Second())*time.Second - time.Duration(at.Nanosecond()))
}
