package loop_test

import (
	"testing"

	"referd/base/fault"
	"referd/core/party"
	"referd/desk"
	"referd/desk/desktest"
	"referd/desk/kept"
	"referd/store"
)

// What other systems keep is kept by systems, for the organizations they act
// for, and is read by those who may see it.
func TestKeptIsForClients(t *testing.T) {
	h := desktest.New(t)
	mine := desk.Who{Client: "ehr", Orgs: []party.OrgID{"home"}}
	for name, f := range map[string]func(*desk.Writing) error{
		"put": func(w *desk.Writing) error {
			_, err := kept.Put(w, store.Kept{Type: "Basic", Body: []byte("{}")}, nil, nil)
			return err
		},
		"org": func(w *desk.Writing) error { _, _, err := kept.AddOrg(w, party.Org{Name: "New"}, ""); return err },
		"practitioner": func(w *desk.Writing) error {
			_, _, err := kept.AddPractitioner(w, party.Practitioner{}, "")
			return err
		},
		"service":  func(w *desk.Writing) error { _, err := kept.AddService(w, party.Service{Org: "home"}); return err },
		"location": func(w *desk.Writing) error { _, err := kept.AddLocation(w, party.Location{Org: "home"}); return err },
		"role":     func(w *desk.Writing) error { _, err := kept.AddRole(w, party.Role{Org: "home"}); return err },
		"patient":  func(w *desk.Writing) error { _, err := kept.AddPatient(w, party.Patient{Org: "home"}); return err },
		"heard":    func(w *desk.Writing) error { return kept.Heard(w, kept.Message{Key: "k", Body: []byte("{}")}) },
	} {
		for who, want := range map[*desk.Who]bool{{User: "doc", Org: "home", Jobs: []party.Job{party.ReferringClinician}}: false, {}: false, &mine: true} {
			err := h.Write(ctx, *who, name, f)
			if want != (err == nil) || !want && fault.Of(err) != fault.Denied {
				t.Errorf("%s by %s%s: %v", name, who.User, who.Client, err)
			}
		}
	}
	for _, f := range []func(*desk.Writing) error{
		func(w *desk.Writing) error { _, err := kept.AddLocation(w, party.Location{Org: "clinic"}); return err },
		func(w *desk.Writing) error { _, err := kept.AddRole(w, party.Role{Org: "clinic"}); return err },
		func(w *desk.Writing) error { _, err := kept.AddPatient(w, party.Patient{Org: "clinic"}); return err },
		func(w *desk.Writing) error { _, err := kept.AddService(w, party.Service{Org: "clinic"}); return err },
	} {
		if err := h.Write(ctx, mine, "foreign", f); fault.Of(err) != fault.Denied {
			t.Errorf("for another organization: %v", err)
		}
	}
	var k store.Kept
	if err := h.Write(ctx, mine, "put", func(w *desk.Writing) (err error) {
		k, err = kept.Put(w, store.Kept{Type: "Basic", Org: "home", Patient: patient, Body: []byte("{}")}, nil, nil)
		return err
	}); err != nil {
		t.Fatal(err)
	}
	get := func(who desk.Who, id string) error {
		return h.Read(ctx, who, "get", func(r *desk.Reading) error { _, err := kept.Of(r, "Basic", id, 0); return err })
	}
	foreign, none := get(desk.Who{Client: "x", Orgs: []party.OrgID{"other"}}, k.ID), get(desk.Who{Client: "x", Orgs: []party.OrgID{"other"}}, "00000000000000000000")
	if get(mine, k.ID) != nil || fault.Of(foreign) != fault.Missing || fault.Public(foreign) != fault.Public(none) {
		t.Errorf("own %v, foreign %v, absent %v", get(mine, k.ID), foreign, none)
	}
}
