package fhir_test

import (
	"reflect"
	"testing"

	"referd/core/party"
	"referd/desk"
	"referd/store"
)

// A system that updates an organization changes what it says of it, and drops
// nothing that people set up here and a resource does not say: the fax, the nurse
// line, who shows a code at sign-in. The fax is shown, and taken where it is said.
func TestAnUpdateDropsNothingOfAnOrganization(t *testing.T) {
	e := newEHR(t)
	id := e.call(201, "POST", "/Organization", `{"resourceType":"Organization","name":"Clinic","telecom":[{"system":"fax","value":"(555) 010-7001"},{"system":"phone","value":"(555) 010-7000"}]}`)["id"].(string)
	o := e.organization(id)
	if o.Fax != "(555) 010-7001" || o.Phone != "(555) 010-7000" {
		t.Fatalf("phone %q, fax %q", o.Phone, o.Fax)
	}
	o.Nurse, o.Email, o.Zone, o.Channel, o.Safety, o.Factor, o.Labels = "(555) 010-7002", "links@example.org", "America/Chicago", party.Feed, "kay", []party.Job{party.Admin}, map[string]string{"sent": "On its way"}
	e.set(o)
	e.call(200, "PUT", "/Organization/"+id, `{"resourceType":"Organization","id":"`+id+`","name":"Clinic by the lake","telecom":[{"system":"phone","value":"(555) 010-7009"}]}`)
	want := o
	want.Name, want.Phone = "Clinic by the lake", "(555) 010-7009"
	if got := e.organization(id); !reflect.DeepEqual(got, want) {
		t.Errorf("updated without the fax it is\n%+v, want\n%+v", got, want)
	}
	e.call(200, "PUT", "/Organization/"+id, `{"resourceType":"Organization","id":"`+id+`","name":"Clinic by the lake","telecom":[{"system":"phone","value":"(555) 010-7009"},{"system":"fax","value":"(555) 010-7011"}]}`)
	if want.Fax = "(555) 010-7011"; !reflect.DeepEqual(e.organization(id), want) {
		t.Errorf("with another fax it is %+v", e.organization(id))
	}
	home := e.organization("home")
	home.Fax = "(555) 010-3001"
	e.set(home)
	shown, _ := e.call(200, "GET", "/Organization/home", "")["telecom"].([]any)
	if last := shown[len(shown)-1].(map[string]any); last["system"] != "fax" || last["value"] != home.Fax {
		t.Errorf("what nobody wrote shows %v", shown)
	}
}

func (e *ehr) organization(id string) (o party.Org) {
	e.t.Helper()
	if err := e.house.DB.View(e.t.Context(), store.Scope{System: true}, func(v *store.View) error {
		_, err := v.Thing(desk.KindOrg, id, &o)
		return err
	}); err != nil {
		e.t.Fatal(err)
	}
	return o
}

func (e *ehr) set(o party.Org) {
	e.t.Helper()
	if err := e.house.DB.Commit(e.t.Context(), func(tx *store.Tx) error { return tx.PutThing(desk.KindOrg, string(o.ID), o.ID, o) }); err != nil {
		e.t.Fatal(err)
	}
}
