package fhir_test

import (
	"database/sql"
	"fmt"
	"path/filepath"
	"strings"
	"testing"

	"referd/core/chart"
	"referd/core/referral"
	"referd/desk"
	deskchart "referd/desk/chart"
	"referd/desk/desktest"
	"referd/desk/loop"
)

// What a bundle showed of itself before it was refused is nothing anybody reads
// later, though the next version has its number and is of the same moment.
func TestWhatWasTakenBackIsNotShown(t *testing.T) {
	e := newEHR(t)
	p := "Practitioner/" + e.call(201, "POST", "/Practitioner", `{"resourceType":"Practitioner","name":[{"family":"First"}]}`)["id"].(string)
	named := func(name string) string {
		return `{"resourceType":"Practitioner","id":"` + p[len("Practitioner/"):] + `","name":[{"family":"` + name + `"}]}`
	}
	e.call(404, "POST", "", in("transaction", entry("", "PUT", p, named("Wrong"), ""), entry("", "PUT", "Patient/"+nobody, `{"resourceType":"Patient","id":"`+nobody+`","name":[{"family":"Nobody"}]}`, "")), "Prefer", "return=representation")
	e.call(200, "PUT", "/"+p, named("Right"))
	if got := fmt.Sprint(e.call(200, "GET", "/"+p, "")); !strings.Contains(got, "Right") {
		t.Errorf("it is read as %s", got)
	}
}

// A Task whose reason cannot be read is not shown without one.
func TestAReasonThatCannotBeReadIsNoReason(t *testing.T) {
	dsn := filepath.Join(t.TempDir(), "referd.db")
	e := newEHROn(t, desktest.On(t, dsn))
	sr := "ServiceRequest/" + e.call(201, "POST", "/ServiceRequest", `{"resourceType":"ServiceRequest","status":"active","intent":"order","subject":{"reference":"Patient/pat00000000000000001"},"requester":{"reference":"Practitioner/dr-doc"},"performer":[{"reference":"HealthcareService/cardio"}]}`)["id"].(string)
	task := e.found("/Task?focus=" + sr)[0]
	if err := e.house.Write(t.Context(), e.house.As("nurse"), "decline", func(w *desk.Writing) error {
		_, err := loop.Decline(w, loop.Form{Referral: referral.ID(sr[len("ServiceRequest/"):])}, loop.Refusal{Reason: "capacity", Tells: "sender", Words: "No room."})
		return err
	}); err != nil {
		t.Fatal(err)
	}
	db, err := sql.Open("sqlite3", "file:"+dsn)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	swap := "update blobs set data = (select data from spare where spare.document = blobs.document)"
	for i, q := range []string{"create table spare as select * from blobs", "update blobs set data = x'00'", swap} {
		if _, err := db.ExecContext(t.Context(), q); err != nil {
			t.Fatal(err)
		}
		if i == 0 {
			continue
		}
		code, b := e.send("GET", "/"+task, nil)
		if want := []int{0, 500, 200}[i]; code != want || (want == 200) != strings.Contains(string(b), "No room.") {
			t.Errorf("%s: %d, want %d: %s", q, code, want, b)
		}
	}
	if e.log.taken() == "" {
		t.Error("a document that cannot be read is not in the log")
	}
}

// What is here and cannot be read is not left out of what is found.
func TestWhatCannotBeReadIsNotAbsent(t *testing.T) {
	dsn := filepath.Join(t.TempDir(), "referd.db")
	e := newEHROn(t, desktest.On(t, dsn))
	var id string
	err := e.house.Write(t.Context(), e.house.As("doc"), "upload", func(w *desk.Writing) error {
		d, err := deskchart.Upload(w, deskchart.File{Patient: "pat00000000000000001", Kind: chart.Attachment, Title: "Letter", Claimed: "text/plain", Data: []byte("A letter.")})
		id = string(d.ID)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	db, err := sql.Open("sqlite3", "file:"+dsn)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	found := func() (int, string) {
		code, b := e.send("GET", "/DocumentReference?_id="+id, nil)
		return code, string(b)
	}
	if code, b := found(); code != 200 || !strings.Contains(b, id+`","meta"`) {
		t.Fatalf("it is not found: %d %s", code, b)
	}
	if _, err := db.ExecContext(t.Context(), "update documents set body = '{' where id = ?", id); err != nil {
		t.Fatal(err)
	}
	if code, b := found(); code != 500 {
		t.Errorf("what cannot be read: %d %s", code, b)
	}
	e.log.taken()
}
