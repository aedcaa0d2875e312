package mine_test

import (
	"testing"
	"time"

	"referd/core/party"
	"referd/core/referral"
	"referd/desk"
	"referd/desk/desktest"
	"referd/desk/mine"
)

// A day that somebody chose is that day where they are: five in the afternoon at
// the Pacific, as a form has it, is the next day already by universal time.
func TestADayIsTheChoosersDay(t *testing.T) {
	h := desktest.New(t)
	of := sent(t, h, party.Routine)
	who := h.As("intake")
	var err error
	if who.Zone, err = time.LoadLocation("America/Los_Angeles"); err != nil {
		t.Fatal(err)
	}
	y, m, d := h.Now().In(who.Zone).Date()
	day := time.Date(y, m, d+3, 0, 0, 0, 0, who.Zone)
	typed := day.Add(17 * time.Hour).UTC()
	err = h.Write(t.Context(), who, "test", func(w *desk.Writing) error {
		if err := mine.LookAgain(w, of, mine.Again{Day: typed, Words: "Has she called?"}); err != nil {
			return err
		}
		return mine.PutAside(w, of, "", typed, "Waits for the tracing.")
	})
	if err != nil {
		t.Fatal(err)
	}
	err = h.Read(t.Context(), who, "test", func(r *desk.Reading) error {
		looks, err := r.Looks(of)
		if err != nil || len(looks) != 1 || !looks[0].From.Equal(day) {
			t.Errorf("looked at again from %+v, not %s: %v", looks, day, err)
		}
		asides, err := r.Asides([]referral.ID{of}, r.Now())
		if err != nil || len(asides) != 1 || !asides[0].Until.Equal(day) {
			t.Errorf("put aside until %+v, not %s: %v", asides, day, err)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	today := time.Date(y, m, d, 17, 0, 0, 0, who.Zone).UTC()
	if err := h.Write(t.Context(), who, "test", func(w *desk.Writing) error { return mine.PutAside(w, of, "", today, "Until today.") }); err == nil {
		t.Error("today is a day after today")
	}
}
