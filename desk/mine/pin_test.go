package mine_test

import (
	"testing"

	"referd/base/fault"
	"referd/core/party"
	"referd/desk"
	"referd/desk/desktest"
	"referd/desk/lists"
	"referd/desk/mine"
)

// A star is its owner's alone: a view of both sides' lists for them, counted like
// any other, and nothing to a colleague, the other side or the ledger.
func TestPinsAreOnesOwn(t *testing.T) {
	desktest.Both(t, func(t *testing.T, h *desktest.House) {
		of, other := sent(t, h, party.Routine), sent(t, h, party.Routine)
		pin := func(who desk.Who, on bool) error {
			return h.Write(t.Context(), who, "pin", func(w *desk.Writing) error { return mine.Pin(w, of, on) })
		}
		for range 2 { // twice is once
			if err := pin(h.As("doc"), true); err != nil {
				t.Fatal(err)
			}
		}
		if err := pin(h.As("intake"), true); err != nil {
			t.Fatal(err)
		}
		for _, x := range []struct {
			who  party.UserID
			view lists.View
			n    int
		}{{"doc", lists.PinnedLoops, 1}, {"moss", lists.PinnedLoops, 0}, {"intake", lists.Pinned, 1}, {"nurse", lists.Pinned, 0}, {"stranger", lists.PinnedLoops, 0}} {
			if rows, n := seen(t, h, x.who, x.view, of); n != x.n || len(rows) != x.n || x.n == 1 && !rows[0].Pinned {
				t.Errorf("%s has %d pinned, %+v", x.who, n, rows)
			}
		}
		if rows, _ := seen(t, h, "doc", lists.LoopsOpen, other); len(rows) != 1 || rows[0].Pinned {
			t.Errorf("the other one: %+v", rows)
		}
		for name, who := range map[string]desk.Who{"a stranger": h.As("stranger"), "a client": {Client: "c", Orgs: []party.OrgID{"home"}}, "the house": desk.System("job")} {
			if err := pin(who, true); fault.Of(err) != fault.Missing && fault.Of(err) != fault.Denied {
				t.Errorf("%s pinned it: %v", name, err)
			}
		}
		for range 2 {
			if err := pin(h.As("doc"), false); err != nil {
				t.Fatal(err)
			}
		}
		if _, n := seen(t, h, "doc", lists.PinnedLoops, of); n != 0 {
			t.Errorf("%d are still pinned", n)
		}
		if _, n := seen(t, h, "intake", lists.Pinned, of); n != 1 {
			t.Errorf("another's star is gone: %d", n)
		}
	})
}
