package loop_test

import (
	"slices"
	"testing"
	"time"

	"referd/base/fault"
	"referd/core/access"
	"referd/core/party"
	"referd/core/referral"
	"referd/desk"
	"referd/desk/desktest"
	"referd/desk/lists"
	"referd/desk/loop"
	"referd/desk/mine"
	"referd/store"
)

// booked is a referral with a visit at a time.
func booked(t *testing.T, h *desktest.House, at time.Time, words string) referral.ID {
	t.Helper()
	f := loop.Form{Referral: sent(t, h, party.Routine, "cardio")}
	for _, x := range []struct {
		who party.UserID
		do  func(w *desk.Writing) (loop.Done, error)
	}{
		{"intake", func(w *desk.Writing) (loop.Done, error) { return loop.Open(w, f) }},
		{"nurse", func(w *desk.Writing) (loop.Done, error) { return loop.Accept(w, f, loop.Acceptance{}) }},
		{"booker", func(w *desk.Writing) (loop.Done, error) {
			return loop.Book(w, f, loop.Booking{Start: at, Clinician: "dr-chen", Words: words})
		}},
	} {
		if _, err := act(t, h, x.who, x.do); err != nil {
			t.Fatalf("%s: %v", x.who, err)
		}
	}
	return f.Referral
}

// The sheet of a day holds the visits that stand on it in the reader's zone, by
// time, with what each patient was told to bring, and every one of them is in the
// audit; no other side, no other service and no other organization has it.
func TestTheVisitsOfADay(t *testing.T) {
	desktest.Both(t, func(t *testing.T, h *desktest.House) {
		day := time.Date(2026, 6, 4, 13, 0, 0, 0, time.UTC) // Thursday 09:00 in New York
		late := booked(t, h, day.Add(5*time.Hour), "")
		early := booked(t, h, day, "Bring every tablet you take.")
		night := booked(t, h, time.Date(2026, 6, 5, 2, 30, 0, 0, time.UTC), "") // still Thursday there
		booked(t, h, day.AddDate(0, 0, 1), "")
		gone := booked(t, h, day.Add(time.Hour), "")
		if _, err := act(t, h, "booker", func(w *desk.Writing) (loop.Done, error) {
			p := look(t, h, "booker", gone)
			a, _ := p.State.Live()
			return loop.Unbook(w, loop.Form{Referral: gone}, loop.Unbooking{Appointment: a.ID, Reason: "clinic"})
		}); err != nil {
			t.Fatal(err)
		}
		read := func(who desk.Who, on time.Time, service party.ServiceID) (out []lists.Visit, err error) {
			err = h.Read(ctx, who, "day.visits", func(r *desk.Reading) (err error) { out, _, err = lists.Visits(r, on, service); return err })
			return out, err
		}
		list, err := read(h.As("booker"), day, "")
		if err != nil || len(list) != 3 {
			t.Fatalf("%d visits: %v", len(list), err)
		}
		var ids []referral.ID
		for _, x := range list {
			ids = append(ids, x.ID)
		}
		if !slices.Equal(ids, []referral.ID{early, late, night}) {
			t.Errorf("%v, not by time", ids)
		}
		if x := list[0]; x.Bring != "Bring every tablet you take." || x.Appointment.Clinician != "dr-chen" || x.Patient.Name.Family != "Testcase" || x.Question != "Is it the heart?" || !x.Visit.Equal(day) {
			t.Errorf("the first: %+v", x)
		}
		if list, err := read(h.As("chen"), day, "cardio"); err != nil || len(list) != 3 {
			t.Errorf("of the service: %d, %v", len(list), err)
		}
		for _, x := range []struct {
			who     desk.Who
			on      time.Time
			service party.ServiceID
		}{{h.As("doc"), day, ""}, {h.As("stranger"), day, ""}, {h.As("booker"), day, "far-cardio"}, {h.As("booker"), day.AddDate(0, 0, 9), ""}} {
			if list, err := read(x.who, x.on, x.service); err != nil || len(list) != 0 {
				t.Errorf("%s of %s on %s reads %d: %v", x.who.User, x.service, x.on, len(list), err)
			}
		}
		if _, err := read(h.As("kay"), day, ""); fault.Of(err) != fault.Missing {
			t.Errorf("an administrator: %v", err)
		}
		shown := 0
		if err := h.DB.View(ctx, store.Scope{System: true}, func(v *store.View) error {
			all, err := v.Audits(access.Query{Limit: 500})
			for _, a := range all {
				if a.Kind == "day.visits" && a.User == "booker" && len(a.Patients) > 0 && a.Outcome == access.Success {
					shown++
				}
			}
			return err
		}); err != nil || shown != 1 {
			t.Errorf("%d readings that showed patients are in the audit: %v", shown, err)
		}
	})
}

// What somebody has to do today is what is due by tonight, late included, of
// theirs and of their teams' that nobody has; what they put aside is not.
func TestWhatOneHasToDoToday(t *testing.T) {
	h := desktest.New(t)
	f := loop.Form{Referral: sent(t, h, party.Routine, "cardio")} // opened within a working day: tomorrow
	day := func(who desk.Who) (out []lists.Listing, err error) {
		err = h.Read(ctx, who, "day.mine", func(r *desk.Reading) (err error) { out, _, err = lists.MyDay(r); return err })
		return out, err
	}
	if list, err := day(h.As("intake")); err != nil || len(list) != 0 {
		t.Errorf("what is due tomorrow: %d, %v", len(list), err)
	}
	h.Pass(24 * time.Hour)
	if list, err := day(h.As("intake")); err != nil || len(list) != 1 || list[0].Owed.Act != referral.ActOpen {
		t.Errorf("what is due today: %+v, %v", list, err)
	}
	h.Pass(24 * time.Hour)
	if list, err := day(h.As("intake")); err != nil || len(list) != 1 {
		t.Errorf("what is late: %d, %v", len(list), err)
	}
	for _, who := range []party.UserID{"nurse", "doc", "stranger"} {
		if list, err := day(h.As(who)); err != nil || len(list) != 0 {
			t.Errorf("%s has %d to do: %v", who, len(list), err)
		}
	}
	if err := h.Write(ctx, h.As("intake"), "aside", func(w *desk.Writing) error {
		return mine.PutAside(w, f.Referral, "", h.Now().AddDate(0, 0, 2), "Nobody picks up.")
	}); err != nil {
		t.Fatal(err)
	}
	if list, err := day(h.As("intake")); err != nil || len(list) != 0 {
		t.Errorf("what was put aside: %d, %v", len(list), err)
	}
	if _, err := day(h.As("kay")); fault.Of(err) != fault.Missing {
		t.Errorf("an administrator: %v", err)
	}
}
