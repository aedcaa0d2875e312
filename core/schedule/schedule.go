// Package schedule is time that can be booked: slots of a service and the
// appointments made in them.
package schedule

import (
	"time"

	"referd/core/party"
)

// Names of bookable time.
type (
	SlotID        string
	AppointmentID string
)

// Slot is a stretch of a service's time that one patient may have.
type Slot struct {
	ID        SlotID
	Service   party.ServiceID
	Clinician party.PractitionerID
	Location  party.LocationID
	Tele      bool
	Start     time.Time
	End       time.Time
	Taken     AppointmentID // empty is free
	Batch     string        // what was offered together; empty is by itself
}
