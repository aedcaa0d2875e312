package clinic

import (
	"referd/web/sheet/csv"
	"referd/web/visit"
)

// table is the view as a file of comma-separated values.
func table(v *visit.Visit) error {
	a, err := asked(v)
	if err != nil {
		return err
	}
	return csv.List(v, "queue", a)
}
