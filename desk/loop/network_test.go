package loop_test

import (
	"slices"
	"testing"

	"referd/core/party"
	"referd/desk"
	"referd/desk/desktest"
	"referd/desk/draft"
	"referd/desk/turn"
	"referd/store"
)

// A loop between two partners is the network desk's to chase, and the desk sees it:
// in its list, counted, and opened. Nobody else here does.
func TestTheNetworkDeskSeesWhatItChases(t *testing.T) {
	desktest.Both(t, func(t *testing.T, h *desktest.House) {
		const stranger party.PatientID = "pat00000000000000009"
		err := h.DB.Commit(ctx, func(tx *store.Tx) error {
			if err := tx.PutThing(desk.KindOrg, "beyond", "beyond", party.Org{ID: "beyond", Name: "Beyond Partner", Channel: party.FHIR, Active: true, Zone: "America/New_York"}); err != nil {
				return err
			}
			return tx.PutPatient(party.Patient{ID: stranger, Org: "beyond", Name: party.Name{Family: "Testcase", Given: []string{"Ben"}}, Born: "1970-01-01", Active: true})
		})
		if err != nil {
			t.Fatal(err)
		}
		var d turn.Done
		err = h.Write(ctx, desk.Who{Client: "x", Orgs: []party.OrgID{"beyond"}}, "receive", func(w *desk.Writing) (err error) {
			d, err = draft.Receive(w, draft.Arrival{Patient: stranger, Sender: "beyond", Service: "far-cardio", Question: "Is it?", Urgency: party.Routine, Origin: "fhir"})
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
		dir, err := h.Directory(ctx)
		if err != nil {
			t.Fatal(err)
		}
		network := dir.Network()
		for user, sees := range map[party.UserID]bool{"booker": true, "chen": true, "doc": false, "stranger": false} {
			err := h.Read(ctx, h.As(user), "queue", func(r *desk.Reading) error {
				row, err := r.Row(d.ID)
				if (err == nil) != sees {
					t.Errorf("%s: %v", user, err)
				}
				if err == nil && (row.Ball.Team != network || row.Ball.Holder == "") {
					t.Errorf("%s: the ball is %+v", user, row.Ball)
				}
				q := store.Queue{Teams: []party.TeamID{network}, Limit: 9}
				list, err := r.Queue(q, h.Now())
				if err != nil {
					return err
				}
				n, err := r.Count(q, h.Now())
				if has := slices.ContainsFunc(list, func(x store.Listed) bool { return x.Row.ID == d.ID }); has != sees || (n == 1) != sees {
					t.Errorf("%s: listed %v, counted %d", user, has, n)
				}
				return err
			})
			if err != nil {
				t.Fatal(user, err)
			}
		}
	})
}
