package story

import (
	"testing"
	"time"

	"referd/core/schedule"
	"referd/store"
)

// A demo left for weeks has free times again, and everything is still with somebody.
func TestADemoLeftForWeeks(t *testing.T) {
	d := built(t)
	if err := d.DB.Advance(t.Context(), 50*24*time.Hour); err != nil {
		t.Fatal(err)
	}
	if err := Refresh(t.Context(), d); err != nil {
		t.Fatal(err)
	}
	if err := settled(t.Context(), d); err != nil {
		t.Fatal(err)
	}
	var free []schedule.Slot
	orphans := 0
	err := d.DB.View(t.Context(), store.Scope{System: true}, func(v *store.View) (err error) {
		if free, err = v.FreeSlots("stluke-cardiology", d.Now().AddDate(0, 0, 14), d.Now().AddDate(0, 0, 28), 100); err != nil {
			return err
		}
		orphans, err = v.Orphans()
		return err
	})
	if err != nil || len(free) < 20 || orphans != 0 {
		t.Errorf("%d free times, %d orphans, %v", len(free), orphans, err)
	}
}
