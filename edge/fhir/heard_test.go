package fhir_test

import (
	"bytes"
	"fmt"
	"strings"
	"testing"
	"time"

	"referd/base/fault"
	"referd/core/access"
	"referd/core/party"
	"referd/desk"
	"referd/desk/desktest"
	"referd/desk/kept"
)

// inbound is a body as it came, by the name of its message, and where it is
// kept.
func (e *ehr) inbound(key string) (at string, body []byte) {
	e.t.Helper()
	err := e.house.Desk.Read(e.t.Context(), desk.System("test"), "test", func(r *desk.Reading) error {
		m, err := r.Inbound("ehr", key)
		at, body = m.At, m.Body
		return err
	})
	if err != nil {
		e.t.Errorf("%.60s: %v", key, err)
	}
	return at, body
}

// documents is how many documents are kept.
func (e *ehr) documents() (n int) {
	e.t.Helper()
	err := e.house.Desk.Read(e.t.Context(), desk.System("test"), "test", func(r *desk.Reading) error {
		k, err := r.Stored()
		n = k.Documents
		return err
	})
	if err != nil {
		e.t.Fatal(err)
	}
	return n
}

// Whatever a client writes, its bytes come back exactly, from the resource that
// holds the same ones or else from a document; a second try stores nothing new.
func TestEveryInboundBodyIsKept(t *testing.T) {
	desktest.Both(t, func(t *testing.T, h *desktest.House) {
		e := newEHROn(t, h)
		is := func(what, key, sent string, apart bool) {
			t.Helper()
			at, body := e.inbound(key)
			if string(body) != sent {
				t.Errorf("%s: other bytes came back: %.200q, sent %.200q", what, body, sent)
			}
			if strings.Contains(at, "/") == apart {
				t.Errorf("%s: kept at %s; in a document: want %v", what, at, apart)
			}
		}
		made := func(o map[string]any, version string) string {
			return o["resourceType"].(string) + "/" + o["id"].(string) + "/_history/" + version
		}
		const ada = `"subject":{"reference":"Patient/pat00000000000000001"}`

		patient := `{ "name":[{"family":"Kept","given":["Zo\u00eb"]}],  "resourceType":"Patient", "identifier":[{"system":"urn:k","value":"1"}] }`
		p := e.call(201, "POST", "/Patient", patient)
		is("a create", made(p, "1"), patient, false)
		spaced := patient + "\n"
		is("a create with a line's end", made(e.call(201, "POST", "/Patient", strings.Replace(spaced, `"1"`, `"2"`, 1)), "1"), strings.Replace(spaced, `"1"`, `"2"`, 1), true)
		again := strings.Replace(patient, "Kept", "Other", 1)
		e.call(200, "POST", "/Patient", again, "If-None-Exist", "identifier=urn:k|1")
		is("a conditional create of what is here", "Patient "+kept.Digest([]byte(again)), again, true)
		changed := `{"resourceType":"Patient","id":"` + p["id"].(string) + `","name":[{"family":"Changed"}]}`
		e.call(200, "PUT", "/Patient/"+p["id"].(string), changed)
		is("an update", "Patient/"+p["id"].(string)+"/_history/2", changed, false)

		sr := `{"resourceType":"ServiceRequest","identifier":[{"type":{"coding":[{"code":"PLAC"}]},"system":"urn:k","value":"1"}],"status":"active","intent":"order",` + ada + `,"performer":[{"reference":"HealthcareService/cardio"}]}`
		loop := e.call(201, "POST", "/ServiceRequest", sr)
		is("a referral", "ServiceRequest urn:k|1", sr, false)
		task := e.found("/Task?focus=ServiceRequest/" + loop["id"].(string))[0]
		e.call(200, "GET", "/"+task, "")
		noted := `{"resourceType":"Task","id":"` + task[5:] + `","status":"received","intent":"order","note":[{"text":"Soon, please."}]}`
		e.call(200, "PUT", "/"+task, noted, "If-Match", e.etag)
		version := strings.Trim(strings.TrimPrefix(e.etag, "W/"), `"`)
		is("an update that is laid over another's", task+"/_history/"+version, noted, true)

		_, now := e.send("GET", "/"+task, nil)
		whole := strings.Replace(string(now), "Soon, please.", "Soon.", 1)
		e.call(200, "PUT", "/"+task, whole, "If-Match", e.etag)
		is("an update that says all there is", task+"/_history/"+strings.Trim(strings.TrimPrefix(e.etag, "W/"), `"`), whole, false)

		raw := "%PDF-1.4 \x00\x01\xff"
		is("bytes", made(e.call(201, "POST", "/Binary", raw, "Content-Type", "application/pdf", "Accept", "application/fhir+json"), "1"), raw, false)
		named := strings.Replace(bundle, "SERVICE", "cardio", 1)
		e.call(200, "POST", "", named)
		is("a transaction", "ServiceRequest urn:ref|R1", named, true)
		one, two := `{"resourceType":"Observation","status":"final","code":{"text":"x"},`+ada+`}`, `{"resourceType":"Condition","subject":{"reference":"Patient/none0000000000000000"}}`
		note := `{"resourceType":"DocumentReference","status":"current",` + ada + `,"content":[{"attachment":{"contentType":"text/plain","data":"QQ=="}}]}`
		batch := in("batch", entry("", "POST", "Observation", one, ""), entry("", "POST", "DocumentReference", note, ""), entry("", "POST", "DocumentReference", strings.Replace(note, "pat00000000000000001", "none", 1), ""))
		answers := e.call(200, "POST", "", batch)["entry"].([]any)
		at := answers[0].(map[string]any)["response"].(map[string]any)["location"].(string)
		is("an entry of a batch", strings.TrimPrefix(at, "http://house/fhir/R4/"), one, false)
		is("a named entry of a batch", "DocumentReference "+kept.Digest([]byte(note)), note, true)
		is("a batch of which something was refused", "refused "+kept.Digest([]byte(batch)), batch, true)
		code, _ := e.send("POST", "/Condition", []byte(two))
		is("what was refused", "refused "+kept.Digest([]byte(two)), two, code >= 400)
		other := strings.Replace(sr, `"order"`, `"plan"`, 1)
		e.call(409, "POST", "/ServiceRequest", other)
		is("something else under the same name", "refused "+kept.Digest([]byte(other)), other, true)
		large := strings.Replace(patient, "}]", strings.Repeat(" ", 70<<10)+"}]", 1)
		is("what is larger than a row", made(e.call(201, "POST", "/Patient", large+" "), "1"), large+" ", true)

		n := e.documents()
		e.call(201, "POST", "/ServiceRequest", sr)
		e.call(200, "POST", "", named)
		e.call(409, "POST", "/ServiceRequest", other)
		e.send("POST", "/Condition", []byte(two))
		e.call(200, "POST", "/Patient", again, "If-None-Exist", "identifier=urn:k|1")
		if m := e.documents(); m != n {
			t.Errorf("a second try stored %d documents", m-n)
		}
		err := h.Desk.Read(t.Context(), desk.Who{Client: "ehr", Orgs: []party.OrgID{"home"}}, "test", func(r *desk.Reading) error {
			if m, err := r.Inbound("ehr", "ServiceRequest urn:k|1"); err == nil || bytes.Contains(m.Body, []byte("PLAC")) {
				t.Errorf("a client reads a message as it came")
			}
			if b, err := kept.Inbound(r, "ehr", "ServiceRequest urn:k|1"); fault.Of(err) != fault.Denied || len(b) > 0 {
				t.Errorf("by the desk: %v", err)
			}
			return nil
		})
		if err != nil {
			t.Error(err)
		}
	})
}

// The Provenance of what a client wrote leads to the message it came with, byte
// for byte, for who sent it and for nobody else; all it tells of is on record.
func TestProvenanceLeadsToTheMessage(t *testing.T) {
	e := newEHR(t)
	other, receiver := e.admit("other-ehr", false, "home"), e.admit("receiver", false, "clinic")
	source := func(by *ehr, what string) string {
		e.t.Helper()
		p := by.call(200, "GET", "/Provenance/"+strings.ReplaceAll(what, "/", "-"), "")
		list, _ := p["entity"].([]any)
		if len(list) == 0 {
			return ""
		}
		x := list[0].(map[string]any)
		if x["role"] != "source" {
			t.Errorf("the message is its %v", x["role"])
		}
		return x["what"].(map[string]any)["reference"].(string)
	}
	named := strings.Replace(bundle, "SERVICE", "cardio", 1)
	second := entry("urn:uuid:q", "POST", "Patient", `{"resourceType":"Patient","name":[{"family":"Second"}]}`, "")
	named = strings.TrimSuffix(named, "]}") + "," + second + "]}"
	made := ids(t, e.call(200, "POST", "", named))
	note := ` {"resourceType":"DocumentReference","status":"current","subject":{"reference":"` + made[0] + `"},"content":[{"attachment":{"contentType":"text/plain","data":"QQ=="}}]} `
	doc := "DocumentReference/" + e.call(201, "POST", "/DocumentReference", note)["id"].(string)
	put := `{"resourceType":"Patient","id":"` + made[4][8:] + `", "name":[{"family":"Renamed"}]}`
	e.call(200, "PUT", "/"+made[4], put)
	for what, sent := range map[string]string{made[0] + "/1": named, made[1] + "/1": named, made[4] + "/1": named, doc + "/1": note, made[4] + "/2": put} {
		at := source(e, what)
		code, b := e.send("GET", "/"+at, nil, "Accept", "*/*")
		if code != 200 || string(b) != sent {
			t.Errorf("%s leads to %q: %d %.100s", what, at, code, b)
			continue
		}
		if seen := e.audits(1)[0]; sent == named && len(seen.Patients) != 2 || seen.Object != at {
			t.Errorf("%s: on record are %v of %v", what, seen.Patients, seen.Object)
		}
		for _, by := range []*ehr{other, receiver} {
			code, b := by.send("GET", "/"+at, nil)
			if _, absent := by.send("GET", "/Binary/Patient-"+nobody+"-1", nil); code != 404 || !bytes.Equal(b, absent) {
				t.Errorf("somebody else reads %s: %d %s", at, code, b)
			}
		}
	}
	if at := source(other, made[1]+"/1"); at != "" {
		t.Errorf("somebody else is led to %s", at)
	}
	if got := fmt.Sprint(e.call(200, "GET", "/Provenance?target="+made[1], "")); !strings.Contains(got, "Binary/"+strings.ReplaceAll(made[1], "/", "-")+"-1") {
		t.Errorf("a search does not lead there: %s", got)
	}
}

// What was refused is kept for a while, and what was taken for good; that it went
// is on record.
func TestRefusedBodiesAreForgotten(t *testing.T) {
	desktest.Both(t, func(t *testing.T, h *desktest.House) {
		e := newEHROn(t, h)
		const day = 24 * time.Hour
		forget := func() int {
			n, err := kept.ForgetRefused(t.Context(), h.Desk, 90*day)
			if err != nil {
				t.Fatal(err)
			}
			return n
		}
		refused := func(name string) string {
			body := `{"resourceType":"Patient","birthDate":"` + name + `"}`
			e.signIn("ehr", "secret")
			e.call(400, "POST", "/Patient", body)
			return "refused " + kept.Digest([]byte(body))
		}
		taken := `{"resourceType":"Patient","name":[{"family":"Taken"}]} `
		p := e.call(201, "POST", "/Patient", taken)["id"].(string)
		old := refused("soon")
		refused(strings.Repeat("x", 70<<10)) // in the vault
		h.Pass(89 * day)
		fresh := refused("later")
		if n := forget(); n != 0 {
			t.Fatalf("%d are forgotten too early", n)
		}
		before := e.documents()
		if h.Pass(2 * day); forget() != 2 || forget() != 0 {
			t.Errorf("what is old is still here")
		}
		r := e.audits(1)[0]
		if n := e.documents(); n != before-2 {
			t.Errorf("of %d documents there are %d", before, n)
		}
		if r.Kind != "inbound.forget" || r.Action != access.Delete || r.Object != "Client/ehr" {
			t.Errorf("on record is %+v", r)
		}
		if _, body := e.inbound(fresh); len(body) == 0 {
			t.Errorf("what is fresh is gone")
		}
		if _, body := e.inbound("Patient/" + p + "/_history/1"); string(body) != taken {
			t.Errorf("what was taken is %q", body)
		}
		err := h.Desk.Read(t.Context(), desk.System("test"), "test", func(r *desk.Reading) error {
			_, err := r.Inbound("ehr", old)
			return err
		})
		if fault.Of(err) != fault.Missing {
			t.Errorf("what is old is read: %v", err)
		}
		if _, body := e.inbound(refused("soon")); len(body) == 0 {
			t.Errorf("what came again is not kept")
		}
	})
}
