package house_test

import (
	"strings"
	"testing"

	"referd/base/fault"
	"referd/core/party"
	"referd/desk"
	"referd/store"
)

// That somebody has come in is in the history and is not taken back: it is not
// offered, and refused in words. A name that was changed is offered as ever.
func TestComingInIsNotTakenBack(t *testing.T) {
	both(t, func(t *testing.T, h run) {
		u := h.dir().Users["moss"]
		for _, waits := range []bool{true, false} {
			u.Invited = waits
			must(t, h.DB.Commit(ctx, func(tx *store.Tx) error { return tx.PutThing(desk.KindUser, "moss", "home", u) }))
		}
		list, err := h.past("kay", desk.KindUser, "moss")
		must(t, err)
		if len(list) < 2 || len(list[0].Differences) != 1 || list[0].Differences[0].Name != "Has come in" || list[0].Newest {
			t.Fatalf("the history has %+v", list)
		}
		if _, err := h.undo("kay", list[0].Mark); fault.Of(err) != fault.Refused || !strings.Contains(fault.Public(err), "has come in") {
			t.Errorf("taken back: %v", err)
		}
		if h.dir().Users["moss"].Invited {
			t.Error("they wait again")
		}
		u.Name = party.Name{Family: "Moss", Given: []string{"Another"}}
		_, err = h.save("kay", h.now(desk.KindUser, "moss", u))
		must(t, err)
		if list, err = h.past("kay", desk.KindUser, "moss"); err != nil || !list[0].Newest {
			t.Errorf("a name is not offered to be taken back: %+v, %v", list, err)
		}
	})
}

// Of many holidays those are said that go and those that come, before a change and in
// its history.
func TestHolidaysAreSaidApart(t *testing.T) {
	both(t, func(t *testing.T, h run) {
		x := h.dir().Teams["home-team"]
		x.Hours.Holidays = []string{"2026-11-26", "2026-12-25"}
		_, err := h.save("kay", h.now(desk.KindTeam, "home-team", x))
		must(t, err)
		x.Hours.Holidays = []string{"2026-12-24", "2026-12-25"}
		p, err := h.look("kay", h.now(desk.KindTeam, "home-team", x))
		must(t, err)
		if len(p.Differences) != 2 || p.Differences[0].Name != "Holidays taken out" || p.Differences[0].Was != "2026-11-26" || p.Differences[1].Name != "Holidays added" || p.Differences[1].Now != "2026-12-24" {
			t.Errorf("%+v", p.Differences)
		}
	})
}
