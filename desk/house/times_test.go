package house_test

import (
	"testing"
	"time"

	"referd/base/fault"
	"referd/core/party"
	"referd/core/schedule"
	"referd/desk"
	"referd/desk/desktest"
	"referd/desk/house"
	"referd/desk/lists"
	"referd/store"
)

// A service's bookable times are offered by the week: looked at first, not on its
// team's holidays, none twice and none over another; what nobody took is taken
// back, and a visit that is booked stays.
func TestTimesAreOffered(t *testing.T) {
	desktest.Both(t, func(t *testing.T, h *desktest.House) {
		ctx := t.Context()
		must := func(err error) {
			t.Helper()
			if err != nil {
				t.Fatal(err)
			}
		}
		dir, err := h.Directory(ctx)
		must(err)
		wards := dir.Teams["wards"]
		wards.Hours.Holidays = []string{"2026-06-10"}
		must(h.DB.Commit(ctx, func(tx *store.Tx) error {
			if err := tx.PutThing(desk.KindTeam, "wards", "clinic", wards); err != nil {
				return err
			}
			if err := tx.PutThing(desk.KindRole, "chen-here", "clinic", party.Role{ID: "chen-here", Practitioner: "dr-chen", Org: "clinic", Active: true}); err != nil {
				return err
			}
			return tx.PutThing(desk.KindMembership, "nurse@triage", "clinic", party.Membership{User: "nurse", Team: "triage", Roles: []party.Job{party.TriageNurse, party.Admin}})
		}))
		// Monday and Wednesday, from half past eight to ten: two of forty minutes each.
		week := house.Times{Service: "cardio", Clinician: "dr-chen", Weekly: schedule.Weekly{Days: [7]bool{1: true, 3: true}, From: 510, To: 600, Minutes: 40, First: "2026-06-01", Weeks: 2}}
		look := func(who party.UserID, x house.Times) (o house.Offer, err error) {
			err = h.Read(ctx, h.As(who), "times", func(r *desk.Reading) (err error) { o, err = house.LookTimes(r, x); return err })
			return o, err
		}
		save := func(x house.Times) (o house.Offer, err error) {
			err = h.Write(ctx, h.As("nurse"), "times", func(w *desk.Writing) (err error) { o, err = house.SaveTimes(w, x); return err })
			return o, err
		}
		for who, want := range map[party.UserID]fault.Kind{"chen": fault.Denied, "kay": fault.Missing} {
			if _, err := look(who, week); fault.Of(err) != want {
				t.Errorf("%s looks: %v", who, err)
			}
		}
		for field, f := range map[string]func(*house.Times){"clinician": func(x *house.Times) { x.Clinician = "dr-doc" }, "location": func(x *house.Times) { x.Location = "nowhere" }, "minutes": func(x *house.Times) { x.Minutes = 1 }} {
			bad := week
			f(&bad)
			_, err := look("nurse", bad)
			if got := fault.Each(err); fault.Of(err) != fault.Invalid || len(got) != 1 || got[0].Field != field {
				t.Errorf("a wrong %s: %v", field, err)
			}
		}
		// The house's clock says Monday, ten: that day's are over. The tenth is a holiday.
		o, err := look("nurse", week)
		must(err)
		if o.N != 4 || o.Past != 2 || len(o.Shut) != 1 || o.Shut[0] != "2026-06-10" || o.There != 0 || o.Batch != "" {
			t.Fatalf("%+v", o)
		}
		free := func() (list []schedule.Slot) {
			t.Helper()
			must(h.Read(ctx, h.As("booker"), "slots", func(r *desk.Reading) (err error) { list, err = lists.Slots(r, "cardio", 8); return err }))
			return list
		}
		if len(free()) != 0 {
			t.Error("looking offered something")
		}
		o, err = save(week)
		must(err)
		list := free()
		if len(list) != 4 || list[0].Clinician != "dr-chen" || !list[0].Start.Equal(time.Date(2026, 6, 3, 12, 30, 0, 0, time.UTC)) || list[0].End.Sub(list[0].Start) != 40*time.Minute {
			t.Fatalf("offered are %+v", list)
		}
		if _, err := save(week); fault.Of(err) != fault.Refused {
			t.Errorf("offered twice: %v", err)
		}
		over := week
		over.From, over.To = 530, 620
		if o, err := look("nurse", over); err != nil || o.N != 0 || o.There != 4 {
			t.Errorf("over those: %+v, %v", o, err)
		}
		must(h.DB.Commit(ctx, func(tx *store.Tx) error { _, err := tx.TakeSlot(list[0].ID, "a1"); return err }))
		var past []house.Offer
		offers := func() house.Offer {
			t.Helper()
			must(h.Read(ctx, h.As("nurse"), "times", func(r *desk.Reading) (err error) { past, err = house.TimesOf(r, "cardio"); return err }))
			if len(past) != 1 {
				t.Fatalf("%+v", past)
			}
			return past[0]
		}
		if x := offers(); x.Free != 3 || x.Taken != 1 || x.By != "nurse" || x.Ended || x.Batch != o.Batch {
			t.Errorf("%+v", x)
		}
		end := func(who party.UserID, batch string) (ended, taken int, err error) {
			err = h.Write(ctx, h.As(who), "times.end", func(w *desk.Writing) (err error) { ended, taken, err = house.EndTimes(w, batch); return err })
			return ended, taken, err
		}
		if _, _, err := end("kay", o.Batch); fault.Of(err) != fault.Missing {
			t.Errorf("another organization takes them back: %v", err)
		}
		if n, taken, err := end("nurse", o.Batch); err != nil || n != 3 || taken != 1 {
			t.Errorf("%d were taken back, %d stay, %v", n, taken, err)
		}
		if x := offers(); x.Free != 0 || x.Taken != 1 || !x.Ended || len(free()) != 0 {
			t.Errorf("afterwards: %+v", x)
		}
	})
}
